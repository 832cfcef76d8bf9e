"""Every metric, by name. ``docs/metrics.md`` is written from here (``onrecord eval metrics``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.errors import MetricError
from evals.metrics import abstention, citations, content, cost, quotes, retrieval, right
from evals.metrics.base import Metric, Pair, Pairs, Scorer, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["METRICS", "SCORERS", "Metric", "Pair", "Pairs", "Scorer", "Subject", "metric"]

METRICS: dict[str, Metric] = {
    metric.name: metric
    for module in (right, abstention, citations, content, retrieval, quotes, cost)
    for metric in module.METRICS
}

SCORERS: tuple[Scorer, ...] = (
    abstention.score,
    citations.scorer(),
    content.score,
    retrieval.score,
    quotes.score,
    cost.score,
)


def metric(name: str, known: Iterable[Metric] = ()) -> Metric:
    """The metric of that name. Raises MetricError, naming those like it, where there is none."""
    from difflib import get_close_matches

    all_known = METRICS | {one.name: one for one in known}
    if name not in all_known:
        like = get_close_matches(name, all_known, n=3, cutoff=0.4) or list(all_known)
        raise MetricError(
            f"There is no metric “{name}”.",
            f"Did you mean {', '.join(like)}? `onrecord eval metrics` lists them all.",
        )
    return all_known[name]
