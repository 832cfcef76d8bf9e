"""Tables: where the header stands, which columns measure, and how a row reads as a sentence."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.dates import first_date
from ingest.normalise import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.reading import Table

NUMBER = re.compile(r"^[£$€]?[-−+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?$")
PLAIN_NUMBER = re.compile(r"^(?P<whole>-?\d{1,15})(?:\.(?P<decimals>\d+))?$")
MOST_DECIMALS = 6
"""More than these are a machine's: a figure that was computed, with all the digits it keeps."""

YEARISH = re.compile(r"^(?:19|20)\d\d$")
PLACEHOLDER = re.compile(r"^(?:-|–|—|\.{1,3}|:|\*|~|[Nn]/?[Aa]|[zcx]|\[[a-z]\])$")
PERIOD_HEADER = re.compile(
    r"^(?:n[_ ])?(?:year|quarter|month|week|day|date|time|period|lon|lat|longitude|latitude|id|rank"
    r"|code|.*[_ ]code|financial year|year ending|week ending)s?(?:[_ ]\w+)?$",
    re.IGNORECASE,
)
NAVIGATION = re.compile(
    r"^(?:back to (?:contents|top).*|return to contents.*|to (?:access|navigate).*)$", re.IGNORECASE
)
DAY = re.compile(r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$")
NOTE = re.compile(r"^[\dA-Za-z]{1,2}(?:\s*[,;&-]\s*[\dA-Za-z]{1,2})*$")

GLUED_NOTE = re.compile(
    r"(?<=[a-z)\]])(?:\d{1,2}|(?<=[a-z)])[A-F])(?:\s*[,–-]\s*(?:\d{1,2}|[A-F]))*\s*$"
)
SPACED_NOTE = re.compile(
    r"(?<=[\w)\]%])(?:\s+(?:\d{1,2}|[A-F])(?:\s*[,–-]\s*(?:\d{1,2}|[A-F]))*)+\s*$"
)
BRACKETED_NOTE = re.compile(
    r"(?:\s*\[notes? \d{1,2}(?:(?:,| and) ?\d{1,2})*\])+\s*$", re.IGNORECASE
)
APART_NOTE = re.compile(r"(?<=[\w)\]%])\s{2,}\d{1,2}[a-z]?(?:\s*[,–-]\s*\d{1,2}[a-z]?)*\s*$")
"""Numbers that more than a space keeps apart from their label: it does not count them."""

COUNTED = re.compile(
    r"\b(?:tier|rule|level|group|phase|part|scheme|article|section|type|table|q|quarter|week|year|"
    r"age|aged|day|schedule|category|stage|grade|under|over|to|and|or|of|than|chapter|form|"
    r"protocol|route|step|band)\s+[\dA-F,\s–-]+$",
    re.IGNORECASE,
)

PIVOT = re.compile(r"^(?:row|column) labels$", re.IGNORECASE)
"""What a spreadsheet program writes over a pivot table, in place of names."""

SEARCHED = 40
"""Rows in which a header is looked for."""

LOOKED_AT = 2_000
"""Rows that tell how a table is laid out; what is under them does not change where it begins."""

LONGEST_LABEL = 150
LINE = 420
"""Characters after which a wide row goes on in another line that repeats what it is about."""


@dataclass(frozen=True)
class Grid:
    """A table whose header has been found.

    ``rows`` pairs each data row's number in its sheet with its cells; ``above`` and ``below`` hold
    the lines of text around the data, numbered likewise. A column without a header has "".
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    above: tuple[tuple[int, str], ...]
    below: tuple[tuple[int, str], ...]
    published: tuple[str, ...] = ()
    """The header row as it stands, with its references to notes."""

    @cached_property
    def measures(self) -> frozenset[int]:
        """The columns that hold figures."""
        return frozenset(column for column in range(len(self.header)) if self._measures(column))

    @cached_property
    def headless(self) -> bool:
        """Whether no column has a name: a column of small numbers then refers to no notes."""
        return not any(self.header)

    @cached_property
    def leads(self) -> tuple[int, ...]:
        """The columns that say what a row is about: those before the first that measures."""
        first = min(self.measures, default=1)
        return tuple(range(max(1, first)))

    def _measures(self, column: int) -> bool:
        if PERIOD_HEADER.match(self.header[column]) or (column == 0 and len(self.header) > 1):
            return False
        cells = Counter(row[column] for _, row in self.rows if column < len(row) and row[column])
        figures = {cell: n for cell, n in cells.items() if not PLACEHOLDER.match(cell)}
        if not figures:
            return bool(cells) and bool(self.header[column]) and column > 0
        numbers = sum(n for cell, n in figures.items() if NUMBER.match(cell))
        return numbers > sum(figures.values()) / 2

    def lines(self, row: Sequence[str]) -> Iterator[str]:
        """A row as readable text; a wide one in several lines, each saying what it is about."""
        lead = self._lead(row)
        line = ""
        for column in range(len(self.header)):
            said = "" if column in self.leads else self._said(row, column)
            if said and line and len(line) + len(said) > LINE:
                yield line
                line = ""
            if said:
                line = f"{line}; {said}" if line else (f"{lead}: {said}" if lead else said)
        if line or lead:
            yield line or lead

    def _lead(self, row: Sequence[str]) -> str:
        said = [self._label(row, column) for column in self.leads if column < len(row)]
        text = ", ".join(filter(None, said))
        return text[:1].upper() + text[1:] + self._notes(row)

    def _label(self, row: Sequence[str], column: int) -> str:
        cell = one_line(row[column])
        if not cell or (column and self._refers(column, cell)):
            return ""
        return f"{self.header[column]} {cell}".strip()

    def _notes(self, row: Sequence[str]) -> str:
        """References to notes stand in columns that have no header, beside what they are about."""
        cells = [
            one_line(row[column])
            for column in range(1, min(len(self.header), len(row)))
            if self._refers(column, one_line(row[column]))
        ]
        return f" (note {', '.join(cells)})" if cells else ""

    def _refers(self, column: int, cell: str) -> bool:
        """Whether a cell refers to a note: it stands beside what it is about, under no name."""
        return not self.header[column] and not self.headless and bool(NOTE.match(cell))

    def _said(self, row: Sequence[str], column: int) -> str:
        cell = one_line(row[column]) if column < len(row) else ""
        header = self.header[column]
        if not cell or self._refers(column, cell):
            return ""
        value = grouped(cell) if column in self.measures else cell
        if not header:
            return value
        # A header that ends in a digit would run into its value: "2018 Q1 1,110".
        return (
            f"{header}: {value}"
            if header[-1].isdigit() or column not in self.measures
            else f"{header} {value}"
        )


def grouped(cell: str) -> str:
    """A figure as one reads it: 45755 as "45,755", and no more decimals than anybody means."""
    match = PLAIN_NUMBER.match(cell)
    if match is None:
        return cell
    whole, decimals = match["whole"], match["decimals"] or ""
    if len(decimals) > MOST_DECIMALS or (len(whole) > 4 and len(decimals) > 2):
        rounded = f"{float(cell):.{2 if len(whole) > 4 else 4}f}"
        whole, _, decimals = rounded.rstrip("0").rstrip(".").partition(".")
    if len(whole.lstrip("-")) >= 4:
        whole = f"{int(whole):,}"
    return f"{whole}.{decimals}" if decimals else whole


def grid(table: Table, *, notes: bool = False) -> Grid | None:
    """The grid of a table; None for one that has no rows of cells, only lines of text.

    With ``notes`` the references to numbered notes are taken off the headers ("WIP 22").
    """
    rows = list(enumerate(table.rows, start=table.first_row))
    at = _header(rows[:LOOKED_AT])
    if at is None:
        return None
    width = max((_width(row) for _, row in rows[max(0, at) :]), default=0)
    header = _names(rows[at][1] if at >= 0 else (), width, _banners(rows, at), notes=notes)
    body = [(number, row) for number, row in rows[at + 1 :] if any(row)]
    last = next((i for i in reversed(range(len(body))) if _filled(body[i][1]) > 1), -1)
    return Grid(
        header=header,
        rows=_filled_down(body[: last + 1], header),
        above=tuple(_texts(rows[: max(0, at)])),
        below=tuple(_texts(body[last + 1 :])),
        published=rows[at][1] if at >= 0 else (),
    )


def text_rows(table: Table) -> list[tuple[int, str]]:
    """The lines of a sheet that is no table (cover, notes), each with its row's number."""
    return list(_texts([(table.first_row + at, row) for at, row in enumerate(table.rows)]))


def without_notes(text: str) -> str:
    """A label without the references to notes that end it: "Data1-7" is "Data"."""
    text = GLUED_NOTE.sub("", APART_NOTE.sub("", BRACKETED_NOTE.sub("", text))).strip()
    return text if COUNTED.search(text) else SPACED_NOTE.sub("", text).strip()


def _texts(rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, str]]:
    for number, row in rows:
        text = ": ".join(dict.fromkeys(one_line(cell) for cell in row if cell.strip()))
        if text and not NAVIGATION.match(text):
            yield number, text


def _header(rows: Sequence[tuple[int, tuple[str, ...]]]) -> int | None:
    """The index of the header row; -1 if the data has none; None if there is no data."""
    filled = [(at, row) for at, (_, row) in enumerate(rows) if any(row)]
    wide = [_filled(row) for _, row in filled if _filled(row) > 1]
    if len(filled) < 2 or len(wide) < max(2, len(filled) * 0.2):
        return 0 if len(filled) > 1 and _single_column(filled) else None
    usual = Counter(wide).most_common(1)[0][0]
    candidates = [
        (at, row, after)
        for (at, row), (_, after) in pairwise(filled[: SEARCHED + 1])
        if _filled(row) >= max(2, usual * 0.5) and names_columns(row)
    ]
    for at, row, after in candidates:
        if follows_as_data(row, after):
            return at
    if _holds_figures(filled):
        return -1
    return candidates[0][0] if candidates else None


def _single_column(filled: Sequence[tuple[int, tuple[str, ...]]]) -> bool:
    # One column is a table only if it is figures under a name.
    cells = [next(cell for cell in row if cell) for _, row in filled]
    return bool(all(NUMBER.match(cell) for cell in cells[1:])) and not NUMBER.match(cells[0])


def names_columns(row: Sequence[str]) -> bool:
    """Whether a row looks like names of columns."""
    cells = [cell for cell in row if cell]
    if len(cells) == 2 and (first_date(cells[1]) or DAY.match(cells[1])):
        return False  # "Release date | 25-06-2021" says something, it names no columns
    plain = [cell for cell in cells if not NUMBER.match(cell) and not PLACEHOLDER.match(cell)]
    return (
        all(len(cell) <= LONGEST_LABEL for cell in cells)
        and all(not NUMBER.match(cell) or YEARISH.match(cell) for cell in cells)
        and len(set(cells)) > len(cells) / 2
        and (bool(plain) or not row[0])
        and not any(PLACEHOLDER.match(cell) for cell in cells)
    )


def follows_as_data(header: Sequence[str], row: Sequence[str]) -> bool:
    """Whether ``row`` has a figure where ``header`` has a label."""
    return any(
        name
        and (PLACEHOLDER.match(cell) or NUMBER.match(cell))
        and not (NUMBER.match(name) and name == cell)
        for name, cell in zip(header, row, strict=False)
    )


def _holds_figures(filled: Sequence[tuple[int, tuple[str, ...]]]) -> bool:
    figures = sum(any(NUMBER.match(cell) for cell in row[1:]) for _, row in filled)
    return figures > len(filled) / 2


def _banners(rows: Sequence[tuple[int, tuple[str, ...]]], at: int) -> list[tuple[str, ...]]:
    """The rows over the header that group its columns, the outermost first."""
    found: list[tuple[str, ...]] = []
    for above in range(at - 1, -1, -1):
        row = rows[above][1]
        if not _groups(row, rows[above + 1][1]):
            break
        found.insert(0, row)
    return found


def _groups(row: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row names groups of the columns that the row below it names."""
    cells = [cell for cell in row[1:] if cell and (not NUMBER.match(cell) or YEARISH.match(cell))]
    # Over the first column stands nothing, or (where it spans the rows) its own name once more.
    begins = not (row and row[0]) or row[0] == below[0]
    return bool(cells) and begins and (_filled(row) < _filled(below) or _repeats(row))


def _repeats(row: Sequence[str]) -> bool:
    """Whether a row has the same name in neighbouring columns, as a cell that spans them has."""
    return any(one and one == next_ for one, next_ in pairwise(row))


def _names(
    header: Sequence[str], width: int, banners: Sequence[Sequence[str]], *, notes: bool
) -> tuple[str, ...]:
    names = []
    groups = [""] * len(banners)
    for column in range(width):
        groups = [
            (banner[column] if column < len(banner) else "") or group
            for banner, group in zip(banners, groups, strict=True)
        ]
        name = header[column] if column < len(header) else ""
        parts = [without_notes(part) if notes else part for part in (*groups, name)]
        parts = [_name(one_line(part)) for part in parts]
        told = parts if column and parts[-1] else parts[-1:]
        names.append(": ".join(dict.fromkeys(filter(None, told))))
    return tuple(names)


def _name(name: str) -> str:
    """A header as a person would say it: "n_year" is "year", "migrants_arrived" has a space."""
    name = "" if PIVOT.match(name) else name.lstrip("#").strip()
    if " " not in name and "_" in name:
        name = re.sub(r"^n (?=\w)", "", name.replace("_", " ").strip())
    return name.rstrip(":").strip()


def _filled_down(
    rows: Sequence[tuple[int, tuple[str, ...]]], header: Sequence[str]
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Rows with the label that stands only in the first row of its group repeated in the others."""
    blank = sum(not row[0] for _, row in rows if row)
    if not rows or not header or not 0.3 < blank / len(rows) < 1:
        return tuple(rows)
    filled, label = [], ""
    for number, row in rows:
        label = row[0] or label
        filled.append((number, (label, *row[1:])))
    return tuple(filled)


def _filled(row: Sequence[str]) -> int:
    return len(row) - row.count("")


def _width(row: Sequence[str]) -> int:
    if row and row[-1]:
        return len(row)
    return max((at + 1 for at, cell in enumerate(row) if cell), default=0)
