"""What agreements say of themselves: who made them, when and where, and whether they bind."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.attribution import stated
from assistant.question import is_named
from assistant.words import terms
from vectorstore.records import Entry, Filters, Hit, Instrument, Kind, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.question import Asked
    from vectorstore.library import Library

ASKED = {
    "standing": re.compile(
        r"\b(?:is|are|has|have|was|were|did|does|when|whether)\b.{0,120}\b(?:in(?:to)? force|"
        r"take effect|binding|terminated)\b",
        re.IGNORECASE,
    ),
    "signed": re.compile(
        r"\b(?:when|where|(?:what|which) (?:date|day|year|city|place))\b.{0,120}"
        r"\b(?:signed|concluded|done)\b|\b(?:date|place) of signature\b",
        re.IGNORECASE,
    ),
    "parties": re.compile(
        r"\bwho (?:are|were|is|signed|made|concluded)\b.{0,40}\b(?:part(?:y|ies)|signator|"
        r"agreement|convention|treaty|protocol|declaration)|\bbetween (?:whom|which)\b"
        r"|\b(?:which|what) (?:countries|states|governments)\b.{0,60}"
        r"\b(?:sign|part(?:y|ies)|conclude|made|endorse)",
        re.IGNORECASE,
    ),
}
"""How a question asks for each of the facts that an instrument keeps."""

SORTS = frozenset(
    terms(
        "agreement convention treaty protocol declaration constitution statute charter compact "
        "accord pact instrument"
    )
)
FORM = SORTS | frozenset(
    terms(
        "sign signed signature signatory force enter entered entry effect bind binding terminated "
        "party parties state country government conclude made make date day year place city "
        "status whether yet still"
    )
)
"""Stems that say what is asked, not of which agreement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A fact about an agreement in words, and the words of its text that it rests on.

    ``start`` and ``end`` are offsets into the document's text, within the passage of ``hit``.
    """

    hit: Hit
    start: int
    end: int
    text: str


def facts(library: Library, asked: Asked, filters: Filters = Filters()) -> list[Stated]:
    """What the agreement that a question is about says of itself, as far as that is asked."""
    wanted = [name for name, form in ASKED.items() if form.search(asked.text)]
    agreements = frozenset({Kind.AGREEMENT})
    if not wanted or asked.provisions or (filters.kinds and not agreements & set(filters.kinds)):
        return []
    entry = _meant(library, asked, replace(filters, kinds=(Kind.AGREEMENT,)))
    if entry is None or entry.instrument is None:
        return []
    found = (_stated(library, entry, entry.instrument, name) for name in wanted)
    return [one for one in found if one]


def instrument_facts(said: Instrument) -> Iterator[tuple[str, str]]:
    """What is known of an agreement, by name: ("signed", "2 March 2015, Brussels")."""
    if said.parties:
        yield "parties", "; ".join(said.parties)
    signed = ", ".join(filter(None, (stated(said.signed), said.signed_at)))
    if signed:
        yield "signed", signed
    standing = _standing(said)
    if standing:
        yield "standing", standing


def _meant(library: Library, asked: Asked, filters: Filters) -> Entry | None:
    """The agreement that a question names; None where it names none, or several alike."""
    entries = [
        summary.entry
        for summary in library.entries(filters)
        if summary.entry.instrument is not None
    ]
    scored = [(score, entry) for entry in entries if (score := _score(asked, entry)) > 0]
    if not scored:
        return None
    best = max(score for score, _ in scored)
    first, *others = [entry for score, entry in scored if score == best]
    same = all(other.title.casefold() == first.title.casefold() for other in others)
    return first if same else None


def _score(asked: Asked, entry: Entry) -> float:
    """How much of what a question says of an agreement is true of this one; 0: it is another."""
    said = entry.instrument
    if said is None:
        return 0
    told = frozenset(terms(" ".join((entry.title, *said.parties, said.signed_at))))
    year = {str(said.signed.year)} if said.signed else set()
    if not all(is_named(name, told) for name in asked.names):
        return 0
    if not asked.numbers <= told | year:
        return 0
    telling = [term for term in asked.terms if term not in FORM and not term.isdigit()]
    met = sum(term in told for term in telling) + len(asked.numbers)
    if not met or 2 * met < len(telling):
        return 0
    # "The Protocol" is the one whose title begins so, not one that carries out an agreement.
    sort = next((term for term in terms(entry.title) if term in SORTS), "")
    return met + 0.5 * (sort in asked.terms)


def _stated(library: Library, entry: Entry, said: Instrument, name: str) -> Stated | None:
    words = said.words(name)
    if words is None:
        return None
    passages = library.passages(entry.id)
    around = next((one for one in passages if one.start <= words.start < one.end), None)
    if around is None:
        return None
    whole = library.document(entry.id).text
    end = min(words.end, around.end)
    hit = Hit(rank=1, score=0.0, entry=entry, passage=around, text=whole[around.start : around.end])
    told = _sentence(said, name, " ".join(whole[words.start : end].split()))
    return Stated(hit=hit, start=words.start, end=end, text=told)


def _sentence(said: Instrument, name: str, words: str) -> str:
    """A fact as a sentence, with the words that tell it."""
    if name == "parties":
        return f"The parties are {_listed(said.parties)}."
    if name == "signed":
        when = f" on {stated(said.signed)}" if said.signed else ""
        where = f" at {said.signed_at}" if said.signed_at else ""
        return f"It was signed{where}{when}: “{words}”."
    standing = _standing(said)
    return f"{standing[:1].upper()}{standing[1:]}: “{words}”."


def _standing(said: Instrument) -> str:
    """Whether it is in force, in words: "in force since 30 November 1954"; "" where nothing is."""
    day = stated(said.in_force)
    if said.standing is Standing.IN_FORCE and day:
        return f"in force since {day}"
    if said.standing is Standing.UNKNOWN and day:
        return f"it names {day} as the day on which it enters into force"
    return said.standing.value


def _listed(parties: tuple[str, ...]) -> str:
    *others, last = (_with_article(party) for party in parties)
    return f"{', '.join(others)} and {last}" if others else last


def _with_article(party: str) -> str:
    """A party's name as it stands in a sentence: "the Republic of Kazakhstan"."""
    formal = re.search(r"\b(?:Republic|Republiek|States|Kingdom|Duchy|Federation|Union)\b", party)
    return f"the {party}" if formal else party
