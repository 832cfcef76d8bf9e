"""CSV, TSV and their dialects: one table."""

from __future__ import annotations

import csv
import io

from ingest.errors import ReadError
from ingest.normalise import decode, normalise
from ingest.reading import Reading, Table

DELIMITERS = ",;\t|"
SAMPLE = 200
LONGEST_CELL = 1_000_000


def read_delimited(data: bytes) -> Reading:
    """A table of separated values; raises ReadError where it cannot be one."""
    text = normalise(decode(data), tabs=True)
    csv.field_size_limit(LONGEST_CELL)
    try:
        reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
        # Most cells of a long table repeat: each different one is kept once.
        once: dict[str, str] = {}
        rows = tuple(
            tuple([once.setdefault(cell, cell) for cell in map(str.strip, row)]) for row in reader
        )
    except csv.Error as error:
        raise ReadError(
            f"The table cannot be read ({error}).", "Export it again as CSV, in UTF-8."
        ) from error
    return Reading(format="csv", parts=(Table(rows=rows),))


def _delimiter(text: str) -> str:
    """The mark that cuts most rows into the same number of cells, more than one."""
    sample = text.split("\n")[:SAMPLE]

    def evenness(mark: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(sample, delimiter=mark) if row]
        most = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(most) / len(widths) if most > 1 else 0.0, most)

    return max(DELIMITERS, key=evenness)
