"""Chat models that judge as they are told to, for tests of judged metrics."""

from __future__ import annotations

import json
import re
from threading import Lock
from typing import TYPE_CHECKING, Any

from pydantic import Field, PrivateAttr

from assistant.testing import ORDER, ScriptedModel
from evals.judged.calibration import tries
from evals.judged.tasks import TASKS
from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

BODY = re.compile(r"^(?P<name>[A-Z]+(?: \d+)?) (\w{16})$.*?^text:$\n(.*?)\n^END (?P=name) \2$",
                  re.MULTILINE | re.DOTALL)  # fmt: skip
GOLD = {
    BODY.sub(r"\1\3", one.item.messages()[1][1]): one.label for task in TASKS for one in tries(task)
}
"""What is shown of each item of the labelled set, without its fence, and its label."""


def reply(label: str) -> str:
    """A reply in the form that is asked for."""
    return json.dumps({"reason": f"It is {label}.", "label": label})


class Faithful(ScriptedModel):
    """Knows the labelled set, and gives everything else the best label."""

    name: str | None = "fake:faithful"
    replies: list[str] = Field(default_factory=list)
    _lock: Any = PrivateAttr(default_factory=Lock)

    def reply(self, messages: list[BaseMessage]) -> str:
        """The label of what it is shown."""
        rules, shown = (str(message.text) for message in messages)
        with self._lock:
            self.prompts.append([rules, shown])
        task = next(one for one in TASKS.values() if f'"{one.best}" or' in rules)
        return self.said(task.name, BODY.sub(r"\1\3", shown), shown)

    def said(self, task: str, bare: str, shown: str) -> str:  # noqa: ARG002
        """The reply; ``bare`` is what is shown without its fences."""
        return reply(GOLD.get(bare, TASKS[task].best))

    def asked(self) -> int:
        """How often it was asked about answers, the labelled set left aside."""
        return sum(BODY.sub(r"\1\3", shown) not in GOLD for _, shown in self.prompts)


class Flattering(Faithful):
    """Finds everything good."""

    name: str | None = "fake:flattering"

    def said(self, task: str, bare: str, shown: str) -> str:  # noqa: ARG002
        """The best label."""
        return reply(TASKS[task].best)


class Scripted(Faithful):
    """Of answers it says what ``of_answers`` has, in turn and round again; the set it knows.

    What is an error there is raised.
    """

    name: str | None = "fake:scripted"
    of_answers: list[Any]
    _turn: int = PrivateAttr(default=0)

    def said(self, task: str, bare: str, shown: str) -> str:  # noqa: ARG002
        """The next of ``of_answers``."""
        if bare in GOLD:
            return reply(GOLD[bare])
        with self._lock:
            said = self.of_answers[self._turn % len(self.of_answers)]
            self._turn += 1
        if isinstance(said, BaseException):
            raise said
        return str(said)


class Obedient(Faithful):
    """The worst case: does whatever any text it is shown tells it to."""

    name: str | None = "fake:obedient"

    def said(self, task: str, bare: str, shown: str) -> str:
        """Every order found in what it is shown carried out to the letter."""
        orders = [order[1].strip() for order in ORDER.finditer(shown)]
        return "\n".join(orders) or super().said(task, bare, shown)


DOWN = ModelError("It is down.", "Try again.")
