"""Words and phrases that say the same, by a list that people wrote (``wordlists/alike.txt``).

A list and no model: what is alike in use is often no synonym ("rose" and "fell"), and a check
needs to be read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.wordlists import lines
from assistant.words import STOP_WORDS, stem

WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
Key = tuple[str, ...]
PARTICLES = frozenset("up over back away out off in down on".split())
GAP = 3
"""Words that may stand within a verb of two: "hand the person over"."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its stem, and the groups of the list that it or its phrase is in."""

    shown: str
    stem: str
    groups: frozenset[int]

    @property
    def of_sense(self) -> bool:
        """Whether it is more than a word that only holds others together."""
        return self.shown not in STOP_WORDS


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of ``text`` in order, each with its groups and those of its phrases."""
    shown = [match.group().lower().replace("’", "'") for match in WORD.finditer(text)]
    shown = [word.removesuffix("'s").removesuffix("'") for word in shown]
    stems = [stem(word) for word in shown]
    groups: list[set[int]] = [set() for _ in stems]
    listed, longest = _listed()
    for start in range(len(stems)):
        for size in range(1, min(longest, len(stems) - start) + 1):
            for place in range(start, start + size):
                groups[place] |= listed.get(tuple(stems[start : start + size]), frozenset())
        for place in range(start + 2, min(start + GAP + 2, len(stems))):
            if shown[place] in PARTICLES and (key := (stems[start], stems[place])) in listed:
                groups[start] |= listed[key]
                groups[place] |= listed[key]
    return tuple(
        Word(word, stemmed, frozenset(of_word))
        for word, stemmed, of_word in zip(shown, stems, groups, strict=True)
    )


@lru_cache(maxsize=1)
def _listed() -> tuple[dict[Key, frozenset[int]], int]:
    """Each word or phrase of the list, as stems, to its groups; how many words the longest has."""
    found: dict[Key, set[int]] = {}
    for number, line in enumerate(lines("alike.txt")):
        for member in line.split(","):
            key = tuple(stem(match.group().lower()) for match in WORD.finditer(member))
            found.setdefault(key, set()).add(number)
    return {key: frozenset(of) for key, of in found.items()}, max(map(len, found))
