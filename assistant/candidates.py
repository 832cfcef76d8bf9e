"""What can be quoted of the passages found: sentences, rows, provisions that stand alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from assistant.attribution import stated
from assistant.injection import addressed_to_a_model, overlaps
from assistant.sentences import line_spans, shown_spans
from assistant.words import acronyms, terms
from vectorstore.embedding import contextualise
from vectorstore.records import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vectorstore.records import Hit, Quotation

    Quotations = Callable[[str], Sequence[Quotation]]

LEAST_WORDS = 3
LONGEST_HEADING = 60
"""Words of a heading; a treaty's title is long."""

LONGEST_WITH_POINTS = 200
"""Words of a provision that is quoted with all its points."""

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

MOST_LEANT_ON = 3
"""Sentences before one that may have to be read for it to be understood."""

REDIRECTS = re.compile(
    r"^(?:But|However|Yet|Still|Nevertheless|Except|Unless|Only|Instead|In fact)\b"
    r"|\b(?:now|since been|revised|corrected|withdrawn|in fact|den(?:y|ies|ied))\b"
    r"|\bthat (?:it|they) (?:is|are|was|were|has|have|had|do|does|did|will|would|can|could) not\b"
)
"""A next sentence that limits or corrects the one before it: the two are never parted."""

ANNOUNCING = re.compile(
    r"\b(?:said|says|added|told|wrote|stated|warned|argued|claimed|explained)\b[^.:]*:\s*$"
)
"""How a sentence ends that is followed by somebody's words."""

SIGNS = {"Home Office": "uk", "Border Force": "uk", "House of Commons": "uk", "MPs": "uk"}
"""What says that a text is about a country without naming it."""


class _Voices(TypedDict):
    speakers: tuple[str, ...]
    quoted: bool


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
    headed: frozenset[str]
    """Stems of the headings that it stands under."""
    date: frozenset[str]
    """The words of the date of publication."""
    written: frozenset[str]
    """The stems of the passage's own text."""
    passage: frozenset[str]
    """The stems of the whole passage with what is around it, and of who speaks there."""
    speakers: tuple[str, ...] = ()
    """Who speaks in it, the one who says most of it first: "He added" is a person."""
    quoted: bool = False
    """Whether most of it is somebody's words rather than the author's."""

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table, which is read with its headings; a note is prose."""
        return self.hit.entry.kind is Kind.STATISTICS and not self.text.endswith(".")

    @property
    def told(self) -> frozenset[str]:
        """The stems that it says itself; a row says its headings too."""
        return self.stems | self.around if self.is_row else self.stems

    @property
    def in_context(self) -> str:
        """The text with title and heading, as it is embedded."""
        return contextualise(self.hit.entry.title, self.hit.passage.heading, self.text)


def candidates(hits: Sequence[Hit], quotations: Quotations) -> list[Candidate]:
    """Everything in ``hits`` that can be quoted, in their order.

    ``quotations`` gives those of a document, by its id.
    """
    return [candidate for hit in hits for candidate in _of(hit, quotations(hit.entry.id))]


def _of(hit: Hit, quotations: Sequence[Quotation]) -> list[Candidate]:
    said = [part for part in _parts(quotations) if _overlap(part[:2], hit) > 0]
    orders = addressed_to_a_model(hit.text)
    entry = hit.entry
    beside = " ".join((entry.title, entry.publisher, *hit.passage.heading, hit.passage.locator))
    around = frozenset(terms(beside))
    headed = frozenset(terms(" ".join(hit.passage.heading)))
    date = frozenset(terms(stated(entry.published)))
    implied = frozenset(place for sign, place in SIGNS.items() if sign in hit.text)
    speakers = frozenset(term for _, _, speaker in said for term in terms(speaker))
    written = frozenset(terms(hit.text))
    passage = written | around | date | implied | speakers | acronyms(beside)
    # "342. DELETED" is all that is left of that paragraph.
    least = 1 if hit.passage.locator.endswith(" (deleted)") else LEAST_WORDS
    return [
        Candidate(
            hit=hit,
            start=hit.passage.start + start,
            end=hit.passage.start + end,
            text=hit.text[start:end],
            stems=frozenset(terms(hit.text[start:end])),
            around=around,
            headed=headed,
            date=date,
            written=written,
            passage=passage,
            **_voices(said, hit.passage.start + start, hit.passage.start + end),
        )
        for start, end in _units(hit)
        if not overlaps((start, end), orders)
        and len(hit.text[start:end].split()) >= least
        and hit.text[start:end] not in hit.passage.heading
    ]


def _parts(quotations: Sequence[Quotation]) -> list[tuple[int, int, str]]:
    """The stretches of speech, each with its speaker."""
    return [
        (start, end, quotation.speaker)
        for quotation in quotations
        if quotation.speaker
        for start, end in quotation.parts
    ]


def _overlap(part: tuple[int, int], hit: Hit) -> int:
    return min(part[1], hit.passage.end) - max(part[0], hit.passage.start)


def _voices(said: Sequence[tuple[int, int, str]], start: int, end: int) -> _Voices:
    """Who speaks from ``start`` to ``end``, and whether most of the words are theirs."""
    shares: dict[str, int] = {}
    for first, last, speaker in said:
        shared = min(last, end) - max(first, start)
        if shared > 0:
            shares[speaker] = shares.get(speaker, 0) + shared
    ranked = sorted(shares, key=lambda speaker: -shares[speaker])
    return {"speakers": tuple(ranked), "quoted": 2 * sum(shares.values()) >= end - start}


def _units(hit: Hit) -> list[tuple[int, int]]:
    """What is quoted whole: a row of a table, a provision, a sentence of a story."""
    provision = hit.entry.kind is Kind.AGREEMENT and len(hit.text.split()) <= WHOLE_PROVISION
    if hit.entry.kind is Kind.STATISTICS or provision:
        spans = line_spans(hit.text)
    else:
        spans = _self_contained(hit.text, shown_spans(hit.text))
    if hit.entry.kind is not Kind.AGREEMENT:
        return spans
    begin = own_words(hit) - hit.passage.start
    own = [(max(start, begin), end) for start, end in spans if end > begin]
    return _with_points(hit.text, own)


def own_words(hit: Hit) -> int:
    """Where in the document the words of a provision begin, below all that heads them."""
    at = begin = 0
    for line in hit.text.split("\n"):
        if len(line.split()) > LONGEST_HEADING:
            break
        at += len(line) + 1
        if line.strip() in hit.passage.heading:
            begin = at
    begin += len(hit.text[begin:]) - len(hit.text[begin:].lstrip())
    return hit.passage.start + (begin if begin < len(hit.text) else 0)


def _with_points(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Provisions, each that opens a list ("Transit can be refused:") with the points of the list.

    A passage holds a numbered paragraph with its points, so that they end where it does.
    """
    whole = len(text.rstrip())
    return [
        (start, whole)
        if text[start:end].rstrip().endswith(":")
        and len(text[start:whole].split()) <= LONGEST_WITH_POINTS
        else (start, end)
        for start, end in spans
    ]


def _self_contained(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences, each with its neighbours where it would mislead alone.

    The one before belongs to it where it leans on it ("He added: …"), the one after where that
    limits or corrects it in the same paragraph ("The series now has 1,137 …") or is what it
    announces ("The minister said:").
    """
    found = []
    for number, (start, end) in enumerate(spans):
        first, last = start, end
        before = number
        while before and number - before < MOST_LEANT_ON and LEANING.match(text[first:end]):
            before -= 1
            first = spans[before][0]
        if number + 1 < len(spans):
            after = spans[number + 1]
            apart = "\n" in text[end : after[0]]
            announced = ANNOUNCING.search(text[start:end])
            if announced or (not apart and REDIRECTS.search(text[after[0] : after[1]])):
                last = after[1]
        found.append((first, last))
    return found
