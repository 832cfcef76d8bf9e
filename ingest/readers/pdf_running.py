"""The lines that head and foot the pages of a document: titles, page numbers, marks of the printer.

A line is one only where it recurs at the edge of several pages and nothing but its page number
changes. So no sentence of the text is taken for one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from ingest.normalise import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.readers.pdf_layout import Line

EDGE = 2
"""Lines at the top, and at the bottom, that may be running ones."""

LONGEST_NUMBERED = 10
"""Words of a running line in which a number changes."""

MOST_OF_THEM = 2 / 3
"""Years and other figures count up by chance, but not in so many of the lines that look alike."""

NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
ALONE = re.compile(
    r"^(?:page )?[-–—|\[(]?\s*(\d{1,4})\s*[-–—|\])]?(?: ?(?:of|/) ?\d{1,4})?$", re.IGNORECASE
)
PROVISION = re.compile(
    r"^(?:article|section|chapter|part|annex|rule|paragraph|schedule|title|protocol|appendix)\b",
    re.IGNORECASE,
)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def without_running(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages without the lines that head or foot them."""
    places: dict[tuple[bool, str], list[tuple[int, int, str]]] = defaultdict(list)
    for page, lines in enumerate(pages):
        for at, top in _edges(lines):
            text = one_line(lines[at].text)
            for key in _keys(text):
                places[top, key].append((page, at, text))
    dropped: set[tuple[int, int]] = set()
    for (_, key), found in places.items():
        dropped |= _running(key, found, len(pages))
    return [
        [line for at, line in enumerate(lines) if (page, at) not in dropped]
        for page, lines in enumerate(pages)
    ]


def _edges(lines: Sequence[Line]) -> list[tuple[int, bool]]:
    """Which lines of a page stand at its edges, and whether at the top."""
    shown = [at for at, line in enumerate(lines) if line.text.strip()]
    top = shown[:EDGE]
    return [(at, True) for at in top] + [(at, False) for at in shown[-EDGE:] if at not in top]


def _keys(text: str) -> list[str]:
    """What a line is known by: as it is, and with its numbers left open where it is short."""
    short = len(text.split()) <= LONGEST_NUMBERED and not text.endswith((".", "!", "?"))
    numbered = short and NUMBER.search(text)
    return [text, NUMBER.sub("#", text)] if numbered else [text]


def _running(key: str, found: Sequence[tuple[int, int, str]], count: int) -> set[tuple[int, int]]:
    pages = sorted({page for page, _, _ in found})
    places = {(page, at) for page, at, _ in found}
    if "#" not in key:
        if not _recurs(pages, count):
            return set()
        # A chapter's own heading may open the pages that it then heads.
        return places - ({min(places)} if PROVISION.match(key) else set())
    if PROVISION.match(key):
        return set()
    least = 3
    if count < 3 and all(ALONE.match(text) for *_, text in found):
        # Of one page, a number alone may be anything; of two, two numbers that count them are not.
        least = 1 if found[0][2].lower().startswith("page") else 2
    counting = _counting(found)
    many = len(counting) > MOST_OF_THEM * len(found)
    enough = len({page for page, _ in counting}) >= least
    return counting if many and enough else set()


def _recurs(pages: Sequence[int], count: int) -> bool:
    """Whether a line is on enough pages, or on three in a row of the left, the right or both."""
    if len(pages) < 3:
        return False
    held = set(pages)
    rows = any({page + step, page + 2 * step} <= held for page in pages for step in (1, 2))
    return rows or len(pages) >= 0.4 * count


def _counting(found: Sequence[tuple[int, int, str]]) -> set[tuple[int, int]]:
    """The places of the lines in which one of the numbers counts the pages."""
    best: set[tuple[int, int]] = set()
    most = max(len(NUMBER.findall(text)) for *_, text in found)
    for which in range(min(most, 4)):
        by_offset: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for page, at, text in found:
            numbers = NUMBER.findall(text)
            if which < len(numbers):
                by_offset[_value(numbers[which]) - page].add((page, at))
        best = max([best, *by_offset.values()], key=len)
    return best


def _value(number: str) -> int:
    if number.isdigit():
        return int(number[:9])
    values = [ROMAN[letter] for letter in number]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
