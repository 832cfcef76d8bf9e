"""What a search found a moment ago: one question is searched, then asked how far it stands out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vectorstore.records import Filters

    Scored = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the index as it stood at a generation."""

    query: str
    filters: Filters
    generation: int


KEPT = 4
"""Questions whose findings are kept: the parts of one."""


@dataclass(frozen=True, slots=True)
class Leg:
    """The ``count`` best that one way of searching found."""

    asked: Asked
    count: int
    found: tuple[tuple[int, float], ...]


class Recent:
    """The latest findings of one way of searching. Threads may share it: it is replaced whole."""

    def __init__(self) -> None:
        self._legs: tuple[Leg, ...] = ()

    def of(self, asked: Asked, count: int) -> Scored | None:
        """The ``count`` best for ``asked``; None where they are not kept, or too few of them."""
        for leg in self._legs:
            if leg.asked == asked and leg.count >= count:
                return list(leg.found[:count])
        return None

    def keep(self, asked: Asked, count: int, found: Scored) -> None:
        """Keep the ``count`` best for ``asked``."""
        self._legs = (Leg(asked, count, tuple(found)), *self._legs[: KEPT - 1])
