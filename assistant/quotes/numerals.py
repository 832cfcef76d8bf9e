"""Numbers as values: "two hundred and fifty", "2.6million" and "2,600,000" are each one word."""

from __future__ import annotations

import re
from decimal import Decimal

SMALL = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2
    )
}
MAGNITUDES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
GLUED = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
"""Magnitudes when they follow the digits at once: "£600m"."""

WORDS = SMALL.keys() | TENS.keys() | MAGNITUDES.keys() | {"hundred"}
CURRENCIES = {"£": "pounds", "$": "dollars", "€": "euros"}
CURRENCY_WORDS = {
    "pound": "pounds", "pounds": "pounds", "dollar": "dollars", "dollars": "dollars",
    "euro": "euros", "euros": "euros",
}  # fmt: skip
MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def digits(text: str) -> str:
    """Digits as a plain value where they are a number in English form, else as they stand."""
    if not DIGITS.fullmatch(text) or (text[0] == "0" and text[1:2].isdigit()):
        return text
    return plain(Decimal(text.replace(",", "")))


def plain(value: Decimal) -> str:
    """A value without exponent or trailing zeros."""
    return f"{value.normalize():f}"


def spoken(words: list[str]) -> tuple[int, int]:
    """The value that the first of ``words`` spell, and how many they are; (0, 0) for none.

    "two hundred and fifty boats" is (250, 4).
    """
    total = current = used = 0
    last = ""
    for place, word in enumerate(words):
        if word == "and":
            following = words[place + 1] if place + 1 < len(words) else ""
            if last not in {"hundred", "thousand"} or following not in SMALL.keys() | TENS.keys():
                break
            continue
        grown = _grown(total, current, word, first=not used)
        if grown is None:
            break
        total, current = grown
        used, last = place + 1, word
    return total + current, used


def _grown(total: int, current: int, word: str, *, first: bool) -> tuple[int, int] | None:
    """The sum so far with one more word, or None where the word begins another number."""
    if word in TENS or word in SMALL:
        number = TENS.get(word, SMALL.get(word, 0))
        room = current % 100 == 0 if number >= 10 else current % 10 == 0 and current % 100 != 10
        return (total, current + number) if first or (room and current + total) else None
    if word == "hundred" and (first or 0 < current < 100):
        return total, (current or 1) * 100
    if word in MAGNITUDES and (first or (current and (not total or total > MAGNITUDES[word]))):
        return total + (current or 1) * MAGNITUDES[word], 0
    return None
