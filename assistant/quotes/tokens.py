"""Texts as words that can be compared, each with the span it has in its text.

Marks, dashes, case, spacing, spelling variants, contractions and the way numbers are written make
no difference between two words; everything else does.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from assistant.quotes import numerals
from assistant.quotes.spelling import ACRONYMS, spelled

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = "[\u00ad\u200b-\u200d\u2060\ufeff]*"
_LETTER = rf"[^\W\d_]{_GAP}"
_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f"
"""Scripts that leave no space between words: there each character is compared as a word."""

WORD = re.compile(
    rf"[{_ALONE}]|(?<!\w)(?:[A-Za-z]\.){{2,}}(?:[A-Za-z](?!\w))?|[£$€%&]"
    rf"|\d+(?:[.,]\d+)*(?:(?:st|nd|rd|th|k|m|mn|bn|tn)(?!\w))?"
    rf"|(?:(?![{_ALONE}]){_LETTER})+(?:['’ʼ](?:{_LETTER})+)*|[^\W_]",
    re.IGNORECASE,
)
PREFIXED = re.compile(
    r"\b(?:co|re|pre|non|anti|mid|multi|inter|over|under|sub|counter)[-‐‑](?=[^\W\d_])",
    re.IGNORECASE,
)
APART = frozenset(
    "resign reform resent represent recover recreation release resort remark react retreat reserve "
    "recollect recount redress relay resound repose retract coop".split()
)
"""Words that are others with a hyphen: to re-sign is not to resign."""

TIGHT = re.compile(r"[\s\-‐‑]*")
MINUS = re.compile(r"(?:(?<=[\s(\[])|^)[-−](?=\d)")
AFTER_HAS = frozenset("been got become had gone made done".split())
SPECIAL = frozenset("'s 'd cent".split())
SCALES = numerals.MAGNITUDES.keys() | {"hundred"}
NUMERIC = numerals.WORDS | numerals.CURRENCIES.keys()


class Token(NamedTuple):
    """A word as it is compared, and ``text[start:end]``, what stands in the text."""

    norm: str
    start: int
    end: int


def tokenise(text: str, first: int = 0, last: int | None = None) -> list[Token]:
    """The words of ``text[first:last]`` in order; a contraction is two words with one span."""
    last = len(text) if last is None else last
    return _with_values(text, _with_auxiliaries(_words(text, first, last)))


def norms(tokens: Sequence[Token]) -> list[str]:
    """The words as they are compared."""
    return [token.norm for token in tokens]


def _words(text: str, first: int, last: int) -> list[Token]:
    prefixes = {match.end() for match in PREFIXED.finditer(text, first, last)}
    below = {match.start() for match in MINUS.finditer(text, first, last)}
    tokens: list[Token] = []
    for match in WORD.finditer(text, first, last):
        start, end = match.span()
        word = match.group()
        if word[0].isdigit():
            if start - 1 in below:
                tokens.append(Token("minus", start - 1, start))
            tokens.append(Token(word.casefold(), start, end))
            continue
        if word in ACRONYMS and _shouted(text, start, end):
            word = word.lower()
        found = spelled(word)
        if len(found) == 1 and start not in prefixes and found[0] not in SPECIAL:
            tokens.append(Token(found[0], start, end))
            continue
        if start in prefixes and tokens and tokens[-1].end == start - 1:
            joined = tokens[-1].norm + found[0]
            if joined not in APART:
                start, found = tokens.pop().start, (joined, *found[1:])
        if found == ("cent",) and tokens and tokens[-1].norm == "per":
            start, found = tokens.pop().start, ("percent",)
        tokens += [Token(norm, start, end) for norm in found]
    return tokens


def _shouted(text: str, start: int, end: int) -> bool:
    around = re.findall(r"[^\W\d_]{2,}", text[max(0, start - 15) : start] + text[end : end + 15])
    return bool(around) and all(word.isupper() for word in around)


def _with_auxiliaries(tokens: list[Token]) -> list[Token]:
    """An 's or 'd as the word it stands for: "it's been" is "it has been"."""
    for place, token in enumerate(tokens):
        if token.norm in {"'s", "'d"}:
            after = tokens[place + 1].norm if place + 1 < len(tokens) else ""
            past = after in AFTER_HAS
            full = ("has" if past else "is") if token.norm == "'s" else "had" if past else "would"
            tokens[place] = Token(full, token.start, token.end)
    return tokens


def _with_values(text: str, tokens: list[Token]) -> list[Token]:
    """The words of each number as one, with the currency it is of."""
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        norm = tokens[place].norm
        if norm in NUMERIC or norm[0].isdigit() or (norm == "a" and _scaled(tokens, place)):
            token, used = _number(text, tokens, place) or (tokens[place], 1)
        else:
            token, used = tokens[place], 1
        found.append(token)
        place += used
    return found


def _scaled(tokens: list[Token], place: int) -> bool:
    return place + 1 < len(tokens) and tokens[place + 1].norm in SCALES


def _number(text: str, tokens: list[Token], place: int) -> tuple[Token, int] | None:
    """The number at ``place`` as one word, and of how many it was made; None for no number."""
    sign = numerals.CURRENCIES.get(tokens[place].norm, "")
    first = place + bool(sign)
    near = _adjacent(text, tokens, first)
    if not near or (sign and not TIGHT.fullmatch(text, tokens[place].end, near[0].start)):
        return None
    value, used = _value([token.norm for token in near])
    if not used:
        return None
    unit = sign
    if not sign and used < len(near) and near[used].norm in numerals.CURRENCY_WORDS:
        unit = numerals.CURRENCY_WORDS[near[used].norm]
        used += 1
    if value.endswith("th") or value[-2:] in {"st", "nd", "rd"}:
        value = _day(tokens, first, value)
    norm = f"{value} {unit}" if unit else value
    return Token(norm, tokens[place].start, near[used - 1].end), used + bool(sign)


def _adjacent(text: str, tokens: list[Token], first: int) -> list[Token]:
    """The words from ``first`` on that only spaces or hyphens part, at most a dozen."""
    near = tokens[first : first + 1]
    for token in tokens[first + 1 : first + 12]:
        if not TIGHT.fullmatch(text, near[-1].end, token.start):
            break
        near.append(token)
    return near


def _value(words: list[str]) -> tuple[str, int]:
    """The number that the first words are, and how many they are; ("", 0) for none."""
    first = words[0]
    if first == "a" and words[1:2] and words[1] in SCALES:
        value, used = numerals.spoken(["one", *words[1:]])
        return str(value), used
    if not first[0].isdigit():
        value, used = numerals.spoken(words)
        return (str(value), used) if used else ("", 0)
    stem = first.rstrip("kmbnt")
    glued = first[len(stem) :]
    plain = numerals.digits(stem)
    if not numerals.DIGITS.fullmatch(plain):
        return plain + glued, 1
    if glued in numerals.GLUED:
        return numerals.plain(Decimal(plain) * numerals.GLUED[glued]), 1
    if words[1:2] and words[1] in numerals.MAGNITUDES:
        return numerals.plain(Decimal(plain) * numerals.MAGNITUDES[words[1]]), 2
    return plain, 1


def _day(tokens: list[Token], place: int, value: str) -> str:
    """The number of a day: "18th" beside a month is written 18 as well."""
    beside = {token.norm for token in tokens[max(0, place - 1) : place + 2]}
    return value[:-2] if beside & numerals.MONTHS else spelled(value)[0]
