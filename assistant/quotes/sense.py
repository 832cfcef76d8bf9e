"""What a source says in other words."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.cite import locator_at
from assistant.quotes.tokens import norms, tokenise
from assistant.quotes.verdict import Finding, Verdict
from assistant.quotes.wording import NEGATIONS
from assistant.sentences import shown_spans
from assistant.words import words
from vectorstore.fulltext import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.quotes.check import Match
    from vectorstore.library import Library
    from vectorstore.records import Hit

HITS = 5
CANDIDATES = 4
"""Sentences that are compared by sense: those that share most words, of the passages found."""

SAME_SENSE, SAME_SENSE_WORDED = 0.75, 0.6
"""The least cosine of a quotation with a sentence that has its sense; and with one that has half of
its telling words as well."""

REPORTED_SENSE = 0.62
"""The least cosine of a statement with the sentence that it reports in other words."""

HALF = 0.5
LEAST_SHARED = 0.2
"""The part of a quotation's telling words that the nearest sentence must share to be compared."""

STEM = 6
"""Letters by which words are held to be forms of one: enough to choose what to compare by sense."""

KEPT = 4096
"""Vectors of sentences that are kept."""


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence of a passage, how much of the quotation's words it shares, and its cosine."""

    hit: Hit
    start: int
    end: int
    shared: float
    cosine: float = 0.0

    @property
    def text(self) -> str:
        """The sentence."""
        return self.hit.text[self.start : self.end]


class Senses:
    """Finds what is nearest to a quotation in sense; keeps the vectors of sentences it has met."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._vectors: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._turn = threading.Lock()

    def unfound(
        self, quote: str, documents: int, passages: int
    ) -> tuple[list[Finding], list[Match], Match | None]:
        """The sense, if a source has that at least; else not found, and what came nearest."""
        near = self.nearest(quote)
        if near is not None and self.same(quote, near):
            return [paraphrase(near)], [shown(quote, near)], None
        detail = f"not found in {documents:,} documents ({passages:,} passages searched)"
        if near is None:
            return [Finding(kind=Verdict.NOT_FOUND, detail=detail)], [], None
        detail += f"; the nearest is “{_flat(near.text)}” ({near.hit.entry.title})"
        return [Finding(kind=Verdict.NOT_FOUND, detail=detail)], [], shown(quote, near)

    def nearest(self, quote: str) -> Near | None:
        """The sentence of the sources that is nearest to ``quote``; None in an empty library."""
        hits = self._library.search(quote, HITS, weights=(1.0, 0.0))
        told = _telling(quote)
        found = [
            Near(hit, start, end, _share(told, hit.text[start:end]))
            for hit in hits
            for start, end in shown_spans(hit.text)
            if len(hit.text[start:end].split()) > 3
        ]
        if not found:
            return None
        found.sort(key=lambda one: (-one.shared, one.hit.rank))
        if found[0].shared < LEAST_SHARED:
            return min(found, key=lambda one: one.hit.rank)
        likely = found[:CANDIDATES]
        vector = self._library.embedder.encode_query(quote)
        cosines = self._encoded([one.text for one in likely]) @ vector
        best = int(cosines.argmax())
        one = likely[best]
        return Near(one.hit, one.start, one.end, one.shared, float(cosines[best]))

    def same(self, quote: str, near: Near) -> bool:
        """Whether a sentence has the sense of ``quote``: near, with its figures and its denials."""
        least = SAME_SENSE_WORDED if near.shared >= HALF else SAME_SENSE
        if near.cosine < least or not _figures(quote) <= _figures(near.text):
            return False
        return _denies(quote) == _denies(near.text)

    def reports(self, statement: str, near: Near) -> bool:
        """Whether a sentence can be what a statement reports, its figures and denials aside."""
        return bool(statement) and near.cosine >= REPORTED_SENSE

    def difference(self, statement: str, near: Near) -> str:
        """What a statement has otherwise than the sentence that it reports; ``""`` for nothing."""
        figures = _figures(statement) - _figures(near.text)
        if figures:
            return f"the source has no {', '.join(sorted(figures))} there"
        if _denies(statement) != _denies(near.text):
            return "one of them denies what the other says"
        return ""

    def _encoded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._turn:
            missing = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if missing:
            made = self._library.embedder.encode_passages(missing)
            with self._turn:
                self._vectors.update(zip(missing, made, strict=True))
                while len(self._vectors) > KEPT:
                    self._vectors.popitem(last=False)
        with self._turn:
            return np.stack([self._vectors[text] for text in texts])


def paraphrase(near: Near) -> Finding:
    """The finding of a sense in other words."""
    detail = f"the sense is in a source, the words are not: “{_flat(near.text)}”"
    return Finding(kind=Verdict.PARAPHRASE, detail=detail)


def shown(quote: str, near: Near) -> Match:
    """The sentence as a match is shown."""
    from assistant.quotes.check import Match

    hit = near.hit
    first = hit.passage.start + near.start
    return Match(
        entry=hit.entry,
        start=first,
        end=hit.passage.start + near.end,
        text=near.text,
        speaker="",
        cue="",
        locator=locator_at(hit.passage, hit.text, first),
        similarity=round(near.cosine, 3),
        diff=(("replace", near.text, quote),),
        verdict=Verdict.PARAPHRASE,
    )


def _telling(text: str) -> set[str]:
    return {word[:STEM] for word in words(text) if word not in STOP_WORDS}


def _share(told: set[str], text: str) -> float:
    return len(told & _telling(text)) / len(told) if told else 0.0


def _figures(text: str) -> set[str]:
    return {norm for norm in norms(tokenise(text)) if norm[0].isdigit()}


def _denies(text: str) -> bool:
    """Whether a statement is turned by an odd number of negations."""
    return sum(norm in NEGATIONS for norm in norms(tokenise(text))) % 2 == 1


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
