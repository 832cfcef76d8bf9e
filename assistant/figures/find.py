"""Which table and measure answer a question: every table is weighed, the reasons are kept.

A table fits when everything the question names (a country, a route, a kind of person) stands in its
title, its measure or its members, and when it is about nothing narrower than what was asked. Words
decide, not closeness of sense: in figures a neighbour is a wrong answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.figures.asked import Asked, Operation
from assistant.figures.members import Chosen, How, choose, label
from assistant.figures.vocabulary import GENERIC, GROUPS, NARROWING, NEUTRAL, fold
from vectorstore.observations import Nature

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.figures.sources import Source
    from vectorstore.observations import Measure

POPULATION = frozenset(fold("population"))
"""What the title of a table of refugees or asylum seekers may say and be about no less."""


@dataclass(frozen=True)
class Candidate:
    """A table and a measure of it that may answer, with what speaks for and against it."""

    source: Source
    measure: int
    chosen: tuple[Chosen, ...]
    missing: frozenset[str]
    """Words of the question that it does not account for."""
    narrower: frozenset[str]
    """What it is about besides, so that it is less than what was asked."""
    score: float
    titled: bool = False
    """Whether part of what was asked stands in the table's title only."""
    reasons: tuple[str, ...] = field(default=(), compare=False)

    @property
    def fits(self) -> bool:
        """Whether it is about all that was asked and about nothing narrower."""
        return not self.missing and not self.narrower

    @property
    def what(self) -> Measure:
        """The measure itself."""
        return self.source.head.measures[self.measure]

    @cached_property
    def members(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The names and members of the dimensions that are not taken whole."""
        head = self.source.head
        return tuple(
            (
                head.dimensions[one.at].name,
                tuple(label(head.dimensions[one.at], m) for m in one.members),
            )
            for one in self.chosen
            if one.how in {How.NAMED, How.FIRST}
        )


def find(asked: Asked, sources: Sequence[Source]) -> list[Candidate]:
    """Every table and measure that accounts for something of the question, the best first."""
    found = [candidate for source in sources for candidate in _candidates(asked, source)]
    return sorted(found, key=lambda one: (-one.score, -one.source.known.toordinal()))


def _candidates(asked: Asked, source: Source) -> Iterable[Candidate]:
    head = source.head
    chosen = choose(head, asked.said - asked.by_whom, asked.plain)
    by_members = frozenset().union(*(one.words for one in chosen))
    names = frozenset().union(*(fold(dimension.name) for dimension in head.dimensions))
    for at, measure in enumerate(head.measures):
        words = frozenset(fold(measure.name))
        known = by_members | words | source.about | names
        missing = (asked.words - known - source.around) | _unlike(asked, measure)
        if not asked.words - missing:
            continue
        narrower = _narrower(asked, source, words)
        score, reasons = _weighed(asked, source, measure, words, by_members, missing)
        score -= 2.0 * len(narrower)
        titled = bool(asked.words - missing - words - by_members)
        yield Candidate(source, at, chosen, missing, narrower, score, titled, reasons)


def _unlike(asked: Asked, measure: Measure) -> frozenset[str]:
    """What was to be counted ("boats"), where the measure counts something else."""
    counted, unit = asked.counted, measure.unit.rpartition(" ")[2]
    if asked.rate and measure.nature is not Nature.RATE:
        return frozenset({"average"})
    other = unit not in {"", counted} if counted == "people" else unit != counted
    return frozenset({counted}) if counted and other else frozenset()


def _narrower(asked: Asked, source: Source, words: frozenset[str]) -> frozenset[str]:
    """What the measure or the table's title restricts it to, that the question does not name."""
    besides = (words - GENERIC - NEUTRAL) - asked.said - source.about
    restricted = (source.about & NARROWING) - asked.said - source.told_apart - POPULATION
    restricted -= source.besides
    specific = words - GENERIC - NEUTRAL
    if len(specific) > 1 and specific <= asked.said:
        return restricted & GROUPS  # a measure that is named so exactly needs no title
    about = words & asked.said - asked.generic
    if about and len(source.head.measures) == 1:
        return restricted  # what a table counts only in one way is named by the answer
    return (besides & NARROWING) | (frozenset() if about else besides) | restricted


def _weighed(
    asked: Asked,
    source: Source,
    measure: Measure,
    words: frozenset[str],
    by_members: frozenset[str],
    missing: frozenset[str],
) -> tuple[float, tuple[str, ...]]:
    """A score in words accounted for, and the reasons for it."""
    told = asked.words - missing
    reasons = [f"accounts for {', '.join(sorted(told))}"]
    score = 3.0 * len(told) - 4.0 * len(missing)
    score += 0.3 * len(told & (words | by_members)) + 0.1 * len(
        asked.generic & (words | source.about)
    )
    besides = (words - GENERIC - NEUTRAL) - asked.said - source.about
    score -= 0.5 * len(besides)
    score -= 0.1 * len(source.about - asked.said - GENERIC - NEUTRAL)
    if missing:
        reasons.append(f"says nothing of {', '.join(sorted(missing))}")
    if asked.counted and measure.unit:
        alike = measure.unit.endswith(asked.counted)
        score += 0.5 if alike else -4.0
        reasons.append(f"counts {measure.unit}")
    elif asked.counted == "boats":
        score -= 4.0
    elif (
        not asked.counted
        and measure.unit in {"boats", "events"}
        and measure.unit not in asked.plain
    ):
        score -= 1.0
    if source.entry.publisher:
        score += 0.5
        reasons.append(f"published by {source.entry.publisher}")
    if not source.kept.current:
        score -= 0.5
    return score + _by_nature(asked, measure), tuple(reasons)


def _by_nature(asked: Asked, measure: Measure) -> float:
    """Running totals and rates are not taken where a count was asked for."""
    if measure.nature is Nature.CUMULATIVE:
        return 0.0 if "cumul" in asked.words else -2.0
    if measure.nature is Nature.RATE and asked.counted:
        return -4.0
    if measure.nature is Nature.RATE and asked.operation is Operation.SHARE:
        return 1.5
    return 0.0
