"""Sheets that hold more than one table."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.tables import follows_as_data, names_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.reading import Table

LONGEST = 5_000
"""Rows above which a sheet is one table: nobody looks for a second one below."""


def cut(table: Table) -> Iterator[Table]:
    """The tables of a sheet: a new one begins where, after an empty row, columns are named anew."""
    begins = [0, *_beginnings(table), len(table.rows)]
    for start, end in pairwise(begins):
        yield replace(table, rows=table.rows[start:end], first_row=table.first_row + start)


def _beginnings(table: Table) -> Iterator[int]:
    rows = table.rows
    if len(rows) > LONGEST:
        return
    figures = False
    for at in range(1, len(rows) - 1):
        before, row, after = rows[at - 1], rows[at], rows[at + 1]
        if figures and not any(cell.strip() for cell in before) and _is_header(row, after):
            # A title may stand over the header; the empty row above has ended the table anyway.
            yield at
        figures = figures or follows_as_data(rows[at - 1], row)


def _is_header(row: tuple[str, ...], after: tuple[str, ...]) -> bool:
    named = sum(bool(cell.strip()) for cell in row)
    return named > 1 and names_columns(row) and follows_as_data(row, after)
