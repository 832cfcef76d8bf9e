"""What an agreement says of itself: who made it, where, when, and whether it binds anybody.

Each fact is kept with the words that it rests on, so that an answer can show them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.dates import first_date
from ingest.place import CLAUSE, NOTE
from ingest.spelt_dates import day_in_words
from vectorstore.records import Fact, Instrument, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ingest.sections import Draft

DONE = re.compile(
    r"\b(?i:DONE|SIGNED|GEDAAN)\s+(?:at|in|te)\s+(?:the city of\s+)?(?P<place>[A-ZÀ-Þ][\w’'.-]*"
    r"(?:[ -](?:[A-ZÀ-Þ][\w’'.-]*|de|la|am)){0,3})"
)
SIGNED_BY = re.compile(r"\b(?:have|has) appended (?:our|its|their) signatures?\b", re.IGNORECASE)

BETWEEN = re.compile(
    r"\b(?:between|of)\s+(?P<parties>.+?)"
    r"(?=\s+(?:on|concerning|regarding|relating|implementing|for|about|in respect)\b|$)"
)
WE = re.compile(
    r"^We, the (?:Heads? of|Governments? of|Leaders? of|Presidents? of|Ministers? )"
    r"(?:.{0,60}? of )?(?P<parties>.+?),? (?:gathered|met|meeting|assembled|have)\b"
)
CALLED = re.compile(
    r"^(?:Preamble\s+)?(?P<parties>(?:The|De|Het)\s.{10,600}?),?\s+\(?(?:hereinafter|hierna)\b"
    r".{0,40}\b(?:Parties|Partijen)\b[”\"]?",
    re.IGNORECASE,
)
""" "The Kingdom of X and the Republic of Y, hereinafter referred to as the Parties"."""

APART = re.compile(r",? (?:and|en) (?:the |de |het )?|, (?:and )?(?:the |de |het )?")
PAIRS = re.compile(r"\b(Bosnia|Bosnië|Antigua|Trinidad|Saint Kitts|Sao Tome) (and|en)\b")

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
CAME = re.compile(
    r"\b(?:entered into force|entry into force of (?:the|this|the present) [A-Z]\w+) on "
    r"(?P<rest>.{8,40})"
)
COMES = re.compile(
    r"\b(?:shall (?:enter|come) into force|enters? into force) on (?P<rest>.{8,40})", re.IGNORECASE
)
HEAD = 6
"""Sections at the top among which a publisher's word on an agreement's standing may be."""

LONGEST_NOTE = 20
"""Words."""

DATED_WITHIN = 250
"""Characters after "Done at …" in which the day is named."""

LONGEST_PARTY = 12
"""Words of a party's name."""


@dataclass(frozen=True, slots=True)
class _Words:
    """A section's text and where it begins."""

    text: str
    start: int
    unit: str

    def fact(self, name: str, first: int, last: int) -> Fact:
        return Fact(name=name, start=self.start + first, end=self.start + last)


def instrument_of(title: str, draft: Draft) -> Instrument | None:
    """What the first instrument of a text says of itself; None where it says nothing."""
    texts = list(_first_instrument(draft))
    signed, place, signature = _signature(texts)
    standing, since, force = _standing(texts)
    parties, opening = _parties(title, texts)
    found = Instrument(
        parties=parties,
        signed=signed,
        signed_at=place,
        standing=standing,
        in_force=since,
        facts=tuple(fact for fact in (opening, signature, force) if fact),
    )
    return found if found != Instrument() else None


def _first_instrument(draft: Draft) -> Iterator[_Words]:
    """The sections of the language that the text begins in, and what its publisher notes."""
    languages = (one.language for one in draft.sections if one.locator.unit != NOTE)
    language = next(languages, "")
    for section in draft.sections:
        unit = section.locator.unit
        if unit == NOTE or section.language == language:
            start = max(section.start, section.end - _own_length(draft, section.start, section.end))
            yield _Words(draft.text[start : section.end], start, unit)


def _own_length(draft: Draft, start: int, end: int) -> int:
    """The characters of a section without the headings that stand above it."""
    return len(draft.text[start:end].rsplit("\n\n", maxsplit=1)[-1])


def _signature(texts: Sequence[_Words]) -> tuple[date | None, str, Fact | None]:
    """The day and the place of the first signature clause."""
    for words in texts:
        if words.unit != CLAUSE:
            continue
        done = DONE.search(words.text) or SIGNED_BY.search(words.text)
        if done:
            place = done["place"].strip(" ,.") if done.re is DONE else ""
            dated = day_in_words(words.text[done.start() : done.start() + DATED_WITHIN])
            last = done.start() + dated.end if dated else done.end()
            return dated and dated.day, place, words.fact("signed", done.start(), last)
    return None, "", None


def _standing(texts: Sequence[_Words]) -> tuple[Standing, date | None, Fact | None]:
    """Whether it is in force, as its publisher says at the top or it says itself."""
    heads = [words for words in texts[:HEAD] if len(words.text.split()) <= LONGEST_NOTE]
    for words in (*heads, *(words for words in texts if words.unit == NOTE)):
        whole = words.fact("standing", 0, len(words.text))
        if NOT_YET.search(words.text):
            return Standing.NOT_IN_FORCE, None, whole
        if ENDED.search(words.text):
            return Standing.ENDED, None, whole
        if match := IN_FORCE.match(words.text):
            return Standing.IN_FORCE, first_date(match["rest"]), whole
    # Of the day that it names for itself nothing says that it came.
    for form, standing in ((CAME, Standing.IN_FORCE), (COMES, Standing.UNKNOWN)):
        for words in texts:
            match = form.search(words.text)
            dated = match and day_in_words(match["rest"])
            if match and dated:
                last = match.start("rest") + dated.end
                return standing, dated.day, words.fact("standing", match.start(), last)
    return Standing.UNKNOWN, None, None


def _parties(title: str, texts: Sequence[_Words]) -> tuple[tuple[str, ...], Fact | None]:
    """Who they are: as the opening lists them, else as the title does."""
    for words in texts[:HEAD]:
        if match := WE.search(words.text):
            named = _apart(match["parties"])
            return named, words.fact("parties", match.start(), match.end("parties"))
    called = next(
        ((words, match) for words in texts[:HEAD] if (match := CALLED.search(words.text))), None
    )
    opening = called and called[0].fact("parties", called[1].start("parties"), called[1].end())
    titled = BETWEEN.search(title)
    named = _apart(_without_parentheses(titled["parties"])) if titled else ()
    if len(named) < 2 and called:
        named = _apart(_without_parentheses(called[1]["parties"]))
    if len(named) < 2 or any(len(party.split()) > LONGEST_PARTY for party in named):
        return (), None
    return named, opening


def _without_parentheses(text: str) -> str:
    return re.sub(r"\s*\([^()]*\)", "", text)


def _apart(text: str) -> tuple[str, ...]:
    """Parties named in a row, articles left out: "Bosnia and Herzegovina" is one."""
    joined = PAIRS.sub(r"\1 &\2", text)
    parties = (
        re.sub(r"^(?:the|de|het) ", "", one.strip(), flags=re.IGNORECASE)
        for one in APART.split(joined)
    )
    return tuple(one.replace(" &", " ") for one in parties if one[:1].isupper())
