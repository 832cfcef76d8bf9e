"""Observations: every figure of a source's tables, with what it measures, its period and its cell.

``observe`` reads as the whole algorithm. Pivot tables that add up another sheet are left out
(``pivots``); a sheet is cut where a second table begins (``ingest.sheets``); each table's columns
get their parts (``columns``, ``when``) and are made tidy (``tidy``); notes and what the release
says of itself are brought to what they are about (``notes``, ``release``); and each row is found
again in the document's text (``placing``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.observations import codes, meaning, notes
from ingest.observations.cells import defined
from ingest.observations.pivots import is_pivot, twin
from ingest.observations.placing import Finder
from ingest.observations.release import About, about
from ingest.observations.statements import statements
from ingest.observations.tidy import tidy, with_head
from ingest.sheets import cut
from ingest.statistics import COLUMNS_LISTED, TEXT_SHEET
from ingest.tables import grid, text_rows, without_notes
from vectorstore.observations import Nature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.reading import Reading, Table
    from ingest.tables import Grid
    from vectorstore.observations import FigureTable, Measure
    from vectorstore.records import Document

__all__ = ["observe"]


def observe(reading: Reading, document: Document) -> list[FigureTable]:
    """The tables of figures of a source, each row with its span of ``document.text``."""
    tables = list(reading.tables)
    texts = [table for table in tables if _is_text(table)]
    lines = [text for table in texts for _, text in text_rows(table)]
    lines += [block.text for block in reading.blocks]
    said = _Said(
        document=document,
        workbook=bool(texts),
        notes=notes.numbered(texts),
        provisional=notes.provisional(lines),
        release=about([table for table in tables if table.sheet], lines),
    )
    placeholders = defined(lines)
    finder = Finder(document.text)
    found: list[FigureTable] = []
    number = 0
    for table in tables:
        number += not table.sheet
        if _is_text(table) or (is_pivot(table) and twin(table, tables)):
            continue
        place = table.sheet or ("" if reading.format == "csv" else _on_page(number, len(tables)))
        for part in cut(table):
            gridded = grid(part, notes=said.workbook)
            if gridded is None:
                continue
            title = _title(part, gridded, document, bare=reading.format == "csv")
            plain = without_notes(title) if said.workbook else title
            made = tidy(gridded, plain, place, placeholders)
            told = [said.of(one, gridded, part, title) for one in made]
            found += finder.placed(told, gridded) if told else ()
    for stated, shown in statements(reading):
        found.append(finder.stated(with_head(stated, provisional=said.provisional), shown))
    return found


def _is_text(table: Table) -> bool:
    return bool(table.sheet and TEXT_SHEET.search(table.sheet))


def _on_page(number: int, tables: int) -> str:
    return f"table {number}" if tables > 1 else "table"


def _title(table: Table, found: Grid, document: Document, *, bare: bool) -> str:
    first = table.caption or (found.above[0][1] if found.above else "")
    if table.sheet and first and len(first) <= 250:
        return first
    named = codes.dataset(document.title) or codes.dataset(document.path) or first
    # What a bare table's title lists after its file's name are its own columns: they say it anyway.
    return named or (COLUMNS_LISTED.split(document.title)[0] if bare else document.title)


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What a source says that holds for all of its tables."""

    document: Document
    workbook: bool
    """Whether it has sheets of text, and so may number its notes."""
    notes: notes.Sections
    provisional: bool
    release: About

    def of(self, table: FigureTable, found: Grid, part: Table, title: str) -> FigureTable:
        """The table with its notes, and what the release says of it; ``title`` as published."""
        known = notes.for_table(self.notes, part.sheet, title)
        under = notes.section(self.notes, part.sheet, title)
        counted = meaning.counted(under.values())
        referred = (*notes.about(title, known), *under.values())
        return with_head(
            table,
            measures=tuple(self._noted(one, found, known, counted) for one in table.head.measures),
            notes=tuple(dict.fromkeys(referred))[: notes.MOST]
            or notes.telling(_words(table), known),
            references=tuple(
                notes.spelled(one, known, self.notes) for one in table.head.references
            ),
            provisional=self.provisional,
            release=self.release.of(part.sheet),
        )

    def _noted(self, measure: Measure, found: Grid, known: dict[str, str], counted: str) -> Measure:
        field = self.release.fields.get(measure.name.lower(), "")
        published = (
            found.published[measure.column] if 0 <= measure.column < len(found.published) else ""
        )
        about_it = notes.about(published, known)
        plain = measure.unit in {"", "people"} and measure.nature is not Nature.RATE
        return replace(
            measure,
            notes=(field, *about_it) if field else about_it,
            unit=counted if counted and plain else measure.unit,
        )


def _words(table: FigureTable) -> Sequence[str]:
    """The names by which notes speak of a table."""
    head = table.head
    few = [d.members for d in head.dimensions if len(d.members) <= notes.FEW_MEMBERS]
    return (
        *(part for part in (head.title, head.sheet) if part),
        *(measure.name for measure in head.measures),
        *(member for members in few for member in members),
    )
