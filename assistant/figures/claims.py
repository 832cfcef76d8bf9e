"""Figures that a sentence claims, held against the tables.

A sentence has more words than a question, so words that say nothing of what is counted are let
pass; what is counted, of whom and when must be the table's own. What cannot be placed is not found:
a claim is said to differ only from a figure that is surely about the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.claims import Figure as Claimed
from assistant.claims import figures as figures_in
from assistant.figures.answer import LEVEL, answer_over
from assistant.figures.asked import Operation, understand
from assistant.figures.calendar import Named, named_periods
from assistant.figures.find import find
from assistant.figures.rounding import FAR, Hedge, hedge_before, says, step
from assistant.figures.series import spoken
from assistant.figures.sources import sources
from assistant.figures.vocabulary import GENERIC, NARROWING, fold
from assistant.figures.wording import is_fraction, shown
from assistant.figures.wording import when as in_words
from assistant.places import place_of
from vectorstore.records import Filters, Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.figures.asked import Asked
    from assistant.figures.find import Candidate
    from assistant.figures.result import FigureAnswer, Outcome, Reading
    from assistant.figures.sources import Source
    from vectorstore.library import Library


class FigureVerdict(StrEnum):
    """What the tables say to a claimed figure, from good to bad."""

    SUPPORTED = "supported"
    ROUNDED = "supported after rounding"
    PROVISIONAL = "supported as provisional at the time"
    DIFFERS = "differs"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCheck:
    """One number of a sentence and what the tables say to it; offsets are of the sentence."""

    shown: str
    start: int
    end: int
    value: float
    unit: str
    verdict: FigureVerdict
    explanation: str
    theirs: float | None = None
    """The tables' own number, where they have one."""
    period: Period | None = None
    """The period that the claim was read to be of."""
    outcome: Outcome | None = None
    """The figure that the verdict rests on, with its cells."""
    answer: FigureAnswer | None = None
    """All that the tables say: other readings, other series, notes."""


LAG = (1, 2, 0, 3)
"""Days before a sentence on which "the last seven days" may have ended, the likeliest first."""
ROLLING = re.compile(r"\b(?:last|past|previous) (?:\w+ )?(?:days|week)\b", re.IGNORECASE)
YEAR_BEFORE = re.compile(
    r"\b(?:the )?(?:previous (?:year|12 months)|year (?:before|earlier|previously)"
    r"|preceding year|same period (?:a year|last year|the year) ?(?:before|earlier)?)\b",
    re.IGNORECASE,
)
DEPARTED = re.compile(r"\bfrom (?:northern )?France\b")
WHERE = re.compile(r"\b(?:in|at|from|into|near|to) (?:the )?([A-Z]\w+(?: [A-Z]\w+)*)")
BOATS = re.compile(r"^\s*(?:small |inflatable )?(?:boats|dinghies|vessels)\b", re.IGNORECASE)
OF = re.compile(r"^\s*of\b", re.IGNORECASE)
MOVED = re.compile(
    r"\b(?:rose|risen|rise|fell|fallen|fall|drop(?:ped)?|increased?|decreased?|grew|grown|up|down"
    r"|higher|lower|cut|more|fewer)\b",
    re.IGNORECASE,
)
BY = re.compile(r"\bby (?:[\w ]{0,24})$", re.IGNORECASE)
FELL = re.compile(
    r"\b(?:fell|fallen|fall|drop\w*|decrease\w*|down|lower|cut|fewer)\b", re.IGNORECASE
)


def check_claims(
    sentence: str,
    library: Library,
    as_of: date | None = None,
    filters: Filters = Filters(),
) -> list[FigureCheck]:
    """What the library's tables say to each number of a sentence, in order.

    ``as_of`` is when the sentence was published: "the last seven days" are those before it, and a
    figure that was announced by then counts as provisional at the time. Numbers that are dates,
    years, or that count days of a period are left out.
    """
    shelf = sources(library, filters)
    periods = named_periods(sentence, as_of)
    claimed = [one for one in figures_in(sentence) if not _is_when(one, periods)]
    return [
        _Claim(sentence, one, claimed, periods, as_of).checked(library, shelf) for one in claimed
    ]


def _is_when(one: Claimed, periods: Sequence[Named]) -> bool:
    within = any(period.start <= one.start and one.end <= period.end for period in periods)
    year = not one.unit and re.fullmatch(r"(?:1[89]|20)\d\d", one.shown) is not None
    counts = re.match(r"^\w+[- ](?:year|month|week|day|hour)", one.shown) is not None
    return within or year or counts


@dataclass(frozen=True)
class _Claim:
    """A number of a sentence, on its way to a verdict."""

    sentence: str
    one: Claimed
    all: Sequence[Claimed]
    periods: Sequence[Named]
    as_of: date | None

    @property
    def value(self) -> float:
        return float(self.one.value)

    @property
    def hedge(self) -> Hedge:
        return hedge_before(self.sentence[: self.one.start])

    @property
    def step(self) -> float:
        return step(self.one.shown, self.one.value)

    def checked(self, library: Library, shelf: Sequence[Source]) -> FigureCheck:
        asked = self.asked()
        if asked is None or not asked.words & NARROWING:
            return self.found(
                FigureVerdict.NOT_FOUND, "The sentence does not say what a table could be asked."
            )
        binding = self.binding(asked)
        candidates = sorted(
            (_lenient(one, binding) for one in find(asked, shelf)),
            key=lambda one: (-one.score, -one.source.known.toordinal()),
        )
        found = None
        for window in self.windows(asked):
            answered = answer_over(self.sentence, library, window, candidates, self.as_of)
            if answered is None or answered.outcome is None:
                continue
            check = self.compared(answered, window)
            if check.verdict is not FigureVerdict.DIFFERS:
                return check
            found = found or check
        return found or self.found(FigureVerdict.NOT_FOUND, _nothing(candidates))

    def asked(self) -> Asked | None:
        """The sentence as a question for this number."""
        text = DEPARTED.sub(" ", self.sentence) if "small boat" in self.told else self.sentence
        for other in sorted(self.all, key=lambda one: -one.start):
            text = text.replace(other.shown, " ")
        period = self.when()
        asked = understand(text, self.as_of)
        after = self.sentence[self.one.end :]
        operation = self.operation()
        boats = BOATS.match(after) is not None
        return replace(
            asked,
            said=asked.said | (frozenset(fold("boats")) if boats else frozenset()),
            operation=operation,
            counted="boats" if boats else "",
            periods=period,
            whole=None,
        )

    def binding(self, asked: Asked) -> frozenset[str]:
        """The words of the sentence that the table must account for."""
        named = {
            word
            for match in WHERE.finditer(asked.plain)
            for word in fold(match[1])
            if word not in GENERIC
        }
        told = {word for word in asked.words if word in NARROWING or place_of(word)}
        return frozenset(told | named | {asked.counted})

    @property
    def told(self) -> str:
        return "small boat" if set(fold("small boats")) & set(fold(self.sentence)) else ""

    def operation(self) -> Operation:
        before = self.sentence[max(0, self.one.start - 60) : self.one.start]
        after = self.sentence[self.one.end : self.one.end + 20]
        if self.one.unit == "%":
            if OF.match(after):
                return Operation.SHARE
            return Operation.PERCENT_CHANGE if MOVED.search(before + after) else Operation.SHARE
        if BY.search(before) and MOVED.search(before):
            return Operation.CHANGE
        return Operation.TOTAL

    def when(self) -> tuple[Named, ...]:
        """The period of this number: the one that follows it, or stands before it."""
        following = [other.start for other in self.all if other.start > self.one.start]
        until = min(following, default=len(self.sentence))
        before = YEAR_BEFORE.search(self.sentence, self.one.end, until)
        if before and self.periods:
            return (_year_earlier(self.periods[0]),)
        after = [p for p in self.periods if self.one.end <= p.start < until]
        earlier = [p for p in self.periods if p.end <= self.one.start]
        if self.operation() in {Operation.CHANGE, Operation.PERCENT_CHANGE}:
            return tuple(self.periods[:2])
        chosen = after[:1] or earlier[-1:] or list(self.periods[:1])
        return tuple(chosen)

    def windows(self, asked: Asked) -> Iterable[Asked]:
        """The claim with each period that its words may mean, the likeliest first."""
        if not asked.periods or self.as_of is None:
            yield asked
            return
        one = asked.periods[0]
        if one.open:
            last = self.as_of - timedelta(days=1)
            period = replace(one.period, last=min(one.period.last, last))
            yield replace(asked, periods=(replace(one, period=period),))
        elif ROLLING.search(one.period.label):
            for lag in LAG:
                last = self.as_of - timedelta(days=lag)
                first = last - timedelta(days=one.period.days - 1)
                period = Period(first=first, last=last, label=one.period.label)
                yield replace(asked, periods=(replace(one, period=period),))
        else:
            yield asked

    def compared(self, answered: FigureAnswer, asked: Asked) -> FigureCheck:
        """The verdict over what the tables say: their figure, then other series and readings."""
        best = answered.outcome
        assert best is not None  # noqa: S101 - an answer that was found has one
        theirs = self.number(best)
        when = f" {_spoken(best)}" if asked.periods else ""
        if theirs is not None and (held := self.holds(theirs)):
            told = f"The table has {_told(best)}{when}: {answered.how}"
            far = theirs > self.value * (1 + FAR) and self.hedge is Hedge.MORE
            told += " That is far more than claimed." if far else ""
            return self.found(held, told, best, answered)
        for reading, announced in _others(answered):
            other = self.number(reading.outcome)
            if other is None or not (held := self.holds(other)):
                continue
            if announced:
                told = (
                    f"{_told(reading.outcome)} is {reading.why} ({reading.words}); "
                    f"now it is {_told(best)}."
                )
                return self.found(FigureVerdict.PROVISIONAL, told, reading.outcome, answered)
            why = f" ({reading.why})" if reading.why else ""
            told = f"Another table or reading has it: {reading.words}{why}; the first has "
            return self.found(held, f"{told}{_told(best)}.", reading.outcome, answered)
        told = f"The table has {_told(best)}{when}, not {self.one.shown}: {answered.how}"
        return self.found(FigureVerdict.DIFFERS, told, best, answered)

    def holds(self, theirs: float) -> FigureVerdict | None:
        """Whether the number, as it is written, is true of theirs; None where it is not."""
        if self.hedge is Hedge.NONE and abs(theirs - self.value) < 1e-6 * max(1.0, abs(theirs)):
            return FigureVerdict.SUPPORTED
        true = says(self.value, theirs, self.hedge, self.step)
        return FigureVerdict.ROUNDED if true else None

    def number(self, outcome: Outcome) -> float | None:
        """An outcome's number as the claim counts: a share in per cent, a fall as a positive."""
        value = outcome.value
        if value is None:
            return None
        if self.one.unit == "%" and is_fraction(outcome):
            value *= 100
        changed = outcome.operation in {Operation.CHANGE, Operation.PERCENT_CHANGE}
        if changed and FELL.search(self.sentence):
            value = -value
        return value

    def found(
        self,
        verdict: FigureVerdict,
        explanation: str,
        outcome: Outcome | None = None,
        answered: FigureAnswer | None = None,
    ) -> FigureCheck:
        first = answered.outcome if answered else None
        return FigureCheck(
            shown=self.one.shown,
            start=self.one.start,
            end=self.one.end,
            value=self.value,
            unit=self.one.unit,
            verdict=verdict,
            explanation=explanation,
            theirs=self.number(first) if first else None,
            period=outcome.figures[-1].period if outcome and outcome.figures else None,
            outcome=outcome,
            answer=answered,
        )


def _spoken(outcome: Outcome) -> str:
    """The period of an outcome in words."""
    return in_words(outcome.figures[-1].period, outcome.candidate.what.nature)


def _told(outcome: Outcome) -> str:
    return shown(outcome, outcome.value)


def _others(answered: FigureAnswer) -> Iterable[tuple[Reading, bool]]:
    """Other series and readings; whether each is what was first announced."""
    for reading in answered.others:
        yield reading, "announced" in reading.why or "replaced" in reading.why
    for reading in answered.readings:
        yield reading, False


def _year_earlier(one: Named) -> Named:
    first, last = one.period.first, one.period.last
    after = last + timedelta(days=1)
    moved = Period(
        first=_shifted(first), last=_shifted(after) - timedelta(days=1), label="the year before"
    )
    return replace(one, period=moved)


def _shifted(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _lenient(candidate: Candidate, binding: frozenset[str]) -> Candidate:
    """The candidate, forgiven the words that say nothing of what is counted, of whom and where."""
    missing = candidate.missing & binding
    forgiven = len(candidate.missing) - len(missing)
    return replace(candidate, missing=missing, score=candidate.score + 4.0 * forgiven)


def _nothing(candidates: Sequence[Candidate]) -> str:
    near = [one for one in candidates if one.fits and one.score > -LEVEL][:1]
    if not near:
        return "No table here is about this."
    covers = near[0].source.head.covers
    to = f"; it covers {spoken(covers.first)} to {spoken(covers.last)}" if covers else ""
    return f"No table here has this period. The nearest is “{near[0].source.name}”{to}."
