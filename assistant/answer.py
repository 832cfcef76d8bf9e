"""What an answer is: sentences, each with the words it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from vectorstore.records import Filters

if TYPE_CHECKING:
    from assistant.figures.result import FigureAnswer
    from vectorstore.records import Entry, Hit


COMPUTED = "computed"
"""What stands for the model of an answer that was computed from tables."""


class Status(StrEnum):
    """How much of the question the sources answer."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The very words a sentence rests on: ``document.text[start:end]`` is ``text``."""

    number: int
    entry: Entry
    locator: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an answer with the numbers of its citations, never none."""

    text: str
    citations: tuple[int, ...]
    attribution: str = ""
    """Who says so: "Home Office data, reported by the Evening Standard, 20 August 2025"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step on the way of a question: what it did, and what it cost."""

    name: str
    """The name of the step in ``assistant.chain.Steps``."""
    detail: str = ""
    """What came of it, in words."""
    seconds: float = field(default=0.0, compare=False)
    tokens_in: int = 0
    tokens_out: int = 0
    """Tokens that went to a chat model and came back: as it reports them, else estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A passage that was looked at, and why it was kept as evidence or dropped."""

    entry: Entry
    locator: str
    start: int
    end: int
    text: str
    score: float
    """Of its best sentence, between 0 and 1."""
    kept: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification:
    """A question back, where what was asked could mean several things that the sources hold."""

    question: str
    choices: tuple[str, ...]
    """Questions that stand by themselves, one for each reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One earlier question of a conversation and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the assistant found out. A partial one (while it streams) has fewer sentences."""

    question: str
    standalone_question: str
    status: Status
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()
    """What the reader should know besides: what was left out and why, what was searched."""
    nearest: tuple[Hit, ...] = ()
    """When nothing answers: the passages that came nearest."""
    clarification: Clarification | None = None
    """What is asked back; the status is then ``not_found``, for nothing is answered yet."""
    filters: Filters = Filters()
    """Which documents were looked at."""
    considered: tuple[Considered, ...] = ()
    """The passages looked at, in the order in which they were found."""
    steps: tuple[Step, ...] = ()
    figure: FigureAnswer | None = field(default=None, compare=False, repr=False)
    """Of an answer that was computed: the figures, their cells, and what bears on them."""
    model: str = "extractive"
    pending: str = ""
    """Of a partial answer: what is waited for, in words. A whole one waits for nothing."""
    seconds: float = field(default=0.0, compare=False)

    def __add__(self, later: Answer) -> Answer:
        """A later state of an answer replaces an earlier one (LangChain sums a stream)."""
        return later

    @property
    def text(self) -> str:
        """The answer as one string with citation marks; the notes when nothing was found."""
        return " ".join(
            f"{sentence.text} {''.join(f'[{number}]' for number in sentence.citations)}"
            + (f" ({sentence.attribution})" if sentence.attribution else "")
            for sentence in self.sentences
        ) or " ".join((self._opening, *self.notes))

    @property
    def _opening(self) -> str:
        asked = self.clarification
        return f"{asked.question} {' '.join(asked.choices)}" if asked else "Not found."
