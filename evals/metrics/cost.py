"""What an answer costs: time, tokens, memory; and how often there is none because of an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.metrics.base import Metric, one_by_one, share
from evals.records import StoredAnswer, StoredFailure

if TYPE_CHECKING:
    from evals.metrics.base import Pairs, Subject

METRICS = (
    Metric(
        name="failed",
        group="cost",
        definition="Share of the cases that ended in an error. They have no other scores, so they "
        "lower no average and raise none.",
        source="own",
        higher_is_better=False,
    ),
    Metric(
        name="seconds",
        group="cost",
        definition="Mean wall seconds from a question's retrieval to its whole answer. Median and "
        "95th percentile stand in the report.",
        source="own",
        higher_is_better=False,
        unit="s",
    ),
    Metric(
        name="tokens",
        group="cost",
        definition="Mean tokens that chat models read and wrote for an answer, as they say.",
        source="own",
        higher_is_better=False,
        unit="tokens",
    ),
    Metric(
        name="memory",
        group="cost",
        definition="Mean of the most memory that the process had held when an answer was there.",
        source="own",
        higher_is_better=False,
        unit="bytes",
    ),
)


def _score(subject: Subject) -> Pairs:
    record = subject.record
    if isinstance(record, StoredFailure):
        return {"failed": share(1)}
    pairs: Pairs = {"failed": share(0), "seconds": share(record.seconds)}
    if isinstance(record, StoredAnswer):
        if record.tokens_in is not None and record.tokens_out is not None:
            pairs["tokens"] = share(record.tokens_in + record.tokens_out)
        if record.memory is not None:
            pairs["memory"] = share(record.memory)
    return pairs


score = one_by_one(_score)
