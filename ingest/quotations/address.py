"""A speech or a statement that a source prints as such: all of it is its author's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.quotations.paragraphs import FINISHED
from vectorstore.records import Form, Quotation, SourceClass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.quotations.paragraphs import Paragraph
    from vectorstore.records import Document

FIRST_PERSON = re.compile(r"\b(?:I|I’m|I'm|I’ve|I've|we|We|my|My|our|Our|me|us)\b")
ADDRESSED = re.compile(
    r"\b(?:Mr|Madam(?:e)?) (?:Deputy )?(?:Speaker|President|Chair(?:man)?)\b|\bMy Lords\b"
    r"|\bladies and gentlemen\b|\bhon(?:ourable)? (?:Friend|Members?)\b",
    re.IGNORECASE,
)
ONE_PERSON = re.compile(r"\b(?:and|&)\b|[,;/]")
STYLE = re.compile(r"^(?:The )?(?:Rt\.? Hon\.?|Right Honourable)\s+|\s+(?:MP|KC|QC|CBE|OBE)\b")
SHARE = 0.012
"""First-person words among all, from which on a text is spoken rather than written about."""
LEAST_WORDS = 60


def delivered_by(document: Document) -> str:
    """Who speaks in a document that can be a speech: its author, where a public body prints it."""
    public = document.source_class in {SourceClass.GOVERNMENT, SourceClass.PARLIAMENT}
    one = document.author and not ONE_PERSON.search(document.author)
    return STYLE.sub("", document.author).strip() if public and one else ""


def address(
    text: str, paragraphs: Sequence[Paragraph], speaker: str, role: str = ""
) -> list[Quotation]:
    """The speech that ``text`` is, from where its speaker begins; [] where it is none."""
    words = len(text.split())
    said = len(FIRST_PERSON.findall(text)) + 3 * len(ADDRESSED.findall(text))
    if not speaker or words < LEAST_WORDS or said < SHARE * words:
        return []
    first = next((i for i, p in enumerate(paragraphs) if _speaks(text, p)), None)
    if first is None:
        return []
    parts = tuple((p.start, p.end) for p in paragraphs[first:] if _is_prose(text, p))
    if not parts:
        return []
    return [
        Quotation(
            start=parts[0][0],
            end=parts[-1][1],
            parts=parts,
            form=Form.DIRECT,
            speaker=speaker,
            role=role,
        )
    ]


def _speaks(text: str, paragraph: Paragraph) -> bool:
    line = text[paragraph.start : paragraph.end]
    return FIRST_PERSON.search(line) is not None or ADDRESSED.search(line) is not None


def _is_prose(text: str, paragraph: Paragraph) -> bool:
    return FINISHED.search(text[paragraph.end - 3 : paragraph.end]) is not None
