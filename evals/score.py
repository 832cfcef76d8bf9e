"""From stored answers to a result: every metric of every case, then of the set and its parts."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from evals.errors import MetricError
from evals.gold import Located
from evals.metrics import SCORERS, Subject, right
from evals.metrics.base import checked
from evals.questions import Question, QuoteCheck
from evals.records import StoredAnswer, StoredCheck, StoredFailure
from evals.results import CaseResult, Latency, Matrix, Measured, Result
from evals.show import case_result
from evals.statistics import detectable, estimate

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from evals.metrics import Pairs, Scorer
    from evals.questions import Case
    from evals.records import Record, RunHeader

LEAST_SHOWN = 2
"""Cases that a kind, tag or language must have to be shown by itself."""

PART_RESAMPLES = 500

ASKED: dict[bool | str, str] = {True: "answerable", False: "unanswerable"}


def score(
    cases: Sequence[Case],
    records: Mapping[str, Record],
    located: Mapping[str, Located],
    run: RunHeader,
    *,
    sets: Sequence[str] = (),
    scorers: Sequence[Scorer] = SCORERS,
) -> Result:
    """Score ``records`` against ``cases``. Asks no assistant and reads no index.

    ``located`` is the gold in the index, ``scorers`` the metrics to compute. Raises MetricError
    where a case has no record or a metric is no figure.
    """
    subjects = subjects_of(cases, records, located)
    pairs = contributions(subjects, scorers)
    results = [case_result(subject, pairs[subject.case.id]) for subject in subjects]
    return Result(
        run=run,
        sets=tuple(sets),
        set_digest=set_digest(cases),
        failed=sum(isinstance(subject.record, StoredFailure) for subject in subjects),
        metrics=measure(results, seed=run.seed),
        by=dict(_parts(results, run.seed)),
        matrices=dict(_matrices(subjects)),
        latency=_latency(subjects),
        cases=tuple(results),
    )


def subjects_of(
    cases: Sequence[Case], records: Mapping[str, Record], located: Mapping[str, Located]
) -> list[Subject]:
    """Each case with its record and its gold. Raises MetricError where a case has no record."""
    return [
        Subject(case=case, record=_record(case, records), gold=located.get(case.id, Located()))
        for case in cases
    ]


def contributions(subjects: Sequence[Subject], scorers: Sequence[Scorer]) -> dict[str, Pairs]:
    """What every case contributes to every metric."""
    pairs: dict[str, Pairs] = {subject.case.id: {} for subject in subjects}
    for scorer in scorers:
        for name, found in scorer(subjects).items():
            pairs[name] |= checked(name, found)
    for subject in subjects:
        own = pairs[subject.case.id]
        own |= right.contribution(subject, own)
    return pairs


def measure(
    results: Sequence[CaseResult], *, seed: int, resamples: int | None = None
) -> dict[str, Measured]:
    """Every metric that some case contributes to, with its interval."""
    columns: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for result in results:
        for name, pair in result.scores.items():
            columns[name][result.id] = pair
    cluster = clusters(results)
    options = {} if resamples is None else {"resamples": resamples}
    measured = {}
    for name, column in columns.items():
        found = estimate(column, cluster, seed=seed, **options)
        if found is not None:
            measured[name] = Measured(
                value=found.value,
                low=found.low,
                high=found.high,
                n=found.n,
                clusters=found.clusters,
                detectable=detectable(found),
            )
    return measured


def clusters(results: Sequence[CaseResult]) -> dict[str, Hashable]:
    """The document that the first gold source of each case is in, where it has one."""
    return {result.id: result.cluster for result in results if result.cluster}


def set_digest(cases: Sequence[Case]) -> str:
    """Of all that the questions say, whatever the format of their file."""
    rows = sorted(
        json.dumps(case.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        for case in cases
    )
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _record(case: Case, records: Mapping[str, Record]) -> Record:
    if case.id not in records:
        raise MetricError(
            f"There is no answer to “{case.id}”.",
            "The run was stopped before it: go on with the same --answers file.",
        )
    return records[case.id]


def _parts(
    results: Sequence[CaseResult], seed: int
) -> Iterator[tuple[str, dict[str, dict[str, Measured]]]]:
    """The metrics of each kind, tag and language."""
    for dimension in ("kind", "tag", "language"):
        groups: dict[str, list[CaseResult]] = defaultdict(list)
        for result in results:
            values = result.tags if dimension == "tag" else (getattr(result, dimension),)
            for value in values:
                groups[value].append(result)
        shown = {
            value: measure(group, seed=seed, resamples=PART_RESAMPLES)
            for value, group in sorted(groups.items())
            if len(group) >= LEAST_SHOWN
        }
        if len(shown) > (dimension == "language"):
            yield dimension, shown


def _matrices(subjects: Sequence[Subject]) -> Iterator[tuple[str, Matrix]]:
    abstention: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    verdicts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for subject in subjects:
        match subject.case, subject.record:
            case (Question() as case, StoredAnswer() as record):
                found = "asked back" if record.asked_back else record.status
                abstention[ASKED.get(case.answerable, "depends")][found] += 1
            case (QuoteCheck() as case, StoredCheck() as record):
                verdicts[case.verdict.value][record.verdict] += 1
    if abstention:
        yield "abstention", Matrix(expected="the question", found="the answer", counts=abstention)
    if verdicts:
        yield "verdicts", Matrix(expected="a person", found="the check", counts=verdicts)


def _latency(subjects: Sequence[Subject]) -> Latency | None:
    seconds = [s.record.seconds for s in subjects if isinstance(s.record, StoredAnswer)]
    if not seconds:
        return None
    median, p95, most = np.quantile(seconds, [0.5, 0.95, 1.0])
    return Latency(median=float(median), p95=float(p95), most=float(most))
