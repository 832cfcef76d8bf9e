"""A quotation put together from pieces that stand apart, in one document or in several."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.quotes.align import pieces
from assistant.quotes.place import Placed, quotation_over, speakers_within
from assistant.quotes.verdict import Finding, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.quotes.align import Piece
    from assistant.quotes.difference import Row
    from assistant.quotes.given import Given
    from assistant.quotes.shelf import Book, Stretch

    Span = tuple[Book, int, int]

NEAR = 30
"""Words between two pieces of a quotation up to which the rest was left out; more is a splice."""

GAP = 8
"""Words passed over without a mark from which on a quotation may be one of pieces."""


SEAM = "‖"
"""Stands in a comparison where the source goes on at another place, or in another document."""


def spliced(quote: Given, books: Sequence[tuple[Book, Sequence[Stretch]]]) -> Placed | None:
    """The pieces of a quotation that stand apart; None where it is not made of such.

    Its place is that of the pieces in the document that has most of it.
    """
    runs = [(book, stretch) for book, stretches in books for stretch in stretches]
    words = quote.norms
    found = pieces(words, [stretch.norms for _, stretch in runs])
    if not found:
        return None
    spans: list[Span] = [(runs[one.run][0], *_span(one, runs[one.run][1])) for one in found]
    home = _home(found, spans)
    here = [(start, end) for book, start, end in spans if book is home]
    start, end = min(here)[0], max(last for _, last in here)
    near = len(here) == len(spans) and _one_passage(found, home, start, end)
    told = ", and ".join(_told(*span, alone=len(here) == len(spans)) for span in spans)
    what = "words are left out without a mark" if near else "it joins words that stand apart"
    kind = Verdict.OMISSION_UNMARKED if near else Verdict.SPLICED
    return Placed(
        book=home,
        start=start,
        end=end,
        share=min(1.0, sum(piece.size for piece in found) / len(words)),
        findings=[Finding(kind=kind, detail=f"{what}: {told}")],
        diff=tuple(_rows(quote, found, spans)),
        said=quotation_over(home.quotations, *here[0]),
        parts=tuple(here),
        others=tuple((book.document, a, b) for book, a, b in spans if book is not home),
    )


def _told(book: Book, start: int, end: int, *, alone: bool) -> str:
    """A piece in its words, with whose they are and where, if it is not all of one document."""
    words = f"“{' '.join(book.document.text[start:end].split())}”"
    said = quotation_over(book.quotations, start, end)
    whose = said.speaker if said is not None else ""
    source = "" if alone else book.document.publisher or book.document.title
    known = ", ".join(part for part in (whose, source) if part)
    return f"{words} ({known})" if known else words


def gapped(placed: Placed) -> bool:
    """Whether so much is passed over at a place that the quotation may be one of pieces."""
    return any(
        len(ours.split()) - len(theirs.split()) > GAP
        for kind, ours, theirs in placed.diff
        if kind != "equal"
    )


def _home(found: Sequence[Piece], spans: Sequence[Span]) -> Book:
    sizes: Counter[int] = Counter()
    for piece, (book, _, _) in zip(found, spans, strict=True):
        sizes[id(book)] += piece.size
    most = max(sizes, key=lambda key: sizes[key])
    return next(book for book, _, _ in spans if id(book) == most)


def _span(piece: Piece, stretch: Stretch) -> tuple[int, int]:
    tokens = stretch.tokens[piece.source : piece.source + piece.size]
    return tokens[0].start, tokens[-1].end


def _one_passage(found: Sequence[Piece], home: Book, start: int, end: int) -> bool:
    """Whether the pieces follow each other so nearly that the rest was left out."""
    if len({one.run for one in found}) > 1:
        return False
    gaps = [b.source - a.source - a.size for a, b in pairwise(found)]
    if min(gaps) < 0 or max(gaps) > NEAR:
        return False
    return len(speakers_within(home.quotations, start, end)) < 2


def _rows(quote: Given, found: Sequence[Piece], spans: Sequence[Span]) -> list[Row]:
    """The pieces side by side, with what the source or the quotation has between them."""
    rows: list[Row] = []
    at = 0
    last: Span | None = None
    for piece, span in zip(found, spans, strict=True):
        book, start, end = span
        theirs, ours = _words(quote, at, piece.quote), ""
        if last is not None and last[0] is book and last[2] < start:
            ours = book.document.text[last[2] : start].strip()
        if last is not None and not ours:
            ours = SEAM
        if ours or theirs:
            kind = "replace" if ours and theirs else "delete" if ours else "insert"
            rows.append((kind, ours, theirs))
        at = piece.quote + piece.size
        rows.append(("equal", book.document.text[start:end], _words(quote, piece.quote, at)))
        last = span
    rest = _words(quote, at, len(quote.tokens))
    return [*rows, ("insert", "", rest)] if rest else rows


def _words(quote: Given, first: int, last: int) -> str:
    if first >= last:
        return ""
    return quote.text[quote.tokens[first].start : quote.tokens[last - 1].end]
