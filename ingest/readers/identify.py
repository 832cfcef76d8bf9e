"""Which format a file is in.

The bytes decide first, the file's name only where the bytes could be several things: a PDF named
.txt is read as PDF, a picture named .txt is refused as a picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.errors import ReadError
from ingest.normalise import decode, looks_binary

HEAD = 65_536
"""How much of a file is enough to tell its format."""

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Format:
    """A family of formats: what reads it, and how large a file of it may be, in bytes."""

    name: str
    reader: str
    most: int
    holds_others: bool = False
    """Whether it is a container whose members are read as documents of their own."""


FORMATS = {
    each.name: each
    for each in (
        Format("text", "text:read_text", 32 * MEGABYTE),
        Format("markdown", "markdown:read_markdown", 32 * MEGABYTE),
        Format("html", "html:read_html", 32 * MEGABYTE),
        Format("rtf", "rtf:read_rtf", 32 * MEGABYTE),
        Format("csv", "delimited:read_delimited", 100 * MEGABYTE),
        Format("workbook", "workbook:read_workbook", 100 * MEGABYTE),
        Format("docx", "docx:read_docx", 100 * MEGABYTE),
        Format("odt", "odt:read_odt", 100 * MEGABYTE),
        Format("epub", "epub:read_epub", 100 * MEGABYTE),
        Format("pdf", "pdf:read_pdf", 300 * MEGABYTE),
        Format("json", "records:read_json", 100 * MEGABYTE),
        Format("jsonl", "records:read_lines", 2_000 * MEGABYTE),
        Format("webarchive", "saved:read_webarchive", 100 * MEGABYTE),
        Format("mail", "mail:read_mail", 100 * MEGABYTE, holds_others=True),
        Format("zip", "archive:read_archive", 1_000 * MEGABYTE, holds_others=True),
    )
}

ENDINGS = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".qmd": "markdown",
    ".csv": "csv", ".tsv": "csv", ".tab": "csv",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".htm": "html", ".html": "html", ".xhtml": "html",
    ".eml": "mail", ".mht": "mail", ".mhtml": "mail",
}  # fmt: skip

CONTENT_TYPES = {
    "text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown",
    "text/csv": "csv", "text/tab-separated-values": "csv", "application/json": "json",
    "application/x-ndjson": "jsonl", "application/jsonl": "jsonl", "message/rfc822": "mail",
    "multipart/related": "mail",
}  # fmt: skip

REFUSED = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"RIFF", "a sound, a film or a picture (RIFF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)"),
    (b"7z\xbc\xaf", "an archive (7z)"),
    (b"Rar!", "an archive (RAR)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet table"),
)
REMEDIES = {
    "picture": "Run it through OCR and ingest the text.",
    "compressed": "Unpack it and ingest what it holds.",
    "archive": "Unpack it and ingest what it holds.",
    "Parquet": "Export the table as CSV.",
}
CODE = frozenset(
    ".js .mjs .css .map .ts .py .pyc .java .c .h .cpp .rs .go .php .sh .bat .ps1 .svg .ics .vcf"
    " .woff .woff2 .ttf .otf .eot .ini .cfg .toml .yaml .yml .sql".split()
)
"""Endings of texts that nobody reads as a source: programs, style sheets, settings."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
RTF = b"{\\rtf"
PLIST = b"bplist00"
HTML = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
XHTML = re.compile(rb"<html\b", re.IGNORECASE)
XML = re.compile(rb"^\s*<(?:\?xml\b|!DOCTYPE\b|!ENTITY\b)")
FLAT_ODT = re.compile(rb"<office:document\b[^>]*opendocument\.text")
FIELD = rb"[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*"
FIRST_FIELD = re.compile(rb"[A-Za-z][\w-]{1,30}:[ \t]")
MAIL = re.compile(rb"\A(?:From [^\n]*\n)?(?:" + FIELD + rb"){2,}")
MAIL_FIELDS = re.compile(
    rb"^(?:Message-ID|MIME-Version|Received|Return-Path|Delivered-To|DKIM-Signature):",
    re.IGNORECASE | re.MULTILINE,
)
MAILBOX = re.compile(rb"^From \S+[^\n]*\d{4}\r?$", re.MULTILINE)
MARKDOWN = re.compile(
    r"\A\s*---\n|^#{1,6} \S|^#{2,6}\S|\]\([^)\s]+\)|^Markdown Content:|^\*\*\S", re.MULTILINE
)


def identify(head: bytes, name: str, content_type: str = "") -> Format:
    """The format of a file that begins with ``head`` (64 kB are enough).

    Raises ReadError, saying what the file is, where there is no reader for it.
    """
    if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise ReadError("The file is empty.", "Check that it was copied or downloaded completely.")
    return FORMATS[_by_magic(head) or _by_name(head, name, content_type)]


def ending(name: str) -> str:
    """A file name's ending, in small letters, with its point."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def _by_magic(head: bytes) -> str:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(ZIP):
        return _in_zip(head)
    if head.startswith(OLE):
        return _in_ole(head)
    if head.startswith(RTF):
        return "rtf"
    if head.startswith(PLIST) and b"WebMainResource" in head:
        return "webarchive"
    if head.startswith(EMPTY_ZIP):
        raise ReadError("The archive is empty.", "Check that it was made completely.")
    for magic, what in REFUSED:
        if head.startswith(magic) and (magic != b"RIFF" or looks_binary(head)):
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
    """What a ZIP looks to be by its first entries; its list of contents has the last word."""
    for mark, form in (
        (b"opendocument.spreadsheet", "workbook"),
        (b"opendocument.text", "odt"),
        (b"application/epub+zip", "epub"),
    ):
        if mark in head[:200]:
            return form
    for mark, form in (
        (b"word/document.xml", "docx"),
        (b"xl/workbook.", "workbook"),
        (b"META-INF/container.xml", "epub"),
    ):
        if mark in head:
            return form
    return "zip"


def _in_ole(head: bytes) -> str:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in head

    if holds("EncryptedPackage"):
        raise ReadError("The document is encrypted.", "Save a copy without a password.")
    if holds("WordDocument"):
        raise ReadError("The file is an old Word document (.doc).", "Save it as DOCX.")
    if holds("PowerPoint Document"):
        raise ReadError("The file is an old presentation (.ppt).", "Save it as PDF.")
    if holds("__substg1.0_"):
        raise ReadError("The file is an Outlook message (.msg).", "Save the message as .eml.")
    return "workbook"


def _by_name(head: bytes, name: str, content_type: str) -> str:
    suffix = ending(name)
    if HTML.match(head):
        return "html"
    if FLAT_ODT.search(head):
        return "odt"
    if XML.match(head) and suffix not in {".xhtml", ".html", ".htm"}:
        if XHTML.search(head):
            return "html"
        raise ReadError("The file is XML, which is not read.", "Save the document as HTML or text.")
    if MAIL.match(_unix(head)) and (_is_mail(head) or suffix in {".eml", ".mht", ".mhtml"}):
        return "mail"
    if suffix in {".eml", ".mht", ".mhtml"} and FIRST_FIELD.match(head):
        return "mail"
    if suffix in CODE:
        raise ReadError(
            f"The file is a program, a style sheet or settings ({suffix}), not a source.",
            "If it is a text to be cited, give it the ending .txt.",
        )
    mime = content_type.split(";", maxsplit=1)[0].strip().lower()
    stated = ENDINGS.get(suffix) or CONTENT_TYPES.get(mime)
    may_be_json = stated not in {"markdown", "csv", "html"} and head.lstrip()[:1] in {b"{", b"["}
    if may_be_json and (form := _json_kind(head, suffix)):
        return form
    if stated == "mail" or (stated in {"json", "jsonl"} and suffix not in {".jsonl", ".ndjson"}):
        return "text"
    return stated or ("markdown" if MARKDOWN.search(_sample(head)) else "text")


def _unix(head: bytes) -> bytes:
    return head.lstrip(b"\xef\xbb\xbf\r\n").replace(b"\r\n", b"\n")


def _is_mail(head: bytes) -> bool:
    if len(MAILBOX.findall(head)) > 1 and head.startswith(b"From "):
        raise ReadError("The file is a mailbox of many messages.", "Save the messages as .eml.")
    return bool(MAIL_FIELDS.search(_unix(head).partition(b"\n\n")[0]))


def _sample(head: bytes) -> str:
    try:
        return decode(head[: HEAD // 4])
    except ReadError:
        return ""


def _json_kind(head: bytes, suffix: str) -> str:
    """Whether text that opens like JSON is one value or an object a line; "" if neither."""
    if suffix in {".jsonl", ".ndjson"}:
        return "jsonl"
    first, _, rest = head.strip().partition(b"\n")
    if first.startswith(b"{") and first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{"):
        return "jsonl"
    if suffix == ".json" or re.match(rb"\s*[{\[]\s*[\"{\[]", head):
        return "json"
    return ""
