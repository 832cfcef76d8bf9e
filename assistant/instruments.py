"""What agreements say of themselves: who made them, when and where, and whether they bind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.attribution import stated
from vectorstore.records import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vectorstore.records import Instrument


def instrument_facts(said: Instrument) -> Iterator[tuple[str, str]]:
    """What is known of an agreement, by name: ("signed", "2 March 2015, Brussels")."""
    if said.parties:
        yield "parties", "; ".join(said.parties)
    signed = ", ".join(filter(None, (stated(said.signed), said.signed_at)))
    if signed:
        yield "signed", signed
    standing = standing_of(said)
    if standing:
        yield "standing", standing


def standing_of(said: Instrument) -> str:
    """Whether it is in force, in words: "in force since 30 November 1954"; "" where nothing is."""
    day = stated(said.in_force)
    if said.standing is Standing.IN_FORCE and day:
        return f"in force since {day}"
    if said.standing is Standing.UNKNOWN and day:
        return f"enters into force, as it says, on {day}"
    return said.standing.value
