"""A question on its way to an answer, and what is no question."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.spending import Meter
from vectorstore.errors import OnRecordError
from vectorstore.records import Filters

if TYPE_CHECKING:
    from assistant.answer import Answer, Clarification, Step, Turn
    from assistant.plan import Plan
    from assistant.retrieve import Found
    from assistant.select import Selected

LONGEST = 2000
"""Characters. Longer input is a document, not a question."""


class QuestionError(OnRecordError):
    """What was asked is not a question that can be looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A question on its way to an answer; each step fills in what it found."""

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filters = Filters()
    standalone: str = ""
    plan: Plan | None = None
    computed: Answer | None = None
    """The answer that the tables of figures give, where they surely do."""
    found: tuple[Found, ...] = ()
    selected: tuple[Selected, ...] = ()
    clarification: Clarification | None = None
    steps: tuple[Step, ...] = ()
    meter: Meter = field(default_factory=Meter)
    began: float = 0.0

    @property
    def planned(self) -> Plan:
        """The plan, which every step after the second has."""
        if self.plan is None:
            raise ValueError("the question has not been planned yet")
        return self.plan


def checked(question: str) -> str:
    """The question without stray white space; QuestionError where there is nothing to look up."""
    question = " ".join(question.split())
    if not any(character.isalnum() for character in question):
        raise QuestionError(
            "The question is empty.",
            "Ask in words, for example: onrecord ask "
            '"How many people arrived by small boat in 2024?"',
        )
    if len(question) > LONGEST:
        raise QuestionError(
            f"The question has {len(question):,} characters; at most {LONGEST:,} can be "
            "asked at once.",
            "Ask the question itself; a longer text belongs among the sources (onrecord ingest).",
        )
    return question
