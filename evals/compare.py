"""Two runs beside each other, over the cases that both have."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from evals.errors import RunError
from evals.results import Compared, Comparison
from evals.statistics import difference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals.results import CaseResult, Judging, Result


def compare(new: Result, old: Result, name: str) -> Comparison:
    """``new`` beside ``old``, whose file is ``name``. Raises RunError where no case is in both."""
    before = {case.id: case for case in old.cases}
    after = {case.id: case for case in new.cases}
    both = [case for case in after if case in before]
    if not both:
        raise RunError(
            f"{name} and this run have no question in common.", "Compare runs over the same set."
        )
    metrics = {
        metric: _compared(_column(before, both, metric), _column(after, both, metric), new)
        for metric in new.metrics
        if metric in old.metrics
    }
    return Comparison(
        old=name,
        old_run=old.run,
        notes=tuple(_notes(new, old)),
        metrics={metric: found for metric, found in metrics.items() if found},
        judged=dict(_judged(new, old)),
        lost=tuple(case for case in both if before[case].right and not after[case].right),
        won=tuple(case for case in both if after[case].right and not before[case].right),
        before={
            case: before[case].answer for case in both if before[case].answer != after[case].answer
        },
        only_old=tuple(case for case in before if case not in after),
        only_new=tuple(case for case in after if case not in before),
    )


def _compared(
    old: dict[str, tuple[float, float]], new: dict[str, tuple[float, float]], result: Result
) -> Compared | None:
    # No clusters: whether these very questions got worse: six lost over one document are six.
    found = difference(old, new, {}, seed=result.run.seed)
    return None if found is None else Compared(**asdict(found))


def _judged(new: Result, old: Result) -> Iterator[tuple[str, Compared]]:
    """The judged metrics of both, where nothing that pins them differs."""
    if new.judged is None or old.judged is None or not _same_judge(new.judged, old.judged):
        return
    for name, metric in new.judged.metrics.items():
        before = old.judged.metrics.get(name)
        if before and new.judged.prompts[name] == old.judged.prompts.get(name):
            found = _compared(before.scores, metric.scores, new)
            if found is not None:
                yield name, found


def _same_judge(one: Judging, other: Judging) -> bool:
    return (one.model, one.reported, one.temperatures) == (
        other.model,
        other.reported,
        other.temperatures,
    )


def _column(
    cases: dict[str, CaseResult], both: list[str], metric: str
) -> dict[str, tuple[float, float]]:
    return {case: cases[case].scores[metric] for case in both if metric in cases[case].scores}


def _notes(new: Result, old: Result) -> Iterator[str]:
    if new.set_digest != old.set_digest:
        yield "The questions were changed in between: only those with the same id are compared."
    if new.run.corpus_digest != old.run.corpus_digest:
        yield "The sources are not the same."
    elif new.run.index_digest != old.run.index_digest:
        yield "The sources are the same, but were split, read or embedded otherwise."
    if new.run.llm != old.run.llm:
        yield f"Another model answers: {old.run.llm} before, {new.run.llm} now."
    if new.judged and old.judged and not _same_judge(new.judged, old.judged):
        yield "Another judge judges: what the judges found is not compared."
    if new.failed or old.failed:
        yield f"Failed cases are in no comparison: {old.failed} before, {new.failed} now."
