"""How far the cells of a workbook lie apart, before anything makes room for all that is between.

Two cells at opposite corners of a sheet are a file of a few bytes, and 17 thousand million cells to
a reader that keeps the grid whole: it would not fail, it would take the process with it.
"""

from __future__ import annotations

import re

from ingest.errors import ReadError
from ingest.readers.packages import ZIP, opened, unpacked

SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")
ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,7})"')
CELL = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
WIDEST = {1: 26, 2: 702, 3: 16_384}
"""The columns whose names have at most so many letters."""


def must_not_span(data: bytes, most: int) -> None:
    """Raise ReadError if a sheet of an xlsx file spans more than ``most`` cells."""
    if not data.startswith(ZIP):
        return
    with opened(data) as package:
        for entry in package.infolist():
            if SHEET.match(entry.filename):
                sheet = unpacked(package, entry)
                rows, columns = _reach(sheet, most)
                if rows * columns > most:
                    raise ReadError(
                        f"A sheet of it ({entry.filename}) spans {rows:,} rows by {columns:,} "
                        "columns.",
                        "Delete what stands far from its table, or save the table as CSV.",
                    )


def _reach(sheet: bytes, most: int) -> tuple[int, int]:
    """The last row, and the last column or a bound on it that is good enough."""
    rows = max((int(number) for number in _last_rows(sheet)), default=0)
    letters = next((n for n in (3, 2) if re.search(rb'\br="[A-Z]{%d}\d' % n, sheet)), 1)
    if rows * WIDEST[letters] <= most:
        return rows, WIDEST[letters]
    names = {match[1] for match in CELL.finditer(sheet)}
    return rows, max(map(_number, names), default=0)


def _last_rows(sheet: bytes) -> list[bytes]:
    # Rows stand in order in what programs write; in what an attacker writes any may be the last.
    return [match[1] for match in ROW.finditer(sheet)] + [
        match[2] for match in CELL.finditer(sheet[-4_000:])
    ]


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
