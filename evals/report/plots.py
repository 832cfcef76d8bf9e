"""Which plots a result has: by kind, calibration of abstention, latency, changes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from evals.report import svg
from evals.report.words import change, figure, ordered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evals.results import Comparison, Result

BINS = 10
LATENCIES = 12


def plots(result: Result) -> Iterator[tuple[str, str, str]]:
    """Each plot: its heading, the SVG, and how to read it."""
    for dimension in ("kind", "tag", "language"):
        if rows := _rows(result, dimension):
            told = "Share of cases that are right, with intervals of 95 %."
            yield f"Right by {dimension}", svg.intervals(rows, f"Right by {dimension}"), told
    if calibrated := _calibration(result):
        told = (
            "How strong the best evidence was, for questions that the sources answer and those "
            "that they do not. The better the two are apart, the better it knows when to stop."
        )
        yield "Calibration of abstention", calibrated, told
    if latency := _latency(result):
        found = result.latency
        told = (
            f"Half of the answers take at most {found.median:.2f} s, 95 % at most "
            f"{found.p95:.2f} s."
            if found
            else ""
        )
        yield "Latency", latency, told


def _rows(result: Result, dimension: str) -> list[svg.Bar]:
    rows = []
    for value, metrics in result.by.get(dimension, {}).items():
        if found := metrics.get("right"):
            told = f"{found.value:.3f} ({found.low:.3f} – {found.high:.3f}), n={found.n}"
            rows.append((f"{value} ({found.n})", found.value, found.low, found.high, told))
    return rows


def _calibration(result: Result) -> str:
    shown = [c for c in result.cases if c.confidence is not None and c.answerable is not None]
    if not shown:
        return ""
    bins = []
    for index in range(BINS):
        inside = [case for case in shown if _bin(case.confidence or 0.0) == index]
        counts = [
            sum(bool(case.answerable and case.right) for case in inside),
            sum(bool(case.answerable and not case.right) for case in inside),
            sum(bool(not case.answerable and case.right) for case in inside),
            sum(bool(not case.answerable and not case.right) for case in inside),
        ]
        bins.append((f"{index / BINS:.1f}–", counts))
    names = ("answerable, right", "answerable, wrong", "unanswerable, refused", "invented")
    return svg.columns(bins, names, "Calibration of abstention")


def _bin(confidence: float) -> int:
    return min(BINS - 1, max(0, int(confidence * BINS)))


def _latency(result: Result) -> str:
    seconds = [case.seconds for case in result.cases if case.type == "question"]
    if len(seconds) < 2 or max(seconds) <= 0:
        return ""
    step = max(seconds) / LATENCIES
    edges = [step * index for index in range(LATENCIES + 1)]
    bins = [
        (f"{low:.2g} s", [_between(seconds, low, high, last=high == edges[-1])])
        for low, high in pairwise(edges)
    ]
    return svg.columns(bins, ("answers",), "Seconds an answer")


def _between(seconds: Sequence[float], low: float, high: float, *, last: bool) -> int:
    return sum(low <= one < high or (last and one >= high) for one in seconds)


def changes(comparison: Comparison, result: Result) -> str:
    """What changed against an older run, as a plot."""
    rows = []
    for name in ordered(result.metrics):
        found = comparison.metrics.get(name)
        if found and (found.better or found.worse) and "@" not in name and not _has_unit(name):
            told = (
                f"{figure(name, found.old)} → {figure(name, found.new)}, {found.value:+.3f} "
                f"({found.low:+.3f} – {found.high:+.3f}), {change(found)}"
            )
            rows.append((name, found.value, found.low, found.high, told))
    return svg.differences(rows, "Change against the older run") if rows else ""


def _has_unit(name: str) -> bool:
    from evals.metrics import METRICS

    return name in METRICS and bool(METRICS[name].unit)
