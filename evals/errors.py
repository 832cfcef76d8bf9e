"""What can be wrong with an evaluation, told with file, row, field and remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vectorstore.errors import OnRecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_NAMED = 20
"""Problems that are told one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with one field of one row."""

    file: str
    row: int
    """Counted from 1; in a spreadsheet the header is row 1. 0 for the file as a whole."""
    field: str
    message: str
    remedy: str
    id: str = ""

    def __str__(self) -> str:
        where = f"{self.file}, row {self.row}" if self.row else self.file
        name = f" ({self.id})" if self.id else ""
        field = f", {self.field}" if self.field else ""
        return f"{where}{name}{field}: {self.message} {self.remedy}".strip()


class SetError(OnRecordError):
    """A question set cannot be used; every problem of it is named."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        told = [str(problem) for problem in problems[:MOST_NAMED]]
        if len(problems) > MOST_NAMED:
            told.append(f"… and {len(problems) - MOST_NAMED} more.")
        plural = "s" if len(problems) > 1 else ""
        super().__init__(
            "\n  ".join([f"{len(problems)} problem{plural} in the question set:", *told]),
            "Correct them there; `onrecord eval schema` prints every field.",
        )
        self.problems = tuple(problems)


class RunError(OnRecordError):
    """A run's answers, or a result, cannot be used for what was asked."""


class MetricError(OnRecordError):
    """A metric is unknown, was not computed, or is not a number."""
