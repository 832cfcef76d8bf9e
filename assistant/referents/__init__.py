"""Who "he" and what "it" or "the deal" is, in brackets where a sentence stands away from its text.

A bracket is an editor's: its words stand earlier in the same document, or in its title, and the
citation quotes the sentence without it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.referents.antecedents import Referent, referents
from assistant.referents.phrases import PREPOSITIONS
from vectorstore.records import Form, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vectorstore.records import Document, Quotation

PRONOUN = re.compile(r"(?:he|she|they|him|her)", re.IGNORECASE)
ROLE = re.compile(r"the (?P<role>minister|secretary|president|chancellor|senator)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the reader has just read of a document: half-open offsets into its text.

    ``words`` is how it was shown, brackets included.
    """

    document: str
    start: int
    end: int
    words: str = ""


def with_referents(
    text: str,
    start: int,
    document: Document,
    quotations: Sequence[Quotation],
    before: Shown | None = None,
) -> str:
    """``text`` on one line, with what stands for something named before it told in brackets.

    ``text`` begins at the offset ``start`` of ``document``, whose ``quotations`` tell who speaks. A
    name that the text itself has before needs none; nor does a thing that was shown right
    ``before``, but who speaks is always told: words without their speaker are anybody's.
    """
    for one in sorted(put_in(text, start, document, quotations, before), key=lambda one: -one.at):
        at = one.at - start
        text = f"{text[:at]} [{told(one, text[:at])}]{text[at:]}"
    return " ".join(text.split())


def told(one: Referent, before: str) -> str:
    """What a bracket says of a referent after the words ``before`` it.

    "the deal" gets what it lacks ("with Iraq"), "its" a possessive where that can be read.
    """
    noun = before.rsplit(maxsplit=1)[-1].lower() if before.split() else ""
    _, _, rest = one.words.partition(" ")
    lacked = rest[len(noun) + 1 :]
    if rest.lower().startswith(f"{noun} ") and before.lower().endswith(f"the {noun}"):
        return one.words if lacked.isdigit() else lacked  # "[2025]" would be a citation's mark
    if not one.own or set(one.words.split()) & PREPOSITIONS:
        return one.words
    return one.words + ("’" if one.words.endswith("s") else "’s")


def put_in(
    text: str,
    start: int,
    document: Document,
    quotations: Sequence[Quotation],
    before: Shown | None = None,
) -> list[Referent]:
    """The referents that the brackets of ``text`` name, none twice at one place."""
    speakers = list(_speakers(text, start, quotations))
    if not _is_told(document) or document.text[start : start + len(text)] != text:
        return speakers
    spoken = _spoken(quotations)
    found = [
        one
        for one in referents(
            document.text,
            document.title,
            start,
            start + len(text),
            treaty=document.kind is Kind.AGREEMENT,
        )
        if not any(first < one.at <= last for first, last in spoken)
        and all(one.at != other.at for other in speakers)
    ]
    return speakers + [one for one in found if not _is_shown(one, document, before)]


def _is_told(document: Document) -> bool:
    """Whether a document is English prose."""
    return document.kind is not Kind.STATISTICS and document.language in {"", "en"}


def _spoken(quotations: Sequence[Quotation]) -> list[tuple[int, int]]:
    return [part for one in quotations if one.form is Form.DIRECT for part in one.parts]


def _is_shown(one: Referent, document: Document, before: Shown | None) -> bool:
    """Whether the reader has just read what the words stand for."""
    if before is None or before.document != document.id:
        return False
    read = f"{before.words} {' '.join(document.text[before.start : before.end].split())}"
    told_there = one.words.casefold() in read.replace("[", "").replace("]", "").casefold()
    return told_there or before.start <= one.start < before.end


def _speakers(text: str, start: int, quotations: Sequence[Quotation]) -> Iterator[Referent]:
    """Who speaks, beside each pronoun or "the minister" that stands for a speaker."""
    for quotation in quotations:
        if not quotation.speaker or quotation.mention is None:
            continue
        first, last = (at - start for at in quotation.mention)
        surname = quotation.speaker.split()[-1]
        inside = 0 <= first < last <= len(text)
        if inside and _stands_for(text[first:last], quotation) and surname not in text[:first]:
            yield Referent(start + last, quotation.speaker, -1, -1)


def _stands_for(words: str, quotation: Quotation) -> bool:
    role = ROLE.fullmatch(words)
    return bool(PRONOUN.fullmatch(words)) or bool(
        role and quotation.role.lower().split()[-1:] == [role["role"].lower()]
    )
