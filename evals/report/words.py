"""How the figures of a result are written, the same in every report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.metrics import METRICS
from evals.statistics import Estimate, needed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals.results import CaseResult, Compared, Measured, Result

ORDER = (
    "right", "gold_cited", "number_match", "nugget_recall_vital", "answered_answerable",
    "refused_unanswerable", "abstention_f1", "citation_recall", "citation_precision",
    "passage_recall@10", "passage_ndcg@10", "verdict_accuracy", "print_accuracy", "bent_caught",
    "extraction_f1", "speaker_accuracy", "failed",
)  # fmt: skip
"""The metrics that come first."""


def figure(name: str, value: float) -> str:
    """A value of the metric ``name`` with its unit."""
    unit = METRICS[name].unit if name in METRICS else ""
    if unit == "s":
        return f"{value:.2f} s"
    if unit == "bytes":
        return f"{value / 2**20:,.0f} MiB"
    return f"{value:,.0f} {unit}" if unit else f"{value:.3f}"


def interval(name: str, found: Measured | Compared) -> str:
    """The interval of 95 %."""
    return f"{figure(name, found.low)} – {figure(name, found.high)}"


def ordered(metrics: dict[str, Measured]) -> list[str]:
    """The names of the metrics, the most telling first."""
    first = [name for name in ORDER if name in metrics]
    return [*first, *(name for name in metrics if name not in first)]


def heading(result: Result) -> str:
    """What was run, in a line."""
    run = result.run
    return (
        f"{len(result.cases)} cases, {run.documents:,} documents ({run.passages:,} passages), "
        f"answered by {run.llm}, embedded by {run.embedding_model}"
    )


def warnings(result: Result) -> Iterator[str]:
    """What a reader must know before the figures."""
    if result.failed:
        yield (
            f"{result.failed} of {len(result.cases)} cases failed. They are in no other figure "
            "than `failed`."
        )


def enough(result: Result) -> str:
    """How many questions would be needed to see a change, in plain words."""
    found = result.metrics.get("right")
    if found is None or found.detectable <= 0:
        return ""
    estimate = Estimate(
        value=found.value, low=found.low, high=found.high, n=found.n, clusters=found.clusters
    )
    return (
        f"With these {found.n} cases a change of `right` by less than "
        f"{100 * found.detectable:.0f} points can be chance. To see 5 points about "
        f"{needed(estimate, 0.05):,} cases like these are needed, to see 2 points about "
        f"{needed(estimate, 0.02):,}; comparing two runs over the same cases needs fewer."
    )


def state(case: CaseResult) -> str:
    """right, wrong or failed."""
    return {True: "right", False: "wrong", None: "failed"}[case.right]


def change(found: Compared) -> str:
    """A change in words: which way, and whether it can be chance."""
    if found.low > 0 or found.high < 0:
        return f"changed (p = {found.p:.3f}, {found.test})"
    return f"may be chance (p = {found.p:.3f}, {found.test})"
