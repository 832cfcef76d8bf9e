"""A quotation with marked omissions: each part in its place, in order, by one speaker."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.quotes import cuts
from assistant.quotes.difference import difference
from assistant.quotes.place import (
    Placed,
    edges,
    everywhere,
    nearly,
    quotation_at,
    speakers_within,
    telling,
    wording,
)
from assistant.quotes.verdict import Finding, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.quotes.difference import Row
    from assistant.quotes.given import Given
    from assistant.quotes.place import Found
    from assistant.quotes.shelf import Book, Stretch

FAR = 80
"""Words that a marked ellipsis may pass over within one speech."""


def in_parts(quote: Given, book: Book, stretches: Sequence[Stretch]) -> Placed | None:
    """Where the parts of a quotation stand in a document; None where one of them does not."""
    found: list[Found] = []
    at = 0
    for part in quote.parts:
        places = everywhere(part, stretches) or nearly(part, stretches)
        if not places:
            return None
        one = next((place for place in places if place.start >= at), places[0])
        found.append(one)
        at = one.end
    text = book.document.text
    worded = [finding for one in found for finding in wording(one, text)]
    findings = [finding for finding in worded if finding.kind is not Verdict.VERBATIM]
    findings.append(_omission(found, book))
    findings += edges(found[0], found[-1], quote, text)
    return Placed(
        book=book,
        start=min(one.start for one in found),
        end=max(one.end for one in found),
        share=min(one.alignment.share for one in found),
        findings=telling(findings),
        diff=tuple(_rows(found, text)),
        said=quotation_at(book.quotations, found[0]),
        parts=tuple((one.start, one.end) for one in found),
    )


def _rows(found: Sequence[Found], text: str) -> list[Row]:
    """The rows of the parts, with what the source has where the quotation has an ellipsis."""
    rows: list[Row] = []
    for place, one in enumerate(found):
        if place:
            rows.append(("replace", text[found[place - 1].end : one.start].strip(), "…"))
        rows += difference(one, text)
    return rows


def _omission(found: Sequence[Found], book: Book) -> Finding:
    text = book.document.text
    if any(a.end > b.start for a, b in pairwise(found)):
        return Finding(kind=Verdict.SPLICED, detail="its parts stand in another order")
    speakers = {
        name for one in found for name in speakers_within(book.quotations, one.start, one.end)
    }
    if len(speakers) > 1:
        told = " and ".join(sorted(speakers))
        return Finding(kind=Verdict.SPLICED, detail=f"it joins the words of {told}")
    gaps = [text[a.end : b.start].strip(" ,;") for a, b in pairwise(found)]
    told = " … ".join(f"“{_shortened(gap)}”" for gap in gaps)
    if any(len(gap.split()) > FAR for gap in gaps):
        return Finding(kind=Verdict.SPLICED, detail=f"its parts stand far apart; between: {told}")
    if any(_turned(before, after, text) for before, after in pairwise(found)):
        detail = f"what is left out turns it: {told}"
        return Finding(kind=Verdict.ELLIPSIS_MISLEADING, detail=detail)
    return Finding(kind=Verdict.ELLIPSIS, detail=f"left out, and marked: {told}")


def _turned(before: Found, after: Found, text: str) -> str:
    """The words left out between two parts that turn the one or the other."""
    return cuts.turned_after(
        before.stretch.tokens, before.alignment.end, text, before.part, until=after.start
    ) or cuts.turned_before(
        after.stretch.tokens, after.alignment.start, text, after.part, since=before.end
    )


def _shortened(words: str, most: int = 240) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0] + " …"
