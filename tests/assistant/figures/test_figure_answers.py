"""Questions of figures: found, computed, cited to the cell, with what bears on them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from assistant.figures import FigureAnswer, FigureStatus, answer
from ingest.run import ingest

if TYPE_CHECKING:
    from pathlib import Path

    from vectorstore.library import Library

TODAY = date(2025, 12, 20)


def asked(library: Library, question: str) -> FigureAnswer:
    found = answer(question, library, today=TODAY)
    assert found is not None
    return found


def test_ten_thousand_rows_are_added_up_once_in_the_csv_and_in_the_workbook(real: Library) -> None:
    found = asked(real, "How many Iraqis arrived by small boat in the year ending March 2023?")
    assert found.value == 4242
    assert "4,242 detections" in found.statement
    assert "year ending March 2023" in found.statement
    assert found.outcome
    tables = [found.outcome.candidate.source.entry.path, *found.same]
    assert any("xlsx" in table for table in tables)
    assert any("Asylum r irregular migration" in table for table in tables)
    assert not any("Irr_D01" in table and "Data" not in table for table in tables)
    assert any("detected twice" in note for note in found.notes)


def test_a_week_of_days_is_summed(real: Library) -> None:
    found = asked(real, "How many people crossed the Channel from 12 to 18 August 2025?")
    assert found.value == 968
    assert found.figures[0].cells.locator == "sheet SB_01, 7 cells from B2782 to B2788"
    assert "provisional" in found.standing


def test_what_was_announced_stands_beside_what_is_now(real: Library) -> None:
    found = asked(real, "How many people arrived by small boat on 22 August 2022?")
    assert found.value == 1137
    (other,) = found.others
    assert other.outcome.value == 1295
    assert "announced on 23 August 2022" in other.why


def test_two_official_totals_are_both_given_with_their_series(real: Library) -> None:
    found = asked(real, "How many people arrived by small boat in 2022?")
    assert found.value == 45755
    (other,) = found.others
    assert other.outcome.value == 45774
    assert "quarterly" in other.why


def test_ways_of_counting_that_do_not_add_up_are_shown(real: Library) -> None:
    found = asked(real, "How many asylum applicants were there in the EU in 2015?")
    assert found.value == 1_323_465
    shown = {reading.words: reading.outcome.value for reading in found.readings}
    assert shown["First time applicant"] == 1_257_610
    assert shown["Extra-EU-28"] == 1_322_825


def test_a_stock_is_read_at_the_end_of_a_period_and_never_added_up(real: Library) -> None:
    found = asked(real, "How many were awaiting an initial asylum decision in June 2023?")
    assert found.value == 138_134
    assert found.figures[0].cells.count == 1
    nothing = asked(real, "How many were awaiting an initial asylum decision in October 2022?")
    assert nothing.status is FigureStatus.NOT_FOUND


def test_a_period_that_no_table_covers_is_not_found_and_the_nearest_is_named(
    real: Library,
) -> None:
    found = asked(real, "How many Iraqis arrived by small boat in the year ending March 2025?")
    assert found.status is FigureStatus.NOT_FOUND
    assert any("1 January 2018 to 31 December 2023" in near for near in found.nearest)


def test_a_sum_over_a_suppressed_cell_is_at_least(harbour: Library) -> None:
    found = asked(harbour, "How many Ruritania arrivals by harbour were there in 2023?")
    assert found.value == 220
    assert "at least 220" in found.statement.lower()
    assert any("suppressed" in note for note in found.notes)


def test_members_and_periods_are_told_apart(harbour: Library) -> None:
    found = asked(harbour, "Which harbour had the most Ruritania arrivals in 2023?")
    assert (found.label, found.value) == ("Northport", 185)
    one = asked(harbour, "How many Grand Fenwick harbour arrivals were there in Q2 2023?")
    assert one.value == 14


def test_what_is_no_question_of_figures_is_left_alone(harbour: Library) -> None:
    assert answer("What did the minister say about the harbour?", harbour) is None
    assert answer("Who signed the treaty with Elbonia?", harbour) is None


def test_a_country_as_a_place_is_not_a_nationality(real: Library) -> None:
    found = asked(real, "How many people arrived in Italy by small boat in 2022?")
    assert found.status is FigureStatus.NOT_FOUND


def test_days_from_and_to_make_a_period(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "harbour_landings.csv"
    path.write_text(
        "Harbour landings,,,\nGroup,From,To,Landings\n"
        "Ruritania,2023-04-01,2024-03-31,2600\nRuritania,2024-04-01,2025-03-31,1900\n",
        encoding="utf-8",
    )
    assert not ingest([str(path)], library).failed
    year = asked(library, "How many harbour landings from Ruritania in the year to March 2025?")
    assert year.value == 1900
    day = asked(library, "How many harbour landings from Ruritania on 1 April 2024?")
    assert day.status is FigureStatus.NOT_FOUND


def test_what_a_table_does_not_list_is_no_zero_unless_it_lists_only_what_there_was(
    harbour: Library, real: Library
) -> None:
    missing = asked(harbour, "How many Grand Fenwick arrivals by Southport harbour in Q1 2023?")
    assert missing.status is FigureStatus.NOT_FOUND
    none = asked(real, "How many Vietnamese people arrived by small boat in Q2 2018?")
    assert none.value == 0
    assert any("lists none" in note for note in none.notes)


def test_two_countries_that_are_not_joined_are_not_added_up(real: Library) -> None:
    found = asked(real, "How many Albanians did Germany detect on small boats in 2022?")
    assert found.status is FigureStatus.NOT_FOUND


def test_a_whole_and_its_parts_are_not_added_up(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "harbour_returns.csv"
    path.write_text(
        "Harbour returns,,\nArea,Year,Returns\n"
        "Ruritania,2023,900\nRuritania to Elbonia,2023,300\nRuritania to Utopia,2023,200\n",
        encoding="utf-8",
    )
    assert not ingest([str(path)], library).failed
    assert asked(library, "How many harbour returns were there in 2023?").value == 900
    part = asked(library, "How many harbour returns from Ruritania to Elbonia in 2023?")
    assert part.value == 300
