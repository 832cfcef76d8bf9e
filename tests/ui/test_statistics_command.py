"""``onrecord statistics``: the number, its cells, a chart; and the same inside ``ask``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from PIL import Image

from ingest.run import ingest
from ui.command import group
from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """Elbonian arrivals by harbour,,
Quarter,Harbour,Arrivals
2023 Q1,Northport,40
2023 Q2,Northport,60
2023 Q3,Northport,70
2023 Q4,Northport,15
2023 Q1,<b>South</b>port,10
2023 Q2,<b>South</b>port,*
2023 Q3,<b>South</b>port,20
2023 Q4,<b>South</b>port,5
"""
QUESTION = "How many arrivals by harbour were there in 2023?"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "elbonian_harbour_arrivals.csv"
    path.write_text(TABLE, encoding="utf-8")
    place = tmp_path / "index"
    with Library.open(place, FakeEmbedder(), write=True) as library:
        assert not ingest([str(path)], library).failed
    return place


def run(index: Path, *arguments: str) -> str:
    result = CliRunner().invoke(
        group, ["statistics", *arguments, "--index", str(index)], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_number_comes_with_its_cells_and_what_changes_it(index: Path) -> None:
    told = json.loads(run(index, QUESTION, "--json"))
    assert told["status"] == "answered"
    assert told["value"] == 220
    (figure,) = told["figures"]
    assert figure["at_least"]
    assert figure["missing"] == {"suppressed": 1}
    assert figure["cells"]["count"] == 8
    assert figure["cells"]["first"] == "C3"
    assert "at least 220" in told["answer"].lower()
    assert told["sql"].startswith("SELECT")


def test_a_chart_and_the_cells_are_written(index: Path, tmp_path: Path) -> None:
    chart, cells = tmp_path / "out.png", tmp_path / "out.csv"
    question = "How many arrivals by harbour were there each quarter in 2023?"
    run(index, question, "--chart", str(chart), "--csv", str(cells), "--sql")
    with Image.open(chart) as image:
        assert image.size == (1200, 800)
        assert "Source" in image.info
    rows = cells.read_text("utf-8").splitlines()
    assert len(rows) == 9
    assert "suppressed" in rows[6] or any("suppressed" in row for row in rows)


def test_what_no_table_has_is_not_found_with_the_nearest_named(index: Path) -> None:
    told = json.loads(run(index, "How many arrivals by harbour were there in 2031?", "--json"))
    assert told["status"] == "not_found"
    assert told["value"] is None
    assert any("31 December 2023" in near for near in told["nearest"])
    assert "Not found" in run(index, "How many zebras crossed in 2023?")


def test_a_word_of_the_table_cannot_become_part_of_the_page(index: Path) -> None:
    from assistant.figures import answer
    from ui.figures import figure_html

    with Library.open(index) as library:
        found = answer("Which harbour had the most Elbonian arrivals in 2023?", library)
    assert found is not None
    assert "<b>" in found.statement
    shown = figure_html(found)
    assert "<b>" not in shown
    assert "data:image/png;base64," in shown
    assert "data:text/csv" in shown
