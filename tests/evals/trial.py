"""A small archive, questions over it, and answers to them, for tests of evaluations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.gold import locate_all
from evals.questions import Extraction, Gold, Nugget, Number, Question, QuoteCheck, Quoted
from evals.records import (
    AnswerSentence,
    CitedWords,
    FoundQuotation,
    RetrievedPassage,
    RunHeader,
    StoredAnswer,
    StoredCheck,
    StoredExtraction,
    StoredFailure,
)
from evals.score import score
from ingest.run import ingest
from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from pathlib import Path

    from evals.questions import Case
    from evals.records import Record
    from evals.results import Result

ARRIVALS = """---
title: Arrivals in Ruritania
publisher: Elbonian Gazette
date: 2025-03-01
kind: article
---

# Arrivals in Ruritania

Small boats brought 1,234 people to Ruritania in 2024, against 987 in 2023.

Minister Ana Ruiz said: “Returns must be lawful.”
"""
TREATY = """---
title: Elbonia readmission treaty
publisher: Elbonian Gazette
date: 2024-05-01
kind: agreement
---

# Elbonia readmission treaty

### Article 7

1. A request is answered within 21 days.

2. Silence counts as consent.
"""
ARRIVED = "Small boats brought 1,234 people to Ruritania in 2024, against 987 in 2023."
HEADER = RunHeader(index_digest="i" * 64, corpus_digest="c" * 64, documents=2, passages=3)

QUESTIONS: tuple[Case, ...] = (
    Question(
        id="arrivals",
        question="How many people came to Ruritania by small boat in 2024?",
        expected_answer="In 2024 small boats brought 1,234 people to Ruritania.",
        number=Number(value=1234, unit="people"),
        nuggets=(Nugget(text="1,234 people"), Nugget(text="987 in 2023", vital=False)),
        gold_sources=(Gold(document="arrivals.md", span="brought 1,234 people"),),
        kind="figure",
        tags=("boats",),
    ),
    Question(
        id="days",
        question="Within how many days is a request answered?",
        number=Number(value=21, unit="days"),
        gold_sources=(Gold(document="treaty.md", span="answered within 21 days"),),
        kind="provision",
    ),
    Question(id="moon", question="How many came to the moon?", answerable=False, kind="none"),
    Question(id="open", question="How many?", answerable="depends", kind="open"),
    QuoteCheck(id="quote", quote="Returns must be lawful", speaker="Ana Ruiz", verdict="verbatim"),
    Extraction(
        id="said",
        text="Bo Lind said: “It is a waste.” Nobody answered.",
        quotations=(Quoted(span="It is a waste.", speaker="Bo Lind"),),
    ),
)


def archive(folder: Path) -> Path:
    """An index of the two sources."""
    sources = folder / "sources"
    sources.mkdir()
    (sources / "arrivals.md").write_text(ARRIVALS, encoding="utf-8")
    (sources / "treaty.md").write_text(TREATY, encoding="utf-8")
    with Library.open(folder / "index", FakeEmbedder(), write=True) as library:
        assert not ingest([str(sources)], library).failed
    return folder / "index"


def answers(library: Library) -> dict[str, Record]:
    """An answer to each of the questions, all of them right."""
    ids = {summary.entry.title: summary.entry.id for summary in library.entries()}
    arrivals = library.document(ids["Arrivals in Ruritania"])
    treaty = library.document(ids["Elbonia readmission treaty"])
    return {
        "arrivals": _answer("arrivals", arrivals, ARRIVED, library),
        "days": _answer("days", treaty, "A request is answered within 21 days.", library),
        "moon": StoredAnswer(id="moon", status="not_found", confidence=0.1, seconds=0.2),
        "open": StoredAnswer(id="open", status="not_found", asked_back="Where to?", seconds=0.1),
        "quote": StoredCheck(id="quote", verdict="verbatim", findings=("verbatim",)),
        "said": StoredExtraction(
            id="said",
            text=QUESTIONS[5].text,  # type: ignore[union-attr]
            quotations=(
                FoundQuotation(start=15, end=29, text="It is a waste.", speaker="Bo Lind"),
            ),
        ),
    }


def _answer(name: str, document: object, words: str, library: Library) -> StoredAnswer:
    start = document.text.index(words)  # type: ignore[attr-defined]
    cited = CitedWords(
        number=1,
        document=document.id,  # type: ignore[attr-defined]
        title=document.title,  # type: ignore[attr-defined]
        start=start,
        end=start + len(words),
        text=words,
    )
    passages = library.passages(cited.document)
    return StoredAnswer(
        id=name,
        status="answered",
        sentences=(AnswerSentence(text=words, citations=(1,)),),
        citations=(cited,),
        retrieved=tuple(
            RetrievedPassage(
                document=cited.document,
                path=document.path,  # type: ignore[attr-defined]
                start=one.start,
                end=one.end,
                text=document.text[one.start : one.end],  # type: ignore[attr-defined]
            )
            for one in passages
        ),
        confidence=0.8,
        seconds=0.3,
    )


def failed(name: str) -> StoredFailure:
    """A case that ended in an error."""
    return StoredFailure(id=name, error="The model does not answer.", remedy="Name another.")


def result_of(library: Library, records: dict[str, Record]) -> Result:
    """The result of these answers."""
    return score(QUESTIONS, records, locate_all(QUESTIONS, library), HEADER, sets=("trial.yaml",))


SPREADSHEET = (
    "id,question,number,number_unit,gold_sources,answerable\n"
    "arrivals,How many people did small boats bring to Ruritania in 2024?,1234,people,"
    '"arrivals.md | 1,234 people",yes\n'
    "moon,What did the Queen of Narnia say about visas?,,,,no\n"
)
