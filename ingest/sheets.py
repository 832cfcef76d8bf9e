"""Sheets that hold more than one table, below or beside one another."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.tables import follows_as_data, names_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.reading import Table

    Rows = Sequence[tuple[str, ...]]

LONGEST = 5_000
"""Rows above which a sheet is one table: nobody looks for a second one below."""


WIDEST = 300
"""Columns beyond which nobody looks for a second table beside the first."""


def cut(table: Table) -> Iterator[Table]:
    """The tables of a sheet, each with its cells where they are.

    A new one begins where, after an empty row, columns are named anew, with the title above them;
    and beside an empty column, where the first column's name stands once more.
    """
    if len(table.rows) > LONGEST:
        yield table
        return
    begins = [0, *_beginnings(table.rows), len(table.rows)]
    for start, end in pairwise(begins):
        part = replace(table, rows=table.rows[start:end], first_row=table.first_row + start)
        yield from _beside(part)


def _beginnings(rows: Rows) -> Iterator[int]:
    figures = False
    for at in range(1, len(rows) - 1):
        before, row, after = rows[at - 1], rows[at], rows[at + 1]
        if figures and not any(before) and _is_header(row, after):
            yield _title_above(rows, at)
        figures = figures or follows_as_data(rows[at - 1], row)


def _is_header(row: tuple[str, ...], after: tuple[str, ...]) -> bool:
    return _filled(row) > 1 and names_columns(row) and follows_as_data(row, after)


def _title_above(rows: Rows, at: int) -> int:
    """Where a table begins whose header stands at ``at``: at its title, if it has one.

    A line right under the figures of the table before is a note of that one.
    """
    above = at - 1
    while above > 0 and not any(rows[above]):
        above -= 1
    top = at
    while above > 0 and _filled(rows[above]) == 1:
        top, above = above, above - 1
    return at if any(rows[above]) else top


def _beside(table: Table) -> Iterator[Table]:
    """The tables that stand beside one another; the cells of the others are taken for empty."""
    width = max(map(_width, table.rows), default=0)
    looked_at = range(2, min(width, WIDEST))
    edges = [0, *(at for at in looked_at if _begins_beside(table.rows, at)), width]
    if len(edges) == 2:
        yield table
        return
    for start, end in pairwise(edges):
        yield replace(table, rows=tuple(_only(row, start, end) for row in table.rows))


def _begins_beside(rows: Rows, at: int) -> bool:
    """Whether a column stands beside an empty one and has the name of the first."""
    if any(_cell(row, at - 1) for row in rows):
        return False
    named = ((row, after) for row, after in pairwise(rows) if row and row[0])
    return any(row[0] == _cell(row, at) and _is_header(row, after) for row, after in named)


def _only(row: tuple[str, ...], start: int, end: int) -> tuple[str, ...]:
    return ("",) * min(start, len(row)) + row[start:end]


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _width(row: Sequence[str]) -> int:
    return next((at for at in range(len(row), 0, -1) if row[at - 1]), 0)


def _filled(row: Sequence[str]) -> int:
    return len(row) - row.count("")
