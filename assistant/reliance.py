"""Evidence that needs no weighing: an agreement's word on itself, what a provision rests on."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.candidates import own_words
from assistant.evidence import Evidence
from assistant.points import point_at
from assistant.provisions import referred
from vectorstore.records import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.instruments import Stated
    from vectorstore.library import Library
    from vectorstore.records import Hit

LONGEST = 170
"""Words of a paragraph that is quoted whole."""

REFERS_ONLY = re.compile(r"\([^()\n]{1,80}(?:\([^()]*\)[^()]{0,40})?\)$")
"""A line that only names the provision of another instrument which this one carries out."""

MOST = 2
"""Provisions that an answer brings along because what it quotes refers to them."""


def of_itself(stated: Stated) -> Evidence:
    """A fact that an agreement tells of itself, as evidence: it is what was asked for."""
    return _certain(stated.hit, stated.start, stated.end, stated.text)


def rested_on(chosen: Sequence[Evidence], library: Library) -> list[Evidence]:
    """The provisions that the chosen ones refer to ("paragraph 2 of Article 3") and are not there.

    Somebody who reads only what refers to them does not know what it says.
    """
    found: list[Evidence] = []
    for one in chosen:
        if one.hit.entry.kind is not Kind.AGREEMENT:
            continue
        for hit in referred(library, one.hit, one.text):
            start = own_words(hit)
            if len(found) < MOST and not _is_shown(hit, start, [*chosen, *found]):
                words = hit.text[start - hit.passage.start :]
                referring = one.hit.passage.locator
                found.append(_certain(hit, start, hit.passage.end, words, referring))
    return found


def whole_paragraphs(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Evidence of one document in its order; what is of one short paragraph becomes all of it.

    Who asks for a provision by its number wants its words, not the sentences most like a question.
    """
    found: dict[int, Evidence] = {}
    for one in sorted(evidence, key=lambda one: one.start):
        passage = one.hit.passage
        point = point_at(passage, one.hit.text, one.start)
        start, end = (point.start, point.end) if point else (own_words(one.hit), passage.end)
        words = one.hit.text[start - passage.start : end - passage.start]
        if len(words.split()) > LONGEST:
            found.setdefault(one.start, one)
        elif not REFERS_ONLY.match(words):
            found.setdefault(start, replace(one, start=start, end=end, text=words))
    return list(found.values())


def _is_shown(hit: Hit, start: int, chosen: Sequence[Evidence]) -> bool:
    return any(
        one.hit.entry.id == hit.entry.id and one.start < hit.passage.end and start < one.end
        for one in chosen
    )


def _certain(hit: Hit, start: int, end: int, text: str, referring: str = "") -> Evidence:
    return Evidence(
        hit=hit,
        start=start,
        end=end,
        text=text,
        score=1.0,
        enough=True,
        sure=True,
        covered=frozenset(),
        speaker="",
        rounded=False,
        partial=False,
        typed=True,
        said=False,
        unmet=(),
        referred=referring,
    )
