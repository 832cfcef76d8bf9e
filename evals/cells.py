"""Cells of real tables, read by hand, against what is read of the same files.

``evals/sets/figures_cells.jsonl`` has a cell a line: file, sheet and address; its value, or the
placeholder in it and what that means; measure, dimensions, period, unit and status. It was made
from the files by other means than the readers here. ``figures_tables.jsonl`` lists, for each file,
the sheets that hold a table of figures, and the pivot tables that must not be counted again.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ingest.observations import observe
from ingest.readers import read_all
from ingest.understand import Origin, understand
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vectorstore.observations import FigureTable
    from vectorstore.records import Document, Observation

Gold = dict[str, Any]
ASKED = ("value", "missing", "measure", "dimensions", "period", "unit", "status")
"""What is compared of a cell."""


def gold_cells() -> list[Gold]:
    """The cells, file by file."""
    return _lines("figures_cells.jsonl")


def gold_tables() -> list[Gold]:
    """For each file the sheets of its tables; "" is a file that is one table."""
    return _lines("figures_tables.jsonl")


def _lines(name: str) -> list[Gold]:
    text = files("evals").joinpath("sets", name).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@cache
def observed(path: Path) -> tuple[Document, tuple[FigureTable, ...]]:
    """A file as it is ingested: the document and its tables of figures."""
    (reading,) = read_all(path.read_bytes(), path.name)
    origin = Origin(uri=path.name, digest="", path=path.name)
    ((document, _),) = understand(reading, origin, FakeEmbedder())
    return document, tuple(observe(reading, document))


def wrong_cell(gold: Gold, folder: Path) -> str:
    """What is wrong with what is read at one cell, or ""."""
    where = f"{gold['sheet']}!{gold['cell']}" if gold["sheet"] else gold["cell"]
    found = _at(folder / gold["file"]).get((where, "" if where else gold["measure"]), [])
    if len(found) != 1:
        return f"{gold['file']} {where}: read {len(found)} times"
    read = _as_gold(found[0])
    differs = [
        f"{name} is {read[name]!r}, not {gold.get(name)!r}"
        for name in ASKED
        if read[name] != gold.get(name)
    ]
    return f"{gold['file']} {where}: {'; '.join(differs)}" if differs else ""


def wrong_tables(gold: Gold, folder: Path) -> Iterator[str]:
    """The tables of a file that were missed, and those that should not have been counted."""
    sheets = [table.head.sheet for table in observed(folder / gold["file"])[1]]
    for sheet in gold["tables"]:
        if sheets.count(sheet) != 1:
            yield f"{gold['file']}: table {sheet!r} was found {sheets.count(sheet)} times"
    for sheet in set(sheets) - set(gold["tables"]):
        kind = "pivot" if sheet in gold.get("pivots", ()) else "sheet"
        yield f"{gold['file']}: the {kind} {sheet!r} was taken for a table"


@cache
def _at(path: Path) -> dict[tuple[str, str], list[Observation]]:
    found: dict[tuple[str, str], list[Observation]] = {}
    for table in observed(path)[1]:
        for one in table.observations():
            found.setdefault((one.cell, "" if one.cell else one.measure), []).append(one)
    return found


def _as_gold(one: Observation) -> Gold:
    period = one.period
    return {
        "value": one.value,
        "missing": None if one.missing is None else one.missing.value,
        "measure": one.measure,
        "dimensions": dict(one.dimensions),
        "period": period and [period.first.isoformat(), period.last.isoformat()],
        "unit": one.unit,
        "status": one.status,
    }
