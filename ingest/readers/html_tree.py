"""From the tree of a page to its parts: headings, paragraphs, items and tables, in order."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from ingest.normalise import normalise, one_line
from ingest.reading import Block, Part, Style, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

DROPPED_TAGS = frozenset(
    (
        "script style noscript template nav aside form button svg iframe object embed select input "
        "textarea label video audio canvas footer dialog menu img picture map head figcaption"
    ).split()
)
BLOCK_TAGS = frozenset(
    (
        "p div section article main header ul ol dl dt dd li table blockquote pre figure h1 h2 h3 "
        "h4 h5 h6 hr details summary address fieldset tbody thead tr td th center body html"
    ).split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
PRE = re.compile(r"pre-(?:wrap|line)|white-space:\s*pre", re.IGNORECASE)
NEWLINE = "\x0b"
"""Stands for a line break that is meant, until white space has been collapsed."""


def tree_parts(element: HtmlElement) -> list[Part]:
    """The parts of a tree that holds nothing but content."""
    return list(_Walk().parts(element))


class _Walk:
    """Goes through a tree in order and gathers its parts."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._shape = (Style.PARAGRAPH, 0, "")

    def parts(self, element: HtmlElement) -> Iterator[Part]:
        yield from self._inside(element, pre=False, depth=-1)
        yield from self._close()

    def _inside(self, element: HtmlElement, *, pre: bool, depth: int) -> Iterator[Part]:
        pre = (
            pre
            or element.tag == "pre"
            or bool(PRE.search(f"{element.get('class')} {element.get('style')}"))
        )
        depth += element.tag in {"ul", "ol"}
        self._add(element.text, pre=pre)
        numbers = _numbers(element)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in DROPPED_TAGS:
                yield from self._child(child, pre=pre, depth=depth, marker=_marker(child, numbers))
            self._add(child.tail, pre=pre)

    def _child(self, child: HtmlElement, *, pre: bool, depth: int, marker: str) -> Iterator[Part]:
        if child.tag == "br":
            self._text.append(NEWLINE)
        elif child.tag not in BLOCK_TAGS:
            yield from self._inside(child, pre=pre, depth=depth)
        elif child.tag == "table" and (table := _table(child)):
            yield from self._close()
            yield table
        else:
            yield from self._close()
            before = self._shape
            self._shape = _shape(child, depth, marker, before)
            yield from self._inside(child, pre=pre, depth=depth)
            yield from self._close()
            self._shape = before if child.tag in HEADINGS or child.tag == "li" else self._shape
            if child.tag in HEADINGS or child.tag == "li":
                self._shape = (before[0], before[1], "")

    def _add(self, text: str | None, *, pre: bool) -> None:
        if text:
            self._text.append(normalise(text).replace("\n", NEWLINE) if pre else text)

    def _close(self) -> Iterator[Part]:
        style, level, marker = self._shape
        for line in "".join(self._text).split(NEWLINE):
            if text := one_line(line):
                yield Block(text=text, style=style, level=level, marker=marker)
                marker = ""
                self._shape = (style, level, "")
        self._text = []


def _shape(
    element: HtmlElement, depth: int, marker: str, outer: tuple[Style, int, str]
) -> tuple[Style, int, str]:
    if element.tag in HEADINGS and outer[0] is not Style.ITEM:
        return Style.HEADING, HEADINGS[element.tag], ""
    if element.tag == "li":
        return Style.ITEM, max(0, depth), marker
    return outer


def _numbers(element: HtmlElement) -> Iterator[int] | None:
    if element.tag != "ol":
        return None
    start = element.get("start", "1")
    return count(int(start) if start.lstrip("-").isdigit() else 1)


def _marker(item: HtmlElement, numbers: Iterator[int] | None) -> str:
    if item.tag != "li" or numbers is None:
        return ""
    number = next(numbers)
    kind = item.getparent().get("type", "1")
    if kind in {"a", "A"} and 1 <= number <= 26:
        return f"({chr(ord(kind) + number - 1)})"
    return f"{number}."


def _table(element: HtmlElement) -> Table | None:
    """A table of data; None for one that only lays out a page."""
    if element.find(".//table") is not None:
        return None
    rows = [_row(row) for row in element.iter("tr")]
    rows = [row for row in rows if row]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return None
    caption = element.find("caption")
    return Table(
        rows=_spanned(rows),
        caption="" if caption is None else one_line(" ".join(caption.itertext())),
    )


def _row(row: HtmlElement) -> list[tuple[str, int, int]]:
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    return [
        (one_line(" ".join(cell.itertext())), _span(cell, "colspan"), _span(cell, "rowspan"))
        for cell in cells
    ]


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "1")
    return min(100, max(1, int(value))) if value.isdigit() else 1


def _spanned(rows: list[list[tuple[str, int, int]]]) -> tuple[tuple[str, ...], ...]:
    """Rows of plain cells: one that spans rows is repeated in each, so each can be read alone."""
    below: dict[tuple[int, int], str] = {}
    grid = []
    for at, row in enumerate(rows):
        line: list[str] = []
        for text, columns, height in row:
            while (at, len(line)) in below:
                line.append(below[at, len(line)])
            for further in range(1, height):
                below[at + further, len(line)] = text
            line.extend([text] + [""] * (columns - 1))
        while (at, len(line)) in below:
            line.append(below[at, len(line)])
        grid.append(tuple(line))
    return tuple(grid)
