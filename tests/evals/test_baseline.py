"""The baseline is of these sources and sets, adds up, and cannot be lowered without a reason."""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import trial

from evals.baseline import PINNED, Baseline, lowered, pinned, read_baseline, without_texts
from evals.corpora import DEMO
from evals.errors import RunError
from evals.score import measure
from evals.shipped import BASELINE, shipped_cases

if TYPE_CHECKING:
    from evals.records import Record
    from evals.results import Result
    from vectorstore.library import Library

DAY = date(2026, 1, 1)
FLOORS = {"right": 0.8, "refused_unanswerable": 0.9, "citation_precision": 0.98}
"""Below these no reason is good enough: change them here, with the baseline, in one commit."""


@pytest.fixture
def worse(library: Library, records: dict[str, Record]) -> Result:
    records["days"] = records["days"].model_copy(update={"status": "not_found"})
    return trial.result_of(library, records)


def test_a_baseline_is_not_lowered_silently(result: Result, worse: Result) -> None:
    first = pinned(result, None, DAY)
    with pytest.raises(RunError, match=r"lower the baseline: right 1\.0000 → 0\.8333"):
        pinned(worse, first, DAY)
    second = pinned(worse, first, DAY, because="the set was wrong")
    assert [pin.because for pin in second.history] == ["", "the set was wrong"]
    assert len(pinned(result, second, DAY).history) == 3


def test_a_metric_that_is_gone_is_a_lowered_one(result: Result) -> None:
    first = pinned(result, None, DAY)
    gone = first.history[0].model_copy(update={"metrics": {}})
    assert len(lowered(first.history[0], gone)) == len(first.history[0].metrics)


def test_a_baseline_holds_figures_and_no_texts(result: Result) -> None:
    slim = without_texts(result)
    assert slim.metrics["right"].value == result.metrics["right"].value
    assert trial.ARRIVED not in slim.model_dump_json()


def test_there_is_no_baseline_where_there_is_none(result: Result, tmp_path: object) -> None:
    with pytest.raises(RunError, match="is no baseline"):
        read_baseline(tmp_path / "none.json")  # type: ignore[operator]


class TestTheOneInForce:
    @pytest.fixture
    def baseline(self) -> Baseline:
        return read_baseline(BASELINE)

    def test_it_is_of_these_sources_and_these_questions(self, baseline: Baseline) -> None:
        files = sorted(path for path in DEMO.glob("*/*") if path.is_file())
        digests = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
        assert baseline.run.corpus_digest == (
            hashlib.sha256("\n".join(digests).encode()).hexdigest()
        )
        shipped = {case.id for case in shipped_cases()}
        pinned_ids = {case.id for case in baseline.cases}
        assert pinned_ids <= shipped
        assert len(pinned_ids) >= 100

    def test_its_figures_follow_from_its_cases(self, baseline: Baseline) -> None:
        assert measure(baseline.cases, seed=baseline.run.seed) == baseline.metrics
        last = baseline.history[-1].metrics
        assert last == {n: baseline.metrics[n].value for n in PINNED if n in baseline.metrics}

    def test_whatever_was_lowered_has_a_reason(self, baseline: Baseline) -> None:
        for before, after in pairwise(baseline.history):
            assert not lowered(before, after) or after.because

    def test_it_is_above_its_floors(self, baseline: Baseline) -> None:
        for name, floor in FLOORS.items():
            assert baseline.metrics[name].value >= floor, name
