"""How far a number can be trusted: intervals, paired tests, and how many questions are needed.

Every metric is a ratio of sums over cases (``metrics.base``), so one resampling serves all.
Questions over the same document are not independent: whole clusters are resampled, never single
cases (Cameron, Gelbach and Miller, "Bootstrap-based improvements for inference with clustered
errors", 2008; Miller, "Adding error bars to evals", 2024). Same seed, same numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

RESAMPLES = 2000
PERMUTATIONS = 10_000
CONFIDENCE = 0.95
POWER = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A metric with its interval of 95 %, over ``n`` cases in ``clusters`` clusters."""

    value: float
    low: float
    high: float
    n: int
    clusters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A metric of a new run minus that of an old one, over the ``n`` cases that both have."""

    old: float
    new: float
    value: float
    low: float
    high: float
    p: float
    """Two-sided: McNemar's exact test where every case is right or wrong, else permutation."""
    test: str
    n: int
    better: int
    worse: int


@dataclass(frozen=True, slots=True)
class Sums:
    """Numerators and denominators of the cases, summed by cluster."""

    numerators: Floats
    denominators: Floats

    def ratio(self, weights: Floats | NDArray[np.float32]) -> Floats:
        """The metric under each row of ``weights`` (how often each cluster is taken); NaN: none."""
        below = weights @ self.denominators
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(below > 0, (weights @ self.numerators) / below, np.nan)


def clustered(pairs: Mapping[str, tuple[float, float]], cluster: Mapping[str, Hashable]) -> Sums:
    """The pairs of cases summed by cluster; a case without a cluster is one by itself."""
    sums: dict[Hashable, tuple[float, float]] = {}
    for case, (numerator, denominator) in pairs.items():
        key = cluster.get(case, ("alone", case))
        above, below = sums.get(key, (0.0, 0.0))
        sums[key] = (above + numerator, below + denominator)
    table = np.array(list(sums.values()), dtype=np.float64).reshape(-1, 2)
    return Sums(table[:, 0], table[:, 1])


def estimate(
    pairs: Mapping[str, tuple[float, float]],
    cluster: Mapping[str, Hashable],
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> Estimate | None:
    """The metric and its interval; None where nothing contributes.

    Percentile bootstrap over clusters. Where that cannot vary (all right, or all wrong) the
    interval is Wilson's over the number of clusters: 20 of 20 is not certainty.
    """
    sums = clustered(pairs, cluster)
    below = float(sums.denominators.sum())
    if not below > 0:
        return None
    value = float(sums.numerators.sum()) / below
    count = len(sums.numerators)
    drawn = sums.ratio(_draws(count, seed, resamples))
    low, high = _quantiles(drawn)
    if high - low < 1e-12 and value in {0.0, 1.0}:
        low, high = wilson(value * count, count)
    return Estimate(value=value, low=low, high=high, n=len(pairs), clusters=count)


def difference(
    old: Mapping[str, tuple[float, float]],
    new: Mapping[str, tuple[float, float]],
    cluster: Mapping[str, Hashable],
    *,
    seed: int = 0,
) -> Difference | None:
    """The paired difference over the cases that both runs have; None where there is none."""
    both = sorted(old.keys() & new.keys())
    before = clustered({case: old[case] for case in both}, cluster)
    after = clustered({case: new[case] for case in both}, cluster)
    if not both or not before.denominators.sum() > 0 or not after.denominators.sum() > 0:
        return None
    draws = _draws(len(before.numerators), seed, RESAMPLES)
    low, high = _quantiles(after.ratio(draws) - before.ratio(draws))
    ones = np.ones((1, len(before.numerators)))
    was, now = float(before.ratio(ones)[0]), float(after.ratio(ones)[0])
    changes = [(new[case][0] * old[case][1]) - (old[case][0] * new[case][1]) for case in both]
    better, worse = sum(c > 1e-12 for c in changes), sum(c < -1e-12 for c in changes)
    binary = all(pair in {(0.0, 1.0), (1.0, 1.0)} for run in (old, new) for pair in _of(run, both))
    alone = len(before.numerators) == len(both)
    if binary and alone:
        p, test = mcnemar(better, worse), "McNemar"
    else:
        p, test = permutation(before, after, seed=seed), "paired permutation"
    return Difference(
        old=was,
        new=now,
        value=now - was,
        low=low,
        high=high,
        p=p,
        test=test,
        n=len(both),
        better=better,
        worse=worse,
    )


def _of(run: Mapping[str, tuple[float, float]], cases: Sequence[str]) -> list[tuple[float, float]]:
    return [run[case] for case in cases]


def mcnemar(better: int, worse: int) -> float:
    """The exact two-sided p of McNemar's test (1947): a fair coin over the cases that changed."""
    changed = better + worse
    if not changed:
        return 1.0
    tail = sum(math.comb(changed, k) for k in range(min(better, worse) + 1)) / 2**changed
    return float(min(1.0, 2 * tail))


def permutation(before: Sums, after: Sums, *, seed: int = 0) -> float:
    """The two-sided p of the paired permutation test: whole clusters change sides at random."""
    rng = np.random.default_rng(seed)
    count = len(before.numerators)
    ones = np.ones((1, count))
    observed = abs(float((after.ratio(ones) - before.ratio(ones))[0]))
    swaps = rng.integers(0, 2, size=(PERMUTATIONS, count)).astype(np.float64)
    moved = [
        (
            swaps @ getattr(after, part) + (1 - swaps) @ getattr(before, part),
            swaps @ getattr(before, part) + (1 - swaps) @ getattr(after, part),
        )
        for part in ("numerators", "denominators")
    ]
    (new_above, old_above), (new_below, old_below) = moved
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn = np.abs(new_above / new_below - old_above / old_below)
    drawn = drawn[np.isfinite(drawn)]
    return float((1 + (drawn >= observed - 1e-12).sum()) / (1 + len(drawn)))


def wilson(successes: float, n: int) -> tuple[float, float]:
    """Wilson's interval (1927) of a proportion."""
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    share = successes / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def detectable(found: Estimate) -> float:
    """The smallest difference between two runs that this many cases would show (power 80 %).

    As if the runs were independent, so a paired comparison may show less.
    """
    error = (found.high - found.low) / 2 / NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    return error * math.sqrt(2) * _effect()


def needed(found: Estimate, difference: float) -> int:
    """How many cases like these would show ``difference`` between two runs (power 80 %)."""
    least = detectable(found)
    return max(1, math.ceil(found.n * (least / difference) ** 2))


def _effect() -> float:
    normal = NormalDist()
    return normal.inv_cdf((1 + CONFIDENCE) / 2) + normal.inv_cdf(POWER)


@lru_cache(maxsize=2)
def _draws(count: int, seed: int, resamples: int) -> NDArray[np.float32]:
    """How often each of ``count`` clusters is taken, shape ``(resamples, count)``."""
    rng = np.random.default_rng(seed)
    drawn = np.empty((resamples, count), dtype=np.float32)  # 10,000 cases are 80 MB
    for row in drawn:
        row[:] = np.bincount(rng.integers(0, count, size=count), minlength=count)
    return drawn


def _quantiles(drawn: Floats) -> tuple[float, float]:
    finite = drawn[np.isfinite(drawn)]
    low, high = np.quantile(finite, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)
