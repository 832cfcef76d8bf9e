"""Where a quotation stands in one document, and what is to be said of its words there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.quotes import cuts
from assistant.quotes.align import Alignment, align, exact, thinned
from assistant.quotes.difference import Row, beside, difference
from assistant.quotes.given import MARKS
from assistant.quotes.verdict import Finding, Verdict, headline
from assistant.quotes.wording import NEGATIONS, changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.quotes.align import Change
    from assistant.quotes.given import Given
    from assistant.quotes.shelf import Book, Stretch
    from assistant.quotes.tokens import Token
    from vectorstore.records import Document, Quotation

REPLACED = 6
"""Words of a source that one bracket may stand for."""

INTERRUPTION = re.compile(r"^[,.!?—–-]?[”\"’'][^“”\"]{1,160}?[“\"‘']$", re.DOTALL)
"""Narration between two marks in the middle of speech: ``,” he said, “``."""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A quotation at its place in a document: ``document.text[start:end]``."""

    book: Book
    start: int
    end: int
    share: float
    """The part of the quotation that stands there, by the weight of its words."""
    findings: list[Finding]
    diff: tuple[Row, ...]
    said: Quotation | None = None
    """The quotation of the source that holds the words."""
    parts: tuple[tuple[int, int], ...] = ()
    """The spans of the very words, where they do not stand in one."""
    others: tuple[tuple[Document, int, int], ...] = field(default=())
    """Where the other pieces of a splice stand, in other documents."""

    @property
    def document(self) -> Document:
        """The document it stands in."""
        return self.book.document

    @property
    def speaker(self) -> str:
        """Who is quoted there; ``""`` where nobody can be named."""
        return self.said.speaker if self.said else ""

    @property
    def verdict(self) -> Verdict:
        """The gravest finding on its words."""
        return headline(self.findings)

    @property
    def whole(self) -> bool:
        """Whether every word stands there in its order."""
        return self.share == 1.0 and self.verdict.gravity <= Verdict.BRACKETED.gravity


@dataclass(frozen=True, slots=True)
class Found:
    """A part of a quotation aligned in a stretch."""

    part: Given
    stretch: Stretch
    alignment: Alignment
    whole: bool
    """Whether the words in brackets are the source's as well."""

    @property
    def start(self) -> int:
        """The offset of its first character in the document."""
        return self.stretch.tokens[self.alignment.start].start

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.stretch.tokens[self.alignment.end - 1].end


def placings(quote: Given, book: Book, stretches: Sequence[Stretch]) -> list[Placed]:
    """Each place in these stretches of a document that has all words of ``quote``, or the best."""
    found = everywhere(quote, stretches) or nearly(quote, stretches)
    if not found:
        return []
    return [_placed(quote, one, book) for one in found]


def everywhere(part: Given, stretches: Sequence[Stretch]) -> list[Found]:
    """Every place where the part stands word for word, its brackets included or left out."""
    found = [
        Found(part, stretch, one, True)
        for stretch in stretches
        for one in exact(part.all_norms, stretch)
    ]
    if not found and part.brackets and part.norms:
        found = [
            Found(part, stretch, one, False)
            for stretch in stretches
            for one in exact(part.norms, stretch)
        ]
    return _first_of_each(found)


def _first_of_each(found: Iterable[Found]) -> list[Found]:
    """One for each place: the running text and a speech in it may both have it."""
    return list({(one.start, one.end): one for one in found}.values())


def nearly(part: Given, stretches: Sequence[Stretch]) -> list[Found]:
    """The best place that has most words of the part, in a list; empty where there is none."""
    if not part.norms:
        return []
    best: Found | None = None
    for stretch in stretches:
        one = align(part.norms, stretch.norms) or thinned(part.norms, stretch.norms)
        if one is not None and (best is None or _rank(one) > _rank(best.alignment)):
            best = Found(part, stretch, one, False)
    return [best] if best is not None else []


def _rank(alignment: Alignment) -> tuple[float, int, int]:
    passed = sum(c.source[1] - c.source[0] for c in alignment.changes)
    return alignment.share, -passed, -len(alignment.changes)


def _placed(quote: Given, found: Found, book: Book) -> Placed:
    said = quotation_at(book.quotations, found)
    findings = wording(found, book.document.text)
    findings += edges(found, found, quote, book.document.text)
    within = speakers_within(book.quotations, found.start, found.end)
    if len(within) > 1:
        told = " and ".join(sorted(within))
        findings.append(Finding(kind=Verdict.SPLICED, detail=f"it joins the words of {told}"))
    return Placed(
        book=book,
        start=found.start,
        end=found.end,
        share=found.alignment.share,
        findings=telling(findings),
        diff=difference(found, book.document.text),
        said=said,
    )


def telling(findings: list[Finding]) -> list[Finding]:
    """The findings, each once; "verbatim" only where nothing is told of the words."""
    kept = list(dict.fromkeys(findings))
    worded = [f for f in kept if f.kind not in {Verdict.VERBATIM, Verdict.NORMALISED}]
    worded = [f for f in worded if f.kind not in {Verdict.TRUNCATED, Verdict.TRUNCATED_MISLEADING}]
    if worded:
        kept = [f for f in kept if f.kind is not Verdict.VERBATIM]
    return kept


def wording(found: Found, text: str) -> list[Finding]:
    """What is to be said of the words of a part at its place."""
    source, words = found.stretch.tokens, found.part.tokens
    findings: list[Finding] = []
    if found.part.brackets and not found.whole:
        told = ", ".join(match.group() for match in found.part.brackets)
        detail = f"{told} was added or put in place of the source's words"
        findings.append(Finding(kind=Verdict.BRACKETED, detail=detail))
        findings += _bracketed_sense(found)
    for change in found.alignment.changes:
        ours = [token.norm for token in source[slice(*change.source)]]
        theirs = [token.norm for token in words[slice(*change.quote)]]
        if _interrupts(change, source, text):
            continue
        if not theirs and len(ours) <= REPLACED and _at_bracket(change, found):
            if NEGATIONS & set(ours):
                detail = f"a bracket stands for “{' '.join(ours)}”"
                findings.append(Finding(kind=Verdict.ALTERED_MEANING, detail=detail))
            continue
        findings.append(changed(ours, theirs))
    if not findings:
        findings.append(_letter_by_letter(found, text))
    return findings


def _bracketed_sense(found: Found) -> list[Finding]:
    """A bracket that brings a negation in is no help to the reader."""
    told = [
        match.group()
        for match in found.part.brackets
        if NEGATIONS & {word.casefold() for word in re.findall(r"\w+", match.group())}
    ]
    return [
        Finding(kind=Verdict.ALTERED_MEANING, detail=f"{bracket} turns what was said")
        for bracket in told
    ]


def _interrupts(change: Change, source: Sequence[Token], text: str) -> bool:
    """Whether words passed over are narration between two marks in the middle of speech."""
    first, last = change.source
    if change.quote[0] != change.quote[1] or not 0 < first < last < len(source):
        return False
    return bool(INTERRUPTION.match(text[source[first - 1].end : source[last].start].strip()))


def _at_bracket(change: Change, found: Found) -> bool:
    """Whether a difference is at a bracket, which stands for the source's words there."""
    words, place = found.part.tokens, change.quote[0]
    after = words[place].start if place < len(words) else len(found.part.text)
    before = words[place - 1].end if place else 0
    return any(before <= match.start() <= after for match in found.part.brackets)


def _letter_by_letter(found: Found, text: str) -> Finding:
    ours, theirs = (
        " ".join(one.split()).strip(" .,;:!?—–-")
        for one in (beside(found, text), found.part.text.strip(MARKS))
    )
    if found.stretch.speech is not None:  # a comma stands where the narration was
        ours, theirs = (one.replace(",", "") for one in (ours, theirs))
    if ours == theirs:
        return Finding(
            kind=Verdict.VERBATIM, detail="the words are the source's, letter for letter"
        )
    detail = f"only marks, spelling or the writing of numbers differ; the source has “{ours}”"
    return Finding(kind=Verdict.NORMALISED, detail=detail)


def edges(first: Found, last: Found, quote: Given, text: str) -> list[Finding]:
    """What the quotation was cut from, at either end."""
    findings = []
    before = first.stretch.tokens, first.alignment.start
    turned = cuts.turned_before(*before, text, first.part)
    if turned:
        detail = f"it is cut after “{turned}”"
        findings.append(Finding(kind=Verdict.TRUNCATED_MISLEADING, detail=detail))
    after = last.stretch.tokens, last.alignment.end
    turned = cuts.turned_after(*after, text, last.part)
    if turned:
        detail = f"it is cut before “{turned}”"
        findings.append(Finding(kind=Verdict.TRUNCATED_MISLEADING, detail=detail))
    if findings:
        return findings
    return _truncated(cuts.left(*before, text), cuts.right(*after, text), quote, text)


def _truncated(
    left: Sequence[Token], right: Sequence[Token], quote: Given, text: str
) -> list[Finding]:
    """The rest of the sentence, told; a headline where the cut is given as a whole sentence."""
    if not left and not right:
        return []
    told = []
    if left:
        told.append(f"“{text[left[0].start : left[-1].end]}” stands before it")
    if right:
        told.append(f"“{text[right[0].start : right[-1].end]}” stands after it")
    plain_text = quote.text.strip(MARKS)
    ended = quote.text.rstrip("\"'”’»› \t\n")[-1:] in {".", "!", "?"}
    pretends = plain_text[:1].isupper() and ended and bool(right)
    return [
        Finding(
            kind=Verdict.TRUNCATED,
            detail=f"in the source the sentence is longer: {' and '.join(told)}",
            plain=not pretends,
        )
    ]


# Who is quoted there


def quotation_at(quotations: Sequence[Quotation], found: Found) -> Quotation | None:
    """The quotation of the source that a part stands in."""
    if found.stretch.speech is not None:
        return found.stretch.speech
    return quotation_over(quotations, found.start, found.end)


def quotation_over(quotations: Sequence[Quotation], start: int, end: int) -> Quotation | None:
    """The quotation that holds most of ``[start, end)``, and at least half of it."""

    def shared(quotation: Quotation) -> int:
        return min(quotation.end, end) - max(quotation.start, start)

    best = max(quotations, key=shared, default=None)
    return best if best is not None and 2 * shared(best) >= end - start else None


def speakers_within(quotations: Sequence[Quotation], start: int, end: int) -> set[str]:
    """Who is quoted within a span, by more than a word."""
    return {q.speaker for q in quotations if q.speaker and q.start < end - 3 and start + 3 < q.end}
