"""A table made tidy for others: rows of CSV, and the SQL that gives a figure when run over them.

The SQL is made from the selection that was computed and is exact: its conditions are used only
where they take the very rows that were added up, and the rows are named one by one where none do.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.figures.members import How
from vectorstore.observations import MISSING, Nature

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from assistant.figures.series import Series, Tile
    from vectorstore.observations import FigureTable

FIXED = ("place", "cell", "period_first", "period_last", "period")
LAST = ("measure", "value", "missing", "remark")


def header(table: FigureTable) -> list[str]:
    """The columns of the tidy rows: where, when, of whom, what, how much."""
    return [*FIXED, *(dimension.name for dimension in table.head.dimensions), *LAST]


def tidy_rows(table: FigureTable, measure: int, rows: Iterable[int]) -> Iterator[list[Any]]:
    """A row for each figure: its cell, period, members, value, and why it has none."""
    head = table.head
    for row in rows:
        one = table.observation(int(row), measure)
        period = one.period
        yield [
            int(row),
            one.cell,
            period.first.isoformat() if period else "",
            period.last.isoformat() if period else "",
            period.label if period else "",
            *(member for _, member in one.dimensions),
            head.measures[measure].name,
            "" if one.value is None else _number(one.value),
            one.missing.value if one.missing else "",
            one.note,
        ]


def to_csv(table: FigureTable, measure: int, rows: Iterable[int] | None = None) -> str:
    """The tidy rows as CSV (RFC 4180), all of the table unless told which."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header(table))
    writer.writerows(tidy_rows(table, measure, range(table.head.rows) if rows is None else rows))
    return out.getvalue()


def sql(series: Series, tile: Tile) -> str:
    """A query over the tidy rows, as a table named ``figures``, that gives the figure."""
    rows = series.rows_of(tile)
    return f"SELECT {_aggregate(series)} FROM figures WHERE {_conditions(series, tile, rows)}"  # noqa: S608 - shown, and quoted


def _aggregate(series: Series) -> str:
    return "max(value)" if series.measure.nature is Nature.RATE else "sum(value)"


def _conditions(series: Series, tile: Tile, rows: NDArray[np.int64]) -> str:
    said = [text for one in series.chosen if (text := _of_dimension(series, one))]
    if series.head.periods:
        said.append(_of_period(series, tile))
    taken = _taken(series, tile)
    if len(taken) == len(rows) and np.array_equal(taken, rows):
        return " AND ".join(said) or "true"
    return _listed(rows)


def _listed(rows: NDArray[np.int64]) -> str:
    """Rows by their places, runs of them as ranges."""
    breaks = np.flatnonzero(np.diff(rows) != 1) + 1
    runs = [(int(run[0]), int(run[-1])) for run in np.split(rows, breaks) if len(run)]
    said = [f"place = {a}" if a == b else f"place BETWEEN {a} AND {b}" for a, b in runs]
    return f"({' OR '.join(said)})" if said else "false"


def _of_dimension(series: Series, one: Any) -> str:
    dimension = series.head.dimensions[one.at]
    if len(one.members) == len(dimension.members):
        return ""
    name = quoted(dimension.name)
    members = ", ".join(_text(dimension.members[member]) for member in one.members)
    return f"{name} = {members}" if len(one.members) == 1 else f"{name} IN ({members})"


def _of_period(series: Series, tile: Tile) -> str:
    if len(tile.at) == 1:
        period = series.head.periods[tile.at[0]]
        return (
            f"period_first = DATE '{period.first}' AND period_last = DATE '{period.last}'"
            f" AND period = {_text(period.label)}"
        )
    first = min(series.head.periods[at].first for at in tile.at)
    last = max(series.head.periods[at].last for at in tile.at)
    return f"period_first >= DATE '{first}' AND period_last <= DATE '{last}'"


def _taken(series: Series, tile: Tile) -> NDArray[np.int64]:
    """The rows that the conditions take, to hold against those that were added up."""
    table = series.table
    rows = np.arange(table.head.rows)
    if series.head.periods:
        periods = series.head.periods
        first = min(periods[at].first for at in tile.at)
        last = max(periods[at].last for at in tile.at)
        inside = [at for at, p in enumerate(periods) if p.first >= first and p.last <= last]
        rows = table.rows_of(tile.at if len(tile.at) == 1 else inside).astype(np.int64)
    for one in series.chosen:
        if len(one.members) < len(table.head.dimensions[one.at].members) or one.how is How.TOTAL:
            rows = rows[np.isin(table.columns[f"d{one.at}"][rows], one.members)]
    return rows


def quoted(name: str) -> str:
    """An identifier in SQL."""
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def reasons(table: FigureTable, measure: int, rows: Sequence[int] | NDArray[np.int64]) -> Any:
    """Why cells hold no figure: each reason with how many cells have it."""
    values = table.values(measure)[rows]
    column = table.columns.get(f"x{measure}")
    empty = np.asarray(rows)[np.isnan(values)] if values.dtype.kind == "f" else np.array([], int)
    if column is None or not len(empty):
        return ()
    codes, counts = np.unique(column[empty], return_counts=True)
    return tuple(
        (MISSING[int(code) - 1], int(count))
        for code, count in zip(codes, counts, strict=True)
        if code
    )
