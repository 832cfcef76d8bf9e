"""Questions of figures with their gold answers, and whether an answer is right.

The gold answers were computed from the files by other means than this program. An answer is exact
when its number (and, for a "which", its name) is the gold one and every other number that the
question leaves open is shown beside it. A wrong number is worse than none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.figures import FigureStatus, answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from assistant.figures import FigureAnswer
    from vectorstore.library import Library

SET = Path(__file__).parent / "sets" / "figures_questions.jsonl"
CLOSE = 5e-5
"""Relative difference within which a computed share or mean is the same."""


class Score(StrEnum):
    """How an answer compares with the gold."""

    EXACT = "exact"
    READING = "right only in a reading that is shown"
    UNSHOWN = "right, but another reading is not shown"
    SILENT = "not found, though a table answers"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question, and what its answer must be; ``value`` None where no table answers."""

    id: str
    kind: str
    question: str
    value: float | None = None
    label: str = ""
    show: tuple[float, ...] = ()
    ambiguous: bool = False
    source: str = ""
    held_out: bool = False


def cases(path: Path = SET) -> list[Case]:
    """The questions of a set, one JSON object a line."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [Case(**{**line, "show": tuple(line.get("show", ()))}) for line in lines]


def judged(
    library: Library, questions: Iterable[Case], today: date
) -> Iterator[tuple[Case, FigureAnswer | None, Score]]:
    """Each question with its answer and how it compares."""
    for case in questions:
        found = answer(case.question, library, today=today)
        yield case, found, score(case, found)


def score(case: Case, found: FigureAnswer | None) -> Score:
    """How an answer compares with the gold."""
    silent = found is None or found.status is FigureStatus.NOT_FOUND
    if case.value is None:
        return Score.EXACT if silent else Score.WRONG
    if found is None or silent:
        return Score.SILENT
    right = found.value is not None and _same(found.value, case.value)
    if right and case.label.lower() in found.label.lower():
        shown = list(numbers(found))
        lacking = [n for n in case.show if not any(_same(n, number) for number in shown)]
        return Score.UNSHOWN if lacking else Score.EXACT
    other = any(_same(case.value, number) for number in numbers(found))
    return Score.READING if other else Score.WRONG


def numbers(found: FigureAnswer) -> Iterator[float]:
    """Every number that an answer shows."""
    readings = [*found.readings, *found.others]
    for outcome in [found.outcome, *(reading.outcome for reading in readings)]:
        if outcome is None:
            continue
        yield from (outcome.value,) if outcome.value is not None else ()
        yield from (figure.value for figure in outcome.figures if figure.value is not None)


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= CLOSE * max(abs(one), abs(other), 1e-9)
