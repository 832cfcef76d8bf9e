"""Every report says the same, holds nothing that runs, and opens every case."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import trial
from lxml import html
from rich.console import Console

from evals.compare import compare
from evals.gates import Floor
from evals.records import AnswerSentence
from evals.report.html import page
from evals.report.terminal import show
from evals.report.written import WRITERS

if TYPE_CHECKING:
    from pathlib import Path

    from evals.records import Record
    from evals.results import Result
    from vectorstore.library import Library

NASTY = '<script>alert("x")</script> =1+1 \x07|'


@pytest.fixture
def compared(library: Library, records: dict[str, Record], result: Result) -> Result:
    """A run with a wrong answer, a failure, and nasty words, beside one that was all right."""
    records["days"] = trial.failed("days")
    nasty = AnswerSentence(text=NASTY, citations=(7,))
    records["moon"] = records["moon"].model_copy(
        update={"status": "answered", "sentences": (nasty,)}
    )
    new = trial.result_of(library, records)
    new = new.model_copy(update={"comparison": compare(new, result, "old.json")})
    return new.model_copy(update={"gates": (Floor.parse("right=0.99").hold(new),)})


def written(result: Result, option: str, folder: Path) -> str:
    WRITERS[option](result, folder / "out")
    return (folder / "out").read_text(encoding="utf-8")


def test_the_page_shows_every_case_with_its_evidence(compared: Result) -> None:
    tree = html.fromstring(page(compared))
    cases = tree.find_class("case")
    assert len(cases) == len(compared.cases)
    arrivals = tree.get_element_by_id("case-arrivals").text_content()
    for told in (trial.ARRIVED, "1,234 people", "nugget_recall_vital", "arrivals.md"):
        assert told in arrivals
    assert "does not answer" in tree.get_element_by_id("case-days").text_content()
    assert tree.get_element_by_id("case-moon").get("data-states") == "wrong notright lost changed"
    assert (
        "though the sources do not answer it" in tree.get_element_by_id("case-moon").text_content()
    )
    assert "Answer of the older run" in tree.get_element_by_id("case-moon").text_content()
    assert [one.get("id") for one in cases[:2]] == ["case-days", "case-moon"]
    assert len(tree.xpath("//svg")) >= 3
    assert "fails: right at least 0.99" in tree.text_content()


def test_nothing_of_an_answer_runs_on_the_page(compared: Result) -> None:
    text = page(compared)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
    assert "default-src 'none'" in text
    assert not html.fromstring(text).xpath("//*[@src or @href and not(starts-with(@href, '#'))]")


def test_a_row_a_case_in_the_csv_and_no_cell_a_formula(compared: Result, tmp_path: Path) -> None:
    text = written(compared, "csv_out", tmp_path)
    assert text.startswith("\ufeff")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff")))}
    assert rows.keys() == {case.id for case in compared.cases}
    assert (rows["arrivals"]["state"], rows["arrivals"]["right"]) == ("right", "1")
    assert (rows["days"]["state"], rows["days"]["right"]) == ("failed", "")
    cells = [cell for row in rows.values() for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_the_markdown_names_what_is_not_right(compared: Result, tmp_path: Path) -> None:
    text = written(compared, "markdown", tmp_path)
    for told in ("✗ right at least 0.99", "| moon |", "1 of 6 cases failed", "| right |"):
        assert told in text
    assert "<script>" not in text


def test_junit_has_a_test_a_case_and_only_gates_fail(compared: Result, tmp_path: Path) -> None:
    suites = ET.fromstring(written(compared, "junit", tmp_path))  # noqa: S314 - our own
    cases, gates = suites
    assert (cases.get("tests"), cases.get("errors"), cases.get("skipped")) == ("6", "1", "1")
    assert (gates.get("failures"), gates[0].get("name")) == ("1", "right at least 0.99")
    assert len(cases) == 6


def test_the_answers_are_exported_as_ragas_reads_them(result: Result, tmp_path: Path) -> None:
    text = written(result, "ragas", tmp_path)
    assert text.isascii()  # it is read in the encoding of whatever machine
    arrivals, days = map(json.loads, text.splitlines())
    # The fields of ragas' SingleTurnSample, and their types.
    assert arrivals["user_input"] == "How many people came to Ruritania by small boat in 2024?"
    assert trial.ARRIVED in arrivals["retrieved_contexts"][0]
    assert arrivals["response"] == trial.ARRIVED  # without the marks of its citations
    assert arrivals["reference"] == "In 2024 small boats brought 1,234 people to Ruritania."
    assert arrivals["reference_contexts"] == ["brought 1,234 people"]
    assert days["reference"] == "21 days"  # no answer is written down, so what it must have in it
    assert days.keys() == arrivals.keys()


def test_the_answers_are_exported_as_ragchecker_reads_them(result: Result, tmp_path: Path) -> None:
    text = written(result, "ragchecker", tmp_path)
    assert text.isascii()
    arrivals, days = json.loads(text)["results"]
    assert arrivals["gt_answer"] == "In 2024 small boats brought 1,234 people to Ruritania."
    assert (days["query_id"], days["gt_answer"]) == ("days", "21 days")
    assert days["response"] == "A request is answered within 21 days."
    assert days["retrieved_context"][0].keys() == {"doc_id", "text"}
    assert days["retrieved_context"][0]["doc_id"] == "treaty.md"
    fields = {"query_id", "query", "gt_answer", "response", "retrieved_context"}
    assert {*arrivals} == fields


def test_questions_that_failed_or_that_nothing_answers_are_not_exported(
    compared: Result, tmp_path: Path
) -> None:
    assert len(written(compared, "ragas", tmp_path).splitlines()) == 1
    found = json.loads(written(compared, "ragchecker", tmp_path))["results"]
    assert [row["query_id"] for row in found] == ["arrivals"]


def test_the_terminal_shows_metrics_failures_and_gates(compared: Result) -> None:
    out = io.StringIO()
    show(compared, Console(file=out, width=140))
    text = out.getvalue()
    for told in (
        "1 of 6 cases failed", "moon [wrong]", "days [failed]", "Lost: ", "FAILS: right at least",
        "a change of `right`", "answerable",
    ):  # fmt: skip
        assert told in text, told


def test_a_report_that_cannot_be_written_leaves_nothing(result: Result, tmp_path: Path) -> None:
    from evals.errors import RunError

    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RunError, match="cannot be written"):
        WRITERS["report"](result, tmp_path / "file" / "report.html")
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
