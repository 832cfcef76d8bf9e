"""The baseline is of these sources and sets, adds up, and cannot be lowered without a reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import trial

from evals.baseline import lowered, pinned, read_baseline, without_texts
from evals.errors import RunError

if TYPE_CHECKING:
    from evals.records import Record
    from evals.results import Result
    from vectorstore.library import Library

DAY = date(2026, 1, 1)


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
