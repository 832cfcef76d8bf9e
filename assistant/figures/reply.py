"""A computed figure as an answer: sentences, each cited to the cells that it rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import COMPUTED, Answer, Citation, Sentence, Status
from assistant.figures.answer import answer
from assistant.figures.result import FigureAnswer, FigureStatus, Outcome, Reading
from assistant.figures.sources import document
from assistant.figures.wording import statement
from vectorstore.records import Filters, Kind

if TYPE_CHECKING:
    from datetime import date

    from assistant.figures.result import Figure
    from assistant.figures.sources import Source
    from vectorstore.library import Library
    from vectorstore.records import Entry

MOST_BESIDE = 2
"""Sentences of articles that stand beside a computed figure."""


def reply(
    question: str, library: Library, filters: Filters = Filters(), today: date | None = None
) -> Answer | None:
    """The answer that the tables give to a question; None unless they surely answer it."""
    found = answer(question, library, filters, today)
    if found is None or found.status is FigureStatus.NOT_FOUND or not found.sure:
        return None
    return as_answer(found, library)


def as_answer(found: FigureAnswer, library: Library) -> Answer | None:
    """A figure answer as sentences with citations; None where a figure has no place in a text."""
    best = found.outcome
    if best is None:
        return None
    cited = _Cited(library)
    sentences = [cited.sentence(found.statement, best)]
    sentences += [cited.sentence(_other(one), one.outcome) for one in found.others]
    sentences += [cited.sentence(_reading(one), one.outcome) for one in found.readings]
    if found.newer:
        told = f"Newer in the same table: {statement(found.newer)}"
        sentences.append(cited.sentence(told, found.newer))
    if any(not sentence.citations for sentence in sentences):
        return None
    same = [f"The same in: {'; '.join(found.same)}."] if found.same else []
    return Answer(
        question=found.question,
        standalone_question=found.question,
        status=Status.ANSWERED,
        sentences=tuple(sentences),
        citations=tuple(cited.citations),
        notes=(found.how, *found.notes, *same),
        model=COMPUTED,
        figure=found,
    )


def beside(computed: Answer, told: Answer) -> Answer:
    """The computed answer, and after it what articles and agreements say to the same question."""
    known = {citation.number: citation for citation in told.citations}
    sentences = [
        sentence
        for sentence in told.sentences
        if all(known[number].entry.kind is not Kind.STATISTICS for number in sentence.citations)
    ][:MOST_BESIDE]
    cited = dict.fromkeys(number for one in sentences for number in one.citations)
    numbers = {old: len(computed.citations) + at for at, old in enumerate(cited, start=1)}
    return replace(
        computed,
        sentences=(*computed.sentences, *(_renumbered(one, numbers) for one in sentences)),
        citations=(
            *computed.citations,
            *(replace(known[old], number=new) for old, new in numbers.items()),
        ),
    )


def _renumbered(sentence: Sentence, numbers: dict[int, int]) -> Sentence:
    return replace(sentence, citations=tuple(numbers[old] for old in sentence.citations))


def _other(one: Reading) -> str:
    why = f" ({one.why})" if one.why else ""
    return f"Another table has: {statement(one.outcome)[:-1]}{why}."


def _reading(one: Reading) -> str:
    return f"Read as “{one.words}”: {statement(one.outcome)}"


class _Cited:
    """Numbers the places of cells 1, 2, 3 … in the order of first use."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._texts: dict[int, str] = {}
        self.citations: list[Citation] = []

    def sentence(self, text: str, outcome: Outcome) -> Sentence:
        """A sentence cited to every cell range that its figures rest on."""
        numbers = [n for figure in outcome.figures for n in self._numbers(outcome, figure)]
        return Sentence(
            text=text,
            citations=tuple(dict.fromkeys(numbers)),
            attribution=attributed(outcome),
        )

    def _numbers(self, outcome: Outcome, figure: Figure) -> list[int]:
        source = outcome.candidate.source
        text = self._text(source)
        return [
            self._number(source.entry, figure.cells.locator, start, end, text[start:end])
            for start, end in figure.cells.spans
        ]

    def _number(self, entry: Entry, locator: str, start: int, end: int, text: str) -> int:
        for one in self.citations:
            if (one.entry.id, one.locator, one.start, one.end) == (entry.id, locator, start, end):
                return one.number
        number = len(self.citations) + 1
        self.citations.append(
            Citation(number=number, entry=entry, locator=locator, start=start, end=end, text=text)
        )
        return number

    def _text(self, source: Source) -> str:
        if source.kept.number not in self._texts:
            self._texts[source.kept.number] = document(self._library, source).text
        return self._texts[source.kept.number]


def attributed(outcome: Outcome) -> str:
    """Who says so: "Home Office, Irregular migration statistics, 23 November 2023"."""
    source = outcome.candidate.source
    publisher = source.entry.publisher
    told = source.release
    return f"{publisher}, {told}" if publisher and publisher not in told else told
