"""The lines of a PDF page in the order in which a person reads them.

A PDF stores pieces of text with their places. Pages of one column come in reading order from nearly
every program, and are taken as pdfium gives them. Where a gutter parts a page into columns of
prose, its pieces are put together column by column; what runs across the gutter (a headline, a
foot) parts what stands above it from what stands below.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from ingest.errors import ReadError
from ingest.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CUT = "\x02\ufffe\u00ad"
"""What pdfium gives for the hyphen of a word that is cut at a line's end."""

MOST_CHARACTERS = 400_000
BIN = 2.0
NARROWEST_GUTTER = 6.0
NARROWEST_COLUMN = 0.2
"""Of the text's width: what is narrower holds labels or numbers, not prose."""

CROSSING, FEW = 0.5, 3
"""Share of a page's lines, or how many, may run across a gutter: headlines, feet, an abstract."""

FILLED = 0.6
"""How much of a column's width its lines fill at the middle, if it is prose and no table."""

LEAST_LINES = 5
ENDS_EARLY = 0.8


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; ``filled`` is how far it reaches over the width that it has."""

    text: str
    filled: float


@dataclass(slots=True)
class _Piece:
    """Characters in a row on one baseline."""

    left: float
    right: float
    base: float
    height: float
    text: list[str] = field(default_factory=list)


def page_lines(text_page: Any) -> list[Line]:
    """The lines of a page; raises ReadError where it holds more than any page does."""
    if text_page.count_chars() > MOST_CHARACTERS:
        raise ReadError(
            f"One of its pages has {text_page.count_chars():,} characters.",
            "Print it to a new PDF, or save its text.",
        )
    boxes = [text_page.get_rect(number) for number in range(text_page.count_rects())]
    gutters = _gutters([box for box in boxes if box[2] > box[0] and box[3] > box[1]])
    return _in_columns(text_page, gutters) if gutters else _as_stored(text_page)


def _as_stored(text_page: Any) -> list[Line]:
    lines = _cleaned(text_page.get_text_bounded()).split("\n")
    longest = max(map(len, lines), default=0) or 1
    return [Line(line, len(line) / longest) for line in lines]


def _cleaned(text: str) -> str:
    for mark in CUT:
        text = text.replace(f"{mark}\r\n", "-\n").replace(mark, "-\n")
    return normalise(text)


Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""


def _gutters(boxes: Sequence[Box], depth: int = 2) -> list[float]:
    """Where the gutters between columns of prose are, from left to right; none on most pages."""
    if len(boxes) < 2 * LEAST_LINES or depth == 0:
        return []
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    place = _emptiest(boxes, left, right)
    if place is None:
        return []
    before = [box for box in boxes if box[2] <= place + BIN]
    after = [box for box in boxes if box[0] >= place - BIN]
    if not (_is_prose(before, left, place) and _is_prose(after, place, right)):
        return []
    return [*_gutters(before, depth - 1), place, *_gutters(after, depth - 1)]


def _emptiest(boxes: Sequence[Box], left: float, right: float) -> float | None:
    """The middle of the widest upright stretch that few lines cross, if it is wide enough."""
    width = right - left
    count = int(width / BIN) + 1
    if width <= 0 or count > 2_000:
        return None
    steps = [0] * (count + 2)
    for box in boxes:
        steps[int((box[0] - left) / BIN)] += 1
        steps[int((box[2] - left) / BIN) + 1] -= 1
    crossed = list(accumulate(steps))
    most = max(FEW, CROSSING * sum(1 for _ in _rows(boxes)))
    first, last = int(count * NARROWEST_COLUMN), int(count * (1 - NARROWEST_COLUMN))
    best = (0, 0)
    begin = None
    for at in range(first, last + 1):
        if crossed[at] <= most and at < last:
            begin = at if begin is None else begin
        elif begin is not None:
            best = max(best, (at - begin, begin))
            begin = None
    length, begin_best = best
    if length * BIN < NARROWEST_GUTTER:
        return None
    return left + (begin_best + length / 2) * BIN


def _is_prose(boxes: Sequence[Box], left: float, right: float) -> bool:
    """Whether what stands between two edges is lines that fill the width, not cells of a table."""
    lines = list(_rows(boxes))
    if len(lines) < LEAST_LINES:
        return False
    inner = min(right, max(box[2] for box in boxes)) - max(left, min(box[0] for box in boxes))
    return median(sum(box[2] - box[0] for box in line) for line in lines) >= FILLED * inner


def _rows(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """Boxes on about the same height, from the top."""
    row: list[Box] = []
    for box in sorted(boxes, key=lambda box: -(box[1] + box[3])):
        middle = (box[1] + box[3]) / 2
        if row and not row[0][1] <= middle <= row[0][3]:
            yield row
            row = []
        row.append(box)
    if row:
        yield row


def _in_columns(text_page: Any, gutters: Sequence[float]) -> list[Line]:
    pieces = [piece for piece in _pieces(text_page, gutters) if "".join(piece.text).strip()]
    across = sorted(
        (piece for piece in pieces if _crosses(piece, gutters)), key=lambda piece: -piece.base
    )
    within = [piece for piece in pieces if not _crosses(piece, gutters)]
    lines: list[Line] = []
    for piece in across:
        above = [one for one in within if one.base > piece.base]
        within = [one for one in within if one.base <= piece.base]
        lines += _columns(above, gutters)
        lines.append(Line(_text_of([piece]), 0.5))
    return lines + list(_columns(within, gutters))


def _crosses(piece: _Piece, gutters: Sequence[float]) -> bool:
    return any(piece.left < gutter - BIN and piece.right > gutter + BIN for gutter in gutters)


def _columns(pieces: Sequence[_Piece], gutters: Sequence[float]) -> Iterator[Line]:
    edges = [float("-inf"), *gutters, float("inf")]
    for begin, end in pairwise(edges):
        column = [one for one in pieces if begin < (one.left + one.right) / 2 <= end]
        left = min((one.left for one in column), default=0.0)
        width = max((one.right for one in column), default=1.0) - left
        for line in _baselines(column):
            reach = max(one.right for one in line) - left
            yield Line(_text_of(line), reach / width if width else 1.0)


def _baselines(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    line: list[_Piece] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.base, piece.left)):
        if line and line[0].base - piece.base > 0.4 * line[0].height:
            yield sorted(line, key=lambda one: one.left)
            line = []
        line.append(piece)
    if line:
        yield sorted(line, key=lambda one: one.left)


def _text_of(line: Sequence[_Piece]) -> str:
    text = ""
    before: _Piece | None = None
    for piece in line:
        apart = before is not None and piece.left - before.right > 0.15 * piece.height
        text += (" " if apart else "") + "".join(piece.text)
        before = piece
    for mark in CUT:
        text = text.replace(mark, "-")
    return normalise(text).strip()


def _pieces(text_page: Any, gutters: Sequence[float]) -> Iterator[_Piece]:
    """Runs of characters as stored, parted at line ends and wherever a gutter is passed."""
    piece: _Piece | None = None
    spaces = ""
    for character, left, right, base, height in _characters(text_page):
        if character is None:
            spaces = " "
            continue
        goes_on = (
            piece is not None
            and abs(piece.base - base) <= 0.4 * max(height, 1.0)
            and left >= piece.right - height
            and not _passes(piece.right, left, height, gutters)
        )
        if not goes_on or piece is None:
            if piece is not None:
                yield piece
            piece = _Piece(left, right, base, height)
        elif spaces:
            piece.text.append(spaces)
        spaces = ""
        piece.text.append(character)
        piece.right = max(piece.right, right)
        piece.height = max(piece.height, height)
    if piece is not None:
        yield piece


def _passes(right: float, left: float, height: float, gutters: Sequence[float]) -> bool:
    """Whether a gutter lies between two characters, and more room than between two words."""
    if left - right < max(4.0, 0.5 * height):
        return False
    return any(right - BIN <= gutter <= left + BIN for gutter in gutters)


Placed = tuple[str | None, float, float, float, float]
"""A character (None: white space), its left, right, baseline and height."""


def _characters(text_page: Any) -> Iterator[Placed]:
    raw = text_page.raw
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    for at in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, at)
        character = chr(code) if 0 < code < 0x110000 else " "
        if character.isspace():
            yield None, 0.0, 0.0, 0.0, 0.0
            continue
        pdfium.FPDFText_GetCharBox(raw, at, left, right, bottom, top)
        pdfium.FPDFText_GetCharOrigin(raw, at, x, y)
        size = pdfium.FPDFText_GetFontSize(raw, at)
        height = max(size, top.value - bottom.value)
        yield character, left.value, right.value, y.value, height
