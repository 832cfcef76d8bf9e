"""A question set from a file: YAML, JSON Lines, CSV or a workbook, all its problems at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from evals.errors import Problem, SetError
from evals.quotations import labelled_texts
from evals.reading.rows import Row, Understood, understand
from evals.reading.tables import csv_rows, workbook_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from evals.questions import Case


def read_sets(paths: Sequence[Path]) -> Understood:
    """The cases of several files, and where each stands. Raises SetError, naming every problem."""
    found = understand(row for path in paths for row in _rows(path))
    if found.problems:
        raise SetError(found.problems)
    if not found.cases:
        names = ", ".join(str(path) for path in paths)
        raise SetError([_of_file(names, "It holds no questions.", "Write at least one.")])
    return found


def load_sets(paths: Sequence[Path]) -> list[Case]:
    """The cases of several files in one list. Raises SetError, naming every problem."""
    return read_sets(paths).cases


def load_set(path: Path) -> list[Case]:
    """The cases of one file. Raises SetError, naming every problem."""
    return load_sets([path])


def _rows(path: Path) -> Iterator[Row | Problem]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        yield _of_file(
            path,
            f"“{path.suffix}” is no format of question sets.",
            "Use .yaml, .jsonl, .csv, .xlsx or .ods, or a BEIR folder.",
        )
        return
    try:
        data = path.read_bytes()
    except OSError as error:
        yield _of_file(path, f"It cannot be read ({error.strerror}).", "Check the path.")
        return
    try:
        yield from reader(path, data)
    except UnicodeDecodeError as error:
        yield _of_file(
            path,
            f"It is not UTF-8 (byte {error.start}).",
            "Save it as UTF-8; in Excel: “CSV UTF-8”.",
        )


def _yaml(path: Path, data: bytes) -> Iterator[Row | Problem]:
    import yaml

    try:
        found = yaml.safe_load(data)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        told = " ".join(str(error).split())
        yield _of_file(path, f"It is not YAML: {told}.", "Correct it.")
        return
    rows = found.get("questions") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        yield _of_file(path, "It must hold a list of questions.", "Begin each with “- id:”.")
        return
    for number, row in enumerate(rows, start=1):
        yield _mapping(path, number, row)


def _json_lines(path: Path, data: bytes) -> Iterator[Row | Problem]:
    for number, line in enumerate(_text(data).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            message = f"The line is not JSON: {error}."
            yield Row(str(path), number, {}).problem("", message, "Write one object a line.")
            continue
        yield _mapping(path, number, row)


def _csv(path: Path, data: bytes) -> Iterator[Row | Problem]:
    return csv_rows(path, _text(data))


def _labelled(path: Path, data: bytes) -> Iterator[Row | Problem]:
    """Texts in which each quotation stands as ``{Speaker|construction: “words”}``."""
    _text(data)
    for number, text in enumerate(labelled_texts(path), start=1):
        said = [one for one in text.quotes if one.is_speech]
        yield Row(
            str(path),
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


def _mapping(path: Path, number: int, row: Any) -> Row | Problem:
    if isinstance(row, dict):
        return Row(str(path), number, row)
    return Row(str(path), number, {}).problem(
        "", "It is not a question with fields.", "Write “field: value” for each field."
    )


def _text(data: bytes) -> str:
    """Raises UnicodeDecodeError."""
    return data.decode("utf-8-sig")


def _of_file(path: Path | str, message: str, remedy: str) -> Problem:
    return Problem(file=str(path), row=0, field="", message=message, remedy=remedy)


READERS: dict[str, Callable[[Path, bytes], Iterator[Row | Problem]]] = {
    ".yaml": _yaml,
    ".yml": _yaml,
    ".jsonl": _json_lines,
    ".csv": _csv,
    ".xlsx": workbook_rows,
    ".xls": workbook_rows,
    ".ods": workbook_rows,
    ".txt": _labelled,
}
