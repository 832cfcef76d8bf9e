"""Tables of figures: what they are about, their columns, and each figure of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from vectorstore.records import Missing, Observation, Period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from vectorstore.records import Entry

MISSING = tuple(Missing)
"""What the codes 1, 2, 3 … of a column of reasons stand for; 0 is a figure."""


class Nature(StrEnum):
    """How figures of a measure may be put together."""

    FLOW = "flow"
    """Counted over a period: adds up over periods and over members."""
    STOCK = "stock"
    """Counted at the end of a period: adds up over members only."""
    CUMULATIVE = "cumulative"
    """Counted since a beginning; the last of a period says all."""
    RATE = "rate"
    """A share, a mean or a price: adds up over nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """What figures are broken down by."""

    name: str
    members: tuple[str, ...]
    totals: tuple[int, ...] = ()
    """The members that stand for others together ("Total", "EU-28")."""
    aliases: tuple[tuple[str, int], ...] = ()
    """Other names of members, codes among them: ("IRQ", 17)."""
    alternatives: bool = False
    """Whether its members count the same things in other ways, and so never add up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What is counted or measured."""

    name: str
    nature: Nature
    unit: str = ""
    column: int = -1
    """The column in the sheet, from 0; -1 where each figure has its own (periods as columns)."""
    notes: tuple[str, ...] = ()
    scale: float = 1.0
    """What a figure is multiplied by to be in ``unit``: 100 for shares kept as 0.83 ("%")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What a release says of itself besides its title, publisher and dates; "" is not said."""

    coverage: str = ""
    """What period or area it says it covers, in its own words."""
    frequency: str = ""
    next_update: date | None = None
    contact: str = ""
    """An address that answers questions about the figures."""


@dataclass(frozen=True, kw_only=True)
class TableHead:
    """All that is known of a table but its figures."""

    sheet: str
    """"" for a file that is one table."""
    title: str
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    periods: tuple[Period, ...] = ()
    """The different periods of its rows."""
    remarks: tuple[str, ...] = ("",)
    """What stands beside figures ("Revised", "d"); the first is none."""
    references: tuple[str, ...] = ("",)
    """The notes that rows refer to, in their own words where they are known; the first is none."""
    notes: tuple[str, ...] = ()
    provisional: bool = False
    rows: int = 0
    start: int = 0
    end: int = 0
    """The span of the document's text that describes the table."""
    release: Release = Release()

    @cached_property
    def covers(self) -> Period | None:
        """From the first day to the last; None for a table without periods."""
        if not self.periods:
            return None
        return Period(
            first=min(period.first for period in self.periods),
            last=max(period.last for period in self.periods),
        )


@dataclass(frozen=True, kw_only=True)
class FigureTable:
    """A table of figures made tidy: a row an occasion, with its members, period and figures.

    ``columns`` has, for each row: "row" (its number in the sheet), "period" (index into
    ``head.periods``, -1 for a row that says none), "d0" … (indexes of members), "m0" … (values, NaN
    where there is none), and where there are any: "x0" … (why there is none, see MISSING),
    "remark" and "f0" … (of the row and of single figures: indexes into ``head.remarks``),
    "column" (of the figure), "reference" (index into ``head.references``),
    "start" and "end" (of the row in the text).
    """

    head: TableHead
    columns: Mapping[str, NDArray[Any]] = field(repr=False)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, FigureTable)
            and self.head == other.head
            and self.columns.keys() == other.columns.keys()
            and all(
                np.array_equal(ours, other.columns[name], equal_nan=ours.dtype.kind == "f")
                for name, ours in self.columns.items()
            )
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def count(self) -> int:
        """How many figures it has, placeholders not counted."""
        return sum(
            int(np.count_nonzero(~np.isnan(self.columns[f"m{at}"])))
            for at in range(len(self.head.measures))
        )

    def rows_of(self, periods: Sequence[int]) -> NDArray[Any]:
        """The places of the rows of periods (indexes into ``head.periods``), in order."""
        order, starts = self._by_period
        parts = [order[starts[at + 1] : starts[at + 2]] for at in periods]
        return np.sort(np.concatenate(parts)) if len(parts) > 1 else parts[0]

    @cached_property
    def _by_period(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """The rows put in the order of their periods, and where those of each begin; first none."""
        codes = self.columns["period"]
        order = np.argsort(codes, kind="stable").astype(np.int32)
        counts = np.bincount(codes.astype(np.int64) + 1, minlength=len(self.head.periods) + 1)
        return order, np.concatenate([[0], np.cumsum(counts)])

    def values(self, measure: int) -> NDArray[Any]:
        """The figures of a measure, NaN where there is none."""
        return self.columns[f"m{measure}"]

    def cell(self, row: int, measure: int) -> str:
        """The address of a figure, by its place in the columns; "" for one stated in words."""
        if not self.columns["row"][row]:
            return ""
        column = self.head.measures[measure].column
        if column < 0:
            column = int(self.columns["column"][row])
        return address(self.head.sheet, column, int(self.columns["row"][row]))

    def span(self, row: int) -> tuple[int, int]:
        """The span of the text that tells a row; of a table too long to be told its description."""
        if "start" not in self.columns:
            return self.head.start, self.head.end
        return int(self.columns["start"][row]), int(self.columns["end"][row])

    def observations(self) -> Iterator[Observation]:
        """Every figure and placeholder, one by one."""
        for row in range(self.head.rows):
            for measure in range(len(self.head.measures)):
                yield self.observation(row, measure)

    def observation(self, row: int, measure: int) -> Observation:
        """One figure, or the reason why there is none."""
        head, what = self.head, self.head.measures[measure]
        value = float(self.values(measure)[row])
        reasons = self.columns.get(f"x{measure}")
        remark = self.remark(row, measure)
        start, end = self.span(row)
        return Observation(
            table=head.title,
            measure=what.name,
            dimensions=tuple(
                (dimension.name, dimension.members[int(self.columns[f"d{at}"][row])])
                for at, dimension in enumerate(head.dimensions)
            ),
            period=self._period(row),
            value=None if np.isnan(value) else value,
            missing=MISSING[int(reasons[row]) - 1]
            if reasons is not None and reasons[row]
            else None,
            unit=what.unit,
            status=status(remark) or ("provisional" if head.provisional else ""),
            note=remark,
            cell=self.cell(row, measure),
            start=start,
            end=end,
        )

    def remark(self, row: int, measure: int) -> str:
        """What stands in a cell beside its figure ("[r]"), or else beside its row."""
        flags = self.columns.get(f"f{measure}")
        flag = 0 if flags is None else int(flags[row])
        return self.head.remarks[flag or self._at("remark", row)]

    def remarks(self, rows: NDArray[Any], measure: int) -> set[str]:
        """What stands beside these figures or their rows, each thing once."""
        flags = self.columns.get(f"f{measure}", np.zeros(self.head.rows, np.uint8))[rows]
        beside = self.columns.get("remark", np.zeros(self.head.rows, np.uint8))[rows]
        return {self.head.remarks[int(at)] for at in np.unique(np.where(flags, flags, beside))}

    def referred(self, rows: NDArray[Any]) -> list[str]:
        """The notes that these rows refer to, each once."""
        beside = self.columns.get("reference")
        found = np.unique(beside[rows]) if beside is not None else ()
        return [self.head.references[int(at)] for at in found if at]

    def _period(self, row: int) -> Period | None:
        at = self._at("period", row) if self.head.periods else -1
        return None if at < 0 else self.head.periods[at]

    def _at(self, name: str, row: int) -> int:
        return int(self.columns[name][row]) if name in self.columns else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTable:
    """A table that is kept: its number, the document it is of, and what it is about."""

    number: int
    entry: Entry
    """The version of the document that it is of: title, publisher, dates, where it was read."""
    current: bool
    """Whether it is of the document's current version, not of one that was replaced."""
    replaced: str
    """When its version was replaced (ISO 8601, UTC); "" while it is current."""
    head: TableHead

    @property
    def document_id(self) -> str:
        """The document it is of."""
        return self.entry.id

    @property
    def as_of(self) -> date | None:
        """The day its figures were given out: its document's update or publication.

        Where the document gives no date it is the last day the table covers: it was not earlier.
        """
        covers = self.head.covers
        return self.entry.updated or self.entry.published or (covers.last if covers else None)


FLAGS = {
    "p": "provisional",
    "e": "estimated",
    "s": "estimated",
    "r": "revised",
    "b": "break in time series",
    "d": "definition differs",
    "u": "low reliability",
}


def status(remark: str) -> str:
    """What a remark says of a figure's standing: a word of the source's, or Eurostat's letters."""
    lower = remark.strip().lower()
    for word in ("provisional", "revised", "estimated"):
        if word in lower:
            return word
    if lower and len(lower) <= 3 and all(letter in FLAGS for letter in lower):
        return ", ".join(FLAGS[letter] for letter in lower)
    return ""


def letters(column: int) -> str:
    """A column's letters as spreadsheets show them: 0 is "A", 26 is "AA"."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(sheet: str, column: int, row: int) -> str:
    """A cell's address: "SB_01!B1696"."""
    cell = f"{letters(column)}{row}"
    return f"{sheet}!{cell}" if sheet else cell
