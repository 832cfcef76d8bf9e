"""What a metric is: a name, a definition, and what each case contributes to it.

A case contributes a pair, numerator and denominator, and the metric of a set is the sum of the
numerators over the sum of the denominators. A mean is the special case in which every denominator
is 1; F1 over pooled counts is another. So one bootstrap serves all of them. A case to which a
metric does not apply contributes nothing: it is absent, never 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from evals.errors import RunError
from evals.gold import Located

if TYPE_CHECKING:
    from evals.questions import Case
    from evals.records import Record

Pair: TypeAlias = tuple[float, float]
"""Numerator and denominator."""

Pairs: TypeAlias = dict[str, Pair]
"""What one case contributes, by the metric's name."""

NOWHERE = Located()


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A metric of a set of cases."""

    name: str
    group: str
    definition: str
    source: str
    """Where it comes from: a publication, or "own"."""
    higher_is_better: bool = True
    unit: str = ""
    """"" for a share between 0 and 1; else what it counts: "s", "tokens", "bytes"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A case, what came of it, and where its gold stands."""

    case: Case
    record: Record
    gold: Located = NOWHERE


Scorer: TypeAlias = Callable[[Sequence[Subject]], Mapping[str, Pairs]]
"""What each subject contributes, by the case's id. Subjects that do not apply are left out."""


def share(value: float) -> Pair:
    """The contribution of a case whose own value is ``value``, to a mean."""
    return (float(value), 1.0)


def one_by_one(score: Callable[[Subject], Pairs]) -> Scorer:
    """A scorer from a function of a single subject."""

    def scorer(subjects: Sequence[Subject]) -> dict[str, Pairs]:
        return {subject.case.id: score(subject) for subject in subjects}

    return scorer


def checked(case: str, pairs: Pairs) -> Pairs:
    """The pairs, if they are figures. Raises RunError, naming the metric and the case."""
    for name, (numerator, denominator) in pairs.items():
        if not (math.isfinite(numerator) and math.isfinite(denominator)) or denominator < 0:
            raise RunError(
                f"The metric {name} is no figure for {case} ({numerator}/{denominator}).",
                "Nothing was written. Please report this with the file of answers.",
            )
    return pairs
