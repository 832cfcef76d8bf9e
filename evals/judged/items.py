"""What is put before a judge: made from stored answers, or from the calibration set."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.fence import enclosed, new_fence
from evals.judged.prompts import prompt
from evals.questions import Question
from evals.records import StoredAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.models import Messages
    from evals.metrics import Subject
    from evals.questions import Turn
    from evals.records import AnswerSentence, CitedWords


@dataclass(frozen=True, slots=True)
class Part:
    """One text of an item: a sentence, a passage, a question."""

    name: str
    text: str
    labels: tuple[tuple[str, str], ...] = ()
    """What stands above it: the title of a passage, where in its document it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to judge."""

    task: str
    case: str
    """The id of the question, or of the item in the calibration set."""
    about: str
    """What is judged, in words for a reader."""
    parts: tuple[Part, ...]

    @property
    def digest(self) -> str:
        """Of all that the judge is shown, as it is shown: the same words are judged once."""
        return hashlib.sha256(f"{self.task}\0{self._shown('')}".encode()).hexdigest()

    def messages(self) -> Messages:
        """What the judge is sent: the rules, then every text as data."""
        fence = new_fence([text for one in self.parts for text in (one.text, str(one.labels))])
        return [
            ("system", prompt(self.task).substitute(fence=fence)),
            ("human", self._shown(fence)),
        ]

    def _shown(self, fence: str) -> str:
        return "\n\n".join(
            enclosed(one.name, one.text, fence, dict(one.labels)) for one in self.parts
        )


def answered(subject: Subject) -> bool:
    """Whether a question was answered: what was not is a matter of abstention alone."""
    record = subject.record
    return isinstance(record, StoredAnswer) and record.status != "not_found" and bool(record.text)


def items(subject: Subject) -> Iterator[Item]:
    """What there is to judge of a case: nothing of an abstention, a failure, or another check.

    A sentence without a citation is none of them: it needs no judge.
    """
    case, record = subject.case, subject.record
    if not isinstance(case, Question) or not isinstance(record, StoredAnswer):
        return
    if not answered(subject):
        return
    words = {citation.number: citation for citation in record.citations}
    for sentence in record.sentences:
        if cited := cited_words(sentence, words):
            yield faithfulness(case.id, sentence.text, [passage(one) for one in cited])
    if case.answerable is not False and (points := reference(case)):
        yield correctness(case.id, case.question, points, record.text, case.history)
    yield relevance(case.id, case.question, record.text, case.history)


def uncited(subject: Subject) -> int:
    """How many sentences of an answer cite nothing, or only numbers that it does not have."""
    record = subject.record
    if not isinstance(record, StoredAnswer):
        return 0
    words = {citation.number: citation for citation in record.citations}
    return sum(not cited_words(sentence, words) for sentence in record.sentences)


def cited_words(sentence: AnswerSentence, words: dict[int, CitedWords]) -> list[CitedWords]:
    """The citations of a sentence that its answer has."""
    return [words[number] for number in sentence.citations if number in words]


def passage(cited: CitedWords) -> tuple[str, str, str]:
    """The words of a citation, their document's title, and where they stand in it."""
    return (cited.text, cited.title, cited.locator)


def faithfulness(case: str, sentence: str, cited: Sequence[tuple[str, str, str]]) -> Item:
    """A sentence with the words it cites: each as ``passage`` gives them."""
    parts = [Part("SENTENCE", sentence)]
    parts += [
        Part(f"PASSAGE {number}", words, (("title", title), ("where", locator)))
        for number, (words, title, locator) in enumerate(cited, start=1)
    ]
    return Item(task="faithfulness", case=case, about=sentence, parts=tuple(parts))


def correctness(
    case: str, question: str, points: Sequence[str], answer: str, history: Sequence[Turn] = ()
) -> Item:
    """An answer beside the points of its reference."""
    parts = (
        *_asked(question, history),
        Part("REFERENCE", "\n".join(points)),
        Part("ANSWER", answer),
    )
    return Item(task="correctness", case=case, about="the answer", parts=parts)


def relevance(case: str, question: str, answer: str, history: Sequence[Turn] = ()) -> Item:
    """An answer beside its question alone."""
    parts = (*_asked(question, history), Part("ANSWER", answer))
    return Item(task="relevance", case=case, about="the answer", parts=parts)


def reference(case: Question) -> list[str]:
    """What a right answer says, a point a line; empty where the set does not say."""
    points = [f"must: {case.expected_answer}"] if case.expected_answer else []
    if case.number:
        unit, within = case.number.unit, case.number.tolerance
        figure = f"{case.number.value:,g} {unit}".strip()
        points.append(f"must: {figure} (tolerance {within:g})")
    for nugget in case.nuggets:
        ways = " / ".join((nugget.text, *nugget.alternatives))
        points.append(f"{'must' if nugget.vital else 'may'}: {ways}")
    return points


def _asked(question: str, history: Sequence[Turn]) -> Iterator[Part]:
    for number, turn in enumerate(history, start=1):
        yield Part(f"TURN {number}", f"{turn.question}\n{turn.answer}".strip())
    yield Part("QUESTION", question)
