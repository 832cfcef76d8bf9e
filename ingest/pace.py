"""How much longer a run will take, said only when that can be told."""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePath

LEAST_SECONDS = 10.0
LEAST_SHARE = 0.05
"""No estimate before so much time has passed and so much of the bytes is done."""


class Pace:
    """What is done and what is left, in passages: they are what takes the time.

    How many passages a megabyte holds differs tenfold between a web page and plain text, so it is
    learnt for each kind of file from those that are done.
    """

    def __init__(self) -> None:
        self._left: dict[str, int] = defaultdict(int)
        self._read: dict[str, int] = defaultdict(int)
        self._passages: dict[str, int] = defaultdict(int)
        self._stored = 0

    def expect(self, name: str, size: int) -> None:
        """A source of ``size`` bytes is to be read."""
        self._left[_ending(name)] += size

    def read(self, name: str, size: int, passages: int) -> None:
        """It has been read, and held so many passages."""
        ending = _ending(name)
        self._left[ending] -= size
        self._read[ending] += size
        self._passages[ending] += passages

    def stored(self, passages: int) -> None:
        """So many passages are embedded and stored."""
        self._stored += passages

    def seconds_left(self, elapsed: float) -> float | None:
        """Seconds until all is stored, ``elapsed`` after the first was begun; None: not known."""
        read, left = sum(self._read.values()), sum(self._left.values())
        known = elapsed >= LEAST_SECONDS and read >= LEAST_SHARE * (read + left)
        if not known or not self._stored:
            return None
        whole = sum(self._passages.values()) / max(1, read)
        expected = sum(
            size * (self._passages[ending] / self._read[ending] if self._read[ending] else whole)
            for ending, size in self._left.items()
        )
        waiting = sum(self._passages.values()) - self._stored
        return elapsed * (expected + waiting) / self._stored


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower()
