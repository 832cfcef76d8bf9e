"""How far the cells of a workbook lie apart, before anything makes room for all that is between.

Two cells at opposite corners of a sheet are a file of a few bytes, and 17 thousand million cells to
a reader that keeps the grid whole: it would not fail, it would take the process with it.
"""

from __future__ import annotations

import re

from ingest.errors import ReadError
from ingest.readers.packages import ZIP, opened, unpacked

SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")
FAR = re.compile(rb' r="(?:[A-Z]{3}|[A-Z]{2}\d{5})')
"""A cell in a column of three letters, or of two and below row 9,999. A sheet without one spans 28
million cells at most, and the look for it costs little beside reading the sheet."""

CELL = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')


def must_not_span(data: bytes, most: int) -> None:
    """Raise ReadError if a sheet of an xlsx file spans more than ``most`` cells."""
    if not data.startswith(ZIP):
        return
    with opened(data) as package:
        for entry in package.infolist():
            if SHEET.match(entry.filename):
                sheet = unpacked(package, entry)
                rows, columns = _reach(sheet)
                if rows * columns > most:
                    raise ReadError(
                        f"A sheet of it ({entry.filename}) spans {rows:,} rows by {columns:,} "
                        "columns.",
                        "Delete what stands far from its table, or save the table as CSV.",
                    )


def _reach(sheet: bytes) -> tuple[int, int]:
    """The last row and the last column of a sheet that has cells far out; else 0 and 0."""
    if not FAR.search(sheet):
        return 0, 0
    rows, columns = 0, set()
    for cell in CELL.finditer(sheet):
        rows = max(rows, int(cell[2]))
        columns.add(cell[1])
    return rows, max(map(_number, columns), default=0)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
