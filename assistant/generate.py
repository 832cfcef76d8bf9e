"""The answer in a chat model's own words, of which only those are shown that their sources carry.

The model reads numbered passages, fenced as data; it writes sentences with markers; each sentence
is held against the words of the passages it cites, and one that does not stand is left out with a
note that says so. Nothing a source or a model writes can be cited but what a source says.
"""

from __future__ import annotations

import re
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.answer import Answer, Sentence, Status
from assistant.checks import LINK
from assistant.cite import Citations
from assistant.draft import Drafted, draft
from assistant.fence import fenced, neutral, new_fence
from assistant.models import model_name, stream
from assistant.prompts import load_prompt
from assistant.verify import Verified, verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from langchain_core.language_models import BaseChatModel

    from assistant.models import Messages
    from vectorstore.records import Hit

LINKED = re.compile(rf"\S*(?:{LINK.pattern})\S*", re.IGNORECASE)
LONGEST_QUOTED = 160
"""Characters of a dropped sentence that a note repeats."""


def answer_with_model(
    model: BaseChatModel, question: str, standalone: str, hits: Sequence[Hit]
) -> Iterator[Answer]:
    """Growing answers by ``model`` from ``hits``, each complete as far as it goes, the last whole.

    Without hits no model is asked. Raises ModelError.
    """
    answering = Answering(question, standalone, hits, model_name(model))
    for drafted in generate(model, standalone, hits) if hits else ():
        if answering.take(drafted):
            yield answering.so_far()
    yield answering.so_far()


def generate(model: BaseChatModel, question: str, hits: Sequence[Hit]) -> Iterator[Drafted]:
    """The sentences of the model's reply as they come, unverified. Raises ModelError."""
    return draft(stream(model, messages(question, hits)), len(hits))


def messages(question: str, hits: Sequence[Hit]) -> Messages:
    """What the model is sent: the rules, then the passages as data, then the question."""
    fence = new_fence([question, *(hit.text for hit in hits)])
    asked = " ".join(neutral(question).split())
    return [
        ("system", load_prompt("answer").substitute(fence=fence)),
        ("human", f"{fenced(hits, fence)}\n\nQuestion: {asked}"),
    ]


class Answering:
    """An answer in the making: takes drafted sentences, keeps those that stand, notes the rest."""

    def __init__(self, question: str, standalone: str, hits: Sequence[Hit], model: str) -> None:
        self._question, self._standalone, self._model = question, standalone, model
        self._hits = tuple(hits)
        self._began = perf_counter()
        self._citations = Citations()
        self._sentences: list[Sentence] = []
        self._notes: list[str] = []
        self._dropped = self._unanswered = False

    def take(self, drafted: Drafted) -> bool:
        """Add a sentence if it stands; tell whether the answer has grown by one."""
        if drafted.not_found:
            self._unanswered = True
            return False
        self._note_unresolved(drafted)
        cited = [self._hits[number - 1] for number in drafted.cited]
        verified = verify(drafted.text, cited, self._hits)
        if not verified.holds:
            self._drop(drafted, verified)
            return False
        numbers = [self._citations.number(s.hit, s.start, s.end) for s in verified.supports]
        sentence = Sentence(text=drafted.text, citations=tuple(dict.fromkeys(numbers)))
        if sentence in self._sentences:
            return False
        self._sentences.append(sentence)
        return True

    def so_far(self) -> Answer:
        """The answer as far as it goes."""
        return Answer(
            question=self._question,
            standalone_question=self._standalone,
            status=self._status(),
            sentences=tuple(self._sentences),
            citations=self._citations.all(),
            notes=tuple(self._notes) + self._closing(),
            model=self._model,
            seconds=perf_counter() - self._began,
        )

    def _status(self) -> Status:
        if not self._sentences:
            return Status.NOT_FOUND
        return Status.PARTLY if self._dropped or self._unanswered else Status.ANSWERED

    def _closing(self) -> tuple[str, ...]:
        if self._sentences and self._unanswered:
            return ("The passages found do not answer the rest of the question.",)
        return ()

    def _note_unresolved(self, drafted: Drafted) -> None:
        for marker in drafted.unresolved:
            self._notes.append(
                f"{self._model} cited {marker}, which is none of the {len(self._hits)} passages it "
                "was given; that citation is not shown."
            )

    def _drop(self, drafted: Drafted, verified: Verified) -> None:
        self._dropped = True
        text = LINKED.sub("…", drafted.text)
        shown = text if len(text) <= LONGEST_QUOTED else text[: LONGEST_QUOTED - 1].rstrip() + "…"
        why = "; ".join(dict.fromkeys(verified.problems))
        self._notes.append(f"Left out of what {self._model} wrote: “{shown}” ({why}).")
