"""Whether the figure that was asked for stands in an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals.questions import Number

SCALES = {
    "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9,
    "trillion": 1e12,
}  # fmt: skip
SPELT = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
TIMES = ("hour", "day", "week", "month", "year")
SIGNS = {
    "£": "£",
    "$": "$",
    "€": "€",
    "gbp": "£",
    "usd": "$",
    "eur": "€",
    "pound": "£",
    "euro": "€",
}

FIGURE = re.compile(
    r"(?P<sign>[£$€]\s?)?"
    rf"(?:(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?)|\b(?P<word>{'|'.join(SPELT)})\b)"
    r"(?:[\s-]?(?P<scale>thousand|million|billion|trillion|bn|mn|[mk])\b)?"
    r"(?P<percent>\s?(?:%|per\s?cent\b))?"
    r"(?:[\s-](?P<next>[^\W\d_]+))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A figure of a text: its value, and the units that it may be of."""

    value: float
    sign: str
    percent: bool
    next: str
    """The word after it, in lower case."""


@lru_cache(maxsize=65536)
def figures(text: str) -> tuple[Said, ...]:
    """Every figure of ``text``, written in digits or (to twenty, and the tens) in words."""
    return tuple(_figures(text))


def _figures(text: str) -> Iterator[Said]:
    for match in FIGURE.finditer(text):
        digits, word, scale = match["digits"], match["word"], match["scale"]
        value = float(digits.replace(",", "")) if digits else float(SPELT[word.lower()])
        value *= SCALES[scale.lower()] if scale else 1.0
        yield Said(
            value,
            (match["sign"] or "").strip(),
            bool(match["percent"]),
            (match["next"] or "").lower(),
        )


def matches(number: Number, text: str) -> bool:
    """Whether a figure of ``text`` is ``number``, within its tolerance and of its unit.

    Of a percentage, a currency and a stretch of time the unit must be the same. What is counted
    (people, boats) is called many things, so there it is enough that the figure is neither a
    percentage nor money.
    """
    return any(
        abs(said.value - number.value) <= number.tolerance + 1e-9 * max(1.0, abs(number.value))
        and _same_unit(number.unit.strip().lower(), said)
        for said in figures(text)
    )


def _same_unit(unit: str, said: Said) -> bool:
    if unit in {"%", "percent", "per cent"}:
        return said.percent
    sign = SIGNS.get(unit) or SIGNS.get(unit.rstrip("s"))
    if sign:
        return said.sign == sign or SIGNS.get(said.next.rstrip("s")) == sign
    time = next((time for time in TIMES if unit.rstrip("s") == time), "")
    if time:
        return said.next.rstrip("s") == time
    return not said.percent and not said.sign if unit else True
