"""Which locators stand at a place, or within it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = tuple[int, int, str]
"""A passage's id, its document's number and its locator."""


def at(place: str, rows: Iterable[Row]) -> list[int]:
    """The ids of the passages at ``place``, in order; each instrument is looked at by itself."""
    inside: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        instrument, _, _ = row[2].lower().partition(root(place).lower())
        inside.setdefault((row[1], instrument), []).append(row)
    return sorted(number for group in inside.values() for number in _of_one(place, group))


def _of_one(place: str, rows: list[Row]) -> list[int]:
    for form in forms(place):
        if found := [row[0] for row in rows if form.search(row[2])]:
            return found
    return []


def root(place: str) -> str:
    """The provision of a place, without the steps into it: "Article 3" of "Article 3(2)"."""
    return place.partition("(")[0].rstrip()


def forms(place: str) -> list[re.Pattern[str]]:
    """Patterns of the locators at ``place`` or within it, the stricter one first.

    Article 7(1) is within Article 7, and the table of Annex 1 A within Annex 1; Article 70 is not,
    nor is paragraph 345D within paragraph 345. An article that is itself in lettered sections is
    found in those: Article 1A(2) within Article 1, where nothing is in Article 1 itself. A point
    that has no locator of its own is in the short provision that it is part of: Article 3(2) in
    Article 3, or in Article 3(1)–(4).
    """
    within = rf"(?:^|, ){re.escape(place)}"
    found = [re.compile(rf"{within}(?=$|[(, ])", re.IGNORECASE)]
    if re.match(r"art", place, re.IGNORECASE):
        found.append(re.compile(rf"{within}(?-i:[A-Z])(?=$|[(, ])", re.IGNORECASE))
    while "(" in place:
        place = place.rpartition("(")[0]
        around = rf"(?:^|, ){re.escape(place)}(?:\(\w+\)–\(\w+\))?$"
        found.append(re.compile(around, re.IGNORECASE))
    return found
