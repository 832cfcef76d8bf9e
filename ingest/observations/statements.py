"""Figures that a page gives in words: "Number of boats detected: 7" under the day it is of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ingest.dates import first_date
from ingest.observations import meaning
from ingest.observations.cells import read_value
from ingest.reading import Block, Style
from vectorstore.observations import FigureTable, Measure, TableHead
from vectorstore.records import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

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
            under = _Under(part.text, Period(first=day, last=day, label=part.text)) if day else None
        elif under is not None and (match := STATED.match(part.text)):
            read = read_value(match["figure"])
            if read is not None and read.figure is not None:
                under.names.append(match["name"])
                under.figures.append(read.figure)
                under.lines.append(part.text)
    yield from _tables(under)


def _tables(under: _Under | None) -> Iterator[tuple[FigureTable, list[str]]]:
    """A table for each line, since each stands at its own place in the text."""
    if under is None:
        return
    for name, figure, line in zip(under.names, under.figures, under.lines, strict=True):
        values = np.array([figure])
        unit = meaning.unit(name, "", percent=False)
        measure = Measure(
            name=name, unit=unit, nature=meaning.nature(name, "", unit, values), column=0
        )
        head = TableHead(
            sheet="",
            title=under.heading,
            dimensions=(),
            measures=(measure,),
            periods=(under.period,),
            rows=1,
        )
        zero = np.zeros(1, np.int32)
        yield FigureTable(head=head, columns={"row": zero, "period": zero, "m0": values}), [line]
