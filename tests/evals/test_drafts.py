"""Drafts are questions whose gold stands in the sources; a person corrects and approves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import trial
from click.testing import CliRunner

from evals.drafting import approved, draft
from evals.editing import added, approve, as_csv, problems, questions, rows
from evals.errors import RunError, SetError
from evals.gold import locate_all
from evals.reading import load_set
from evals.reading.writing import COLUMNS, write_set
from ui.commands.evaluate import command

if TYPE_CHECKING:
    from pathlib import Path

    from vectorstore.library import Library


def test_a_draft_has_gold_that_stands_in_the_sources(library: Library) -> None:
    found = draft(library, 10)
    located = locate_all(found, library)
    assert all(located[question.id].places for question in found)
    assert not any(approved(question) for question in found)
    asked = {question.kind: question.question for question in found}
    assert asked == {
        "figure": "Small boats brought how many people to Ruritania in 2024, against 987 in 2023?",
        "said": "What did Ana Ruiz say in “Arrivals in Ruritania”?",
        "provision": "What does Article 7 of “Elbonia readmission treaty” say?",
    }
    assert draft(library, 10) == found
    assert len(draft(library, 1)) == 1


@pytest.mark.parametrize("name", ["a.yaml", "a.jsonl", "a.csv"])
def test_a_set_is_read_back_as_it_was_written(library: Library, tmp_path: Path, name: str) -> None:
    cases = [*draft(library, 10), *trial.QUESTIONS[:4]]
    write_set(cases, tmp_path / name)
    assert load_set(tmp_path / name) == cases


def test_what_cannot_be_written_says_so_and_writes_nothing(tmp_path: Path) -> None:
    for name, told in (("a.doc", "cannot be written"), ("a.csv", "“quote” is no question")):
        with pytest.raises(RunError, match=told):
            write_set(trial.QUESTIONS, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_table_is_edited_checked_approved_and_taken(library: Library, tmp_path: Path) -> None:
    table = rows(draft(library, 10))
    assert problems(table, library) == []
    assert questions(table) == draft(library, 10)
    gold, asked = COLUMNS.index("gold_sources"), COLUMNS.index("question")
    table[0][gold] = "arrivals.md | words that nobody wrote"
    (problem,) = problems(table, library)
    assert (problem.row, problem.field) == (1, "gold_sources")
    assert problem.message.startswith("The words “words that nobody wrote” do not stand in")
    table[0][asked] = ""
    (problem,) = problems(table, library)
    assert (problem.row, problem.field, problem.message) == (1, "question", "Field required.")
    with pytest.raises(SetError, match="the table, row 1"):
        questions(table)
    table = approve(rows(draft(library, 10)), library)
    kept = tmp_path / "questions.csv"
    kept.write_text(as_csv(table), encoding="utf-8")
    assert all(approved(question) for question in load_set(kept))
    assert len(load_set(kept)) == len(table)


def test_more_questions_are_added_below_each_once_and_a_draft_gets_a_free_id(
    library: Library,
) -> None:
    found = draft(library, 10)
    table = added(rows(found[:1]), [found[0], found[1].model_copy(update={"id": found[0].id})])
    assert [row[COLUMNS.index("id")] for row in table] == ["draft-001", "draft-002"]
    assert table[1][COLUMNS.index("question")] == found[1].question


def test_only_rows_in_which_nothing_is_wrong_are_approved(library: Library) -> None:
    table = rows(draft(library, 10))
    table[1][COLUMNS.index("number")] = "many"
    tags = [row[COLUMNS.index("tags")] for row in approve(table, library)]
    assert tags == ["", "draft", ""]


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "set.yaml"
    out.write_text("mine", encoding="utf-8")
    done = CliRunner().invoke(command, ["new", str(out)])
    assert done.exit_code == 2
    assert out.read_text(encoding="utf-8") == "mine"
