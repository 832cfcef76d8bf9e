"""Rows from tables: CSV, and every sheet of a workbook whose first row names the fields."""

from __future__ import annotations

import csv
import io
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from evals.errors import Problem
from evals.questions import MARKS
from evals.reading.cells import NUMBER, CellError, row_of, written
from evals.reading.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    Lines = Sequence[Sequence[Any]]

REMARK = "#"
"""Begins the name of a column that is nobody's but its writer's."""

FIELDS = frozenset(name for model in MARKS.values() for name in model.model_fields) | NUMBER.keys()
"""What a column may be called."""


def csv_rows(path: Path, text: str) -> Iterator[Row | Problem]:
    """The rows of a CSV file."""
    first = text.partition("\n")[0]
    # A spreadsheet in a country with decimal commas writes semicolons.
    delimiter = max(",;\t", key=first.count)
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    yield from table_rows(str(path), lines)


def workbook_rows(path: Path, data: bytes) -> Iterator[Row | Problem]:
    """The rows of every sheet that has a column "id"; of the first, where none has."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except (CalamineError, OSError) as error:
        yield Problem(
            file=str(path),
            row=0,
            field="",
            message=f"It is no workbook ({error}).",
            remedy="Save it as .xlsx again.",
        )
        return
    chosen = [name for name, lines in sheets.items() if "id" in _header(lines)[1]]
    for name in chosen or list(sheets)[:1]:
        where = str(path) if len(sheets) == 1 else f"{path}, sheet “{name}”"
        yield from table_rows(where, sheets[name])


def table_rows(file: str, lines: Lines) -> Iterator[Row | Problem]:
    """The rows under a header; empty ones are left out, what cannot be understood is a problem."""
    first, header = _header(lines)
    if not header:
        return
    if "id" not in header:
        yield Problem(
            file=file,
            row=first,
            field="id",
            message="The first row must name the columns, and “id” is not among them.",
            remedy="Put the names of the fields into the first row.",
        )
        return
    for number, name in enumerate(header):
        if problem := _column_problem(name, header[:number]):
            message, remedy = problem
            yield Problem(file=file, row=first, field=name, message=message, remedy=remedy)
    for number, line in enumerate(lines[first:], start=first + 1):
        named = [(name, cell) for name, cell in zip(header, line, strict=False) if name in FIELDS]
        cells = dict(reversed(named))  # of two columns of one name the first counts
        if any(written(cell) for cell in cells.values()):
            yield _row(file, number, cells)


def _header(lines: Lines) -> tuple[int, list[str]]:
    """The number of the first row that is not empty, and the columns that it names."""
    for number, line in enumerate(lines, start=1):
        if any(written(cell) for cell in line):
            return number, ["_".join(written(cell).lower().split()) for cell in line]
    return 0, []


def _column_problem(name: str, before: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong with the name of a column, and what to do."""
    if not name or name.startswith(REMARK):
        return None
    if name in before:
        return "Two columns have this name.", "Keep one of them."
    if name in FIELDS:
        return None
    near = get_close_matches(name, FIELDS, n=1, cutoff=0.75)
    meant = f"Did you mean {near[0]}? " if near else ""
    return (
        "No field has this name.",
        f"{meant}A column of remarks is left alone when its name begins with “{REMARK}”.",
    )


def _row(file: str, number: int, cells: dict[str, Any]) -> Row | Problem:
    try:
        return Row(file, number, row_of(cells))
    except CellError as error:
        column, message = error.args
        return Problem(
            file=file,
            row=number,
            id=written(cells.get("id")),
            field=column,
            message=f"{message}.",
            remedy="Correct the cell.",
        )
