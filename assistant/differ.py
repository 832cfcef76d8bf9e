"""Where independent sources give different figures for the same thing, and say when they did."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from assistant.agreement import is_year
from assistant.attribution import dated
from assistant.claims import figures
from assistant.plan import QuestionKind
from assistant.question import FIGURES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from assistant.answer import Answer
    from assistant.evidence import Evidence
    from assistant.select import Selected


def differences(selected: Sequence[Selected], answer: Answer) -> tuple[str, ...]:
    """A line for each figure asked for of which the answer shows more than one version."""
    shown = {(citation.entry.id, citation.start) for citation in answer.citations}
    notes = []
    for one in selected:
        asked = one.part.asked
        if one.part.kind is not QuestionKind.FIGURE or not asked.wants & FIGURES:
            continue
        given = [item for item in one.chosen if (item.hit.entry.id, item.start) in shown]
        rivals = [
            pair for pair in combinations(given, 2) if _differ(*pair, frozenset(asked.numbers))
        ]
        if rivals:
            told = dict.fromkeys(_told(item) for pair in rivals for item in pair)
            notes.append(f"The sources differ, as of their dates: {'; '.join(told)}.")
    return tuple(notes)


def _differ(one: Evidence, other: Evidence, asked: frozenset[str]) -> bool:
    """Whether two sources have different figures for the same words of the question."""
    if one.hit.entry.id == other.hit.entry.id or one.covered != other.covered:
        return False
    ours, theirs = _values(one, asked), _values(other, asked)
    # A sentence or a row of several figures gives them for several things.
    return len(ours) == len(theirs) == 1 and ours != theirs


def _values(item: Evidence, asked: frozenset[str]) -> frozenset[Decimal]:
    return frozenset(
        figure.value
        for figure in figures(item.text)
        if not is_year(figure) and figure.shown.replace(",", "") not in asked
    )


def _told(item: Evidence) -> str:
    given = [figure.shown for figure in figures(item.text) if not is_year(figure)]
    entry = item.hit.entry
    return f"{', '.join(given[:3])} ({entry.publisher or entry.title}, {dated(entry)})"
