"""A document's text while it is put together, and the sections it consists of.

Sections cover the text from end to end: each is what a locator names (a paragraph, a row, a point
of an article) together with the headings that stand directly above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

COMFORT = 150
"""Word pieces up to which short neighbouring paragraphs share a passage."""


POINT = re.compile(r"^, (point|indent) (\d+)$")


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a section stands, so that neighbours can be named together.

    ``Locator("Annex 1", "Article", ("3", "(2)"))`` reads "Annex 1, Article 3(2)".
    """

    place: str = ""
    unit: str = ""
    path: tuple[str, ...] = ()
    note: str = ""
    """What else is to be known of it: " (deleted)"."""

    def __str__(self) -> str:
        named = " ".join(filter(None, (self.unit, "".join(self.path))))
        return ", ".join(filter(None, (self.place, named))) + self.note

    def alike(self, other: Locator) -> bool:
        """Whether both can be named together."""
        return (self.place, self.unit, self.note) == (other.place, other.unit, other.note)

    def to(self, last: Locator) -> Locator:
        """The locator of everything from here to ``last``, which has the same place and unit."""
        if self.path == last.path:
            return self
        shared = 0
        while (
            shared < min(len(self.path), len(last.path)) and self.path[shared] == last.path[shared]
        ):
            shared += 1
        if shared in {len(self.path), len(last.path)}:
            return replace(self, path=self.path[:shared])
        unit = self.unit if shared or not self.unit else f"{self.unit}s"
        span = _span(self.path[shared], last.path[shared])
        return replace(self, unit=unit, path=(*self.path[:shared], span))


def _span(first: str, last: str) -> str:
    one, other = POINT.match(first), POINT.match(last)
    return f", {one[1]}s {one[2]}–{other[2]}" if one and other else f"{first}–{last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The stretch ``[start, end)`` of a text that one locator names."""

    start: int
    end: int
    locator: Locator
    heading: tuple[str, ...] = ()
    group: Hashable = None
    """Neighbours of one group belong together: they share a passage as long as it fits."""
    comfort: int = COMFORT
    """Word pieces up to which it may share a passage with neighbours of another group; 0: never."""
    language: str = ""
    """Its language where that is not the document's."""


class Paragraphs:
    """Counts the paragraphs of a text as a reader does, and the points of the lists in them."""

    def __init__(self) -> None:
        self._count = 0
        self._points = 0
        self._headed = False

    def head(self) -> None:
        """A heading: a list right under it belongs to no paragraph above."""
        self._headed = True

    def next(self, *, item: bool) -> Locator:
        """The locator of the paragraph, or of the item of a list, that comes now."""
        begins = not item or self._headed or not self._count
        self._count += begins
        self._points = (0 if begins else self._points) + item
        self._headed = False
        point = (f", point {self._points}",) if item else ()
        return Locator(unit="paragraph", path=(str(self._count), *point))


class Draft:
    """A text that grows block by block, keeping the sections and the trail of headings."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.language = ""
        """The language of what comes next, where it is not the document's."""
        self._written: list[str] = []
        self._length = 0
        self._trail: list[tuple[int, str]] = []
        self._pending: int | None = None

    @property
    def text(self) -> str:
        """All that has been added."""
        return "".join(self._written)

    @property
    def heading(self) -> tuple[str, ...]:
        """The headings above whatever comes next, outermost first."""
        return tuple(text for _, text in self._trail)

    def begin(self, text: str, level: int) -> None:
        """A heading; it belongs to the section that follows."""
        while self._trail and self._trail[-1][0] >= level:
            self._trail.pop()
        self._trail.append((level, text))
        start = self._write(text, "\n\n")
        self._pending = start if self._pending is None else self._pending

    def add(
        self,
        text: str,
        locator: Locator,
        *,
        group: Hashable,
        comfort: int = COMFORT,
        tight: bool = False,
        language: str | None = None,
    ) -> None:
        """A section; ``tight`` sets it on the next line instead of after a blank one."""
        start = self._write(text, "\n" if tight and self._pending is None else "\n\n")
        self.sections.append(
            Section(
                start=start if self._pending is None else self._pending,
                end=self._length,
                locator=locator,
                heading=self.heading,
                group=group,
                comfort=comfort,
                language=self.language if language is None else language,
            )
        )
        self._pending = None

    def finish(self) -> None:
        """Give headings that nothing follows to the section before them."""
        if self._pending is None:
            return
        if self.sections:
            self.sections[-1] = replace(self.sections[-1], end=self._length)
        else:
            whole = Section(start=0, end=self._length, locator=Locator(unit="heading"), group=None)
            self.sections.append(whole)
        self._pending = None

    def lay_over(self, text: str) -> None:
        """Become ``text``, which has the same words with other white space and some lines more.

        Sections keep their words; the first begins with the text. Where a section's words are not
        there in one run, nothing changes.
        """
        sections: list[Section] = []
        at = 0
        for section in self.sections:
            words = self.text[section.start : section.end].split()
            found = re.compile(r"\s+".join(map(re.escape, words))).search(text, at)
            if found is None:
                return
            start, at = (found.start() if sections else 0), found.end()
            sections.append(replace(section, start=start, end=at))
        self.sections, self._written, self._length = sections, [text], len(text)

    def _write(self, text: str, gap: str) -> int:
        if self._length:
            self._written.append(gap)
            self._length += len(gap)
        start = self._length
        self._written.append(text)
        self._length += len(text)
        return start
