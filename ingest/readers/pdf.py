"""PDF with a text layer: its lines joined to paragraphs, each with the page it begins on."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pypdfium2

from ingest.errors import ReadError
from ingest.normalise import normalise, one_line
from ingest.readers.text import join_wrapped
from ingest.reading import Block, Found, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENDS = (".", ":", ";", "!", "?", "”", '"', ")")
OPENS = re.compile(
    r"(?:\(?[0-9]{1,3}[.)]|\(?[a-z]{1,4}\)|[A-Z]\.|[•·▪–-])\s|(?:Article|Annex|Chapter|Section|Part)\s+[\dIVXA-Z]+\b"
)
HYPHEN = re.compile(r"[\x02\ufffe\u00ad]\n?")
UNPRINTABLE_TITLE = re.compile(
    r"\.(?:docx?|pdf|indd|xlsx?|pptx?|rtf)$|^(?:microsoft word|untitled|document\d*)\b",
    re.IGNORECASE,
)
LONGEST_FOOT = 5
PASSWORD = 4
"""pdfium's number for a document that needs a password."""


def read_pdf(data: bytes | Path) -> Reading:
    """A PDF; raises ReadError where it is encrypted, broken or has no text layer."""
    document = _open(data)
    try:
        found = _properties(document)
        pages = [_lines(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise _broken(error) from error
    finally:
        document.close()
    if not any(line.strip() for page in pages for line in page):
        raise ReadError(
            f"The PDF has {len(pages)} page(s) and no text layer: it holds pictures of pages.",
            "Run it through OCR (for example: ocrmypdf in.pdf out.pdf) and ingest the result.",
        )
    parts = tuple(_blocks(_without_running_heads(pages)))
    return Reading(format="pdf", parts=parts, found=found)


def _open(data: bytes | Path) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD or "password" in str(error).lower():
            raise ReadError(
                "The PDF is encrypted.",
                "Save a copy without the password (for example: qpdf --decrypt in.pdf out.pdf).",
            ) from error
        raise _broken(error) from error


def _broken(error: Exception) -> ReadError:
    return ReadError(
        f"The PDF is damaged or cut short ({error}).", "Download or copy it again and retry."
    )


def _properties(document: Any) -> Found:
    # Only title and author: a PDF's creation date is when the file was made, not when it was
    # published.
    said = document.get_metadata_dict()
    title = one_line(said.get("Title", ""))
    author = one_line(said.get("Author", ""))
    return Found(
        title="" if UNPRINTABLE_TITLE.search(title) else title,
        author=author if " " in author else "",
    )


def _lines(document: Any, number: int) -> list[str]:
    page = document[number]
    text_page = page.get_textpage()
    try:
        text = text_page.get_text_bounded().replace("\r\n", "\n")
    finally:
        text_page.close()
        page.close()
    return normalise(HYPHEN.sub("", text)).split("\n")


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Pages without the lines that head or foot most of them; a page number counts as such."""
    if len(pages) < 4:
        return pages
    edges = Counter(key for page in pages for key in {_edge(line) for line in page[:2] + page[-2:]})
    running = {key for key, times in edges.items() if key and times >= max(3, len(pages) * 0.5)}

    def keep(page: list[str]) -> list[str]:
        last = len(page) - 2
        return [
            line
            for at, line in enumerate(page)
            if not ((at < 2 or at >= last) and _edge(line) in running)
        ]

    return [keep(page) for page in pages]


def _edge(line: str) -> str:
    line = one_line(line)
    # "Page 3 of 10" is one line on every page; a sentence that differs by its number is not.
    return re.sub(r"\d+", "#", line) if len(line.split()) <= LONGEST_FOOT else line


def _blocks(pages: list[list[str]]) -> Iterator[Block]:
    """Paragraphs; one that runs on over a page's end is one paragraph, of the page it began on."""
    width = max((len(line) for page in pages for line in page), default=0)
    gathered: list[str] = []
    began = 1
    for number, page in enumerate(pages, 1):
        for line in page:
            if gathered and _begins_paragraph(gathered[-1], line, width):
                yield Block(text=one_line(join_wrapped(gathered)), page=began)
                gathered = []
            if line.strip():
                began = began if gathered else number
                gathered.append(line.strip())
    if gathered:
        yield Block(text=one_line(join_wrapped(gathered)), page=began)


def _begins_paragraph(before: str, line: str, width: int) -> bool:
    if not line.strip() or OPENS.match(line):
        return True
    ended_early = len(before) < 0.75 * width
    return ended_early and (before.endswith(ENDS) or line[:1].isupper() or line[:1] in "“‘\"'")
