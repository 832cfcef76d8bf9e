"""Observations: every figure of a source's tables, with what it measures, its period and its cell.

``observe`` reads as the whole algorithm. Pivot tables that add up another sheet are left out
(``pivots``); a sheet is cut where a second table begins (``sheets``); each table's columns get
their parts (``columns``, ``when``) and are made tidy (``tidy``); notes are brought to what they are
about (``notes``); and each row is found again in the document's text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ingest.observations import codes, notes
from ingest.observations.cells import defined
from ingest.observations.pivots import is_pivot, twin
from ingest.observations.sheets import cut
from ingest.observations.statements import statements
from ingest.observations.tidy import tidy, with_head
from ingest.statistics import LARGE, TEXT_SHEET
from ingest.tables import grid, text_rows, without_notes
from vectorstore.observations import FigureTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.reading import Reading, Table
    from ingest.tables import Grid
    from vectorstore.observations import Measure
    from vectorstore.records import Document

__all__ = ["observe"]


def observe(reading: Reading, document: Document) -> list[FigureTable]:
    """The tables of figures of a source, each row with its span of ``document.text``."""
    tables = list(reading.tables)
    text_sheets = [table for table in tables if table.sheet and TEXT_SHEET.search(table.sheet)]
    sections = notes.numbered(text_sheets)
    lines = [text for table in text_sheets for _, text in text_rows(table)]
    lines += [block.text for block in reading.blocks]
    release = _Release(
        document, bool(text_sheets), sections, notes.provisional(lines), _Finder(document.text)
    )
    placeholders = defined(lines)
    found: list[FigureTable] = []
    number = 0
    for table in tables:
        number += not table.sheet
        if (table.sheet and TEXT_SHEET.search(table.sheet)) or (
            is_pivot(table) and twin(table, tables)
        ):
            continue
        place = table.sheet or ("" if reading.format == "csv" else _on_page(number, len(tables)))
        for part in cut(table):
            gridded = grid(part, notes=release.has_notes)
            made = gridded and tidy(gridded, _title(part, gridded, document), place, placeholders)
            if gridded and made:
                found.append(release.placed(made, gridded, part))
    for made, told in statements(reading):
        found.append(release.stated(made, told[0]))
    return found


def _on_page(number: int, tables: int) -> str:
    return f"table {number}" if tables > 1 else "table"


def _title(table: Table, found: Grid, document: Document) -> str:
    first = table.caption or (found.above[0][1] if found.above else "")
    if table.sheet and first and len(first) <= 250:
        return first
    return codes.dataset(document.title) or codes.dataset(document.path) or first or document.title


@dataclass
class _Release:
    """What is the same for all tables of a source."""

    document: Document
    has_notes: bool
    sections: notes.Sections
    provisional: bool
    finder: _Finder

    def placed(self, table: FigureTable, found: Grid, part: Table) -> FigureTable:
        """The table with its notes and its places in the text."""
        title = table.head.title
        known = notes.for_table(self.sections, part.sheet)
        measures = tuple(_noted(measure, found, known) for measure in table.head.measures)
        about = notes.about(title, known)
        if not about and len(known) <= notes.MOST:
            about = tuple(known.values())
        table = with_head(
            table,
            title=without_notes(title) if self.has_notes else title,
            measures=measures,
            notes=about,
            provisional=self.provisional,
        )
        return self.finder.placed(table, found)

    def stated(self, table: FigureTable, line: str) -> FigureTable:
        """A figure in words with its place in the text."""
        start, end = self.finder.find(line)
        return with_head(table, provisional=self.provisional, start=start, end=end)


def _noted(measure: Measure, found: Grid, known: dict[str, str]) -> Measure:
    if not 0 <= measure.column < len(found.published):
        return measure
    return replace(measure, notes=notes.about(found.published[measure.column], known))


class _Finder:
    """Finds again in a document's text, from top to bottom, what was composed into it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def find(self, line: str) -> tuple[int, int]:
        """The span of a line after the last one that was found; (0, 0) if it is not there."""
        start = self._text.find(line, self._at)
        if start < 0:
            return 0, 0
        self._at = start + len(line)
        return start, self._at

    def placed(self, table: FigureTable, found: Grid) -> FigureTable:
        """The table with the spans of its rows, or of its description if it is too long to tell."""
        if len(found.rows) > LARGE:
            start, end = self.find(f"A table of {len(found.rows):,} rows with the columns ")
            end = self._text.find("\n", end) if end else 0
            return with_head(table, start=start, end=len(self._text) if end < 0 else end)
        spans = dict(self._rows(found))
        rows = [spans.get(int(row), (0, 0)) for row in table.columns["row"]]
        told = [span for span in rows if span[1]]
        columns = {
            **table.columns,
            "start": np.array([start for start, _ in rows], np.int32),
            "end": np.array([end for _, end in rows], np.int32),
        }
        table = FigureTable(head=table.head, columns=columns)
        return with_head(
            table,
            start=min((s for s, _ in told), default=0),
            end=max((e for _, e in told), default=0),
        )

    def _rows(self, found: Grid) -> Iterator[tuple[int, tuple[int, int]]]:
        for number, row in found.rows:
            spans = [self.find(line) for line in found.lines(row)]
            spans = [span for span in spans if span[1]]
            if spans:
                yield number, (spans[0][0], spans[-1][1])
