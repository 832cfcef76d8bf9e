"""What an agreement says of itself: who made it, where, when, and whether it binds anybody."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ingest.dates import first_date, month_named
from vectorstore.records import Instrument, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ingest.sections import Draft, Section

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
FIGURES = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|e)?(?: day)?(?: of| in)?(?: the month of)? {MONTH},?"
    rf"(?: of)? (?P<year>\d{{4}})\b",
    re.IGNORECASE,
)
SPELT = re.compile(
    rf"\b(?P<day>[a-z]+(?:-[a-z]+)?) day of {MONTH},?(?: in the year)? "
    r"(?P<year>(?:one|two) thousand[a-z -]*|nineteen hundred[a-z -]*)",
    re.IGNORECASE,
)
SPELT_DAY = re.compile(
    rf"\b(?P<day>[a-z]+(?:-[a-z]+)?) day of {MONTH},? (?P<year>\d{{4}})\b", re.IGNORECASE
)
DONE = re.compile(
    r"\b(?i:DONE|SIGNED|GEDAAN)\s+(?:at|in|te)\s+(?:the city of\s+)?(?P<place>[A-ZÀ-Þ][\w’'.-]*"
    r"(?:[ -](?:[A-ZÀ-Þ][\w’'.-]*|de|la|am)){0,3})"
)
SIGNED_BY = re.compile(r"\bappended our signatures\b", re.IGNORECASE)

BETWEEN = re.compile(
    r"\b(?:between|of)\s+(?P<parties>.+?)"
    r"(?=\s+(?:on|concerning|regarding|relating|implementing|for|about|in respect)\b|$)"
)
WE = re.compile(
    r"^We, the (?:Heads? of|Governments? of|Leaders? of|Presidents? of|Ministers? )"
    r"(?:.{0,60}? of )?(?P<parties>.+?),? (?:gathered|met|meeting|assembled|have)\b"
)
APART = re.compile(r",? and (?:the )?|, (?:and )?(?:the )?")

NOT_YET = re.compile(
    r"\b(?:not (?:yet )?(?:in|entered into) force"
    r"|enters? into force on a (?:later|date to be)|"
    r"treedt in werking op een nader te bepalen"
    r"|will enter into force (?:when|once|after)\b.{0,40}$)",
    re.IGNORECASE,
)
ENDED = re.compile(
    r"^(?:vervallen per|terminated(?: on)?|no longer in force|repealed|expired|denounced on)\b"
    r"|\bstatus:? (?:terminated|no longer in force)\b",
    re.IGNORECASE,
)
IN_FORCE = re.compile(
    r"^(?:entered into force|in force|entry into force|date of entry into force"
    r"|in werking(?: getreden)?)"
    r"\b[: ]*(?:since |on |from |op )?(?P<rest>.{0,40})$",
    re.IGNORECASE,
)
COMES = re.compile(
    r"\b(?:shall (?:enter|come) into force|enters? into force|entered into force)"
    r" on (?P<rest>.{8,40})",
    re.IGNORECASE,
)
HEAD = 6
"""Sections at the top among which a publisher's word on an agreement's standing may be."""

LONGEST_NOTE = 20


def instrument_of(title: str, draft: Draft) -> Instrument | None:
    """What the first instrument of a text says of itself; None where it says nothing."""
    first = [section for section in draft.sections if not section.language]
    texts = [(section, draft.text[section.start : section.end]) for section in first]
    signed, place = _signature(texts)
    standing, since = _standing(texts)
    found = Instrument(
        parties=_parties(title, texts),
        signed=signed,
        signed_at=place,
        standing=standing,
        in_force=since,
    )
    return found if found != Instrument() else None


def day_in_words(text: str) -> date | None:
    """The first date of ``text``, spelt in words or figures: "2nd day of March 2015"."""
    for form in (FIGURES, SPELT_DAY, SPELT):
        if match := form.search(text):
            return _date(match["day"], match["month"], match["year"])
    return first_date(text)


def _date(day: str, month: str, year: str) -> date | None:
    try:
        return date(_number(year), month_named(DUTCH.get(month.lower(), month)), _number(day))
    except ValueError:
        return None


def _number(text: str) -> int:
    """A day or a year in figures or in English words; 0 where it is neither."""
    if text.isdigit():
        return int(text)
    total = 0
    for word in re.findall(r"[a-z]+", text.lower()):
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


def _signature(texts: Iterable[tuple[Section, str]]) -> tuple[date | None, str]:
    """The day and the place of the first signature clause."""
    for section, text in texts:
        if section.locator.unit != "signature clause":
            continue
        done = DONE.search(text) or SIGNED_BY.search(text)
        if done:
            place = done["place"] if done.re is DONE else ""
            return day_in_words(text[done.start() : done.start() + 250]), place.strip(" ,.")
    return None, ""


def _standing(texts: Sequence[tuple[Section, str]]) -> tuple[Standing, date | None]:
    """Whether it is in force, as its publisher says at the top or it says itself."""
    notes = [text for _, text in texts[:HEAD] if len(text.split()) <= LONGEST_NOTE]
    notes += [text for section, text in texts if section.locator.unit == "publisher's note"]
    for note in notes:
        if NOT_YET.search(note):
            return Standing.NOT_IN_FORCE, None
        if ENDED.search(note):
            return Standing.ENDED, None
        if match := IN_FORCE.match(note):
            return Standing.IN_FORCE, first_date(match["rest"])
    days = [
        day
        for _, text in texts
        if (match := COMES.search(text)) and (day := first_date(match["rest"]))
    ]
    # The day that it names for itself; that the day came is not said.
    return Standing.UNKNOWN, days[0] if days else None


def _parties(title: str, texts: Sequence[tuple[Section, str]]) -> tuple[str, ...]:
    opening = " ".join(text for _, text in texts[:HEAD])
    if match := WE.search(opening):
        return _apart(match["parties"], APART)
    if match := BETWEEN.search(title):
        named = _apart(_without_parentheses(match["parties"]), re.compile(r",? and |, "))
        return named if len(named) > 1 else ()
    return ()


def _without_parentheses(text: str) -> str:
    return re.sub(r"\s*\([^()]*\)", "", text)


def _apart(text: str, between: re.Pattern[str]) -> tuple[str, ...]:
    """Parties named in a row, articles left out: "Bosnia and Herzegovina" is one."""
    joined = re.sub(r"\b(Bosnia|Antigua|Trinidad|Saint Kitts|Sao Tome) and\b", r"\1 &", text)
    parties = (
        re.sub(r"^the ", "", one.strip(), flags=re.IGNORECASE) for one in between.split(joined)
    )
    return tuple(one.replace(" &", " and") for one in parties if one[:1].isupper())
