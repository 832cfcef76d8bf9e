"""Readers, one for each family of formats, and the choice between them.

The bytes decide first, the file's name only where the bytes could be several things: a PDF named
.txt is read as PDF, a picture named .txt is refused as a picture.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.normalise import decode, looks_binary

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.reading import Reading

READER_VERSION = "1"
"""Raised when readers learn something: files read by an older version are read again."""

HEAD = 65_536
"""How much of a file is enough to tell its format."""

MEGABYTE = 1_000_000
MOST_UNPACKED = 1_500 * MEGABYTE
MOST_RATIO = 300


@dataclass(frozen=True, slots=True)
class Format:
    """A family of formats: what reads it, and how large a file of it may be, in bytes."""

    name: str
    reader: str
    most: int


FORMATS = {
    each.name: each
    for each in (
        Format("text", "text:read_text", 32 * MEGABYTE),
        Format("markdown", "markdown:read_markdown", 32 * MEGABYTE),
        Format("html", "html:read_html", 32 * MEGABYTE),
        Format("csv", "delimited:read_delimited", 100 * MEGABYTE),
        Format("workbook", "workbook:read_workbook", 100 * MEGABYTE),
        Format("docx", "docx:read_docx", 100 * MEGABYTE),
        Format("pdf", "pdf:read_pdf", 300 * MEGABYTE),
        Format("json", "records:read_json", 100 * MEGABYTE),
        Format("jsonl", "records:read_lines", 2_000 * MEGABYTE),
    )
}

ENDINGS = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".qmd": "markdown",
    ".csv": "csv", ".tsv": "csv", ".tab": "csv",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".htm": "html", ".html": "html", ".xhtml": "html", ".mhtml": "html",
}  # fmt: skip

CONTENT_TYPES = {
    "text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown",
    "text/csv": "csv", "text/tab-separated-values": "csv", "application/json": "json",
    "application/x-ndjson": "jsonl", "application/jsonl": "jsonl",
}  # fmt: skip

REFUSED = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"7z\xbc\xaf", "an archive (7z)"),
    (b"Rar!", "an archive (RAR)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"{\\rtf", "a rich-text file (RTF)"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet table"),
)
REMEDIES = {
    "picture": "Run it through OCR and ingest the text.",
    "compressed": "Unpack it and ingest what it holds.",
    "archive": "Unpack it and ingest what it holds.",
    "rich-text": "Save it as DOCX or plain text.",
    "Parquet": "Export the table as CSV.",
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
HTML = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
XML = re.compile(rb"^\s*<\?xml\b")
MAIL = re.compile(rb"\A(?:[A-Z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){4,}", re.IGNORECASE)
MAIL_FIELDS = re.compile(
    rb"^(?:Message-ID|MIME-Version|Received|Return-Path):", re.IGNORECASE | re.MULTILINE
)
MARKDOWN = re.compile(
    r"\A\s*---\n|^#{1,6} \S|^#{2,6}\S|\]\([^)\s]+\)|^Markdown Content:|^\*\*\S", re.MULTILINE
)


def identify(head: bytes, name: str, content_type: str = "") -> Format:
    """The format of a file that begins with ``head`` (64 kB are enough).

    Raises ReadError, saying what the file is, where there is no reader for it.
    """
    if not head.strip(b"\x00\xef\xbb\xbf \t\r\n"):
        raise ReadError("The file is empty.", "Check that it was copied or downloaded completely.")
    return FORMATS[_by_magic(head) or _by_name(head, name, content_type)]


def read_all(data: bytes, name: str, content_type: str = "") -> list[Reading]:
    """Every document that a file other than JSON Lines holds: nearly always one."""
    form = identify(data[:HEAD], name, content_type)
    if len(data) > form.most:
        raise too_large(form, len(data))
    if form.name in {"workbook", "docx"} and data.startswith(ZIP):
        _check_package(data)
    module, function = form.reader.split(":")
    reader: Callable[[bytes], Reading | list[Reading]] = getattr(
        import_module(f"ingest.readers.{module}"), function
    )
    readings = reader(data)
    return readings if isinstance(readings, list) else [readings]


def read(data: bytes, name: str, content_type: str = "") -> Reading:
    """The one document that a file holds; raises ReadError where there is none or several."""
    if identify(data[:HEAD], name, content_type).name == "jsonl":
        raise ReadError("A JSON Lines file holds many documents.", "Ingest it instead.")
    readings = [reading for reading in read_all(data, name, content_type) if not reading.empty]
    if len(readings) != 1:
        raise ReadError(
            "There is no text in it." if not readings else "It holds several documents.",
            "Check the file." if not readings else "Ingest it instead.",
        )
    return readings[0]


def too_large(form: Format, size: int) -> ReadError:
    """The refusal of a file above its format's bound."""
    return ReadError(
        f"The file has {size / MEGABYTE:,.0f} MB; {form.name} is read up to "
        f"{form.most / MEGABYTE:,.0f} MB.",
        "Split it into smaller files.",
    )


def _by_magic(head: bytes) -> str:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(ZIP):
        return _in_zip(head)
    if head.startswith(OLE):
        return _in_ole(head)
    for magic, what in REFUSED:
        if head.startswith(magic):
            remedy = next((text for word, text in REMEDIES.items() if word in what), "")
            raise ReadError(f"The file is {what}, which is not read.", remedy or "Leave it out.")
    if head[257:262] == b"ustar":
        raise ReadError("The file is an archive (tar).", REMEDIES["archive"])
    if looks_binary(head):
        raise ReadError(
            "The file holds binary data, not text, whatever its name says.",
            "Check that it is what you meant; save documents as text, HTML, PDF or DOCX.",
        )
    return ""


def _in_zip(head: bytes) -> str:
    # The first entries of a package name its kind; the list at its end need not be there yet.
    if b"opendocument.spreadsheet" in head[:200]:
        return "workbook"
    if b"opendocument.text" in head[:200] or b"epub+zip" in head[:200]:
        raise ReadError(
            "The file is an ODT or EPUB, which is not read yet.", "Save it as DOCX or PDF."
        )
    if b"word/" in head:
        return "docx"
    if b"xl/" in head or b"[Content_Types].xml" in head:
        return "workbook"
    raise ReadError("The file is an archive (ZIP).", REMEDIES["archive"])


def _in_ole(head: bytes) -> str:
    wide = "EncryptedPackage".encode("utf-16-le")
    if wide in head:
        raise ReadError("The document is encrypted.", "Save a copy without a password.")
    if "WordDocument".encode("utf-16-le") in head:
        raise ReadError("The file is an old Word document (.doc).", "Save it as DOCX.")
    return "workbook"


def _by_name(head: bytes, name: str, content_type: str) -> str:
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if HTML.match(head):
        return "html"
    if XML.match(head) and ending not in {".xhtml", ".html", ".htm"}:
        raise ReadError("The file is XML, which is not read.", "Save the document as HTML or text.")
    if MAIL.match(head) and MAIL_FIELDS.search(head):
        raise ReadError("The file is an e-mail, which is not read yet.", "Save its text.")
    mime = content_type.split(";", maxsplit=1)[0].strip().lower()
    stated = ENDINGS.get(ending) or CONTENT_TYPES.get(mime)
    may_be_json = stated not in {"markdown", "csv", "html"} and head.lstrip()[:1] in {b"{", b"["}
    if may_be_json and (form := _json_kind(head, ending)):
        return form
    if stated in {"json", "jsonl"} and ending not in {".jsonl", ".ndjson"}:
        return "text"
    return stated or ("markdown" if MARKDOWN.search(_sample(head)) else "text")


def _sample(head: bytes) -> str:
    try:
        return decode(head[: HEAD // 4])
    except ReadError:
        return ""


def _json_kind(head: bytes, ending: str) -> str:
    """Whether text that opens like JSON is one value or an object a line; "" if neither."""
    if ending in {".jsonl", ".ndjson"}:
        return "jsonl"
    first, _, rest = head.strip().partition(b"\n")
    if first.startswith(b"{") and first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{"):
        return "jsonl"
    if ending == ".json" or re.match(rb"\s*[{\[]\s*[\"{\[]", head):
        return "json"
    return ""


def _check_package(data: bytes) -> None:
    """Refuse a package that unpacks to far more than a document is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            sizes = [(entry.file_size, entry.compress_size) for entry in package.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ReadError(
            "The file is damaged or cut short.", "Download or copy it again and retry."
        ) from error
    unpacked = sum(size for size, _ in sizes)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(data), MEGABYTE):
        raise ReadError(
            f"The file unpacks to {unpacked / MEGABYTE:,.0f} MB, more than a document holds.",
            "Leave it out, or save its content in another format.",
        )
