"""The columns of a table, each different entry kept once, and the part that each of them plays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ingest.normalise import one_line
from ingest.observations.cells import CODES, read_value
from ingest.tables import NOTE
from vectorstore.observations import status as is_status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ingest.tables import Grid
    from vectorstore.records import Missing


class Role(StrEnum):
    """The part that a column plays."""

    PERIOD = "period"
    MEASURE = "measure"
    DIMENSION = "dimension"
    REMARK = "remark"
    REFERENCE = "reference"
    NONE = "none"


NAMES = {
    Role.NONE: re.compile(
        r"\burl\b|^(?:lat|lon|latitude|longitude|location|rank|row|index|\w+ id|id)$", re.IGNORECASE
    ),
    Role.REMARK: re.compile(
        r"\bflags?\b|footnote|^(?:notes?|comments?|remarks?|obs[ _]status)$", re.IGNORECASE
    ),
    Role.DIMENSION: re.compile(
        r"^(?:days? to .*|age|.*\bcode|decision days|number of children|.*[ _]iso|coo|coa)$",
        re.IGNORECASE,
    ),
}
"""Columns whose name says what they are, whatever they hold."""

STANDING = re.compile(r"^status$", re.IGNORECASE)
"""A column of flags, or of what became of an application: its entries tell."""

COUNTED = re.compile(
    r"^(?:count|number|value|total|persons?|people|cases|obs[ _]value)\b", re.IGNORECASE
)
ADDRESS = re.compile(r"^https?://")
NUMERIC = 0.5


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a table: ``entries[codes[i]]`` stands in row ``i``."""

    at: int
    """Its place in the sheet, from 0."""
    name: str
    published: str
    """The name with its references to notes."""
    entries: tuple[str, ...]
    codes: NDArray[np.int32]

    @cached_property
    def filled(self) -> list[str]:
        """The different entries that are not blank."""
        return [entry for entry in self.entries if entry]

    def share_of_figures(self, placeholders: Mapping[str, Missing] = CODES) -> float:
        """Which share of the entries that are no placeholders are figures; 1 of none."""
        said = [entry for entry in self.filled if entry not in placeholders]
        read = [read_value(entry, placeholders) for entry in said]
        return sum(value is not None for value in read) / len(said) if said else 1.0


def columns_of(found: Grid) -> list[Column]:
    """The columns of a grid, left to right."""
    rows = [row for _, row in found.rows]
    return [_column(found, rows, at) for at in range(len(found.header))]


def _column(found: Grid, rows: Sequence[Sequence[str]], at: int) -> Column:
    cells = [row[at] if at < len(row) else "" for row in rows]
    known = {cell: place for place, cell in enumerate(dict.fromkeys(cells))}
    codes = np.fromiter(map(known.__getitem__, cells), np.int32, count=len(rows))
    published = one_line(found.published[at]) if at < len(found.published) else ""
    return Column(
        at=at, name=found.header[at], published=published, entries=tuple(known), codes=codes
    )


def roles(
    columns: Sequence[Column], periods: frozenset[int], placeholders: Mapping[str, Missing] = CODES
) -> dict[int, Role]:
    """The part of each column; ``periods`` are the places of those that were read as periods."""
    named = any(column.name for column in columns)
    found = {
        column.at: Role.PERIOD if column.at in periods else _role(column, placeholders, named)
        for column in columns
    }
    return _with_a_measure(columns, found)


def _role(column: Column, placeholders: Mapping[str, Missing], named: bool) -> Role:
    if not column.filled or all(ADDRESS.match(entry) for entry in column.filled):
        return Role.NONE
    if not column.name:
        notes = named and column.at > 0 and all(NOTE.match(entry) for entry in column.filled)
        return Role.REFERENCE if notes else _by_content(column, placeholders)
    if STANDING.match(column.name) and all(is_status(entry) for entry in column.filled):
        return Role.REMARK
    by_name = next((role for role, name in NAMES.items() if name.search(column.name)), None)
    return by_name or _by_content(column, placeholders)


def _by_content(column: Column, placeholders: Mapping[str, Missing]) -> Role:
    measured = column.share_of_figures(placeholders) > NUMERIC and (column.at > 0)
    return Role.MEASURE if measured else Role.DIMENSION


def _with_a_measure(columns: Sequence[Column], found: dict[int, Role]) -> dict[int, Role]:
    """Where nothing measures, the last column that is all figures does."""
    if Role.MEASURE in found.values():
        return found
    for column in reversed(columns):
        fit = found[column.at] is Role.DIMENSION and column.filled
        if (
            fit
            and column.share_of_figures() == 1.0
            and not NAMES[Role.DIMENSION].search(column.name)
        ):
            return {**found, column.at: Role.MEASURE}
    return found
