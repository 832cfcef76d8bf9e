"""Whether the words of a sentence are its source's, or say the same as words of its source.

Every word of sense has to be answered: by its own stem, by a word or phrase that says the same
(``assistant/thesaurus.py``), or by being one that holds others together (``wordlists/light.txt``).
A word that none of these answers is something that the source does not say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.claims import CURRENCIES, MONTHS, PART_OF_MONTH, SCALES, SMALL
from assistant.thesaurus import Word, words_of
from assistant.wordlists import lines
from assistant.words import stem

if TYPE_CHECKING:
    from collections.abc import Iterable


AGO = re.compile(
    r"\b(?:first|last|next) (?:\w+ )?months?\b"
    r"|\bin the (?:space|course) of an? (?:single )?year\b|\byear[- ]on[- ]year\b|\b\w+-year(?=\s)"
    r"|\b(?:(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+)\s)?"
    r"(?:years?|months?|weeks?|days?) (?:before|earlier|later|after|previously|sooner|afterwards|"
    r"beforehand)\b",
    re.IGNORECASE,
)
"""How far apart two dates are: held against the dates themselves."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says, as it answers the words of another: stems and groups that say the same."""

    stems: frozenset[str]
    groups: frozenset[int]

    def answers(self, word: Word) -> bool:
        """Whether it has the word or one that says the same."""
        return word.stem in self.stems or bool(word.groups & self.groups)


@lru_cache(maxsize=8192)
def said(text: str) -> Said:
    """What ``text`` says."""
    found = words_of(text)
    groups: frozenset[int] = frozenset().union(*(word.groups for word in found))
    return Said(frozenset(word.stem for word in found), groups)


COUNTED = frozenset({*MONTHS, *SMALL, *SCALES, *CURRENCIES, "percent", "cent", "percentage"})
"""Words of dates and figures, which are held against the source as such."""


@lru_cache(maxsize=1024)
def sense(text: str) -> tuple[Word, ...]:
    """The words of sense of ``text`` that are no figures and no dates."""
    return tuple(
        word
        for word in words_of(AGO.sub(" ", PART_OF_MONTH.sub(" ", text)))
        if word.of_sense and word.shown[0].isalpha() and word.shown not in COUNTED
    )


def answered(text: str, source: str) -> float:
    """The share of the words of sense of ``text`` that ``source`` answers; 1.0 without any.

    Light words do not count.
    """
    wanted, there = [word for word in sense(text) if word.stem not in light()], said(source)
    return sum(map(there.answers, wanted)) / len(wanted) if wanted else 1.0


def unanswered(words: Iterable[Word], source: str) -> list[str]:
    """Those of ``words`` that ``source`` does not answer, light ones and a few common ones not."""
    there = said(source)
    new = [word for word in words if word.stem not in light() and not there.answers(word)]
    own = [word for word in new if word.stem in common() or _says_how(word.shown)]
    return [word.shown for word in new if len(own) > MOST_COMMON or word not in own]


SHORTEST = 5
"""Letters of the shortest adverb in -ly."""


def _says_how(word: str) -> bool:
    """Whether a word is an adverb that only tells in which manner."""
    return word.endswith("ly") and len(word) >= SHORTEST and word not in telling()


MOST_COMMON = 2
"""General words that a sentence may bring along."""


@lru_cache(maxsize=1)
def light() -> frozenset[str]:
    """The stems of words that hold others together."""
    return _stems("light.txt")


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """The stems of general words by which no fact can be bent."""
    return _stems("common.txt")


@lru_cache(maxsize=1)
def telling() -> frozenset[str]:
    """Words in -ly that limit, time, count or judge."""
    return frozenset(word for line in lines("adverbs.txt") for word in line.split())


def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(word) for line in lines(name) for word in line.split())
