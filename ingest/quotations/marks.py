"""Quotation marks, and the stretches of text that they enclose.

Writers mark speech in many ways and lose a mark now and then. What is relied on, in this order:
which side of a mark has white space, what the glyph says, and whether a stretch is open already.
Only outermost stretches count: what is quoted inside a quotation belongs to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from itertools import accumulate
from typing import TYPE_CHECKING

from ingest.quotations.paragraphs import Paragraph, is_caption

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

DOUBLE = re.compile("``|''|[\"“”„‟«»〝〞〟＂]|‘‘|’’")
SINGLE = re.compile("['‘’‚‛‹›`]")

OPENING_GLYPHS = frozenset(["“", "«", "„", "‟", "〝", "``", "‘‘"])
CLOSING_GLYPHS = frozenset(["”", "»", "〞", "〟", "’’"])
DASHES = "-–—"
BEFORE_OPENING = frozenset("([{" + DASHES + "/*_>\"“”„«‘’'‚`¿¡")
AFTER_CLOSING = frozenset(")]},.;:!?…" + DASHES + "/*_<\"”“»’‘'")

ELISION = re.compile(
    r"(?:\d0s?\b|\d\d\b|tis\b|twas\b|em\b|til\b|till\b|cause\b|n\b|bout\b|round\b)", re.IGNORECASE
)
INCHES = re.compile(r"\d['’′]\s?\d{1,2}$")
SPEECH_END = frozenset(".,!?…—–")

TAIL = re.compile(
    r"[,?!.]\s+(?:(?:he|she|they)|(?:M[rs]{1,2}\.?\s)?[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){0,3})\s"
    r"(?:said|says|added|told\s[^,.]{1,60}|wrote|asked)\b[^.?!\"“”]{0,80}[.]?\s*$"
    r"|[,?!]\s+(?:said|says|added)\s[^.?!\"“”]{1,80}[.]?\s*$"
)
"""Narration that stands at the end of a stretch whose closing mark was lost ("…, he said.")."""
TAIL_REACH = 200

LINES_ON = 20
"""How many lines a stretch may run on over, where lines follow each other without a blank one."""
PARAGRAPHS_ON = 3


class Side(Enum):
    """What a mark can be where it stands."""

    OPENS = 1
    CLOSES = 2
    EITHER = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark that occupies ``[start, end)``."""

    start: int
    end: int
    side: Side


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words ``[start, end)`` within one paragraph, marks left out.

    ``outer`` is the span with its marks; ``goes_on`` that no mark closes it; ``continues`` that it
    carries on the stretch before it, in an earlier paragraph or past a lost mark.
    """

    start: int
    end: int
    outer: tuple[int, int]
    paragraph: int
    goes_on: bool = False
    continues: bool = False


def stretches(text: str, paragraphs: Sequence[Paragraph]) -> list[Stretch]:
    """Every outermost marked stretch of ``text``, in order; they never overlap."""
    marks = [_double_marks(text, p) for p in paragraphs]
    doubles = list(_Reader(text, paragraphs, marks).read())
    found = _with_singles(text, paragraphs, doubles)
    trimmed = (_trim(text, stretch) for stretch in found)
    return [stretch for stretch in trimmed if stretch.start < stretch.end]


def _double_marks(text: str, paragraph: Paragraph) -> list[Mark]:
    found = []
    for match in DOUBLE.finditer(text, paragraph.start, paragraph.end):
        side = _side(text, match.group(), *match.span(), paragraph)
        if side:
            found.append(Mark(*match.span(), side))
    return found


def _side(text: str, glyph: str, start: int, end: int, within: Paragraph) -> Side | None:
    before = text[start - 1] if start > within.start else " "
    after = text[end] if end < within.end else " "
    free_before = before.isspace() or before in BEFORE_OPENING
    free_after = after.isspace() or after in AFTER_CLOSING
    if INCHES.search(text, max(within.start, start - 5), start):
        return None
    if glyph in {"„", "``"}:
        return Side.OPENS
    if glyph in OPENING_GLYPHS:
        return Side.CLOSES if not free_before and free_after else Side.OPENS
    if glyph in CLOSING_GLYPHS:
        return (
            Side.OPENS if free_before and not free_after and before not in DASHES else Side.CLOSES
        )
    if free_before != free_after:
        return Side.OPENS if free_before else Side.CLOSES
    return _by_neighbours(before, after)


def _by_neighbours(before: str, after: str) -> Side:
    """A straight mark with room on both sides or on neither."""
    if before.isspace() and not after.isspace():
        return Side.OPENS if after not in ",.;:!?)" else Side.CLOSES
    if after.isspace() and not before.isspace():
        return Side.CLOSES
    return Side.EITHER


class _Reader:
    """Reads the double marks of a text in order and yields the stretches between them."""

    def __init__(
        self, text: str, paragraphs: Sequence[Paragraph], marks: Sequence[Sequence[Mark]]
    ) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.marks = marks
        self.next_marked = self._next_marked()

    def read(self) -> Iterator[Stretch]:
        awaiting: Stretch | None = None
        index = 0
        while index < len(self.paragraphs):
            if awaiting and not self.marks[index]:
                reached = self._reached(index)
                if reached is None:
                    awaiting = None
                elif not self._starts_with_opening(reached):
                    for between in range(index, reached):
                        if not is_caption(self._line(between)):
                            yield self._whole(between)
                index = reached or index + 1
                continue
            last = None
            for stretch in self._in_paragraph(index, goes_on=awaiting is not None):
                if last:
                    yield last
                last = stretch
            awaiting = None
            if last:
                last = self._mended(last)
                awaiting = last if last.goes_on else None
                yield last
            index += 1

    def _in_paragraph(self, index: int, *, goes_on: bool) -> Iterator[Stretch]:
        """The stretches of one paragraph; ``goes_on``: a stretch before it was left open."""
        marks, paragraph = self.marks[index], self.paragraphs[index]
        balance = _balance(marks)
        opened: Mark | None = None
        continues = False
        depth = 0
        floor = paragraph.start
        for at, mark in enumerate(marks):
            closes = mark.side is Side.CLOSES or (mark.side is Side.EITHER and depth > 0)
            if closes and depth == 0:
                lost = self._lost_opening(mark, floor, goes_on=goes_on and at == 0, index=index)
                if lost:
                    yield lost
                    floor = mark.end
            elif closes:
                depth -= 1
                if depth == 0 and opened:
                    yield self._between(opened, mark, index, continues)
                    opened, floor = None, mark.end
            elif depth == 0:
                continues = goes_on and at == 0 and self._starts_with_opening(index)
                opened, depth = mark, 1
            elif opened and not self._nests(marks, at, balance):
                yield self._cut_at(opened, mark, index, continues)
                opened, continues, depth = mark, True, 1
            else:
                depth = min(depth + 1, 3)
        if opened:
            yield Stretch(
                opened.end, paragraph.end, (opened.start, paragraph.end), index, True, continues
            )

    def _nests(self, marks: Sequence[Mark], at: int, balance: Sequence[int]) -> bool:
        """Whether an opening mark inside an open stretch opens a quotation within it."""
        closers = 0
        for mark in marks[at + 1 : at + 3]:
            if mark.side is Side.OPENS:
                break
            closers += 1
        if closers >= 2:
            return True
        before = self.text[max(0, marks[at].start - 3) : marks[at].start].rstrip()
        return balance[at] >= 1 and before[-1:] not in {".", "!", "?", "…"}

    def _between(self, opened: Mark, closed: Mark, index: int, continues: bool) -> Stretch:
        return Stretch(
            opened.end, closed.start, (opened.start, closed.end), index, continues=continues
        )

    def _cut_at(self, opened: Mark, mark: Mark, index: int, continues: bool) -> Stretch:
        """A stretch that another one's opening mark ends, for want of a closing one."""
        cut = Stretch(opened.end, mark.start, (opened.start, mark.start), index, True, continues)
        return self._mended(cut)

    def _mended(self, stretch: Stretch) -> Stretch:
        """An open stretch that ends in its own attribution lost its closing mark before it."""
        if not stretch.goes_on:
            return stretch
        reach = max(stretch.start, stretch.end - TAIL_REACH)
        tail = TAIL.search(self.text, reach, stretch.end)
        if not tail:
            return stretch
        end = tail.start() + 1
        return replace(stretch, end=end, outer=(stretch.outer[0], end), goes_on=False)

    def _lost_opening(self, mark: Mark, floor: int, *, goes_on: bool, index: int) -> Stretch | None:
        """A closing mark that nothing opened: the speech starts where its sentence can start."""
        if not goes_on and self.text[mark.start - 1] not in SPEECH_END:
            return None
        start = floor
        if not goes_on:
            for colon in re.finditer(r"[:,]\s+(?=[A-Z])|[.!?]\s+", self.text[floor : mark.start]):
                before = self.text[max(0, floor + colon.start() - 12) : floor + colon.start()]
                if floor > self.paragraphs[index].start or before.endswith(
                    ("said", "added", "says")
                ):
                    start = floor + colon.end()
                    break
            if len(self.text[start : mark.start].split()) < 4:
                return None
        return Stretch(start, mark.start, (start, mark.end), index, continues=goes_on)

    def _reached(self, index: int) -> int | None:
        """The paragraph where a stretch left open before ``index`` goes on, if it does."""
        target = self.next_marked[index]
        if target is None:
            return None
        between = range(index, target)
        if self._starts_with_opening(target):
            captions = all(is_caption(self._line(p)) for p in between)
            return target if captions and len(between) <= PARAGRAPHS_ON else None
        if self.marks[target][0].side is Side.OPENS:
            return None
        spaced = sum(self.paragraphs[p].gap for p in range(index, target + 1))
        near = spaced <= PARAGRAPHS_ON and len(between) <= LINES_ON
        return target if near else None

    def _starts_with_opening(self, index: int) -> bool:
        first, paragraph = self.marks[index][0], self.paragraphs[index]
        lead = self.text[paragraph.start : first.start]
        return first.side is not Side.CLOSES and not any(c.isalnum() for c in lead)

    def _whole(self, index: int) -> Stretch:
        paragraph = self.paragraphs[index]
        span = (paragraph.start, paragraph.end)
        return Stretch(*span, span, index, goes_on=True, continues=True)

    def _line(self, index: int) -> str:
        paragraph = self.paragraphs[index]
        return self.text[paragraph.start : paragraph.end]

    def _next_marked(self) -> list[int | None]:
        following: list[int | None] = [None] * len(self.paragraphs)
        upcoming: int | None = None
        for index in range(len(self.paragraphs) - 1, -1, -1):
            if self.marks[index]:
                upcoming = index
            following[index] = upcoming
        return following


def _balance(marks: Sequence[Mark]) -> list[int]:
    """At each mark: closing marks less opening ones from there to the end of the paragraph."""
    worth = {Side.CLOSES: 1, Side.OPENS: -1, Side.EITHER: 0}
    totals = list(accumulate(worth[mark.side] for mark in reversed(marks)))
    return totals[::-1]


def _with_singles(
    text: str, paragraphs: Sequence[Paragraph], doubles: Sequence[Stretch]
) -> list[Stretch]:
    """Single-marked stretches join the double-marked ones: whichever encloses the other is kept."""
    by_paragraph: dict[int, list[Stretch]] = {}
    for stretch in doubles:
        by_paragraph.setdefault(stretch.paragraph, []).append(stretch)
    kept: list[Stretch] = []
    awaiting = False
    for index, paragraph in enumerate(paragraphs):
        here = by_paragraph.get(index, [])
        pairs, awaiting = _single_pairs(text, paragraph, index, goes_on=awaiting)
        kept += _outermost(here, pairs)
    return kept


def _outermost(doubles: Sequence[Stretch], singles: Iterable[Stretch]) -> list[Stretch]:
    kept: list[Stretch] = []
    waiting = list(doubles)[::-1]
    for single in singles:
        while waiting and waiting[-1].outer[1] <= single.outer[0]:
            kept.append(waiting.pop())
        if waiting and waiting[-1].outer[0] <= single.outer[0]:
            continue  # inside a double-marked stretch, or tangled with it
        held = []
        while waiting and waiting[-1].outer[0] < single.outer[1]:
            held.append(waiting.pop())
        if all(d.outer[1] <= single.outer[1] and not d.goes_on and not d.continues for d in held):
            kept.append(single)
        else:
            kept += held
    return kept + waiting[::-1]


def _single_pairs(
    text: str, paragraph: Paragraph, index: int, *, goes_on: bool
) -> tuple[list[Stretch], bool]:
    """Single-marked stretches of a paragraph, and whether the last was left open."""
    opens, closes = _single_marks(text, paragraph)
    pairs: list[Stretch] = []
    free = paragraph.start
    at = 0
    for order, start in enumerate(opens):
        if start < free:
            continue
        limit = opens[order + 1] if order + 1 < len(opens) else paragraph.end
        while at < len(closes) and closes[at] <= start + 1:
            at += 1
        close, at = _closing(text, closes, at, limit)
        if close is None:
            first = not any(c.isalnum() for c in text[paragraph.start : start])
            if first and len(opens) == 1 and text[start] == "‘":
                outer = (start, paragraph.end)
                last = Stretch(start + 1, paragraph.end, outer, index, True, goes_on)
                return [*pairs, last], True
            continue
        continues = goes_on and not pairs
        pairs.append(Stretch(start + 1, close, (start, close + 1), index, continues=continues))
        free = close + 1
    return pairs, False


def _closing(text: str, closes: Sequence[int], at: int, limit: int) -> tuple[int | None, int]:
    """The mark that closes a single-marked stretch: rather one after punctuation than a letter.

    A mark after "s" may be a possessive ("the voters' choice"), so a later mark is preferred to it.
    """
    weak: int | None = None
    while at < len(closes) and closes[at] < limit:
        position = closes[at]
        at += 1
        if text[position - 1] in SPEECH_END:
            return (position, at) if weak is None or text[weak - 1] == "s" else (weak, at)
        if weak is None or text[weak - 1] == "s":
            weak = position
    return weak, at


def _single_marks(text: str, paragraph: Paragraph) -> tuple[list[int], list[int]]:
    """Positions of the single marks that may open, and that may close; no apostrophes."""
    opens, closes = [], []
    for match in SINGLE.finditer(text, paragraph.start, paragraph.end):
        at = match.start()
        before = text[at - 1] if at > paragraph.start else " "
        after = text[at + 1] if at + 1 < paragraph.end else " "
        if before in "'`‘’" or after in "'`’":
            continue  # half of a doubled mark
        if (before.isspace() or before in '([{-–—“"„«') and not after.isspace():
            if match.group() in "‘‚‹'`" and after.isalnum() and not ELISION.match(text, at + 1):
                opens.append(at)
        elif match.group() in "'’›‘" and not after.isalnum() and not before.isspace():
            closes.append(at)
    return opens, closes


def _trim(text: str, stretch: Stretch) -> Stretch:
    start, end = stretch.start, stretch.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return replace(stretch, start=start, end=end)
