"""Dates as treaties have them above the signatures: "this twenty-eighth day of July, one …"."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from ingest.dates import FORMS, first_date, month_named

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12,
    "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
MONTH = (
    r"(?P<month>jan(?:uary|uari)|feb(?:ruary|ruari)|march|maart|april|may|mei|june|juni|july|juli|"
    r"august|augustus|september|october|oktober|november|december)"
)
DUTCH = {"maart": "march", "mei": "may", "oktober": "october"}
COUNTED = "|".join([*ONES[1:], *TENS[2:]])
YEAR = (
    r"(?P<year>(?:(?:one|two) thousand|nineteen hundred)"
    rf"(?:[ -]*(?:and|hundred|{COUNTED})\b){{0,6}})"
)
FIGURES = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|e)?(?: day)?(?: of| in)?(?: the month of)? {MONTH},?"
    rf"(?: of)? (?P<year>\d{{4}})\b",
    re.IGNORECASE,
)
SPELT = re.compile(
    rf"\b(?P<day>[a-z]+(?:-[a-z]+)?) day of {MONTH},?(?: in the year)? {YEAR}", re.IGNORECASE
)
SPELT_DAY = re.compile(
    rf"\b(?P<day>[a-z]+(?:-[a-z]+)?) day of {MONTH},? (?P<year>\d{{4}})\b", re.IGNORECASE
)
CORRECTED = re.compile(r"\[Red\.?:? ?Hier zou (?P<month>[A-Z]\w+) moeten staan\.?\]")
"""The note of an editor where a month is misprinted; it stands right after the date."""

NEAR = 20
EARLIEST, LATEST = 1500, 2200


class Dated(NamedTuple):
    """A day and the stretch ``[start, end)`` that names it."""

    day: date
    start: int
    end: int


def day_in_words(text: str) -> Dated | None:
    """The first date of ``text``, in figures or words: "2nd day of March 2015"."""
    for form in (FIGURES, SPELT_DAY, SPELT):
        match = form.search(text)
        note = match and _correction(match, text)
        if match and (day := _date(match["day"], (note or match)["month"], match["year"])):
            return Dated(day, match.start(), match.end() + (note.end() if note else 0))
    plain = next((match for form in FORMS if (match := form.search(text))), None)
    day = first_date(text)
    return Dated(day, plain.start(), plain.end()) if day and plain else None


def _correction(match: re.Match[str], text: str) -> re.Match[str] | None:
    note = CORRECTED.search(text[match.end() :])
    return note if note and note.start() <= NEAR else None


def _date(day: str, month: str, year: str) -> date | None:
    number = _number(year)
    if not EARLIEST <= number <= LATEST:  # a year that was read in part
        return None
    try:
        return date(number, month_named(DUTCH.get(month.lower(), month)), _number(day))
    except (ValueError, StopIteration):
        return None


def _number(text: str) -> int:
    """A day or a year in figures or in English words; 0 where it is neither."""
    if text.isdigit():
        return int(text)
    total = 0
    # Scans have "one thousandnine hundred".
    for word in re.findall(r"[a-z]+", text.lower().replace("thousand", "thousand ")):
        if word == "thousand":
            total *= 1000
        elif word == "hundred":
            total = total // 1000 * 1000 + total % 1000 * 100
        else:
            total += _word(word)
    return total


def _word(word: str) -> int:
    if word in ORDINALS:
        return ORDINALS[word]
    stem = word.removesuffix("th")
    if stem in ONES:
        return ONES.index(stem)
    return TENS.index(stem) * 10 if stem in TENS[2:] else 0
