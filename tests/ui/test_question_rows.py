"""The table of questions as HTML, and what the browser sends of it."""

import json

import page_fakes as fakes
import pytest
from lxml import html

from evals.editing import as_csv
from evals.errors import Problem
from evals.reading.writing import COLUMNS
from ui.question_rows import problem_list, sent, source_names, table
from vectorstore.errors import OnRecordError


def row(**cells):
    usual = {"kind": "fact", "answerable": "yes", "language": "en"}
    return [(usual | cells).get(name, "") for name in COLUMNS]


def test_every_cell_stands_in_a_field_of_its_own_and_comes_back():
    written = row(
        id="a", question="\nHow many\n  came?", gold_sources="a.md | x\nb.md | y", tags="z"
    )
    (shown,) = html.fromstring(f"<div>{table([written])}</div>").find_class("question-rows")[0]
    fields = {one.get("name"): one for one in shown.xpath(".//*[@name]")}
    assert fields.keys() == {*COLUMNS, "approved"}
    assert fields["gold_sources"].text.strip() == "a.md | x\nb.md | y"
    assert fields["approved"].get("checked") is not None
    assert all(one.getparent().tag == "label" for one in fields.values())
    assert sent(json.dumps([dict(zip(COLUMNS, written, strict=True))])) == [written]


def test_nothing_that_somebody_wrote_runs():
    hostile = row(**dict.fromkeys(COLUMNS, fakes.HOSTILE))
    wrong = Problem(file="", row=1, field="number", message=fakes.HOSTILE, remedy=fakes.HOSTILE)
    shown = table([hostile], [wrong]) + problem_list([wrong]) + source_names([fakes.HOSTILE])
    tree = html.fromstring(f"<div>{shown}</div>")
    assert not tree.xpath("//script | //img | //iframe | //*[@onerror]")


def test_a_problem_is_tied_to_its_field():
    wrong = Problem(file="", row=2, field="as_of", message="It is no day.", remedy="Write one.")
    tree = html.fromstring(f"<div>{table([row(id='a'), row(id='b')], [wrong])}</div>")
    (field,) = tree.xpath("//*[@aria-invalid]")
    assert (field.get("id"), field.get("name")) == ("q2-as_of", "as_of")
    assert tree.get_element_by_id(field.get("aria-describedby")).text == "It is no day. Write one."
    assert field.xpath("ancestor::details/@open")
    (way,) = html.fromstring(problem_list([wrong])).find_class("goto")
    assert (way.get("data-goto"), way.text) == ("q2-as_of", "Question 2, holds on the day")


def test_a_row_that_nobody_has_written_in_is_no_question():
    new = dict(zip(COLUMNS, row(id="question-1", tags="draft"), strict=True))
    assert sent(json.dumps([new])) == []
    assert sent("") == []


@pytest.mark.parametrize("text", ["{", "[1]", "7"])
def test_what_is_no_table_is_refused(text):
    with pytest.raises(OnRecordError, match="cannot be read"):
        sent(text)


def test_what_is_kept_is_kept_as_it_stands_finished_or_not():
    text = as_csv([row(id="a", number="many", question="x")])
    assert text.startswith("\ufeffid,")
    assert "many" in text
