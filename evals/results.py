"""A result: what ``--json`` writes, ``--compare`` reads, and every report is made from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, FiniteFloat, ValidationError, field_validator

from evals.errors import RunError
from evals.records import RunHeader  # noqa: TC001 - pydantic reads a field's type
from evals.store import replace_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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
    document: str = ""
    """The id of the document that they stand in, at ``[start, end)`` of its text."""
    start: int = 0
    end: int = 0


class Opinion(Told):
    """What a chat model found of one answer, or of one sentence of it."""

    metric: str
    about: str
    labels: tuple[str, ...]
    """Of each repeat; empty where the reply could not be read or none came."""
    reason: str = ""
    """The judge's own words, of the first repeat."""


class CaseResult(Told):
    """One case: what was asked, what came of it, and what it contributes to every metric."""

    id: str
    type: str
    kind: str
    language: str
    tags: tuple[str, ...] = ()
    asked: str
    expected: str = ""
    reference: str = ""
    """The answer that it should have had, as one would say it; "" where the set has none."""
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
    judged: tuple[Opinion, ...] = ()


class Corrected(Told):
    """A judged share, corrected by how the judge did on the calibration set (Rogan and Gladen)."""

    value: FiniteFloat
    low: FiniteFloat
    high: FiniteFloat


class Calibration(Told):
    """How a judge did on the labelled set that ships, over all repeats."""

    n: int
    accuracy: FiniteFloat
    low: FiniteFloat
    high: FiniteFloat
    kappa: FiniteFloat
    """Cohen's, over all labels."""
    kappa_low: FiniteFloat
    kappa_high: FiniteFloat
    sensitivity: FiniteFloat
    """Share of what has the best label in the set that the judge gives it too."""
    specificity: FiniteFloat
    """Share of the rest that it does not."""
    unparsable: int = 0
    """Replies, of all repeats, that could not be read. They are in no figure above."""
    matrix: Matrix
    enough: bool
    """Whether kappa reaches the level below which the judged figures bear a warning."""


class JudgedMetric(Told):
    """A judged metric: its interval, its spread between repeats, its calibration."""

    measured: Measured | None
    """None where no reply could be read."""
    labels: dict[str, int]
    """How often each was given, over all repeats."""
    repeats: tuple[FiniteFloat | None, ...]
    """The value of each repeat by itself; None where it has no judgement."""
    sd: FiniteFloat | None = None
    """Standard deviation between the repeats; None of a single one."""
    agreement: FiniteFloat | None = None
    """Share of the pairs of repeats that agree over an item (Fleiss); None of a single repeat."""
    items: int
    """What was put to the judge."""
    uncited: int = 0
    """Sentences that cite nothing: counted as not supported without asking."""
    unparsable: int = 0
    """Replies, of all repeats, that could not be read, asked twice. They are in no other figure."""
    missing: int = 0
    """Judgements that the provider did not give: in no other figure, and asked for next time."""
    corrected: Corrected | None = None
    calibration: Calibration
    scores: dict[str, tuple[FiniteFloat, FiniteFloat]] = {}
    """What each case contributes."""


class Judging(Told):
    """What a chat model found of the answers, and everything that pins it."""

    model: str
    """The setting that named the judge."""
    reported: tuple[str, ...] = ()
    """Its names as the provider reports them."""
    temperatures: tuple[FiniteFloat | None, ...] = ()
    """What it was asked at; None: left to the provider."""
    times: int
    prompts: dict[str, str] = {}
    """The digest of what it was told, by metric."""
    calibration_digest: str = ""
    """Of the labelled set that it was calibrated on."""
    calls: int = 0
    """Judgements asked for in this run; the others were kept from before."""
    tokens_in: int = 0
    tokens_out: int = 0
    """What all judgements cost, those kept from before among them."""
    abstained: int = 0
    """Questions that were not answered: nothing of them is judged."""
    withheld: int = 0
    """Answers that rest on private sources, and were not sent to a judge elsewhere."""
    failures: tuple[str, ...] = ()
    """Of each judgement that did not come: what was to be judged, and why it failed."""
    stopped: str = ""
    """Why the judging ended before its end."""
    metrics: dict[str, JudgedMetric] = {}

    @property
    def complete(self) -> bool:
        """Whether every judgement that was asked for came."""
        return not self.stopped and not self.failures


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
    judged: dict[str, Compared] = {}
    """The judged metrics, where the same judge was told the same."""
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
    judged: Judging | None = None
    """What a chat model judged, apart from all that is computed: none of it gates."""
    comparison: Comparison | None = None
    gates: tuple[Gate, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether nothing failed, every gate holds, and a judge that was asked for has judged.

        What it found is no part of it.
        """
        judged = self.judged is None or self.judged.complete
        return judged and not self.failed and all(gate.holds for gate in self.gates)

    @field_validator("judged", mode="before")
    @classmethod
    def _none_where_empty(cls, judged: Any) -> Any:
        return judged or None  # results of before there were judges have {}


def with_judgements(
    result: Result, judging: Judging, opinions: Mapping[str, Sequence[Opinion]]
) -> Result:
    """The result with what a judge found, of the whole and of each case."""
    cases = tuple(
        case.model_copy(update={"judged": tuple(opinions.get(case.id, ()))})
        for case in result.cases
    )
    return result.model_copy(update={"judged": judging, "cases": cases})


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
