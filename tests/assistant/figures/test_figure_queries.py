"""The query that is shown gives the number, and every citation is the very text it names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pytest

from assistant.figures import answer
from assistant.figures.query import to_csv
from assistant.figures.reply import reply
from ui.figures import cells_csv

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.figures import FigureAnswer
    from vectorstore.library import Library

TODAY = date(2025, 12, 20)
QUESTIONS = [
    "How many Iraqis arrived by small boat in the year ending March 2023?",
    "How many people arrived by small boat in 2022?",
    "How many Iranians and Iraqis arrived by small boat in 2022?",
    "How many people crossed the Channel from 12 to 18 August 2025?",
    "Which nationality had the most small boat arrivals in 2022?",
    "What share of small boat arrivals in 2022 were Albanian?",
    "How much did small boat arrivals rise between 2021 and 2022?",
    "By what percentage did small boat arrivals fall between 2022 and 2023?",
    "How many people arrived by small boat per day on average in 2024?",
    "What was the busiest day for small boat crossings in 2022?",
    "How many asylum applicants were there in the EU in 2015?",
    "How many were awaiting an initial asylum decision in June 2023?",
]


def asked(library: Library, question: str) -> FigureAnswer:
    found = answer(question, library, today=TODAY)
    assert found is not None
    assert found.value is not None
    return found


def computed(csv: str, sql: str, tmp_path: Path) -> float:
    path = tmp_path / "figures.csv"
    path.write_text(csv, encoding="utf-8", newline="")
    connection = duckdb.connect()
    connection.execute("CREATE TABLE figures AS SELECT * FROM read_csv(?)", [str(path)])
    row = connection.execute(sql).fetchone()
    assert row is not None
    return float(row[0])


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_query_gives_the_number_from_the_whole_table(
    real: Library, question: str, tmp_path: Path
) -> None:
    found = asked(real, question)
    series = found.figures[0].series
    assert series is not None
    whole = to_csv(series.table, series.at)
    assert computed(whole, found.sql, tmp_path) == pytest.approx(found.value)


@pytest.mark.parametrize("question", [QUESTIONS[0], QUESTIONS[2], QUESTIONS[5]])
def test_the_query_gives_the_number_from_the_cells_behind_it(
    real: Library, question: str, tmp_path: Path
) -> None:
    found = asked(real, question)
    assert computed(cells_csv(found), found.sql, tmp_path) == pytest.approx(found.value)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_sentence_is_cited_to_the_text_of_its_cells(real: Library, question: str) -> None:
    told = reply(question, real, today=TODAY)
    assert told is not None
    assert all(sentence.citations for sentence in told.sentences)
    for citation in told.citations:
        text = real.document(citation.entry.id).text
        assert text[citation.start : citation.end] == citation.text
        assert citation.text.strip()


def test_a_cell_s_citation_holds_its_figure(real: Library) -> None:
    told = reply("How many were awaiting an initial asylum decision in June 2023?", real)
    assert told is not None
    assert "138,134" in told.citations[0].text
    assert told.citations[0].locator == "cell E14"
