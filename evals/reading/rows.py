"""Rows as somebody wrote them, and the cases they come to; every problem is told at once."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from evals.errors import Problem, SetError
from evals.questions import Case, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
EITHER = {"bool", "literal['depends']"}
"""What pydantic adds to the place of a field that may be of two types."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was written, and where."""

    file: str
    """With the sheet, where a workbook has several."""
    number: int
    """Counted from 1; in a spreadsheet as the program that shows it counts."""
    fields: dict[str, Any]

    def problem(self, field: str, message: str, remedy: str) -> Problem:
        """Something wrong with a field of it."""
        return Problem(
            file=self.file,
            row=self.number,
            id=str(self.fields.get("id", "")),
            field=field,
            message=message,
            remedy=remedy,
        )


@dataclass(frozen=True, slots=True)
class Understood:
    """What rows came to: the cases, where each was written, and what is wrong."""

    cases: list[Case] = field(default_factory=list)
    origins: dict[str, Row] = field(default_factory=dict)
    """The row of each case, by its id."""
    problems: list[Problem] = field(default_factory=list)


def understand(rows: Iterable[Row | Problem]) -> Understood:
    """The cases of rows; a problem among them is passed on."""
    found = Understood()
    for row in rows:
        if isinstance(row, Problem):
            found.problems.append(row)
            continue
        try:
            case: Case = kind_of(row.fields).model_validate(row.fields)
        except ValidationError as error:
            problems = [_problem(row, one) for one in error.errors()]
            found.problems.extend({one.field: one for one in reversed(problems)}.values())
            continue
        if case.id in found.origins:
            found.problems.append(_repeated(case.id, row, found.origins[case.id]))
        found.origins.setdefault(case.id, row)
        found.cases.append(case)
    return found


@contextmanager
def told_where(origins: Mapping[str, Row]) -> Iterator[None]:
    """Lets a SetError over cases name the rows that these were written in."""
    try:
        yield
    except SetError as error:
        raise SetError(placed(error.problems, origins)) from None


def placed(problems: Iterable[Problem], origins: Mapping[str, Row]) -> list[Problem]:
    """The same problems, each in the row that its case was written in."""
    return [
        replace(one, file=row.file, row=row.number) if (row := origins.get(one.id)) else one
        for one in problems
    ]


def _problem(row: Row, found: Any) -> Problem:
    place = ".".join(str(part) for part in found["loc"] if part not in EITHER)
    message = found["msg"].removeprefix("Value error, ").rstrip(".") + "."
    return row.problem(place, message, HINTS.get(found["type"], "Correct it."))


def _repeated(name: str, row: Row, other: Row) -> Problem:
    where = "" if other.file == row.file else f"{other.file}, "
    message = f"“{name}” is the id of {where}row {other.number} already."
    return row.problem("id", message, "Give each question an id of its own.")
