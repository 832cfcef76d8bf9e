"""The answer in a chat model's own words, of which only those are shown that their sources carry.

The model reads numbered passages, fenced as data; it writes sentences with the numbers of those
that carry them (``assistant/structured.py``); each is held against the words of the passages it
cites; one that does not stand goes back once with the reason, and is left out with a note that says
so if it does not stand then either. Nothing a source or a model writes can be cited but what a
source says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.answer import Answer, Sentence, Status
from assistant.checks import LINK
from assistant.cite import Citations
from assistant.fence import fenced, neutral, new_fence
from assistant.models import RequestRefused, model_name
from assistant.prompts import load_prompt
from assistant.spending import Meter, estimated
from assistant.structured import MARKED, set_aside, ways
from assistant.verify import verify
from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from langchain_core.language_models import BaseChatModel

    from assistant.draft import Drafted
    from assistant.models import Messages
    from assistant.structured import Way
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
    caps what the question may cost. Where the model cannot be asked for typed sentences after all,
    what stands of them is kept, and it is asked for marked text. Raises ModelError.
    """
    meter = meter or Meter()
    answering = Answering(question, standalone, hits, model_name(model), verify)
    first, *others = ways(model)
    try:
        yield from answering.written_by(Writer(model, first, meter))
    except RequestRefused:
        if not others:
            raise
        yield from answering.written_by(Writer(model, others[0], meter))
        set_aside(model)  # only now: what was refused may have been the question, and not the way
    yield answering.so_far()


@dataclass(frozen=True, slots=True)
class Writer:
    """A chat model, how it is asked for sentences, and what they may cost."""

    model: BaseChatModel
    way: Way
    meter: Meter

    def affordable(self, question: str, hits: Sequence[Hit]) -> Sequence[Hit]:
        """As many passages, the best first, as half of what is left pays for; at least one."""
        while len(hits) > 1 and 2 * self._cost(question, hits) > self.meter.left:
            hits = hits[:-1]
        return hits

    def _cost(self, question: str, hits: Sequence[Hit]) -> int:
        return estimated(text for _, text in messages(question, hits, self.way))

    def write(self, question: str, hits: Sequence[Hit]) -> Iterator[Drafted]:
        """The sentences of the model's reply as they come, unverified. Raises ModelError."""
        sent = messages(question, hits, self.way)
        return self.way.sentences(self.model, sent, len(hits), self.meter)

    def repair(self, drafted: Drafted, verified: Verified, hits: Sequence[Hit]) -> Drafted | None:
        """The sentence written again, the reason given; None if the model has nothing to say."""
        fence = new_fence([drafted.text, *(hit.text for hit in hits)])
        wrong = "; ".join(dict.fromkeys(verified.problems))
        asked = f"Sentence: {neutral(drafted.text)}\nWhat is wrong: {wrong}"
        sent: Messages = [
            ("system", _told("repair", fence, self.way)),
            ("human", f"{fenced(hits, fence)}\n\n{asked}"),
        ]
        try:
            found = list(self.way.sentences(self.model, sent, len(hits), self.meter))
        except ModelError:
            return None  # the sentence is left out, as it would be without a second try
        return next((one for one in found if not one.not_found), None)


def messages(question: str, hits: Sequence[Hit], way: Way = MARKED) -> Messages:
    """What the model is sent: the rules, then the passages as data, then the question."""
    fence = new_fence([question, *(hit.text for hit in hits)])
    asked = " ".join(neutral(question).split())
    return [
        ("system", _told("answer", fence, way)),
        ("human", f"{fenced(hits, fence)}\n\nQuestion: {asked}"),
    ]


def _told(prompt: str, fence: str, way: Way) -> str:
    form = load_prompt(way.form).substitute().strip()
    return load_prompt(prompt).substitute(fence=fence, form=form)


class Answering:
    """An answer in the making: takes drafted sentences, keeps those that stand, notes the rest."""

    def __init__(
        self, question: str, standalone: str, hits: Sequence[Hit], model: str, verify: Verify
    ) -> None:
        self._question, self._standalone, self._model = question, standalone, model
        self._hits = tuple(hits)
        self._verify, self._repairs = verify, 0
        self._began = perf_counter()
        self._citations = Citations()
        self._sentences: list[Sentence] = []
        self._notes: dict[str, None] = {}  # each once, in order
        self._dropped = self._unanswered = False
        self._left = ""  # the words of the question that are not answered, where they were named

    def written_by(self, writer: Writer) -> Iterator[Answer]:
        """The answer before, and after each sentence of the writer's that stands.

        Raises ModelError.
        """
        hits = self._hits = tuple(writer.affordable(self._standalone, self._hits))
        if not hits:
            return
        documents = len({hit.entry.id for hit in hits})
        yield self.so_far(
            f"{self._model} is reading {_counted(len(hits), 'passage')} of "
            f"{_counted(documents, 'document')}"
        )
        for drafted in writer.write(self._standalone, hits):
            if self._take(drafted, writer):
                yield self.so_far(f"{self._model} is writing")

    def _take(self, drafted: Drafted, writer: Writer) -> bool:
        """Add a sentence if it stands; tell whether the answer has grown by one."""
        if drafted.not_found:
            self._unanswered = True
            self._left = self._left or part_of(self._standalone, drafted.text)
            return False
        self._note_unresolved(drafted)
        verified = self._verified(drafted)
        if not verified.holds and self._repairs < MOST_REPAIRS:
            self._repairs += 1
            second = writer.repair(drafted, verified, self._hits)
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

    def so_far(self, pending: str = "") -> Answer:
        """The answer as far as it goes, and what is waited for."""
        return Answer(
            question=self._question,
            standalone_question=self._standalone,
            status=self._status(),
            sentences=tuple(self._sentences),
            citations=self._citations.all(),
            notes=tuple(self._notes) + self._closing(),
            model=self._model,
            pending=pending,
            seconds=perf_counter() - self._began,
        )

    def _status(self) -> Status:
        if not self._sentences:
            return Status.NOT_FOUND
        return Status.PARTLY if self._dropped or self._unanswered else Status.ANSWERED

    def _closing(self) -> tuple[str, ...]:
        if not self._sentences or not self._unanswered:
            return ()
        left = f"“{self._left}”" if self._left else "the rest of the question"
        return (f"The passages found do not answer {left}.",)

    def _note_unresolved(self, drafted: Drafted) -> None:
        for marker in drafted.unresolved:
            self._note(
                f"{self._model} cited {marker}, which is none of the {len(self._hits)} passages it "
                "was given; that citation is not shown."
            )

    def _drop(self, drafted: Drafted, verified: Verified) -> None:
        self._dropped = True
        text = LINKED.sub("…", drafted.text)
        shown = text if len(text) <= LONGEST_QUOTED else text[: LONGEST_QUOTED - 1].rstrip() + "…"
        why = "; ".join(dict.fromkeys(verified.problems))
        self._note(f"Left out of what {self._model} wrote: “{shown}” ({why}).")

    def _note(self, note: str) -> None:
        self._notes[note] = None


def part_of(question: str, words: str) -> str:
    """``words`` as they stand in the question; "" where they are not a part of it, but no less."""
    spoken = re.findall(r"\w+", words)
    found = re.search(r"\b" + r"\W+".join(map(re.escape, spoken)) + r"\b", question, re.IGNORECASE)
    whole = len(spoken) == len(re.findall(r"\w+", question))
    return found.group() if spoken and found and not whole else ""


def _counted(number: int, noun: str) -> str:
    """So many of them: "1 passage", "3 passages"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
