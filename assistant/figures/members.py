"""Which members of a table's dimensions a question names, and what stands for those it does not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.figures.vocabulary import GENERIC, NARROWING, fold, member_words
from assistant.places import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vectorstore.observations import Dimension, TableHead


class How(StrEnum):
    """Why these members of a dimension were taken."""

    NAMED = "named"
    """The question names them."""
    TOTAL = "total"
    """The total that the table gives."""
    ALL = "all"
    """All of them, added up."""
    FIRST = "first"
    """One of several ways of counting, since they do not add up."""


TOTAL = re.compile(r"^(?:grand |uk )?totals?\W*\d*$|^all$", re.IGNORECASE)
SEXES = {"f": "female", "m": "male"}
ORIGIN = re.compile(r"nationalit|citizen|origin", re.IGNORECASE)
ASYLUM = re.compile(r"asylum|residence|destination|geo|reporting", re.IGNORECASE)
FROM = re.compile(r"\b(?:from|nationals?|citizens?|origin)\b", re.IGNORECASE)
CODE = re.compile(r"^[A-Z]{2,3}$")
PREFERRED = ("persons", "asylum applicant", "total number", "new", "first instance")
"""Ways of counting that are taken first where a question leaves it open."""
PLACED = re.compile(
    r"\b(?:in|to|into|reach(?:ed|ing)?|by|did|does|do|has|had) (?:the )?([A-Z]\w+(?: [A-Z]\w+)?)"
)
JOINED = re.compile(r"\b(?:and|or|than|versus|vs|with|to)\b|,|&", re.IGNORECASE)
"""What stands between members that are meant together; "refugees from Iran" are one thing."""
ACTING = re.compile(r"\b(?:did|does|do|has|have|had) (?:the )?([A-Z]\w+(?: [A-Z]\w+)?) [a-z]")
TARGET = re.compile(r"destination", re.IGNORECASE)
DENIED = re.compile(r"\b(?:not|never|without|no)\b|n[’']t\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The members taken of one dimension, by their places; several are added up."""

    at: int
    """The place of the dimension."""
    members: tuple[int, ...]
    how: How
    others: tuple[int, ...] = ()
    """Members that could have been meant instead, one by one."""
    words: frozenset[str] = frozenset()
    """The words of the question that they account for."""


def choose(head: TableHead, words: frozenset[str], text: str) -> tuple[Chosen, ...]:
    """The members that a question's words name in each dimension, or what stands for all."""
    inside = _inside(text)
    named = {
        at: found
        for at, dimension in enumerate(head.dimensions)
        if (found := _of_dimension(at, dimension, words, inside, text))
    }
    named = _once(head, named, text)
    return tuple(
        named[at] if at in named else _unnamed(at, dimension)
        for at, dimension in enumerate(head.dimensions)
    )


def is_total(dimension: Dimension, member: int) -> bool:
    """Whether a member stands for others together."""
    return member in dimension.totals or bool(TOTAL.match(dimension.members[member]))


def totals(dimension: Dimension) -> tuple[int, ...]:
    """The members that stand for others together."""
    if dimension.alternatives or len(dimension.members) == 1:
        return ()
    return tuple(at for at in range(len(dimension.members)) if is_total(dimension, at))


def label(dimension: Dimension, member: int) -> str:
    """A member by the name that people use: "Iran" for "IRN"."""
    published = dimension.members[member]
    if len(published) <= 3 and not published.isdigit():
        names = [name for name, at in dimension.aliases if at == member and len(name) > 3]
        return names[0] if names else published
    return published


def words_of(dimension: Dimension, member: int) -> list[frozenset[str]]:
    """The sets of words, any of which names a member."""
    published = dimension.members[member]
    if dimension.name.lower() in {"sex", "gender"}:
        published = SEXES.get(published.lower(), published)
    names = [] if CODE.match(published) else [published]
    names += [name for name, at in dimension.aliases if at == member and not CODE.match(name)]
    return [found for name in names if (found := member_words(name))]


def _of_dimension(
    at: int, dimension: Dimension, words: frozenset[str], inside: frozenset[str], text: str
) -> Chosen | None:
    if ORIGIN.search(dimension.name):
        words -= inside  # who arrives in Italy is not Italian
    if ORIGIN.search(dimension.name) or TARGET.search(dimension.name):
        words -= _acting(text)  # whom Germany returns is not returned to Germany
    return _named(at, dimension, words, text) or _affirmed(at, dimension, words, text)


def _acting(text: str) -> frozenset[str]:
    """The countries that a question names as doing something: "did Germany deport"."""
    return frozenset(word for match in ACTING.finditer(text) for word in fold(match[1]))


def _inside(text: str) -> frozenset[str]:
    """The countries that a question names as places only: "arrived in Italy"."""
    placed: set[str] = set()
    rest = text
    for match in PLACED.finditer(text):
        name = match[1].lower()
        if place_of(name) in {"", name}:  # "granted to Syrians" names people
            placed |= set(fold(match[1]))
            rest = rest.replace(match[0], " ")
    return frozenset(placed) - frozenset(fold(rest))


def _affirmed(at: int, dimension: Dimension, words: frozenset[str], text: str) -> Chosen | None:
    """Of a yes and a no ("Asylum application raised", "No asylum …") the one meant."""
    opposed = _opposed(dimension)
    if opposed is None:
        return None
    yes, no = opposed
    about = frozenset(fold(dimension.members[yes])) & NARROWING
    if not about or not about <= words:
        return None
    return Chosen(at, (no if DENIED.search(text) else yes,), How.NAMED, (), about)


def _opposed(dimension: Dimension) -> tuple[int, int] | None:
    """The members that affirm and deny the same, where a dimension has just these."""
    places = {member.lower(): at for at, member in enumerate(dimension.members)}
    for name, yes in places.items():
        for denied in (f"no {name}", f"non-{name}", f"non {name}", f"not {name}"):
            if denied in places:
                return yes, places[denied]
    return None


def _named(at: int, dimension: Dimension, words: frozenset[str], text: str) -> Chosen | None:
    """The members whose words all stand in the question; of nested names the longest."""
    fits: dict[int, frozenset[str]] = {}
    for member in range(len(dimension.members)):
        for name in words_of(dimension, member):
            if name <= words and len(name) > len(fits.get(member, ())):
                fits[member] = name
    if not fits:
        return None
    longest = {m: name for m, name in fits.items() if not any(name < o for o in fits.values())}
    telling = {m: name for m, name in longest.items() if name - GENERIC}
    longest = telling or longest
    if not JOINED.search(text):
        placed = {m: name for m, name in telling.items() if any(place_of(w) for w in name)}
        longest = placed or longest
        if len(set(longest.values())) > 1 and placed and not dimension.alternatives:
            return None  # "Albanians … Germany": one of them is of something else
    first: dict[frozenset[str], int] = {}
    rivals: list[int] = []
    for member in sorted(longest, key=lambda m: (len(dimension.members[m].split("(")), m)):
        name = longest[member]
        if name in first:
            rivals.append(member)
        first.setdefault(name, member)
    if dimension.alternatives or dimension.name.lower() == "unit":
        ways = list(first.values())
        taken = longest[ways[0]]
        others = [
            member
            for member in range(len(dimension.members))
            if member != ways[0] and any(taken <= name for name in words_of(dimension, member))
        ]
        return Chosen(at, (ways[0],), How.NAMED, tuple(others), _union(longest))
    return Chosen(at, tuple(first.values()), How.NAMED, tuple(rivals), _union(longest))


def _union(found: dict[int, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*found.values())


def _once(head: TableHead, named: dict[int, Chosen], text: str) -> dict[int, Chosen]:
    """Where one word names members of two dimensions ("Iraq": origin, asylum), only one of them."""
    kept = dict(named)
    for at, one in named.items():
        for other_at, other in named.items():
            if at >= other_at or at not in kept or other_at not in kept or one.words != other.words:
                continue
            first, second = head.dimensions[at].name, head.dimensions[other_at].name
            origin = at if ORIGIN.search(first) else other_at if ORIGIN.search(second) else -1
            asylum = at if ASYLUM.search(first) else other_at if ASYLUM.search(second) else -1
            del kept[_less_fit(origin, asylum, other_at, text, one.words)]
    return kept


def _less_fit(origin: int, asylum: int, later: int, text: str, words: frozenset[str]) -> int:
    if -1 in {origin, asylum} or origin == asylum:
        return later
    place = next(iter(words), "")
    inside = any(place in fold(match[1]) for match in PLACED.finditer(text))
    return origin if inside and not FROM.search(text) else asylum


def _unnamed(at: int, dimension: Dimension) -> Chosen:
    """What stands for a whole dimension: its total, all of its members, or one way of counting."""
    everything = tuple(range(len(dimension.members)))
    if len(everything) == 1:
        return Chosen(at, everything, How.ALL)
    if dimension.alternatives or dimension.name.lower() == "unit":
        first = next(
            (
                member
                for wanted in PREFERRED
                for member in everything
                if wanted in {n.lower() for n in _names(dimension, member)}
                or label(dimension, member).lower().startswith(wanted)
            ),
            0,
        )
        return Chosen(at, (first,), How.FIRST, tuple(m for m in everything if m != first))
    given = totals(dimension)
    if given:
        plain = [m for m in given if TOTAL.match(dimension.members[m])]
        first = (plain or list(given))[0]
        return Chosen(at, (first,), How.TOTAL, tuple(m for m in given if m != first))
    outer = _outermost(dimension)
    if len(outer) < len(everything):
        # A whole and its parts count people twice, so that their sum is not true; one is named.
        return Chosen(at, outer[:1], How.FIRST, outer[1:])
    return Chosen(at, everything, How.ALL)


def _outermost(dimension: Dimension) -> tuple[int, ...]:
    """The members that are no part of another: not "Norway to Chad" beside "Norway"."""
    names = [name.lower() for name in dimension.members]
    known = set(names)

    def is_part(name: str) -> bool:
        ends = (match.start() for match in re.finditer(" to ", name))
        return any(name[:end] in known for end in ends)

    return tuple(at for at, name in enumerate(names) if not is_part(name))


def _names(dimension: Dimension, member: int) -> Sequence[str]:
    return [dimension.members[member]] + [n for n, at in dimension.aliases if at == member]


def with_members(chosen: Sequence[Chosen], at: int, members: Sequence[int]) -> tuple[Chosen, ...]:
    """The same choice with other members of one dimension."""
    return tuple(
        replace(one, members=tuple(members), how=How.NAMED, others=()) if one.at == at else one
        for one in chosen
    )
