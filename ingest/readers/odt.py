"""OpenDocument texts (ODT, and flat ones): headings, paragraphs, lists and tables in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ingest.errors import ReadError
from ingest.normalise import one_line
from ingest.readers.counting import MOST_LEVELS, Counters, Level
from ingest.readers.packages import ZIP, opened, part, tree
from ingest.reading import Block, Found, Part, Reading, Style, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, STYLE, MANIFEST, META = (
    f"{{{BASE}{name}:1.0}}" for name in ("office", "text", "table", "style", "manifest", "meta")
)
BOX = f"{{{BASE}drawing:1.0}}text-box"
DC = "{http://purl.org/dc/elements/1.1/}"

NOT_SHOWN = frozenset(
    [f"{TEXT}{name}" for name in (
        "tracked-changes", "table-of-content", "alphabetical-index", "sequence-decls", "note",
        "variable-decls", "user-field-decls", "bookmark",
    )] + [BOX, f"{OFFICE}annotation", f"{OFFICE}forms"]
)  # fmt: skip
GROUPS = frozenset([f"{TEXT}section", f"{TEXT}index-body", f"{OFFICE}text", f"{TEXT}list-header"])
MOST_REPEATED = 50


def read_odt(data: bytes) -> Reading:
    """An OpenDocument text; raises ReadError where it is encrypted or broken."""
    if data.startswith(ZIP):
        with opened(data) as package:
            if b"encryption-data" in part(package, "META-INF/manifest.xml"):
                raise ReadError("The document is encrypted.", "Save a copy without a password.")
            content = tree(part(package, "content.xml") or b"<none/>")
            styles, meta = part(package, "styles.xml"), part(package, "meta.xml")
        roots = [content, *(tree(one) for one in (styles, meta) if one)]
    else:
        roots = [tree(data)]
    body = roots[0].find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise ReadError(
            "The OpenDocument file holds no text.", "Open it and save it as a text document (ODT)."
        )
    return Reading(format="odt", parts=tuple(_Body(roots).parts(body)), found=_said(roots))


def _said(roots: list[Any]) -> Found:
    """Title, author and language; the dates of a document are those of its editing."""

    def first(*names: str) -> str:
        found = (root.find(f".//{name}") for name in names for root in roots)
        return next((one_line(one.text) for one in found if one is not None and one.text), "")

    return Found(title=first(f"{DC}title"), author=first(f"{META}initial-creator", f"{DC}creator"))


class _Body:
    """Goes through a text in order."""

    def __init__(self, roots: list[Any]) -> None:
        self._levels = {
            style.get(f"{STYLE}name"): _levels(style)
            for root in reversed(roots)
            for style in root.iter(f"{TEXT}list-style")
        }
        self._counters: dict[str, Counters] = {}
        self._notes: list[str] = []

    def parts(self, body: Any) -> Iterator[Part]:
        yield from self._inside(body)
        if self._notes:
            yield Block(text="Notes", style=Style.HEADING, level=1)
        for number, note in enumerate(self._notes, 1):
            yield Block(text=note, style=Style.ITEM, marker=f"{number}.")

    def _inside(self, element: Any) -> Iterator[Part]:
        for child in element:
            if child.tag == f"{TEXT}h":
                level = child.get(f"{TEXT}outline-level", "1")
                yield from self._block(child, Style.HEADING, int(level) if level.isdigit() else 1)
            elif child.tag == f"{TEXT}p":
                yield from self._block(child, Style.PARAGRAPH)
            elif child.tag == f"{TEXT}list":
                name = child.get(f"{TEXT}style-name", "")
                if child.get(f"{TEXT}continue-numbering") != "true":
                    self._counters.pop(name, None)
                yield from self._list(child, name, 0)
            elif child.tag == f"{TABLE}table":
                yield Table(rows=tuple(self._rows(child)))
            elif child.tag in GROUPS:
                yield from self._inside(child)

    def _list(self, element: Any, name: str, depth: int) -> Iterator[Part]:
        counters = self._counters.setdefault(name, Counters(self._levels.get(name, ())))
        for item in element.iterchildren(f"{TEXT}list-item", f"{TEXT}list-header"):
            if (start := item.get(f"{TEXT}start-value", "")).isdigit() and depth < MOST_LEVELS:
                counters.restart(depth, int(start[:6]))
            first = item.tag == f"{TEXT}list-item"
            for child in item:
                if child.tag == f"{TEXT}list":
                    inner = child.get(f"{TEXT}style-name") or name
                    yield from self._list(child, inner, min(depth + 1, MOST_LEVELS))
                    continue
                marker = counters.next(depth) if first and child.tag.startswith(TEXT) else ""
                first = False
                yield from self._item(child, depth, marker)

    def _item(self, child: Any, depth: int, marker: str) -> Iterator[Part]:
        if child.tag == f"{TEXT}h":
            level = child.get(f"{TEXT}outline-level", "1")
            text = f"{marker} {self._text(child)}".strip()
            yield Block(text=text, style=Style.HEADING, level=int(level) if level.isdigit() else 1)
        elif child.tag == f"{TEXT}p":
            yield from self._block(child, Style.ITEM, depth, marker)

    def _block(
        self, element: Any, style: Style, level: int = 0, marker: str = ""
    ) -> Iterator[Part]:
        if text := self._text(element):
            yield Block(text=text, style=style, level=level, marker=marker)
        for box in element.iter(BOX):
            if next(box.iterancestors(BOX, element.tag)) is element:
                yield from self._inside(box)

    def _rows(self, table: Any) -> Iterator[tuple[str, ...]]:
        for row in table.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table")) is not table:
                continue
            cells: list[str] = []
            for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                text = one_line(" ".join(self._text(one) for one in cell.iter(f"{TEXT}p")))
                times = cell.get(f"{TABLE}number-columns-repeated", "1")
                cells += [text] * (min(MOST_REPEATED, int(times)) if times.isdigit() else 1)
            yield tuple(cells)

    def _text(self, element: Any) -> str:
        return one_line("".join(self._words(element)))

    def _words(self, element: Any) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            if child.tag == f"{TEXT}note":
                self._note(child)
            elif child.tag in {f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"}:
                yield " "
            elif isinstance(child.tag, str) and child.tag not in NOT_SHOWN:
                yield from self._words(child)
            yield child.tail or ""

    def _note(self, note: Any) -> None:
        body = note.find(f"{TEXT}note-body")
        if body is not None and (text := one_line(" ".join(body.itertext()))):
            self._notes.append(text)


def _levels(style: Any) -> tuple[Level, ...]:
    levels = [Level()] * MOST_LEVELS
    for one in style.iterchildren(f"{TEXT}list-level-style-number"):
        depth = one.get(f"{TEXT}level", "1")
        at = int(depth) - 1 if re.fullmatch(r"\d{1,2}", depth) else -1
        if 0 <= at < MOST_LEVELS:
            shown = one.get(f"{TEXT}display-levels", "1")
            reach = min(at + 1, int(shown)) if re.fullmatch(r"\d{1,2}", shown) else 1
            numbers = ".".join(f"%{level + 1}" for level in range(at + 1 - reach, at + 1))
            start = one.get(f"{TEXT}start-value", "1")
            levels[at] = Level(
                form=(one.get(f"{STYLE}num-format") or "")[:1],
                pattern=f"{one.get(f'{STYLE}num-prefix') or ''}{numbers}"
                f"{one.get(f'{STYLE}num-suffix') or ''}"[:60],
                start=int(start) if re.fullmatch(r"\d{1,6}", start) else 1,
            )
    return tuple(levels)
