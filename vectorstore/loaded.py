"""Tables of figures in memory: what was used last is at hand, and no more than fits."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vectorstore.catalogue import Catalogue
    from vectorstore.observations import FigureTable, KeptTable

MOST_BYTES = 512 * 1024 * 1024


class Loaded:
    """The tables of a catalogue; it notices a new generation by itself.

    Holds at most ``most`` bytes of figures, and always the table asked for last.
    """

    def __init__(self, catalogue: Catalogue, most: int = MOST_BYTES) -> None:
        self._catalogue = catalogue
        self._most = most
        self._bytes = 0
        self._turn = threading.RLock()
        self._generation = -1
        self._heads: list[KeptTable] = []
        self._tables: OrderedDict[int, FigureTable] = OrderedDict()

    def heads(self) -> list[KeptTable]:
        """What every table is about. The same list as before while nothing has changed."""
        with self._turn:
            generation = self._catalogue.generation
            if generation != self._generation:
                self._heads = self._catalogue.figure_heads()
                self._generation = generation
            return self._heads

    def table(self, kept: KeptTable) -> FigureTable:
        """A table with its figures. Its number is never used for another, so it cannot be stale."""
        with self._turn:
            if kept.number not in self._tables:
                self._take(kept)
            self._tables.move_to_end(kept.number)
            return self._tables[kept.number]

    @property
    def bytes(self) -> int:
        """How much memory the figures take that are at hand."""
        return self._bytes

    def _take(self, kept: KeptTable) -> None:
        table = self._catalogue.figure_table(kept)
        self._bytes += _bytes(table)
        while self._bytes > self._most and self._tables:
            self._bytes -= _bytes(self._tables.popitem(last=False)[1])
        self._tables[kept.number] = table


def _bytes(table: FigureTable) -> int:
    return sum(array.nbytes for array in table.columns.values())
