"""Which plots a result has: by kind, calibration of abstention, latency, changes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.metrics import METRICS
from evals.report import svg
from evals.report.words import change, changed, figure, ordered, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evals.results import Compared, Comparison, Result

BINS = 10
LATENCIES = 8
STEPS = (1.0, 2.0, 5.0, 10.0)
"""What a bin of the latency plot may span, times a power of ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A drawing, how to read it, and the same as a table."""

    name: str
    drawing: str
    told: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def plots(result: Result) -> Iterator[Plot]:
    """Every plot that the result has enough for."""
    for dimension in ("kind", "tag", "language"):
        if parts := list(_parts(result, dimension)):
            yield _by(dimension, parts)
    yield from _calibration(result)
    yield from _latency(result)


def _by(dimension: str, parts: Sequence[svg.Bar]) -> Plot:
    return Plot(
        name=f"Right, by {dimension}",
        drawing=svg.intervals(parts, f"Share of cases that are right, by {dimension}"),
        told="Share of cases that are right, with the interval of 95 %; in brackets how many.",
        head=(dimension, "right", "95 %"),
        rows=tuple(
            (name, percent(value), f"{percent(low)} – {percent(high)}")
            for name, value, low, high, _ in parts
        ),
    )


def _parts(result: Result, dimension: str) -> Iterator[svg.Bar]:
    for value, metrics in result.by.get(dimension, {}).items():
        if found := metrics.get("right"):
            name = f"{value.replace('_', ' ')} ({found.n})"
            yield name, found.value, found.low, found.high, percent(found.value)


def _calibration(result: Result) -> Iterator[Plot]:
    shown = [c for c in result.cases if c.confidence is not None and c.answerable is not None]
    if not shown:
        return
    bins = []
    for index in range(BINS):
        inside = [case for case in shown if _bin(case.confidence or 0.0) == index]
        counts = [
            sum(bool(case.answerable and case.right) for case in inside),
            sum(bool(case.answerable and not case.right) for case in inside),
            sum(bool(not case.answerable and case.right) for case in inside),
            sum(bool(not case.answerable and not case.right) for case in inside),
        ]
        bins.append((f"{index / BINS:g}", counts))
    names = ("answerable, right", "answerable, not right", "unanswerable, refused", "invented")
    yield Plot(
        name="Calibration of abstention",
        drawing=svg.columns(bins, names, "Questions by the strength of their best evidence"),
        told=(
            "How many questions have evidence of which strength, from 0 (none) to 1. The better "
            "those that the sources answer and those that they do not are apart, the better it "
            "knows when to stop."
        ),
        head=("strength from", *names),
        rows=tuple((name, *map(str, counts)) for name, counts in bins),
    )


def _bin(confidence: float) -> int:
    return min(BINS - 1, max(0, int(confidence * BINS)))


def _latency(result: Result) -> Iterator[Plot]:
    seconds = sorted(case.seconds for case in result.cases if case.type == "question")
    found = result.latency
    if len(seconds) < 2 or seconds[-1] <= 0 or found is None:
        return
    step = _nice(max(found.p95, found.median) / (LATENCIES - 1) or seconds[-1])
    bins = [
        (f"{step * index:g}", [_from(seconds, step * index, step * (index + 1))])
        for index in range(LATENCIES)
    ]
    if longer := _from(seconds, step * LATENCIES, math.inf):
        bins.append((f"{step * LATENCIES:g}+", [longer]))
    yield Plot(
        name="Latency",
        drawing=svg.columns(bins, ("answers",), "Answers by the seconds they took"),
        told=(
            f"How many answers took so many seconds. Half take at most {found.median:.2f} s, "
            f"95 % at most {found.p95:.2f} s, the slowest {found.most:.2f} s."
        ),
        head=("seconds from", "answers"),
        rows=tuple((name, str(counts[0])) for name, counts in bins),
    )


def _nice(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not below ``least``."""
    power = 10.0 ** math.floor(math.log10(least))
    return next((step * power for step in STEPS if step * power >= least), 10 * power)


def _from(seconds: Sequence[float], low: float, high: float) -> int:
    return sum(low <= one < high for one in seconds)


def changes(comparison: Comparison, result: Result) -> str:
    """What changed against an older run, as a plot."""
    rows: list[svg.Bar] = []
    kinds: list[str] = []
    for name in ordered(result.metrics):
        found = comparison.metrics.get(name)
        if found and (found.better or found.worse) and "@" not in name and not _has_unit(name):
            told = (
                f"{figure(name, found.old)} → {figure(name, found.new)}, {found.value:+.3f} "
                f"({found.low:+.3f} – {found.high:+.3f}), {change(found)}"
            )
            rows.append((name, found.value, found.low, found.high, told))
            kinds.append(_direction(name, found))
    return svg.differences(rows, kinds, "Change against the older run") if rows else ""


def _direction(name: str, found: Compared) -> str:
    """Which way it changed: better, worse, or even where that may be chance."""
    if not changed(found):
        return "even"
    lower = name in METRICS and not METRICS[name].higher_is_better
    return "worse" if (found.value > 0) == lower else "better"


def _has_unit(name: str) -> bool:
    return name in METRICS and bool(METRICS[name].unit)
