"""The table of questions on the page: every question is a row of fields, with what is wrong in it.

Pure functions from a table (``evals.editing``) to HTML and from what the browser sends to a table.
"""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING

from evals.drafting import DRAFT
from evals.reading.writing import COLUMNS
from ui.render import escape
from vectorstore.errors import OnRecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evals.errors import Problem

MOST_SOURCES = 500
"""Names of sources that are offered while somebody types one."""

LABELS = {
    "question": "Question",
    "expected_answer": "Expected answer",
    "nuggets": "What it must say, one a line",
    "gold_sources": "Where it stands: document | words",
    "id": "Name (id)",
    "kind": "Kind",
    "answerable": "Do the sources answer it?",
    "number": "Figure",
    "number_unit": "Unit",
    "number_tolerance": "May be off by",
    "history": "Asked before: lines with Q: and A:",
    "language": "Language",
    "as_of": "Holds on the day",
    "tags": "Tags, with commas",
}
LONG = ("question", "expected_answer", "nuggets", "gold_sources")
SHORT = ("answerable", "number", "number_unit", "kind", "id")
SELDOM = ("number_tolerance", "as_of", "language", "tags", "history")
NEW = {"kind": "fact", "answerable": "yes", "language": "en", "tags": DRAFT}
"""What a new question has."""

EMPTY = (
    '<p class="empty">No questions yet. Draft some from the sources, load a set, or write one.</p>'
)
_renewed = count()


def sent(text: str) -> list[list[str]]:
    """The table that the browser sends, without rows that nobody has written in.

    Raises OnRecordError where it is none.
    """
    try:
        table = json.loads(text or "[]")
        rows = [[str(row.get(name, "")) for name in COLUMNS] for row in table]
    except (ValueError, AttributeError, TypeError) as error:
        raise OnRecordError("The table cannot be read.", "Reload the page.") from error
    return [row for row in rows if written(row)]


def written(row: Sequence[str]) -> bool:
    """Whether somebody has written in a row: its name and what is usual stand there anyway."""
    return any(
        cell.strip() and cell != NEW.get(name)
        for name, cell in zip(COLUMNS, row, strict=True)
        if name != "id"
    )


def read(row: Sequence[str]) -> bool:
    """Whether somebody has read and approved it."""
    tags = row[COLUMNS.index("tags")].split(",")
    return DRAFT not in [tag.strip() for tag in tags]


def table(rows: Sequence[Sequence[str]], problems: Iterable[Problem] = ()) -> str:
    """The table as HTML."""
    wrong: dict[int, dict[str, str]] = {}
    for one in problems:
        told = f"{one.message} {one.remedy}".strip()
        wrong.setdefault(one.row, {}).setdefault(one.field, told)
    listed = "".join(_row(row, n, wrong.get(n, {})) for n, row in enumerate(rows, 1))
    new = _row([NEW.get(name, "") for name in COLUMNS], 0, {})
    # A number that is never the same: what was typed in the browser is replaced for certain.
    return (
        f'<ol class="question-rows" data-renewed="{next(_renewed)}">{listed}</ol>{EMPTY}'
        f"<template>{new}</template>"
    )


def source_names(sources: Sequence[str]) -> str:
    """The names that gold may be given by, as HTML for the browser to choose from."""
    names = "".join(f'<option value="{escape(name)}">' for name in sources[:MOST_SOURCES])
    return f'<datalist id="source-names">{names}</datalist>'


def problem_list(problems: Sequence[Problem]) -> str:
    """What is wrong, each with a way to its field."""
    questions = len({one.row for one in problems})
    lines = "".join(
        f'<li><button type="button" class="goto" data-goto="{_name(one.row, one.field)}">'
        f"{escape(_place(one))}</button>: {escape(one.message)} {escape(one.remedy)}</li>"
        for one in problems
    )
    plural = "s" if len(problems) > 1 else ""
    where = "one question" if questions == 1 else f"{questions} questions"
    return (
        f'<div class="problem" role="alert"><p><strong>{len(problems)} problem{plural} in {where}.'
        f"</strong></p><ul>{lines}</ul></div>"
    )


def _place(problem: Problem) -> str:
    """Where it is, as the page calls it: "Question 3, figure"."""
    label = LABELS.get(problem.field, problem.field).partition(":")[0]
    return f"Question {problem.row}, {label[:1].lower()}{label[1:]}"


def _row(row: Sequence[str], number: int, wrong: dict[str, str]) -> str:
    cells = dict(zip(COLUMNS, row, strict=True))
    checked = " checked" if read(row) else ""
    told = "".join(
        f'<p class="wrong">{escape(text)}</p>'
        for field, text in wrong.items()
        if field not in LABELS
    )
    opened = " open" if wrong.keys() & set(SELDOM) else ""
    return (
        f'<li class="question-row{" has-problem" if wrong else ""}"><div class="row-head">'
        f'<label class="approve"><input type="checkbox" name="approved"{checked}> '
        'Read and approved</label><button type="button" class="plain" data-drop>Remove</button>'
        f'</div>{told}<div class="long">{"".join(_fields(LONG, cells, number, wrong))}</div>'
        f'<div class="short">{"".join(_fields(SHORT, cells, number, wrong))}</div>'
        f"<details{opened}><summary>More: tolerance, day, language, tags, asked before</summary>"
        f'<div class="short">{"".join(_fields(SELDOM, cells, number, wrong))}</div></details></li>'
    )


def _fields(
    names: Sequence[str], cells: dict[str, str], number: int, wrong: dict[str, str]
) -> Iterator[str]:
    for name in names:
        place = _name(number, name)
        problem = wrong.get(name, "")
        state = f' aria-invalid="true" aria-describedby="{place}-wrong"' if problem else ""
        told = f'<p class="wrong" id="{place}-wrong">{escape(problem)}</p>' if problem else ""
        control = _control(name, cells[name], f'name="{name}" id="{place}"{state}')
        yield f'<div class="field {name}"><label>{LABELS[name]} {control}</label>{told}</div>'


def _control(name: str, cell: str, attributes: str) -> str:
    if name == "answerable":
        known = ["yes", "no", "depends"]
        options = known if cell in known else [*known, cell]
        shown = "".join(
            f"<option{' selected' if one == cell else ''}>{escape(one)}</option>" for one in options
        )
        return f"<select {attributes}>{shown}</select>"
    if name in LONG or name == "history":
        area = f'<textarea rows="3" {attributes}>\n{escape(cell)}</textarea>'
        return area + (_picker() if name == "gold_sources" else "")
    return f'<input {attributes} value="{escape(cell)}">'


def _picker() -> str:
    return (
        '<input class="picker" list="source-names" placeholder="Add a source …" '
        'aria-label="Add a source by its name">'
    )


def _name(number: int, field: str) -> str:
    """The id of a field's element."""
    return f"q{number}-{escape(field)}"
