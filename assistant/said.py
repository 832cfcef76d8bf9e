"""Who said what, where and when: the quotations of a library, looked through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.cite import locator_at
from assistant.people import same_person
from vectorstore.records import Filters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vectorstore.library import Library
    from vectorstore.records import Document, Entry, Quotation

PASSAGES = 200
"""Passages looked through for what was said about something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A quotation in its document. ``text`` is ``document.text[start:end]`` of the quotation."""

    entry: Entry
    quotation: Quotation
    text: str
    parts: tuple[str, ...]
    """The stretches of it that are speech: without narration between, or marks that reopen."""
    mention: str
    """The words that stand for the speaker beside it: "He"."""
    cue: str
    locator: str


def said(
    library: Library, speaker: str = "", about: str = "", filters: Filters = Filters()
) -> list[Said]:
    """Quotations, by whom and about what is asked; the latest or the nearest first."""
    found = _about(library, about, filters) if about.strip() else _all(library, filters)
    return [one for one in found if not speaker or same_person(speaker, one.quotation.speaker)]


def of_document(library: Library, document: Document) -> list[Said]:
    """The quotations of one document, in order."""
    passages = library.passages(document.id)
    found = []
    for quotation in library.quotations(document.id):
        first = quotation.start
        around = next((p for p in passages if p.start <= first < p.end), None)
        found.append(
            Said(
                entry=document,
                quotation=quotation,
                text=document.text[quotation.start : quotation.end],
                parts=tuple(document.text[start:end] for start, end in quotation.parts),
                mention=_words(document, quotation.mention),
                cue=_words(document, quotation.cue),
                locator=locator_at(around, document.text[around.start : around.end], first)
                if around
                else "",
            )
        )
    return found


def _all(library: Library, filters: Filters) -> Iterator[Said]:
    for summary in library.entries(filters):
        if summary.quotations:
            yield from of_document(library, library.document(summary.entry.id))


def _about(library: Library, about: str, filters: Filters) -> Iterator[Said]:
    documents: dict[str, list[Said]] = {}
    shown = set()
    for hit in library.search(about, PASSAGES, filters):
        name = hit.entry.id
        if name not in documents:
            documents[name] = of_document(library, library.document(name))
        for one in documents[name]:
            span = one.quotation
            here = span.start < hit.passage.end and hit.passage.start < span.end
            if here and (name, span.start) not in shown:
                shown.add((name, span.start))
                yield one


def _words(document: Document, span: tuple[int, int] | None) -> str:
    return document.text[span[0] : span[1]] if span else ""
