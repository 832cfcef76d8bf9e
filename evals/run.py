"""Answering: every case put to the assistant, every answer kept as soon as it is there."""

from __future__ import annotations

import hashlib
import resource
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from time import perf_counter
from typing import TYPE_CHECKING

from evals.gold import Sources
from evals.index_digest import corpus_digest, index_digest
from evals.questions import Extraction, Question, QuoteCheck
from evals.records import (
    AnswerSentence,
    CitedWords,
    FoundQuotation,
    Record,
    RetrievedPassage,
    RunHeader,
    StoredAnswer,
    StoredCheck,
    StoredExtraction,
    StoredFailure,
)
from vectorstore.errors import OnRecordError, StoreError
from vectorstore.records import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assistant.answer import Answer, Citation
    from assistant.chain import Assistant, Steps
    from assistant.plan import Plan
    from assistant.retrieve import Found
    from assistant.select import Selected
    from assistant.settings import Settings
    from evals.questions import Case
    from evals.store import AnswerFile
    from vectorstore.library import Library
    from vectorstore.records import Filters, Hit

STACK = ("onrecord", "chromadb", "langchain-core", "onnxruntime", "spacy")


def header(library: Library, settings: Settings | None = None, *, llm: str, seed: int) -> RunHeader:
    """What the answers of a run over ``library`` are made with. Keys are never part of it."""
    embedder = library.embedder
    counts = library.counts()
    kept = settings.model_dump(include={"llm", "embedding_model"}) if settings else {}
    return RunHeader(
        began=datetime.now(UTC).isoformat(timespec="seconds"),
        index_digest=index_digest(library, embedder.fingerprint),
        corpus_digest=corpus_digest(library),
        documents=counts.documents,
        passages=counts.passages,
        llm=llm,
        embedding_model=embedder.name,
        embedding_fingerprint=embedder.fingerprint,
        settings=kept,
        versions={name: version(name) for name in STACK},
        seed=seed,
    )


@dataclass(slots=True)
class Heard:
    """What the steps of one question came to."""

    found: tuple[Found, ...] = ()
    selected: tuple[Selected, ...] = ()


_HEARD: ContextVar[Heard | None] = ContextVar("heard", default=None)


@contextmanager
def listening() -> Iterator[Heard]:
    """What the tapped steps come to in this thread meanwhile."""
    heard = Heard()
    token = _HEARD.set(heard)
    try:
        yield heard
    finally:
        _HEARD.reset(token)


def tapped(steps: Steps) -> Steps:
    """The same steps, which tell whoever is listening what was found and selected."""

    def retrieve(plan: Plan, filters: Filters) -> tuple[Found, ...]:
        found = steps.retrieve(plan, filters)
        if heard := _HEARD.get():
            heard.found = found
        return found

    def select(plan: Plan, found: Sequence[Found], filters: Filters) -> tuple[Selected, ...]:
        selected = steps.select(plan, found, filters)
        if heard := _HEARD.get():
            heard.selected = selected
        return selected

    return replace(steps, retrieve=retrieve, select=select)


def confidence(selected: Sequence[Selected]) -> float | None:
    """The score of the strongest evidence, for the part of the question that has least of it.

    It is what the extractive answerer decides by; 0 where every sentence leaves a demand of the
    question unmet, None where nothing was weighed.
    """
    return min(
        (
            max((evidence.score for evidence in one.evidence if not evidence.unmet), default=0.0)
            for one in selected
        ),
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """Puts cases to an assistant."""

    assistant: Assistant
    parallel: int = 1
    """Questions asked at once. One when this machine computes the answers; more for a model that
    answers elsewhere."""

    def over(
        self,
        cases: Sequence[Case],
        answers: AnswerFile,
        progress: Callable[[int, int], None] | None = None,
    ) -> dict[str, Record]:
        """Answer what ``answers`` does not hold yet; all records by id.

        What goes wrong with one case is its record. What is wrong with the index (StoreError) and
        an interruption end the run; what was answered before stays in the file.
        """
        left = [case for case in cases if case.id not in answers.done]
        done = len(cases) - len(left)
        with ThreadPoolExecutor(max_workers=self.parallel) as pool:
            try:
                for record in pool.map(self.answer, left):
                    answers.add(record)
                    done += 1
                    if progress:
                        progress(done, len(cases))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return {case.id: answers.done[case.id] for case in cases}

    def answer(self, case: Case) -> Record:
        """The record of one case."""
        return self._answer(case).model_copy(update={"asked": asked_digest(case)})

    def _answer(self, case: Case) -> Record:
        began = perf_counter()
        try:
            match case:
                case Question():
                    return self._question(case)
                case QuoteCheck():
                    return self._check(case)
                case Extraction():
                    return self._extraction(case)
        except StoreError:
            raise
        except OnRecordError as error:
            return _failure(case, str(error), error.remedy, began)
        except Exception as error:  # noqa: BLE001 - one case must not end the run for the others
            return _failure(case, f"{type(error).__name__}: {error}", "Please report this.", began)

    def _question(self, case: Question) -> StoredAnswer:
        from assistant.answer import COMPUTED, Turn
        from assistant.retrieve import together

        history = [Turn(question=turn.question, answer=turn.answer) for turn in case.history]
        with listening() as heard:
            answer = self.assistant.ask(case.question, history)
        tokens_in = sum(step.tokens_in for step in answer.steps)
        tokens_out = sum(step.tokens_out for step in answer.steps)
        model = tokens_in or answer.model not in {"extractive", COMPUTED}
        return StoredAnswer(
            id=case.id,
            standalone_question=answer.standalone_question,
            status=answer.status.value,
            sentences=_sentences(answer),
            citations=tuple(_citation(one, self.assistant.library) for one in answer.citations),
            retrieved=tuple(_retrieved(hit) for hit in together(heard.found)),
            notes=answer.notes,
            asked_back=answer.clarification.question if answer.clarification else "",
            confidence=confidence(heard.selected),
            seconds=answer.seconds,
            tokens_in=tokens_in if model else None,
            tokens_out=tokens_out if model else None,
            memory=peak_memory(),
        )

    def _check(self, case: QuoteCheck) -> StoredCheck:
        from assistant.quotes import check

        began = perf_counter()
        found = check(case.quote, self.assistant.library, speaker=case.speaker)
        return StoredCheck(
            id=case.id,
            verdict=found.verdict.value,
            findings=tuple(finding.kind.value for finding in found.findings),
            explanation=found.explanation,
            seconds=perf_counter() - began,
        )

    def _extraction(self, case: Extraction) -> StoredExtraction:
        from ingest.quotations import extract

        text, title, kind = case.text, case.title, Kind.ARTICLE
        if case.document:
            sources = Sources(self.assistant.library)
            document = sources.document(sources.named(case.document)[0])
            text, title, kind = document.text, document.title, document.kind
        began = perf_counter()
        found = extract(text, title=title, kind=kind)
        return StoredExtraction(
            id=case.id,
            text=text,
            quotations=tuple(
                FoundQuotation(
                    start=start,
                    end=end,
                    text=text[start:end],
                    speaker=one.speaker,
                    form=one.form.value,
                )
                for one in found
                for start, end in one.parts  # labels are of words, without narration in between
            ),
            seconds=perf_counter() - began,
        )


def asked_digest(case: Case) -> str:
    """Of all of a case that the assistant is given; what is expected of it is no part of that."""
    match case:
        case Question():
            given = [
                case.question,
                *(part for t in case.history for part in (t.question, t.answer)),
            ]
        case QuoteCheck():
            given = [case.quote, case.speaker]
        case Extraction():
            given = [case.document, case.text, case.title]
    return hashlib.sha256("\0".join(given).encode()).hexdigest()[:16]


def peak_memory() -> int:
    """The most memory that this process has held, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _failure(case: Case, error: str, remedy: str, began: float) -> StoredFailure:
    return StoredFailure(id=case.id, error=error, remedy=remedy, seconds=perf_counter() - began)


def _sentences(answer: Answer) -> tuple[AnswerSentence, ...]:
    return tuple(
        AnswerSentence(text=sentence.text, citations=sentence.citations)
        for sentence in answer.sentences
    )


def _citation(citation: Citation, library: Library) -> CitedWords:
    around = (
        passage
        for passage in library.passages(citation.entry.id)
        if passage.start <= citation.start < passage.end
    )
    heading = next((" › ".join(passage.heading) for passage in around), "")
    return CitedWords(
        number=citation.number,
        document=citation.entry.id,
        path=citation.entry.path,
        title=citation.entry.title,
        heading=heading,
        locator=citation.locator,
        start=citation.start,
        end=citation.end,
        text=citation.text,
    )


def _retrieved(hit: Hit) -> RetrievedPassage:
    return RetrievedPassage(
        document=hit.entry.id,
        path=hit.entry.path,
        start=hit.passage.start,
        end=hit.passage.end,
        score=hit.score,
        text=hit.text,
    )
