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
    """The tables of a catalogue; it notices a new generation by itself."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
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
                self._tables[kept.number] = self._catalogue.figure_table(kept)
                self._make_room(kept.number)
            self._tables.move_to_end(kept.number)
            return self._tables[kept.number]

    def _make_room(self, newest: int) -> None:
        held = {number: _bytes(table) for number, table in self._tables.items()}
        while sum(held.values()) > MOST_BYTES and len(held) > 1:
            oldest = next(number for number in self._tables if number != newest)
            del self._tables[oldest], held[oldest]


def _bytes(table: FigureTable) -> int:
    return sum(array.nbytes for array in table.columns.values())
