"""Pivot tables: sheets that add up another sheet, and would count everything twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ingest.reading import Table

LABELS = re.compile(r"^(?:row|column) labels$", re.IGNORECASE)
FILTERED = re.compile(r"^\((?:all|multiple items)\)$", re.IGNORECASE)
SUMMED = re.compile(r"^(?:sum|count|average|max|min) of (.+)$", re.IGNORECASE)
SEARCHED = 30


def is_pivot(table: Table) -> bool:
    """Whether a sheet is a pivot table: its labels are a program's, or filters stand over it."""
    cells = [cell.strip() for row in table.rows[:SEARCHED] for cell in row]
    marks = (
        any(LABELS.match(cell) for cell in cells),
        any(FILTERED.match(cell) for cell in cells),
        any(SUMMED.match(cell) for cell in cells),
    )
    return sum(marks) >= 2


def twin(pivot: Table, others: Iterable[Table]) -> Table | None:
    """The sheet that a pivot adds up: the one that has its filters and measure as columns."""
    names = _fields(pivot)
    fits = [
        (len(names & shared), other)
        for other in others
        if other is not pivot and not is_pivot(other) and names <= (shared := _header(other))
    ]
    alike = [other for _, other in fits if _title(other) == _title(pivot)]
    return alike[0] if alike else (fits[0][1] if fits else None)


def _fields(pivot: Table) -> set[str]:
    fields: set[str] = set()
    for row in pivot.rows[:SEARCHED]:
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) == 2 and FILTERED.match(filled[1]):
            fields.add(filled[0].lower())
        fields |= {match[1].strip().lower() for cell in filled if (match := SUMMED.match(cell))}
    return fields


def _header(table: Table) -> set[str]:
    rows: Sequence[Sequence[str]] = table.rows[:SEARCHED]
    widest = max(rows, key=lambda row: sum(bool(cell.strip()) for cell in row), default=())
    first = next((row for row in rows if _filled(row) == _filled(widest)), widest)
    return {cell.strip().lower() for cell in first if cell.strip()}


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _title(table: Table) -> str:
    return next((row[0].strip() for row in table.rows[:3] if row and row[0].strip()), "")
