"""What kind of question it is, part by part, and which time it is about.

The kind decides how evidence is chosen and ordered; a time of publication narrows where it is
looked for. Both are shown with the answer, so that a person can correct them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.comparison import sides
from assistant.figures.calendar import named_periods
from assistant.question import FIGURES, Asked, Want, parts, understand

if TYPE_CHECKING:
    from vectorstore.records import Period


class QuestionKind(StrEnum):
    """What a question asks for."""

    FACT = "fact"
    FIGURE = "figure"
    SPEECH = "who said what"
    PROVISION = "what an agreement says"
    STATE = "whether an agreement is in force"
    COMPARISON = "comparison"
    COURSE = "over time"


STATE = re.compile(
    r"\b(?:in force|into force|take effect|still (?:apply|applies|valid|stand|stands|binding)|"
    r"ratif\w+|terminated|suspended|repealed|expired?|lapsed?|denounced)\b",
    re.IGNORECASE,
)
"""How a question asks for the state of an agreement or a law."""
COURSE = re.compile(
    r"\bover (?:time|the (?:years|months|last|past))\b|\b(?:trend|timeline|history of)\b"
    r"|\bhow (?:has|have|did) .{3,80}\b(?:chang|develop|evolv|vari)\w+"
    r"|\b(?:each|every) (?:year|month|quarter)\b|\bby (?:year|month|quarter)\b",
    re.IGNORECASE,
)
COMPARISON = re.compile(
    r"\bcompar\w+|\bversus\b|\bvs\b|\bdifferences? between\b|\bdiffer\b"
    r"|\b(?:more|fewer|less|higher|lower|larger|smaller) .{0,60}\bthan\b",
    re.IGNORECASE,
)
NEWEST = re.compile(
    r"\b(?:latest|newest|most recent|current|currently|now|today|still|at present|so far)\b",
    re.IGNORECASE,
)
LATE = timedelta(days=31)
"""How long after the time asked about a report of it may still appear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One question of those that were asked at once."""

    question: str
    kind: QuestionKind
    asked: Asked
    newest: bool = False
    """Whether what holds now is asked for."""
    period: Period | None = None
    """When what is asked about was said or done, where the question says so."""
    sides: tuple[Part, ...] = ()
    """A question of each thing compared, for where no passage speaks of all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The parts of a question, each with its kind."""

    parts: tuple[Part, ...]

    @property
    def told(self) -> str:
        """The plan in words: "figure; who said what, from 1 to 31 August 2025"."""
        return "; ".join(_told(part) for part in self.parts)

    @property
    def undivided(self) -> Plan:
        """The plan with every comparison as one question."""
        return Plan(parts=tuple(replace(part, sides=()) for part in self.parts))


def plan(question: str) -> Plan:
    """The plan for a question that stands by itself."""
    return Plan(
        parts=tuple(
            replace(_part(part), sides=tuple(_part(side) for side in sides(part)))
            for part in parts(question)
        )
    )


def _part(question: str) -> Part:
    asked = understand(question)
    kind = kind_of(asked)
    periods = named_periods(question) if kind is QuestionKind.SPEECH else []
    return Part(
        question=question,
        kind=kind,
        asked=asked,
        newest=bool(NEWEST.search(question)) or kind is QuestionKind.STATE,
        period=periods[0].period if len(periods) == 1 else None,
    )


def kind_of(asked: Asked) -> QuestionKind:
    """The kind of a question, by its form."""
    text = asked.text
    counted = bool(asked.wants & FIGURES)
    if asked.provisions:
        return QuestionKind.PROVISION
    if STATE.search(text) and not counted:
        return QuestionKind.STATE
    if COMPARISON.search(text):
        return QuestionKind.COMPARISON
    if COURSE.search(text):
        return QuestionKind.COURSE
    if Want.SPEECH in asked.wants:
        return QuestionKind.SPEECH
    return QuestionKind.FIGURE if counted else QuestionKind.FACT


def _told(part: Part) -> str:
    told = part.kind.value
    if part.period:
        told += f", {part.period.label or f'{part.period.first} to {part.period.last}'}"
    told = f"{told}, as of the newest source" if part.newest else told
    return f"{told} ({' '.join(side.question for side in part.sides)})" if part.sides else told
