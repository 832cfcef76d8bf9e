"""A question set from a file: YAML, JSON Lines, CSV or XLSX, all problems of it told at once."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from evals.errors import Problem, SetError
from evals.questions import Case, kind_of
from evals.quotations import labelled_texts
from evals.reading.cells import CellError, row_of, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

HINTS = {
    "missing": "Add it.",
    "extra_forbidden": "No field has this name: correct it or take it out.",
    "enum": "Use one of these.",
    "literal_error": "Write true, false or depends (in a spreadsheet yes, no or depends).",
    "bool_type": "Write true, false or depends (in a spreadsheet yes, no or depends).",
    "bool_parsing": "Write true, false or depends (in a spreadsheet yes, no or depends).",
    "date_from_datetime_parsing": "Write the day as 2025-08-20.",
    "date_parsing": "Write the day as 2025-08-20.",
    "float_parsing": "Write a figure.",
    "finite_number": "Write a figure that is one: not NaN, not infinite.",
    "string_too_short": "Fill it in.",
    "value_error": "",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was written, and where."""

    file: str
    number: int
    fields: dict[str, Any]


def load_sets(paths: Sequence[Path]) -> list[Case]:
    """The cases of several files in one list. Raises SetError, naming every problem."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            rows += _rows(path)
        except SetError as error:
            problems += error.problems
    cases, wrong = _cases(rows)
    problems += wrong
    if problems:
        raise SetError(problems)
    if not cases:
        names = ", ".join(str(path) for path in paths)
        raise SetError([_of_file(names, "It holds no questions.", "Write at least one.")])
    return cases


def load_set(path: Path) -> list[Case]:
    """The cases of one file. Raises SetError, naming every problem."""
    return load_sets([path])


def _cases(rows: Sequence[Row]) -> tuple[list[Case], list[Problem]]:
    cases: list[Case] = []
    problems: list[Problem] = []
    first: dict[str, Row] = {}
    for row in rows:
        try:
            case: Case = kind_of(row.fields).model_validate(row.fields)
        except ValidationError as error:
            problems += [_problem(row, found) for found in error.errors()]
            continue
        if case.id in first:
            other = first[case.id]
            where = "" if other.file == row.file else f"{other.file}, "
            message = f"“{case.id}” is the id of {where}row {other.number} already."
            problems.append(
                Problem(
                    file=row.file,
                    row=row.number,
                    field="id",
                    message=message,
                    remedy="Give each question an id of its own.",
                )
            )
        first.setdefault(case.id, row)
        cases.append(case)
    return cases, problems


def _problem(row: Row, found: Any) -> Problem:
    place = [str(part) for part in found["loc"] if part not in {"bool", "literal['depends']"}]
    return Problem(
        file=row.file,
        row=row.number,
        id=str(row.fields.get("id", "")),
        field=".".join(place),
        message=found["msg"].removeprefix("Value error, ").rstrip(".") + ".",
        remedy=HINTS.get(found["type"], "Correct it."),
    )


def _rows(path: Path) -> list[Row]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise SetError(
            [
                _of_file(
                    path,
                    f"“{path.suffix}” is no format of question sets.",
                    "Use .yaml, .jsonl, .csv or .xlsx, or a BEIR folder.",
                )
            ]
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SetError(
            [_of_file(path, f"It cannot be read ({error.strerror}).", "Check the path.")]
        ) from error
    return [Row(str(path), number, fields) for number, fields in reader(path, data)]


def _yaml(path: Path, data: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    import yaml

    try:
        found = yaml.safe_load(data)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        told = " ".join(str(error).split())
        raise SetError([_of_file(path, f"It is not YAML: {told}.", "Correct it.")]) from error
    rows = found.get("questions") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise SetError(
            [_of_file(path, "It must hold a list of questions.", "Begin each with “- id:”.")]
        )
    for number, row in enumerate(rows, start=1):
        yield number, _mapping(path, number, row)


def _json_lines(path: Path, data: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(_text(path, data).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            problem = Problem(
                file=str(path),
                row=number,
                field="",
                message=f"The line is not JSON: {error}.",
                remedy="Write one object a line.",
            )
            raise SetError([problem]) from error
        yield number, _mapping(path, number, row)


def _csv(path: Path, data: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    text = _text(path, data)
    first = text.partition("\n")[0]
    # A spreadsheet in a country with decimal commas writes semicolons.
    delimiter = max(",;\t", key=first.count)
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return _table(path, lines)


def _workbook(path: Path, data: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError) as error:
        raise SetError(
            [_of_file(path, f"It is no workbook ({error}).", "Save it as .xlsx again.")]
        ) from error
    return _table(path, lines)


def _table(path: Path, lines: list[list[Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    if not lines:
        return
    header = [written(cell).lower() for cell in lines[0]]
    if "id" not in header:
        raise SetError(
            [
                Problem(
                    file=str(path),
                    row=1,
                    field="id",
                    message="The first row must name the columns, and “id” is not among them.",
                    remedy="Put the names of the fields into the first row.",
                )
            ]
        )
    problems = []
    for number, line in enumerate(lines[1:], start=2):
        cells = dict(zip(header, line, strict=False))
        cells.pop("", None)
        if not any(written(cell) for cell in cells.values()):
            continue
        try:
            yield number, row_of(cells)
        except CellError as error:
            column, message = error.args
            problems.append(
                Problem(
                    file=str(path),
                    row=number,
                    id=written(cells.get("id")),
                    field=column,
                    message=f"{message}.",
                    remedy="Correct the cell.",
                )
            )
    if problems:
        raise SetError(problems)


def _labelled(path: Path, data: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    """Texts in which each quotation stands as ``{Speaker|construction: “words”}``."""
    _text(path, data)
    for number, text in enumerate(labelled_texts(path), start=1):
        said = [one for one in text.quotes if one.is_speech]
        yield (
            number,
            {
                "id": text.name,
                "title": text.title,
                "text": text.text,
                "quotations": [
                    {"span": text.text[one.start : one.end], "speaker": one.speaker} for one in said
                ],
                "tags": list(dict.fromkeys(one.kind for one in said)),
            },
        )


def _mapping(path: Path, number: int, row: Any) -> dict[str, Any]:
    if isinstance(row, dict):
        return row
    problem = Problem(
        file=str(path),
        row=number,
        field="",
        message="It is not a question with fields.",
        remedy="Write “field: value” for each field.",
    )
    raise SetError([problem])


def _text(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SetError(
            [
                _of_file(
                    path,
                    f"It is not UTF-8 (byte {error.start}).",
                    "Save it as UTF-8; in Excel: “CSV UTF-8”.",
                )
            ]
        ) from error


def _of_file(path: Path | str, message: str, remedy: str) -> Problem:
    return Problem(file=str(path), row=0, field="", message=message, remedy=remedy)


READERS: dict[str, Callable[[Path, bytes], Iterator[tuple[int, dict[str, Any]]]]] = {
    ".yaml": _yaml,
    ".yml": _yaml,
    ".jsonl": _json_lines,
    ".csv": _csv,
    ".xlsx": _workbook,
    ".txt": _labelled,
}
