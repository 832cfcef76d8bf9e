"""When the rows of a table are of: which columns say it, and what they say together."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from ingest.dates import spoken
from ingest.observations.periods import (
    month,
    month_number,
    months,
    quarter,
    read_period,
    week,
)
from vectorstore.records import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from ingest.observations.columns import Column

TIMELY = re.compile(
    r"\b(?:years?|yearly|quarters?|months?|weeks?|days?|dates?|time|periods?|t)\b", re.IGNORECASE
)
WHOLE_YEAR = re.compile(r"^(?:19|20)\d\d(?:\.0)?$")
DAYS = re.compile(r"\b(?:dates?|days?|week(?:s| ending| commencing)?|months?)\b", re.IGNORECASE)
SERIAL = re.compile(r"^[234]\d{4}(?:\.0)?$")
EPOCH = date(1899, 12, 30)
"""Spreadsheets count days from here; five figures under "Date" are days of 1954 to 2036."""

QUARTER = re.compile(r"\b(?:19|20)\d\d Q[1-4]\b")
PART = re.compile(r"^Q?(\d{1,2})(?:\.0)?$")
TOTAL = re.compile(r"^(?:grand )?totals?$", re.IGNORECASE)
PARTS: dict[str, tuple[int, Callable[[int, int], tuple[date, date] | None]]] = {
    "quarter": (4, quarter),
    "month": (12, month),
    "week": (53, week),
}
"""Columns that say the part of a year: how many there are, and the days of one."""


def week_ending(day: date) -> tuple[date, date]:
    """The seven days that end with this one."""
    return day - timedelta(days=6), day


WIDENED: tuple[tuple[re.Pattern[str], Callable[[date], tuple[date, date]]], ...] = (
    (re.compile(r"week[ _]?(?:ending|to)|w/e", re.IGNORECASE), week_ending),
    (re.compile(r"\byear (?:ending|to)", re.IGNORECASE), lambda d: months(d.year, d.month, 12)),
    (re.compile(r"\bquarter\b", re.IGNORECASE), lambda d: quarter(d.year, (d.month + 2) // 3)),
    (re.compile(r"\bmonth\b", re.IGNORECASE), lambda d: month(d.year, d.month)),
)
"""What a single day stands for under a name."""

BEGINS = re.compile(r"^(?:from|start|first day|begin|date from)(?:[ _]date)?$", re.IGNORECASE)
ENDS = re.compile(r"^(?:to|until|end|last day|date to)(?:[ _]date)?$", re.IGNORECASE)
"""Over columns that say together from when to when a row is."""
MOSTLY = 0.9
FIRST_MOSTLY = 0.8
"""Over a series without a header stands what it is: "Unit", "Release date"."""


@dataclass(frozen=True)
class When:
    """The periods of a table's rows: ``periods[codes[i]]`` is that of row ``i``; -1 is none."""

    columns: frozenset[int]
    codes: NDArray[np.int32]
    periods: tuple[Period, ...]


def when(columns: Sequence[Column]) -> When | None:
    """What says when each row is of; None for a table that does not say."""
    whole = {column.at: found for column in columns if (found := _whole(column))}
    parted = _parted(columns)
    said = frozenset().union(*(found.columns for found in whole.values()))
    said |= parted.columns if parted else frozenset()
    if parted is not None:
        return replace(parted, columns=said)
    spanned = _spanned(columns, whole)
    if spanned is not None:
        return replace(spanned, columns=said)
    if not whole:
        return None
    best = min(whole.values(), key=lambda found: median(p.days for p in found.periods))
    return replace(best, columns=said)


def header_periods(columns: Sequence[Column]) -> dict[int, tuple[Period, str]]:
    """The columns that are each of a period, where these make the table, and what they measure.

    Under "2022 | People" and "2022 | Boats" it is the rest of the name; alone it is "".
    """
    found = {
        column.at: said for column in columns if column.at and (said := _period_in(column.name))
    }
    others = sum(
        1
        for column in columns
        if column.at not in found and column.at and column.share_of_figures() > 0.5
    )
    return found if len(found) > max(1, others) else {}


def _period_in(name: str) -> tuple[Period, str] | None:
    parts = name.split(": ") if name else []
    for at, part in enumerate(parts):
        period = read_period(part)
        if period:
            return period, ": ".join(parts[:at] + parts[at + 1 :])
    return None


def months_of(column: Column) -> list[int]:
    """The month of each entry of a column that names months without years; [] for any other."""
    numbers = [month_number(entry) for entry in column.entries]
    return numbers if numbers and all(numbers) else []


def _whole(column: Column) -> When | None:
    """A column whose entries are periods by themselves."""
    filled = column.filled
    if not filled or all(entry.isdigit() and len(entry) < 4 for entry in filled):
        return None
    bare = all(WHOLE_YEAR.match(entry) for entry in filled)
    if bare and not (TIMELY.search(column.name.replace("_", " ")) or column.at == 0):
        return None
    least = (MOSTLY if column.at else FIRST_MOSTLY) * len(filled)
    if DAYS.search(column.name) and all(SERIAL.match(entry) for entry in filled):
        return _coded(column, _widened(column.name, [_serial(entry) for entry in column.entries]))
    read = [read_period(entry) for entry in column.entries]
    if sum(period is not None for period in read) >= least:
        return _coded(column, _widened(column.name, read))
    within = [_quarter_in(entry) for entry in column.entries]
    if TIMELY.search(column.name) and sum(period is not None for period in within) >= least:
        # "Total at end of 2014 Q4" says more than when: it stays what the row is about, too.
        return replace(_coded(column, within), columns=frozenset())
    return None


def _serial(entry: str) -> Period | None:
    """The day that a spreadsheet counts from the end of 1899, where nobody gave it a format."""
    if not entry:
        return None
    day = EPOCH + timedelta(days=int(float(entry)))
    return Period(first=day, last=day, label=spoken(day))


def _quarter_in(entry: str) -> Period | None:
    match = QUARTER.search(entry)
    return read_period(match[0]) if match else None


def _widened(name: str, read: Sequence[Period | None]) -> list[Period | None]:
    """Days that stand for the week, month or year they name."""
    days = [period for period in read if period]
    if any(period.days > 1 for period in days):
        return list(read)
    form = next((span for pattern, span in WIDENED if pattern.search(name)), None)
    if form is None and len(days) > 2 and all(period.first.day == 1 for period in days):
        form = WIDENED[-1][1]
    if form is None:
        return list(read)
    usual = Counter(day.first.weekday() for day in days).most_common(1)[0][0]
    return [
        # Among weeks told by their last day a day of the week's middle is itself, not a week.
        _named(period.label, *form(period.first))
        if period and (form is not week_ending or period.first.weekday() == usual)
        else period
        for period in read
    ]


def _named(label: str, first: date, last: date) -> Period:
    days = (last - first).days + 1
    if days == 7:
        label = f"week ending {last.day} {last:%B %Y}"
    elif 28 <= days <= 31:
        label = f"{first:%B %Y}"
    return Period(first=first, last=last, label=label)


def _coded(column: Column, read: Sequence[Period | None]) -> When:
    periods = [period for period in read if period]
    whole = Period(
        first=min(period.first for period in periods), last=max(period.last for period in periods)
    )
    places: dict[Period, int] = {}
    numbers = []
    for entry, period in zip(column.entries, read, strict=True):
        if period is None and TOTAL.match(entry):
            period = replace(whole, label=entry)  # noqa: PLW2901 - a total is of the whole
        numbers.append(-1 if period is None else places.setdefault(period, len(places)))
    codes = np.array(numbers, np.int32)[column.codes]
    return When(frozenset({column.at}), codes, tuple(places))


def _spanned(columns: Sequence[Column], whole: Mapping[int, When]) -> When | None:
    """The first day in one column and the last in another ("From", "To")."""
    begins = next((column for column in columns if BEGINS.match(column.name)), None)
    ends = next((column for column in columns if ENDS.match(column.name)), None)
    if begins is None or ends is None or not {begins.at, ends.at} <= whole.keys():
        return None
    first, last = whole[begins.at], whole[ends.at]
    pairs = list(zip(first.codes.tolist(), last.codes.tolist(), strict=True))
    places: dict[Period, int] = {}
    codes = []
    for begin, end in pairs:
        period = _between(first.periods, begin, last.periods, end)
        codes.append(-1 if period is None else places.setdefault(period, len(places)))
    columns_of_both = frozenset({begins.at, ends.at})
    return When(columns_of_both, np.array(codes, np.int32), tuple(places))


def _between(
    first: Sequence[Period], begin: int, last: Sequence[Period], end: int
) -> Period | None:
    """From the first day of one period to the last of another; None where one is lacking."""
    if begin < 0 or end < 0 or last[end].last < first[begin].first:
        return None
    one, other = first[begin], last[end]
    label = one.label if one.label == other.label else f"{one.label} to {other.label}"
    return Period(first=one.first, last=other.last, label=label)


def _parted(columns: Sequence[Column]) -> When | None:
    """A year in one column and a quarter, month or week in another."""
    years = next(
        (
            column
            for column in columns
            if re.search(r"\byear$", column.name.replace("_", " "), re.IGNORECASE)
            and column.filled
            and all(WHOLE_YEAR.match(entry) for entry in column.filled)
        ),
        None,
    )
    if years is None:
        return None
    for name, (most, days) in PARTS.items():
        for column in columns:
            numbers = _part_numbers(column, name, most)
            if numbers:
                return _joined(years, column, numbers, name, days)
    return None


def _part_numbers(column: Column, name: str, most: int) -> list[int]:
    if not re.search(rf"\b{name}$", column.name.replace("_", " "), re.IGNORECASE):
        return []
    matches = [PART.match(entry) for entry in column.entries]
    numbers = [int(match[1]) if match else 0 for match in matches]
    return numbers if numbers and all(1 <= number <= most for number in numbers) else []


def _joined(
    years: Column,
    parts: Column,
    numbers: Sequence[int],
    name: str,
    days: Callable[[int, int], tuple[date, date] | None],
) -> When:
    pairs = years.codes.astype(np.int64) * len(parts.entries) + parts.codes
    unique, codes = np.unique(pairs, return_inverse=True)
    periods: list[Period] = []
    places = np.full(len(unique), -1, np.int32)
    for at, pair in enumerate(unique):
        entry = years.entries[pair // len(parts.entries)]
        number = numbers[pair % len(parts.entries)]
        span = days(int(float(entry)), number) if entry else None
        if span is None:
            continue
        places[at] = len(periods)
        label = f"{span[0].year} Q{number}" if name == "quarter" else f"{name} {number} of {entry}"
        label = f"{span[0]:%B %Y}" if name == "month" else label
        periods.append(Period(first=span[0], last=span[1], label=label))
    return When(frozenset({years.at, parts.at}), places[codes.ravel()], tuple(periods))
