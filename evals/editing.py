"""A question set as a table that a person edits: rows to questions and back, what is wrong named.

What a page needs, without the page.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from evals.drafting import DRAFT
from evals.errors import SetError
from evals.gold import locate_all
from evals.questions import Question
from evals.reading import load_set
from evals.reading.writing import COLUMNS, cells, write_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vectorstore.library import Library

SHOWN = (
    "id", "kind", "question", "answerable", "number", "number_unit", "gold_sources", "nuggets",
    "tags",
)  # fmt: skip
"""The columns that the page shows; the others keep what the file says."""


def rows(questions: Sequence[Question]) -> list[list[str]]:
    """The rows of a table under ``COLUMNS``."""
    return [cells(question) for question in questions]


def questions(table: Sequence[Sequence[object]]) -> list[Question]:
    """The questions of a table. Raises SetError, naming row and column of every problem."""
    import csv

    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "table.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(COLUMNS)
            out.writerows([["" if cell is None else cell for cell in row] for row in table])
        return [case for case in load_set(path) if isinstance(case, Question)]


def problems(table: Sequence[Sequence[object]], library: Library) -> list[str]:
    """What is wrong with a table, in words; a gold source that is not in the index among it."""
    try:
        locate_all(questions(table), library)
    except SetError as error:
        return [
            f"row {problem.row}, {problem.field}: {problem.message} {problem.remedy}"
            for problem in error.problems
        ]
    return []


def approve(table: Sequence[Sequence[object]]) -> list[list[str]]:
    """The same rows with the tag ``draft`` taken off those that hold together."""
    return rows(
        [
            question.model_copy(update={"tags": tuple(t for t in question.tags if t != DRAFT)})
            for question in questions(table)
        ]
    )


def as_file(table: Sequence[Sequence[object]], folder: Path) -> Path:
    """The table as a spreadsheet that ``onrecord eval`` reads. Raises SetError where it is none."""
    path = folder / "questions.csv"
    write_set(questions(table), path)
    return path
