"""Every table of the real sources, against cells read from the files by other means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from evals.cells import gold_cells, gold_tables, observed, wrong_cell, wrong_tables

if TYPE_CHECKING:
    from vectorstore.observations import FigureTable

SOURCES = Path(__file__).parents[3] / "shared" / "corpus" / "statistics"
TABLES = gold_tables()
CELLS = gold_cells()

pytestmark = pytest.mark.skipif(not SOURCES.is_dir(), reason="the real sources are not here")


def tables_of(name: str) -> dict[str, FigureTable]:
    return {table.head.sheet: table for table in observed(SOURCES / name)[1]}


@pytest.mark.parametrize("gold", TABLES, ids=lambda gold: gold["file"])
def test_every_table_is_found_once_and_no_pivot_is_counted(gold: dict[str, Any]) -> None:
    assert list(wrong_tables(gold, SOURCES)) == []


@pytest.mark.parametrize("name", [gold["file"] for gold in TABLES])
def test_cells_are_exact(name: str) -> None:
    wrong = [wrong_cell(gold, SOURCES) for gold in CELLS if gold["file"] == name]
    assert [miss for miss in wrong if miss] == []


def test_the_labels_cover_every_file_and_every_kind_of_placeholder() -> None:
    assert {gold["file"] for gold in TABLES} == {path.name for path in SOURCES.iterdir()}
    assert {gold["file"] for gold in CELLS} == {g["file"] for g in TABLES if g["tables"]}
    assert len(CELLS) >= 150
    assert {gold["placeholder"] for gold in CELLS if "placeholder" in gold} >= {
        "", "-", ":", "*", "n/a", "NA",
    }  # fmt: skip
    assert any(gold.get("value") == 0 for gold in CELLS)
    statuses = {gold["status"] for gold in CELLS}
    assert {"provisional", "revised", "definition differs"} <= statuses


def test_note_references_beside_the_year_are_no_costs() -> None:
    costs = tables_of("ho_ukvi_immigration_protection_transparency_q3_2023.xlsx")["ASY_04"]
    assert not np.isin(costs.values(0), [20.0]).any()
    assert [measure.column for measure in costs.head.measures][:2] == [2, 3]


def test_notes_say_what_is_counted_and_are_brought_along() -> None:
    tables = tables_of("ho_immigration_enforcement_transparency_q3_2023.xlsx")
    assert {measure.unit for measure in tables["FR_05"].head.measures} == {"families"}
    assert any("rather than individuals" in note for note in tables["FR_05"].head.notes)
    tables = tables_of("ho_irregular_migration_detailed_ye_sep2023.xlsx")
    detections = tables["Data - Irr_D01"].head
    assert any("irregular entries" in note for note in detections.measures[0].notes)
    assert any("small boat" in note for note in detections.notes)


def test_a_share_that_is_kept_as_a_fraction_says_so() -> None:
    tables = tables_of("ho_ukvi_immigration_protection_transparency_q3_2023.xlsx")
    kept, written = tables["ALAR_01"].head.measures[0], tables["CoC_01"].head.measures[-1]
    assert (kept.unit, kept.scale) == ("%", 100.0)  # 0.83
    assert (written.unit, written.scale) == ("%", 1.0)  # "41%"


def test_days_among_weeks_stay_days() -> None:
    head = tables_of("rvaughan_weekly_small_boats.csv")[""].head
    assert {period.days for period in head.periods} == {1, 7}


def test_a_release_is_known_by_what_its_sheets_say() -> None:
    document, tables = observed(SOURCES / "ho_irregular_migration_detailed_ye_sep2023.xlsx")
    assert (document.publisher, str(document.published)) == ("Home Office", "2023-11-23")
    release = {table.head.sheet: table.head.release for table in tables}
    assert str(release["Data - Irr_D01"].next_update) == "2024-02-29"
    assert release["Data - Irr_D01"].coverage == "2018 onwards"
    assert release["Data - Irr_D05"].coverage == "2018 to 2023 Q2"
    assert release["Data - Irr_D01"].contact.endswith("@homeoffice.gov.uk")
    # Its cover says "Crown copyright 2023"; the figures go to 11 December 2025.
    document, tables = observed(SOURCES / "ho_small_boats_time_series_2025-12-12.ods")
    assert str(document.published) == "2025-12-12"
    assert document.dating == "inferred from its file's name"
    assert tables[0].head.release.frequency == "published weekly"


def test_every_row_that_is_told_is_found_in_the_text() -> None:
    for path in sorted(SOURCES.iterdir()):
        document, tables = observed(path)
        for table in tables:
            for row in range(0, table.head.rows, max(1, table.head.rows // 20)):
                start, end = table.span(row)
                assert 0 <= start < end <= len(document.text), (path.name, table.head.sheet, row)
