"""The answer without a chat model: the sentences that answer, word for word, each cited.

Nothing is written here but what "he", "it" or "the deal" stands for, in the document's own words
and in brackets as an editor puts them, so nothing can be bent: the art is in choosing few
sentences, and none when none answers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Answer, Sentence, Status
from assistant.attribution import attribute
from assistant.cite import Citations, locator_at
from assistant.demands import tells_time
from assistant.question import Want
from assistant.referents import Shown, with_referents
from assistant.select import MOST, considered
from vectorstore.records import Form, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.evidence import Evidence
    from assistant.inquiry import Inquiry
    from assistant.select import Selected
    from vectorstore.library import Library
    from vectorstore.records import Document, Quotation

ONLY_REPORTED = "No day is named in these words: the date beside them is that of the report."

NOT_COMPARED = (
    "No passage here compares these: what the sources say of each is shown, not how they compare."
)

MOST_IN_ALL = 5
"""Sentences of an answer, however many things were asked at once."""


def extract(inquiry: Inquiry, library: Library) -> Iterator[Answer]:
    """Answer each part of a question from what was selected; growing answers, the last whole."""
    citations = Citations()
    sentences: list[Sentence] = []
    texts = _Texts(library)
    before: Shown | None = None
    missing = [one.part.question for one in inquiry.selected if not one.chosen]
    for one in shared_out(inquiry.selected):
        sentence = _sentence(one, citations, texts, before)
        if sentence not in sentences:
            sentences.append(sentence)
            before = Shown(one.hit.entry.id, one.start, one.end, sentence.text)
            yield _answer(inquiry, sentences, citations, missing)
    yield _answer(inquiry, sentences, citations, missing)


def shared_out(selected: Sequence[Selected]) -> list[Evidence]:
    """What is shown of the parts' evidence: the best of each part before the second of any."""
    each = max(1, MOST_IN_ALL // max(1, sum(bool(one.chosen) for one in selected)))
    alone = len(selected) == 1
    return [
        item
        for one in selected
        for item in one.chosen[: max(MOST, MOST_IN_ALL) if alone else max(each, 2)]
    ]


def _answer(
    inquiry: Inquiry,
    sentences: Sequence[Sentence],
    citations: Citations,
    missing: Sequence[str],
) -> Answer:
    return Answer(
        question=inquiry.question,
        standalone_question=inquiry.standalone,
        status=_status(sentences, missing),
        sentences=tuple(sentences),
        citations=citations.all(),
        notes=(
            *(f"The sources here do not answer: {part}" for part in missing if sentences),
            *([NOT_COMPARED] if any(one.of_comparison for one in inquiry.selected) else ()),
            *_undated(inquiry, sentences),
        ),
        considered=considered(inquiry.selected),
    )


class _Texts:
    """Documents with their quotations, each read once for an answer."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._read: dict[str, tuple[Document, list[Quotation]]] = {}

    def of(self, document_id: str) -> tuple[Document, list[Quotation]]:
        if document_id not in self._read:
            told = self._library.document(document_id), self._library.quotations(document_id)
            self._read[document_id] = told
        return self._read[document_id]


def _sentence(
    evidence: Evidence, citations: Citations, texts: _Texts, before: Shown | None
) -> Sentence:
    hit = evidence.hit
    number = citations.number(hit, evidence.start, evidence.end)
    document, quotations = texts.of(hit.entry.id)
    passage = replace(hit.passage, locator=locator_at(hit.passage, hit.text, evidence.start))
    return Sentence(
        text=with_referents(evidence.text, evidence.start, document, quotations, before),
        citations=(number,),
        attribution=attribute(
            evidence.text,
            hit.entry,
            passage,
            evidence.speaker,
            verbatim=_are_own_words(evidence, quotations),
        )
        + (f", referred to in {evidence.referred}" if evidence.referred else ""),
    )


def _are_own_words(evidence: Evidence, quotations: Sequence[Quotation]) -> bool:
    """Whether the speaker is quoted, not only reported in the writer's words."""
    return any(
        one.form is not Form.INDIRECT and one.speaker == evidence.speaker
        for one in quotations
        if any(first < evidence.end and evidence.start < last for first, last in one.parts)
    )


def _undated(inquiry: Inquiry, sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """A word on the day, where "when" is asked and only the date of a report tells it."""
    asked = [one for one in inquiry.selected if Want.DATE in one.part.asked.wants and one.chosen]
    if not asked or len(inquiry.selected) > 1 or any(tells_time(one.text) for one in sentences):
        return ()
    reports = all(one.hit.entry.kind is Kind.ARTICLE for one in asked[0].chosen)
    return (ONLY_REPORTED,) if sentences and reports else ()


def _status(sentences: Sequence[Sentence], missing: Sequence[str]) -> Status:
    if not sentences:
        return Status.NOT_FOUND
    return Status.PARTLY if missing else Status.ANSWERED
