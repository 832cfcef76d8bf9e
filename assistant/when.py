"""Of what time a count is: a figure of another month or year than the one asked about is wrong."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.claims import MONTHS, Moment, moments
from assistant.figures.calendar import named_periods
from assistant.words import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vectorstore.records import Period

BARE_YEAR = re.compile(r"(?<![\d/–-])(?:19|20)\d\d(?![\d/]|[–-]\d)")
"""A year by itself: no half of "2024/25" or "2024-25"."""

TWO_MONTHS = re.compile(
    rf"\b(?P<first>{'|'.join(m.title() for m in MONTHS)}) (?:and|to|or|until|till|with) "
    rf"(?:{'|'.join(m.title() for m in MONTHS)}) (?P<year>(?:19|20)\d\d)\b"
)
"""Two months of one year: "between March and June 2025"."""

MONTH_LONG, YEAR_LONG = 31, 360
"""Days above which a time is more than a month, and from which it is a year."""

OPEN = re.compile(
    r"\b(?:since|until|till|before|after|by|from|up to|as of)(?: the)?(?: (?:end|start|beginning|"
    r"middle) of)? $",
    re.IGNORECASE,
)
"""What stands before a date that bounds a time and is not the time itself."""

TOLD = re.compile(
    r"\b(?:published|released|reported|issued|updated|announced|wrote|said|told|gave)"
    r"(?: [\w’'-]+){0,3}? on $",
    re.IGNORECASE,
)
"""What stands before the day on which something was told, which is not the day it is told of."""

REMARKS = re.compile(
    r"\b(?:sources?|notes?|remarks?|published|updated|retrieved|accessed): [^;\n]*", re.IGNORECASE
)
"""The cells of a row that tell where its figure is from."""


def times(text: str) -> list[Moment]:
    """The dates, months and years that ``text`` names, in order."""
    found = moments(text)
    for match in TWO_MONTHS.finditer(text):
        start, end = match.span("first")
        if not any(m.start == start and m.year for m in found):
            found = [m for m in found if m.start != start]
            month = MONTHS.index(match["first"].lower()) + 1
            found.append(Moment(int(match["year"]), month, None, text[start:end], start, end))
    for match in BARE_YEAR.finditer(text):
        start, end = match.span()
        if not any(m.start < end and start < m.end for m in found):
            found.append(Moment(int(match.group()), None, None, match.group(), start, end))
    return sorted(found, key=lambda moment: moment.start)


@lru_cache(maxsize=64)
def asked_times(question: str) -> tuple[Moment, ...]:
    """The times that a question asks about; what only bounds one ("since 2018") is none.

    Every sentence that is weighed asks for them again, hence the cache.
    """
    return tuple(m for m in times(question) if not OPEN.search(question[: m.start]))


@lru_cache(maxsize=64)
def asked_spans(question: str) -> tuple[Period, ...]:
    """The parts of a year that a question asks about: quarters, halves, "from May to July 2024"."""
    found = (one.period for one in named_periods(question) if not one.open)
    return tuple(one for one in found if MONTH_LONG < (one.last - one.first).days < YEAR_LONG)


def of_another_span(asked: Period, text: str) -> bool:
    """Whether ``text`` names times and none that is the span asked about, or its end."""
    told = [one for one in named_periods(text) if not one.open]
    return bool(told) and not any(
        one.period.last == asked.last and (one.period.first == asked.first or one.at_end)
        for one in told
    )


def agree(asked: Moment, told: Moment) -> bool:
    """Whether a count of the time ``told`` may be one of the time ``asked``.

    A month asked about is not answered by a whole year; a date without its year may be of any.
    """
    if asked.year and told.year and asked.year != told.year:
        return False
    return asked.month is None or asked.month == told.month


def times_of_counts(text: str) -> list[Moment]:
    """The times that ``text`` gives for what it counts, not those when that was published."""
    bare = REMARKS.sub(lambda match: " " * len(match.group()), text)
    return [moment for moment in times(bare) if not TOLD.search(bare[: moment.start])]


def of_another_time(
    asked: Sequence[Moment], text: str, around: Iterable[str], counting: Iterable[str]
) -> bool:
    """Whether no time that ``text`` gives, itself or by what is ``around`` it, is one asked about.

    ``around`` are the stems of its headings, its passage and its date; ``counting`` the clauses of
    the text that count something: one that names no time has that of what is around it.
    """
    told = times_of_counts(text)
    if not asked or any(agree(mine, theirs) for mine in asked for theirs in told):
        return False
    if told and all(times_of_counts(clause) for clause in counting):
        return True
    known = set(around)
    return not any(_stems(moment) <= known for moment in asked)


def _stems(moment: Moment) -> set[str]:
    told = [str(moment.year)] if moment.year else []
    if moment.month:
        told += terms(MONTHS[moment.month - 1].title())
    return set(told)
