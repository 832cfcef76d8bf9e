"""A result: what ``--json`` writes, ``--compare`` reads, and every report is made from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, FiniteFloat, ValidationError

from evals.errors import RunError
from evals.records import RunHeader  # noqa: TC001 - pydantic reads a field's type
from evals.store import replace_text

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1


class Told(BaseModel):
    """A part of a result."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Measured(Told):
    """A metric with its interval of 95 %."""

    value: FiniteFloat
    low: FiniteFloat
    high: FiniteFloat
    n: int
    clusters: int
    detectable: FiniteFloat = 0.0
    """The smallest difference between two runs that this many cases would show."""


class Matrix(Told):
    """A confusion matrix: ``counts[expected][found]``."""

    expected: str
    found: str
    counts: dict[str, dict[str, int]]


class Latency(Told):
    """Seconds of the answers."""

    median: FiniteFloat
    p95: FiniteFloat
    most: FiniteFloat


class Evidence(Told):
    """Words shown beside a case: cited, retrieved, or gold."""

    label: str
    text: str
    good: bool | None = None


class CaseResult(Told):
    """One case: what was asked, what came of it, and what it contributes to every metric."""

    id: str
    type: str
    kind: str
    language: str
    tags: tuple[str, ...] = ()
    asked: str
    expected: str = ""
    answer: str = ""
    status: str = ""
    right: bool | None = None
    """None where the case failed."""
    error: str = ""
    seconds: FiniteFloat = 0.0
    confidence: FiniteFloat | None = None
    answerable: bool | None = None
    cluster: str = ""
    cited: tuple[Evidence, ...] = ()
    gold: tuple[Evidence, ...] = ()
    retrieved: tuple[Evidence, ...] = ()
    scores: dict[str, tuple[FiniteFloat, FiniteFloat]] = {}


class Compared(Told):
    """One metric of this run beside an older one's."""

    old: FiniteFloat
    new: FiniteFloat
    value: FiniteFloat
    low: FiniteFloat
    high: FiniteFloat
    p: FiniteFloat
    test: str
    n: int
    better: int
    worse: int


class Comparison(Told):
    """A run beside an older one, over the cases that both have."""

    old: str
    """The file of the older result."""
    old_run: RunHeader
    notes: tuple[str, ...] = ()
    metrics: dict[str, Compared] = {}
    lost: tuple[str, ...] = ()
    """Cases that were right and are not."""
    won: tuple[str, ...] = ()
    before: dict[str, str] = {}
    """What the older run answered, where this one answers otherwise."""
    only_old: tuple[str, ...] = ()
    only_new: tuple[str, ...] = ()


class Gate(Told):
    """A demand on a run, and whether it holds."""

    demand: str
    holds: bool
    reason: str


class Result(Told):
    """Everything that a run came to."""

    format: int = FORMAT
    run: RunHeader
    sets: tuple[str, ...]
    set_digest: str
    failed: int = 0
    metrics: dict[str, Measured] = {}
    by: dict[str, dict[str, dict[str, Measured]]] = {}
    """Of each kind, tag and language: the metrics of its cases."""
    matrices: dict[str, Matrix] = {}
    latency: Latency | None = None
    cases: tuple[CaseResult, ...] = ()
    judged: dict[str, Any] = {}
    """Metrics judged by a chat model, each with its model, prompt digest and spread."""
    comparison: Comparison | None = None
    gates: tuple[Gate, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether nothing failed and every gate holds."""
        return not self.failed and all(gate.holds for gate in self.gates)


def write_result(result: Result, path: Path) -> None:
    """Write a result, whole or not at all."""
    text = json.dumps(result.model_dump(mode="json"), ensure_ascii=False, allow_nan=False, indent=1)
    replace_text(path, text + "\n")


def read_result(path: Path) -> Result:
    """A result that was written before. Raises RunError, saying where it is wrong."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Result.model_validate(found)
    except OSError as error:
        raise RunError(f"{path} cannot be read ({error.strerror}).", "Check the path.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise RunError(
            f"{path} is no result of `onrecord eval --json`: {where}: {first['msg']}.",
            "Name a file that it wrote, or make it anew.",
        ) from error
    except ValueError as error:
        raise RunError(f"{path} is not JSON ({error}).", "Name a result file.") from error
