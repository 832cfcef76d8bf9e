"""The labelled set that ships, and how a judge does on it.

Hand-written over the demo sources: sentences, answers, and the label that each ought to get. A
judge is always put to it before its figures are shown.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, model_validator

from evals.judged.agreement import counted, kappa, kappa_interval
from evals.judged.items import Item, correctness, faithfulness, relevance
from evals.judged.tasks import TASKS, Task
from evals.results import Calibration, Matrix
from evals.statistics import estimate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evals.judged.agreement import Row

SET = Path(__file__).parents[1] / "sets" / "judge_calibration.yaml"

ENOUGH = 0.6
"""The least kappa of a judge whose figures are shown without a warning: "substantial" agreement
(Landis and Koch 1977). A convention, no law."""

UNREAD = "unparsable"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Cited(_Row):
    """Words of a demo source, white space aside exactly as they stand."""

    document: str
    words: str
    locator: str = ""


class Labelled(_Row):
    """One item of the set, with the label that it ought to get."""

    id: str
    task: Literal["faithfulness", "correctness", "relevance"]
    about: str
    """What it tries a judge with: "negation", "number", "part missing"."""
    label: str
    sentence: str = ""
    cited: tuple[Cited, ...] = ()
    question: str = ""
    reference: tuple[str, ...] = ()
    answer: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Labelled:
        needed = {
            "faithfulness": (self.sentence, self.cited),
            "correctness": (self.question, self.reference, self.answer),
            "relevance": (self.question, self.answer),
        }
        if not all(needed[self.task]) or self.label not in TASKS[self.task].labels:
            raise ValueError(f"{self.id} lacks a field of its task, or has no label of it")
        return self


class CalibrationSet(_Row):
    """The set: titles of the documents that it cites, and the items."""

    documents: dict[str, str]
    items: tuple[Labelled, ...]


@dataclass(frozen=True, slots=True)
class Try:
    """What is put to a judge, and the label that it ought to get."""

    item: Item
    label: str


@lru_cache(maxsize=1)
def calibration_set() -> CalibrationSet:
    """The set that ships."""
    found = yaml.safe_load(SET.read_text(encoding="utf-8"))
    return TypeAdapter(CalibrationSet).validate_python(found)


def calibration_digest() -> str:
    """SHA-256, in hexadecimal, of the set as a file."""
    return hashlib.sha256(SET.read_bytes()).hexdigest()


def tries(task: str) -> list[Try]:
    """The items of a task, as a judge is shown them."""
    kept = calibration_set()
    return [Try(_item(one, kept.documents), one.label) for one in kept.items if one.task == task]


def _item(one: Labelled, titles: Mapping[str, str]) -> Item:
    if one.task == "faithfulness":
        cited = [(c.words, titles[c.document], c.locator) for c in one.cited]
        return faithfulness(one.id, one.sentence, cited)
    if one.task == "correctness":
        return correctness(one.id, one.question, one.reference, one.answer)
    return relevance(one.id, one.question, one.answer)


def calibrate(task: Task, gold: Sequence[str], rows: Sequence[Row], *, seed: int) -> Calibration:
    """How a judge's ``rows``, one an item, agree with the labels of the set."""
    counts = counted(gold, rows, task.labels)
    matrix = counts.sum(axis=0)
    right = {
        str(number): (float(one.trace()), float(one.sum()))
        for number, one in enumerate(counts)
        if one.sum()
    }
    accuracy = estimate(right, {}, seed=seed)
    level = float(kappa(matrix))
    low, high = kappa_interval(counts, seed)
    best, rest = matrix[0], matrix[1:]
    unread = [row.count("") for row in rows]
    named = {
        label: {
            **{found: int(matrix[g, f]) for f, found in enumerate(task.labels)},
            UNREAD: sum(n for n, one in zip(unread, gold, strict=True) if one == label),
        }
        for g, label in enumerate(task.labels)
    }
    return Calibration(
        n=len(gold),
        accuracy=accuracy.value if accuracy else 0.0,
        low=accuracy.low if accuracy else 0.0,
        high=accuracy.high if accuracy else 0.0,
        kappa=level,
        kappa_low=low,
        kappa_high=high,
        sensitivity=float(best[0] / best.sum()) if best.sum() else 0.0,
        specificity=float(1 - rest[:, 0].sum() / rest.sum()) if rest.sum() else 0.0,
        unparsable=sum(unread),
        matrix=Matrix(expected="label", found="judge", counts=named),
        enough=level >= ENOUGH,
    )
