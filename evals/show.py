"""What a person sees of a case: the answer, its evidence, the gold and the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.metrics.citations import cites_gold
from evals.metrics.right import right
from evals.questions import Extraction, Question, QuoteCheck
from evals.records import StoredAnswer, StoredCheck, StoredExtraction, StoredFailure
from evals.results import CaseResult, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals.metrics import Pairs, Subject
    from evals.questions import Gold

MARKS = "\"'“”‘’«» "
"""What may stand around a labelled quotation; it is shown in marks of its own."""

MOST_SHOWN = 10
"""Passages shown as retrieved."""


def case_result(subject: Subject, scores: Pairs) -> CaseResult:
    """The case as the reports show it."""
    case, record = subject.case, subject.record
    return CaseResult(
        id=case.id,
        type={Question: "question", QuoteCheck: "quote", Extraction: "extraction"}[type(case)],
        kind=case.kind,
        language=case.language,
        tags=case.tags,
        asked=_asked(subject),
        expected=_expected(subject),
        reference=_reference(subject),
        answer=_answer(subject),
        status=_status(subject),
        right=right(subject, scores),
        error=record.error if isinstance(record, StoredFailure) else "",
        seconds=record.seconds,
        confidence=record.confidence if isinstance(record, StoredAnswer) else None,
        answerable=_answerable(subject),
        cluster=_cluster(subject),
        cited=tuple(_cited(subject)),
        gold=tuple(_gold(subject)),
        retrieved=tuple(_retrieved(subject)),
        scores=scores,
    )


def _answerable(subject: Subject) -> bool | None:
    answerable = getattr(subject.case, "answerable", None)
    return answerable if isinstance(answerable, bool) else None


def _cluster(subject: Subject) -> str:
    if subject.gold.places:
        return subject.gold.places[0].document
    return subject.case.document if isinstance(subject.case, Extraction) else ""


def _asked(subject: Subject) -> str:
    match subject.case:
        case Question() as case:
            before = [f"{turn.question} — {turn.answer}" for turn in case.history]
            return "\n".join([*before, case.question])
        case QuoteCheck() as case:
            return f"“{case.quote}”" + (f" — {case.speaker}" if case.speaker else "")
        case case:
            return case.document or case.text


def _expected(subject: Subject) -> str:
    match subject.case:
        case Question(answerable=False):
            return "not found"
        case Question() as case:
            told = [case.expected_answer] if case.expected_answer else []
            if case.number:
                told.append(f"{case.number.value:,g} {case.number.unit}".strip())
            told += [
                nugget.text + ("" if nugget.vital else " (optional)") for nugget in case.nuggets
            ]
            if not told and case.gold_sources:
                told = ["cites " + " or ".join(_named(gold) for gold in case.gold_sources)]
            return "; ".join(told) + (" (or nothing)" if case.answerable is not True else "")
        case QuoteCheck() as case:
            return ", ".join([case.verdict.value, *(kind.value for kind in case.findings)])
        case case:
            return "\n".join(
                f"{one.speaker or '?'}: “{one.span.strip(MARKS)}”" for one in case.quotations
            )


def _reference(subject: Subject) -> str:
    """The expected answer in the set's own words, else what it must have in it."""
    case = subject.case
    if not isinstance(case, Question) or case.answerable is not True:
        return ""
    if case.expected_answer or not (case.number or case.nuggets):
        return case.expected_answer
    number = f"{case.number.value:,g} {case.number.unit}".strip() if case.number else ""
    return "; ".join(filter(None, (number, *(one.text for one in case.nuggets if one.vital))))


def _answer(subject: Subject) -> str:
    match subject.record:
        case StoredAnswer() as record:
            if record.asked_back:
                return record.asked_back
            if not record.sentences:
                return " ".join(["Not found.", *record.notes])
            return " ".join(
                one.text + "".join(f" [{number}]" for number in one.citations)
                for one in record.sentences
            )
        case StoredCheck() as record:
            return f"{record.verdict}: {record.explanation}"
        case StoredExtraction() as record:
            return "\n".join(f"{one.speaker or '?'}: “{one.text}”" for one in record.quotations)
        case record:
            return f"{record.error} {record.remedy}".strip()


def _status(subject: Subject) -> str:
    match subject.record:
        case StoredAnswer() as record:
            return record.status
        case StoredCheck() as record:
            return record.verdict
        case StoredFailure():
            return "failed"
    return ""


def _cited(subject: Subject) -> Iterator[Evidence]:
    if isinstance(subject.record, StoredAnswer):
        for one in subject.record.citations:
            label = ", ".join(filter(None, (f"[{one.number}] {one.title}", one.locator)))
            good = cites_gold([one], subject.gold) if subject.gold.places else None
            yield Evidence(
                label=label,
                text=one.text,
                good=good,
                document=one.document,
                start=one.start,
                end=one.end,
            )


def _gold(subject: Subject) -> Iterator[Evidence]:
    if isinstance(subject.case, Question):
        golds, places = subject.case.gold_sources, subject.gold.places
        # Words that stand in several places are shown, but lead to none of them.
        found = places if len(places) == len(golds) else (None,) * len(golds)
        for gold, place in zip(golds, found, strict=True):
            shown = Evidence(label=_named(gold), text=gold.span)
            if place is not None:
                at = {"document": place.document, "start": place.start, "end": place.end}
                shown = shown.model_copy(update=at)
            yield shown


def _named(gold: Gold) -> str:
    return ", ".join(filter(None, (gold.document, gold.locator)))


def _retrieved(subject: Subject) -> Iterator[Evidence]:
    if isinstance(subject.record, StoredAnswer):
        relevant = set(subject.gold.passages)
        for rank, one in enumerate(subject.record.retrieved[:MOST_SHOWN], start=1):
            name = one.path.rpartition("/")[2] or one.document
            yield Evidence(
                label=f"{rank}. {name}",
                text=one.text,
                good=(one.document, one.start) in relevant if relevant else None,
                document=one.document,
                start=one.start,
                end=one.end,
            )
