"""Question sets are read from what people write, and every mistake is named with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from evals.errors import SetError
from evals.gold import Sources, locate, locate_all, occurrences
from evals.questions import Extraction, Gold, Question, QuoteCheck, json_schema
from evals.reading import load_set, load_sets

if TYPE_CHECKING:
    from vectorstore.library import Library

ROW = {"id": "a", "question": "How many?", "kind": "figure"}
SCHEMA = Path(__file__).parents[2] / "docs" / "question_sets.schema.json"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(SetError) as caught:
        load_set(path)
    return [str(problem) for problem in caught.value.problems]


def test_one_set_is_the_same_in_every_format(tmp_path: Path) -> None:
    row = {
        "id": "a",
        "question": "How many came?",
        "history": [{"question": "Who?", "answer": "Elbonians."}],
        "number": {"value": 1234.0, "unit": "people", "tolerance": 2.0},
        "nuggets": [{"text": "1,234"}, {"text": "in all", "vital": False, "alternatives": ["sum"]}],
        "gold_sources": [
            {"document": "a.md", "span": "1,234 people"},
            {"document": "b.md", "locator": "page 4", "span": "sum | of all"},
        ],
        "answerable": "depends",
        "as_of": "2025-08-20",
        "tags": ["boats", "2024"],
    }
    in_cells = (
        "id,question,history,number,number_unit,number_tolerance,nuggets,gold_sources,"
        "answerable,as_of,tags\n"
        'a,How many came?,"Q: Who?\nA: Elbonians.","1,234",people,2,'
        '"1,234\n(optional) in all = sum","a.md | 1,234 people\nb.md | page 4 | sum | of all",'
        'depends,2025-08-20,"boats, 2024"\n'
    )
    expected = load_set(write(tmp_path, "a.yaml", yaml.safe_dump([row])))
    assert isinstance(expected[0], Question)
    assert load_set(write(tmp_path, "a.jsonl", json.dumps(row))) == expected
    assert load_set(write(tmp_path, "a.csv", in_cells)) == expected
    assert load_set(write(tmp_path, "b.csv", "\ufeff" + in_cells)) == expected


def test_a_spreadsheet_with_semicolons_and_empty_rows_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "ID;Question;Answerable;\n;;;\na;How, many?;no;\n")
    (case,) = load_set(path)
    assert case == Question(id="a", question="How, many?", answerable=False)


def test_a_workbook_is_read_as_its_cells_look(tmp_path: Path) -> None:
    from evals.corpora.build_demo_workbook import WORKBOOK

    # The demo workbook is no question set: what is wrong is said of its first row.
    assert "row 1, id" in problems(WORKBOOK)[0]


def test_quotations_and_texts_are_told_from_questions_by_their_fields(tmp_path: Path) -> None:
    rows = [
        ROW,
        {"id": "b", "quote": "a waste", "speaker": "Bo Lind", "verdict": "verbatim"},
        {"id": "c", "text": "He said “no”.", "quotations": [{"span": "no", "speaker": "He"}]},
    ]
    kinds = [type(case) for case in load_set(write(tmp_path, "a.yaml", yaml.safe_dump(rows)))]
    assert kinds == [Question, QuoteCheck, Extraction]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"id": "a"}, "question: Field required"),
        ({**ROW, "anwserable": True}, "anwserable: Extra inputs"),
        ({**ROW, "answerable": "perhaps"}, "true, false or depends"),
        ({**ROW, "question": " "}, "question: String should have at least 1 character"),
        ({**ROW, "number": {"value": float("nan")}}, "number.value: Input should be a finite"),
        ({**ROW, "number": {"value": 1, "tolerance": -1}}, "number.tolerance"),
        ({**ROW, "as_of": "yesterday"}, "as_of"),
        ({**ROW, "answerable": False, "number": {"value": 1}}, "answerable is false, yet"),
        ({"id": "a", "quote": "x", "verdict": "fine"}, "verdict: Input should be 'speaker_"),
        ({"id": "a", "quotations": []}, "give either a document or a text"),
        ("How many?", "not a question with fields"),
    ],
)
def test_a_mistake_is_named_with_file_row_field_and_remedy(
    tmp_path: Path, row: object, told: str
) -> None:
    path = write(tmp_path, "set.yaml", yaml.safe_dump([{**ROW, "id": "first"}, row]))
    (problem, *_) = problems(path)
    assert problem.startswith(f"{path}, row 2")
    assert told in problem
    assert problem.count(".") >= 2


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    one = write(tmp_path, "one.yaml", yaml.safe_dump([{"id": "a"}, {"id": "b"}]))
    two = write(tmp_path, "two.csv", "id,question\nc,\n")
    with pytest.raises(SetError) as caught:
        load_sets([one, two, tmp_path / "none.yaml"])
    assert len(caught.value.problems) == 4
    assert "none.yaml: It cannot be read" in str(caught.value)


def test_an_id_stands_once(tmp_path: Path) -> None:
    one = write(tmp_path, "one.yaml", yaml.safe_dump([ROW]))
    two = write(tmp_path, "two.jsonl", json.dumps(ROW) + "\n")
    with pytest.raises(SetError, match=r"is the id of .*one\.yaml, row 1 already"):
        load_sets([one, two])


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.yaml", b"- [", "It is not YAML"),
        ("a.yaml", b"a: 1", "must hold a list"),
        ("a.jsonl", b'{"id": "a"', "row 1: The line is not JSON"),
        ("a.csv", b"question\nHow?", "“id” is not among them"),
        ("a.csv", b"id,question\n\xff,a", "It is not UTF-8"),
        ("a.csv", b"id,question,history\na,b,c", "history: every line must begin with"),
        ("a.csv", b"id,question,number\na,b,many", "“many” is not a number"),
        ("a.xlsx", b"no workbook", "It is no workbook"),
        ("a.doc", b"", "is no format of question sets"),
        ("a.yaml", b"[]", "It holds no questions"),
    ],
)
def test_a_file_that_is_no_set_says_why(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert told in problems(tmp_path / name)[0]


def test_the_schema_in_the_docs_is_the_one_in_force() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json_schema()


def test_gold_is_found_whatever_the_white_space_but_not_inside_a_word() -> None:
    assert occurrences("two  words", "Two two\nwords, two wordsmiths") == [(4, 13)]
    assert occurrences("21", "121 21, 2.1") == [(4, 6)]


def test_a_source_is_named_by_its_file_its_title_or_its_id(library: Library) -> None:
    sources = Sources(library)
    for name in ("arrivals.md", "Arrivals in Ruritania", sources.named("arrivals.md")[0]):
        (place,) = locate(Gold(document=name, span="1,234 people"), sources)
        assert sources.document(place.document).text[place.start : place.end] == "1,234 people"
    assert not sources.named("rivals.md")


def test_gold_that_is_not_in_its_document_is_named(library: Library) -> None:
    cases = [
        Question(id="a", question="?", gold_sources=(Gold(document="gone.md"),)),
        Question(
            id="b",
            question="?",
            gold_sources=(
                Gold(document="treaty.md", span="21 days"),
                Gold(document="treaty.md", span="22 days"),
                Gold(document="treaty.md", locator="Article 8", span="21 days"),
            ),
        ),
        Extraction(id="c", document="gone.md"),
    ]
    with pytest.raises(SetError) as caught:
        locate_all(cases, library)
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 4
    assert "(a), gold_sources.0: No document of the index is called “gone.md”" in told[0]
    assert "(b), gold_sources.1: The words “22 days” do not stand in treaty.md" in told[1]
    assert "at Article 8" in told[2]
