"""What is done with figures once a table and a measure are chosen: one function an operation.

Every figure is read or added up from cells that are named with it; a figure that cannot be made
exactly is not made.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from assistant.figures.asked import Asked, Grain, Operation
from assistant.figures.members import How, choose, is_total, label, with_members
from assistant.figures.series import Series, Tile, calendar, named
from assistant.figures.ways import settled
from assistant.figures.work import Work, called
from vectorstore.observations import Nature
from vectorstore.records import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.figures.find import Candidate
    from assistant.figures.result import Figure, Outcome
    from vectorstore.library import Library

LISTED = 5
"""Members of a ranking that are shown, however few were asked for."""
MOST_FIGURES = 400
"""Figures of a series that are shown; of a longer one the newest."""
UNTOLD = re.compile(
    r"^(?:other\b.*|.*\bunknown\b.*|.*not (?:currently )?recorded.*|unspecified|various.*|stateless"
    r"|refugee|)$",
    re.IGNORECASE,
)
"""Members that are no answer to "which"."""


def compute(library: Library, candidate: Candidate, asked: Asked) -> Outcome | None:
    """What the question comes to over one table and measure; None where it cannot be made of it."""
    table = library.figure_table(candidate.source.kept)
    candidate = replace(candidate, chosen=settled(table, candidate, asked))
    series = Series(table, candidate.measure, candidate.chosen)
    work = Work(library, candidate, series, asked)
    return OPERATIONS[asked.operation](work)


def _total(work: Work) -> Outcome | None:
    """A figure as it stands or added up; one for each period or member where several are named."""
    tiles = work.tiles()
    if not tiles:
        return None
    whole = [work.figure(tile, called(tile)) for tile in tiles]
    if None in whole:
        return None
    figures = [figure for figure in whole if figure]
    several = _several(work)
    if len(tiles) == 1 and several is not None:
        parts = _of_members(work, tiles[0], several)
        if parts and figures[0].value is not None:
            return work.outcome(
                parts,
                figures[0].value,
                label="together",
                formula=" + ".join(f"{{{at}}}" for at in range(len(parts))),
            )
    value = figures[0].value if len(figures) == 1 else None
    return work.outcome(figures, value)


def _several(work: Work) -> int | None:
    """The place of a dimension of which the question names several members."""
    for one in work.candidate.chosen:
        if one.how is How.NAMED and len(one.members) > 1:
            return one.at
    return None


def _of_members(work: Work, tile: Tile, at: int) -> list[Figure]:
    one = next(one for one in work.candidate.chosen if one.at == at)
    dimension = work.series.head.dimensions[at]
    found = []
    for member in one.members:
        chosen = with_members(work.candidate.chosen, at, [member])
        series = Series(work.series.table, work.series.at, chosen)
        figure = work.figure(tile, label(dimension, member), series)
        if figure is None:
            return []
        found.append(figure)
    return found


def _change(work: Work) -> Outcome | None:
    """From one figure to another: two periods, two members, or a period and the one before it."""
    at = _several(work)
    tiles = work.tiles()
    if at is not None and len(tiles) == 1:
        pair = _of_members(work, tiles[0], at)[:2]
        if len(pair) != 2:
            return None
        first, second = pair[1], pair[0]  # "how many more A than B": from B to A
    else:
        tiles = sorted(tiles, key=lambda tile: tile.period.last if tile.period else date.min)
        if len(tiles) == 1 and not work.asked.periods[:1]:
            return None
        if len(tiles) == 1:
            before = _year_before(work, tiles[0])
            tiles = [before, tiles[0]] if before else []
        made = [work.figure(tile, called(tile)) for tile in tiles]
        pair = [figure for figure in made if figure]
        if len(pair) != 2:
            return None
        first, second = pair
    return _changed(work, first, second)


def _changed(work: Work, first: Figure, second: Figure) -> Outcome | None:
    if first.value is None or second.value is None:
        return None
    if work.asked.operation is Operation.PERCENT_CHANGE:
        if not first.value:
            return None
        value = 100.0 * (second.value - first.value) / first.value
        formula = "100.0 * ({1} - {0}) / {0}"
        return work.outcome([first, second], value, unit="%", formula=formula)
    value = round(second.value - first.value, 6)
    return work.outcome([first, second], value, formula="{1} - {0}")


def _year_before(work: Work, tile: Tile) -> Tile | None:
    period = tile.period
    if period is None:
        return None
    try:
        first = period.first.replace(year=period.first.year - 1)
        last = (period.last + timedelta(days=1)).replace(year=period.last.year - 1)
    except ValueError:
        return None
    last -= timedelta(days=1)
    return work.series.tile(Period(first=first, last=last, label=""))


def _share(work: Work) -> Outcome | None:
    """A rate that the table gives, or a part of a whole that are both added up."""
    if work.series.measure.nature is Nature.RATE:
        return _total(work)
    tiles = work.tiles()
    whole = _whole(work)
    if not tiles or whole is None:
        return None
    part = work.figure(tiles[0], "part")
    of = work.figure(tiles[0], "whole", whole)
    if part is None or of is None or part.value is None or not of.value:
        return None
    if part.cells.count == of.cells.count:
        return None
    value = 100.0 * part.value / of.value
    return work.outcome([part, of], value, unit="%", formula="100.0 * {0} / {1}")


def _whole(work: Work) -> Series | None:
    """The series of which a share is asked: without the members that only the part names."""
    words = work.asked.whole
    head = work.series.head
    named_dimensions = [one for one in work.candidate.chosen if one.how is How.NAMED]
    if words:
        chosen = choose(head, words, "")
        kept = {one.at for one in chosen if one.how is How.NAMED}
    else:
        kept = {one.at for one in named_dimensions[:-1]}
        chosen = choose(head, frozenset(), "")
    whole = tuple(
        mine if mine.at in kept or mine.how is How.FIRST else general
        for mine, general in zip(work.candidate.chosen, chosen, strict=True)
    )
    if whole == work.candidate.chosen or not named_dimensions:
        return None
    return Series(work.series.table, work.series.at, whole)


def _ranking(work: Work) -> Outcome | None:
    """The members with the most (or fewest) in a period."""
    at = _ranked(work)
    if at is None or (work.series.measure.nature is Nature.RATE and not work.asked.periods):
        return None
    extent = work.extent()
    tiles = [Tile(None, (0,))] if not work.series.head.periods else work.tiles()
    if work.series.head.periods and not work.asked.periods and extent:
        whole = work.series.tile(extent)
        tiles = [whole] if whole and work.series.measure.nature is Nature.FLOW else tiles
    if len(tiles) != 1 or (work.asked.periods and not work.series.head.periods):
        return None
    order = _in_order(work, at, tiles[0])
    dimension = work.series.head.dimensions[at]
    figures = []
    for member in order[: max(work.asked.count, LISTED)]:
        series = Series(
            work.series.table, work.series.at, with_members(work.candidate.chosen, at, [member])
        )
        figure = work.figure(tiles[0], label(dimension, member), series)
        if figure is not None:
            figures.append(figure)
    if not figures:
        return None
    return work.outcome(figures, figures[0].value, label=figures[0].label)


RANKED = {
    "nationalit": r"nationality|citizen|origin",
    "origin": r"origin|nationality|citizen",
    "countr": r"^(?!.*region).*(?:country|destination|nation|geo|area|citizen|origin)",
    "nation": r"^(?!.*region).*(?:nation|country|geo)",
    "member state": r"country|geo|nation",
    "age": r"age",
    "region": r"region",
    "local": r"local authority",
    "council": r"local authority",
    "method": r"method",
    "sex": r"sex|gender",
    "scheme": r"scheme",
    "type": r"type",
    "outcome": r"outcome",
    "cause": r"cause",
}


def _ranked(work: Work) -> int | None:
    """The place of the dimension whose members are to be ranked."""
    by = work.asked.by
    form = next((form for name, form in RANKED.items() if name in by), re.escape(by.rstrip("s")))
    found = [
        at
        for at, dimension in enumerate(work.series.head.dimensions)
        if re.search(form, dimension.name, re.IGNORECASE) and len(dimension.members) > 1
    ]
    free = [one.at for one in work.candidate.chosen if one.how is not How.NAMED]
    return next((at for at in found if at in free), None)


def _in_order(work: Work, at: int, tile: Tile) -> list[int]:
    """The members of a dimension, the first the one asked for; totals and "unknown" left out."""
    dimension = work.series.head.dimensions[at]
    everything = with_members(work.candidate.chosen, at, range(len(dimension.members)))
    series = Series(work.series.table, work.series.at, everything)
    rows = series.rows_of(tile)
    values = np.nan_to_num(series.table.values(series.at)[rows].astype(np.float64))
    sums = np.bincount(
        series.table.columns[f"d{at}"][rows], values, minlength=len(dimension.members)
    )
    told = [
        member
        for member in range(len(dimension.members))
        if not is_total(dimension, member)
        and not UNTOLD.match(dimension.members[member])
        and (sums[member] or not work.asked.least)
    ]
    sign = 1 if work.asked.least else -1
    return sorted(told, key=lambda member: (sign * sums[member], dimension.members[member]))


def _extreme(work: Work) -> Outcome | None:
    """The day, week, month, quarter or year with the most (or fewest)."""
    extent = work.extent()
    if extent is None:
        return None
    tiles = work.series.by(work.asked.grain or Grain.DAY, extent)
    counts = work.series.counts
    tiles = [tile for tile in tiles if any(counts[at] for at in tile.at)]
    if len(tiles) < 2 or not _covered(work, extent):
        return None
    sign = 1 if work.asked.least else -1
    order = sorted(tiles, key=lambda tile: sign * work.series.total(tile))
    made = [work.figure(tile, called(tile)) for tile in order[:3]]
    figures = [figure for figure in made if figure]
    if not figures:
        return None
    return work.outcome(
        figures,
        figures[0].value,
        label=figures[0].label,
        grain=work.asked.grain or Grain.DAY,
        extent=extent,
    )


def _covered(work: Work, extent: Period) -> bool:
    """Whether a period that the question names is all there: of a few days none is the busiest."""
    if not work.asked.periods or work.asked.periods[0].open:
        return True
    if work.series.measure.nature is Nature.FLOW:
        return work.series.tile(extent) is not None
    covers = work.series.head.covers
    return covers is not None and covers.first <= extent.first and extent.last <= covers.last


def _average(work: Work) -> Outcome | None:
    """The mean of the days, weeks, months, quarters or years of a period."""
    if work.series.measure.nature is Nature.RATE:
        return _total(replace_operation(work))
    if work.series.measure.nature is not Nature.FLOW and not work.asked.periods:
        return None
    grain = work.asked.grain or Grain.YEAR
    extent = work.extent()
    if extent is None:
        return None
    tiles = work.series.by(grain, extent)
    whole = work.series.tile(extent) if work.series.measure.nature is Nature.FLOW else None
    if whole is None and grain is not Grain.WEEK:
        whole = Tile(extent, tuple(at for tile in tiles for at in tile.at))
    if whole is None or not tiles or _short(grain, extent, tiles):
        return None
    figure = work.figure(whole, named(extent))
    if figure is None or figure.value is None:
        return None
    count = extent.days / {Grain.DAY: 1, Grain.WEEK: 7}.get(grain, extent.days / len(tiles))
    value = figure.value / count
    return work.outcome(
        [figure],
        value,
        working=f"{figure.value:,.15g} ÷ {count:,.6g} {grain}s",
        formula=f"{{0}} / {count!r}",
        label=f"a {grain}",
        grain=grain,
        extent=extent,
    )


def replace_operation(work: Work) -> Work:
    """The same work with the figure read as it stands: the table gives the average itself."""
    return Work(
        work.library, work.candidate, work.series, replace(work.asked, operation=Operation.TOTAL)
    )


def _short(grain: Grain, extent: Period, tiles: Sequence[Tile]) -> bool:
    """Whether some of the periods of a grain are lacking."""
    if grain in {Grain.DAY, Grain.WEEK}:
        return False
    return len(tiles) != sum(1 for _ in calendar(grain, extent))


def _series(work: Work) -> Outcome | None:
    """A figure for each period of a grain."""
    grain = work.asked.grain or _own_grain(work)
    figures = _by_grain(work, grain)
    return work.outcome(figures, None) if len(figures) > 1 else None


def _own_grain(work: Work) -> Grain:
    extent = work.extent()
    years = extent.days / 365 if extent else 0
    return Grain.YEAR if years >= 3 else Grain.MONTH


def _by_grain(work: Work, grain: Grain) -> list[Figure]:
    extent = work.extent()
    tiles = work.series.by(grain, extent) if extent else []
    made = [work.figure(tile, called(tile)) for tile in tiles[-MOST_FIGURES:]]
    return [figure for figure in made if figure]


OPERATIONS: dict[Operation, Callable[[Work], Outcome | None]] = {
    Operation.TOTAL: _total,
    Operation.CHANGE: _change,
    Operation.PERCENT_CHANGE: _change,
    Operation.SHARE: _share,
    Operation.RANKING: _ranking,
    Operation.EXTREME: _extreme,
    Operation.AVERAGE: _average,
    Operation.SERIES: _series,
}
