"""CSV, TSV and their dialects: one table."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.normalise import decode, normalise
from ingest.reading import Reading, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DELIMITERS = ",;\t|"
SAMPLE = 200
LONGEST_CELL = 1_000_000
MOST_COLUMNS = 20_000
"""Spreadsheets have 16,384."""

NAMED = 5
"""Ragged rows that are named one by one."""

COMMA = re.compile(r"^[-−+]?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+ ?%?$")
THOUSANDS = re.compile(r"^[-−+]?\d{1,3}(?:,\d{3})+$")
POINT = re.compile(r"^[-−+]?[\d,]*\.\d{1,2}$")


def read_delimited(data: bytes) -> Reading:
    """A table of separated values; raises ReadError where it cannot be one.

    Decimal commas, which stand where semicolons separate, become points: "1.234,5" is 1234.5. Rows
    with more or fewer cells than the others are read as they are and named in the caution.
    """
    text = normalise(decode(data), tabs=True)
    csv.field_size_limit(LONGEST_CELL)
    # Most cells of a long table repeat: each different one is kept once.
    once: dict[str, str] = {}
    try:
        delimiter = _delimiter(text)
        commas = delimiter == ";" and _has_decimal_commas(csv.reader(_sample(text), delimiter=";"))
        rows = tuple(
            tuple([once.setdefault(cell, cell) for cell in map(str.strip, row)])
            for row in map(_bounded, csv.reader(io.StringIO(text), delimiter=delimiter))
        )
    except csv.Error as error:
        raise ReadError(
            f"The table cannot be read ({error}).", "Export it again as CSV, in UTF-8."
        ) from error
    if commas:
        once = {cell: _with_point(cell) for cell in once}
        rows = tuple(tuple(map(once.__getitem__, row)) for row in rows)
    return Reading(format="csv", parts=(Table(rows=rows),), caution=_ragged(rows))


def _bounded(row: list[str]) -> list[str]:
    if len(row) > MOST_COLUMNS:
        raise ReadError(
            f"A row of the table has {len(row):,} columns; {MOST_COLUMNS:,} are read.",
            "Turn the table, so that what stands in columns stands in rows.",
        )
    return row


def _sample(text: str) -> list[str]:
    return text.split("\n", SAMPLE)[:SAMPLE]


def _has_decimal_commas(rows: Iterable[Sequence[str]]) -> bool:
    """Whether commas part decimals: some cannot part thousands, and no point parts decimals."""
    cells = [cell.strip() for row in rows for cell in row]
    decimal = any(COMMA.match(cell) and not THOUSANDS.match(cell) for cell in cells)
    return decimal and not any(POINT.match(cell) for cell in cells)


def _with_point(cell: str) -> str:
    return cell.replace(".", "").replace(",", ".") if COMMA.match(cell) else cell


def _ragged(rows: Sequence[Sequence[str]]) -> str:
    """What to mind of rows that have more or fewer cells than most; "" where none has."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if len(widths) < 2:
        return ""
    usual = widths.most_common(1)[0][0]
    first = next(at for at, row in enumerate(rows) if len(row) == usual)
    short = [at for at, row in enumerate(rows, 1) if at > first and 1 < len(row) < usual]
    long = [at for at, row in enumerate(rows, 1) if at > first and len(row) > usual]
    told = []
    if short:
        told.append(f"{_named(short)} fewer cells than the others: what they lack counts as blank.")
    if long:
        told.append(f"{_named(long)} more cells than the others: those have no column's name.")
    return " ".join(told)


def _named(rows: Sequence[int]) -> str:
    """Rows as the subject of a sentence: "Row 7 has", "Rows 7, 9 and 30 more have"."""
    if len(rows) == 1:
        return f"Row {rows[0]} has"
    listed = ", ".join(map(str, rows[:NAMED]))
    return f"Rows {listed}{f' and {len(rows) - NAMED} more' * (len(rows) > NAMED)} have"


def _delimiter(text: str) -> str:
    """The mark that cuts most rows into the same number of cells, more than one."""
    sample = _sample(text)

    def evenness(mark: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=mark) if row]
        except csv.Error:  # by another mark its cells may be of a readable length
            return 0.0, 0
        most = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(most) / len(widths) if most > 1 else 0.0, most)

    return max(DELIMITERS, key=evenness)
