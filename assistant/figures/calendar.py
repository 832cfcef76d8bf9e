"""The periods that a question or a sentence names, in people's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ingest.dates import NAMES, month_named
from ingest.observations.periods import month, months, quarter
from vectorstore.records import Period

if TYPE_CHECKING:
    from collections.abc import Callable

MONTH = rf"(?:{NAMES})\b\.?"
YEAR = r"(?:19|20)\d\d"
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
JOIN = r"(?:to|and|until|till|-|–|through)"
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
NUMBERS = {
    "seven": 7,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "ten": 10,
    "twelve": 12,
}

EVENTS: tuple[tuple[str, date], ...] = (
    (r"labour (?:came|come|coming) (?:in)?to (?:power|office)", date(2024, 7, 5)),
    (r"labour (?:took (?:power|office)|won the (?:general )?election)", date(2024, 7, 5)),
    (r"(?:keir )?starmer (?:became prime minister|took office|came to power)", date(2024, 7, 5)),
    (r"the (?:2024 )?general election", date(2024, 7, 5)),
    (r"the brexit referendum", date(2016, 6, 23)),
)
"""Days that people count from without naming them: the first day that counts."""


@dataclass(frozen=True, slots=True)
class Named:
    """A period that a text names, and where. ``open`` runs on to the newest figure there is."""

    start: int
    end: int
    period: Period
    open: bool = False
    at_end: bool = False
    """Whether the state at the end of the period is meant."""


def named_periods(text: str, today: date | None = None) -> list[Named]:
    """The periods in ``text``, in order; relative ones ("last seven days") as of ``today``."""
    taken: list[Named] = []
    for pattern, read in FORMS:
        for match in pattern.finditer(text):
            if any(match.start() < one.end and one.start < match.end() for one in taken):
                continue
            found = _read(match, read, today)
            if found is not None:
                before = text[max(0, match.start() - 24) : match.start()].lower()
                ends = bool(re.search(r"(?:end of|end|at|as at|on|by) (?:the )?$", before))
                at_end = ends and not re.search(r"\bto (?:the )?end (?:of )?$", before)
                opened = match.re in {SINCE, SINCE_EVENT, IN_POWER}
                taken.append(Named(match.start(), match.end(), found, opened, at_end))
    return sorted(taken, key=lambda one: one.start)


def without_periods(text: str, named: list[Named]) -> str:
    """The text with the periods taken out."""
    for one in reversed(named):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text


def _read(
    match: re.Match[str],
    read: Callable[[re.Match[str], date | None], tuple[date, date] | None],
    today: date | None,
) -> Period | None:
    try:
        span = read(match, today)
    except ValueError:
        return None
    if span is None or span[1] < span[0]:
        return None
    return Period(first=span[0], last=span[1], label=" ".join(match.group().split()))


def _number(day: str) -> int:
    return int(re.sub(r"\D", "", day))


def _days(match: re.Match[str], _: date | None) -> tuple[date, date]:
    year = int(match["year"])
    last = date(year, month_named(match["month2"]), _number(match["day2"]))
    named = match["month1"] or match["month2"]
    first_year = int(match["year1"]) if match["year1"] else year
    first = date(first_year, month_named(named), _number(match["day1"]))
    return first, last


def _day(match: re.Match[str], _: date | None) -> tuple[date, date]:
    parts = match.groupdict()
    number = int(parts["number"]) if parts.get("number") else month_named(parts["month"])
    day = date(int(parts["year"]), number, _number(parts["day"]))
    return day, day


def _week(match: re.Match[str], today: date | None) -> tuple[date, date]:
    last = _day(match, today)[0]
    return last - timedelta(days=6), last


def _year_ending(match: re.Match[str], _: date | None) -> tuple[date, date]:
    return months(int(match["year"]), month_named(match["month"]), 12)


def _quarter(match: re.Match[str], _: date | None) -> tuple[date, date]:
    number = match["number"] or ORDINALS[match["ordinal"].lower()]
    return quarter(int(match["year"]), int(number))


def _half(match: re.Match[str], _: date | None) -> tuple[date, date]:
    number = match["number"] or {"first": 1, "second": 2}[match["ordinal"].lower()]
    return months(int(match["year"]), int(number) * 6, 6)


def _months(match: re.Match[str], _: date | None) -> tuple[date, date]:
    year = int(match["year"])
    first = month(int(match["year1"] or year), month_named(match["month1"]))[0]
    return first, month(year, month_named(match["month2"]))[1]


def _month(match: re.Match[str], _: date | None) -> tuple[date, date]:
    return month(int(match["year"]), month_named(match["month"]))


def _financial(match: re.Match[str], _: date | None) -> tuple[date, date] | None:
    year, following = int(match["year"]), int(match["next"]) % 100
    return (date(year, 4, 1), date(year + 1, 3, 31)) if following == (year + 1) % 100 else None


def _years(match: re.Match[str], _: date | None) -> tuple[date, date]:
    return date(int(match["year"]), 1, 1), date(int(match["year2"]), 12, 31)


def _year(match: re.Match[str], _: date | None) -> tuple[date, date]:
    return date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31)


def _since(match: re.Match[str], today: date | None) -> tuple[date, date]:
    inner = named_periods(match["when"])
    return inner[0].period.first, today or date.max


def _since_event(match: re.Match[str], today: date | None) -> tuple[date, date] | None:
    for form, day in EVENTS:
        if re.search(form, match["event"], re.IGNORECASE):
            return day, today or date.max
    return None


def _in_power(_: re.Match[str], today: date | None) -> tuple[date, date]:
    return EVENTS[0][1], today or date.max


def _last_days(match: re.Match[str], today: date | None) -> tuple[date, date] | None:
    if today is None:
        return None
    word = (match["count"] or "").lower()
    count = 7 if match["unit"].lower().startswith("week") and not word else 0
    count = count or (int(word) if word.isdigit() else NUMBERS.get(word, 0))
    return (today - timedelta(days=count), today - timedelta(days=1)) if count else None


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


EVENT = "|".join(form for form, _ in EVENTS)
WHEN = rf"(?:{DAY} {MONTH} {YEAR}|{MONTH} {YEAR}|{YEAR})"
SINCE = _form(rf"\bsince (?:the (?:start|beginning) of )?(?P<when>{WHEN})")
SINCE_EVENT = _form(rf"\bsince (?P<event>{EVENT})")
IN_POWER = _form(r"\bin labour[’']s (?:\w+ )?(?:time|months|year) in (?:power|office)")

FORMS = (
    (SINCE, _since),
    (SINCE_EVENT, _since_event),
    (IN_POWER, _in_power),
    (
        _form(
            rf"\b(?:from |between )?(?P<day1>{DAY})(?: (?P<month1>{MONTH}))?"
            rf"(?: (?P<year1>{YEAR}))? ?{JOIN} ?"
            rf"(?P<day2>{DAY}) (?P<month2>{MONTH}),? (?P<year>{YEAR})\b"
        ),
        _days,
    ),
    (
        _form(
            rf"\b(?:the )?week (?:ending|to) (?:\w+day,? )?(?P<day>{DAY}) (?P<month>{MONTH}),? "
            rf"(?P<year>{YEAR})"
        ),
        _week,
    ),
    (_form(rf"\b(?P<day>{DAY}) (?:of )?(?P<month>{MONTH}),? (?P<year>{YEAR})\b"), _day),
    (_form(rf"\b(?P<month>{MONTH}) (?P<day>{DAY}),? (?P<year>{YEAR})\b"), _day),
    (_form(r"\b(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)\b"), _day),
    (
        _form(
            rf"\b(?:the )?(?:year|12 months|twelve months|ye)(?: (?:ending|to|up to|ended))?"
            rf"(?: the end of| end)?(?: in)? (?P<month>{MONTH}) (?P<year>{YEAR})"
        ),
        _year_ending,
    ),
    (
        _form(
            rf"\b(?:the )?"
            rf"(?:Q(?P<number>[1-4])|(?P<ordinal>first|second|third|fourth|last) quarter)"
            rf"(?: of| in)? ?(?P<year>{YEAR})"
        ),
        _quarter,
    ),
    (_form(rf"\b(?P<year>{YEAR}) ?Q(?P<number>[1-4])(?P<ordinal>)\b"), _quarter),
    (
        _form(
            rf"\b(?:the )?(?:H(?P<number>[12])|(?P<ordinal>first|second) half)(?: of| in)? ?"
            rf"(?P<year>{YEAR})"
        ),
        _half,
    ),
    (
        _form(
            rf"\b(?:from |between )?(?P<month1>{MONTH})(?: (?P<year1>{YEAR}))? {JOIN} "
            rf"(?P<month2>{MONTH}) (?P<year>{YEAR})"
        ),
        _months,
    ),
    (_form(rf"\b(?P<month>{MONTH}),? (?P<year>{YEAR})\b"), _month),
    (
        _form(
            r"\b(?:the )?(?:financial year |FY ?)?(?P<year>20\d\d)[/–-](?P<next>\d\d|20\d\d)\b(?!-)"
        ),
        _financial,
    ),
    (_form(rf"\b(?:from |between )(?P<year>{YEAR}) {JOIN} (?P<year2>{YEAR})\b"), _years),
    (_form(rf"\b(?P<year>{YEAR}) ?(?:to|-|–) ?(?P<year2>{YEAR})\b"), _years),
    (_form(rf"\b(?:calendar year )?(?P<year>{YEAR})\b"), _year),
    (
        _form(
            r"\b(?:the |in the |over the )?(?:last|past|previous) "
            r"(?:(?P<count>\w+) )?(?P<unit>days|week)\b"
        ),
        _last_days,
    ),
)
"""The forms in which periods are named and how each is read, the most telling first."""
