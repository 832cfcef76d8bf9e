"""A question set as a table that a person edits: rows to questions and back, what is wrong named.

What a page needs, without the page. A table is a list of rows of cells under ``COLUMNS``; a row
without a word in it is no question.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from evals.drafting import DRAFT, approved
from evals.errors import Problem, SetError
from evals.gold import locate_all
from evals.questions import Question
from evals.reading import placed, understand
from evals.reading.tables import table_rows
from evals.reading.writing import COLUMNS, cells, write_set

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from evals.reading import Understood
    from vectorstore.library import Library

    Table = Sequence[Sequence[object]]

NAME = "the table"


def rows(questions: Sequence[Question]) -> list[list[str]]:
    """The rows of a table under ``COLUMNS``."""
    return [cells(question) for question in questions]


def questions(table: Table) -> list[Question]:
    """The questions of a table. Raises SetError, naming row and column of every problem."""
    found = _understood(table)
    if found.problems:
        raise SetError(found.problems)
    return [case for case in found.cases if isinstance(case, Question)]


def problems(table: Table, library: Library) -> list[Problem]:
    """What is wrong with a table, a gold source that is not in the index among it.

    ``row`` of a problem counts the rows of the table from 1, ``field`` is the column.
    """
    found = _understood(table)
    named = list(found.problems)
    try:
        locate_all(found.cases, library)
    except SetError as error:
        named += placed(error.problems, found.origins)
    return sorted((replace(one, field=_column(one.field)) for one in named), key=lambda p: p.row)


def approve(table: Table, library: Library) -> list[list[str]]:
    """The same rows with the tag ``draft`` taken off those in which nothing is wrong."""
    wrong = {problem.row for problem in problems(table, library)}
    return [
        _approved(row) if number not in wrong else [_text(cell) for cell in row]
        for number, row in enumerate(table, start=1)
    ]


def drafts(questions: Sequence[Question]) -> int:
    """How many nobody has approved yet."""
    return sum(not approved(question) for question in questions)


def as_file(table: Table, folder: Path) -> Path:
    """The table as a spreadsheet that ``onrecord eval`` reads. Raises SetError where it is none."""
    path = folder / "questions.csv"
    write_set(questions(table), path)
    return path


def _understood(table: Table) -> Understood:
    """The table's rows, counted from 1: the header that stands above them is nobody's row."""
    found = table_rows(NAME, [COLUMNS, *table])
    return understand(
        replace(one, row=one.row - 1)
        if isinstance(one, Problem)
        else replace(one, number=one.number - 1)
        for one in found
    )


def _approved(row: Sequence[object]) -> list[str]:
    found = [_text(cell) for cell in row]
    at = COLUMNS.index("tags")
    tags = [tag.strip() for tag in found[at].split(",")]
    found[at] = ", ".join(tag for tag in tags if tag not in {"", DRAFT})
    return found


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _column(field: str) -> str:
    """The column that a field of the schema stands in."""
    if field in COLUMNS:
        return field
    first, _, rest = field.partition(".")
    named = f"{first}_{rest}"
    return named if named in COLUMNS else first
