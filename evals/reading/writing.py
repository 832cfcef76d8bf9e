"""A question set to a file: YAML, JSON Lines or CSV, as it would be read again."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from evals.errors import RunError
from evals.questions import Question
from evals.store import replace_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from evals.questions import Case

COLUMNS = (
    "id", "kind", "question", "answerable", "expected_answer", "number", "number_unit",
    "number_tolerance", "gold_sources", "nuggets", "history", "language", "as_of", "tags",
)  # fmt: skip
"""The columns of a question in a spreadsheet."""

WORDS: dict[bool | str, str] = {True: "yes", False: "no"}


def write_set(cases: Sequence[Case], path: Path) -> None:
    """Write a set, whole or not at all. Raises RunError for a format that cannot be written."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise RunError(f"“{path.suffix}” cannot be written.", "Name a .yaml, .jsonl or .csv file.")
    replace_text(path, writer(cases))


def _yaml(cases: Sequence[Case]) -> str:
    import yaml

    rows = [_plain(case) for case in cases]
    return yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=100)


def _json_lines(cases: Sequence[Case]) -> str:
    return "".join(json.dumps(_plain(case), ensure_ascii=False) + "\n" for case in cases)


def _plain(case: Case) -> dict[str, Any]:
    return case.model_dump(mode="json", exclude_defaults=True)


def _csv(cases: Sequence[Case]) -> str:
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for case in cases:
        if not isinstance(case, Question):
            raise RunError(
                f"“{case.id}” is no question, and only questions are written as .csv.",
                "Name a .yaml or .jsonl file.",
            )
        table.writerow(cells(case))
    return "\ufeff" + out.getvalue()


def cells(question: Question) -> list[str]:
    """The cells of a question under ``COLUMNS``, as people write them."""
    number = question.number
    golds = (
        " | ".join([gold.document, *([gold.locator] if gold.locator else []), gold.span])
        for gold in question.gold_sources
    )
    nuggets = (
        ("" if nugget.vital else "(optional) ") + " = ".join((nugget.text, *nugget.alternatives))
        for nugget in question.nuggets
    )
    turns = (
        line
        for turn in question.history
        for line in (f"Q: {turn.question}", f"A: {turn.answer}" if turn.answer else "")
    )
    return [
        question.id,
        question.kind,
        question.question,
        WORDS.get(question.answerable, str(question.answerable)),
        question.expected_answer,
        f"{number.value:.12g}" if number else "",
        number.unit if number else "",
        f"{number.tolerance:.12g}" if number and number.tolerance else "",
        "\n".join(golds),
        "\n".join(nuggets),
        "\n".join(filter(None, turns)),
        question.language,
        question.as_of.isoformat() if question.as_of else "",
        ", ".join(question.tags),
    ]


WRITERS: dict[str, Callable[[Sequence[Case]], str]] = {
    ".yaml": _yaml,
    ".yml": _yaml,
    ".jsonl": _json_lines,
    ".csv": _csv,
}
