"""What a number says that is rounded, or written after "almost", "more than" or "around"."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


class Hedge(StrEnum):
    """What the words before a number make of it."""

    NONE = ""
    MORE = "more than"
    LESS = "less than"
    ALMOST = "almost"
    JUST_OVER = "just over"
    ABOUT = "about"


FORMS = (
    (Hedge.JUST_OVER, r"just (?:over|above)|(?:slightly|a little|little) (?:more than|over)"),
    (
        Hedge.ALMOST,
        r"almost|nearly|just (?:under|below|short of|shy of)|close to|approaching|not quite",
    ),
    (
        Hedge.MORE,
        (
            r"(?:no (?:fewer|less) than|more than|over|above|at least|upwards? of|in excess of"
            r"|exceed(?:s|ed|ing)|topp(?:ed|ing)|passed|surpassed)"
        ),
    ),
    (Hedge.LESS, r"(?:no more than|fewer than|less than|under|below|up to|at most)"),
    (
        Hedge.ABOUT,
        r"about|around|roughly|some|approximately|circa|an estimated|in the region of|~",
    ),
)
"""The words, the longest forms first: "just over" is not "over"."""
BEFORE = tuple(
    (hedge, re.compile(rf"(?:^|\b|(?<=\s))(?:{form}) ?(?:a |the )?$", re.IGNORECASE))
    for hedge, form in FORMS
)
ALMOST_WITHIN = 0.1
"""How far below, as a share of the number, "almost" may be; how far above "just over"."""
ABOUT_WITHIN = 0.05
FAR = 0.25
"""Beyond this share "more than" is true and says little."""


def hedge_before(text: str) -> Hedge:
    """What stands right before a number, given the text up to it."""
    near = text[-32:].rstrip(" £€$")
    return next((hedge for hedge, form in BEFORE if form.search(near)), Hedge.NONE)


def step(shown: str, value: Decimal) -> float:
    """The smallest amount that a number as it is written tells apart: 1,900 is in hundreds.

    "3.5 million" is in hundreds of thousands; 968 in ones.
    """
    digits = re.search(r"\d[\d,\u00a0\u2009\u202f]*(?:\.(\d+))?", shown)
    if digits is None:
        return 1.0
    written = float(re.sub(r"[^\d.]", "", digits[0]))
    scale = float(value) / written if written else 1.0
    if digits[1]:
        return scale * 10.0 ** -len(digits[1])
    whole = re.sub(r"\D", "", digits[0])
    zeros = len(whole) - len(whole.rstrip("0")) if written else 0
    return float(scale * 10.0**zeros)


def says(claimed: float, theirs: float, hedge: Hedge, step: float) -> bool:
    """Whether a number, as it is written and hedged, is true of another."""
    match hedge:
        case Hedge.MORE:
            return theirs >= claimed
        case Hedge.LESS:
            return theirs <= claimed
        case Hedge.ALMOST:
            return claimed * (1 - ALMOST_WITHIN) <= theirs < claimed
        case Hedge.JUST_OVER:
            return claimed < theirs <= claimed * (1 + ALMOST_WITHIN)
        case Hedge.ABOUT:
            return abs(theirs - claimed) <= max(step / 2, ABOUT_WITHIN * abs(claimed))
        case Hedge.NONE:
            return abs(theirs - claimed) <= step / 2 * (1 + 1e-9)
