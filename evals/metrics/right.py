"""One word for each case: right or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.metrics.base import Metric, share
from evals.questions import Extraction, Question, QuoteCheck
from evals.records import StoredAnswer, StoredFailure

if TYPE_CHECKING:
    from evals.metrics.base import Pairs, Subject

METRICS = (
    Metric(
        name="right",
        group="overall",
        definition="Share of the cases that are right. An answerable question is when it was "
        "answered, cites a gold source (where there is one), has the figure (where there is one) "
        "and every vital nugget; an unanswerable one when it was answered with “not found”; one "
        "that leaves open what it asks for, when it was not answered or would be right as an "
        "answerable one; a quotation when the verdict is; a text when all its quotations and no "
        "others were found. A case that failed is no part of it: see `failed`.",
        source="own",
    ),
)

NEEDED = ("gold_cited", "number_match", "nugget_recall_vital")


def right(subject: Subject, pairs: Pairs) -> bool | None:
    """Whether a case is right, from what it contributes to the other metrics; None if it failed."""
    case, record = subject.case, subject.record
    if isinstance(record, StoredFailure):
        return None
    match case:
        case QuoteCheck():
            return pairs["verdict_accuracy"][0] == 1
        case Extraction():
            found, of = pairs["extraction_f1"]
            return found == of
        case Question() if isinstance(record, StoredAnswer):
            refused = record.status == "not_found"
            if case.answerable is not True and refused:
                return True
            if case.answerable is False or refused:
                return False
            return all(pairs[name][0] == 1 for name in NEEDED if name in pairs)
    return None


def contribution(subject: Subject, pairs: Pairs) -> Pairs:
    """What the case contributes to ``right``."""
    verdict = right(subject, pairs)
    return {} if verdict is None else {"right": share(verdict)}
