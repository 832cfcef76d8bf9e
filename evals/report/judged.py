"""What a judge found, in the words and rows that every report shows apart from what is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from evals.judged.calibration import ENOUGH
from evals.report.words import change, figure, interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals.results import Calibration, Compared, JudgedMetric, Judging, Opinion, Result

SHORT = 12
"""Characters of a digest that are shown."""
NONE = "–"

Table: TypeAlias = tuple[tuple[str, ...], list[tuple[str, ...]]]
"""A head, and its rows."""


def about(judging: Judging) -> Iterator[str]:
    """Who judged what, how often, and at what cost: the pins of the figures."""
    reported = ", ".join(judging.reported) or "no name of its own"
    heat = ", ".join("the provider's own" if t is None else f"{t:g}" for t in judging.temperatures)
    yield (
        f"Judged by {judging.model} (its provider reports: {reported}), each judgement "
        f"{_times(judging.times)}, temperature: {heat or NONE}. This is a model's opinion; it "
        "gates nothing."
    )
    prompts = "; ".join(f"{name} {one[:SHORT]}" for name, one in judging.prompts.items())
    yield f"Prompts: {prompts or NONE}; calibration set {judging.calibration_digest[:SHORT]}."
    yield (
        f"{judging.calls:,} judgements asked for in this run. All of them, calibration and those "
        f"kept from before included, cost {judging.tokens_in:,} tokens read and "
        f"{judging.tokens_out:,} written."
    )
    yield f"Questions that were not answered, of which nothing is judged: {judging.abstained}."


def cautions(result: Result) -> Iterator[str]:
    """What a reader must know before the judged figures."""
    judging = result.judged
    if judging is None:
        return
    if judging.stopped:
        yield (
            f"The judging was stopped: {judging.stopped} There are no figures of a part; what was "
            "judged is kept: run it again with the same --answers."
        )
    elif judging.failures:
        yield (
            f"{len(judging.failures)} judgements did not come and are in no figure; run it again "
            f"to ask for them. {judging.failures[0]}"
        )
    if judging.withheld:
        yield f"{judging.withheld} answers rest on private sources and were not sent to the judge."
    if len(judging.reported) > 1:
        yield (
            "The provider answered under several names: these figures, or they and their "
            "calibration, mix models. Name one that stays as it is, such as a dated version."
        )
    if judging.model == result.run.llm:
        yield (
            "The judge also wrote the answers. Models favour what they wrote themselves "
            "(Panickssery et al., NeurIPS 2024)."
        )
    for name, found in judging.metrics.items():
        if not found.calibration.enough:
            yield (
                f"{name}: this judge agrees too little with the labels (kappa "
                f"{found.calibration.kappa:.2f} on the labelled set; below {ENOUGH:g}). Do not "
                "rely on the figure."
            )
        unread = found.unparsable, found.calibration.unparsable
        if any(unread):
            yield (
                f"{name}: {unread[0]} replies over the answers and {unread[1]} over the labelled "
                "set could not be read, asked twice; they are in no figure."
            )


def tables(result: Result, judging: Judging) -> Iterator[Table]:
    """Tables, a row a metric: figures, their spread, the judge's calibration, an older run."""
    if judging.metrics:
        each = judging.metrics.items()
        yield (
            ("judged", "value", "95 %", "n", "corrected"),
            [(name, *_value(name, found)) for name, found in each],
        )
        yield (
            ("spread", "of each repeat", "sd", "repeats agree"),
            [(name, *_spread(found)) for name, found in each],
        )
        yield (
            ("calibration", "kappa", "95 %", "items", "accuracy", "sens. / spec."),
            [(name, *_calibration(found.calibration)) for name, found in each],
        )

    if changed := _changed(result):
        yield (
            ("beside the older run", "before", "now", "change", "95 %", ""),
            [
                (
                    name,
                    figure(name, found.old),
                    figure(name, found.new),
                    f"{found.value:+.3f}",
                    f"{found.low:+.3f} – {found.high:+.3f}",
                    change(found),
                )
                for name, found in changed.items()
            ],
        )


def _changed(result: Result) -> dict[str, Compared]:
    beside = result.comparison.judged if result.comparison else {}
    return {name: found for name, found in beside.items() if found.better or found.worse}


def _value(name: str, found: JudgedMetric) -> tuple[str, ...]:
    fixed, measured = found.corrected, found.measured
    if measured is None:
        return (NONE, NONE, "0", NONE)
    return (
        figure(name, measured.value),
        interval(name, measured),
        str(measured.n),
        f"{figure(name, fixed.value)} ({interval(name, fixed)})" if fixed else NONE,
    )


def _spread(found: JudgedMetric) -> tuple[str, ...]:
    values = " ".join(map(_or_none, found.repeats))
    return (values, _or_none(found.sd), _or_none(found.agreement))


def _calibration(found: Calibration) -> tuple[str, ...]:
    return (
        f"{found.kappa:.3f}",
        f"{found.kappa_low:.3f} – {found.kappa_high:.3f}",
        str(found.n),
        f"{found.accuracy:.3f}",
        f"{found.sensitivity:.3f} / {found.specificity:.3f}",
    )


def counts(judging: Judging) -> Iterator[str]:
    """How often each label was given, a line a metric."""
    for name, found in judging.metrics.items():
        labels = ", ".join(f"{label} {n}" for label, n in found.labels.items())
        uncited = f"; {found.uncited} sentences cite nothing" if found.uncited else ""
        yield f"{name}: {found.items} judged, over all repeats {labels}{uncited}."


def opinion(one: Opinion) -> str:
    """The labels of each repeat, and the reason."""
    labels = ", ".join(label or "no label" for label in one.labels)
    return f"{labels}: {one.reason}" if one.reason else labels


def _times(times: int) -> str:
    return {1: "once", 2: "twice"}.get(times, f"{times} times")


def _or_none(value: float | None) -> str:
    return NONE if value is None else f"{value:.3f}"
