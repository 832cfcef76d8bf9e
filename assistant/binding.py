"""What belongs to what: a figure to its noun and its day, a name to its sentence.

A sentence can have every figure, date and name of its source and still tie them together
otherwise: "117 enforced and 21 voluntary" for "21 enforced and 117 voluntary". Each function here
yields what is tied otherwise, in words for a reader.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.agreement import is_year
from assistant.claims import Figure, Moment, figures, moments, name_words, names
from assistant.places import PHRASES, place_of
from assistant.wording import AGO
from assistant.words import STOP_WORDS, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
REACH = 60
"""Characters around a figure in which its words stand."""

ORDERED = re.compile(r"^\s*(?:to|against|of|out of|in exchange for)\s*$")
"""What stands between two figures of which one is the first and the other the second."""

BECOMES = re.compile(r"\bnow\b|\bthen\b|\blater\b|\bbecome\b|\bbecame\b", re.IGNORECASE)

UNITS = re.compile(
    r"^[\s-]*(?:(?:working|calendar|full|more)\s+)?"
    r"(second|minute|hour|day|night|week|fortnight|month|quarter|year|decade)s?\b",
    re.IGNORECASE,
)


def loose_figures(claim: str, source: str) -> Iterator[str]:
    """A figure of the claim whose words stand by another of its figures in the source."""
    mine, theirs = _distinct(figures(claim)), figures(source)
    shared = [figure for figure in mine if any(f.value == figure.value for f in theirs)]
    for figure in (figure for figure in shared if not is_year(figure)):
        others = {f.value for f in theirs if f.value != figure.value}
        if others and _words_of_another(claim, figure, source, theirs):
            yield f"it gives {figure.shown} to what the cited words give another figure"
    for first, second in pairwise([figure for figure in shared if not is_year(figure)]):
        if _turned(claim, first, second, source, theirs):
            yield f"it turns {first.shown} and {second.shown} round"


def _distinct(found: Sequence[Figure]) -> list[Figure]:
    values = [figure.value for figure in found]
    return [figure for figure in found if values.count(figure.value) == 1]


def _words_of_another(claim: str, figure: Figure, source: str, theirs: Sequence[Figure]) -> bool:
    """Whether the word after a figure is told of another figure in the source, and only of that."""
    told = [word for word in _told_of(claim, figure) if word not in OF_TIME]
    own = [f for f in theirs if f.value == figure.value]
    if any(word in _told_of(source, f) for f in own for word in told[:3]):
        return False
    # "55.6% of decisions in 2022, but 33.6% in 2024": the second has its words from the first.
    if not told or not all(_told_of(source, f) for f in own):
        return False
    owners = {f.value for f in theirs if told[0] in _told_of(source, f)[:2] and not is_year(f)}
    return bool(owners) and figure.value not in owners


OF_TIME = frozenset({"year", "far", "time", "end", "start", "begin", "period"})


def _told_of(text: str, figure: Figure) -> list[str]:
    """The stems of the words of sense that follow a figure in its clause, in order."""
    after = re.split(
        r"[,;:.!?\n]|\band\b|\bagainst\b|\bto\b", text[figure.end : figure.end + REACH]
    )
    return [
        stem(word)
        for word in (match.group().lower() for match in WORD.finditer(after[0]))
        if word not in STOP_WORDS
    ]


def _turned(
    claim: str, first: Figure, second: Figure, source: str, theirs: Sequence[Figure]
) -> bool:
    """Whether "A to B" of the claim is "B to A" in the source."""
    between = claim[first.end : second.start]
    if not ORDERED.match(between) and not BECOMES.search(between):
        return False
    there = [f.value for f in theirs if not UNITS.match(source[f.end :])]
    pairs = list(pairwise(there))
    values = (first.value, second.value)
    return values[::-1] in pairs and values not in pairs and bool(source)


def loose_units(claim: str, source: str) -> Iterator[str]:
    """A span of time in another unit: "21 weeks" for "21 days"."""
    theirs: dict[Decimal, set[str]] = {}
    for figure in figures(source):
        if unit := UNITS.match(source[figure.end :]):
            theirs.setdefault(figure.value, set()).add(unit[1].lower())
    for figure in figures(claim):
        unit = UNITS.match(claim[figure.end :])
        if unit and figure.value in theirs and unit[1].lower() not in theirs[figure.value]:
            yield f"the cited words do not say {figure.shown} {unit[1].lower()}s"


def loose_moments(claim: str, sentences: Sequence[str]) -> Iterator[str]:
    """A figure that its source gives for another month or day than the claim's only one."""
    mine = [moment for moment in moments(claim) if moment.month]
    if len({(m.year, m.month, m.day) for m in mine}) != 1:
        return
    for figure in figures(claim):
        if is_year(figure) or AGO.search(claim[figure.start : figure.end + 40]):
            continue
        holding = [s for s in sentences if any(f.value == figure.value for f in figures(s))]
        dated = [[m for m in moments(sentence) if m.month] for sentence in holding]
        if holding and all(found and not _any_within(mine[0], found) for found in dated):
            yield f"the cited words give {figure.shown} for another date"


def _any_within(mine: Moment, found: Sequence[Moment]) -> bool:
    return any(mine.within(other) or other.within(mine) for other in found)


def loose_names(
    claim: str, nearest: str, known: frozenset[str], own: frozenset[str]
) -> Iterator[str]:
    """A name that stands elsewhere, while the very sentence names another in its place.

    ``own`` are the words of whoever published it, who may be named of any sentence.
    """
    there = names(nearest, known)
    words = name_words(nearest) | {match.group().lower() for match in WORD.finditer(nearest)}
    mine = names(claim, known)
    said = {word for name in mine for word in name.words}
    rivals = [name for name in there if not set(name.words) & (said | DAYS)]
    for name in mine:
        alike = [rival for rival in rivals if _is_place(rival.words) == _is_place(name.words)]
        here = set(name.words) & (words | own)
        if alike and (not here or (name.words[-1] in BODIES and here != set(name.words))):
            yield f"the cited words name {alike[0].shown} where it names {name.shown}"


BODIES = frozenset({"court", "committee", "council", "office", "ministry", "agency", "commission"})
"""What many names end in: it tells none of them."""
DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})


def _is_place(words: Sequence[str]) -> bool:
    return any(place_of(word) for word in words) or " ".join(words) in PHRASES
