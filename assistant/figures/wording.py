"""Figures in words: a number with what it counts, of whom, when, and how it was come by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.figures.asked import Operation
from assistant.figures.members import How
from assistant.figures.series import named, spoken
from vectorstore.observations import Nature

if TYPE_CHECKING:
    from assistant.figures.find import Candidate
    from assistant.figures.result import Figure, Outcome
    from vectorstore.records import Period

MOST_TOLD = 24
"""Figures of a series that a sentence tells."""
COUNT_OF = re.compile(r"^(?:the )?(?:total )?(?:number|count|volume) of ", re.IGNORECASE)
UNNAMED = re.compile(r"^(?:value|total|count|number|persons?|people|cases|all)$", re.IGNORECASE)
NOTES = re.compile(r"\s*\[notes?[^\]]*\]", re.IGNORECASE)
NUMBERED = re.compile(r"^(?:Table \w+|[A-Za-z]{2,4}_\w+(?:\(\w\))?) ?[:.] *", re.IGNORECASE)
FRACTION = re.compile(r"\b(?:rate|share|proportion)\b", re.IGNORECASE)


MAGNITUDES = {"thousand", "million", "billion"}
"""What figures may be given in: a unit is "people" or "thousand people"."""


def number(value: float | None, unit: str = "", *, fraction: bool = False) -> str:
    """A value as it is read: "4,242", "33.6%", "£2.1 billion (£2,062,904,000)"."""
    if value is None:
        return "not available"
    if fraction:
        return f"{100 * value:,.1f}%"
    if unit == "%":
        return f"{value:,.1f}%"
    plain = _plain(value)
    if unit.startswith("£"):
        return f"£{plain}{unit[1:]}"
    magnitude = unit.partition(" ")[0]
    return f"{plain} {magnitude}" if magnitude in MAGNITUDES else plain


def _plain(value: float) -> str:
    if value == round(value):
        return f"{round(value):,}"
    return f"{value:,.2f}" if abs(value) >= 1 else f"{value:,.3g}"


def is_fraction(outcome: Outcome) -> bool:
    """Whether a rate is written as a fraction of one."""
    measure = outcome.candidate.what
    if measure.nature is not Nature.RATE or "100" in outcome.formula:
        return False
    values = [figure.value for figure in outcome.figures if figure.value is not None]
    named = measure.unit == "%" or bool(FRACTION.search(measure.name))
    return named and all(0 <= value <= 1 for value in values)


def shown(outcome: Outcome, value: float | None) -> str:
    """A value of an outcome as it is read."""
    fraction = is_fraction(outcome)
    if outcome.unit == "%" and outcome.candidate.what.unit == "%" and fraction:
        return number(value, fraction=True)
    return number(value, outcome.unit, fraction=fraction)


def when(period: Period | None, nature: Nature) -> str:
    """A period in a sentence: "in the year ending March 2023", "on 22 August 2022"."""
    if period is None:
        return ""
    if nature is Nature.STOCK and period.days > 1:
        return (
            f"at the end of {spoken(period.last)}" if period.days < 27 else f"as at {named(period)}"
        )
    if nature is Nature.CUMULATIVE:
        return f"up to {spoken(period.last)}"
    return f"on {named(period)}" if period.days == 1 else f"in {named(period)}"


def thing(candidate: Candidate) -> str:
    """What is counted, as the table names it: "detections", "migrants arrived"; "" for "Value"."""
    name = candidate.what.name.strip()
    if UNNAMED.match(name):
        unit = candidate.what.unit
        return unit if unit.isalpha() else ""
    plain = COUNT_OF.sub("", name)
    return plain if plain[:2].isupper() else plain[:1].lower() + plain[1:]


def title(candidate: Candidate) -> str:
    """The table's title without its number and its references to notes."""
    plain = NOTES.sub("", candidate.source.head.title)
    return NUMBERED.sub("", plain).strip()


def _of_table(candidate: Candidate) -> str:
    """The table, where the measure's own name does not say all of what is counted."""
    named_by_title = candidate.titled or UNNAMED.match(candidate.what.name)
    return f", in the table “{title(candidate)}”" if named_by_title else ""


def members(candidate: Candidate) -> str:
    """The members that were taken: "Iraq; Small boat arrivals"."""
    head = candidate.source.head
    told = []
    for one in candidate.chosen:
        if one.how in {How.NAMED, How.FIRST} or (one.how is How.TOTAL and one.others):
            names = dict(candidate.members).get(head.dimensions[one.at].name)
            names = names or tuple(head.dimensions[one.at].members[m] for m in one.members)
            if len(head.dimensions[one.at].members) > 1:
                told.append(" and ".join(names))
    return "; ".join(told)


def statement(outcome: Outcome) -> str:
    """The answer in a sentence."""
    told = STATEMENTS[outcome.operation](outcome)
    return f"{told[:-1]}{_of_table(outcome.candidate)}."


def _subject(outcome: Outcome, *, of_members: bool = True) -> str:
    what = thing(outcome.candidate)
    told = members(outcome.candidate) if of_members else ""
    if not what:
        return told
    return f"{what} ({told})" if told else what


def _figure(outcome: Outcome, figure: Figure) -> str:
    least = "at least " if figure.at_least else ""
    return least + shown(outcome, figure.value)


def _when(outcome: Outcome, period: Period | None) -> str:
    return when(period, outcome.candidate.what.nature)


def _total(outcome: Outcome) -> str:
    measure = outcome.candidate.what
    figures = outcome.figures
    subject = _subject(outcome)
    if outcome.label == "together":
        parts = ", ".join(f"{figure.label} {_figure(outcome, figure)}" for figure in figures)
        least = "at least " if any(figure.at_least for figure in figures) else ""
        total = least + shown(outcome, outcome.value)
        return (
            f"{_sentence(f'{total} {subject} {_when(outcome, figures[0].period)}')[:-1]}: {parts}."
        )
    if len(figures) > 1:
        parts = "; ".join(f"{_figure(outcome, f)} {_when(outcome, f.period)}" for f in figures)
        return _sentence(f"{subject}: {parts}")
    figure = figures[0]
    told = _figure(outcome, figure)
    count = (
        measure.nature is Nature.FLOW and not measure.unit.startswith("£") and measure.unit != "%"
    )
    if figure.value is None:
        why = ", ".join(reason.value for reason, _ in figure.missing)
        return _sentence(f"{subject}: no figure {_when(outcome, figure.period)} ({why})")
    if count:
        return _sentence(f"{told} {subject} {_when(outcome, figure.period)}")
    return _sentence(f"{subject} {_when(outcome, figure.period)}: {told}")


def _change(outcome: Outcome) -> str:
    first, second = outcome.figures
    value = outcome.value or 0
    percent = outcome.operation is Operation.PERCENT_CHANGE
    measure = outcome.candidate.what
    ends = [shown_as(outcome, figure.value) for figure in (first, second)]
    by = number(abs(value), "%" if percent else measure.unit)
    subject = _subject(outcome, of_members=not first.label or first.period != second.period)
    if first.period == second.period:
        more = "more" if value >= 0 else "fewer"
        return _sentence(
            f"{second.label} {ends[1]}, {first.label} {ends[0]}: {by} {more} {subject} "
            f"{_when(outcome, second.period)}"
        )
    moved = "rose" if value > 0 else "fell" if value < 0 else "did not change"
    amount = f" by {by}" if value else ""
    relative = ""
    if not percent and first.value:
        relative = f" ({100 * value / first.value:+,.1f}%)"
    return _sentence(
        f"{subject} {moved}{amount}{relative}, from {ends[0]} {_when(outcome, first.period)} to "
        f"{ends[1]} {_when(outcome, second.period)}"
    )


def shown_as(outcome: Outcome, value: float | None) -> str:
    """A value in the measure's own unit, whatever the outcome's is."""
    return number(value, outcome.candidate.what.unit)


def _share(outcome: Outcome) -> str:
    if len(outcome.figures) != 2 or outcome.figures[0].label != "part":
        return _total(outcome)
    part, whole = outcome.figures
    return _sentence(
        f"{number(outcome.value, '%')} {_when(outcome, part.period)}: {_subject(outcome)} "
        f"{shown_as(outcome, part.value)} of {shown_as(outcome, whole.value)}"
    )


def _ranking(outcome: Outcome) -> str:
    parts = ", ".join(f"{figure.label} {_figure(outcome, figure)}" for figure in outcome.figures)
    return _sentence(f"{_subject(outcome)} {_when(outcome, outcome.figures[0].period)}: {parts}")


def _extreme(outcome: Outcome) -> str:
    first, *rest = outcome.figures
    also = "; ".join(
        f"{_figure(outcome, figure)} {_when(outcome, figure.period)}" for figure in rest
    )
    after = f" (next: {also})" if also else ""
    return _sentence(
        f"{_figure(outcome, first)} {_subject(outcome)} {_when(outcome, first.period)}{after}"
    )


def _average(outcome: Outcome) -> str:
    figure = outcome.figures[0]
    if not outcome.working:
        return _total(outcome)
    mean = number(round(outcome.value or 0, 1), outcome.unit)
    return _sentence(
        f"{mean} {_subject(outcome)} {outcome.label} on average {_when(outcome, figure.period)}"
    )


def _series(outcome: Outcome) -> str:
    figures = outcome.figures
    told = figures if len(figures) <= MOST_TOLD else (figures[0], figures[-1])
    parts = "; ".join(f"{figure.label} {_figure(outcome, figure)}" for figure in told)
    more = "" if told is figures else f" (the first and the last of {len(figures):,} figures)"
    return _sentence(f"{_subject(outcome)}: {parts}{more}")


STATEMENTS = {
    Operation.TOTAL: _total,
    Operation.CHANGE: _change,
    Operation.PERCENT_CHANGE: _change,
    Operation.SHARE: _share,
    Operation.RANKING: _ranking,
    Operation.EXTREME: _extreme,
    Operation.AVERAGE: _average,
    Operation.SERIES: _series,
}


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return f"{text[:1].upper()}{text[1:]}."


def how(outcome: Outcome) -> str:
    """How the number was come by: which cells, what was done with them."""
    candidate = outcome.candidate
    figures = outcome.figures
    cells = sum(figure.cells.count for figure in figures)
    where = f"“{title(candidate)}”"
    if outcome.working:
        where = f"{where}: {outcome.working}"
    if len(figures) == 1 and figures[0].cells.count == 1:
        return f"Read from {figures[0].cells.locator} of {where}."
    if len(figures) == 1:
        return f"Added up: {figures[0].cells.locator} of {where}."
    return f"Made of {len(figures)} figures, {cells:,} cells of {where}."
