"""Stand-ins for chat models, for tests of whatever asks one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from langchain_core.callbacks import CallbackManagerForLLMRun

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
        said = [
            f"{order.group(1).strip().rstrip('.')} [{number}]."
            for number, _, body in PASSAGE.findall(prompt)
            for order in ORDER.finditer(body)
        ]
        return " ".join(said) or "NOT_FOUND"
