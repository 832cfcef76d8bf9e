"""A question back, where what was asked could mean several things that the sources hold.

Asked only where the question itself leaves open what it is about, and only when the sources offer
at least two readings: one reading is simply answered.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answer import Clarification
from assistant.demands import GENERIC, is_place
from assistant.followup import PERSONAL, POINTS_BACK, THING
from assistant.places import PHRASES, place_of
from assistant.question import FIGURES
from assistant.words import stem, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.plan import Part
    from assistant.retrieve import Found
    from vectorstore.library import Library
    from vectorstore.records import Hit, Quotation

MOST_CHOICES = 4

POSSESSIVE = frozenset({"his", "her", "their"})

EMPTY = GENERIC | frozenset(
    stem(word)
    for word in "cross crossed crossing come came enter arrive there left leave live claim "
    "apply applied be been get got one ones happen year month day week".split()
)
"""Stems that say nothing of what is counted."""

ORGANISED = re.compile(
    r"\b(?:office|court|council|committee|commission|street|government|ministry|party|agency|"
    r"standard|times|post|mail|wire|news|daily|group|union|house|parliament|of)\b",
    re.IGNORECASE,
)
"""Words of bodies and papers."""

DEICTIC_THING = re.compile(
    rf"\b(?:the|this|that) (?:same )?({THING})s?\b(?! (?:with|between|on|of|for))", re.IGNORECASE
)


def clarify(
    found: Sequence[Found], parts: Sequence[Part], library: Library
) -> Clarification | None:
    """What has to be asked back before the question can be answered, if anything."""
    for part, one in zip(parts, found, strict=True):
        for open_to in (_which_agreement, _which_thing, _who, _of_what):
            asked = open_to(part, one.hits, library)
            if asked is not None:
                return asked
    return None


def _which_agreement(part: Part, hits: Sequence[Hit], library: Library) -> Clarification | None:
    """Which text, where "What does Article 7 say?" is asked and several agreements have one."""
    del library
    if not part.asked.provisions or part.asked.names:
        return None
    place = part.asked.provisions[0]
    having = [hit for hit in hits if is_place(place, hit)]
    titles = _titles(having)
    if len(titles) < 2:
        return None
    question = part.question.rstrip(" ?.")
    return _asked(f"Which text do you mean by {place}?", (f"{question} of {t}?" for t in titles))


def _which_thing(part: Part, hits: Sequence[Hit], library: Library) -> Clarification | None:
    """Which deal, where "When was the deal signed?" is asked and the sources have several."""
    del library
    thing = DEICTIC_THING.search(part.question)
    asked = part.asked
    if (
        thing is None
        or asked.names
        or asked.numbers
        or asked.provisions
        or _is_rich(part, thing[1])
    ):
        return None
    named = [hit for hit in hits if re.search(rf"\b{thing[1]}", hit.entry.title, re.IGNORECASE)]
    titles = _titles(named)
    if len(titles) < 2:
        return None
    return _asked(f"Which {thing[1].lower()}?", (_with(part.question, title) for title in titles))


def _who(part: Part, hits: Sequence[Hit], library: Library) -> Clarification | None:
    """Who, where "What did he say?" is asked and nobody was named before."""
    pronoun = PERSONAL.search(part.question)
    if pronoun is None or part.asked.names or _is_named_before(part.question, pronoun):
        return None
    speakers = dict.fromkeys(
        quotation.speaker
        for hit in hits
        for quotation in library.quotations(hit.entry.id)
        if _is_person(quotation, hit)
    )
    choices = [PERSONAL.sub(name, part.question, count=1) for name in list(speakers)[:MOST_CHOICES]]
    return _asked(f"Who is “{pronoun.group().lower()}”?", choices) if len(choices) > 1 else None


def _is_named_before(question: str, pronoun: re.Match[str]) -> bool:
    """Whether "her" may be somebody whom the question has named in small letters before."""
    return pronoun.group().lower() in POSSESSIVE and bool(terms(question[: pronoun.start()]))


def _is_person(quotation: Quotation, hit: Hit) -> bool:
    """Whether who speaks may be "he": a name of two words that is no country's or paper's."""
    name = quotation.speaker
    return (
        " " in name
        and not ORGANISED.search(name)
        and name.lower() not in PHRASES
        and not any(map(place_of, name.lower().split()))
        and name.casefold() != hit.entry.publisher.casefold()
    )


def _of_what(part: Part, hits: Sequence[Hit], library: Library) -> Clarification | None:
    """Of what, where "How many were there?" is asked and nothing is named that is counted."""
    del library
    asked = part.asked
    empty = not asked.names and not (set(asked.terms) - EMPTY - set(asked.numbers))
    if not (asked.wants & FIGURES and empty) or POINTS_BACK.search(part.question):
        return None
    titles = _titles(hits)
    if len(titles) < 2:
        return None
    return _asked("Of what?", (_with(part.question, title) for title in titles))


def _is_rich(part: Part, thing: str) -> bool:
    """Whether the question says more of its thing than what is asked of it."""
    return len(set(part.asked.terms) - {stem(thing.lower())}) > 3


def _titles(hits: Iterable[Hit]) -> list[str]:
    return list(dict.fromkeys(hit.entry.title for hit in hits))[:MOST_CHOICES]


def _with(question: str, title: str) -> str:
    return f"{question.rstrip(' ?.')} ({title})?"


def _asked(question: str, choices: Iterable[str]) -> Clarification:
    return Clarification(question=question, choices=tuple(choices))
