"""One judgement: ask, read the reply strictly, ask once more where it cannot be read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.models import model_name, reply
from assistant.spending import MOST, Meter
from evals.judged.judgements import Judgement
from evals.judged.prompts import AGAIN, prompt, prompt_digest
from evals.judged.tasks import TASKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from langchain_core.language_models import BaseChatModel

    from assistant.models import Messages
    from evals.judged.agreement import Row
    from evals.judged.items import Item
    from evals.judged.judgements import Key

WRAPPED = re.compile(r"```(?:json)?\s*\n(.*)\n\s*```", re.DOTALL)
LONGEST_REASON = 400


class _UnreadableError(Exception):
    """A reply is not the object that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """A chat model that judges, and what one judgement may cost."""

    model: BaseChatModel
    tokens: int = MOST

    def key(self, item: Item, repeat: int) -> Key:
        """What tells one judgement from another; ``repeat`` counts from 1."""
        return (item.task, item.digest, model_name(self.model), prompt_digest(item.task), repeat)

    def judge(self, item: Item, repeat: int) -> Judgement:
        """The judgement of ``item``. Raises ModelError where the provider gives none."""
        meter = Meter(self.tokens)
        messages = item.messages()
        first = reply(self.model, messages, meter)
        asked, last, (label, reason) = 1, first, read(item.task, first.text)
        if not label:
            last = reply(self.model, _again(messages), meter)
            asked, (label, reason) = 2, read(item.task, last.text)
        task, digest, model, prompts, _ = self.key(item, repeat)
        return Judgement(
            task=task,
            item=digest,
            model=model,
            prompts=prompts,
            repeat=repeat,
            label=label,
            reason=reason,
            reported=last.model,
            temperature=last.temperature,
            asked=asked,
            tokens_in=meter.sent,
            tokens_out=meter.received,
        )


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a judge found, on file."""

    judge: Judge
    times: int
    done: Mapping[Key, Judgement]

    def each(self, item: Item) -> list[Judgement | None]:
        """The judgement of each repeat; None where there is none yet."""
        return [self.done.get(self.judge.key(item, one)) for one in range(1, self.times + 1)]

    def row(self, item: Item) -> Row:
        """The label of each repeat."""
        return tuple(None if one is None else one.label for one in self.each(item))

    def of(self, items: Iterable[Item]) -> Iterator[Judgement]:
        """The judgements of ``items``, each once."""
        found = {one.key: one for item in items for one in self.each(item) if one}
        return iter(found.values())


def read(task: str, text: str) -> tuple[str, str]:
    """Label and reason of a reply; ("", what it said) where it is not the object asked for.

    It must be one JSON object and nothing else (a code fence round it is let pass), with a label of
    the task and no key but ``label`` and ``reason``, each once.
    """
    text = text.strip()
    if wrapped := WRAPPED.fullmatch(text):
        text = wrapped[1]
    try:
        found = json.loads(text, object_pairs_hook=_each_once)
        label, reason = _fields(found, TASKS[task].labels)
    except (ValueError, RecursionError, _UnreadableError):
        return "", text[:LONGEST_REASON]
    return label, reason[:LONGEST_REASON]


def _fields(found: Any, labels: Sequence[str]) -> tuple[str, str]:
    if not isinstance(found, dict) or not found.keys() <= {"label", "reason"}:
        raise _UnreadableError
    label, reason = found.get("label"), found.get("reason", "")
    if label not in labels or not isinstance(reason, str):
        raise _UnreadableError
    return str(label), reason


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise _UnreadableError
    return dict(pairs)


def _again(messages: Messages) -> Messages:
    """The same, with a word that the last reply could not be read. What it said is not repeated."""
    (role, text) = messages[-1]
    return [*messages[:-1], (role, f"{text}\n\n{prompt(AGAIN).template.strip()}")]
