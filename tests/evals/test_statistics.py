"""Intervals cover, tests are exact, and dependence within a document widens what it should."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from evals.statistics import (
    clustered,
    detectable,
    difference,
    estimate,
    mcnemar,
    needed,
    permutation,
    wilson,
)

PAIRS = st.dictionaries(
    st.integers(0, 30).map(str), st.sampled_from([(0.0, 1.0), (1.0, 1.0)]), min_size=2
)


def shares(values: object) -> dict[str, tuple[float, float]]:
    return {str(n): (float(v), 1.0) for n, v in enumerate(values)}  # type: ignore[arg-type]


@settings(max_examples=30)
@given(pairs=PAIRS)
def test_the_interval_is_around_the_value_and_within_bounds(
    pairs: dict[str, tuple[float, float]],
) -> None:
    found = estimate(pairs, {}, resamples=200)
    assert found is not None
    assert found.value == pytest.approx(np.mean([above for above, _ in pairs.values()]))
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_a_mean_has_about_the_interval_of_the_t_test() -> None:
    values = np.random.default_rng(1).normal(10, 3, 400)
    found = estimate(shares(values), {}, seed=2)
    low, high = stats.t.interval(0.95, 399, values.mean(), stats.sem(values))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.05)


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    covered = 0
    for trial in range(200):
        found = estimate(shares(rng.random(60) < 0.7), {}, seed=trial, resamples=300)
        assert found is not None
        covered += found.low <= 0.7 <= found.high
    assert 0.88 <= covered / 200 <= 0.99


def test_questions_about_one_document_count_as_few() -> None:
    values = np.repeat(np.random.default_rng(4).random(20) < 0.5, 10)
    cluster = {str(n): n // 10 for n in range(200)}
    alone, together = estimate(shares(values), {}), estimate(shares(values), cluster)
    assert alone is not None
    assert together is not None
    assert together.clusters == 20
    # With perfect dependence the interval is that of 20 cases, √10 times as wide.
    ratio = (together.high - together.low) / (alone.high - alone.low)
    assert ratio == pytest.approx(math.sqrt(10), rel=0.25)


def test_all_right_is_not_certainty() -> None:
    found = estimate(shares([1] * 20), {})
    assert found is not None
    assert (found.value, found.high) == (1, 1)
    assert found.low == pytest.approx(wilson(20, 20)[0])


@pytest.mark.parametrize(("successes", "n"), [(0, 10), (7, 10), (10, 10), (50, 60)])
def test_wilson_is_scipy_s(successes: int, n: int) -> None:
    reference = stats.binomtest(successes, n).proportion_ci(method="wilson")
    assert wilson(successes, n) == pytest.approx((reference.low, reference.high))


@given(better=st.integers(0, 40), worse=st.integers(0, 40))
def test_mcnemar_is_the_exact_binomial_test(better: int, worse: int) -> None:
    changed = better + worse
    reference = stats.binomtest(better, changed).pvalue if changed else 1.0
    assert mcnemar(better, worse) == pytest.approx(reference)
    assert mcnemar(better, worse) == mcnemar(worse, better)


def test_the_permutation_test_is_scipy_s() -> None:
    rng = np.random.default_rng(5)
    old = rng.normal(0.5, 0.1, 40)
    new = old + rng.normal(0.03, 0.08, 40)
    reference = stats.permutation_test(
        (new, old),
        lambda x, y: np.mean(x) - np.mean(y),
        permutation_type="samples",
        n_resamples=10_000,
        rng=rng,
    )
    p = permutation(clustered(shares(old), {}), clustered(shares(new), {}))
    assert p == pytest.approx(reference.pvalue, abs=0.02)


def test_the_same_run_twice_differs_in_nothing() -> None:
    run = shares([0, 1, 1, 0, 1])
    found = difference(run, run, {})
    assert found is not None
    assert (found.value, found.low, found.high, found.p) == (0, 0, 0, 1)


def test_only_cases_of_both_runs_are_compared() -> None:
    old, new = shares([1, 1, 0]), shares([1, 0])
    found = difference(old, new, {})
    assert found is not None
    assert (found.n, found.old, found.new, found.worse) == (2, 1.0, 0.5, 1)
    assert found.test == "McNemar"
    assert difference(old, {"other": (1.0, 1.0)}, {}) is None


def test_pairing_sees_what_two_separate_intervals_hide() -> None:
    old = np.arange(100) % 2
    new = old.copy()
    new[old == 1][:0] = 0
    new[[1, 3, 5, 7, 9, 11, 13, 15]] = 0
    found = difference(shares(old), shares(new), {})
    apart = estimate(shares(old), {})
    assert found is not None
    assert apart is not None
    assert found.high < 0
    assert apart.low < found.new < apart.high
    assert found.p < 0.05


def test_ratios_of_sums_are_resampled_as_such() -> None:
    pairs = {"a": (2.0, 4.0), "b": (0.0, 0.0), "c": (3.0, 3.0)}
    found = estimate(pairs, {})
    assert found is not None
    assert found.value == pytest.approx(5 / 7)
    assert estimate({"b": (0.0, 0.0)}, {}) is None
    assert estimate({}, {}) is None


def test_four_times_the_questions_show_half_the_difference() -> None:
    few = estimate(shares([0, 1] * 50), {})
    many = estimate(shares([0, 1] * 200), {})
    assert few is not None
    assert many is not None
    assert detectable(few) / detectable(many) == pytest.approx(2, rel=0.15)
    assert needed(few, detectable(few) / 2) == pytest.approx(400, rel=0.01)
    # The textbook: two proportions of a half, power 80 %, 5 points: 1,565 each.
    assert needed(few, 0.05) == pytest.approx(1565, rel=0.15)


def test_the_same_seed_gives_the_same_numbers() -> None:
    run = shares(np.random.default_rng(6).random(50))
    assert estimate(run, {}, seed=1) == estimate(run, {}, seed=1)
