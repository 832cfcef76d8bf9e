"""The counters of numbered paragraphs, which word processors draw and do not store."""

from __future__ import annotations

from dataclasses import dataclass, field

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
MOST_LEVELS = 10


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is counted."""

    form: str = ""
    """"1", "a", "A", "i" or "I"; "" where the level has bullets or nothing."""
    pattern: str = ""
    """What is shown, "%1" standing for the counter of the first level: "Article %1", "%1.%2."."""
    start: int = 1


@dataclass(slots=True)
class Counters:
    """The counters of one list, level by level, as its paragraphs come by."""

    levels: tuple[Level, ...]
    _counts: list[int | None] = field(default_factory=lambda: [None] * MOST_LEVELS)

    def next(self, depth: int) -> str:
        """The marker of the next paragraph at ``depth`` (0 the outermost); "" for a bullet."""
        if not 0 <= depth < min(len(self.levels), MOST_LEVELS):
            return ""
        for above in range(depth):
            if self._counts[above] is None:
                self._counts[above] = self.levels[above].start
        before = self._counts[depth]
        self._counts[depth] = self.levels[depth].start if before is None else before + 1
        self._counts[depth + 1 :] = [None] * (MOST_LEVELS - depth - 1)
        return self._shown(depth) if self.levels[depth].form else ""

    def restart(self, depth: int, start: int) -> None:
        """Have the next paragraph at ``depth`` counted from ``start``."""
        self._counts[depth] = start - 1

    def _shown(self, depth: int) -> str:
        marker = self.levels[depth].pattern
        for level in range(depth, -1, -1):
            number = counted(self._counts[level] or 0, self.levels[level].form)
            marker = marker.replace(f"%{level + 1}", number)
        return " ".join(marker.split())


def counted(number: int, form: str) -> str:
    """``number`` as a list counts in ``form``: 3 is "3", "c", "C", "iii" or "III"."""
    if form in {"a", "A"} and 1 <= number <= 26 * 26:
        # The 27th is "aa", the 28th "bb": as word processors have it.
        letters = chr(ord(form) + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters[:26]
    if form in {"i", "I"} and 1 <= number < 4000:
        roman = ""
        for value, sign in ROMAN:
            roman += sign * (number // value)
            number %= value
        return roman if form == "i" else roman.upper()
    return str(number)
