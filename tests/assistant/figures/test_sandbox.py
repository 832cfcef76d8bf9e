"""A query that a chat model wrote runs over one table, with no way out, and is shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from assistant.figures.sandbox import QueryRefused, run
from assistant.figures.written import written
from assistant.spending import Meter
from assistant.testing import ScriptedModel

if TYPE_CHECKING:
    from pathlib import Path

    from vectorstore.library import Library
    from vectorstore.observations import FigureTable

SUM = "SELECT sum(value) AS value FROM figures WHERE \"Nationality\" = 'Ruritania'"
QUESTION = "How many arrivals by harbour from Ruritania?"


def arrivals(library: Library) -> tuple[FigureTable, int]:
    (kept,) = library.figure_heads()
    names = [measure.name for measure in kept.head.measures]
    return library.figure_table(kept), names.index("Arrivals")


def test_a_query_over_the_table_is_run(harbour: Library) -> None:
    table, measure = arrivals(harbour)
    assert run(table, measure, SUM).rows == ((220.0,),)
    first = run(table, measure, "SELECT cell, period_first FROM figures ORDER BY place LIMIT 1")
    assert first.rows[0][0] == "E3"
    assert str(first.rows[0][1]) == "2023-01-01"
    missing = run(table, measure, "SELECT missing FROM figures WHERE value IS NULL")
    assert missing.rows == (("suppressed",),)


@pytest.mark.parametrize(
    "query",
    [
        "DROP TABLE figures",
        "SELECT 1; SELECT 2",
        "INSERT INTO figures SELECT * FROM figures",
        "COPY figures TO '{folder}/out.csv'",
        "ATTACH '{folder}/x.db'",
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM read_parquet('https://example.org/x.parquet')",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "LOAD httpfs",
        "PRAGMA database_list",
        "EXPORT DATABASE '{folder}/out'",
        "CREATE TABLE other AS SELECT 1",
        "SELECT * FROM given",
        "SELECT getenv('HOME')",
        "not sql at all",
        "",
    ],
)
def test_a_hostile_query_is_refused(harbour: Library, query: str, tmp_path: Path) -> None:
    table, measure = arrivals(harbour)
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(QueryRefused):
        run(table, measure, query.format(folder=tmp_path, file=secret))
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == [
        "elbonian_harbour_arrivals.csv",
        "secret.csv",
    ]


def test_a_query_without_end_is_stopped_and_one_of_too_many_rows_refused(
    harbour: Library,
) -> None:
    table, measure = arrivals(harbour)
    endless = (
        "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range < b.range"
    )
    with pytest.raises(QueryRefused, match="longer than"):
        run(table, measure, endless, seconds=0.5)
    with pytest.raises(QueryRefused, match="more than 200 rows"):
        run(table, measure, "SELECT * FROM range(1000)")


def test_a_model_s_query_is_run_shown_and_cited(harbour: Library) -> None:
    model = ScriptedModel(replies=[f"Here: {json.dumps({'table': 1, 'sql': SUM})}"])
    told = written(QUESTION, harbour, model, Meter())
    assert told is not None
    assert told.sentences[0].text.startswith("220")
    assert any(SUM in note for note in told.notes)
    (citation,) = told.citations
    text = harbour.document(citation.entry.id).text
    assert text[citation.start : citation.end] == citation.text
    assert "TABLE 1" in model.prompts[0][0]


@pytest.mark.parametrize(
    "reply",
    [
        "The answer is 4,000.",
        '{"table": null}',
        '{"table": 9, "sql": "SELECT 1"}',
        '{"table": 1, "sql": "SELECT * FROM read_text(\'/etc/passwd\')"}',
        '{"table": 1, "sql": "SELECT * FROM figures"}',
        '{"table": true, "sql": "SELECT 1"}',
        "{broken",
    ],
)
def test_what_a_model_says_without_a_query_that_runs_is_not_used(
    harbour: Library, reply: str
) -> None:
    assert written(QUESTION, harbour, ScriptedModel(replies=[reply]), Meter()) is None


def test_a_model_is_not_asked_of_another_country_nor_told_of_private_tables(
    harbour: Library,
) -> None:
    unasked = ScriptedModel(replies=[])
    france = "How many arrivals by harbour from France in 2023?"
    assert written(france, harbour, unasked, Meter()) is None
    assert written(QUESTION, harbour, unasked, Meter(), may_see=lambda _: False) is None
    assert not unasked.prompts
