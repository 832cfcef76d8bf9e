"""One computation: the series that it is over, and figures with their cells made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from assistant.figures.query import reasons
from assistant.figures.result import Cells, Figure, Outcome
from assistant.figures.series import Series, Tile, named
from vectorstore.observations import Nature, status
from vectorstore.records import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.figures.asked import Asked
    from assistant.figures.calendar import Named
    from assistant.figures.find import Candidate
    from vectorstore.library import Library

MOST_SPANS = 12
"""Spans of rows that a figure cites; of more rows it cites the stretch that holds them all."""
GAP = 2
"""Characters between rows that follow each other: the end of a line, or of a paragraph."""


class Work:
    """A question over one table and measure, with what is needed to make figures of it."""

    def __init__(
        self, library: Library, candidate: Candidate, series: Series, asked: Asked
    ) -> None:
        self.library = library
        self.candidate = candidate
        self.series = series
        self.asked = asked

    @property
    def unit(self) -> str:
        """What the measure is counted in."""
        return self.series.measure.unit

    def figure(self, tile: Tile, text: str = "", series: Series | None = None) -> Figure | None:
        """The figure of a tile with its cells; None where it cannot be made exactly."""
        series = series or self.series
        rows = series.rows_of(tile)
        values = series.table.values(series.at)[rows].astype(np.float64)
        known = values[~np.isnan(values)]
        if series.measure.nature is Nature.RATE and len(rows) != 1:
            return None
        if not len(rows) and not series.lists_what_is:
            return None
        lacking = reasons(series.table, series.at, rows)
        value = None if len(rows) and not len(known) else _exact(known)
        note = tile.note or _remark(series, rows)
        note = note if len(rows) else "the table lists none for it"
        return Figure(
            value=value,
            unit=self.unit,
            period=tile.period,
            label=text,
            cells=self.cells(series, rows),
            missing=lacking,
            status=_status(series, rows),
            note=note,
            series=series,
            tile=tile,
        )

    def cells(self, series: Series, rows: NDArray[np.int64]) -> Cells:
        """The cells of rows, with the spans of the text that tell them."""
        table, at = series.table, series.at
        source = self.candidate.source
        addresses = (
            [table.cell(int(rows[0]), at), table.cell(int(rows[-1]), at)] if len(rows) else []
        )
        return Cells(
            entry=source.entry,
            sheet=table.head.sheet,
            table=table.head.title,
            count=len(rows),
            first=addresses[0] if addresses else "",
            last=addresses[-1] if addresses else "",
            spans=_spans(series, rows),
        )

    def outcome(self, figures: Sequence[Figure], value: float | None, **more: object) -> Outcome:
        """What the operation came to, of these figures."""
        return Outcome(
            candidate=self.candidate,
            operation=self.asked.operation,
            figures=tuple(figures),
            value=value,
            series=self.series,
            **{"unit": self.unit, **more},  # type: ignore[arg-type]
        )

    def tiles(self) -> list[Tile]:
        """The tiles of the periods that the question names, or the one it means without naming it.

        [] where the table cannot make one of them.
        """
        if not self.asked.periods:
            default = self.default()
            return [default] if default else []
        tiles = [self.tile(one) for one in self.asked.periods]
        return [tile for tile in tiles if tile] if all(tiles) else []

    def tile(self, one: Named) -> Tile | None:
        """The table's periods that make up one that the question names."""
        at_end = one.at_end and self.series.measure.nature is Nature.STOCK
        found = self.series.tile(one.period, at_end=at_end, open_=one.open)
        if found is not None and one.open:
            first, last = found.period.first, found.period.last  # type: ignore[union-attr]
            return replace(found, period=Period(first=first, last=last, label=one.period.label))
        return found

    def default(self) -> Tile | None:
        """Without a period: all of a table that has none, the newest of a stock, the last year."""
        series = self.series
        if not series.head.periods:
            return Tile(None, (0,))
        newest = series.latest()
        if self.asked.latest or series.measure.nature is not Nature.FLOW or newest is None:
            return newest
        last = newest.period.last if newest.period else date.min
        for year in range(last.year, last.year - 3, -1):
            whole = Period(first=date(year, 1, 1), last=date(year, 12, 31), label=str(year))
            if whole.last <= last and (tile := series.tile(whole)):
                return tile
        return newest

    def extent(self) -> Period | None:
        """The period within which something is looked for: the one named, or all that there is."""
        covers = self.series.head.covers
        if not self.asked.periods:
            return covers
        first = self.asked.periods[0]
        if first.open and covers:
            return Period(first=first.period.first, last=min(covers.last, first.period.last))
        last = self.asked.periods[-1].period.last
        return Period(first=first.period.first, last=last, label=first.period.label)


def _exact(values: NDArray[np.float64]) -> float:
    """The sum without the errors of adding decimals in binary."""
    whole = values == np.rint(values)
    return float(values.sum()) if whole.all() else round(float(np.sum(values)), 6)


def _remark(series: Series, rows: NDArray[np.int64]) -> str:
    """What the table remarks on a single cell, in words that are not of its standing."""
    if len(rows) != 1:
        return ""
    remark = series.table.remark(int(rows[0]), series.at)
    telling = len(remark) > 3 and not status(remark)
    return f"the table remarks: “{remark}”" if telling else ""


def _status(series: Series, rows: NDArray[np.int64]) -> str:
    head = series.head
    said = {status(remark) for remark in series.table.remarks(rows, series.at)} - {""}
    if head.provisional:
        said.add("provisional")
    return ", ".join(sorted(said))


def _spans(series: Series, rows: NDArray[np.int64]) -> tuple[tuple[int, int], ...]:
    """The spans of the rows, those that follow each other joined."""
    head = series.head
    spans = sorted({series.table.span(int(row)) for row in rows[:5000]})
    spans = [span for span in spans if span[1] > span[0]] or [(head.start, head.end)]
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= GAP:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    if len(joined) > MOST_SPANS:
        joined = [(joined[0][0], joined[-1][1])]
    return tuple(span for span in joined if span[1] > span[0])


def called(tile: Tile) -> str:
    """The period of a tile in words."""
    return named(tile.period) if tile.period else ""
