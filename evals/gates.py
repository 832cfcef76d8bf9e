"""Demands on a run: ``--fail-under METRIC=VALUE`` and ``--fail-if-worse METRIC:MARGIN``.

A demand over a metric that was not computed does not hold: a gate that cannot fail is none. What a
chat model judged does not gate at all, and a demand over it is refused before anything is asked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.errors import MetricError
from evals.judged.tasks import JUDGED
from evals.metrics import metric
from evals.results import Gate

if TYPE_CHECKING:
    from evals.results import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The least value that a metric may have; the most, where lower is better."""

    metric: str
    value: float

    @classmethod
    def parse(cls, text: str) -> Floor:
        """``METRIC=VALUE``. Raises MetricError where it is not that, or no metric."""
        name, value = _parts(text, "=", "METRIC=VALUE", "right=0.9")
        return cls(metric=_gating(name), value=value)

    def hold(self, result: Result) -> Gate:
        """Whether the run meets it."""
        higher = metric(self.metric).higher_is_better
        demand = f"{self.metric} {'at least' if higher else 'at most'} {self.value:g}"
        found = result.metrics.get(self.metric)
        if found is None:
            return Gate(demand=demand, holds=False, reason="it was not computed")
        holds = found.value >= self.value if higher else found.value <= self.value
        return Gate(demand=demand, holds=holds, reason=f"it is {found.value:.4g} (n={found.n})")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoWorse:
    """How much a metric may be worse than in an older run, chance aside."""

    metric: str
    margin: float

    @classmethod
    def parse(cls, text: str) -> NoWorse:
        """``METRIC:MARGIN``. Raises MetricError where it is not that, or no metric."""
        name, margin = _parts(text, ":", "METRIC:MARGIN", "right:0.02")
        if margin < 0:
            raise MetricError(f"The margin in “{text}” is below 0.", "Write 0 or more.")
        return cls(metric=_gating(name), margin=margin)

    def hold(self, result: Result) -> Gate:
        """Whether the run meets it.

        It does not when the metric is worse by more than the margin and the interval of the paired
        difference lies wholly on the worse side: neither a trifle nor chance.
        """
        demand = f"{self.metric} not worse by more than {self.margin:g}"
        comparison = result.comparison
        found = comparison.metrics.get(self.metric) if comparison else None
        if found is None:
            why = "it was not computed in both runs" if comparison else "there is no --compare"
            return Gate(demand=demand, holds=False, reason=why)
        sign = 1 if metric(self.metric).higher_is_better else -1
        change = sign * found.value
        best = max(sign * found.low, sign * found.high)
        holds = not (change < -self.margin and best < 0)
        return Gate(
            demand=demand,
            holds=holds,
            reason=f"{found.old:.4g} became {found.new:.4g}, by {found.value:+.4g} "
            f"(95 % {found.low:+.4g} to {found.high:+.4g}, n={found.n})",
        )


def _gating(name: str) -> str:
    """The name of a metric that may gate. Raises MetricError where it is none, or judged."""
    if name in JUDGED:
        raise MetricError(
            f"{name} is judged by a chat model, and judged metrics do not gate.",
            "Gate on a computed one (citation_recall, nugget_recall_vital, number_match); what the "
            "judge found stands in the reports and under `judged` in the result of --json.",
        )
    return metric(name).name


def _parts(text: str, mark: str, form: str, example: str) -> tuple[str, float]:
    name, found, value = text.partition(mark)
    try:
        figure = float(value)
    except ValueError:
        figure = math.nan
    if not found or not math.isfinite(figure):
        raise MetricError(f"“{text}” is no demand.", f"Write {form}, for example {example}.")
    return name.strip(), figure
