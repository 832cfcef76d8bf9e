"""Sections to passages: each fits the embedding model's window, none is cut where it need not be.

A section that fits is never cut. Short neighbours share a passage. A section that is too long is
cut at ends of sentences, a sentence that is too long at white space, and a run of characters
without any white space wherever it has to be.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from ingest.sentences import sentence_spans
from vectorstore.embedding import room
from vectorstore.records import Passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.sections import Section
    from vectorstore.embedding import Embedder

STRETCH = 200_000
"""Characters that are cut into word pieces at once, so that memory stays bounded."""

LONGEST = 6_000
"""Characters a passage may have, however few word pieces a tokenizer makes of them."""


def split(
    text: str, sections: Sequence[Section], embedder: Embedder, title: str, language: str = ""
) -> list[Passage]:
    """The passages of ``text``: ordered, without overlap, together all that sections cover.

    ``language`` is that of the sections which do not name another.
    """
    passages: list[Passage] = []
    for stretch in _stretches(sections):
        ruler = _Ruler(text, stretch[0].start, stretch[-1].end, embedder, title)
        pieces = [piece for section in stretch for piece in ruler.pieces(section)]
        passages.extend(_pack(pieces))
    return [replace(one, language=one.language or language) for one in passages]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A section, or a part of one that was too long; sizes in word pieces."""

    section: Section
    size: int
    room: int
    whole: bool

    @property
    def length(self) -> int:
        return self.section.end - self.section.start


def _stretches(sections: Sequence[Section]) -> Iterator[list[Section]]:
    gathered: list[Section] = []
    for section in sections:
        if gathered and section.end - gathered[0].start > STRETCH:
            yield gathered
            gathered = []
        gathered.append(section)
    if gathered:
        yield gathered


class _Ruler:
    """Measures and cuts a stretch of text by the word pieces of a model."""

    def __init__(self, text: str, start: int, end: int, embedder: Embedder, title: str) -> None:
        self._text, self._embedder, self._title = text, embedder, title
        spans = embedder.token_spans(text[start:end])
        self._starts = [start + begin for begin, _ in spans]
        self._ends = [start + finish for _, finish in spans]

    def pieces(self, section: Section) -> list[_Piece]:
        """``section`` whole if it fits, else cut."""
        space = room(self._embedder, self._title, section.heading)
        if self._fits(section.start, section.end, space):
            return [_Piece(section, self._size(section.start, section.end), space, whole=True)]
        return [
            _Piece(
                replace(section, start=start, end=end), self._size(start, end), space, whole=False
            )
            for start, end in self._cut(section.start, section.end, space)
        ]

    def _size(self, start: int, end: int) -> int:
        return bisect_left(self._starts, end) - bisect_left(self._starts, start)

    def _fits(self, start: int, end: int, space: int) -> bool:
        return self._size(start, end) <= space and end - start <= LONGEST

    def _cut(self, start: int, end: int, space: int) -> list[tuple[int, int]]:
        """Parts of about equal size, of whole sentences as far as these are short enough."""
        parts = max(ceil(self._size(start, end) / space), ceil((end - start) / LONGEST))
        target = min(space, ceil(self._size(start, end) / parts * 1.15))
        cuts: list[tuple[int, int]] = []
        for begin, finish in self._sentences(start, end, space):
            if cuts and self._fits(cuts[-1][0], finish, target):
                cuts[-1] = (cuts[-1][0], finish)
            else:
                cuts.append((begin, finish))
        return [span for span in (self._trimmed(*cut) for cut in cuts) if span[0] < span[1]]

    def _sentences(self, start: int, end: int, space: int) -> Iterator[tuple[int, int]]:
        for begin, finish in sentence_spans(self._text[start:end]):
            if self._fits(start + begin, start + finish, space):
                yield start + begin, start + finish
            else:
                yield from self._words(start + begin, start + finish, space)

    def _words(self, start: int, end: int, space: int) -> Iterator[tuple[int, int]]:
        """Cut a sentence that is too long, at white space where there is any."""
        while not self._fits(start, end, space):
            first = bisect_left(self._starts, start)
            beyond = first + space
            most = self._starts[beyond] if beyond < len(self._starts) else end
            most = min(most, start + LONGEST, end)
            cut = self._white_before(start, most)
            if cut is None:
                cut = self._forced(start, most, space)
            yield start, cut
            start = cut
        yield start, end

    def _white_before(self, start: int, most: int) -> int | None:
        """The last place in ``(start, most]`` that white space precedes, past the first half."""
        for at in range(most, start + (most - start) // 2, -1):
            if self._text[at - 1].isspace():
                return at
        return None

    def _forced(self, start: int, most: int, space: int) -> int:
        # Cutting inside a word can change its word pieces: measured again until it fits.
        while most - start > 1 and len(self._embedder.token_spans(self._text[start:most])) > space:
            most = start + (most - start) * 3 // 4
        return max(most, start + 1)

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        cut = self._text[start:end]
        return start + len(cut) - len(cut.lstrip()), end - (len(cut) - len(cut.rstrip()))


def _pack(pieces: Sequence[_Piece]) -> Iterator[Passage]:
    """Gather each group, then put short neighbouring groups together."""
    gathered: list[_Piece] = []
    groups = list(_groups(pieces))
    for at, group in enumerate(groups):
        alone = at + 1 == len(groups) or not _same_group(group[0], groups[at + 1][0])
        if gathered and not (alone and _may_neighbour(gathered, group)):
            yield _passage(gathered)
            gathered = []
        gathered += group
    if gathered:
        yield _passage(gathered)


def _groups(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Runs of pieces of one group, each as long as fits a passage."""
    run: list[_Piece] = []
    for piece in pieces:
        if run and not (_same_group(run[-1], piece) and _fit([*run, piece])):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _same_group(one: _Piece, other: _Piece) -> bool:
    return (
        one.section.group is not None
        and one.section.group == other.section.group
        and _alike(one, other)
    )


def _alike(one: _Piece, other: _Piece) -> bool:
    first, second = one.section, other.section
    return (
        first.heading == second.heading
        and first.language == second.language
        and first.locator.alike(second.locator)
    )


def _fit(pieces: Sequence[_Piece]) -> bool:
    size = sum(piece.size for piece in pieces)
    length = pieces[-1].section.end - pieces[0].section.start
    return all(piece.whole for piece in pieces) and size <= pieces[0].room and length <= LONGEST


def _may_neighbour(gathered: list[_Piece], group: list[_Piece]) -> bool:
    """Whether two neighbouring groups are short enough to share a passage."""
    together = [*gathered, *group]
    comfort = min(piece.section.comfort for piece in together)
    # A part of one numbered paragraph is not put together with a part of the next.
    return (
        not _same_group(gathered[-1], group[0])
        and _alike(gathered[-1], group[0])
        and _fit(together)
        and sum(piece.size for piece in together) <= comfort
    )


def _passage(pieces: list[_Piece]) -> Passage:
    first, last = pieces[0].section, pieces[-1].section
    return Passage(
        start=first.start,
        end=last.end,
        locator=str(first.locator.to(last.locator)),
        heading=first.heading,
        language=first.language,
    )
