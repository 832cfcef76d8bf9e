"""Where a quotation stands in one document, and what is to be said of it there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.cite import locator_at
from assistant.quotes.align import Alignment, Change, align, norms, pieces
from assistant.quotes.tokens import Token, tokenise
from assistant.quotes.verdict import Finding, Verdict
from assistant.quotes.wording import MODALS, NEGATIONS, changed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vectorstore.library import Library
    from vectorstore.records import Document, Entry, Quotation

ELLIPSIS = re.compile(r"\s*(?:\[\s*)?(?:…|\.\s?\.\s?\.)(?:\s*\])?\s*")
BRACKETED = re.compile(r"\[[^\]]*\]")

LIMITS = frozenset(
    "but unless not until except only if without though although however provided before after "
    "who which whose".split()
)
"""Words that limit, negate or redirect what stands before them."""

CONTRASTS = frozenset("but though although however".split())
FINITE = MODALS | frozenset("am is are was were has have had do does did not".split())
"""Words that a statement nearly always has one of."""

RELATIVE = frozenset("who which whose before after".split())
"""Those that do so only where no comma parts them from it."""

GAP = 8
"""Words of a source that a quotation passes over before it is looked at as one of pieces."""

NEAR = 30
"""Words between two pieces of a quotation up to which the rest was left out; more is a splice."""

JOINING = frozenset({"and", "but", "or"})
BEFORE = 4
"""Words before a cut in which a negation turns what follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A quotation at its place in a document: ``document.text[start:end]``."""

    document: Document
    start: int
    end: int
    share: float
    """The share of the quotation's words that stand there."""
    findings: list[Finding]
    diff: tuple[tuple[str, str, str], ...]
    speaker: str
    cue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A place where a quotation stands, as it is shown."""

    entry: Entry
    start: int
    end: int
    text: str
    speaker: str
    cue: str
    locator: str
    similarity: float
    diff: tuple[tuple[str, str, str], ...]
    """(equal, insert, delete or replace; in the source; in the quotation), in order."""


def place(quote: str, document: Document, quotations: Sequence[Quotation]) -> Placed | None:
    """The best place of ``quote`` in ``document``, or None where it does not stand there."""
    source = _tokens(document)
    segments = [part for part in ELLIPSIS.split(quote) if tokenise(part)]
    found = (
        _segments(segments, source, document, quotations)
        if len(segments) > 1
        else _whole(quote, source, document, quotations)
    )
    if found is None:
        return None
    said = _quotation_at(quotations, found.start, found.end)
    if said is None:
        return found
    cue = document.text[slice(*said.cue)] if said.cue else ""
    return replace(found, speaker=said.speaker, cue=cue)


def to_match(quote: str, placed: Placed, library: Library) -> Match:
    """The place as it is shown."""
    del quote
    document = placed.document
    around = next(
        (p for p in library.passages(document.id) if p.start <= placed.start < p.end), None
    )
    locator = ""
    if around is not None:
        locator = locator_at(around, document.text[around.start : around.end], placed.start)
    return Match(
        entry=document,
        start=placed.start,
        end=placed.end,
        text=document.text[placed.start : placed.end],
        speaker=placed.speaker,
        cue=placed.cue,
        locator=locator,
        similarity=round(placed.share, 3),
        diff=placed.diff,
    )


@lru_cache(maxsize=256)
def _tokens(document: Document) -> tuple[Token, ...]:
    return tuple(tokenise(document.text))


def _whole(
    quote: str, source: Sequence[Token], document: Document, quotations: Sequence[Quotation]
) -> Placed | None:
    words = _unbracketed(quote)
    wanted, given = norms(words), norms(source)
    found = align(wanted, given)
    if found is None or found.changes:
        apart = pieces(wanted, given)
        held = sum(size for *_, size in apart) / len(wanted) if wanted else 0.0
        if apart and (found is None or held > found.share or _has_gap(found)):
            return _spliced(quote, apart, source, document, quotations)
    if found is None:
        return None
    start, end = source[found.start].start, source[found.end - 1].end
    findings = _wording(quote, words, found, source, document)
    findings += _cuts(quote, found, source, document)
    if len(_speakers_within(quotations, start, end)) > 1:
        told = " and ".join(sorted(_speakers_within(quotations, start, end)))
        findings.append(Finding(kind=Verdict.SPLICED, detail=f"it joins the words of {told}"))
    return Placed(
        document=document,
        start=start,
        end=end,
        share=found.share,
        findings=findings,
        diff=_diff(quote, words, found, source, document),
        speaker="",
        cue="",
    )


def _has_gap(found: Alignment) -> bool:
    """Whether words of the source are passed over in such a number that it may be a splice."""
    return any(c.source[1] - c.source[0] - (c.quote[1] - c.quote[0]) > GAP for c in found.changes)


def _unbracketed(quote: str) -> list[Token]:
    """The words of a quotation without those an editor put in brackets."""
    spans = [match.span() for match in BRACKETED.finditer(quote)]
    return [
        token
        for token in tokenise(quote)
        if not any(start <= token.start < end for start, end in spans)
    ]


def _wording(
    quote: str,
    words: Sequence[Token],
    found: Alignment,
    source: Sequence[Token],
    document: Document,
) -> list[Finding]:
    brackets = [match.start() for match in BRACKETED.finditer(quote)]
    findings = []
    if brackets:
        detail = "words in brackets were added or put in place of the source's"
        findings.append(Finding(kind=Verdict.BRACKETED, detail=detail))
    open_changes = [c for c in found.changes if not _at_bracket(c, words, brackets)]
    for change in open_changes:
        ours = [token.norm for token in source[slice(*change.source)]]
        theirs = [token.norm for token in words[slice(*change.quote)]]
        findings.append(changed(ours, theirs))
    if not findings:
        start, end = source[found.start].start, source[found.end - 1].end
        findings.append(_letter_by_letter(quote, document.text[start:end]))
    return findings


def _at_bracket(change: Change, words: Sequence[Token], brackets: Sequence[int]) -> bool:
    """Whether a difference is at a bracket, which stands for the source's words there."""
    first, last = change.quote
    if first != last:
        return False
    after = words[last].start if last < len(words) else 10**9
    before = words[first - 1].end if first else 0
    return any(before <= bracket <= after for bracket in brackets)


def _letter_by_letter(quote: str, text: str) -> Finding:
    ours, theirs = (" ".join(part.split()).strip(" .,;:!?") for part in (text, quote))
    if ours == theirs:
        return Finding(
            kind=Verdict.VERBATIM, detail="the words are the source's, letter for letter"
        )
    detail = "the words are the source's; marks, spelling or the writing of numbers differ"
    return Finding(kind=Verdict.NORMALISED, detail=detail)


def _cuts(
    quote: str, found: Alignment, source: Sequence[Token], document: Document
) -> list[Finding]:
    """What the quotation was cut from, where that changes or continues the sentence."""
    findings = []
    before = _same_sentence(
        source[max(0, found.start - BEFORE) : found.start], document, -1, source, found
    )
    turned = [token.norm for token in before if token.norm in NEGATIONS]
    if turned:
        detail = f"it is cut after “{' '.join(token.norm for token in before)}”"
        findings.append(Finding(kind=Verdict.TRUNCATED_MISLEADING, detail=detail))
    after = _same_sentence(source[found.end : found.end + 12], document, 1, source, found)
    if after and _limits(after, source[found.end - 1], document, quote):
        words = document.text[after[0].start : after[-1].end]
        detail = f"it is cut before “{words}”"
        findings.append(Finding(kind=Verdict.TRUNCATED_MISLEADING, detail=detail))
    elif after and quote[:1].isupper() and quote.rstrip("”’\"'")[-1:] in ".!?":
        words = document.text[after[0].start : after[-1].end]
        detail = f"the sentence goes on in the source: “{words}”"
        findings.append(Finding(kind=Verdict.TRUNCATED, detail=detail))
    return findings


def _limits(after: Sequence[Token], last: Token, document: Document, quote: str) -> bool:
    """Whether what follows a cut limits or turns what was quoted."""
    between = document.text[last.end : after[0].start]
    if after[0].norm in RELATIVE:
        return "," not in between
    if after[0].norm in CONTRASTS and not _is_statement(quote):
        return False  # "a measly deal", but …: the words are quoted for themselves
    return after[0].norm in LIMITS


def _is_statement(quote: str) -> bool:
    """Whether a quotation states something, rather than being a phrase in another sentence."""
    return quote[:1].isupper() or bool(FINITE & {token.norm for token in tokenise(quote)})


def _same_sentence(
    tokens: Sequence[Token],
    document: Document,
    side: int,
    source: Sequence[Token],
    found: Alignment,
) -> list[Token]:
    """Those of ``tokens`` that no end of a sentence parts from the place."""
    kept: list[Token] = []
    edge = source[found.end - 1].end if side > 0 else source[found.start].start
    for token in tokens if side > 0 else reversed(tokens):
        between = document.text[edge : token.start] if side > 0 else document.text[token.end : edge]
        if re.search(r"[.!?”\n]" if side > 0 else r"[.!?”\n,;:]", between):
            break
        if side < 0 and token.norm in JOINING:
            break  # a negation before "and" is of another clause
        kept.append(token)
        edge = token.end if side > 0 else token.start
    return kept if side > 0 else kept[::-1]


def _segments(
    segments: Sequence[str],
    source: Sequence[Token],
    document: Document,
    quotations: Sequence[Quotation],
) -> Placed | None:
    """A quotation with marked omissions: each part in its place, in order, by one speaker."""
    given = norms(source)
    found: list[Alignment] = []
    for segment in segments:
        aligned = align(norms(_unbracketed(segment)), given)
        if aligned is None:
            return None
        found.append(aligned)
    findings = [
        finding
        for segment, one in zip(segments, found, strict=True)
        for finding in _wording(segment, _unbracketed(segment), one, source, document)
        if finding.kind is not Verdict.VERBATIM
    ]
    start = source[min(one.start for one in found)].start
    end = source[max(one.end for one in found) - 1].end
    findings.append(_omission(found, source, quotations, document))
    return Placed(
        document=document,
        start=start,
        end=end,
        share=min(one.share for one in found),
        findings=findings,
        diff=(("replace", document.text[start:end], " … ".join(segments)),),
        speaker="",
        cue="",
    )


def _omission(
    found: Sequence[Alignment],
    source: Sequence[Token],
    quotations: Sequence[Quotation],
    document: Document,
) -> Finding:
    ordered = all(a.end <= b.start for a, b in pairwise(found))
    spans = [(source[one.start].start, source[one.end - 1].end) for one in found]
    speakers = {name for span in spans for name in _speakers_within(quotations, *span)}
    if not ordered or len(speakers) > 1:
        why = "its parts stand in another order" if not ordered else "it joins several speakers"
        return Finding(kind=Verdict.SPLICED, detail=why)
    left_out = [token.norm for a, b in pairwise(found) for token in source[a.end : b.start]]
    turning = [
        word for word in left_out[:BEFORE] + left_out[-BEFORE:] if word in NEGATIONS | LIMITS
    ]
    words = " ".join(left_out[:40])
    if turning:
        detail = f"what is left out turns it: “{words}”"
        return Finding(kind=Verdict.ELLIPSIS_MISLEADING, detail=detail)
    del document
    return Finding(kind=Verdict.ELLIPSIS, detail=f"left out, and marked: “{words}”")


def _spliced(
    quote: str,
    apart: Sequence[tuple[int, int, int]],
    source: Sequence[Token],
    document: Document,
    quotations: Sequence[Quotation],
) -> Placed:
    """A quotation of pieces that stand apart in the source."""
    ordered = all(a[0] < b[0] for a, b in pairwise(apart))
    gaps = [b[0] - a[0] - a[2] for a, b in pairwise(apart)]
    first, last = min(apart), max(apart)
    start, end = source[first[0]].start, source[last[0] + last[2] - 1].end
    near = ordered and max(gaps) <= NEAR and len(_speakers_within(quotations, start, end)) < 2
    told = " … ".join(
        document.text[source[at].start : source[at + size - 1].end] for at, _, size in apart
    )
    kind = Verdict.OMISSION_UNMARKED if near else Verdict.SPLICED
    what = "words are left out without a mark" if near else "it joins words that stand apart"
    words = _unbracketed(quote)
    return Placed(
        document=document,
        start=start,
        end=end,
        share=sum(size for *_, size in apart) / len(words),
        findings=[Finding(kind=kind, detail=f"{what}: “{told}”")],
        diff=(("replace", document.text[start:end], quote),),
        speaker="",
        cue="",
    )


def _quotation_at(quotations: Sequence[Quotation], start: int, end: int) -> Quotation | None:
    """The quotation that holds most of ``[start, end)``, and at least half of it."""

    def shared(quotation: Quotation) -> int:
        return min(quotation.end, end) - max(quotation.start, start)

    best = max(quotations, key=shared, default=None)
    return best if best is not None and 2 * shared(best) >= end - start else None


def _speakers_within(quotations: Sequence[Quotation], start: int, end: int) -> set[str]:
    return {q.speaker for q in quotations if q.speaker and q.start < end - 3 and start + 3 < q.end}


def _diff(
    quote: str,
    words: Sequence[Token],
    found: Alignment,
    source: Sequence[Token],
    document: Document,
) -> tuple[tuple[str, str, str], ...]:
    """The place and the quotation side by side, in runs that are the same or differ."""
    rows: list[tuple[str, str, str]] = []
    at, beside = found.start, 0
    for change in (*found.changes, Change(source=(found.end,) * 2, quote=(len(words),) * 2)):
        same = _cut(document.text, source, at, change.source[0])
        if same:
            rows.append(("equal", same, _cut(quote, words, beside, change.quote[0])))
        ours = _cut(document.text, source, *change.source)
        theirs = _cut(quote, words, *change.quote)
        if ours or theirs:
            kind = "replace" if ours and theirs else "delete" if ours else "insert"
            rows.append((kind, ours, theirs))
        at, beside = change.source[1], change.quote[1]
    return tuple(rows)


def _cut(text: str, tokens: Sequence[Token], first: int, last: int) -> str:
    return text[tokens[first].start : tokens[last - 1].end] if first < last else ""
