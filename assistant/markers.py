"""Citation markers in the many forms that models write, and nothing that merely looks like one.

``[1]``, ``[1, 2]``, ``[1-3]``, ``【1†source】``, ``[^1]``, ``[Passage 2]`` and ``(source 2)`` are
markers; ``[2023] UKSC 42``, ``[1,900]``, ``Article 33(2)`` and ``[sic]`` are words of the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

WORD = r"(?:passages?|sources?|citations?|cites?|refs?|references?|documents?|docs?|nos?\.?|notes?)"
NUMBER = r"\d{1,3}"
RANGE = rf"{NUMBER}(?:\s*(?:-|–|—|to)\s*\^?#?{NUMBER})?"
ITEM = rf"(?:{WORD}\s*)?[\^#]?\s*(?:\d+:)?{RANGE}"
LIST = rf"{ITEM}(?:\s*(?:,\s*(?:and\s+)?|;\s*|&\s*|\band\s+){ITEM})*"
# What models add after the number: "[1†source]", "[1, paragraph 6]", "[2: Evening Standard]".
REST = r"(?:†[^\]】\n]{0,40}|(?:\s*[,:;|]\s*(?![\d^#])[^\[\]【】\n]{1,60}))?"
BRACKETED = rf"(?:\[\s*{LIST}{REST}\s*\]|[【［〔⟦]\s*{LIST}{REST}\s*[】］〕⟧])"
NAMED = rf"\(\s*(?:see\s+)?{WORD}\s*[\^#]?\s*{LIST}\s*\)"
MARKER = re.compile(rf"{BRACKETED}|{NAMED}", re.IGNORECASE)
JOINED = re.compile(rf"\[\s*({NUMBER})\s*\]\s*(?:-|–|—)\s*\[\s*({NUMBER})\s*\]")
AMOUNT = re.compile(r"[\[【]\s*\d{1,3}(?:,\d{3})+\s*[\]】]")
ROUND = re.compile(rf"(?<=[^\s(]) \(({NUMBER}(?:\s*,\s*{NUMBER})*)\)(?=\s*[.!?;,]?\s*$)")
PART_OF_A_LAW = re.compile(
    r"\b(?:articles?|arts?\.?|sections?|ss?\.?|sub\w*|paragraphs?|paras?\.?|rules?|regulations?|"
    r"regs?\.?|clauses?|annex|schedules?|parts?|chapters?|steps?|points?|options?|tables?|figures?|"
    r"numbers?|version|phase|objective)"
    r"(?:\s*\d+\w*)?$",
    re.IGNORECASE,
)
WIDEST = 20
"""Passages that one range may span; a wider one is a slip and not a citation."""


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker: where it stood in the text and the passage numbers it names."""

    start: int
    end: int
    shown: str
    numbers: tuple[int, ...]


def find_markers(text: str) -> list[Marker]:
    """The bracketed markers of ``text`` in order, never overlapping."""
    joined = [
        Marker(m.start(), m.end(), m.group(), _between(int(m[1]), int(m[2])))
        for m in JOINED.finditer(text)
    ]
    single = [
        Marker(m.start(), m.end(), m.group(), _numbers(m.group()))
        for m in MARKER.finditer(text)
        if not AMOUNT.fullmatch(m.group()) and not any(j.start <= m.start() < j.end for j in joined)
    ]
    return sorted((*joined, *single), key=lambda marker: marker.start)


def find_round(sentence: str) -> Marker | None:
    """A closing ``(1)`` of a sentence without other markers, unless it numbers a part of a law."""
    match = ROUND.search(sentence)
    if match is None or PART_OF_A_LAW.search(sentence[: match.start()]):
        return None
    return Marker(match.start(), match.end(1) + 1, match.group().strip(), _numbers(match.group()))


def without(text: str, markers: list[Marker]) -> str:
    """``text`` without its markers and the gaps they leave."""
    kept, position = [], 0
    for marker in markers:
        kept.append(text[position : marker.start])
        position = marker.end
    kept.append(text[position:])
    joined = re.sub(r"[ \t]+(?=[.,;:!?](?:\s|$|[”\"’)]))", "", "".join(kept))
    return re.sub(r"[ \t]{2,}", " ", joined).strip()


def _numbers(shown: str) -> tuple[int, ...]:
    # The "4:" of "【4:0†source】" numbers a search and not a passage; the rest names a place in it.
    inside = re.sub(r"†.*", "", shown.strip("[]【】［］〔〕⟦⟧() "))
    listed = re.match(LIST, re.sub(r"^see\s+", "", inside, flags=re.IGNORECASE), re.IGNORECASE)
    found: list[int] = []
    for item in re.finditer(RANGE, re.sub(r"\d+:", "", listed.group() if listed else "")):
        ends = [int(number) for number in re.findall(NUMBER, item.group())]
        found += _between(ends[0], ends[-1]) if len(ends) == 2 else ends
    return tuple(dict.fromkeys(found))


def _between(first: int, last: int) -> tuple[int, ...]:
    return tuple(range(first, last + 1)) if 0 <= last - first < WIDEST else (first, last)
