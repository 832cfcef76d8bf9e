"""Where to look for a quotation: the places of the library that share its telling words.

The full-text index says which passages have a word or a phrase. A word that more than ``RARE``
passages have tells nothing; where a quotation is made of such words, its phrases are looked up.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from dataclasses import dataclass
from heapq import nlargest
from math import log
from typing import TYPE_CHECKING

from assistant.quotes.spelling import variants
from vectorstore.fulltext import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vectorstore.library import Library

RARE = 600
"""Passages beyond which a word is too common to say where a quotation stands."""

MOST_WORDS = 24
"""Words of a long quotation that are looked up, taken from all over it."""

TELLING = 12
"""The rarest of them, by which places are ranked."""

ENOUGH = 3
"""Rare words found with which no phrases are looked up."""

PHRASE = 3
MOST_PHRASES = 5
MOST_PASSAGES = 4
"""Passages of one document around which a quotation is looked for."""

LIKELY, POSSIBLE = 0.5, 0.2
"""The parts of a quotation's weight that a document must share to be where it stands, and to be
where a piece of it stands."""

MOST_LIKELY, MOST_POSSIBLE = 24, 3
MOST_VOTED = 120

TERM = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f]{3,}")
"""Scripts without spaces, in which a run of characters is one word of the full text."""

MARGIN = 200
"""Characters around a passage that are looked through besides what the quotation needs."""


@dataclass(frozen=True, slots=True)
class Place:
    """A document, the regions of its text to look in, and its part of the quotation's weight."""

    document_id: str
    regions: tuple[tuple[int, int], ...]
    share: float

    @property
    def likely(self) -> bool:
        """Whether the quotation can stand there whole, or nearly."""
        return self.share >= LIKELY


class Lookup:
    """Looks places up in a library; remembers which words are too common while it is unchanged."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._common: set[str] = set()
        self._turn = threading.Lock()

    def renew(self) -> None:
        """Forget what was common: the index has changed."""
        with self._turn:
            self._common.clear()

    def places(self, quote: str, passages: int, *, phrases: bool = False) -> list[Place]:
        """The documents that share most of ``quote``, the likeliest first.

        ``passages`` is how many the library has. With ``phrases`` its phrases are looked up too,
        however many rare words it has.
        """
        words = TERM.findall(quote)
        found = self._words(words)
        if phrases or sum(1 for ids in found.values() if ids) < ENOUGH:
            found |= self._phrases(words)
        if not any(found.values()):
            for match in UNSPACED.finditer(quote):
                found[match.group()] = self._library.holding(match.group())
        return self._ranked(found, passages, len(quote) + MARGIN)

    def _words(self, words: Sequence[str]) -> dict[str, list[int]]:
        telling = [w for w in dict.fromkeys(map(str.casefold, words)) if w not in STOP_WORDS]
        step = max(1, -(-len(telling) // MOST_WORDS))
        found = self._held((word, variants(word)) for word in telling[::step])
        rarest = sorted(found, key=lambda word: (not found[word], len(found[word])))
        return {word: found[word] for word in rarest[:TELLING]}

    def _phrases(self, words: Sequence[str]) -> dict[str, list[int]]:
        """Runs of words, those with most telling words first; of a short quotation the whole."""
        size = min(PHRASE, len(words))
        runs = [words[at : at + size] for at in range(max(1, len(words) - size + 1))]
        small = [sum(word.casefold() in STOP_WORDS for word in run) for run in runs]
        chosen: list[int] = []
        for at in sorted(range(len(runs)), key=lambda at: (small[at], at)):
            if runs[at] and all(abs(at - other) >= size for other in chosen):
                chosen.append(at)
        phrases = dict.fromkeys(" ".join(runs[at]) for at in chosen[:MOST_PHRASES])
        return self._held((phrase, (phrase,)) for phrase in phrases)

    def _held(self, wanted: Iterable[tuple[str, Sequence[str]]]) -> dict[str, list[int]]:
        asked = {name: phrases for name, phrases in wanted if name not in self._common}
        found: dict[str, list[int]] = {}
        for name, ids in zip(asked, self._library.holders(list(asked.values()), RARE), strict=True):
            if ids is None:
                with self._turn:
                    self._common.add(name)
            else:
                found[name] = ids
        return found

    def _ranked(self, found: dict[str, list[int]], passages: int, reach: int) -> list[Place]:
        # A word that no passage has weighs as one that a single passage has: it tells against all.
        weights = {name: log(1 + passages / max(1, len(ids))) for name, ids in found.items()}
        total = sum(weights.values())
        votes: dict[int, float] = defaultdict(float)
        for name, ids in found.items():
            for number in ids:
                votes[number] += weights[name]
        voted = nlargest(MOST_VOTED, votes, key=lambda n: (votes[n], -n))
        spans = self._library.spans(voted)
        of: dict[str, list[int]] = defaultdict(list)
        for number in voted:
            if number in spans:
                of[spans[number][0]].append(number)
        having = {name: set(ids) for name, ids in found.items()}
        places = []
        for document_id, numbers in of.items():
            held = sum(w for name, w in weights.items() if not having[name].isdisjoint(numbers))
            regions = tuple(
                (max(0, spans[n][1] - reach), spans[n][2] + reach) for n in numbers[:MOST_PASSAGES]
            )
            places.append(Place(document_id, regions, held / total))
        places.sort(key=lambda place: (-place.share, place.document_id))
        likely = [place for place in places if place.likely][:MOST_LIKELY]
        possible = [p for p in places if not p.likely and p.share >= POSSIBLE][:MOST_POSSIBLE]
        return [*likely, *possible]
