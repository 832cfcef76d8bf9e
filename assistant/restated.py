"""A sentence put in its source's own terms, where it only tells a figure or a name otherwise.

A writer rounds ("more than 175,000" for 175,457), takes another unit ("a fortnight" for 14 days), a
fraction for a percentage, a capital for a government. What such an expression stands for can be
worked out from the cited words, so it is put back before the checks: they then hold as strictly as
they do of any other figure or name. What cannot be worked out, or in two ways, stays as it is, and
the checks miss it in the cited words.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.agreement import is_year
from assistant.claims import MONTHS, SMALL, Figure, figures, moments
from assistant.wordlists import lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ABOVE = r"(?:just |well |slightly |a little )?(?:more than|over|above|upwards of|in excess of)"
BELOW = (
    r"(?:nearly|almost|close to|(?:just |slightly |a little )?(?:under|short of|below)|"
    r"(?:just |slightly )?(?:fewer|less) than|not quite)"
)
ABOUT = r"(?:about|around|roughly|approximately|some|circa|or so)"
HEDGED = re.compile(
    rf"\b(?:(?P<above>{ABOVE})|(?P<below>{BELOW})|(?P<about>{ABOUT}))\s(?:an?\s|the\s)?$",
    re.IGNORECASE,
)
WIDE = Decimal("0.1")
"""How far above or below a round figure the exact one may lie when the words say on which side."""
NEAR = Decimal("0.03")
"""How far off it may lie when they do not."""
SIGNIFICANT = 3
"""Digits that a rounded figure may have before its zeros."""


LONGEST = 1000
"""Characters of a sentence that is restated: a longer one is hardly a sentence, and costs time."""


def restated(claim: str, cited: str) -> str:
    """``claim`` with what it tells otherwise put as ``cited`` has it."""
    if len(claim) > LONGEST:
        return claim
    for step in STEPS:
        claim = step(claim, cited)
    return claim


def _rounded(claim: str, cited: str) -> str:
    """“More than 175,000” as the one figure of the cited words that it can stand for."""
    there = [figure for figure in figures(cited) if not is_year(figure)]
    values = {figure.value for figure in there}
    for mine in reversed(figures(claim)):
        hedge = HEDGED.search(claim[: mine.start])
        if hedge is None or is_year(mine) or mine.value in values or not _is_round(mine.value):
            continue
        meant = _only(f for f in there if f.unit == mine.unit and _fits(hedge, mine.value, f.value))
        if meant is not None:
            claim = claim[: hedge.start()] + meant.shown + claim[mine.end :]
    return claim


def _is_round(value: Decimal) -> bool:
    digits = f"{value.normalize():f}".replace(".", "").strip("0")
    return len(digits) <= SIGNIFICANT


def _fits(hedge: re.Match[str], told: Decimal, exact: Decimal) -> bool:
    if hedge["above"]:
        return told < exact <= told * (1 + WIDE)
    if hedge["below"]:
        return told * (1 - WIDE) <= exact < told
    return abs(exact - told) <= told * NEAR


def _only(found: Iterable[Figure]) -> Figure | None:
    """The figure of ``found`` if all have one value."""
    kept = {figure.value: figure for figure in found}
    return next(iter(kept.values())) if len(kept) == 1 else None


PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10,
}  # fmt: skip
FRACTION = re.compile(
    rf"(?:\b(?:(?P<above>{ABOVE})|(?P<below>{BELOW})|(?P<about>{ABOUT}))\s)?"
    r"(?P<told>\b(?:(?P<many>one|two|three|four|five|six|seven|eight|nine|ten) "
    r"(?:in|out of) (?:every )?"
    r"(?P<of>two|three|four|five|six|seven|eight|nine|ten|twenty)"
    r"|(?P<count>an?|one|two|three|four|five|six|seven|eight|nine)[ -]"
    r"(?P<part>third|quarter|fifth|sixth|tenth)s?|(?P<half>(?:a )?half))\b)"
    r"(?! (?:an? |of (?:19|20)|of the (?:year|month)|years?\b|month))(?:(?: of)? them\b)?",
    re.IGNORECASE,
)
FRACTION_NEAR = Decimal("1.5")
"""Percentage points by which "three in four" may differ from the percentage."""
FRACTION_WIDE = 6
"""The same for "more than a quarter" and "fewer than half"."""


def _fractions(claim: str, cited: str) -> str:
    """“Three in four” as the one percentage of the cited words that it can stand for."""
    there = [figure for figure in figures(cited) if figure.unit == "%"]
    for match in reversed(list(FRACTION.finditer(claim))):
        if not there or match["told"].lower() in cited.lower():
            continue
        told = _percent(match)
        same = _only(f for f in there if f.value == told)
        meant = same or _only(f for f in there if _fits_fraction(match, told, f.value))
        if meant is not None:
            start = match.start("told") if same else match.start()
            claim = claim[:start] + meant.shown + claim[match.end() :]
    return claim


def _percent(match: re.Match[str]) -> Decimal:
    if match["half"]:
        return Decimal(50)
    if match["many"]:
        return Decimal(100) * SMALL[match["many"].lower()] / SMALL[match["of"].lower()]
    count = SMALL.get(match["count"].lower(), 1)
    return Decimal(100) * count / PARTS[match["part"].lower()]


def _fits_fraction(match: re.Match[str], told: Decimal, exact: Decimal) -> bool:
    if match["above"]:
        return told < exact <= told + FRACTION_WIDE
    if match["below"]:
        return told - FRACTION_WIDE <= exact < told
    return abs(exact - told) <= FRACTION_NEAR


COLLECTIVE = re.compile(
    r"\b(?:an?|the) (?P<group>pair|couple|duo|trio|quartet|dozen)(?: of(?= [a-z]))?(?=\s)",
    re.IGNORECASE,
)
COLLECTED = {"pair": "two", "couple": "two", "duo": "two", "trio": "three", "quartet": "four",
             "dozen": "twelve"}  # fmt: skip


def _collected(claim: str, cited: str) -> str:
    """“A trio of" as "three", which is a figure like any other."""

    def put(match: re.Match[str]) -> str:
        return match.group() if match.group() in cited else COLLECTED[match["group"].lower()]

    return COLLECTIVE.sub(put, claim)


PERIODS = (
    (r"(?:the )?first quarter of|(?:the )?(?:first|opening) three months of", ("January", "March")),
    (r"(?:the )?second quarter of", ("April", "June")),
    (r"(?:the )?third quarter of", ("July", "September")),
    (r"(?:the )?(?:fourth|last|final) quarter of|(?:the )?(?:last|final|closing) three months of",
     ("October", "December")),
    (r"(?:the )?(?:first half|first six months|opening half) of", ("January", "June")),
    (r"(?:the )?(?:second half|last six months|latter half) of", ("July", "December")),
)  # fmt: skip
PERIOD = tuple(
    (re.compile(rf"\b(?:{told}) (?P<year>20\d\d)\b", re.IGNORECASE), months)
    for told, months in PERIODS
)
MIDYEAR = re.compile(
    r"(?:\bmid-|\bthe (?:middle|mid-?point) of |\bmidway through )(?P<year>20\d\d)\b", re.IGNORECASE
)


def _parts_of_year(claim: str, cited: str) -> str:
    """“The third quarter of 2022” as "July to September 2022", mid-2023 as June 2023."""
    for pattern, (first, last) in PERIOD:
        for match in reversed(list(pattern.finditer(claim))):
            exact = f"{first} to {last} {match['year']}"
            if exact in cited:
                claim = claim[: match.start()] + exact + claim[match.end() :]
    for match in reversed(list(MIDYEAR.finditer(claim))):
        year = int(match["year"])
        there = {m.month for m in moments(cited) if m.year == year and m.month in {6, 7}}
        if len(there) == 1:
            month = MONTHS[there.pop() - 1].title()
            claim = f"{claim[: match.start()]}{month} {year}{claim[match.end() :]}"
    return claim


SPAN = re.compile(
    r"\b(?:(?P<half>half an?)|(?P<half_year>half[- ](?=year))|(?P<number>\d+|an?|one|"
    + "|".join(word for word, value in SMALL.items() if value > 1)
    + r"))[\s-](?P<unit>day|week|fortnight|month|year)s?\b",
    re.IGNORECASE,
)
BARE_YEAR = re.compile(r"\byear(?= (?:ending|to|before|earlier|after|later)\b)", re.IGNORECASE)
LENGTHS = {"day": (1, "d"), "week": (7, "d"), "fortnight": (14, "d"), "month": (1, "m"),
           "year": (12, "m")}  # fmt: skip


def _spans_of_time(claim: str, cited: str) -> str:
    """“A fortnight” as the cited words' "14 days", "twelve months" as their "year"."""
    there: dict[tuple[Decimal, str], str] = {}
    for match in BARE_YEAR.finditer(cited):
        there[Decimal(12), "m"] = match.group().lower()
    there |= {length(match): match.group() for match in SPAN.finditer(cited)}
    literal = {match.group().lower() for match in SPAN.finditer(cited)}
    for match in reversed(list(SPAN.finditer(claim))):
        meant = there.get(length(match))
        same_unit = meant and match["unit"].lower() in meant.lower()
        if meant and not same_unit and match.group().lower() not in literal:
            claim = claim[: match.start()] + meant + claim[match.end() :]
    return claim


def length(match: re.Match[str]) -> tuple[Decimal, str]:
    """How long a span of time is: in days ("d") or in months ("m")."""
    size, kind = LENGTHS[match["unit"].lower()]
    if match["half"] or match["half_year"]:
        return Decimal(size) / 2, kind
    number = match["number"].lower()
    return Decimal(int(number) if number.isdigit() else SMALL.get(number, 1)) * size, kind


TIMES = {"doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5}
MULTIPLE = re.compile(
    rf"\b(?:(?P<above>{ABOVE})\s|(?P<below>{BELOW})\s|(?P<about>{ABOUT})\s)?"
    r"(?:(?P<times>doubl|tripl|trebl|quadrupl|quintupl)(?:e[sd]?|ing)|(?P<halv>halv(?:e[sd]?|ing)))"
    r"\b",
    re.IGNORECASE,
)
FAR = {"above": (Decimal(1), Decimal("1.5")), "below": (Decimal("0.8"), Decimal(1))}
ROUGHLY = (Decimal("0.9"), Decimal("1.1"))


def _multiples(claim: str, cited: str) -> str:
    """“More than doubled” as "rose" where two figures of the cited words bear it out."""
    for match in reversed(list(MULTIPLE.finditer(claim))):
        if _borne_out(match, claim, cited):
            told = "fell" if match["halv"] else "rose"
            after = re.sub(r"^,? to\b", " to", claim[match.end() :])
            claim = claim[: match.start()] + told + after
    return claim


def _borne_out(match: re.Match[str], claim: str, cited: str) -> bool:
    """Whether the figures that a claim gives after "doubled" are such a multiple.

    One alone is held against every figure of its kind that the cited words give.
    """
    own = [f for f in figures(claim[match.end() :]) if not is_year(f)]
    there = [f for f in figures(cited) if not is_year(f)]
    if not own or not any(f.value == own[0].value for f in there):
        return False
    pairs = [(own[0], own[1])] if _from_to(claim[match.end() :], own) else []
    pairs = pairs or [(f, own[0]) for f in there if f.unit == own[0].unit]
    return any(_is_multiple(match, first.value, second.value) for first, second in pairs)


def _from_to(text: str, own: list[Figure]) -> bool:
    """Whether "from A to B" is told, so that the first figure is where it began."""
    return len(own) > 1 and re.search(r"\bfrom\s\S*$", text[: own[0].start]) is not None


def _is_multiple(match: re.Match[str], first: Decimal, second: Decimal) -> bool:
    if not first or not second:
        return False
    by = Decimal(2) if match["halv"] else Decimal(TIMES[match["times"].lower()])
    ratio = (first / second if match["halv"] else second / first) / by
    side = "above" if match["above"] else "below" if match["below"] else ""
    low, high = FAR.get(side, ROUGHLY)
    return low <= ratio <= high


def _named(claim: str, cited: str) -> str:
    """“Paris” that decides or pays as "France", "the Tories" as "the Conservatives"."""
    for alias, places in _aliases():
        if alias.search(cited) or not alias.search(claim):
            continue
        meant = next((name for name in places if re.search(rf"\b{name}\b", cited)), None)
        if meant is not None:
            claim = alias.sub(_put(meant), claim)
    return claim


def _put(meant: str) -> Callable[[re.Match[str]], str]:
    def put(match: re.Match[str]) -> str:
        return meant + ("’s" if match.group().endswith(("'s", "’s")) else "")

    return put


WHERE = r"(?<!\bin )(?<!\bIn )(?<!\bnear )(?<!\bat )(?<!\boutside )"
"""A city that something happens in is the city."""


@lru_cache(maxsize=1)
def _aliases() -> list[tuple[re.Pattern[str], list[str]]]:
    """Each name of the list that stands for another, and what it may stand for."""
    found = []
    for line in lines("aliases.txt"):
        alias, names = (part.strip() for part in line.split("=", 1))
        pattern = re.compile(rf"{WHERE}\b{alias}\b(?:['’]s\b)?")
        found.append((pattern, [name.strip() for name in names.split(",")]))
    return found


STEPS = (_named, _collected, _parts_of_year, _spans_of_time, _fractions, _rounded, _multiples)
"""In this order: an exact figure is found before a multiple is worked out from it."""
