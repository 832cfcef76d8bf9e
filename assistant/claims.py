"""What a sentence claims that can be held against a source without asking a model.

Figures, dates, names, quoted words: each normalised so that "£0.8 million" is "£800,000" and
"20 August 2025" is "2025-08-20".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from assistant.places import PHRASES, place_of
from assistant.words import STOP_WORDS


def word_set(words: str) -> frozenset[str]:
    """The words of a string, for tables of them that read as text."""
    return frozenset(words.split())


MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS) + "|sept"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d)"
YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
NAMED = rf"(?P<month>{MONTH})\b\.?"
DATES = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{YEAR}-(?P<number>\d\d)-{DAY}\b",
        rf"\b{DAY}/(?P<number>\d{{1,2}})/{YEAR}\b",
        rf"\b{DAY}\s+(?:of\s+)?{NAMED}(?:,?\s+{YEAR})?\b",
        rf"\b{NAMED}\s+{DAY}(?:,?\s+{YEAR})?\b",
        rf"\b{NAMED},?\s+(?:of\s+)?{YEAR}\b",
    )
)
YEAR_END = re.compile(rf"\b(?:end|close) of {YEAR}\b", re.IGNORECASE)
"""As much as its December: "at the end of 2024"."""
PART_OF_MONTH = re.compile(
    r"\b(?:(?P<part>early|mid|late)[\s-]|the (?P<side>beginning|start|middle|end|close) of )"
    rf"(?=(?:{'|'.join(MONTHS)})\b)",
    re.IGNORECASE,
)
PARTS_OF_MONTH = {
    "early": (1, 10), "beginning": (1, 7), "start": (1, 7), "mid": (10, 20), "middle": (10, 20),
    "late": (21, 31), "end": (25, 31), "close": (25, 31),
}  # fmt: skip
"""The days that each may mean."""
BARE_MONTH = re.compile(
    rf"\b(?P<month>{'|'.join(m.title() for m in MONTHS if m != 'may')})\b"
    r"|(?<=\b[Ii]n )(?P<may>May)\b"
)

NUMERAL = re.compile(
    r"(?P<currency>[£€$]|\b(?:GBP|EUR|USD)\s?)?\s?"
    r"(?<![\w.])(?P<digits>\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:st|nd|rd|th)?"
    r"(?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion)\b|\s?(?P<short>bn|mn|m|k)\b)?"
    r"(?P<percent>\s?(?:%|per\s?cent\b|percentage points?\b))?"
    r"(?:\s(?P<money>pounds|sterling|euros?|dollars)\b)?",
    re.IGNORECASE,
)
SCALES = {
    "hundred": 100, "thousand": 1000, "k": 1000, "million": 10**6, "m": 10**6, "mn": 10**6,
    "billion": 10**9, "bn": 10**9, "trillion": 10**12,
}  # fmt: skip
CURRENCIES = {
    "gbp": "£", "pounds": "£", "sterling": "£", "eur": "€", "euro": "€", "euros": "€",
    "usd": "$", "dollars": "$",
}  # fmt: skip
ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL = {word: value for value, word in enumerate(ONES)} | {
    word: 10 * value for value, word in enumerate(TENS, 2)
}
SPELT = re.compile(
    rf"\b(?P<tens>{'|'.join(SMALL)})(?:[\s-](?P<ones>{'|'.join(ONES[1:10])}))?\b"
    r"(?:\s(?P<scale>hundred|thousand|million|billion))?(?P<percent>\s?(?:per\s?cent|%))?",
    re.IGNORECASE,
)
REFERENCE = re.compile(
    r"\b(?:articles?|arts?\.|sections?|paragraphs?|paras?\.?|annex(?:es)?|rules?|chapters?|"
    r"schedules?|parts?|clauses?|regulations?|objectives?|tables?|rows?|sheets?|pages?)\s+"
    r"(?P<number>\d+\w*(?:\([\w]+\))*)",
    re.IGNORECASE,
)

QUOTED = re.compile(
    r"[“\"„«](?P<double>[^“”\"„«»]+)[”\"»]|(?<!\w)[‘'](?P<single>[^‘\n]+?)[’'](?!\w)"
)
TOKEN = re.compile(r"[^\W\d_][\w]*(?:[’'\-‑][^\W\d_]\w*)*")
OPENS = re.compile(r"(?:^|[.!?:;]\s+|[“\"‘(\[]\s*|[\n|]\s*)\W*$")
TITLES = word_set("mr mrs ms miss sir dame lord lady baroness dr professor")
FUNCTION = (
    STOP_WORDS
    | TITLES
    | word_set(
        "i however also since despite although though because while whereas meanwhile moreover "
        "both two one three four five according article section paragraph yes nothing another "
        "around among within without until unless even last next earlier later today"
    )
)
"""Words that name nobody, whatever their capitals."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit ("%", "£", "€", "$" or ""), as it was shown and where."""

    value: Decimal
    unit: str
    shown: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or what is given of one."""

    year: int | None
    month: int | None
    day: int | None
    shown: str
    start: int
    end: int

    def within(self, other: Moment) -> bool:
        """Whether ``other`` says all that this says: "August 2025" is in "20 August 2025"."""
        mine = (self.year, self.month, self.day)
        theirs = (other.year, other.month, other.day)
        return all(a is None or a == b for a, b in zip(mine, theirs, strict=True))


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words: ``words`` are lower-case, a country for its people."""

    words: tuple[str, ...]
    shown: str
    start: int
    end: int


def moments(text: str) -> list[Moment]:
    """The dates of ``text``, whole or in part ("20 August", "March 2025", "March"), in order."""
    return list(_moments(text))


@lru_cache(maxsize=8192)
def _moments(text: str) -> tuple[Moment, ...]:
    found: list[Moment] = []
    for form in (*DATES, YEAR_END, BARE_MONTH):
        for match in form.finditer(text):
            if not any(m.start < match.end() and match.start() < m.end for m in found):
                found += _moment(match)
    return tuple(sorted(found, key=lambda moment: moment.start))


def _moment(match: re.Match[str]) -> list[Moment]:
    parts = match.groupdict()
    named = parts.get("month") or parts.get("may")
    if match.re is YEAR_END:
        named = "december"
    if named == "may" or (named == "march" and not parts.get("year")):
        return []  # the verbs
    month = int(parts["number"]) if named is None else _month(named)
    day, year = (int(v) if (v := parts.get(k)) else None for k in ("day", "year"))
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return []
    return [Moment(year, month, day, match.group(), match.start(), match.end())]


def _month(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name.lower()[:3]))


def figures(text: str) -> list[Figure]:
    """The numbers of ``text`` that are no part of a date or of a reference to a law, in order.

    Years on their own count. "one" does not ("one of them"), unless something counts by it.
    """
    return list(_figures(text))


@lru_cache(maxsize=8192)
def _figures(text: str) -> tuple[Figure, ...]:
    rest = text
    for start, end in [(m.start, m.end) for m in moments(text)] + [
        match.span() for match in REFERENCE.finditer(text)
    ]:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    digits = [_numeral(match) for match in NUMERAL.finditer(rest)]
    spelt = [found for match in SPELT.finditer(rest) if (found := _spelt(match))]
    return tuple(sorted((*digits, *spelt), key=lambda figure: figure.start))


def _numeral(match: re.Match[str]) -> Figure:
    scale = (match["scale"] or match["short"] or "").lower()
    value = Decimal(re.sub(r"[^\d.]", "", match["digits"])) * SCALES.get(scale, 1)
    currency = (match["currency"] or match["money"] or "").strip().lower()
    unit = "%" if match["percent"] else CURRENCIES.get(currency, currency)
    start = match.end() - len(match.group().lstrip())
    return Figure(value, unit, match.group().strip(), start, match.end())


def _spelt(match: re.Match[str]) -> Figure | None:
    value = Decimal(SMALL[match["tens"].lower()] + SMALL.get((match["ones"] or "zero").lower(), 0))
    if value == 1 and not match["scale"] and not match["percent"]:
        return None
    value *= SCALES[match["scale"].lower()] if match["scale"] else 1
    unit = "%" if match["percent"] else ""
    return Figure(value, unit, match.group().strip(), match.start(), match.end())


def references(text: str) -> list[str]:
    """The parts of laws that ``text`` names, without the word before: "33(2)", "7"."""
    return [match["number"].lower() for match in REFERENCE.finditer(text)]


def names(text: str, known: frozenset[str] = frozenset()) -> list[Name]:
    """The names in ``text``, in order.

    A capital at the start of a sentence makes a name only for a country, before another
    capitalised word, or when the word is in ``known`` (lower-case names seen elsewhere).
    """
    runs: list[list[re.Match[str]]] = []
    for token in capitalised(text):
        if runs and _goes_on(text, runs[-1][-1], token):
            runs[-1].append(token)
        else:
            runs.append([token])
    return [name for run in runs if (name := _name(text, run, known))]


def capitalised(text: str) -> list[re.Match[str]]:
    """The words of ``text`` that begin with a capital."""
    return [match for match in TOKEN.finditer(text) if match.group()[0].isupper()]


def _goes_on(text: str, last: re.Match[str], token: re.Match[str]) -> bool:
    return text[last.end() : token.start()] == " " and not _possessive(last.group())


def _name(text: str, run: list[re.Match[str]], known: frozenset[str]) -> Name | None:
    if OPENS.search(text[: run[0].start()]):
        first = fold(run[0].group())
        if first in FUNCTION or (len(run) == 1 and first not in known and not place_of(first)):
            run = run[1:]
    run = [token for token in run if _may_name(token.group())]
    words = tuple(fold(token.group()) for token in run)
    if not words or (len(words) == 1 and len(words[0]) < 2):
        return None
    start, end = run[0].start(), run[-1].end()
    return Name(words, text[start:end], start, end)


def _may_name(word: str) -> bool:
    folded = fold(word)
    return folded not in MONTHS and (folded not in FUNCTION or (word.isupper() and len(word) > 1))


def _possessive(word: str) -> bool:
    return word.endswith(("'s", "’s"))


def fold(word: str) -> str:
    """A word in lower case without its possessive, a country for its people."""
    lower = re.sub(r"[’']s?$", "", word.lower().replace("’", "'"))
    return place_of(lower) or PHRASES.get(lower, lower)


def name_words(text: str) -> frozenset[str]:
    """Every word of ``text`` as names are compared, with the initials of its capitalised runs."""
    words = {fold(word) for word in TOKEN.findall(text)}
    words |= {part for word in words for part in re.split(r"[-‑]", word)}
    lower = text.lower()
    words |= {place for phrase, place in PHRASES.items() if phrase in lower}
    capitals = capitalised(text)
    for size in range(2, 6):
        for start in range(len(capitals) - size + 1):
            part = capitals[start : start + size]
            if all(b.start() - a.end() <= 5 for a, b in pairwise(part)):
                words.add("".join(token.group()[0] for token in part).lower())
    return frozenset(words)


def places(text: str) -> frozenset[str]:
    """The countries that ``text`` names, by their own name or their people's."""
    found = {fold(token) for token in TOKEN.findall(text) if token[0].isupper()}
    lower = text.lower()
    return frozenset(w for w in found if place_of(w)) | frozenset(
        place for phrase, place in PHRASES.items() if phrase in lower
    )


def quoted(text: str) -> list[str]:
    """The words of ``text`` that stand in quotation marks."""
    return [(match["double"] or match["single"]).strip() for match in QUOTED.finditer(text)]


def plain_quote(text: str) -> str:
    """``text`` as quotations are compared: one kind of mark and space, no note numbers, no case."""
    text = re.sub(r"[\[{【]\s*\d{1,3}\s*[\]}】]", "", text)
    text = re.sub(r"[“”„«»\"‘’'`]", "'", text)
    text = re.sub(r"[-‐‑‒–—−]", "-", text).replace("\u00ad", "")
    return re.sub(r"\s+", " ", text).strip(" .,;:!?'").lower()
