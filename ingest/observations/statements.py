"""Figures that a page gives in words: "Number of boats detected: 7" under the day it is of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ingest.dates import first_date, spoken
from ingest.observations import meaning
from ingest.observations.cells import read_value
from ingest.reading import Block, Style
from vectorstore.observations import FigureTable, Measure, TableHead
from vectorstore.records import Period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ingest.reading import Reading

STATED = re.compile(r"^(?P<name>[A-Z][^:.;]{5,120}): (?P<figure>[£$€]?[\d,.]+%?)$")


@dataclass
class _Under:
    """What is stated under one heading."""

    heading: str
    period: Period
    names: list[str] = field(default_factory=list)
    figures: list[float] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def statements(reading: Reading) -> Iterator[tuple[FigureTable, list[str]]]:
    """The figures stated under each dated heading, as a table of one row, and the lines of text."""
    under: _Under | None = None
    for part in reading.parts:
        if not isinstance(part, Block):
            continue
        if part.style is Style.HEADING:
            yield from _tables(under)
            day = first_date(part.text)
            under = _Under(part.text, _day(day)) if day else None
        elif under is not None and (match := STATED.match(part.text)):
            read = read_value(match["figure"])
            if read is not None and read.figure is not None:
                under.names.append(match["name"])
                under.figures.append(read.figure)
                under.lines.append(part.text)
    yield from _tables(under)


def _day(day: date) -> Period:
    return Period(first=day, last=day, label=spoken(day))


def _tables(under: _Under | None) -> Iterator[tuple[FigureTable, list[str]]]:
    if under is None or not under.names:
        return
    zero = np.zeros(1, np.int32)
    columns = {"row": zero, "period": zero}
    measures = []
    for at, (name, figure) in enumerate(zip(under.names, under.figures, strict=True)):
        values = columns[f"m{at}"] = np.array([figure])
        unit = meaning.unit(name, "", percent=False)
        nature = meaning.nature(name, "", unit, values)
        measures.append(Measure(name=name, unit=unit, nature=nature))
    head = TableHead(
        sheet="",
        title=under.heading,
        dimensions=(),
        measures=tuple(measures),
        periods=(under.period,),
        rows=1,
    )
    yield FigureTable(head=head, columns=columns), under.lines
