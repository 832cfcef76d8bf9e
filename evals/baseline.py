"""The pinned baseline: what the shipped sets came to, and why it was ever lowered.

It is a result without its texts, so ``--compare`` reads it as any other, and a history. A pin that
lowers a figure has to say why; a test holds the history to that.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import ValidationError

from evals.errors import RunError
from evals.results import Result, Told
from evals.score import measure
from evals.shipped import BASELINE
from evals.store import replace_text

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

PINNED = (
    "right",
    "gold_cited",
    "number_match",
    "nugget_recall_vital",
    "answered_answerable",
    "refused_unanswerable",
    "citation_recall",
    "citation_precision",
    "passage_recall@10",
    "verdict_accuracy",
    "extraction_f1",
    "speaker_accuracy",
)
"""The metrics that are held to. Times are not: they are the machine's."""

MARGIN = 0.02
"""How much worse a metric may be before the interval decides."""

TRIFLE = 1e-9


class Pin(Told):
    """One pinning: when, what it came to, and why it was lowered if it was."""

    day: str
    metrics: dict[str, float]
    because: str = ""


class Baseline(Result):
    """A pinned result."""

    history: tuple[Pin, ...] = ()


def pinned(result: Result, before: Baseline | None, day: date, because: str = "") -> Baseline:
    """The baseline that ``result`` makes. Raises RunError where it lowers one and says not why."""
    slim = without_texts(result)
    pin = Pin(
        day=day.isoformat(),
        metrics={name: slim.metrics[name].value for name in PINNED if name in slim.metrics},
        because=because.strip(),
    )
    history = before.history if before else ()
    if history and (lower := lowered(history[-1], pin)) and not pin.because:
        raise RunError(
            f"This would lower the baseline: {', '.join(lower)}.",
            "Mend what made it worse, or say why it is right: --because “…”.",
        )
    return Baseline(**{**slim.model_dump(), "history": (*history, pin)})


def lowered(before: Pin, after: Pin) -> list[str]:
    """The metrics that a pin lowers or leaves out, each with both values."""
    return [
        f"{name} {value:.4f} → {f'{after.metrics[name]:.4f}' if name in after.metrics else 'gone'}"
        for name, value in before.metrics.items()
        if after.metrics.get(name, -1.0) < value - TRIFLE
    ]


def without_texts(result: Result) -> Result:
    """The figures alone: what a comparison needs, without anything that somebody wrote."""
    cases = tuple(
        case.model_copy(
            update={
                "asked": "",
                "expected": "",
                "answer": "",
                "cited": (),
                "gold": (),
                "retrieved": (),
                "seconds": 0.0,
                "confidence": None,
                "cluster": case.cluster,
                "judged": (),
                "scores": {n: pair for n, pair in case.scores.items() if n in PINNED},
            }
        )
        for case in result.cases
    )
    return result.model_copy(
        update={
            "cases": cases,
            "metrics": measure(cases, seed=result.run.seed),
            "by": {},
            "latency": None,
            "judged": None,
            "comparison": None,
            "gates": (),
        }
    )


def read_baseline(path: Path = BASELINE) -> Baseline:
    """The baseline in force. Raises RunError where there is none."""
    try:
        return Baseline.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise RunError(
            f"{path} is no baseline ({str(error).splitlines()[0]}).",
            "Make one: python -m evals.bench.baseline --pin",
        ) from error


def write_baseline(baseline: Baseline, path: Path = BASELINE) -> None:
    """Write it, whole or not at all."""
    text = json.dumps(baseline.model_dump(mode="json"), ensure_ascii=False, allow_nan=False)
    replace_text(path, text + "\n")
