"""The answer without a chat model: the sentences that answer, word for word, each cited.

Nothing is written here, so nothing can be bent: the art is in choosing few sentences and in
choosing none when none answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answer import Answer, Sentence, Status
from assistant.attribution import attribute
from assistant.cite import Citations
from assistant.demands import COUNTED
from assistant.evidence import Evidence, weigh
from assistant.question import Asked, understand
from assistant.words import terms, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.retrieve import Found
    from vectorstore.library import Library

MOST = 3
"""Sentences an answer to one question may have."""

CLOSE = 0.6
"""A further sentence must score at least this share of the best one's score."""

CLOSE_SPEECH = 0.2
"""The same for further words of the one whose words are asked for."""

LEVEL = 0.9
"""Two figures that score so nearly the same are both shown."""

SAME = 0.6
"""Two sentences that share this part of their words say the same."""


def extract(
    question: str, standalone: str, found: Sequence[Found], library: Library
) -> Iterator[Answer]:
    """Answer each part of a question from what was found; growing answers, the last whole."""

    def so_far() -> Answer:
        return Answer(
            question=question,
            standalone_question=standalone,
            status=_status(sentences, missing),
            sentences=tuple(sentences),
            citations=citations.all(),
            notes=tuple(f"The sources here do not answer: {part}" for part in missing if sentences),
        )

    citations = Citations()
    sentences: list[Sentence] = []
    missing: list[str] = []
    for part in found:
        asked = understand(part.question)
        weighed = weigh(asked, part.hits, library.embedder, library.quotations)
        chosen = select(asked, weighed)
        if not chosen:
            missing.append(part.question)
        for evidence in chosen:
            sentence = _sentence(evidence, citations)
            if sentence not in sentences:
                sentences.append(sentence)
                yield so_far()
    yield so_far()


def select(asked: Asked, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The fewest sentences that answer, the best first; none when none does."""
    fit = [item for item in evidence if not item.unmet and item.enough]
    if asked.provisions and fit:
        return _provision(fit)
    chosen = _exact(fit)
    for item in fit:
        if len(chosen) == MOST or item.score < _least(item) * fit[0].score:
            break
        if not chosen or (_adds(asked, item, chosen) and not _repeats(item, chosen)):
            chosen.append(item)
    return chosen


def _exact(fit: Sequence[Evidence]) -> list[Evidence]:
    """The exact figure that a document gives besides the rounded one which answers best."""
    if not fit or not fit[0].rounded:
        return []
    same = fit[0].hit.entry.id
    return [item for item in fit if not item.rounded and item.hit.entry.id == same][:1]


def _provision(fit: Sequence[Evidence]) -> list[Evidence]:
    """The paragraphs of a provision, as its document has them in order."""
    of_one = [item for item in fit if item.hit.entry.id == fit[0].hit.entry.id]
    return sorted(of_one, key=lambda item: item.start)[:MOST]


def _least(item: Evidence) -> float:
    return CLOSE_SPEECH if item.said else CLOSE


def _adds(asked: Asked, item: Evidence, chosen: Sequence[Evidence]) -> bool:
    """Whether a sentence says more: of the question, of a speech, or another figure."""
    if item.said or item.covered - frozenset().union(*(other.covered for other in chosen)):
        return True
    other_source = all(item.hit.entry.id != other.hit.entry.id for other in chosen)
    return bool(asked.wants & COUNTED) and (other_source or item.score >= LEVEL * chosen[0].score)


def _repeats(item: Evidence, chosen: Sequence[Evidence]) -> bool:
    """Whether a sentence is, in part or in sense, one that was chosen already."""
    ours = set(terms(item.text))
    for other in chosen:
        same = item.hit.entry.id == other.hit.entry.id
        if same and item.start < other.end and other.start < item.end:
            return True
        theirs = set(terms(other.text))
        if len(ours & theirs) >= SAME * min(len(ours), len(theirs)) and _figures(item) == _figures(
            other
        ):
            return True
    return False


def _figures(item: Evidence) -> set[str]:
    return {word for word in words(item.text) if word[0].isdigit()}


def _sentence(evidence: Evidence, citations: Citations) -> Sentence:
    hit = evidence.hit
    number = citations.number(hit, evidence.start, evidence.end)
    text = evidence.text
    return Sentence(
        text=" ".join(text.split()),
        citations=(number,),
        attribution=attribute(text, hit.entry, hit.passage, evidence.speaker),
    )


def _status(sentences: Sequence[Sentence], missing: Sequence[str]) -> Status:
    if not sentences:
        return Status.NOT_FOUND
    return Status.PARTLY if missing else Status.ANSWERED
