"""Every table of the real sources, against cells read from the files by other means."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from ingest.observations import observe
from ingest.observations.cells import CODES
from ingest.readers import read_all
from ingest.understand import Origin, understand
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from vectorstore.observations import FigureTable
    from vectorstore.records import Document

ROOT = Path(__file__).parents[2]
SOURCES = ROOT.parent / "shared" / "corpus" / "statistics"
GOLD = [
    json.loads(line)
    for line in (ROOT / "evals/sets/figures_cells.jsonl").read_text("utf-8").splitlines()
]

pytestmark = pytest.mark.skipif(not SOURCES.is_dir(), reason="the real sources are not here")


@cache
def read(name: str) -> tuple[Document, list[FigureTable]]:
    data = (SOURCES / name).read_bytes()
    (reading,) = read_all(data, name)
    origin = Origin(uri=name, digest="", path=name)
    ((document, _),) = understand(reading, origin, FakeEmbedder())
    return document, observe(reading, document)


@cache
def cells(name: str) -> dict[str, tuple[float | None, str]]:
    return {
        one.cell if one.start or one.cell else "": (
            one.value,
            "" if one.missing is None else one.missing.value,
        )
        for table in read(name)[1]
        for one in table.observations()
    }


def stated(name: str, measure: str) -> float:
    (value,) = [
        float(table.values(0)[0])
        for table in read(name)[1]
        if table.head.measures[0].name == measure
    ]
    return value


@pytest.mark.parametrize("gold", GOLD, ids=lambda g: f"{g['file'][:24]} {g['sheet']} {g['cell']}")
def test_a_cell_is_exact(gold: dict[str, Any]) -> None:
    if not gold["cell"]:
        assert stated(gold["file"], gold["measure"]) == gold["value"]
        return
    where = f"{gold['sheet']}!{gold['cell']}" if gold["sheet"] else gold["cell"]
    value, missing = cells(gold["file"])[where]
    if "placeholder" in gold:
        assert value is None
        assert missing == CODES[gold["placeholder"]].value
    else:
        assert value == gold["value"]


def test_no_pivot_is_counted_and_no_data_sheet_is_missed() -> None:
    _, tables = read("ho_irregular_migration_detailed_ye_sep2023.xlsx")
    assert [table.head.sheet for table in tables] == [f"Data - Irr_D0{n}" for n in range(1, 6)]
    _, tables = read("ho_ukvi_immigration_protection_transparency_q3_2023.xlsx")
    assert len(tables) == 23
    assert "CoC_05" not in {table.head.sheet for table in tables}
    assert len(read("ho_immigration_enforcement_transparency_q3_2023.xlsx")[1]) == 18


def test_note_references_beside_the_year_are_no_costs() -> None:
    _, tables = read("ho_ukvi_immigration_protection_transparency_q3_2023.xlsx")
    costs = next(table for table in tables if table.head.sheet == "ASY_04")
    assert not np.isin(costs.values(0), [20.0]).any()
    assert [measure.column for measure in costs.head.measures][:2] == [2, 3]


def test_every_row_that_is_told_is_found_in_the_text() -> None:
    for path in sorted(SOURCES.iterdir()):
        document, tables = read(path.name)
        for table in tables:
            for row in range(0, table.head.rows, max(1, table.head.rows // 20)):
                start, end = table.span(row)
                assert 0 <= start < end <= len(document.text), (path.name, table.head.sheet, row)
