"""How far a judge agrees with given labels and with itself, and what that makes of its figures.

Labels come in rows: of each item the label of every repeat, "" where the reply could not be read,
None where none came. Kappa is Cohen's
(1960); the share of pairs that agree is Fleiss's (1971); the corrected share and its variance are
Rogan and Gladen's (1978).
"""

from __future__ import annotations

import math
from collections import Counter
from statistics import NormalDist, stdev
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from evals.results import Corrected
from evals.statistics import CONFIDENCE, RESAMPLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from evals.results import Calibration, Measured

Row: TypeAlias = tuple[str | None, ...]
"""Of one item, the label of each repeat."""

LEAST_YOUDEN = 0.2
"""Sensitivity + specificity - 1 below which a judge tells too little for a correction."""


def shares(rows: Sequence[Row], best: str) -> tuple[float | None, ...]:
    """The share of ``best`` in each repeat by itself; None where that has no label."""
    columns = [[label for label in column if label] for column in zip(*rows, strict=True)]
    return tuple(column.count(best) / len(column) if column else None for column in columns)


def spread(values: Sequence[float | None]) -> float | None:
    """The standard deviation between repeats; None of fewer than two."""
    known = [value for value in values if value is not None]
    return stdev(known) if len(known) > 1 else None


def pairs_agree(rows: Sequence[Row]) -> float | None:
    """Share of the pairs of repeats with the same label, a mean over items; None without pairs."""
    found = []
    for row in rows:
        counts = Counter(label for label in row if label)
        n = counts.total()
        if n > 1:
            found.append(sum(c * (c - 1) for c in counts.values()) / (n * (n - 1)))
    return sum(found) / len(found) if found else None


def counted(gold: Sequence[str], rows: Sequence[Row], labels: Sequence[str]) -> NDArray[np.float64]:
    """How often each item was given each label, shape ``(items, gold labels, judged labels)``."""
    counts = np.zeros((len(gold), len(labels), len(labels)))
    for item, (label, row) in enumerate(zip(gold, rows, strict=True)):
        for found in row:
            if found:
                counts[item, labels.index(label), labels.index(found)] += 1
    return counts


def kappa(matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cohen's kappa of confusion matrices, shape ``(…, labels, labels)``.

    It is 0 of an empty one, and 0 or 1 where chance leaves nothing to agree about.
    """
    total = matrices.sum(axis=(-2, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        agree = np.trace(matrices, axis1=-2, axis2=-1) / total
        chance = (matrices.sum(axis=-1) * matrices.sum(axis=-2)).sum(axis=-1) / total**2
        found = (agree - chance) / (1 - chance)
    certain = np.where(agree == 1.0, 1.0, 0.0)
    return np.where(total > 0, np.where(np.isclose(chance, 1.0), certain, found), 0.0)


def kappa_interval(counts: NDArray[np.float64], seed: int) -> tuple[float, float]:
    """The interval of 95 % of kappa: percentile bootstrap over items."""
    rng = np.random.default_rng(seed)
    n, *shape = counts.shape
    taken = rng.multinomial(n, [1 / n] * n, size=RESAMPLES)
    drawn = kappa((taken @ counts.reshape(n, -1)).reshape(RESAMPLES, *shape))
    low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)


def corrected(found: Measured, asked: float, calibration: Calibration) -> Corrected | None:
    """The share that a judge without these errors would find; None where it tells too little.

    ``asked`` is the part of what ``found`` counts that the judge was asked about; of the rest
    nothing is best. The interval takes the uncertainty of the calibration in, smoothed so that no
    error at all on a few items is not certainty.
    """
    youden = calibration.sensitivity + calibration.specificity - 1
    if youden < LEAST_YOUDEN or not asked:
        return None
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    judged = min(1.0, found.value / asked)
    value = min(1.0, max(0.0, (judged + calibration.specificity - 1) / youden))
    variance = ((found.high - found.low) / (2 * z * asked)) ** 2
    positives = sum(next(iter(calibration.matrix.counts.values())).values())
    share = positives / max(1, sum(map(_total, calibration.matrix.counts.values())))
    variance += value**2 * _variance(calibration.sensitivity, calibration.n * share)
    variance += (1 - value) ** 2 * _variance(calibration.specificity, calibration.n * (1 - share))
    half = z * math.sqrt(variance) / youden
    return Corrected(
        value=value * asked,
        low=max(0.0, value - half) * asked,
        high=min(1.0, value + half) * asked,
    )


def _variance(share: float, n: float) -> float:
    """Of a share of ``n`` items, one success and one failure added."""
    smooth = (share * n + 1) / (n + 2)
    return smooth * (1 - smooth) / (n + 2)


def _total(row: dict[str, int]) -> int:
    return sum(row.values())
