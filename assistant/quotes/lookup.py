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

RARE = 1000
"""Passages beyond which a word is too common to say where a quotation stands."""

MOST_WORDS = 40
"""Words of a long quotation that are looked up, taken from all over it."""

ENOUGH = 3
"""Rare words found with which no phrases are looked up."""

PHRASE = 3
MOST_PHRASES = 12
MOST_DOCUMENTS = 24
MOST_PASSAGES = 8
"""Passages of one document around which a quotation is looked for."""

LEAST = 0.3
"""Of the weight that the best document shares with the quotation, what another must share."""

TERM = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f]{3,}")
"""Scripts without spaces, in which a run of characters is one word of the full text."""

MARGIN = 400
"""Characters around a passage that are looked through besides what the quotation needs."""


@dataclass(frozen=True, slots=True)
class Place:
    """A document and the regions of its text to look in."""

    document_id: str
    regions: tuple[tuple[int, int], ...]
    weight: float


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

    def places(self, quote: str, passages: int) -> list[Place]:
        """The documents that share most of ``quote``, the likeliest first.

        ``passages`` is how many the library has.
        """
        words = TERM.findall(quote)
        found = self._words(words)
        if sum(1 for ids in found.values() if ids) < ENOUGH:
            found |= self._phrases(words)
        if not any(found.values()):
            for match in UNSPACED.finditer(quote):
                found[match.group()] = self._library.holding(match.group())
        return self._ranked(found, passages, 2 * len(quote) + MARGIN)

    def _words(self, words: Sequence[str]) -> dict[str, list[int]]:
        telling = [w for w in dict.fromkeys(map(str.casefold, words)) if w not in STOP_WORDS]
        step = max(1, -(-len(telling) // MOST_WORDS))
        return self._held((word, variants(word)) for word in telling[::step])

    def _phrases(self, words: Sequence[str]) -> dict[str, list[int]]:
        """Runs of words, those with most telling words first; of a short quotation the whole."""
        size = min(PHRASE, len(words))
        runs = dict.fromkeys(
            tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1))
        )
        telling = sorted(runs, key=lambda run: sum(word.casefold() in STOP_WORDS for word in run))
        phrases = [" ".join(run) for run in telling[:MOST_PHRASES] if run]
        return self._held((phrase, (phrase,)) for phrase in phrases)

    def _held(self, wanted: Iterable[tuple[str, Sequence[str]]]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for name, phrases in wanted:
            if name in self._common:
                continue
            ids = self._library.holders(phrases, RARE)
            if ids is None:
                with self._turn:
                    self._common.add(name)
            else:
                found[name] = ids
        return found

    def _ranked(self, found: dict[str, list[int]], passages: int, reach: int) -> list[Place]:
        weights = {name: log(1 + passages / len(ids)) for name, ids in found.items() if ids}
        votes: dict[int, float] = defaultdict(float)
        for name, weight in weights.items():
            for number in found[name]:
                votes[number] += weight
        likely = nlargest(MOST_DOCUMENTS * MOST_PASSAGES, votes, key=lambda n: (votes[n], -n))
        spans = self._library.spans(likely)
        held: dict[str, set[str]] = defaultdict(set)
        having = {name: set(ids) for name, ids in found.items()}
        of: dict[str, list[int]] = defaultdict(list)
        for number in likely:
            if number in spans:
                document_id = spans[number][0]
                of[document_id].append(number)
                held[document_id] |= {name for name in weights if number in having[name]}
        shares = {d: sum(weights[name] for name in names) for d, names in held.items()}
        best = max(shares.values(), default=0.0)
        ranked = sorted(shares, key=lambda d: (-shares[d], d))
        chosen = [d for d in ranked if shares[d] >= LEAST * best][:MOST_DOCUMENTS]
        return [
            Place(
                document_id,
                tuple(
                    (max(0, spans[n][1] - reach), spans[n][2] + reach)
                    for n in of[document_id][:MOST_PASSAGES]
                ),
                shares[document_id],
            )
            for document_id in chosen
        ]
