"""A question of figures answered: which table, which number, and everything that bears on it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assistant.attribution import stated
from assistant.figures.asked import Asked, Operation, is_of_figures, understand
from assistant.figures.compute import compute
from assistant.figures.find import find
from assistant.figures.members import How, label, with_members
from assistant.figures.result import FigureAnswer, FigureStatus, Outcome, Reading
from assistant.figures.series import named, spoken
from assistant.figures.sources import sources
from assistant.figures.ways import combinations, told
from assistant.figures.wording import how, statement
from vectorstore.observations import Nature
from vectorstore.records import Filters, Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.figures.find import Candidate
    from assistant.figures.members import Chosen
    from vectorstore.library import Library

TRIED = 40
"""Fitting tables that are computed."""
LEVEL = 2.5
"""How far below the best score a table may be and still count the same thing."""
MOST_READINGS = 4
NEAREST = 3
SHORTEST = 28
"""Days of a period from which on it says something that a newer one is held."""
ANNOUNCED = timedelta(days=21)
"""A release within so many days of the period's end is the first to have told of it."""
SEARCHING = {Operation.EXTREME, Operation.RANKING, Operation.AVERAGE, Operation.SERIES}
"""What is looked for over all that a table covers where no period is named."""
TELLING = re.compile(
    r"\bdetect|\bprovisional|\brevis|\bround|\bnot (?:include|people|person|compar)|\bexclud"
    r"|\bdefin|\bsmall boat’? is|\bmay be\b|\bsubject to\b|\bsuppress",
    re.IGNORECASE,
)
DETECTIONS = re.compile(r"\bdetect(?:ed|ions?)\b", re.IGNORECASE)
CASES = re.compile(r"^(?:cases|applications|claims)\b|\bcounted in: cases", re.IGNORECASE)


def answer(
    question: str,
    library: Library,
    filters: Filters = Filters(),
    today: date | None = None,
) -> FigureAnswer | None:
    """The answer of the library's tables to a question; relative periods are as of ``today``.

    None for what is no question of figures, or is about nothing that tables could be asked.
    """
    if not is_of_figures(question):
        return None
    asked = understand(question, today or date.today())
    shelf = sources(library, filters)
    if not shelf or not asked.things:
        return None
    candidates = find(asked, shelf)
    found = answer_over(question, library, asked, candidates, today)
    return found or _not_found(question, asked, candidates)


def answer_over(
    question: str,
    library: Library,
    asked: Asked,
    candidates: Sequence[Candidate],
    today: date | None = None,
) -> FigureAnswer | None:
    """The answer of the candidates that fit; None where none of them has it."""
    outcomes = _outcomes(library, asked, candidates)
    if not outcomes:
        return None
    return _answered(question, library, asked, outcomes, today or date.today())


def _outcomes(library: Library, asked: Asked, candidates: Sequence[Candidate]) -> list[Outcome]:
    """What the fitting tables come to, the best first: figures before placeholders, then scores."""
    fitting = [candidate for candidate in candidates if candidate.fits][:TRIED]
    made = [outcome for one in fitting if (outcome := compute(library, one, asked))]
    return sorted(made, key=lambda one: (not _has_figures(one), -_score(one, asked)))


def _score(outcome: Outcome, asked: Asked) -> float:
    """A candidate's score, less what its figures are short of."""
    source = outcome.candidate.source
    score = outcome.candidate.score
    score -= 0.6 * any(figure.note for figure in outcome.figures)
    score -= 0.3 * any(figure.missing for figure in outcome.figures)
    # The newest that is known of a period stands before what was first announced of it.
    score += min(0.4, source.known.toordinal() / 2_000_000)
    covers = source.head.covers
    if not asked.periods and covers is None:
        score -= 0.2
    if not asked.periods and covers is not None and asked.operation in SEARCHING:
        score += min(1.5, covers.days / 3650)  # a record is one of all that is held
    return score


def _has_figures(outcome: Outcome) -> bool:
    return any(figure.value is not None for figure in outcome.figures)


def _answered(
    question: str, library: Library, asked: Asked, outcomes: Sequence[Outcome], today: date
) -> FigureAnswer:
    best = outcomes[0]
    source = best.candidate.source
    readings = _readings(library, asked, best)
    same, others = _compared(best, outcomes[1:], asked)
    return FigureAnswer(
        question=question,
        status=FigureStatus.ANSWERED,
        statement=statement(best),
        outcome=best,
        publisher=source.entry.publisher,
        release=source.release,
        released=source.released,
        standing=", ".join(dict.fromkeys(f.status for f in best.figures if f.status)),
        how=how(best),
        readings=tuple(readings)[:MOST_READINGS],
        others=tuple(others)[:MOST_READINGS],
        same=tuple(same)[:MOST_READINGS],
        notes=tuple(_notes(best, asked, today)),
        newer=_newer(library, asked, best),
        sure=bool(asked.periods) or asked.latest or source.head.covers is None,
    )


# Other readings of the question


def _readings(library: Library, asked: Asked, best: Outcome) -> Iterable[Reading]:
    """The question read in other ways over the same table: other members, main applicants only."""
    candidate = best.candidate
    table = library.figure_table(candidate.source.kept)
    for chosen in combinations(table, candidate, asked)[1:]:
        yield from _read(library, asked, best, chosen, told(candidate, chosen))
    for one in candidate.chosen:
        dimension = candidate.source.head.dimensions[one.at]
        for member in one.others[:MOST_READINGS]:
            chosen = with_members(candidate.chosen, one.at, [member])
            yield from _read(library, asked, best, chosen, label(dimension, member))
        if one.how is How.ALL and dimension.name.lower() == "applicant type":
            for member, name in enumerate(dimension.members):
                if name.lower().startswith("main"):
                    words = f"{name.lower()}s only, not their dependants"
                    chosen = with_members(candidate.chosen, one.at, [member])
                    yield from _read(library, asked, best, chosen, words)


def _read(
    library: Library, asked: Asked, best: Outcome, chosen: tuple[Chosen, ...], words: str
) -> Iterable[Reading]:
    # Each way is read as it is told: none is settled anew.
    fixed = tuple(replace(c, how=How.NAMED) if c.how is How.FIRST else c for c in chosen)
    outcome = compute(library, replace(best.candidate, chosen=fixed), asked)
    if outcome is not None and _has_figures(outcome) and _result(outcome) != _result(best):
        yield Reading(words=words, outcome=outcome)


def _result(outcome: Outcome) -> tuple[object, ...]:
    value = outcome.value if outcome.value is None else round(outcome.value, 6)
    return value, outcome.label, tuple(figure.value for figure in outcome.figures)


# Other tables


def _compared(
    best: Outcome, rest: Sequence[Outcome], asked: Asked
) -> tuple[list[str], list[Reading]]:
    """The other tables that count the same: those that agree, and those that differ, with why."""
    if not asked.periods and asked.operation in SEARCHING:
        return [], []  # each table is searched over another time
    least = best.candidate.score - LEVEL
    same: dict[str, None] = {}
    others: dict[tuple[object, ...], Reading] = {}
    for outcome in rest:
        comparable = outcome.candidate.score >= least and _has_figures(outcome)
        if not comparable or (outcome.unit and best.unit and outcome.unit != best.unit):
            continue
        name = _named(outcome)
        if _agrees(outcome, best, asked):
            same.setdefault(name)
        else:
            key = (_result(outcome), outcome.candidate.source.known)
            others.setdefault(key, Reading(words=name, outcome=outcome, why=_why(best, outcome)))
    return list(same), _distinct(others.values())


def _agrees(one: Outcome, other: Outcome, asked: Asked) -> bool:
    if asked.operation in {Operation.RANKING, Operation.EXTREME}:
        return (one.label, one.value) == (other.label, other.value)
    return _result(one)[0] == _result(other)[0] and [f.value for f in one.figures] == [
        f.value for f in other.figures
    ]


def _distinct(readings: Iterable[Reading]) -> list[Reading]:
    """One for each number, the first that gives it."""
    found: dict[tuple[object, ...], Reading] = {}
    for reading in readings:
        found.setdefault(_result(reading.outcome), reading)
    return list(found.values())


def _named(outcome: Outcome) -> str:
    """A table with its release: "Irregular migration to the UK, 23 November 2023"."""
    source = outcome.candidate.source
    title, release = source.name, source.release
    measure = outcome.candidate.what.name
    told = (
        release if release.lower().startswith(source.head.title.lower()) else f"{title}, {release}"
    )
    return f"{told}, “{measure}”" if measure.lower() not in told.lower() else told


def _why(best: Outcome, other: Outcome) -> str:
    """Why another table may differ, as far as the tables themselves show it."""
    reasons = []
    ours, theirs = best.candidate.source, other.candidate.source
    end = max((f.period.last for f in other.figures if f.period), default=None)
    released = theirs.released
    if not theirs.kept.current:
        reasons.append("an earlier version of the release, since replaced")
    elif end and released and timedelta(0) <= released - end <= ANNOUNCED and ours.known > released:
        reasons.append(f"as first announced on {stated(released)}, revised since")
    mine, its = _grain(best), _grain(other)
    if mine and its and mine != its:
        reasons.append(f"a {its} series, where the first is {mine}")
    if ours.head.provisional != theirs.head.provisional:
        reasons.append(
            "not marked as provisional, as the first is"
            if ours.head.provisional
            else "marked as provisional"
        )
    covers = theirs.head.covers
    if not reasons and covers and ours.head.covers and covers.last != ours.head.covers.last:
        # Its last period may still have run when it was published: its last day says too much.
        last = max(theirs.head.periods, key=lambda period: period.last)
        reasons.append(f"another edition, whose last period is {last.label or spoken(last.last)}")
    if best.candidate.what.name.lower() != other.candidate.what.name.lower() and not reasons:
        reasons.append(f"it counts “{other.candidate.what.name}”")
    return "; ".join(reasons)


def _grain(outcome: Outcome) -> str:
    """How often a table counts: "daily", "quarterly"."""
    periods = outcome.candidate.source.head.periods
    if not periods:
        return ""
    days = sorted(period.days for period in periods)[len(periods) // 2]
    kinds = ((1, "daily"), (7, "weekly"), (31, "monthly"), (92, "quarterly"), (366, "yearly"))
    return next((name for most, name in kinds if days <= most), "")


# What changes the meaning


def _notes(best: Outcome, asked: Asked, today: date) -> Iterable[str]:
    candidate = best.candidate
    head = candidate.source.head
    missing: dict[str, int] = {}
    for figure in best.figures:
        for reason, count in figure.missing:
            missing[reason.value] = missing.get(reason.value, 0) + count
    for why, count in missing.items():
        yield f"{count:,} of the cells hold no figure ({why}); the sum is of the others."
    yield from dict.fromkeys(f"{f.note[:1].upper()}{f.note[1:]}." for f in best.figures if f.note)
    for one in asked.periods:
        covers = head.covers
        if one.open and covers and covers.last < one.period.last:
            yield f"Counted to {spoken(covers.last)}, where the table ends."
        elif one.period.last >= today:
            yield f"{named(one.period)[:1].upper()}{named(one.period)[1:]} is not over."
    if not asked.periods and head.covers and best.figures[-1].period:
        yield f"No period was named: the figure is of {named(best.figures[-1].period)}."
    if best.operation in {Operation.SHARE, Operation.PERCENT_CHANGE, Operation.AVERAGE}:
        yield "Rounded to one decimal place."
    if any("provisional" in figure.status for figure in best.figures):
        yield "The figures are provisional and may be revised."
    if any("revised" in figure.status for figure in best.figures):
        yield "The source marks cells among them as revised."
    if DETECTIONS.search(candidate.what.name):
        yield "The table counts detections: a person detected twice counts twice."
    yield from _published(best)


def _published(best: Outcome) -> Iterable[str]:
    """The release's own notes about the measure, those that say what it means."""
    candidate = best.candidate
    notes = [*candidate.what.notes, *candidate.source.head.notes]
    told = [*_beside(best), *(note for note in notes if TELLING.search(note))]
    for note in list(dict.fromkeys(told))[:2]:
        yield f"The source notes: {_short(note)}"


def _beside(best: Outcome) -> list[str]:
    """The notes that the row of a single figure refers to."""
    if len(best.figures) != 1 or best.series is None or best.figures[0].tile is None:
        return []
    rows = best.series.rows_of(best.figures[0].tile)
    return best.series.table.referred(rows) if len(rows) == 1 else []


def _short(note: str, most: int = 220) -> str:
    line = " ".join(note.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def _newer(library: Library, asked: Asked, best: Outcome) -> Outcome | None:
    """The newest figure of the same length that the table has, where a named period is not it."""
    series = best.series
    simple = best.operation is Operation.TOTAL and len(best.figures) == 1 and asked.periods
    period = best.figures[0].period if best.figures else None
    if not simple or series is None or period is None or asked.periods[0].open:
        return None
    newest = series.latest()
    if newest is None or newest.period is None or newest.period.last <= period.last:
        return None
    if period.days < SHORTEST:
        return None
    last = newest.period.last
    if series.measure.nature is Nature.FLOW and newest.period.days != period.days:
        wanted = _ending(period, last)
        newest = series.tile(wanted) if wanted else None
        if newest is None:
            return None
    again = replace(
        asked,
        periods=(replace(asked.periods[0], period=newest.period or period, at_end=False),),
    )
    outcome = compute(library, best.candidate, again)
    return outcome if outcome and outcome.value is not None else None


def _ending(period: Period, last: date) -> Period | None:
    """A period of as many whole months, or days, as another that ends on a day."""
    months = (
        (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    )
    tomorrow = last + timedelta(days=1)
    if period.first.day == 1 and (period.last + timedelta(days=1)).day == 1:
        if tomorrow.day != 1:
            return None
        begin = tomorrow.year * 12 + tomorrow.month - 1 - months
        return Period(first=date(begin // 12, begin % 12 + 1, 1), last=last, label="")
    return Period(first=last - timedelta(days=period.days - 1), last=last, label="")


# Nothing answers


def _not_found(question: str, asked: Asked, candidates: Sequence[Candidate]) -> FigureAnswer:
    """What came nearest, and why it does not answer."""
    near: dict[str, str] = {}
    for candidate in candidates:
        told = len(asked.words) - len(candidate.missing)
        if 2 * told >= len(asked.words) and candidate.source.kept.current:
            near.setdefault(_table(candidate), _lacking(candidate, asked))
        if len(near) == NEAREST:
            break
    nearest = tuple(f"{name}: {why}" for name, why in near.items())
    return FigureAnswer(question=question, status=FigureStatus.NOT_FOUND, nearest=nearest)


def _table(candidate: Candidate) -> str:
    source = candidate.source
    publisher = f"{source.entry.publisher}, " if source.entry.publisher else ""
    return f"{publisher}{source.name}"


def _lacking(candidate: Candidate, asked: Asked) -> str:
    head = candidate.source.head
    if candidate.missing:
        missing = sorted(candidate.missing, key=asked.text.lower().find)
        return f"it says nothing of {', '.join(_as_asked(word, asked.text) for word in missing)}"
    if candidate.narrower:
        return f"it is about less: {', '.join(sorted(candidate.narrower))}"
    covers = head.covers
    if covers is None:
        return "it does not say of which period its figures are"
    if asked.periods:
        wanted = asked.periods[0].period
        if wanted.last > covers.last or wanted.first < covers.first:
            return f"it covers {spoken(covers.first)} to {spoken(covers.last)}"
    return "its figures cannot be put together to what was asked"


def _as_asked(stem: str, text: str) -> str:
    """A word of the question for its stem."""
    from assistant.figures.vocabulary import fold

    return next((word for word in re.findall(r"\w+", text) if stem in fold(word)), stem)
