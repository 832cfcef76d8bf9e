"""How far a judge agrees, against reference implementations and cases computed by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from evals.judged.agreement import (
    corrected,
    counted,
    kappa,
    kappa_interval,
    pairs_agree,
    shares,
    spread,
)
from evals.judged.calibration import ENOUGH, calibrate
from evals.judged.tasks import TASKS
from evals.results import Measured

TASK = TASKS["faithfulness"]
LABELS = TASK.labels
label = st.sampled_from(LABELS)


@given(st.lists(st.tuples(label, label), min_size=1, max_size=40))
def test_kappa_is_cohen_s(pairs: list[tuple[str, str]]) -> None:
    gold, found = [one for one, _ in pairs], [one for _, one in pairs]
    matrix = counted(gold, [(one,) for one in found], LABELS).sum(axis=0)
    value = float(kappa(matrix))
    assert -1 <= value <= 1
    if len(set(gold) | set(found)) > 1:
        assert value == pytest.approx(cohen_kappa_score(gold, found))


def test_kappa_where_chance_leaves_nothing() -> None:
    assert kappa(np.zeros((3, 3))) == 0
    assert kappa(np.diag([4.0, 0, 0])) == 1


def test_the_interval_of_kappa_holds_it_and_narrows() -> None:
    gold = [*LABELS] * 5
    rows = [(one,) for one in gold]
    rows[:3] = [("not",), ("supported",), ("partly",)]
    few = counted(gold, rows, LABELS)
    many = np.concatenate([few] * 8)
    value = float(kappa(few.sum(axis=0)))
    narrow, wide = kappa_interval(many, 0), kappa_interval(few, 0)
    assert wide[0] < narrow[0] < value < narrow[1] < wide[1]
    assert kappa_interval(few, 0) == wide


def test_pairs_of_repeats() -> None:
    # Three repeats: all pairs agree, one of three does, the third has one label only.
    assert pairs_agree([("a", "a", "a"), ("a", "a", "b"), ("a", "", None)]) == pytest.approx(2 / 3)
    assert pairs_agree([("a",), ("b",)]) is None


def test_repeats_have_their_own_values() -> None:
    rows = [("a", "b", None), ("a", "", None)]
    assert shares(rows, "a") == (1.0, 0.0, None)
    assert spread((1.0, 0.0, None)) == pytest.approx(0.5**0.5)
    assert spread((1.0,)) is None


def calibration(sensitivity: float, specificity: float) -> object:
    gold = ["supported"] * 20 + ["not"] * 20
    hits, misses = round(20 * sensitivity), round(20 * (1 - specificity))
    found = ["supported"] * hits + ["not"] * (20 - hits)
    found += ["supported"] * misses + ["not"] * (20 - misses)
    return calibrate(TASK, gold, [(one,) for one in found], seed=0)


def test_calibration_counts_what_the_labels_and_the_judge_say() -> None:
    found = calibration(0.9, 0.8)
    assert (found.sensitivity, found.specificity) == (0.9, pytest.approx(0.8))
    assert found.accuracy == pytest.approx(0.85)
    assert found.kappa == pytest.approx(0.7)
    assert found.enough == (found.kappa >= ENOUGH)
    assert found.matrix.counts["not"] == {"supported": 4, "partly": 0, "not": 16, "unparsable": 0}


def test_what_could_not_be_read_is_in_no_figure_of_the_calibration() -> None:
    rows = [("supported", ""), ("", ""), ("not", None)]
    found = calibrate(TASK, ["supported", "partly", "not"], rows, seed=0)
    assert (found.n, found.unparsable, found.accuracy) == (3, 3, 1.0)
    assert found.matrix.counts["partly"]["unparsable"] == 2


def test_the_correction_is_rogan_and_gladen_s() -> None:
    measured = Measured(value=0.76, low=0.7, high=0.82, n=100, clusters=100)
    found = corrected(measured, 1.0, calibration(0.9, 0.8))
    assert found is not None
    assert found.value == pytest.approx((0.76 + 0.8 - 1) / 0.7)
    assert 0 <= found.low < found.value < found.high <= 1
    assert found.high - found.low > measured.high - measured.low


def test_a_judge_without_errors_needs_no_correction_but_is_not_certain() -> None:
    measured = Measured(value=0.76, low=0.7, high=0.82, n=100, clusters=100)
    found = corrected(measured, 1.0, calibration(1, 1))
    assert found is not None
    assert found.value == pytest.approx(0.76)
    assert found.high - found.low > 0.12


def test_the_corrected_interval_holds_the_true_share_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    true, sensitivity, specificity, n = 0.9, 0.93, 0.92, 75
    found_good = true * sensitivity + (1 - true) * (1 - specificity)
    held, plain = 0, 0
    for _ in range(200):
        share = rng.binomial(n, found_good) / n
        half = 1.96 * (share * (1 - share) / n) ** 0.5
        measured = Measured(value=share, low=share - half, high=share + half, n=n, clusters=n)
        judge = calibration(rng.binomial(20, sensitivity) / 20, rng.binomial(20, specificity) / 20)
        found = corrected(measured, 1.0, judge)
        assert found is not None
        held += found.low <= true <= found.high
        plain += measured.low <= true <= measured.high
    assert held / 200 >= 0.93
    assert held > plain


def test_a_judge_that_guesses_cannot_be_corrected() -> None:
    measured = Measured(value=0.5, low=0.4, high=0.6, n=9, clusters=9)
    assert corrected(measured, 1.0, calibration(0.5, 0.5)) is None
