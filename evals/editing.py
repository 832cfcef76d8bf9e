"""A question set as a table that a person edits: rows to questions and back, what is wrong named.

What a page needs, without the page. A table is a list of rows of cells under ``COLUMNS``; a row
without a word in it is no question.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from evals.drafting import DRAFT, approved
from evals.errors import Problem, SetError
from evals.gold import locate_all
from evals.questions import Question
from evals.reading import placed, understand
from evals.reading.tables import table_rows
from evals.reading.writing import COLUMNS, cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.reading import Understood
    from vectorstore.library import Library

    Table = Sequence[Sequence[object]]

NAME = "the table"
ID = COLUMNS.index("id")


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


def added(table: Sequence[Sequence[str]], found: Sequence[Question]) -> list[list[str]]:
    """The table with more questions below; one that stands there already is left out.

    A draft whose id is taken gets another.
    """
    at = COLUMNS.index("question")
    grown = [list(row) for row in table]
    asked = {row[at].strip() for row in grown}
    for question in found:
        if question.question in asked:
            continue
        row = cells(question)
        taken = {row[ID].strip() for row in grown}
        if row[ID] in taken and not approved(question):
            row[ID] = next(name for n in count(1) if (name := f"{DRAFT}-{n:03}") not in taken)
        grown.append(row)
        asked.add(question.question)
    return grown


def as_csv(table: Table) -> str:
    """The table as the text of a spreadsheet, as it stands, finished or not."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_text(cell) for cell in row] for row in table)
    return "\ufeff" + out.getvalue()


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
