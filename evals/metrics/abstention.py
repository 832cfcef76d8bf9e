"""Whether the assistant answers what it can and no more. Never mixed with what it then says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.metrics.base import Metric, one_by_one, share
from evals.questions import Question
from evals.records import StoredAnswer

if TYPE_CHECKING:
    from evals.metrics.base import Pairs, Subject

OWN = "own; the confusion matrix as in Rajpurkar et al., SQuAD 2.0, ACL 2018"

METRICS = (
    Metric(
        name="answered_answerable",
        group="abstention",
        definition="Share of the answerable questions that were answered, wholly or partly.",
        source=OWN,
    ),
    Metric(
        name="refused_unanswerable",
        group="abstention",
        definition="Share of the unanswerable questions that were answered with “not found”.",
        source=OWN,
    ),
    Metric(
        name="abstention_precision",
        group="abstention",
        definition="Share of the “not found” that were right. Questions that leave open what they "
        "ask for count nowhere here.",
        source=OWN,
    ),
    Metric(
        name="asked_back",
        group="abstention",
        definition="Share of the questions that leave open what they ask for to which the "
        "assistant asked back which reading is meant.",
        source="own",
    ),
    Metric(
        name="abstention_f1",
        group="abstention",
        definition="Harmonic mean of abstention_precision and refused_unanswerable.",
        source=OWN,
    ),
)


def _score(subject: Subject) -> Pairs:
    case, record = subject.case, subject.record
    if not isinstance(case, Question) or not isinstance(record, StoredAnswer):
        return {}
    if not isinstance(case.answerable, bool):
        return {"asked_back": share(bool(record.asked_back))}
    refused = record.status == "not_found"
    right = refused and not case.answerable
    pairs: Pairs = {"abstention_f1": (2.0 * right, float(refused) + float(not case.answerable))}
    if refused:
        pairs["abstention_precision"] = share(right)
    if case.answerable:
        pairs["answered_answerable"] = share(not refused)
    else:
        pairs["refused_unanswerable"] = share(refused)
    return pairs


score = one_by_one(_score)
