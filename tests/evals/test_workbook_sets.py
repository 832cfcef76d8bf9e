"""A question set from a workbook, as an editor's program saves it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from workbooks import workbook

from evals.errors import SetError
from evals.gold import locate_all
from evals.questions import Gold, Number, Question
from evals.reading import load_set, read_sets, told_where

if TYPE_CHECKING:
    from pathlib import Path

    from vectorstore.library import Library

HEADER = ("ID", "Question", "Answerable", "Number", "Number unit", "Gold sources", "As of", "Tags")


def problems(path: Path) -> list[str]:
    with pytest.raises(SetError) as caught:
        load_set(path)
    return [str(problem) for problem in caught.value.problems]


def test_a_workbook_is_read_as_its_cells_look(tmp_path: Path) -> None:
    """Blank rows, blanks around words, figures as floats, days as days, words with capitals."""
    rows = [
        [],
        HEADER,
        [],
        [
            " a ", "  How many came? ", True, 1900.0, "people", "a.md | 1,900  people",
            date(2025, 3, 31), "boats , desk",
        ],
        [2.0, "Who asked?", "No"],
        [None, "  "],
    ]  # fmt: skip
    path = workbook(tmp_path / "set.xlsx", {"Questions": rows})
    assert load_set(path) == [
        Question(
            id="a",
            question="How many came?",
            number=Number(value=1900, unit="people"),
            gold_sources=(Gold(document="a.md", span="1,900  people"),),
            as_of=date(2025, 3, 31),
            tags=("boats", "desk"),
        ),
        Question(id="2", question="Who asked?", answerable=False),
    ]


def test_every_sheet_with_questions_is_read_and_a_scratch_sheet_left_alone(tmp_path: Path) -> None:
    sheets = {
        "To do": [["call Tom"]],
        "Boats": [["id", "question"], ["a", "How many?"]],
        "Deals": [["id", "question"], ["b", "Who signed?"]],
    }
    path = workbook(tmp_path / "set.xlsx", sheets)
    assert [case.id for case in load_set(path)] == ["a", "b"]
    sheets["Deals"].append(["b", "When?"])
    (problem,) = problems(workbook(path, sheets))
    assert problem.startswith(f"{path}, sheet “Deals”, row 3 (b), id: “b” is the id of row 2")


def test_a_column_of_remarks_is_left_alone(tmp_path: Path) -> None:
    rows = [["id", "question", "# remarks", ""], ["a", "How many?", "ask Tom", "x"]]
    assert load_set(workbook(tmp_path / "set.xlsx", {"Questions": rows})) == [
        Question(id="a", question="How many?")
    ]


def test_every_mistake_is_named_with_sheet_row_and_field(tmp_path: Path) -> None:
    rows = [
        ["id", "question", "number", "gold_source", "notes", "id"],
        [],
        ["a", "How many?", "many"],
        ["b"],
    ]
    told = problems(workbook(tmp_path / "set.xlsx", {"Questions": rows}))
    assert len(told) == 5
    for said in (
        "row 1, gold_source: No field has this name. Did you mean gold_sources?",
        "row 1, notes: No field has this name. A column of remarks",
        "row 1, id: Two columns have this name.",
        "row 3 (a), number: “many” is not a number.",
        "row 4 (b), question: Field required. Add it.",
    ):
        assert any(said in one for one in told), said


def test_gold_that_is_not_in_the_index_is_named_in_its_own_row(
    tmp_path: Path, library: Library
) -> None:
    rows = [
        ["id", "question", "gold_sources"],
        [],
        ["a", "How soon?", "treaty.md | A request is answered within 22 days"],
    ]
    path = workbook(tmp_path / "set.xlsx", {"Questions": rows})
    read = read_sets([path])
    with pytest.raises(SetError) as caught, told_where(read.origins):
        locate_all(read.cases, library)
    told = str(caught.value)
    assert f"{path}, row 3 (a), gold_sources.0: The words" in told
    assert "The nearest sentence there: “1. A request is answered within 21 days.”" in told
