"""The figures around an answer that a chart shows: what came before and after, who else, how much.

Each point is made as the answer itself was, over the same table and members.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assistant.figures.asked import Grain, Operation
from assistant.figures.reply import attributed
from assistant.figures.series import Tile, named
from assistant.figures.wording import is_fraction, members, thing, title
from vectorstore.observations import Nature
from vectorstore.records import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.figures.result import FigureAnswer, Outcome
    from assistant.figures.series import Series

BEFORE, AFTER = 8, 4
"""Periods of the same length shown before and after the one asked for."""
MOST_POINTS = 3_000


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a chart; ``value`` None leaves a gap."""

    label: str
    value: float | None
    first: date | None = None
    """The first day of its period."""
    asked: bool = False
    """Whether it is the one that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """What a chart shows."""

    title: str
    unit: str
    """What the axis of values counts."""
    points: tuple[Point, ...]
    timed: bool
    """Whether the points follow each other in time."""
    source: str


def plot(found: FigureAnswer) -> Plot | None:
    """What a chart of an answer shows; None where there are no two points to show."""
    outcome = found.outcome
    if outcome is None:
        return None
    points = tuple(_points(outcome))[:MOST_POINTS]
    if sum(point.value is not None for point in points) < 2:
        return None
    candidate = outcome.candidate
    told = ": ".join(part for part in (thing(candidate), members(candidate)) if part)
    fraction = is_fraction(outcome)
    return Plot(
        title=_titled(told, title(candidate)) if candidate.titled else _titled(told),
        unit="share" if fraction else candidate.what.unit or thing(candidate) or "value",
        points=points,
        timed=all(point.first is not None for point in points) and _in_time(outcome),
        source=f"Source: {attributed(outcome)}. Computed by On Record.",
    )


def _titled(*parts: str) -> str:
    told = " – ".join(part for part in parts if part)
    return f"{told[:1].upper()}{told[1:]}"


def _in_time(outcome: Outcome) -> bool:
    return outcome.operation not in {Operation.RANKING, Operation.SHARE} and (
        outcome.label != "together"
    )


def _points(outcome: Outcome) -> Iterable[Point]:
    figures = outcome.figures
    series = outcome.series
    if series is None or not figures:
        return []
    if outcome.operation in {Operation.EXTREME, Operation.AVERAGE} and outcome.extent:
        grain = outcome.grain or Grain.MONTH
        best = figures[0].period if outcome.operation is Operation.EXTREME else None
        return [_point(series, tile, best) for tile in series.by(grain, outcome.extent)]
    if len(figures) > 1 and outcome.operation in {Operation.CHANGE, Operation.PERCENT_CHANGE}:
        return _between(series, figures[0].period, figures[-1].period) or _told(outcome)
    single = outcome.operation is Operation.TOTAL and len(figures) == 1
    if single and figures[0].period and series.head.periods:
        return _neighbours(series, figures[0].period)
    return _told(outcome)


def _told(outcome: Outcome) -> list[Point]:
    """The answer's own figures."""
    return [
        Point(
            figure.label or (named(figure.period) if figure.period else ""),
            figure.value,
            figure.period.first if figure.period else None,
            asked=at == 0 and outcome.operation is Operation.RANKING,
        )
        for at, figure in enumerate(outcome.figures)
    ]


def _point(series: Series, tile: Tile, asked: Period | None) -> Point:
    period = tile.period
    filled = float(series.counts[list(tile.at)].sum())
    lacking = float(series.gaps[list(tile.at)].sum())
    value = series.total(tile) if filled or not lacking else None
    same = asked is not None and period is not None and _days(period) == _days(asked)
    label = named(period).removeprefix("the ") if period else ""
    return Point(label, value, period.first if period else None, asked=same)


def _days(period: Period) -> tuple[date, date]:
    return period.first, period.last


def _neighbours(series: Series, asked: Period) -> list[Point]:
    """Periods of the same length around the one asked for; of a stock every point it has."""
    if series.measure.nature is not Nature.FLOW:
        return _own(series, asked)
    if asked.days == 1:
        first, last = asked.first - timedelta(days=21), asked.last + timedelta(days=9)
        tiles = series.by(Grain.DAY, Period(first=first, last=last))
    else:
        shifted = (_shifted(asked, by) for by in range(-BEFORE, AFTER + 1))
        made = [series.tile(period) for period in shifted if period]
        tiles = [tile for tile in made if tile]
    return [_point(series, tile, asked) for tile in tiles]


def _own(series: Series, asked: Period) -> list[Point]:
    filled = [at for at in range(len(series.head.periods)) if series.filled(at)]
    order = sorted(filled, key=lambda at: series.head.periods[at].last)
    tiles = [Tile(series.head.periods[at], (at,)) for at in order]
    return [_point(series, tile, asked) for tile in tiles]


def _between(series: Series, first: Period | None, last: Period | None) -> Sequence[Point]:
    """Periods of the same length from the first to the last, the ends marked."""
    if first is None or last is None or first == last:
        return []
    found: list[Point] = []
    for by in range(MOST_POINTS):
        period = _shifted(first, by)
        if period is None or period.last > last.last:
            break
        tile = series.tile(period)
        if tile is not None:
            point = _point(series, tile, first if by == 0 else last)
            found.append(point)
    return found


def _shifted(period: Period, by: int) -> Period | None:
    """The period of the same length ``by`` lengths later; whole months stay whole months."""
    first, after = period.first, period.last + timedelta(days=1)
    try:
        if first.day == 1 and after.day == 1:
            months = (after.year - first.year) * 12 + after.month - first.month
            begin, end = _month(first, months * by), _month(after, months * by)
            return Period(first=begin, last=end - timedelta(days=1))
        step = timedelta(days=period.days * by)
        return Period(first=first + step, last=period.last + step)
    except (ValueError, OverflowError):
        return None


def _month(day: date, by: int) -> date:
    count = day.year * 12 + day.month - 1 + by
    return date(count // 12, count % 12 + 1, 1)
