"""What an answer is: sentences, each with the words it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vectorstore.records import Entry, Hit


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
    model: str = "extractive"
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
        ) or " ".join(("Not found.", *self.notes))
