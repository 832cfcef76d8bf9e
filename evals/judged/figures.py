"""From judgements on file to the figures of a judged metric."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from evals.judged.agreement import corrected, pairs_agree, shares, spread
from evals.judged.calibration import calibrate, tries
from evals.judged.tasks import TASKS
from evals.results import JudgedMetric, Measured, Opinion
from evals.statistics import detectable, estimate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evals.judged.agreement import Row
    from evals.judged.items import Item
    from evals.judged.judge import Findings
    from evals.judged.run import Docket
    from evals.judged.tasks import Task
    from evals.metrics import Subject


def judged_metric(
    task: Task, docket: Docket, findings: Findings, subjects: Sequence[Subject], *, seed: int
) -> JudgedMetric:
    """The metric of a task over the answers, beside how the judge did on the labelled set."""
    asked = [item for item in docket.items if item.task == task.name]
    rows = [findings.row(item) for item in asked]
    uncited = docket.uncited if task.name == "faithfulness" else {}
    scores = _scores(task, asked, rows, uncited)
    measured = _measured(scores, subjects, seed)
    tried = tries(task.name)
    calibration = calibrate(
        task, [one.label for one in tried], [findings.row(one.item) for one in tried], seed=seed
    )
    # What cites nothing is in every repeat, and it is not the judge that found it so.
    without = [(task.labels[-1],) * findings.times] * sum(uncited.values())
    values = shares([*rows, *without], task.best)
    read = sum(any(row) for row in rows)
    labels = Counter(label for row in rows for label in row if label)
    return JudgedMetric(
        measured=measured,
        labels={label: labels[label] for label in task.labels},
        repeats=values,
        sd=spread(values),
        agreement=pairs_agree(rows),
        items=len(asked),
        uncited=sum(uncited.values()),
        unparsable=sum(row.count("") for row in rows),
        missing=sum(row.count(None) for row in rows),
        corrected=measured and corrected(measured, read / max(1, read + len(without)), calibration),
        calibration=calibration,
        scores=scores,
    )


def opinions(items: Iterable[Item], findings: Findings) -> dict[str, list[Opinion]]:
    """The judgements of each case, for a reader."""
    found: dict[str, list[Opinion]] = defaultdict(list)
    for item in items:
        each = findings.each(item)
        if any(each):
            found[item.case].append(
                Opinion(
                    metric=TASKS[item.task].metric.name,
                    about=item.about,
                    labels=tuple(one.label if one else "" for one in each),
                    reason=next((one.reason for one in each if one and one.label), ""),
                )
            )
    return found


def _scores(
    task: Task, items: Sequence[Item], rows: Sequence[Row], uncited: Mapping[str, int]
) -> dict[str, tuple[float, float]]:
    """What each case contributes: of each item the mean over the repeats that could be read."""
    scores: dict[str, tuple[float, float]] = {case: (0.0, float(n)) for case, n in uncited.items()}
    for item, row in zip(items, rows, strict=True):
        if known := [label for label in row if label]:
            above, below = scores.get(item.case, (0.0, 0.0))
            scores[item.case] = (above + known.count(task.best) / len(known), below + 1)
    return scores


def _measured(
    scores: Mapping[str, tuple[float, float]], subjects: Sequence[Subject], seed: int
) -> Measured | None:
    cluster = {one.case.id: one.gold.places[0].document for one in subjects if one.gold.places}
    found = estimate(scores, cluster, seed=seed)
    if found is None:
        return None
    return Measured(
        value=found.value,
        low=found.low,
        high=found.high,
        n=found.n,
        clusters=found.clusters,
        detectable=detectable(found),
    )
