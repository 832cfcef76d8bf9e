"""The numbering of a Word document: which list a paragraph counts in, and how that list counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ingest.readers.counting import MOST_LEVELS, Counters, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
FORMS = {
    "decimal": "1", "decimalZero": "1", "ordinal": "1", "lowerLetter": "a", "upperLetter": "A",
    "lowerRoman": "i", "upperRoman": "I",
}  # fmt: skip
DEEPEST_STYLE = 20


class Numbering:
    """Counts the numbered paragraphs of one document as they come by, in order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """From the roots of the document's numbering and styles (None where it has none)."""
        self._abstract = {
            one.get(f"{W}abstractNumId"): one for one in _children(numbering, "abstractNum")
        }
        self._lists = {one.get(f"{W}numId"): one for one in _children(numbering, "num")}
        self._styles = {one.get(f"{W}styleId"): one for one in _children(styles, "style")}
        self._counters: dict[str, Counters] = {}
        self._begun: set[str] = set()

    def of(self, paragraph: Any) -> tuple[int, str] | None:
        """Depth and marker ("" for a bullet) of a paragraph; None where it is in no list."""
        properties = paragraph.find(f"{W}pPr")
        style = _value(properties, "pStyle")
        number, depth = self._place(properties, style)
        if number in {"", "0"} or number not in self._lists:
            return None
        abstract = _value(self._lists[number], "abstractNumId")
        if abstract not in self._abstract:
            return None
        if depth < 0:
            depth = self._depth_of_style(abstract, style)
        counters = self._counters.setdefault(abstract, Counters(_levels(self._abstract[abstract])))
        self._restart(number, counters)
        return depth, counters.next(depth)

    def _place(self, properties: Any, style: str) -> tuple[str, int]:
        """The list and the depth that a paragraph's own properties or its style give; -1: none."""
        number, depth = _numbered(properties)
        for _ in range(DEEPEST_STYLE):
            if number or style not in self._styles:
                break
            of_style = self._styles[style]
            number, own = _numbered(of_style.find(f"{W}pPr"))
            depth = depth if depth >= 0 else own
            style = _value(of_style, "basedOn")
        return number, depth

    def _depth_of_style(self, abstract: str, style: str) -> int:
        for level in _children(self._abstract[abstract], "lvl"):
            if style and _value(level, "pStyle") == style:
                return _number(level.get(f"{W}ilvl"), 0)
        return 0

    def _restart(self, number: str, counters: Counters) -> None:
        """The first paragraph of a list that says so begins to count anew."""
        if number in self._begun:
            return
        self._begun.add(number)
        for override in _children(self._lists[number], "lvlOverride"):
            depth = _number(override.get(f"{W}ilvl"), 0)
            start = _value(override, "startOverride")
            if start and 0 <= depth < MOST_LEVELS:
                counters.restart(depth, _number(start, 1))


def _levels(abstract: Any) -> tuple[Level, ...]:
    levels = [Level()] * MOST_LEVELS
    for level in _children(abstract, "lvl"):
        depth = _number(level.get(f"{W}ilvl"), 0)
        if 0 <= depth < MOST_LEVELS:
            levels[depth] = Level(
                form=FORMS.get(_value(level, "numFmt"), ""),
                pattern=re.sub(r"\s+", " ", _value(level, "lvlText"))[:60],
                start=_number(_value(level, "start"), 1),
            )
    return tuple(levels)


def _numbered(properties: Any) -> tuple[str, int]:
    found = properties.find(f"{W}numPr") if properties is not None else None
    if found is None:
        return "", -1
    return _value(found, "numId"), _number(_value(found, "ilvl"), -1)


def _children(element: Any, name: str) -> Iterator[Any]:
    return iter(()) if element is None else element.iterchildren(f"{W}{name}")


def _value(element: Any, name: str) -> str:
    found = element.find(f"{W}{name}") if element is not None else None
    return "" if found is None else str(found.get(VAL) or "")


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else otherwise
