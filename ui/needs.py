"""What the page needs of the rest: an assistant with its library, and a way to add and remove."""

# ruff: noqa: D102 - a member of these says no more than its name and type

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assistant.answer import Answer, Turn
    from evals.questions import Question
    from evals.results import Result
    from vectorstore.records import Document, Entry, Filters, Passage


class CountsLike(Protocol):
    """How much the library holds."""

    @property
    def documents(self) -> int: ...
    @property
    def passages(self) -> int: ...


class SummaryLike(Protocol):
    """A document's entry and how many passages it has."""

    @property
    def entry(self) -> Entry: ...
    @property
    def passages(self) -> int: ...


class LibraryLike(Protocol):
    """What the page reads of the library. Each may raise an OnRecordError."""

    def document(self, document_id: str) -> Document: ...
    def passages(self, document_id: str) -> Sequence[Passage]: ...
    def entries(self) -> Sequence[SummaryLike]: ...
    def counts(self) -> CountsLike: ...
    def languages(self) -> Sequence[str]: ...


class AssistantLike(Protocol):
    """Answers a question in growing partial answers, the last of them final."""

    @property
    def library(self) -> LibraryLike: ...
    def stream(
        self, question: str, history: Sequence[Turn], filters: Filters
    ) -> Iterator[Answer]: ...


class ProgressLike(Protocol):
    """How far the adding of files has come."""

    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def path(self) -> str: ...


class FailureLike(Protocol):
    """A file that could not be added, why, and what to do."""

    @property
    def path(self) -> str: ...
    @property
    def error(self) -> str: ...
    @property
    def hint(self) -> str: ...


class ReportLike(Protocol):
    """What became of the files that were added."""

    @property
    def added(self) -> int: ...
    @property
    def updated(self) -> int: ...
    @property
    def unchanged(self) -> int: ...
    @property
    def duplicates(self) -> int: ...
    @property
    def failed(self) -> Sequence[FailureLike]: ...


AddFiles: TypeAlias = "Callable[[Sequence[str], Callable[[ProgressLike], None]], ReportLike]"
"""Reads these files into the library, telling how far it has come."""
Remove: TypeAlias = "Callable[[str], None]"
"""Takes the document of this id out of the library."""
CheckDraft: TypeAlias = "Callable[[str, str], str]"
"""What was found of a pasted draft by the rules of a profile, as HTML."""
RunQuestions: TypeAlias = "Callable[[Sequence[Question], Callable[[int, int], None]], Result]"
"""Answers and scores these questions, telling how many of how many are done."""
