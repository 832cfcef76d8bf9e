"""Dates as sources write them; what is not a whole date is none."""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import urlsplit

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
NAMES = "|".join(f"{name}|{name[:3]}|{name[:4]}" for name in MONTHS)
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")
BRITISH = re.compile(
    rf"\b{DAY}\s+(?:of\s+)?(?P<name>{NAMES})\.?,?\s+(?P<year>\d{{4}})\b", re.IGNORECASE
)
AMERICAN = re.compile(rf"\b(?P<name>{NAMES})\.?\s+{DAY},?\s+(?P<year>\d{{4}})\b", re.IGNORECASE)
FORMS = (ISO, BRITISH, AMERICAN)

PUBLISHED = re.compile(
    r"^(?:first\s+)?(?:published|publication date|date published|posted|release date|released)"
    r"\b\s*(?:on|at|:|-)?\s*(?P<rest>.{6,40})",
    re.IGNORECASE,
)
UPDATED = re.compile(
    r"^(?:last\s+)?(?:updated|modified|last update|date updated)\b"
    r"\s*(?:on|at|:|-)?\s*(?P<rest>.{6,40})",
    re.IGNORECASE,
)

NUMERIC = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b")
YEAR = r"(?P<year>(?:19|20)\d\d)"
ADDRESS = re.compile(
    rf"/{YEAR}[/-](?P<month>0?[1-9]|1[0-2]|{NAMES})[/-](?P<day>0?[1-9]|[12]\d|3[01])(?!\d)",
    re.IGNORECASE,
)
FILE_NAME = re.compile(
    rf"(?<!\d){YEAR}(?P<gap>[-_.]?)(?P<month>0[1-9]|1[0-2])(?P=gap)(?P<day>[0-2]\d|3[01])(?!\d)"
)
CAPITALISED = r"[A-ZÀ-Þ][\w’'./-]*"
DATELINE = re.compile(
    rf"^{CAPITALISED}(?: {CAPITALISED}){{0,3}}(?:, {CAPITALISED}(?: {CAPITALISED}){{0,2}})?,? "
    rf"(?P<date>\d{{1,2}}(?:st|nd|rd|th)? (?i:{NAMES})\.?,? \d{{4}}"
    rf"|(?i:{NAMES})\.? \d{{1,2}},? \d{{4}})"
    r"(?: ?\([^()\n]{2,30}\))? ?[–—:-]{1,2} "
)
"""The opening of an agency's report: "LISBON, 3 May 2024 (Agency) – "."""


def first_date(text: str) -> date | None:
    """The first whole date in ``text``: ISO, "20 August 2025" or "August 20, 2025"."""
    matches = [match for form in FORMS if (match := form.search(text))]
    for match in sorted(matches, key=re.Match.start):
        if found := _to_date(match):
            return found
    return None


def spoken(day: date) -> str:
    """A day as one writes it: "1 January 2018"."""
    return f"{day.day} {day:%B %Y}"


def as_date(value: object) -> date | None:
    """The date of a metadata value: a date, a time or a text that holds one, else None."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return first_date(value) if isinstance(value, str) else None


def published_in(line: str) -> date | None:
    """The date of a line that says when its source was published."""
    match = PUBLISHED.match(line.strip())
    return (first_date(match["rest"]) or _plainly_numeric(match["rest"])) if match else None


def _plainly_numeric(text: str) -> date | None:
    """A day like 25-06-2021, where only one of the numbers can be the month."""
    match = NUMERIC.search(text)
    if match is None:
        return None
    first, second, year = map(int, match.groups())
    if (first > 12) == (second > 12):
        return None
    return _day(str(year), min(first, second), str(max(first, second)))


def updated_in(line: str) -> date | None:
    """The date of a line that says when its source was last updated."""
    match = UPDATED.match(line.strip())
    return first_date(match["rest"]) if match else None


def is_date_line(line: str) -> bool:
    """Whether a line says nothing but a date, with at most a time and a weekday."""
    if not any(form.search(line) for form in FORMS):
        return False
    rest = line
    for form in FORMS:
        rest = form.sub("", rest)
    return (
        len(
            re.sub(
                r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|[\d:|,.\sapmT+Z-]",
                "",
                rest,
                flags=re.IGNORECASE,
            )
        )
        <= 6
    )


def _to_date(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    name = parts.get("name")
    month = int(parts["month"]) if name is None else month_named(name)
    try:
        return date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        return None


def month_named(name: str) -> int:
    """The number of a month by its name or the first letters of it."""
    return next(
        number for number, month in enumerate(MONTHS, 1) if month.startswith(name.lower()[:3])
    )


def date_in_address(url: str) -> date | None:
    """The day that a page's address names, as news sites and blogs number theirs."""
    match = ADDRESS.search(_path(url))
    if match is None:
        return None
    year, month, day = match["year"], match["month"], match["day"]
    return _day(year, int(month) if month.isdigit() else month_named(month), day)


def date_in_name(path: str) -> date | None:
    """The one day that a file's name has in it; none where it has several."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    days = {_day(each["year"], each["month"], each["day"]) for each in FILE_NAME.finditer(name)}
    return days.pop() if len(days) == 1 else None


def dateline(text: str) -> date | None:
    """The day in the dateline that one of the first paragraphs of ``text`` opens with."""
    matches = (DATELINE.match(paragraph) for paragraph in text.split("\n")[:6])
    return next((first_date(match["date"]) for match in matches if match), None)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
