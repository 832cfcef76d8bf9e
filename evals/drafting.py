"""Candidate questions from an index, with gold spans, for a person to correct and approve.

Nothing here understands a source: each draft is a template over what was read (a sentence with a
figure, a quotation with its speaker, a provision). So every draft is tagged ``draft`` until
somebody has read it.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from evals.gold import occurrences
from evals.metrics.numbers import figures
from evals.questions import Gold, Nugget, Number, Question
from vectorstore.records import Form, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vectorstore.library import Library
    from vectorstore.records import Document

DRAFT = "draft"
"""The tag of a question that nobody has approved."""

COUNT = re.compile(r"(?<![\d£$€.,/])\d{1,3}(?:,\d{3})+(?![\d.,]*(?:%| per cent))\b")
"""A count that a sentence may be asked for: with a thousands comma, neither money nor a share."""

LONGEST_GOLD = 160
ENOUGH = 10
"""Candidates for each draft that is wanted, after which no further document is read."""
SHORTEST_QUOTE = 3


def draft(library: Library, count: int, *, seed: int = 0) -> list[Question]:
    """At most ``count`` candidates, spread over documents and kinds; the same for one seed."""
    rng = random.Random(seed)  # noqa: S311 - a choice of questions, not a secret
    entries = library.entries()
    names = Counter(_file(one.entry.path) for one in entries)
    found: dict[str, list[Question]] = {}
    for summary in rng.sample(entries, len(entries)):
        if sum(map(len, found.values())) >= ENOUGH * count:
            break
        document = library.document(summary.entry.id)
        file = _file(document.path)
        name = file if file and names[file] == 1 else document.id
        for question in chain(
            _figures(document, name), _said(document, name, library), _provisions(document, name)
        ):
            found.setdefault(question.kind, []).append(question)
    for questions in found.values():
        rng.shuffle(questions)
    chosen = list(_in_turn(found.values()))[:count]
    return [
        question.model_copy(update={"id": f"draft-{number:03}", "tags": (DRAFT,)})
        for number, question in enumerate(chosen, start=1)
    ]


def approved(question: Question) -> bool:
    """Whether somebody has read it."""
    return DRAFT not in question.tags


def _in_turn(groups: Iterable[Sequence[Question]]) -> Iterator[Question]:
    for row in zip_longest(*groups):
        yield from (question for question in row if question is not None)


def _file(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def _figures(document: Document, name: str) -> Iterator[Question]:
    """A sentence of an article with a count in it, asked for that count."""
    from ingest.sentences import sentence_spans

    if document.kind is not Kind.ARTICLE:
        return
    for start, end in sentence_spans(document.text):
        sentence = " ".join(document.text[start:end].split())
        counts = COUNT.findall(sentence)
        if len(counts) != 1 or len(sentence) > LONGEST_GOLD or "|" in sentence:
            continue
        asked = COUNT.sub("how many", sentence).rstrip(".")
        yield Question(
            id="draft",
            kind="figure",
            question=f"{asked}?",
            expected_answer=sentence,
            number=Number(value=figures(counts[0])[0].value),
            gold_sources=(Gold(document=name, span=sentence),),
        )


def _said(document: Document, name: str, library: Library) -> Iterator[Question]:
    """A quotation whose speaker is known."""
    for quotation in library.quotations(document.id):
        words = " ".join(document.text[quotation.start : quotation.end].split())
        if (
            quotation.speaker
            and quotation.form is not Form.INDIRECT
            and len(words.split()) >= SHORTEST_QUOTE
            and len(words) <= LONGEST_GOLD
            and len(occurrences(words, document.text)) == 1
        ):
            yield Question(
                id="draft",
                kind="said",
                question=f"What did {quotation.speaker} say in “{document.title}”?",
                nuggets=(Nugget(text=words),),
                gold_sources=(Gold(document=name, span=words),),
            )


def _provisions(document: Document, name: str) -> Iterator[Question]:
    """An article of an agreement, asked for by its place."""
    if document.kind is not Kind.AGREEMENT:
        return
    for match in re.finditer(r"^Article (\d+[A-Z]?)\b", document.text, re.MULTILINE):
        place = f"Article {match[1]}"
        yield Question(
            id="draft",
            kind="provision",
            question=f"What does {place} of “{document.title}” say?",
            gold_sources=(Gold(document=name, locator=place),),
        )
