"""How the figures of a result are written, the same in every report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.drafting import DRAFT
from evals.metrics import METRICS
from evals.statistics import Estimate, needed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals.results import CaseResult, Compared, Corrected, Measured, Result

ORDER = (
    "right", "gold_cited", "number_match", "nugget_recall_vital", "answered_answerable",
    "refused_unanswerable", "abstention_f1", "citation_recall", "citation_precision",
    "passage_recall@10", "passage_ndcg@10", "verdict_accuracy", "print_accuracy", "bent_caught",
    "extraction_f1", "speaker_accuracy", "failed",
)  # fmt: skip
"""The metrics that come first."""


HEADLINES = (
    ("right", "right"),
    ("answered_answerable", "of the answerable questions answered"),
    ("refused_unanswerable", "of the unanswerable ones answered with “not found”"),
    ("gold_cited", "of the answerable questions cite a gold source"),
    ("number_match", "of the figures right"),
    ("citation_recall", "of the sentences borne out by what they cite"),
    ("verdict_accuracy", "of the quotations judged as a person does"),
)
"""What somebody wants to know first, in plain words."""

SIGNIFICANT = 0.05
"""The p below which a change is more than chance."""

LACKS = {
    "gold_cited": "it cites no gold source",
    "number_match": "the figure that is expected is not in it",
    "nugget_recall_vital": "something vital that is expected is not in it",
}
"""What an answer lacks where a metric that ``right`` needs is below 1."""


def figure(name: str, value: float, *, sign: bool = False) -> str:
    """A value of the metric ``name`` with its unit; a change with ``sign``."""
    unit = METRICS[name].unit if name in METRICS else ""
    mark = "+" if sign else ""
    if unit == "s":
        return f"{value:{mark}.2f} s"
    if unit == "bytes":
        return f"{value / 2**20:{mark},.0f} MiB"
    return f"{value:{mark},.0f} {unit}" if unit else f"{value:{mark}.3f}"


def percent(value: float) -> str:
    """A share between 0 and 1 as people say it."""
    return f"{100 * value:.1f}".removesuffix(".0") + " %"


def definition(name: str) -> str:
    """What the metric is, in a sentence; empty for one that this version does not know."""
    return METRICS[name].definition if name in METRICS else ""


def telling(result: Result) -> list[str]:
    """The metrics that most readers need."""
    return [name for name in ORDER if name in result.metrics]


def headlines(result: Result) -> Iterator[tuple[str, str, str]]:
    """What to read first: what it is, the share, and how sure that is."""
    for name, told in HEADLINES:
        if found := result.metrics.get(name):
            sure = f"{percent(found.low)} to {percent(found.high)}, n\u00a0=\u00a0{found.n}"
            yield told, percent(found.value), sure
    if result.latency:
        yield "median time of an answer", f"{result.latency.median:.2f} s", ""


def interval(name: str, found: Measured | Compared | Corrected) -> str:
    """The interval of 95 %."""
    return f"{figure(name, found.low)} – {figure(name, found.high)}"


def ordered(metrics: dict[str, Measured]) -> list[str]:
    """The names of the metrics, the most telling first."""
    first = [name for name in ORDER if name in metrics]
    return [*first, *(name for name in metrics if name not in first)]


def heading(result: Result) -> str:
    """What was run, in a line."""
    run = result.run
    writer = f"answered by {run.llm}"
    if run.llm == "extractive":
        writer = "answered in the sources' own sentences (extractive)"
    return (
        f"{len(result.cases)} cases, {run.documents:,} documents ({run.passages:,} passages), "
        f"{writer}, embedded by {run.embedding_model}"
    )


def warnings(result: Result) -> Iterator[str]:
    """What a reader must know before the figures."""
    if result.failed:
        yield (
            f"{result.failed} of {len(result.cases)} cases failed. They are in no other figure "
            "than `failed`."
        )
    if drafts := sum(DRAFT in case.tags for case in result.cases):
        yield (
            f"{drafts} of {len(result.cases)} questions are drafts that nobody has approved: they "
            "show how well it answers its own templates. Read each, and take off the tag “draft”."
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


def status(case: CaseResult) -> str:
    """What became of it: "answered", "not found", a verdict."""
    return case.status.replace("_", " ")


def why(case: CaseResult) -> str:
    """Why a case is not right, in a sentence; empty where it is."""
    if case.right is True:
        return ""
    if case.right is None:
        return f"It failed: {case.error}"
    if case.type == "quote":
        return f"The check says “{status(case)}”, a person “{case.expected.replace('_', ' ')}”."
    if case.type == "extraction":
        return _extracted(case)
    if case.answerable is False:
        return "It was answered, though the sources do not answer it."
    if case.status == "not_found":
        return "It was not answered, though the sources answer it."
    lacking = [told for name, told in LACKS.items() if case.scores.get(name, (1, 1))[0] < 1]
    return f"The answer is not right: {', and '.join(lacking)}." if lacking else ""


def _extracted(case: CaseResult) -> str:
    """How the quotations found differ from those that a person labelled."""
    hits, labelled = case.scores.get("extraction_recall", (0.0, 0.0))
    _, found = case.scores.get("extraction_precision", (0.0, 0.0))
    return (
        f"{labelled - hits:g} of {labelled:g} labelled quotations were not found, and "
        f"{found - hits:g} of {found:g} that were found are not labelled."
    )


def changed(found: Compared) -> bool:
    """Whether a change is more than chance: by its interval, and by its test.

    The interval alone is not enough: resampling one or two cases shows no spread.
    """
    return (found.low > 0 or found.high < 0) and found.p < SIGNIFICANT


def moved(name: str, found: Compared) -> str:
    """The interval of 95 % of a change."""
    return f"{figure(name, found.low, sign=True)} – {figure(name, found.high, sign=True)}"


def change(found: Compared) -> str:
    """A change in words: which way, and whether it can be chance."""
    if changed(found):
        return f"changed (p = {found.p:.3f}, {found.test})"
    return f"may be chance (p = {found.p:.3f}, {found.test})"
