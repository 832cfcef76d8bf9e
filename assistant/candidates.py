"""What can be quoted of the passages found: sentences, rows, provisions that stand alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.attribution import stated
from assistant.sentences import line_spans, shown_spans
from assistant.words import terms
from vectorstore.embedding import contextualise
from vectorstore.records import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vectorstore.records import Hit

LEAST_WORDS = 3
WHOLE_PROVISION = 80
"""Words up to which a provision of an agreement is taken whole: its conditions belong to it."""

LEANING = re.compile(
    r"""^[“"]?(?:
        He|She|They|It|This|That|These|Those|His|Her|Their|Its|Such|But|However|In\ between
        |(?:(?:Most|Some|All|Many|Few|One|Two|Half)\ )?[Oo]f\ (?:them|those|these|which|whom)
        |Both|Together|Among\ them|The\ (?:former|latter|rest|same|others?)
    )\b""",
    re.VERBOSE,
)
"""How a sentence begins that cannot be understood without the one before it."""

REDIRECTS = re.compile(
    r"^(?:But|However|Yet|Still|Nevertheless|Except|Unless|Only|Instead|In fact)\b"
    r"|\b(?:now|since been|revised|corrected|withdrawn|in fact)\b"
)
"""A next sentence that limits or corrects the one before it: the two are never parted."""

SIGNS = {"Home Office": "uk", "Border Force": "uk", "House of Commons": "uk", "MPs": "uk"}
"""What says that a text is about a country without naming it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stretch of a passage that may be quoted; ``start`` and ``end`` are document offsets."""

    hit: Hit
    start: int
    end: int
    text: str
    stems: frozenset[str]
    around: frozenset[str]
    """Stems of what a reader has in view besides: title, publisher, headings, locator."""
    date: frozenset[str]
    """The words of the date of publication."""
    passage: frozenset[str]
    """The stems of the whole passage with what is around it."""

    @property
    def is_row(self) -> bool:
        """Whether it is of a table, where a row is read with its headings."""
        return self.hit.entry.kind is Kind.STATISTICS

    @property
    def told(self) -> frozenset[str]:
        """The stems that it says itself; a row says its headings too."""
        return self.stems | self.around if self.is_row else self.stems

    @property
    def in_context(self) -> str:
        """The text with title and heading, as it is embedded."""
        return contextualise(self.hit.entry.title, self.hit.passage.heading, self.text)


def candidates(hits: Sequence[Hit]) -> list[Candidate]:
    """Everything in ``hits`` that can be quoted, in their order."""
    return [candidate for hit in hits for candidate in _of(hit)]


def _of(hit: Hit) -> list[Candidate]:
    entry = hit.entry
    around = frozenset(
        terms(" ".join((entry.title, entry.publisher, *hit.passage.heading, hit.passage.locator)))
    )
    date = frozenset(terms(stated(entry.published)))
    implied = frozenset(place for sign, place in SIGNS.items() if sign in hit.text)
    passage = frozenset(terms(hit.text)) | around | date | implied
    return [
        Candidate(
            hit=hit,
            start=hit.passage.start + start,
            end=hit.passage.start + end,
            text=hit.text[start:end],
            stems=frozenset(terms(hit.text[start:end])),
            around=around,
            date=date,
            passage=passage,
        )
        for start, end in _units(hit)
        if len(hit.text[start:end].split()) >= LEAST_WORDS
        and hit.text[start:end] not in hit.passage.heading
    ]


def _units(hit: Hit) -> list[tuple[int, int]]:
    """What is quoted whole: a row of a table, a provision, a sentence of a story."""
    provision = hit.entry.kind is Kind.AGREEMENT and len(hit.text.split()) <= WHOLE_PROVISION
    if hit.entry.kind is Kind.STATISTICS or provision:
        return line_spans(hit.text)
    return _self_contained(hit.text, shown_spans(hit.text))


def _self_contained(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences, each with its neighbours where it would mislead alone.

    The one before belongs to it where it leans on it ("He added: …"), the one after where that
    limits or corrects it in the same paragraph ("The series now has 1,137 …").
    """
    found = []
    for number, (start, end) in enumerate(spans):
        first, last = start, end
        if number and LEANING.match(text[start:end]):
            first = spans[number - 1][0]
        if number + 1 < len(spans):
            after = spans[number + 1]
            apart = "\n" in text[end : after[0]]
            if not apart and REDIRECTS.search(text[after[0] : after[1]]):
                last = after[1]
        found.append((first, last))
    return found
