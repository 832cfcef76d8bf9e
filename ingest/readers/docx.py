"""Word documents (DOCX): paragraphs and tables in the order they stand."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from ingest.errors import ReadError
from ingest.normalise import one_line
from ingest.reading import Block, Found, Part, Reading, Style, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADING = re.compile(r"heading\s*(\d)", re.IGNORECASE)


def read_docx(data: bytes) -> Reading:
    """A DOCX file; raises ReadError where it is broken."""
    import docx  # python-docx, slow to import: only where there is one to read
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        document = docx.Document(io.BytesIO(data))
        parts = tuple(_parts(document))
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        XMLSyntaxError,
        zipfile.BadZipFile,
    ) as error:
        raise ReadError(
            f"The Word document is damaged ({error}).", "Open it in Word and save it again."
        ) from error
    # Only title and author: the dates of a Word file are those of its editing.
    said = document.core_properties
    found = Found(title=one_line(said.title or ""), author=_author(said.author or ""))
    return Reading(format="docx", parts=parts, found=found)


def _author(name: str) -> str:
    name = one_line(name)
    return "" if name.lower() in {"python-docx", "user", "admin", "administrator"} else name


def _parts(document: Any) -> Iterator[Part]:
    from docx.table import Table as WordTable

    for item in document.iter_inner_content():
        if isinstance(item, WordTable):
            yield Table(
                rows=tuple(tuple(one_line(cell.text) for cell in row.cells) for row in item.rows)
            )
        elif text := one_line(item.text):
            yield _block(text, (item.style.name if item.style is not None else "") or "")


def _block(text: str, style: str) -> Block:
    heading = HEADING.match(style)
    if heading or style in {"Title", "Subtitle"}:
        return Block(text=text, style=Style.HEADING, level=int(heading[1]) if heading else 1)
    return Block(text=text, style=Style.ITEM if style.startswith("List") else Style.PARAGRAPH)
