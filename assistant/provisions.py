"""The provisions that a question names by their place, and those that provisions refer to."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from assistant.editions import is_translation
from assistant.question import is_named, spellings
from assistant.words import terms
from ingest.references import located, references, resolve
from vectorstore.records import Filters, Hit, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.question import Asked
    from ingest.references import Located
    from vectorstore.library import Library

LOOKED_UP = 200
"""Passages looked through for a provision that several documents may have."""

MOST_TARGETS = 3
"""Provisions that are brought along for one that refers to them."""


def named(library: Library, asked: Asked, filters: Filters, language: str) -> list[Hit]:
    """The provisions of the agreements asked about, in reading order, each in one language.

    Of several instruments in one file (an agreement and its protocol) that one which the question
    names, else the first.
    """
    found: dict[tuple[str, int], Hit] = {}
    for place in asked.provisions:
        for hit in _at(library, place, filters) or _at(library, _around(place), filters):
            if _is_of_named(hit, asked):
                found.setdefault((hit.entry.id, hit.passage.start), hit)
    hits = sorted(found.values(), key=lambda hit: (hit.entry.id, hit.passage.start))
    by_document = groupby(hits, key=lambda hit: hit.entry.id)
    return [hit for _, each in by_document for hit in _of_one(list(each), asked, language)]


def _is_of_named(hit: Hit, asked: Asked) -> bool:
    """Whether the title has every name of the question; a protocol may be a part of the text."""
    title = frozenset(terms(hit.entry.title))
    place = title.union(terms(" ".join((hit.passage.locator, *hit.passage.heading))))
    return all(is_named(name, place if name in asked.laws else title) for name in asked.names)


def _at(library: Library, place: str, filters: Filters) -> list[Hit]:
    return [hit for one in spellings(place) for hit in library.at(one, LOOKED_UP, filters)]


def _around(place: str) -> str:
    """The article of a lettered section, which may have no locator of its own: "article 1f"."""
    return re.sub(r"(?<=\d)[a-z]$", "", place)


def _of_one(hits: Sequence[Hit], asked: Asked, language: str) -> list[Hit]:
    """The hits of one document that stand in the instrument asked about."""
    spoken = [hit for hit in hits if not is_translation(hit, language)] or list(hits)
    wanted = set(asked.terms) - set(terms(hits[0].entry.title))

    def fit(place: str) -> tuple[int, bool, int]:
        first = next(n for n, hit in enumerate(spoken) if _place(hit) == place)
        return len(wanted & set(terms(place))), not place, -first

    best = max(dict.fromkeys(map(_place, spoken)), key=fit)
    return [hit for hit in spoken if _place(hit) == best]


def same_text(one: Hit, other: Hit) -> bool:
    """Whether two passages are of one instrument in one language."""
    return (
        one.entry.id == other.entry.id
        and one.passage.language == other.passage.language
        and _place(one) == _place(other)
    )


def _place(hit: Hit) -> str:
    at = located(hit.passage.locator)
    return at.place if at else hit.passage.locator.rpartition(", ")[0]


def referred(library: Library, hit: Hit, text: str) -> list[Hit]:
    """The provisions that ``text``, words of ``hit``, refers to in its own instrument."""
    if hit.entry.kind is not Kind.AGREEMENT:
        return []
    links = references(text, hit.passage.locator, hit.entry.title)
    targets = list(dict.fromkeys(link.target for link in links if _says_more(link.target, hit)))
    if not targets:
        return []
    passages = library.passages(hit.entry.id)
    locators = [passage.locator for passage in passages]
    numbers = [number for one in targets for number in resolve(one, locators)[:MOST_TARGETS]]
    wanted = [passages[number] for number in dict.fromkeys(numbers)][:MOST_TARGETS]
    whole = library.document(hit.entry.id).text if wanted else ""
    return [
        Hit(
            rank=hit.rank,
            score=0.0,
            entry=hit.entry,
            passage=passage,
            text=whole[passage.start : passage.end],
        )
        for passage in wanted
        if passage.start != hit.passage.start
    ]


def _says_more(target: Located, hit: Hit) -> bool:
    """Whether a target is another provision: "this article" is the one that is read already."""
    here = located(hit.passage.locator)
    return here is None or target.key != here.key or bool(target.path)


def with_referred(library: Library, hits: Sequence[Hit], most: int) -> Iterator[Hit]:
    """The hits, and after them what the first ``most`` provisions among them refer to."""
    yield from hits
    taken = {(hit.entry.id, hit.passage.start) for hit in hits}
    agreements = [hit for hit in hits if hit.entry.kind is Kind.AGREEMENT]
    rank = len(hits)
    for hit in agreements[:most]:
        for target in referred(library, hit, hit.text):
            key = (target.entry.id, target.passage.start)
            if key not in taken:
                taken.add(key)
                rank += 1
                yield replace(target, rank=rank)
