"""Where in a document's text its figures stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ingest.observations.tidy import with_head
from ingest.statistics import LARGE
from vectorstore.observations import FigureTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.tables import Grid

Span = tuple[int, int]
NOWHERE: Span = (0, 0)


class Finder:
    """Finds again in a document's text, from top to bottom, what was composed into it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def stated(self, table: FigureTable, lines: Iterable[str]) -> FigureTable:
        """A table of figures given in words, with the span of all its lines."""
        spans = [span for span in map(self._find, lines) if span != NOWHERE]
        return _spanning(table, spans)

    def placed(self, tables: Iterable[FigureTable], found: Grid) -> Iterator[FigureTable]:
        """The tables of a grid with the spans of its rows; a long one has its description's."""
        if len(found.rows) > LARGE:
            described = self._description(len(found.rows))
            yield from (_spanning(table, [described]) for table in tables)
            return
        spans = dict(self._rows(found))
        for table in tables:
            rows = [spans.get(int(row), NOWHERE) for row in table.columns["row"]]
            columns = {
                **table.columns,
                "start": np.array([start for start, _ in rows], np.int32),
                "end": np.array([end for _, end in rows], np.int32),
            }
            told = [span for span in rows if span != NOWHERE]
            yield _spanning(FigureTable(head=table.head, columns=columns), told)

    def _find(self, line: str) -> Span:
        """The span of a line after the last one that was found."""
        start = self._text.find(line, self._at)
        if start < 0:
            return NOWHERE
        self._at = start + len(line)
        return start, self._at

    def _description(self, rows: int) -> Span:
        start, end = self._find(f"A table of {rows:,} rows with the columns ")
        if not end:
            return NOWHERE
        end = self._text.find("\n", end)
        return start, len(self._text) if end < 0 else end

    def _rows(self, found: Grid) -> Iterator[tuple[int, Span]]:
        for number, row in found.rows:
            spans = [self._find(line) for line in found.lines(row)]
            spans = [span for span in spans if span != NOWHERE]
            if spans:
                yield number, (spans[0][0], spans[-1][1])


def _spanning(table: FigureTable, spans: list[Span]) -> FigureTable:
    return with_head(
        table,
        start=min((start for start, _ in spans), default=0),
        end=max((end for _, end in spans), default=0),
    )
