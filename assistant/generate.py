"""The answer in a chat model's own words, of which only those are shown that their sources carry.

The model reads numbered passages, fenced as data; it writes sentences with markers; each sentence
is held against the words of the passages it cites; one that does not stand goes back once with the
reason, and is left out with a note that says so if it does not stand then either. Nothing a source
or a model writes can be cited but what a source says.
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
from assistant.models import complete, model_name, stream
from assistant.prompts import load_prompt
from assistant.spending import Meter, estimated
from assistant.verify import verify
from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from langchain_core.language_models import BaseChatModel

    from assistant.models import Messages
    from assistant.verify import Verified, Verify
    from vectorstore.records import Hit

LINKED = re.compile(rf"\S*(?:{LINK.pattern})\S*", re.IGNORECASE)
LONGEST_QUOTED = 160
"""Characters of a dropped sentence that a note repeats."""


MOST_REPAIRS = 5
"""Sentences of one answer that go back to the model."""


def answer_with_model(
    model: BaseChatModel,
    question: str,
    standalone: str,
    hits: Sequence[Hit],
    *,
    verify: Verify = verify,
    meter: Meter | None = None,
) -> Iterator[Answer]:
    """Growing answers by ``model`` from ``hits``, each complete as far as it goes, the last whole.

    Without hits no model is asked. ``verify`` holds a sentence against what it cites; ``meter``
    caps what the question may cost. Raises ModelError.
    """
    meter = meter or Meter()
    hits = affordable(standalone, hits, meter)

    def repaired(drafted: Drafted, verified: Verified) -> Drafted | None:
        return repair(model, drafted, verified, hits, meter)

    answering = Answering(question, standalone, hits, model_name(model), verify, repaired)
    for drafted in generate(model, standalone, hits, meter) if hits else ():
        if answering.take(drafted):
            yield answering.so_far()
    yield answering.so_far()


def affordable(question: str, hits: Sequence[Hit], meter: Meter) -> Sequence[Hit]:
    """As many passages, the best first, as half of what is left pays for; at least one."""
    while len(hits) > 1 and 2 * estimated(t for _, t in messages(question, hits)) > meter.left:
        hits = hits[:-1]
    return hits


def generate(
    model: BaseChatModel, question: str, hits: Sequence[Hit], meter: Meter | None = None
) -> Iterator[Drafted]:
    """The sentences of the model's reply as they come, unverified. Raises ModelError."""
    return draft(stream(model, messages(question, hits), meter), len(hits))


def repair(
    model: BaseChatModel, drafted: Drafted, verified: Verified, hits: Sequence[Hit], meter: Meter
) -> Drafted | None:
    """The sentence written again, the reason given; None where the model has nothing to say."""
    fence = new_fence([drafted.text, *(hit.text for hit in hits)])
    wrong = "; ".join(dict.fromkeys(verified.problems))
    asked = f"Sentence: {neutral(drafted.text)}\nWhat is wrong: {wrong}"
    sent: Messages = [
        ("system", load_prompt("repair").substitute(fence=fence)),
        ("human", f"{fenced(hits, fence)}\n\n{asked}"),
    ]
    try:
        found = list(draft(iter([complete(model, sent, meter)]), len(hits)))
    except ModelError:
        return None  # the sentence is left out, as it would be without a second try
    return next((one for one in found if not one.not_found), None)


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

    def __init__(
        self,
        question: str,
        standalone: str,
        hits: Sequence[Hit],
        model: str,
        verify: Verify,
        repaired: Callable[[Drafted, Verified], Drafted | None],
    ) -> None:
        self._question, self._standalone, self._model = question, standalone, model
        self._hits = tuple(hits)
        self._verify, self._repaired, self._repairs = verify, repaired, 0
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
        verified = self._verified(drafted)
        if not verified.holds and self._repairs < MOST_REPAIRS:
            self._repairs += 1
            second = self._repaired(drafted, verified)
            again = self._verified(second) if second else None
            if second and again and again.holds:
                drafted, verified = second, again
        if not verified.holds:
            self._drop(drafted, verified)
            return False
        numbers = [self._citations.number(s.hit, s.start, s.end) for s in verified.supports]
        sentence = Sentence(text=drafted.text, citations=tuple(dict.fromkeys(numbers)))
        if sentence in self._sentences:
            return False
        self._sentences.append(sentence)
        return True

    def _verified(self, drafted: Drafted) -> Verified:
        cited = [self._hits[number - 1] for number in drafted.cited]
        return self._verify(drafted.text, cited, self._hits)

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
