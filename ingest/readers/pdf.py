"""PDF: its lines joined to paragraphs, each with the page it begins on.

Pages are read one by one and let go, so memory stays bounded however many there are. A page that is
a picture is recognised where an OCR engine is installed; what comes of that is marked as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2

from ingest.errors import ReadError
from ingest.normalise import one_line
from ingest.readers.ocr import Budget, engine, recognised
from ingest.readers.pdf_layout import ENDS_EARLY, Line, page_lines
from ingest.readers.pdf_running import without_running
from ingest.readers.wrapping import join_wrapped, known_words
from ingest.reading import Block, Found, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENDS = (".", ":", ";", "!", "?", "”", '"', ")")
OPENS = re.compile(
    r"(?:\(?[0-9]{1,3}[.)]|\(?[a-z]{1,4}\)|[A-Z]\.|[•·▪–-])\s"
    r"|(?:Article|Annex|Chapter|Section|Part)\s+[\dIVXA-Z]+\b"
)
UNPRINTABLE_TITLE = re.compile(
    r"\.(?:docx?|pdf|indd|xlsx?|pptx?|rtf)$|^(?:microsoft word|untitled|document\d*)\b",
    re.IGNORECASE,
)
MOST_PAGES = 20_000
LEAST_TEXT = 8
"""Letters that a page with a text layer has; pictures of pages carry a stamp or nothing."""

OCR_SECONDS, OCR_SECONDS_A_MEGABYTE = 80.0, 7.0
PASSWORD = 4
"""pdfium's number for a document that needs a password."""

OCRMYPDF = "for example: ocrmypdf in.pdf out.pdf"


def read_pdf(source: bytes | Path) -> Reading:
    """A PDF; raises ReadError where it is encrypted, broken, or pictures that cannot be read."""
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    document = _open(source)
    try:
        found = _properties(document)
        pages = _Pages(Budget(OCR_SECONDS + OCR_SECONDS_A_MEGABYTE * size / 1e6))
        for number in range(_count(document)):
            pages.read(document, number)
    except pypdfium2.PdfiumError as error:
        raise _broken(error) from error
    finally:
        document.close()
    pages.must_hold_text()
    parts = tuple(_blocks(without_running(pages.lines)))
    return Reading(format="pdf", parts=parts, found=found, caution=pages.caution())


@dataclass(slots=True)
class _Pages:
    """The pages read so far, and which of them were pictures (numbered from 1)."""

    budget: Budget
    lines: list[list[Line]] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)

    def read(self, document: Any, number: int) -> None:
        page = document[number]
        try:
            text_page = page.get_textpage()
            try:
                lines = page_lines(text_page)
            finally:
                text_page.close()
            if not _has_text(lines) and _shows_something(page):
                lines = recognised(page, self.budget) if engine() else []
                (self.seen if lines else self.unread).append(number + 1)
        finally:
            page.close()
        self.lines.append(lines)

    def must_hold_text(self) -> None:
        if any(map(_has_text, self.lines)):
            return
        what = f"The PDF has {len(self.lines)} page(s) and no text layer"
        if not self.unread:
            raise ReadError(f"{what}; there is nothing on them.", "Check the file.")
        if not engine():
            raise ReadError(
                f"{what}: it holds pictures of pages.",
                "Install Tesseract and ingest it again, or run it through OCR yourself "
                f"({OCRMYPDF}).",
            )
        raise ReadError(
            f"{what}, and OCR recognised no words in its pictures.",
            f"Scan it again more sharply, or try another OCR program ({OCRMYPDF}).",
        )

    def caution(self) -> str:
        """What to mind of pages that are pictures."""
        told = []
        if self.seen:
            told.append(
                f"{_named(self.seen)} of it are pictures: their words were recognised by OCR and "
                "may be wrong, so compare before quoting."
            )
        if self.unread and engine():
            told.append(f"{_named(self.unread)} are pictures in which OCR recognised nothing.")
        elif self.unread:
            told.append(
                f"{_named(self.unread)} are pictures and were not read: install Tesseract, then "
                "ingest it again."
            )
        return " ".join(told)


def _named(pages: Sequence[int]) -> str:
    """Pages as people name them: "Pages 1–3, 7"."""
    stretches: list[list[int]] = []
    for page in pages:
        if stretches and page == stretches[-1][-1] + 1:
            stretches[-1].append(page)
        else:
            stretches.append([page])
    shown = [f"{one[0]}–{one[-1]}" if len(one) > 1 else str(one[0]) for one in stretches]
    more = f" and {len(shown) - 12} more stretches" if len(shown) > 12 else ""
    return f"Pages {', '.join(shown[:12])}{more}"


def _has_text(lines: Sequence[Line]) -> bool:
    letters = 0
    for line in lines:
        letters += sum(map(str.isalnum, line.text))
        if letters >= LEAST_TEXT:
            return True
    return False


def _shows_something(page: Any) -> bool:
    """Whether there is a picture on the page, so that it is not just empty or nearly so."""
    import pypdfium2.raw as pdfium

    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM]
    return any(True for _ in page.get_objects(filter=kinds, max_depth=2))


def _open(source: bytes | Path) -> Any:
    try:
        return pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD or "password" in str(error).lower():
            raise ReadError(
                "The PDF is encrypted.",
                "Save a copy without the password (for example: qpdf --decrypt in.pdf out.pdf).",
            ) from error
        raise _broken(error) from error


def _count(document: Any) -> int:
    count = len(document)
    if count > MOST_PAGES:
        raise ReadError(f"The PDF has {count:,} pages.", "Split it into smaller files.")
    return count


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


def _blocks(pages: Sequence[Sequence[Line]]) -> Iterator[Block]:
    """Paragraphs; one that runs on over a page's end is one paragraph, of the page it began on."""
    known = known_words(line.text for page in pages for line in page)
    gathered: list[Line] = []
    began = 1
    for number, page in enumerate(pages, 1):
        for line in page:
            if gathered and _begins_paragraph(gathered[-1], line):
                yield _block(gathered, began, known)
                gathered = []
            if line.text.strip():
                began = began if gathered else number
                gathered.append(line)
    if gathered:
        yield _block(gathered, began, known)


def _block(lines: Sequence[Line], page: int, known: frozenset[str]) -> Block:
    text = join_wrapped((line.text.strip() for line in lines), known)
    return Block(text=one_line(text), page=page)


def _begins_paragraph(before: Line, line: Line) -> bool:
    text = line.text.strip()
    if not text or OPENS.match(text):
        return True
    ends = before.text.rstrip()
    if ends.endswith("-"):
        return False  # a word goes on
    return before.filled < ENDS_EARLY and (
        ends.endswith(ENDS) or text[:1].isupper() or text[:1] in "“‘\"'"
    )
