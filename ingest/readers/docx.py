"""Word documents (DOCX): paragraphs with their numbers, and tables, in the order they stand.

What the document shows is read: insertions that are tracked are in, deletions are out, the number
that Word draws before a paragraph is its marker, and footnotes stand at the end.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from ingest.errors import ReadError
from ingest.normalise import one_line
from ingest.readers.docx_numbers import VAL, Numbering, W
from ingest.readers.packages import opened, part, tree
from ingest.reading import Block, Found, Part, Reading, Style, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADING = re.compile(r"heading\s*(\d)", re.IGNORECASE)
NOT_SHOWN = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "instrText", "txbxContent", "pPr", "rPr")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
GROUPS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml"))
SPACES = frozenset(f"{W}{name}" for name in ("tab", "br", "cr", "ptab"))
CONTENTS = ("table of contents", "toc")
CLERKS = {"python-docx", "user", "admin", "administrator", "windows user", "microsoft office user"}


def read_docx(data: bytes) -> Reading:
    """A DOCX file; raises ReadError where it is broken, encrypted or no Word document."""
    import docx  # python-docx, slow to import: only where there is one to read
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    with opened(data) as package:
        part(package, "word/document.xml")  # which bounds it
        notes = _notes(part(package, "word/footnotes.xml"))
    try:
        document = docx.Document(io.BytesIO(data))
        parts = tuple(_Body(document, notes).parts())
    except (
        PackageNotFoundError, KeyError, ValueError, TypeError, AttributeError, NotImplementedError,
        XMLSyntaxError, zipfile.BadZipFile, EOFError,
    ) as error:  # fmt: skip
        raise ReadError(
            f"The Word document is damaged ({one_line(str(error))}).",
            "Open it in Word and save it again.",
        ) from error
    # Only title and author: the dates of a Word file are those of its editing.
    said = document.core_properties
    found = Found(title=one_line(said.title or ""), author=_author(said.author or ""))
    return Reading(format="docx", parts=parts, found=found)


def _author(name: str) -> str:
    name = one_line(name)
    return "" if name.lower() in CLERKS else name


class _Body:
    """Goes through a document's body; ``_cited`` are the notes that its text refers to."""

    def __init__(self, document: Any, notes: dict[str, str]) -> None:
        self._body = document.element.body
        self._styles = {one.style_id: one.name or "" for one in document.styles}
        self._numbering = Numbering(_numbering(document), document.styles.element)
        self._notes = notes
        self._cited: list[str] = []

    def parts(self) -> Iterator[Part]:
        yield from self._inside(self._body)
        if self._cited:
            yield Block(text="Notes", style=Style.HEADING, level=1)
        for number, note in enumerate(self._cited, 1):
            yield Block(text=note, style=Style.ITEM, marker=f"{number}.")

    def _inside(self, element: Any) -> Iterator[Part]:
        for child in element.iterchildren():
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield Table(rows=tuple(self._rows(child)))
            elif child.tag in GROUPS and not _is_contents(child):
                yield from self._inside(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Part]:
        text = self._text(paragraph)
        style = self._styles.get(_style(paragraph), "")
        if text and not style.lower().startswith("toc "):
            place = self._numbering.of(paragraph)
            yield _block(text, style, place)
        for box in paragraph.iter(f"{W}txbxContent"):
            if not any(outer.tag in NOT_SHOWN for outer in _between(box, paragraph)):
                yield from self._inside(box)

    def _rows(self, table: Any) -> Iterator[tuple[str, ...]]:
        for row in table.iterchildren(f"{W}tr"):
            cells: list[str] = []
            for cell in row.iterchildren(f"{W}tc"):
                words = (self._text(one) for one in cell.iter(f"{W}p"))
                cells += [one_line(" ".join(words)), *[""] * (_span(cell) - 1)]
            yield tuple(cells)

    def _text(self, paragraph: Any) -> str:
        return one_line("".join(self._words(paragraph)))

    def _words(self, element: Any) -> Iterator[str]:
        for child in element.iterchildren():
            if child.tag == f"{W}t":
                yield child.text or ""
            elif child.tag in SPACES:
                yield " "
            elif child.tag == f"{W}noBreakHyphen":
                yield "-"
            elif child.tag == f"{W}footnoteReference":
                self._cite(child.get(f"{W}id"))
            elif child.tag not in NOT_SHOWN:
                yield from self._words(child)

    def _cite(self, key: str | None) -> None:
        if note := self._notes.get(key or ""):
            self._cited.append(note)


def _block(text: str, style: str, place: tuple[int, str] | None) -> Block:
    heading = HEADING.match(style)
    depth, marker = place or (0, "")
    if heading or style in {"Title", "Subtitle"}:
        text = f"{marker} {text}" if marker else text
        return Block(text=text, style=Style.HEADING, level=int(heading[1]) if heading else 1)
    if place or style.startswith("List"):
        return Block(text=text, style=Style.ITEM, level=depth, marker=marker)
    return Block(text=text)


def _style(paragraph: Any) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(VAL) or "")


def _span(cell: Any) -> int:
    found = cell.find(f"{W}tcPr/{W}gridSpan")
    value = "" if found is None else str(found.get(VAL) or "")
    return min(100, max(1, int(value))) if value.isdigit() else 1


def _between(inner: Any, outer: Any) -> Iterator[Any]:
    """The elements between one and the ancestor that it stands in."""
    element = inner.getparent()
    while element is not None and element is not outer:
        yield element
        element = element.getparent()


def _is_contents(element: Any) -> bool:
    """Whether a control holds a table of contents: headings that stand in the text as well."""
    found = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return found is not None and str(found.get(VAL) or "").lower() in CONTENTS


def _numbering(document: Any) -> Any:
    from docx.opc.constants import RELATIONSHIP_TYPE

    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and not relation.is_external:
            return tree(relation.target_part.blob)
    return None


def _notes(data: bytes) -> dict[str, str]:
    """The footnotes by their identity."""
    if not data:
        return {}
    return {
        note.get(f"{W}id"): text
        for note in tree(data).iterchildren(f"{W}footnote")
        if (text := one_line("".join(word.text or "" for word in note.iter(f"{W}t"))))
    }
