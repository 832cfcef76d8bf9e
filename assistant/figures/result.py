"""What a question of figures comes to: figures with their cells, and all that bears on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.figures.query import sql

if TYPE_CHECKING:
    from datetime import date

    from assistant.figures.asked import Grain, Operation
    from assistant.figures.find import Candidate
    from assistant.figures.series import Series, Tile
    from vectorstore.records import Entry, Missing, Period


class FigureStatus(StrEnum):
    """Whether a table answers."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The cells that a figure rests on."""

    entry: Entry
    sheet: str
    table: str
    count: int
    first: str
    last: str
    """The addresses of the first and the last: "SB_01!B1696"."""
    spans: tuple[tuple[int, int], ...]
    """Spans of the document's text that tell the rows, or describe a table too long to be told."""

    @property
    def locator(self) -> str:
        """Where they stand: "sheet SB_01, B1696 to B1702 (7 cells)"."""
        first, last = self.first.split("!")[-1], self.last.split("!")[-1]
        if not first or (first.endswith("0") and first.rstrip("0").isalpha()):
            return "stated in the text"
        where = f"sheet {self.sheet}, " if self.sheet and not self.sheet.startswith("table") else ""
        if self.sheet.startswith("table"):
            where = f"{self.sheet}, "
        if self.count == 1:
            return f"{where}cell {first}"
        return f"{where}{self.count:,} cells from {first} to {last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure, read or computed."""

    value: float | None
    """None where the table has placeholders only."""
    unit: str
    period: Period | None
    label: str
    """What tells it from the other figures of the same answer: a member or a period."""
    cells: Cells
    missing: tuple[tuple[Missing, int], ...] = ()
    """Why cells among them hold no figure, and how many."""
    status: str = ""
    """"provisional", "revised" …, as the source marks it."""
    note: str = ""
    series: Series | None = field(default=None, compare=False, repr=False)
    tile: Tile | None = field(default=None, compare=False, repr=False)

    @property
    def sql(self) -> str:
        """A query over the table's tidy rows that gives it."""
        return sql(self.series, self.tile) if self.series and self.tile else ""

    @property
    def at_least(self) -> bool:
        """Whether cells that hold no figure are within it."""
        return bool(self.missing) and self.value is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an operation over one table and measure came to."""

    candidate: Candidate
    operation: Operation
    figures: tuple[Figure, ...]
    """What it was made of, in order; one where a figure was read or added up."""
    value: float | None
    """The number asked for."""
    unit: str
    label: str = ""
    """What answers a "which": a nationality, a day."""
    working: str = ""
    grain: Grain | None = None
    extent: Period | None = None
    """By what, and within which period, an extreme or a mean was looked for."""
    formula: str = "{0}"
    """How the number is made of the figures, in SQL: "({1}) - ({0})"."""
    series: Series | None = field(default=None, compare=False, repr=False)

    @property
    def sql(self) -> str:
        """A query over the table's tidy rows that gives the number; "" where there is no one."""
        if self.value is None:
            return ""
        made = self.formula.format(*(f"({figure.sql})" for figure in self.figures))
        return f"SELECT {made} AS value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The same question read in another way, or answered by another official series."""

    words: str
    """What is different: "first time applicants", "quarterly data set, to December 2023"."""
    outcome: Outcome
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureAnswer:
    """The answer to a question of figures."""

    question: str
    status: FigureStatus
    statement: str = ""
    """The number in a sentence, with its unit and period."""
    outcome: Outcome | None = None
    publisher: str = ""
    release: str = ""
    released: date | None = None
    standing: str = ""
    """"provisional", "revised" or "" where the source marks nothing."""
    how: str = ""
    """How it was computed, in words."""
    readings: tuple[Reading, ...] = ()
    """Other readings of the question, each with its number."""
    others: tuple[Reading, ...] = ()
    """Other tables that count the same and differ, with why."""
    same: tuple[str, ...] = ()
    """Other tables that give the same number."""
    notes: tuple[str, ...] = ()
    """What changes its meaning: detections not persons, suppressed cells, rounding."""
    newer: Outcome | None = None
    """The newest figure of the same kind in the same table, where the one asked for is older."""
    sure: bool = False
    """Whether the question says all that is needed: which thing, and which period."""
    nearest: tuple[str, ...] = ()
    """When nothing answers: the tables that came nearest, and why they do not."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that the number is made of."""
        return self.outcome.figures if self.outcome else ()

    @property
    def sql(self) -> str:
        """A query over the table's tidy rows that gives the number."""
        return self.outcome.sql if self.outcome else ""

    @property
    def value(self) -> float | None:
        """The number asked for."""
        return self.outcome.value if self.outcome else None

    @property
    def unit(self) -> str:
        """What it is counted in."""
        return self.outcome.unit if self.outcome else ""

    @property
    def label(self) -> str:
        """What answers a "which"."""
        return self.outcome.label if self.outcome else ""

    @property
    def period(self) -> Period | None:
        """The period of the figure, where there is one."""
        return self.figures[-1].period if self.figures else None
