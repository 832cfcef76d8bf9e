"""Gold sources found in the index: which document, which characters, which passages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.errors import SetError
from evals.questions import Extraction, Question
from evals.reading.rows import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.errors import Problem
    from evals.questions import Case, Gold
    from vectorstore.holdings import EntrySummary
    from vectorstore.library import Library
    from vectorstore.records import Document, Passage

WORD = re.compile(r"\w+")
ALIKE = 0.5
"""The share of a gold span's words that a sentence must have to be taken for what was meant."""
LONGEST_SHOWN = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a gold source stands. ``[start, end)`` counts in the document's text."""

    document: str
    path: str
    start: int
    end: int
    whole: bool = False
    """Whether the document as a whole is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """The gold of one question: its places, and the passages of the index that overlap them."""

    places: tuple[Place, ...] = ()
    passages: tuple[tuple[str, int], ...] = ()
    """Document and start of each passage."""

    @property
    def documents(self) -> frozenset[str]:
        """The ids of the documents."""
        return frozenset(place.document for place in self.places)


class Sources:
    """The documents of an index, by all the names that a set may call them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._entries = [summary for summary in library.entries() if _known(summary)]
        self._texts: dict[str, Document] = {}
        self._passages: dict[str, list[Passage]] = {}

    def named(self, name: str) -> list[str]:
        """The ids of the documents that ``name`` may be: an id, the end of a path, a title."""
        for fits in (
            lambda entry: entry.id == name,
            lambda entry: f"/{entry.path}".endswith(f"/{name}"),
            lambda entry: entry.title == name,
        ):
            if found := [one.entry.id for one in self._entries if fits(one.entry)]:
                return found
        return []

    def document(self, document_id: str) -> Document:
        """A document with its text, read once."""
        if document_id not in self._texts:
            self._texts[document_id] = self._library.document(document_id)
        return self._texts[document_id]

    def passages(self, document_id: str) -> list[Passage]:
        """A document's passages, read once."""
        if document_id not in self._passages:
            self._passages[document_id] = self._library.passages(document_id)
        return self._passages[document_id]


def _known(summary: EntrySummary) -> bool:
    return bool(summary.entry.id)


def locate_all(cases: Sequence[Case], library: Library) -> dict[str, Located]:
    """The gold of every question by its id. Raises SetError, naming every source not found."""
    sources = Sources(library)
    located: dict[str, Located] = {}
    problems: list[Problem] = []
    for number, case in enumerate(cases, start=1):
        row = Row("the question set", number, {"id": case.id})
        if isinstance(case, Question):
            places: list[Place] = []
            for index, gold in enumerate(case.gold_sources):
                try:
                    places += locate(gold, sources)
                except LookupError as error:
                    problems.append(row.problem(f"gold_sources.{index}", *error.args))
            located[case.id] = Located(
                places=tuple(places), passages=tuple(_overlapping(places, sources))
            )
        elif isinstance(case, Extraction) and case.document and not sources.named(case.document):
            message = f"No document of the index is called “{case.document}”."
            problems.append(row.problem("document", message, "`onrecord sources list` names them."))
    if problems:
        raise SetError(problems)
    return located


def locate(gold: Gold, sources: Sources) -> list[Place]:
    """The places of a gold source; LookupError with message and remedy where there is none."""
    names = sources.named(gold.document)
    if not names:
        raise LookupError(
            f"No document of the index is called “{gold.document}”.",
            "`onrecord sources list` names them; ingest what is missing.",
        )
    places = [place for name in names for place in _in_document(gold, sources, name)]
    if not places:
        at = f" at {gold.locator}" if gold.locator else ""
        raise LookupError(
            f"The words “{gold.span}” do not stand in {gold.document}{at}.",
            _nearest(gold.span, [sources.document(name).text for name in names]),
        )
    return places


def _nearest(words: str, texts: Sequence[str]) -> str:
    """What to do where ``words`` stand in none of the texts: the sentence most like them."""
    from ingest.sentences import sentence_spans

    wanted = set(WORD.findall(words.lower()))
    sentences = (" ".join(text[a:b].split()) for text in texts for a, b in sentence_spans(text))
    shared = ((len(wanted & set(WORD.findall(one.lower()))), one) for one in sentences)
    most, nearest = max(shared, key=lambda pair: (pair[0], -len(pair[1])), default=(0, ""))
    if most < ALIKE * len(wanted) or not wanted or len(nearest) > LONGEST_SHOWN:
        return "Copy them from the source as `onrecord sources show` prints it."
    return f"The nearest sentence there: “{nearest}” Copy the words exactly."


def _in_document(gold: Gold, sources: Sources, name: str) -> list[Place]:
    document = sources.document(name)
    if not gold.span and not gold.locator:
        return [
            Place(document=name, path=document.path, start=0, end=len(document.text), whole=True)
        ]
    windows = [(0, len(document.text))]
    if gold.locator:
        windows = [
            (passage.start, passage.end)
            for passage in sources.passages(name)
            if _within(passage.locator, gold.locator)
        ]
    if not gold.span:
        spans = windows
    else:
        found = occurrences(gold.span, document.text)
        spans = [s for s in found if any(a < s[1] and s[0] < b for a, b in windows)]
    return [Place(document=name, path=document.path, start=a, end=b) for a, b in spans]


def _within(locator: str, place: str) -> bool:
    """Whether a passage's locator is ``place`` or a part of it: "Article 33(1)" of "Article 33"."""
    return locator.startswith(place) and not locator[len(place) : len(place) + 1].isalnum()


def occurrences(words: str, text: str) -> list[tuple[int, int]]:
    """Where ``words`` stand in ``text``, any white space for any other, not inside a word."""
    parts = [re.escape(part) for part in words.split()]
    edges = (r"(?<!\w)" if words[0].isalnum() else "", r"(?!\w)" if words[-1].isalnum() else "")
    pattern = edges[0] + r"\s+".join(parts) + edges[1]
    return [match.span() for match in re.finditer(pattern, text)]


def _overlapping(places: Sequence[Place], sources: Sources) -> list[tuple[str, int]]:
    return list(
        dict.fromkeys(
            (place.document, passage.start)
            for place in places
            for passage in sources.passages(place.document)
            if passage.start < place.end and place.start < passage.end
        )
    )
