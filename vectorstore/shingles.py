"""What two texts share, by their 5-word shingles: each is a number, so that a set is an array.

Containment (Broder 1997, "On the resemblance and containment of documents") is the part of the
smaller set that the larger one has: papers cut agency stories, and the Jaccard index of a cut copy
is as low as a rewrite's.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.uint64]

SHINGLE = 5
WORD = re.compile(r"\w+")
SPEECH = re.compile(r"“[^”\n]*(?:[”\n]|\Z)|\"[^\"\n]*(?:[\"\n]|\Z)")
"""What stands between quotation marks; a speech that goes on in the next paragraph leaves its mark
open, so the end of the paragraph ends it here."""

BLANK = 1
"""The number of a name or a figure where those are blanked; no word has it."""


@dataclass(frozen=True)
class Shingles:
    """A text as sorted arrays of its distinct shingles."""

    text: str

    @cached_property
    def plain(self) -> Numbers:
        """Of all words; a text of fewer than five words is one shingle, or none."""
        return _shingles(list(map(_number, WORD.findall(self.text.casefold()))))

    @cached_property
    def narration(self) -> Numbers:
        """Without what is quoted: two reports may quote one statement and be independent."""
        words = WORD.findall(SPEECH.sub(" ", self.text).casefold())
        return _shingles(list(map(_number, words)))

    @cached_property
    def blanked(self) -> Numbers:
        """With every name and figure the same: what a form shares with another filling of it."""
        return _shingles(
            [
                BLANK if word[0].isupper() or not word.isalpha() else _number(word.casefold())
                for word in WORD.findall(self.text)
            ]
        )


def containment(one: Numbers, other: Numbers) -> float:
    """The part of the smaller set that the larger one has; 0 where one is empty."""
    fewest = min(len(one), len(other))
    return shared(one, other) / fewest if fewest else 0.0


def shared(one: Numbers, other: Numbers) -> int:
    """How many shingles two sets have in common."""
    return len(np.intersect1d(one, other, assume_unique=True))


@lru_cache(maxsize=1 << 16)
def _number(word: str) -> int:
    # CRC-32 is the same in every process and release; the mixing below spreads it.
    return zlib.crc32(word.encode("utf-8", "replace")) | 1 << 32


def _shingles(words: Sequence[int]) -> Numbers:
    numbers = np.array(words, dtype=np.uint64)
    if not len(numbers):
        return numbers
    size = min(SHINGLE, len(numbers))
    count = len(numbers) - size + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for at in range(size):
        mixed = _mix(mixed + numbers[at : at + count])
    return np.unique(mixed)


def _mix(numbers: Numbers) -> Numbers:
    """SplitMix64's finaliser (Steele, Lea and Flood 2014): every bit depends on every other."""
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    result: Numbers = mixed ^ (mixed >> np.uint64(31))
    return result
