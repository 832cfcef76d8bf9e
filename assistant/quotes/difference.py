"""A place and a quotation side by side, in runs that are the same or differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.quotes.align import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.quotes.place import Found
    from assistant.quotes.tokens import Token

Row = tuple[str, str, str]
"""(equal, insert, delete or replace; in the source; in the quotation)."""


def difference(found: Found, text: str) -> tuple[Row, ...]:
    """What the source has and what the quotation has, in order; each word in one row."""
    source = found.stretch.tokens
    words = found.part.all_tokens if found.whole else found.part.tokens
    aligned = found.alignment
    rows: list[Row] = []
    at, along = aligned.start, 0
    for change in (*aligned.changes, Change(source=(aligned.end,) * 2, quote=(len(words),) * 2)):
        if at < change.source[0]:
            ours = _cut(text, source, at, change.source[0])
            rows.append(("equal", ours, _cut(found.part.text, words, along, change.quote[0])))
        ours = _cut(text, source, *change.source)
        theirs = _cut(found.part.text, words, *change.quote)
        if ours or theirs:
            kind = "replace" if ours and theirs else "delete" if ours else "insert"
            rows.append((kind, ours, theirs))
        at, along = change.source[1], change.quote[1]
    return tuple(rows)


def beside(found: Found, text: str) -> str:
    """The words of the source at the place as they stand, without what interrupts them."""
    tokens = found.stretch.tokens[found.alignment.start : found.alignment.end]
    if found.stretch.speech is None:
        return text[tokens[0].start : tokens[-1].end]
    pieces = []
    for start, end in found.stretch.speech.parts:
        inside = [token for token in tokens if start <= token.start < end]
        if inside:
            pieces.append(text[inside[0].start : inside[-1].end])
    return " ".join(pieces)


def _cut(text: str, tokens: Sequence[Token], first: int, last: int) -> str:
    return text[tokens[first].start : tokens[last - 1].end] if first < last else ""
