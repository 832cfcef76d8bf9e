"""How a question becomes an answer: condense, retrieve, answer; one LangChain runnable.

``invoke`` gives the whole answer; ``stream`` gives growing ones, each complete as far as it goes:
a sentence appears only once its citation stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from assistant.answer import Answer, Status, Turn
from assistant.condense import condense
from assistant.extract import extract
from assistant.generate import answer_with_model
from assistant.retrieve import Found, retrieve, together
from vectorstore.errors import OnRecordError
from vectorstore.records import Filters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from langchain_core.language_models import BaseChatModel

    from vectorstore.library import Library

LONGEST_QUESTION = 2000
"""Characters. Longer input is a document, not a question."""

NEAREST = 3
"""Passages shown as the nearest ones when nothing answers."""


class QuestionError(OnRecordError):
    """What was asked is not a question that can be looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A question on its way to an answer; each step fills in what it found."""

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filters = Filters()
    standalone: str = ""
    found: tuple[Found, ...] = ()
    began: float = 0.0


def build_chain(library: Library, model: BaseChatModel | None = None) -> Runnable[Inquiry, Answer]:
    """The runnable that answers from ``library``: verbatim sentences, or ``model``'s own words."""

    def condensed(inquiry: Inquiry) -> Inquiry:
        question = checked(inquiry.question)
        standalone = condense(question, inquiry.history, model)
        return replace(inquiry, question=question, standalone=standalone, began=perf_counter())

    def retrieved(inquiry: Inquiry) -> Inquiry:
        return replace(inquiry, found=retrieve(library, inquiry.standalone, inquiry.filters))

    def answered(inquiries: Iterator[Inquiry]) -> Iterator[Answer]:
        for inquiry in inquiries:
            for answer in _answers(inquiry, library, model):
                yield _presented(answer, inquiry, library)

    return RunnableLambda(condensed) | RunnableLambda(retrieved) | RunnableGenerator(answered)


def checked(question: str) -> str:
    """The question without stray white space; QuestionError where there is nothing to look up."""
    question = " ".join(question.split())
    if not any(character.isalnum() for character in question):
        raise QuestionError(
            "The question is empty.",
            "Ask in words, for example: onrecord ask "
            '"How many people arrived by small boat in 2024?"',
        )
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(question):,} characters; at most {LONGEST_QUESTION:,} can be "
            "asked at once.",
            "Ask the question itself; a longer text belongs among the sources (onrecord ingest).",
        )
    return question


def _answers(inquiry: Inquiry, library: Library, model: BaseChatModel | None) -> Iterator[Answer]:
    if model is None:
        return extract(inquiry.question, inquiry.standalone, inquiry.found, library)
    hits = together(inquiry.found)
    return answer_with_model(model, inquiry.question, inquiry.standalone, hits)


def _presented(answer: Answer, inquiry: Inquiry, library: Library) -> Answer:
    seconds = perf_counter() - inquiry.began
    if answer.status is not Status.NOT_FOUND:
        return replace(answer, seconds=seconds)
    nearest = together(inquiry.found)[:NEAREST]
    return replace(
        answer,
        notes=(_searched(library, inquiry.filters), *answer.notes),
        nearest=tuple(nearest),
        seconds=seconds,
    )


def _searched(library: Library, filters: Filters) -> str:
    counts = library.counts()
    where = f"{counts.documents:,} documents ({counts.passages:,} passages)"
    if filters != Filters():
        where += ", those that pass the filters"
    return f"Nothing in the sources here answers this. Searched {where}."


class Assistant:
    """Answers questions from a library, each sentence cited to the words it rests on."""

    def __init__(self, library: Library, chain: Runnable[Inquiry, Answer]) -> None:
        self.library = library
        self.chain = chain

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()
    ) -> Answer:
        """The answer to ``question``, a follow-up when there is ``history``.

        Raises QuestionError where there is nothing to look up, StoreError where the index cannot be
        read and ModelError where the chat model does not answer.
        """
        *_, answer = self.stream(question, history, filters)
        return answer

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()
    ) -> Iterator[Answer]:
        """Growing partial answers to ``question``, the last one whole; raises as ``ask`` does."""
        from langsmith import tracing_context

        inquiry = Inquiry(question=question, history=tuple(history), filters=filters)
        # A trace would take questions and passages off the machine, whatever the environment says.
        with tracing_context(enabled=False):
            yield from self.chain.stream(inquiry)
