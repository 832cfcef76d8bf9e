"""What a cell of a spreadsheet means: people write lines and commas, not JSON.

| column | what to write |
| --- | --- |
| ``answerable`` | yes, no or depends |
| ``gold_sources`` | one a line: ``document | exact words`` or ``document | locator | words`` |
| ``nuggets`` | one a line; ``(optional)`` before what is not vital; ``=`` between ways to say it |
| ``number`` | the figure; ``number_unit`` and ``number_tolerance`` beside it |
| ``history`` | lines that begin with ``Q:`` and ``A:`` |
| ``tags``, ``findings``, ``forms`` | with commas between |
| ``quotations`` | one a line: ``speaker | exact words`` |
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

YES = frozenset({"yes", "y", "true", "1", "1.0"})
NO = frozenset({"no", "n", "false", "0", "0.0"})
OPTIONAL = re.compile(r"^\(optional\)\s*", re.IGNORECASE)
TURN = re.compile(r"^(Q|A):\s*(.*)$", re.IGNORECASE)
NUMBER = {"number": "value", "number_unit": "unit", "number_tolerance": "tolerance"}


class CellError(ValueError):
    """A cell cannot be understood; the message says what is expected."""


def row_of(cells: dict[str, Any]) -> dict[str, Any]:
    """A row of the schema from the cells under its column names; empty cells are left out.

    Raises CellError, whose ``args`` are the column and what is expected there.
    """
    row: dict[str, Any] = {}
    number: dict[str, Any] = {}
    for column, cell in cells.items():
        text = written(cell)
        if not text:
            continue
        try:
            if column in NUMBER and not text.startswith("{"):
                number[NUMBER[column]] = _figure(text) if column != "number_unit" else text
            else:
                row[column] = _understood(column, text)
        except ValueError as error:
            raise CellError(column, str(error)) from error
    if number:
        row["number"] = number
    return row


def written(cell: Any) -> str:
    """What a person sees in a cell: whole numbers without ".0", days as ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _understood(column: str, text: str) -> Any:
    if text[0] in "[{" and column in READERS:
        return json.loads(text)
    return READERS.get(column, str)(text)


def _figure(text: str) -> float:
    plain = text.replace(",", "").replace(" ", "")
    try:
        return float(plain)
    except ValueError:
        raise ValueError(f"“{text}” is not a number") from None


def _answerable(text: str) -> Any:
    word = text.lower()
    if word in YES | NO:
        return word in YES
    return word


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _gold(text: str) -> list[dict[str, str]]:
    golds = []
    for line in _lines(text):
        document, *rest = [part.strip() for part in line.split("|", 2)]
        gold = {"document": document}
        if rest:
            gold["span"] = rest[-1]
        if len(rest) > 1:
            gold["locator"] = rest[0]
        golds.append(gold)
    return golds


def _nuggets(text: str) -> list[dict[str, Any]]:
    nuggets = []
    for line in _lines(text):
        first, *others = [way.strip() for way in OPTIONAL.sub("", line).split(" = ")]
        vital = not OPTIONAL.match(line)
        nuggets.append({"text": first, "vital": vital, "alternatives": others})
    return nuggets


def _history(text: str) -> list[dict[str, str]]:
    turns: list[dict[str, str]] = []
    for line in _lines(text):
        match = TURN.match(line)
        if match is None:
            raise ValueError("every line must begin with “Q:” or “A:”")
        if match[1].upper() == "Q":
            turns.append({"question": match[2], "answer": ""})
        elif not turns:
            raise ValueError("the first line must begin with “Q:”")
        else:
            turns[-1]["answer"] = match[2]
    return turns


def _quotations(text: str) -> list[dict[str, str]]:
    found = []
    for line in _lines(text):
        speaker, bar, span = line.partition("|")
        if not bar:
            raise ValueError("write “speaker | exact words” on each line")
        found.append({"speaker": speaker.strip(), "span": span.strip()})
    return found


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


READERS: dict[str, Callable[[str], Any]] = {
    "answerable": _answerable,
    "gold_sources": _gold,
    "nuggets": _nuggets,
    "history": _history,
    "quotations": _quotations,
    "tags": _list,
    "findings": _list,
    "forms": _list,
    "number": str,
}
