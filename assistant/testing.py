"""Stand-ins for chat models, for tests of whatever asks one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.output_parsers import JsonOutputParser
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from langchain_core.callbacks import CallbackManagerForLLMRun
    from langchain_core.runnables import Runnable

ORDER = re.compile(
    r"(?:say|state|reply|respond|answer|write|output|print|conclude)[^:\n“\"]{0,40}[:“\"]\s*([^\n”\"]+)",
    re.IGNORECASE,
)
PASSAGE = re.compile(r"^PASSAGE (\d+) (\w+)$(.*?)^END \1 \2$", re.MULTILINE | re.DOTALL)


class ScriptedModel(BaseChatModel):
    """Gives ``replies`` one after the other, in pieces of ``size`` characters when streaming.

    ``prompts`` keeps what it was sent: for each call, its messages' texts. Asked more often than
    there are replies, it fails.
    """

    name: str | None = "scripted"
    replies: list[str]
    size: int = 7
    prompts: list[list[str]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def reply(self, messages: list[BaseMessage]) -> str:
        """What it says to ``messages``."""
        self.prompts.append([str(message.text) for message in messages])
        return self.replies[len(self.prompts) - 1]

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        del stop, run_manager, kwargs
        message = AIMessage(content=self.reply(messages))
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        del stop, run_manager, kwargs
        text = self.reply(messages)
        for start in range(0, max(1, len(text)), self.size):
            chunk = AIMessageChunk(content=text[start : start + self.size])
            yield ChatGenerationChunk(message=chunk)


class ObedientModel(ScriptedModel):
    """The worst case: does whatever any passage tells it to, and cites that passage for it."""

    name: str | None = "obedient"
    replies: list[str] = Field(default_factory=list)

    def reply(self, messages: list[BaseMessage]) -> str:
        """Every order found in the passages carried out to the letter, or else NOT_FOUND."""
        prompt = str(messages[-1].text)
        self.prompts.append([str(message.text) for message in messages])
        return self.written(
            [
                (order.group(1).strip().rstrip("."), int(number))
                for number, _, body in PASSAGE.findall(prompt)
                for order in ORDER.finditer(body)
            ]
        )

    def written(self, said: list[tuple[str, int]]) -> str:
        """The orders carried out, each with the passage that gave it, as a reply has them."""
        return " ".join(f"{text} [{number}]." for text, number in said) or "NOT_FOUND"


class _Structured:
    """Lets a model be asked for structured output, as integrations do that have it."""

    def with_structured_output(self, schema: Any, **kwargs: Any) -> Runnable[Any, Any]:
        """The model with the schema bound to it, then a parser."""
        del kwargs
        return self.bind(schema=schema) | JsonOutputParser()  # type: ignore[attr-defined, no-any-return]


class StructuredModel(_Structured, ScriptedModel):
    """Can be asked for structured output; its replies are given as they stand all the same."""


class StructuredObedientModel(_Structured, ObedientModel):
    """The worst case that keeps to the form."""

    def written(self, said: list[tuple[str, int]]) -> str:
        """The same as typed sentences."""
        sentences = [{"text": f"{text}.", "passages": [number]} for text, number in said]
        return json.dumps({"sentences": sentences, "unanswered": ""})
