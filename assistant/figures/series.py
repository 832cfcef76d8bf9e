"""The rows of a table that a reading takes, added up by period; periods that make up a longer one.

Adding up obeys the nature of the measure: what is counted over a period adds up over periods, what
is counted at a moment does not, a rate adds up over nothing.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.figures.asked import Grain
from assistant.figures.members import How, totals
from ingest.observations.periods import month, quarter
from vectorstore.observations import Nature
from vectorstore.records import Period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from assistant.figures.members import Chosen
    from vectorstore.observations import FigureTable, Measure

LOG_ROWS = 50
"""Rows above which a table of scattered days may list what happened, not a choice of days."""
SPARSE_ROWS = 500
"""Rows above which a table without a zero is taken to list only what there was."""
GRAINS = {Grain.DAY: (1, 1), Grain.WEEK: (7, 7), Grain.MONTH: (28, 31), Grain.QUARTER: (89, 92),
          Grain.YEAR: (365, 366)}  # fmt: skip
"""The least and the most days of a period of each grain."""


@dataclass(frozen=True)
class Tile:
    """Periods of a table that make up the one asked for; ``at`` are their places in the head."""

    period: Period | None
    at: tuple[int, ...]
    note: str = ""
    """What is not quite as it was asked: "as at the end of June 2019"."""


class Series:
    """What one reading of a table takes: the rows of its members, by period."""

    def __init__(self, table: FigureTable, measure: int, chosen: Sequence[Chosen]) -> None:
        self.table = table
        self.head = table.head
        self.chosen = tuple(chosen)
        self.at = measure
        self._filled_at: dict[int, bool] = {}

    @property
    def measure(self) -> Measure:
        """What is counted."""
        return self.head.measures[self.at]

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """The places of all rows that it takes; of a long table a costly thing to know."""
        return _rows(self.table, self.chosen)

    @cached_property
    def values(self) -> NDArray[np.float64]:
        """The figures of the rows, NaN where there is none."""
        return self.table.values(self.at)[self.rows].astype(np.float64)

    @cached_property
    def codes(self) -> NDArray[np.int64]:
        """The places of the rows' periods."""
        if "period" not in self.table.columns or not self.head.periods:
            return np.zeros(len(self.rows), np.int64)
        return self.table.columns["period"][self.rows].astype(np.int64)

    @cached_property
    def sums(self) -> NDArray[np.float64]:
        """The sum of each period."""
        return self._by_period(np.nan_to_num(self.values))

    @cached_property
    def counts(self) -> NDArray[np.float64]:
        """How many figures each period has."""
        return self._by_period((~np.isnan(self.values)).astype(np.float64))

    @cached_property
    def gaps(self) -> NDArray[np.float64]:
        """How many cells of each period hold no figure."""
        return self._by_period(np.isnan(self.values).astype(np.float64))

    def _by_period(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        known = self.codes >= 0
        size = max(1, len(self.head.periods))
        sums: NDArray[np.float64] = np.bincount(
            self.codes[known], weights[known], minlength=size
        ).astype(np.float64)
        return sums

    def rows_of(self, tile: Tile) -> NDArray[np.int64]:
        """The rows that make up a tile, by their places in the table's columns."""
        if not self.head.periods:
            return self.rows
        return _rows(self.table, self.chosen, self.table.rows_of(tile.at))

    def filled(self, at: int) -> bool:
        """Whether a period, by its place, has figures."""
        if at not in self._filled_at:
            values = self.table.values(self.at)[self.rows_of(Tile(None, (at,)))]
            self._filled_at[at] = bool(np.any(~np.isnan(values.astype(np.float64))))
        return self._filled_at[at]

    def total(self, tile: Tile) -> float:
        """The sum over a tile."""
        return float(self.sums[list(tile.at)].sum())

    def tile(self, wanted: Period, *, at_end: bool = False, open_: bool = False) -> Tile | None:
        """The table's periods that make up ``wanted``; None where they do not."""
        if not self.head.periods:
            return None
        if open_:
            covers = self.head.covers
            if covers is None or covers.last <= wanted.first:
                return None
            wanted = Period(first=wanted.first, last=min(wanted.last, covers.last), label="")
        nature = self.measure.nature
        same = _where(self.spans[0] == _day(wanted.first), self.spans[1] == _day(wanted.last))
        if len(same) and not (at_end and nature is not Nature.STOCK):
            return Tile(wanted, self._all_of(same))
        if nature in {Nature.STOCK, Nature.CUMULATIVE}:
            return self._at_end(wanted, at_end=at_end)
        return None if nature is Nature.RATE else self._made_up(wanted)

    def latest(self) -> Tile | None:
        """The newest period that has figures."""
        periods = self.head.periods
        order = sorted(range(len(periods)), key=lambda at: (periods[at].last, -periods[at].days))
        newest = next((at for at in reversed(order) if self.filled(at)), None)
        return None if newest is None else Tile(periods[newest], (newest,))

    def by(self, grain: Grain, within: Period) -> list[Tile]:
        """The tiles of one grain within a period, in order, as far as they can be made."""
        least, most = GRAINS[grain]
        first, last = _day(within.first), _day(within.last)
        own = [
            int(at)
            for at in _where(self.spans[0] >= first, self.spans[1] <= last)
            if least <= self.head.periods[at].days <= most
        ]
        if own and grain in {Grain.DAY, Grain.WEEK}:
            own.sort(key=lambda at: self.head.periods[at].first)
            return [Tile(self.head.periods[at], (at,)) for at in own]
        tiles = (self.tile(period) for period in calendar(grain, within))
        return [tile for tile in tiles if tile is not None]

    @cached_property
    def spans(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The first and last days of the table's periods, as ordinals."""
        periods = self.head.periods
        return (
            np.array([_day(period.first) for period in periods], np.int64),
            np.array([_day(period.last) for period in periods], np.int64),
        )

    @cached_property
    def listed(self) -> bool:
        """Whether the table lists what happened, on whatever days: between them is nothing."""
        days = [period for period in self.head.periods if period.days == 1]
        covers = self.head.covers
        return (
            covers is not None
            and len(days) == len(self.head.periods)
            and self.head.rows >= LOG_ROWS
            and len(self.head.dimensions) > 2
            and 2 * len(days) < covers.days
        )

    @cached_property
    def lists_what_is(self) -> bool:
        """Whether the table has a row only for what there was: one that is lacking is a zero."""
        values = self.table.values(self.at).astype(np.float64)
        many = self.head.rows >= SPARSE_ROWS and len(self.head.dimensions) > 1
        counts = self.measure.nature is Nature.FLOW and not any(
            one.how in {How.TOTAL, How.FIRST} for one in self.chosen
        )
        known = values[~np.isnan(values)]
        return bool(many and counts and len(known) and np.all(known > 0) and len(self.rows))

    def _all_of(self, places: NDArray[np.int64]) -> tuple[int, ...]:
        """Of periods of the same days (written in two ways) all that have figures of ours."""
        if len(places) == 1:
            return (int(places[0]),)
        filled = [int(at) for at in places if self.filled(int(at))]
        return tuple(filled or [int(places[0])])

    def _at_end(self, wanted: Period, *, at_end: bool) -> Tile | None:
        periods = self.head.periods
        first, last = _day(wanted.first), _day(wanted.last)
        ends = [int(at) for at in _where(self.spans[1] == last) if self.filled(int(at))]
        if ends:
            shortest = min(ends, key=lambda at: periods[at].days)
            return Tile(periods[shortest], (shortest,))
        inside = [
            int(at)
            for at in _where(self.spans[1] >= first, self.spans[1] <= last)
            if self.filled(int(at))
        ]
        if at_end or not inside:
            return None
        newest = max(inside, key=lambda at: periods[at].last)
        note = f"as at {spoken(periods[newest].last)}, the last point that the table has in "
        return Tile(periods[newest], (newest,), note + wanted.label)

    def _made_up(self, wanted: Period) -> Tile | None:
        first, last = _day(wanted.first), _day(wanted.last)
        inside = _where(self.spans[0] >= first, self.spans[1] <= last)
        if self.listed:
            covers = self.head.covers
            known = covers and covers.first.year <= wanted.first.year and wanted.last <= covers.last
            return Tile(wanted, tuple(map(int, inside))) if known else None
        lengths = self.spans[1][inside] - self.spans[0][inside] + 1
        for least, most in reversed(GRAINS.values()):
            fit = inside[(lengths >= least) & (lengths <= most)]
            tiled = _contiguous(fit, self.spans, first, last)
            if tiled is not None:
                return Tile(wanted, tiled)
        return None


def _contiguous(
    places: NDArray[np.int64],
    spans: tuple[NDArray[np.int64], NDArray[np.int64]],
    first: int,
    last: int,
) -> tuple[int, ...] | None:
    """The periods in order, if each begins the day after the one before and none is missing."""
    if not len(places):
        return None
    order = places[np.argsort(spans[0][places], kind="stable")]
    starts, ends = spans[0][order], spans[1][order]
    # Days that are written in two ways are one period.
    fresh = np.concatenate([[True], (starts[1:] != starts[:-1]) | (ends[1:] != ends[:-1])])
    starts, ends = starts[fresh], ends[fresh]
    whole = starts[0] == first and ends[-1] == last and bool(np.all(starts[1:] == ends[:-1] + 1))
    return tuple(map(int, order)) if whole else None


def _rows(
    table: FigureTable, chosen: Sequence[Chosen], among: NDArray[Any] | None = None
) -> NDArray[np.int64]:
    """The places of the rows that have the chosen members, of all or of those ``among``."""
    rows = np.arange(table.head.rows) if among is None else among.astype(np.int64)
    for one in sorted(chosen, key=lambda one: (one.how is How.TOTAL, len(one.members))):
        dimension = table.head.dimensions[one.at]
        if one.how is How.TOTAL:
            rows = rows[_totals(table, one, rows)]
        elif len(one.members) < len(dimension.members):
            column = table.columns[f"d{one.at}"]
            column = column if among is None and len(rows) == table.head.rows else column[rows]
            rows = rows[_members(column, one.members, len(dimension.members))]
    return rows


def _members(column: NDArray[Any], members: Sequence[int], size: int) -> NDArray[np.bool_]:
    if len(members) == 1:
        same: NDArray[np.bool_] = column == members[0]
        return same
    wanted = np.zeros(size, bool)
    wanted[list(members)] = True
    found: NDArray[np.bool_] = wanted[column]
    return found


def _totals(table: FigureTable, one: Chosen, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Of rows those of the total; in periods for which there is none, those of its parts."""
    column = table.columns[f"d{one.at}"][rows]
    size = len(table.head.dimensions[one.at].members)
    found = _members(column, one.members, size)
    given = totals(table.head.dimensions[one.at])
    if "period" not in table.columns or not table.head.periods or len(given) > 2:
        return found
    periods = table.columns["period"][rows].astype(np.int64)
    have = np.zeros(len(table.head.periods) + 1, bool)
    have[periods[found]] = True
    alike = _members(column, [m for m in given if _same_name(table, one, m)], size)
    lacking = ~have[periods]
    have[periods[alike & lacking]] = True
    parts = ~_members(column, given, size) & ~have[periods]
    return found | (alike & lacking) | parts


def _same_name(table: FigureTable, one: Chosen, member: int) -> bool:
    """Whether a total is the same one written with the number of a note: "Total4"."""
    members = table.head.dimensions[one.at].members
    plain = members[one.members[0]].rstrip("0123456789 ").lower()
    return members[member].rstrip("0123456789 ").lower() == plain


def _day(day: date) -> int:
    return day.toordinal()


def _where(*conditions: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.flatnonzero(np.logical_and.reduce(conditions))


def calendar(grain: Grain, within: Period) -> Iterator[Period]:
    """The days, weeks (from Monday), months, quarters or years that lie within a period."""
    day = within.first
    if grain is Grain.WEEK:
        day += timedelta(days=-day.weekday() % 7)
    while day <= within.last:
        period = period_of(day, grain)
        if within.first <= period.first and period.last <= within.last:
            yield period
        day = period.last + timedelta(days=1)


def period_of(day: date, grain: Grain) -> Period:
    """The period of a grain that a day is in."""
    match grain:
        case Grain.DAY:
            return Period(first=day, last=day, label=spoken(day))
        case Grain.WEEK:
            monday = day - timedelta(days=day.weekday())
            sunday = monday + timedelta(days=6)
            return Period(first=monday, last=sunday, label=f"the week ending {spoken(sunday)}")
        case Grain.MONTH:
            first, last = month(day.year, day.month)
            return Period(first=first, last=last, label=f"{day:%B %Y}")
        case Grain.QUARTER:
            number = (day.month + 2) // 3
            first, last = quarter(day.year, number)
            return Period(first=first, last=last, label=f"Q{number} {day.year}")
        case Grain.YEAR:
            first, last = date(day.year, 1, 1), date(day.year, 12, 31)
            return Period(first=first, last=last, label=str(day.year))


def spoken(day: date) -> str:
    """A day as it is written in a sentence: "22 August 2022"."""
    return f"{day.day} {day:%B %Y}"


def named(period: Period) -> str:
    """A period as it is written after "in": "2022", "the year ending March 2023"."""
    first, last = period.first, period.last
    for grain in (Grain.DAY, Grain.MONTH, Grain.QUARTER, Grain.YEAR):
        same = period_of(first, grain)
        if (same.first, same.last) == (first, last):
            return same.label
    ends = last.day == monthrange(last.year, last.month)[1]
    if first.day == 1 and ends:
        return _months_named(period)
    if period.days == 7 and first.weekday() == 0:
        return f"the week ending {spoken(last)}"
    return f"the period from {spoken(first)} to {spoken(last)}"


def _months_named(period: Period) -> str:
    first, last = period.first, period.last
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    if count == 12:
        return f"the year ending {last:%B %Y}"
    if first.month == 1 and last.month == 12:
        return f"the years {first.year} to {last.year}"
    return f"the months {first:%B %Y} to {last:%B %Y}"
