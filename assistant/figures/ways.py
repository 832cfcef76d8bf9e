"""Ways of counting that do not add up (persons or cases): which is taken, which are shown.

A table may give only some of their combinations (new applications by persons, appeals by cases), so
what is taken is a combination that the table has for the period asked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from assistant.figures.members import PREFERRED, How, label
from assistant.figures.series import Series

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.figures.asked import Asked
    from assistant.figures.find import Candidate
    from assistant.figures.members import Chosen
    from vectorstore.observations import Dimension, FigureTable

MOST = 6


def settled(table: FigureTable, candidate: Candidate, asked: Asked) -> tuple[Chosen, ...]:
    """The choice with a combination of ways that the table has; the preferred one if it has it."""
    found = combinations(table, candidate, asked)
    return found[0] if found else candidate.chosen


def combinations(
    table: FigureTable, candidate: Candidate, asked: Asked
) -> list[tuple[Chosen, ...]]:
    """Every combination of ways that the table has figures for, the preferred one first."""
    open_ = [one for one in candidate.chosen if one.how is How.FIRST]
    if not open_:
        return []
    rows = _rows(table, candidate, asked, open_)
    columns = [table.columns[f"d{one.at}"][rows].astype(np.int64) for one in open_]
    pairs = np.unique(np.stack(columns, axis=1), axis=0) if len(rows) else np.empty((0, 0))
    order = sorted(
        (tuple(int(member) for member in pair) for pair in pairs),
        key=lambda pair: _rank(table, open_, pair),
    )
    return [_with(candidate.chosen, open_, pair) for pair in order[:MOST]]


def told(candidate: Candidate, chosen: Sequence[Chosen]) -> str:
    """The ways of a choice that differ from those of the candidate: "repeat; cases"."""
    head = candidate.source.head
    return "; ".join(
        label(head.dimensions[one.at], one.members[0])
        for mine, one in zip(candidate.chosen, chosen, strict=True)
        if mine.members != one.members
    )


def _rows(
    table: FigureTable, candidate: Candidate, asked: Asked, open_: Sequence[Chosen]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The rows with figures, of the period asked where there is one, whatever the way."""
    places = {one.at for one in open_}
    everything = tuple(
        replace(one, members=tuple(range(len(table.head.dimensions[one.at].members))))
        if one.at in places
        else one
        for one in candidate.chosen
    )
    series = Series(table, candidate.measure, everything)
    rows = series.rows[~np.isnan(series.values)]
    if asked.periods and table.head.periods:
        tile = series.tile(asked.periods[0].period, open_=asked.periods[0].open)
        if tile is not None:
            rows = rows[np.isin(table.columns["period"][rows], tile.at)]
    return rows


def _rank(table: FigureTable, open_: Sequence[Chosen], pair: Sequence[int]) -> tuple[int, ...]:
    ranks = [
        _preference(table.head.dimensions[one.at], member)
        for one, member in zip(open_, pair, strict=True)
    ]
    return (sum(ranks), *pair)


def _preference(dimension: Dimension, member: int) -> int:
    names = [dimension.members[member], *(n for n, at in dimension.aliases if at == member)]
    lower = [name.lower() for name in names]
    return next(
        (
            rank
            for rank, wanted in enumerate(PREFERRED)
            if any(name.startswith(wanted) for name in lower)
        ),
        len(PREFERRED),
    )


def _with(
    chosen: Sequence[Chosen], open_: Sequence[Chosen], pair: Sequence[int]
) -> tuple[Chosen, ...]:
    members = {one.at: member for one, member in zip(open_, pair, strict=True)}
    return tuple(
        replace(one, members=(members[one.at],), others=()) if one.at in members else one
        for one in chosen
    )
