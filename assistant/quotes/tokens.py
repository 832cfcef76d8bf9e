"""Texts as words that can be compared, each with the span it has in its text.

Marks, dashes, case, spacing, spelling variants, contractions and the way numbers are written make
no difference between two words; everything else does.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

WORD = re.compile(
    r"[£$€]|\d+(?:[.,]\d+)*|%|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*['’]?(?=\W|\d|_|$)|[^\W_]", re.UNICODE
)
JOINED = re.compile(r"\b(co|re|pre|non|anti|mid|multi|inter)[-‐‑](?=[^\W\d_])", re.IGNORECASE)

CONTRACTED = {"n't": "not", "'ve": "have", "'re": "are", "'ll": "will", "'m": "am"}
IS = frozenset("it he she that there what who where here how".split())
IRREGULAR = {"can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"),
             "shan't": ("shall", "not"), "let's": ("let", "us")}  # fmt: skip
NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}
SPELLINGS = {
    "labor": "labour", "color": "colour", "center": "centre", "defense": "defence",
    "honor": "honour",
    "favor": "favour", "program": "programme", "neighbor": "neighbour", "behavior": "behaviour",
    "harbor": "harbour", "gray": "grey", "toward": "towards", "percent": "percent", "%": "percent",
    "judgement": "judgment", "catalog": "catalogue", "traveling": "travelling", "ok": "okay",
}  # fmt: skip
IZE = re.compile(r"(?<=[a-z]{3})iz(?=(?:e[ds]?|ing|ations?|ers?)$)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is compared, and ``text[start:end]``, what stands in the text."""

    norm: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """The words of ``text`` in order; a contraction is two words with one span."""
    joined = {match.end() - 1 for match in JOINED.finditer(text)}
    tokens: list[Token] = []
    for match in WORD.finditer(text):
        start, end = match.span()
        norms = _norms(match.group())
        if start - 1 in joined and tokens and tokens[-1].end == start - 1:
            first = tokens.pop()
            start, norms = first.start, (first.norm + norms[0], *norms[1:])
        if norms == ("cent",) and tokens and tokens[-1].norm == "per":
            start, norms = tokens.pop().start, ("percent",)
        tokens += [Token(norm, start, end) for norm in norms]
    return tokens


def _norms(word: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", word).casefold().replace("’", "'").replace("ʼ", "'")
    if plain[0].isdigit():
        return (re.sub(r",(?=\d{3}(?!\d))", "", plain),)
    if plain in IRREGULAR:
        return IRREGULAR[plain]
    for ending, full in CONTRACTED.items():
        if plain.endswith(ending) and len(plain) > len(ending):
            return (plain.removesuffix(ending), full)
    if plain.endswith("'s") and plain[:-2] in IS:
        return (plain[:-2], "is")
    plain = plain.rstrip("'") or plain
    plain = NUMBERS.get(plain, SPELLINGS.get(plain, plain))
    if plain.endswith("s") and plain[:-1] in SPELLINGS:
        plain = SPELLINGS[plain[:-1]] + "s"
    return (IZE.sub("is", plain),)
