"""Where independent sources give different figures, days or people for the same thing, and say so.

Only what can be told apart for sure counts: of each source the one figure, day or person that the
question is after, told of one time. A sentence with several such is no version of one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

from assistant.agreement import clauses, is_year
from assistant.attribution import dated
from assistant.claims import Figure, Moment, Name, figures, names, places
from assistant.demands import COUNTED
from assistant.plan import QuestionKind
from assistant.question import Asked, Want
from assistant.sentences import shown_spans
from assistant.when import agree, asked_times, times, times_of_counts
from assistant.words import STOP_WORDS, terms

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from assistant.answer import Answer
    from assistant.evidence import Evidence
    from assistant.select import Selected

T = TypeVar("T", Figure, Moment, Name)

KINDS = frozenset({QuestionKind.FIGURE, QuestionKind.FACT})

PEOPLE = frozenset(terms("people persons migrants individuals arrivals arrived crossed"))
"""What follows a count of people, whichever of these words the question has."""

TELLS = re.compile(
    r"\b(?:has|have|had|gives?|gave|says?|said|reports?|reported|writes?|wrote|puts?|names?|dates?|"
    r"counts?|counted)\b"
)
"""By what a sentence tells that somebody has it so."""

WHY = re.compile(r"^(?:and |so |but )?why\b", re.IGNORECASE)
REASON = re.compile(
    r"\b(?:because|since|as|due to|owing to|thanks to|after|so that|in order to|reasons?|grounds?|"
    r"therefore|cannot|caused?|causes|led to|lest|for fear)\b",
    re.IGNORECASE,
)
"""What gives a reason."""

CURRENCIES = frozenset("£€$")


def differences(selected: Sequence[Selected], answer: Answer) -> tuple[str, ...]:
    """A line for each thing asked for of which the answer shows more than one version."""
    shown = {(citation.entry.id, citation.start) for citation in answer.citations}
    notes = []
    for one in selected:
        if one.part.kind not in KINDS:
            continue
        given = [item for item in one.chosen if (item.hit.entry.id, item.start) in shown]
        rivals = [pair for pair in combinations(given, 2) if differ(*pair, one.part.asked)]
        if rivals:
            told = dict.fromkeys(_told(item, one.part.asked) for pair in rivals for item in pair)
            notes.append(f"The sources differ, as of their dates: {'; '.join(told)}.")
    return tuple(notes)


def differ(one: Evidence, other: Evidence, asked: Asked) -> bool:
    """Whether two documents give different versions of what is asked for."""
    if one.hit.entry.id == other.hit.entry.id or one.covered != other.covered:
        return False
    ours, theirs = version(one.text, asked), version(other.text, asked)
    if ours is None or theirs is None or _value(ours) == _value(theirs):
        return False
    if isinstance(ours, Moment) and isinstance(theirs, Moment):
        return not (ours.within(theirs) or theirs.within(ours))
    return _of_one_time(one.text, other.text)


def with_other_version(item: Evidence, asked: Asked) -> Evidence:
    """A sentence together with the next one of its paragraph, where that has it otherwise.

    "One agency has the treaty starting on 5 August. The ministry has 6 August." The second leans on
    the first, and the first alone would hide that there are two.
    """
    text, shift = item.hit.text, item.hit.passage.start
    after = text[item.end - shift :].split("\n", 1)[0]
    end = next((end for start, end in shown_spans(after)), 0)
    ours, theirs = version(item.text, asked), version(after[:end], asked)
    if ours is None or theirs is None or _value(ours) == _value(theirs):
        return item
    if not (TELLS.search(item.text) and TELLS.search(after[:end])):
        return item
    if not isinstance(ours, Moment) and not _of_one_time(item.text, after[:end]):
        return item
    return _with_next(item)


def with_reason(item: Evidence, asked: Asked) -> Evidence:
    """For "why" a sentence that gives no reason together with the next one of its paragraph.

    What repeats that something was so is no answer; who tells why mostly does so next.
    """
    if not WHY.search(asked.text) or REASON.search(item.text):
        return item
    return _with_next(item)


def _with_next(item: Evidence) -> Evidence:
    text, shift = item.hit.text, item.hit.passage.start
    after = text[item.end - shift :].split("\n", 1)[0]
    end = next((end for start, end in shown_spans(after)), 0)
    return replace(item, end=item.end + end, text=text[item.start - shift : item.end - shift + end])


def version(text: str, asked: Asked) -> Figure | Moment | Name | None:
    """The figure, day or person that a sentence gives for what is asked; None if not just one."""
    if asked.wants & COUNTED:
        return _only(_figures(text, asked))
    if Want.DATE in asked.wants:
        return _only([moment for moment in times(text) if moment.shown not in asked.text])
    if Want.PERSON in asked.wants:
        return _only(_people(text, asked))
    return None


def _figures(text: str, asked: Asked) -> list[Figure]:
    """The figures of the sort that is asked for, in the clauses of its time, of what it counts."""
    wanted = asked_times(asked.text)
    sort = [
        figure
        for clause in clauses(text)
        if _may_be_of(clause, wanted)
        for figure in figures(clause)
        if not is_year(figure)
        and figure.shown.replace(",", "") not in asked.numbers
        and _is_of_sort(figure, asked)
    ]
    if len(sort) < 2 or not asked.counted:
        return sort
    heads = PEOPLE if set(asked.counted) & PEOPLE else {asked.counted[-1]}
    after = {figure: _after(text, figure) for figure in sort}
    # "900 arrivals in spring and 40 in autumn": a figure without a noun shares another's.
    return sort if not all(after.values()) else [f for f in sort if heads & set(after[f])]


def _may_be_of(clause: str, wanted: Sequence[Moment]) -> bool:
    told = times_of_counts(clause)
    return not wanted or not told or any(agree(mine, one) for mine in wanted for one in told)


def _is_of_sort(figure: Figure, asked: Asked) -> bool:
    if Want.SHARE in asked.wants:
        return figure.unit == "%"
    if Want.MONEY in asked.wants:
        return figure.unit in CURRENCIES
    return not figure.unit


def _after(text: str, figure: Figure) -> list[str]:
    """The stems of the noun and what belongs to it after a figure; none where it has no noun."""
    clause = next((part for part in clauses(text) if figure.shown in part), "")
    told = re.match(r"\W*([\w’'-]+)(.*)", clause.partition(figure.shown)[2], re.DOTALL)
    if told is None or told[1].lower() in STOP_WORDS:
        return []
    return terms(told[1] + told[2])[:3]


def _people(text: str, asked: Asked) -> list[Name]:
    """The persons, by two names and more, that the question does not name itself."""
    found = [
        name
        for name in names(text)
        if len(name.words) > 1
        and not places(name.shown)
        and not set(terms(name.shown)) & set(asked.terms)
    ]
    return list({name.words: name for name in found}.values())


def _value(found: Figure | Moment | Name) -> Hashable:
    match found:
        case Figure():
            return found.value
        case Moment():
            return (found.year, found.month, found.day)
        case Name():
            return found.words[-1]


def _only(found: Sequence[T]) -> T | None:
    return found[0] if len(found) == 1 else None


def _of_one_time(one: str, other: str) -> bool:
    """Whether two sentences may be of the same time: figures of two months are no disagreement."""
    ours, theirs = times_of_counts(one), times_of_counts(other)
    if not ours or not theirs:
        return True
    return any(agree(mine, told) or agree(told, mine) for mine in ours for told in theirs)


def _told(item: Evidence, asked: Asked) -> str:
    found = version(item.text, asked)
    entry = item.hit.entry
    return f"{found.shown if found else ''} ({entry.publisher or entry.title}, {dated(entry)})"
