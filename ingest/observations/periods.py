"""Periods as tables write them: days, weeks, months, quarters, years of every kind."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from ingest.dates import NAMES, first_date, month_named
from vectorstore.records import Period

MONTH = rf"(?P<month>{NAMES})"
SHORT_YEAR = r"(?P<year>(?:19|20)?\d\d)"
DAY_FIRST = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
FORMS = {
    "quarter": re.compile(r"^(?P<year>(?:19|20)\d\d)[-/ ]?Q(?P<quarter>[1-4])\b", re.IGNORECASE),
    "quarter first": re.compile(
        r"^Q(?:uarter )?(?P<quarter>[1-4])[-/, ]*(?P<year>(?:19|20)\d\d)$", re.IGNORECASE
    ),
    "half": re.compile(r"^(?P<year>(?:19|20)\d\d)[-/ ]?[HS](?P<half>[12])$", re.IGNORECASE),
    "month": re.compile(r"^(?P<year>(?:19|20)\d\d)(?:M|-)(?P<number>0[1-9]|1[0-2])$"),
    "named month": re.compile(rf"^{MONTH}\.?[-, ]*(?P<year>(?:19|20)\d\d)$", re.IGNORECASE),
    "financial": re.compile(r"^(?:FY ?)?(?P<year>(?:19|20)\d\d)[-/–](?P<next>\d\d|20\d\d)$"),
    "year ending": re.compile(
        rf"^(?:year (?:ending|to)|YE|12 months (?:ending|to)) {MONTH}\.? (?P<year>(?:19|20)\d\d)$",
        re.IGNORECASE,
    ),
    "months": re.compile(
        rf"^{MONTH}\.? {SHORT_YEAR} ?[-–] ?(?P<month2>{NAMES})\.? (?P<year2>(?:19|20)?\d\d)$",
        re.IGNORECASE,
    ),
    "year": re.compile(r"^(?P<year>(?:19|20)\d\d)(?:\.0)?$"),
}


def month(year: int, number: int) -> tuple[date, date]:
    """The first and last day of a month."""
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def months(year: int, number: int, count: int) -> tuple[date, date]:
    """The first and last day of ``count`` months that end with this one."""
    begin = year * 12 + number - count
    return date(begin // 12, begin % 12 + 1, 1), month(year, number)[1]


def quarter(year: int, number: int) -> tuple[date, date]:
    """The first and last day of a quarter of a calendar year."""
    return months(year, number * 3, 3)


def week(year: int, number: int) -> tuple[date, date] | None:
    """Monday and Sunday of an ISO week; None if the year has no such week."""
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return monday, monday + timedelta(days=6)


@lru_cache(maxsize=100_000)
def read_period(cell: str) -> Period | None:
    """The period that a cell or a column's name gives; None where it gives none."""
    text = cell.strip()
    for name, form in FORMS.items():
        match = form.match(text)
        span = match and _span(name, match)
        if span:
            label = match.group().strip() if match and name == "quarter" else text
            return Period(first=span[0], last=span[1], label=label)
    day = _day(text)
    return Period(first=day, last=day, label=text) if day else None


def month_number(cell: str) -> int:
    """The month that a cell names without a year: 1 to 12, or 0."""
    return month_named(cell) if re.fullmatch(rf"(?:{NAMES})\.?", cell.strip(), re.IGNORECASE) else 0


def _day(text: str) -> date | None:
    if len(text) > 32:
        return None
    numbers = DAY_FIRST.match(text)
    if numbers:
        try:
            return date(int(numbers[3]), int(numbers[2]), int(numbers[1]))
        except ValueError:
            return None
    return first_date(text)


def _span(name: str, match: re.Match[str]) -> tuple[date, date] | None:
    parts = match.groupdict()
    year = _year(parts["year"])
    match name:
        case "quarter" | "quarter first":
            return quarter(year, int(parts["quarter"]))
        case "half":
            return months(year, int(parts["half"]) * 6, 6)
        case "month":
            return month(year, int(parts["number"]))
        case "named month":
            return month(year, month_named(parts["month"]))
        case "financial":
            follows = int(parts["next"]) % 100 == (year + 1) % 100
            return (date(year, 4, 1), date(year + 1, 3, 31)) if follows else None
        case "year ending":
            return months(year, month_named(parts["month"]), 12)
        case "months":
            begin = month(year, month_named(parts["month"]))[0]
            end = month(_year(parts["year2"]), month_named(parts["month2"]))[1]
            return (begin, end) if begin < end else None
        case _:
            return date(year, 1, 1), date(year, 12, 31)


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)
