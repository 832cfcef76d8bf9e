"""Asking a chat model for sentences: as typed data where it can give them, else as marked text.

A model is asked for typed sentences (LangChain's ``with_structured_output``) unless its integration
has no such thing or its profile says that it cannot. What profiles do not know is tried: where the
server refuses, or the reply does not keep to the schema, the question is asked again for marked
text. Whichever way, the same content becomes the same sentences (``assistant/draft.py``).
"""

from __future__ import annotations

import json
import re
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from langchain_core.runnables import RunnableSequence
from pydantic import BaseModel

from assistant.draft import Drafted, draft, draft_stated
from assistant.models import RequestRefused, model_name, stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

    from assistant.models import Messages
    from assistant.spending import Meter

Typed = TypeVar("Typed", bound=BaseModel)


class Stated(BaseModel):
    """One sentence, and the numbers of the passages that carry it."""

    text: str
    passages: list[int]


class Reply(BaseModel):
    """The sentences that answer a question, and what of it they leave unanswered."""

    sentences: list[Stated]
    unanswered: str


@dataclass(frozen=True, slots=True)
class Way:
    """A way of asking for sentences."""

    form: str
    """The prompt that tells the model how to write them down."""
    sentences: Callable[[BaseChatModel, Messages, int, Meter], Iterator[Drafted]]
    """The sentences of a model's reply to messages in which that many passages are numbered."""


def ways(model: BaseChatModel) -> tuple[Way, ...]:
    """How to ask ``model``: the best way first; each next one for when the last was refused."""
    return (MARKED,) if _bound(model) is None else (STRUCTURED, MARKED)


def set_aside(model: BaseChatModel) -> None:
    """Have this model asked for marked text from now on: for typed sentences it was in vain."""
    model.profile = {**(model.profile or {}), "structured_output": False}


def _marked(
    model: BaseChatModel, messages: Messages, passages: int, meter: Meter
) -> Iterator[Drafted]:
    return draft(stream(model, messages, meter), passages)


def _structured(
    model: BaseChatModel, messages: Messages, passages: int, meter: Meter
) -> Iterator[Drafted]:
    """Raises RequestRefused where the reply is not what was asked for."""
    with closing(stream(model, messages, meter, bound=lambda one: _bound(one) or one)) as pieces:
        reading = _Reading(pieces, model_name(model))
        yield from draft_stated(reading, passages)
    if reading.unanswered:
        yield Drafted(reading.unanswered, not_found=True)


MARKED = Way("marked", _marked)
STRUCTURED = Way("structured", _structured)


def _bound(model: BaseChatModel) -> Runnable[Any, Any] | None:
    """The model with the schema bound to it, its integration's own way; None where it has none.

    The parser that LangChain puts behind it is left off, for it hides what the reply cost.
    """
    if (model.profile or {}).get("structured_output") is False:
        return None
    schema = Reply.model_json_schema()
    try:
        asked = model.with_structured_output(schema, method="json_schema", strict=True)
    except (NotImplementedError, TypeError, ValueError):  # none at all, or none by a schema
        return None
    return asked.first if isinstance(asked, RunnableSequence) else None


FENCE = "```json"
"""What some models put around JSON, asked or not."""
OPENING = re.compile(r'\s*(?:```(?:json)?\s*)?\{\s*"sentences"\s*:\s*\[')
BETWEEN = re.compile(r"[\s,]*")
DECODER = json.JSONDecoder(strict=False)  # bare line breaks in a text are let pass


class _Reading:
    """Reads a reply as it comes: text and passages of each sentence, as soon as that is whole."""

    def __init__(self, pieces: Iterator[str], writer: str) -> None:
        self._pieces, self._writer = pieces, writer
        self._said, self._at = "", 0
        self.unanswered = ""
        """Known at the end."""

    def __iter__(self) -> Iterator[tuple[str, list[int]]]:
        given = 0
        for piece in self._pieces:
            self._said += piece
            while one := self._next():
                yield one.text, one.passages
                given += 1
        reply = self._whole()
        yield from ((one.text, one.passages) for one in reply.sentences[given:])
        self.unanswered = reply.unanswered.strip()

    def _next(self) -> Stated | None:
        """The next sentence, if it is whole."""
        if "{" not in self._said and len(self._said.strip()) > len(FENCE):
            raise self._refused()  # prose: no need to hear it to its end
        if not self._at:
            opening = OPENING.match(self._said)
            self._at = opening.end() if opening else 0
        if not self._at or not (between := BETWEEN.match(self._said, self._at)):
            return None
        try:
            value, self._at = DECODER.raw_decode(self._said, between.end())
        except ValueError:
            return None
        return self._valid(Stated, value)

    def _whole(self) -> Reply:
        said = self._said.strip().removeprefix(FENCE).removeprefix("```").removesuffix("```")
        try:
            value = DECODER.decode(said.strip())
        except ValueError as error:
            raise self._refused() from error
        return self._valid(Reply, value)

    def _valid(self, kind: type[Typed], value: object) -> Typed:
        try:
            return kind.model_validate(value)
        except ValueError as error:
            raise self._refused() from error

    def _refused(self) -> RequestRefused:
        return RequestRefused(f"{self._writer} did not keep to the form it was asked for.")
