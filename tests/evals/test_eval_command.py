"""``onrecord eval`` as an editor, a maintainer and a program use it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import trial
from click.testing import CliRunner

from ui.command import WRONG_USAGE, group
from ui.commands.evaluate import command
from vectorstore.errors import OnRecordError

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result as Outcome


@pytest.fixture
def spreadsheet(tmp_path: Path) -> Path:
    path = tmp_path / "questions.csv"
    path.write_text(trial.SPREADSHEET, encoding="utf-8")
    return path


def run(*arguments: object) -> Outcome:
    return CliRunner().invoke(command, [str(one) for one in arguments], standalone_mode=False)


def test_an_editor_s_spreadsheet_gives_numbers_and_a_page(
    place: Path, spreadsheet: Path, tmp_path: Path
) -> None:
    out = tmp_path / "result.json"
    page = tmp_path / "page.html"
    done = run(spreadsheet, "--index", place, "--json", out, "--report", page)
    assert done.exception is None, done.exception
    assert done.return_value == 0
    result = json.loads(out.read_text(encoding="utf-8"))
    assert result["metrics"]["right"]["value"] == 1
    assert result["metrics"]["right"]["low"] < 1
    assert {"index_digest", "embedding_model", "llm", "versions", "seed"} <= result["run"].keys()
    assert "1,234" in page.read_text(encoding="utf-8")
    assert "right" in done.output


def test_scored_again_without_asking_and_compared_with_itself(
    place: Path, spreadsheet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, out = tmp_path / "answers.jsonl", tmp_path / "result.json"
    common = (spreadsheet, "--index", place, "--answers", answers)
    assert run(*common, "--json", out).return_value == 0

    def forbidden(*_: Any) -> None:
        raise AssertionError("the assistant was built")

    monkeypatch.setattr("assistant.build.build_steps", forbidden)
    gates = ("--compare", out, "--fail-if-worse", "right:0", "--fail-under", "right=1")
    done = run(*common, *gates)
    assert done.return_value == 0, done.exception
    assert "No metric changed." in done.output


def test_a_question_that_is_worded_otherwise_is_asked_again(
    place: Path, spreadsheet: Path, tmp_path: Path
) -> None:
    common = ("--index", place, "--answers", tmp_path / "answers.jsonl", "--json")
    assert run(spreadsheet, *common, tmp_path / "one.json").return_value == 0
    other = trial.SPREADSHEET.replace("to Ruritania in 2024?", "to Atlantis in 1850?")
    spreadsheet.write_text(other, encoding="utf-8")
    assert run(spreadsheet, *common, tmp_path / "two.json").exception is None
    before, after = (
        json.loads((tmp_path / name).read_text(encoding="utf-8"))["cases"]
        for name in ("one.json", "two.json")
    )
    assert (before[0]["status"], after[0]["status"]) == ("answered", "not_found")
    assert before[1] == after[1]


def test_a_threshold_that_is_missed_gives_exit_code_1(
    place: Path, spreadsheet: Path, tmp_path: Path
) -> None:
    worse = tmp_path / "worse.csv"
    worse.write_text(trial.SPREADSHEET.replace(",1234,", ",4321,"), encoding="utf-8")
    done = run(worse, "--index", place, "--fail-under", "number_match=0.5")
    assert done.return_value == 1
    assert "FAILS: number_match at least 0.5: it is 0" in done.output


def test_a_metric_that_was_not_computed_gives_exit_code_1(place: Path, spreadsheet: Path) -> None:
    done = run(spreadsheet, "--index", place, "--fail-under", "extraction_f1=0")
    assert done.return_value == 1
    assert "it was not computed" in done.output


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ("id,question\na,\n", "row 2 (a), question"),
        ("id,question,gold_sources\na,b,arrivals.md | 9 people\n", "do not stand in arrivals.md"),
    ],
)
def test_a_set_that_is_wrong_asks_nothing_and_writes_nothing(
    place: Path, tmp_path: Path, cells: str, told: str
) -> None:
    wrong, answers = tmp_path / "wrong.csv", tmp_path / "answers.jsonl"
    wrong.write_text(cells, encoding="utf-8")
    done = run(wrong, "--index", place, "--answers", answers, "--json", tmp_path / "out.json")
    assert isinstance(done.exception, OnRecordError)
    assert type(done.exception).__name__ in WRONG_USAGE
    assert told in str(done.exception)
    assert [one.name for one in tmp_path.iterdir()] == ["wrong.csv"]


def test_an_unknown_metric_is_refused_before_anything_is_asked(
    place: Path, spreadsheet: Path
) -> None:
    done = run(spreadsheet, "--index", place, "--fail-under", "rihgt=1")
    assert "Did you mean right" in getattr(done.exception, "remedy", "")


def test_the_schema_and_the_metrics_are_printed() -> None:
    printed = CliRunner().invoke(group, ["eval", "schema"])
    assert json.loads(printed.output)["title"] == "On Record question set"
    assert "abstention_f1" in CliRunner().invoke(group, ["eval", "metrics"]).output


def test_help_names_the_subcommands_and_a_set_is_none_of_them() -> None:
    text = CliRunner().invoke(group, ["eval", "--help"]).output
    assert all(word in text for word in ("run", "schema", "metrics"))
    assert "--fail-if-worse" in CliRunner().invoke(group, ["eval", "run", "--help"]).output
