"""Who said what, where and when: the quotations of a library, looked through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from assistant.cite import locator_at
from assistant.roll import Roll, Spoken
from assistant.words import terms
from vectorstore.records import Filters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vectorstore.library import Library
    from vectorstore.records import Document, Entry, Hit, Quotation

PASSAGES = 200
"""Passages looked through for what was said about something."""
NEAREST = 10
"""Of these, as many count by their sense alone; the rest have a word of the subject in them."""
SIMILAR, LIKENESS = 5, 0.5
"""How many names that look alike are told, and how alike they have to be."""


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
    why: str = ""
    """Why it is of the person asked for: "the same name, titles aside"."""


def said(
    library: Library, speaker: str = "", about: str = "", filters: Filters = Filters()
) -> list[Said]:
    """Quotations, by whom and about what is asked; the latest or the nearest first."""
    found = _about(library, about, filters) if about.strip() else _all(library, filters)
    if not speaker.strip():
        return list(found)
    names = roll(library)
    told = ((one, names.why(speaker, _spoken(one))) for one in found)
    return [replace(one, why=why) for one, why in told if why]


def roll(library: Library) -> Roll:
    """Everybody whom the library's documents quote."""
    entries = {summary.entry.id: summary.entry for summary in library.entries()}
    return Roll(
        Spoken(name, role, entries[document])
        for name, role, document in library.speakers()
        if document in entries
    )


def by_date(found: Sequence[Said]) -> list[Said]:
    """The oldest first, those of no known date last: what somebody said over time."""
    undated = date.max
    return sorted(found, key=lambda one: one.entry.published or undated)


def similar_speakers(library: Library, speaker: str) -> list[str]:
    """Speakers whose names look like one that nobody has."""
    return get_close_matches(speaker, roll(library).names, SIMILAR, LIKENESS)


def _spoken(one: Said) -> Spoken:
    return Spoken(one.quotation.speaker, one.quotation.role, one.entry)


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
            here = here and (hit.rank <= NEAREST or _shares_word(about, hit, one))
            if here and (name, span.start) not in shown:
                shown.add((name, span.start))
                yield one


def _shares_word(about: str, hit: Hit, one: Said) -> bool:
    text = f"{hit.text} {one.text} {one.entry.title}"
    return not set(terms(about)).isdisjoint(terms(text))


def _words(document: Document, span: tuple[int, int] | None) -> str:
    return document.text[span[0] : span[1]] if span else ""
