"""ZIP files: opened with bounds, told apart, and their XML parsed without following anything."""

from __future__ import annotations

import io
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ingest.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEGABYTE = 1_000_000
ZIP = b"PK\x03\x04"
MOST_UNPACKED = 1_500 * MEGABYTE
MOST_RATIO = 300
MOST_XML = 60 * MEGABYTE
"""A part of a document that is larger is no text: its tree would take ten times as much memory."""
MOST_ENTRIES = 100_000

DAMAGED = "Download or copy it again and retry."
BAD = (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, EOFError, KeyError)
BAD_CONTENT = (*BAD, NotImplementedError, RuntimeError)


@contextmanager
def opened(source: bytes | Path) -> Iterator[zipfile.ZipFile]:
    """A ZIP to read from; raises ReadError where it is damaged or unpacks to far too much."""
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        package = zipfile.ZipFile(file)
    except BAD as error:
        raise ReadError("The file is damaged or cut short.", DAMAGED) from error
    with package:
        entries = package.infolist()
        if len(entries) > MOST_ENTRIES:
            raise ReadError(
                f"The archive holds {len(entries):,} files.", "Unpack it and ingest the folder."
            )
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(size, MEGABYTE):
            raise ReadError(
                f"The file unpacks to {unpacked / MEGABYTE:,.0f} MB, more than a document holds.",
                "Leave it out, or save its content in another format.",
            )
        yield package


def part(package: zipfile.ZipFile, name: str) -> bytes:
    """One part of a document; b"" where it has none of that name.

    Raises ReadError where the part is encrypted, damaged or larger than any text.
    """
    try:
        entry = package.getinfo(name)
    except KeyError:
        return b""
    if entry.file_size > MOST_XML:
        raise ReadError(
            f"Its part {name} has {entry.file_size / MEGABYTE:,.0f} MB, more than a text holds.",
            "Split the document, or save its content in another format.",
        )
    return unpacked(package, entry)


def unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry; raises ReadError where it is encrypted or damaged."""
    if entry.flag_bits & 1:
        raise ReadError("It is encrypted.", "Save or unpack it without a password.")
    try:
        return package.read(entry)
    except Exception as error:
        if isinstance(error, BAD_CONTENT) or type(error).__module__ in {"zlib", "lzma"}:
            raise ReadError("It is damaged or cut short.", DAMAGED) from error
        raise


def tree(data: bytes) -> Any:
    """The root of a part's XML, with no entity resolved and nothing fetched.

    Raises ReadError where it is not well formed or declares entities of its own.
    """
    from lxml import etree  # only where there is a document to read

    if b"<!ENTITY" in data:
        raise ReadError(
            "Its XML declares entities, as no word processor does and attacks do.",
            "Open the document and save it again.",
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(
            f"Its XML is damaged ({error}).", "Open the document and save it again."
        ) from error


def content_of(source: bytes | Path) -> str:
    """The format of a ZIP by its list of contents.

    Raises ReadError where it is damaged, or a package of a kind that is not read.
    """
    with opened(source) as package:
        names = set(package.namelist())
        mime = part(package, "mimetype")[:100] if "mimetype" in names else b""
    if b"opendocument.spreadsheet" in mime:
        return "workbook"
    if b"opendocument.text" in mime:
        return "odt"
    if b"epub+zip" in mime or "META-INF/container.xml" in names:
        return "epub"
    if b"opendocument." in mime or any(name.startswith("ppt/") for name in names):
        raise ReadError("The file is a presentation or a drawing.", "Save it as PDF.")
    if "Index/Document.iwa" in names:
        raise ReadError("The file is an Apple Pages document.", "Export it as DOCX or PDF.")
    if "word/document.xml" in names:
        return "docx"
    if any(name.startswith("xl/workbook.") for name in names):
        return "workbook"
    if "[Content_Types].xml" in names:
        raise ReadError("The package holds neither a text nor a workbook.", "Save it as DOCX.")
    return "zip"
