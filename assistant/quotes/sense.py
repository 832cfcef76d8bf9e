"""What a source says in other words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.cite import locator_at
from assistant.quotes.place import Match
from assistant.sentences import shown_spans
from assistant.words import words

if TYPE_CHECKING:
    from vectorstore.library import Library

HITS = 8
SAME_SENSE = 0.75
"""The least cosine of a quotation with a sentence that has its sense."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The sentence nearest in sense; ``same`` when near enough, with no other figures."""

    match: Match
    same: bool


def nearest_in_sense(quote: str, library: Library) -> Nearest | None:
    """The sentence of the sources that is nearest to ``quote``; None in an empty library."""
    spans = [
        (hit, start, end)
        for hit in library.search(quote, HITS)
        for start, end in shown_spans(hit.text)
        if len(hit.text[start:end].split()) > 3
    ]
    if not spans:
        return None
    vectors = library.embedder.encode_passages([hit.text[start:end] for hit, start, end in spans])
    cosines = vectors @ library.embedder.encode_query(quote)
    best = int(cosines.argmax())
    hit, start, end = spans[best]
    text = hit.text[start:end]
    first = hit.passage.start + start
    match = Match(
        entry=hit.entry,
        start=first,
        end=hit.passage.start + end,
        text=text,
        speaker="",
        cue="",
        locator=locator_at(hit.passage, hit.text, first),
        similarity=round(float(cosines[best]), 3),
        diff=(("replace", text, quote),),
    )
    return Nearest(
        match=match, same=bool(cosines[best] >= SAME_SENSE and _figures(quote) <= _figures(text))
    )


def _figures(text: str) -> set[str]:
    return {word for word in words(text) if word[0].isdigit()}
