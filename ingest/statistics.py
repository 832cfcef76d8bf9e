"""Statistics: tables of figures, and the pages and workbooks that carry them.

A small table is told row by row, each row with the names of its columns and the number that it has
in its sheet. A large one is described: its title, its columns, the members of each dimension, what
it covers. Its figures are not sentences, and tens of thousands of them would bury all else.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.dates import first_date, published_in, updated_in
from ingest.reading import Block, Found, Reading, Style, Table
from ingest.sections import COMFORT, Draft, Locator, Paragraphs
from ingest.sheets import cut
from ingest.tables import NUMBER, PLACEHOLDER, Grid, grid, text_rows, without_notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

LARGE = 200
"""Rows above which a table is described instead of told."""

SEPARATE = 60
"""Rows up to which each row is a passage of its own; those of longer tables share passages."""

COLUMNS_LISTED = re.compile(r": |, by ")
"""What the title of a bare table goes on with after the name of its file (see ``untitled``)."""

SHARED = 100
MOST_MEMBERS = 400
SAMPLE = 200
"""Rows of a sheet that tell whether it is a table."""

COVER = re.compile(r"cover|title|front", re.IGNORECASE)
NOTES = re.compile(r"^notes?$", re.IGNORECASE)
TEXT_SHEET = re.compile(r"cover|^notes?$|read ?me|information|metadata|^about", re.IGNORECASE)
SAID = re.compile(r"^([A-Z][\w /-]{1,30}):\s*(.+)$")
MAIL = re.compile(r"@([\w.-]+)")
DEPARTMENTS = {
    "homeoffice.gov.uk": "Home Office",
    "ons.gov.uk": "Office for National Statistics",
    "mod.gov.uk": "Ministry of Defence",
    "justice.gov.uk": "Ministry of Justice",
    "ec.europa.eu": "European Commission",
    "unhcr.org": "UNHCR",
}
"""Who answers mail at an address that a cover sheet gives."""

BODIES = {
    "UK Visas & Immigration": "Home Office",
    "UK Visas and Immigration": "Home Office",
    "Immigration Enforcement": "Home Office",
    "Border Force": "Home Office",
    "Home Office": "Home Office",
    "Office for National Statistics": "Office for National Statistics",
    "CDID: ": "Office for National Statistics",
    "Eurostat": "Eurostat",
    "UNHCR": "UNHCR",
}
"""Bodies that a cover sheet names in its title, and the department they are of."""


def compose(reading: Reading) -> Draft:
    """The text of a statistical release: its tables and what stands around them."""
    draft = Draft()
    paragraphs = Paragraphs()
    shown = 0
    notes = any(TEXT_SHEET.search(table.sheet) for table in reading.tables if table.sheet)
    several = sum(1 for _ in reading.tables) > 1
    for part in reading.parts:
        if isinstance(part, Table):
            shown += 1
            on_page = "" if reading.format == "csv" else f"table {shown}" if several else "table"
            add_table(draft, part, notes=notes, place=on_page)
        elif part.style is Style.HEADING:
            draft.begin(part.text, part.level)
            paragraphs.head()
        elif not _is_dateline(part):
            add_paragraph(draft, part, paragraphs)
    draft.finish()
    return draft


def add_paragraph(draft: Draft, block: Block, paragraphs: Paragraphs) -> None:
    """A paragraph, or an item of a list; where there are pages, the page is its locator."""
    item = block.style is Style.ITEM
    locator = paragraphs.next(item=item)
    shown = Locator(unit="page", path=(str(block.page),)) if block.page else locator
    text = f"{block.marker} {block.text}".strip()
    draft.add(text, shown, group=locator.path[0], tight=item)


def add_table(draft: Draft, table: Table, *, notes: bool = False, place: str = "") -> None:
    """A table, told or described; with ``notes``, references to notes are taken off its labels.

    A sheet that holds several tables is told table by table.
    """
    place = f"sheet {table.sheet}" if table.sheet else place
    parts = [table] if TEXT_SHEET.search(table.sheet) else list(cut(table))
    for number, part in enumerate(parts):
        found = None if TEXT_SHEET.search(table.sheet) else grid(part, notes=notes)
        title = _heading(part, found) if number == 0 else _title(part, found, "")
        if title:
            level = 1 if table.sheet else 4
            draft.begin(without_notes(title) if notes else title, level + (number > 0))
        _add_part(draft, place, part, found)


def _add_part(draft: Draft, place: str, part: Table, found: Grid | None) -> None:
    if found is None:
        _add_lines(draft, place, _after_title(text_rows(part), draft))
        return
    _add_lines(draft, place, _after_title(found.above, draft))
    if len(found.rows) > LARGE:
        _describe(draft, place, found)
    else:
        _tell(draft, place, found)
    _add_lines(draft, place, found.below)


def _heading(table: Table, found: Grid | None) -> str:
    """What stands over a table: its caption, or its title on its sheet; "" over one on a page."""
    if table.caption or NOTES.search(table.sheet):
        return table.caption or table.sheet
    return _title(table, found, table.sheet) if table.sheet else ""


def _title(table: Table, found: Grid | None, otherwise: str) -> str:
    lines = text_rows(table) if found is None else found.above
    first = lines[0][1] if lines else ""
    return first if first and len(first) <= 250 else otherwise


def _after_title(lines: Sequence[tuple[int, str]], draft: Draft) -> list[tuple[int, str]]:
    heading = draft.heading[-1] if draft.heading else ""
    return [line for line in lines if line[1] != heading and without_notes(line[1]) != heading]


def _add_lines(draft: Draft, place: str, lines: Iterable[tuple[int, str]]) -> None:
    for row, text in lines:
        draft.add(text, _row(place, str(row)), group=(place, row), comfort=SHARED)


def _row(place: str, number: str) -> Locator:
    return Locator(place=place, unit="row", path=(number,))


def _tell(draft: Draft, place: str, found: Grid) -> None:
    comfort = 0 if len(found.rows) <= SEPARATE and found.measures else SHARED
    for number, row in found.rows:
        for line in found.lines(row):
            locator = _row(place, str(number))
            draft.add(line, locator, group=(place, number), comfort=comfort, tight=True)


def _describe(draft: Draft, place: str, found: Grid) -> None:
    first, last = found.rows[0][0], found.rows[-1][0]
    locator = Locator(place=place, unit="rows", path=(f"{first}–{last}",))
    for number, text in enumerate(_description(found)):
        draft.add(text, locator, group=(place, "description", number), comfort=COMFORT)


def _description(found: Grid) -> list[str]:
    """Paragraphs that let a large table be found: its columns, its coverage, its members."""
    columns = [name for name in found.header if name]
    covered = [_coverage(found, column) for column in range(len(found.header))]
    summary = f"A table of {len(found.rows):,} rows with the columns {', '.join(columns)}."
    figures = [found.header[column] for column in sorted(found.measures) if found.header[column]]
    if figures:
        summary += f" Its figures are: {', '.join(figures)}."
    told = [summary + "".join(f" {text}" for text in covered if text)]
    told += [
        _members(found, column)
        for column in range(len(found.header))
        if column not in found.measures and not covered[column] and found.header[column]
    ]
    return [text for text in told if text]


def _cells(found: Grid, column: int) -> list[str]:
    """The different entries of a column, in order, blanks left out."""
    entries = dict.fromkeys(row[column] for _, row in found.rows if column < len(row))
    return [entry for entry in entries if entry]


def _coverage(found: Grid, column: int) -> str:
    """From when to when a column of periods goes; "" for a column of anything else."""
    cells = _cells(found, column) if column not in found.measures else []
    if not cells or not _are_periods(cells):
        return ""
    ordered = sorted(cells, key=_period_key)
    return f"{found.header[column] or 'Period'}: from {ordered[0]} to {ordered[-1]}."


PERIOD = re.compile(r"(?:19|20)\d\d(?:[-/ ]?(?:Q[1-4]|M?\d{1,2}|\d{4}|H[12]|W\d\d))?(?:-\d\d)?$")


def _are_periods(cells: Sequence[str]) -> bool:
    sample = cells[:: max(1, len(cells) // 50)]
    return all(PERIOD.match(cell) or first_date(cell) for cell in sample)


def _period_key(cell: str) -> tuple[str, str]:
    day: date | None = first_date(cell)
    return (day.isoformat() if day else cell[:4], cell)


def _members(found: Grid, column: int) -> str:
    members = [cell for cell in _cells(found, column) if not PLACEHOLDER.match(cell)]
    name = found.header[column]
    if not members or (
        len(members) > 20 and sum(map(bool, map(NUMBER.match, members))) > len(members) / 2
    ):
        return ""
    if len(members) > MOST_MEMBERS:
        return (
            f"{name} ({len(members):,} different entries), among them: {'; '.join(members[:20])}."
        )
    return f"{name} ({len(members):,}): {'; '.join(members)}."


def _is_dateline(block: Block) -> bool:
    return len(block.text.split()) <= 8 and bool(published_in(block.text) or updated_in(block.text))


def facts(reading: Reading) -> Found:
    """What a workbook says of itself on its first sheets: title, publisher, dates."""
    sheets = [table for table in reading.tables if table.sheet or reading.format == "csv"][:4]
    if not sheets:
        return Found()
    lines = [text for table in sheets for _, text in text_rows(_head(table))]
    mails = [domain for text in lines for domain in MAIL.findall(text)]
    return Found(
        title=_release_title(sheets[0]),
        publisher=_stated(
            lines, ("publisher", "published by", "produced by", "source", "department")
        )
        or next((DEPARTMENTS[mail.lower()] for mail in mails if mail.lower() in DEPARTMENTS), "")
        or next((body for text in lines for name, body in BODIES.items() if name in text), ""),
        published=next((day for text in lines if (day := published_in(text))), None),
        updated=next((day for text in lines if (day := updated_in(text))), None),
    )


def _head(table: Table) -> Table:
    return replace(table, rows=table.rows[:40] if table.sheet else table.rows[:3])


def _stated(lines: Sequence[str], names: tuple[str, ...]) -> str:
    for text in lines:
        said = SAID.match(text)
        if said and said[1].lower() in names and len(said[2]) <= 80:
            return said[2]
    return ""


def _release_title(table: Table) -> str:
    """The lines of a cover sheet before it comes to dates and addresses, joined."""
    rows = text_rows(_head(table))
    named = _stated([text for _, text in rows], ("title",))
    found = grid(replace(table, rows=table.rows[:SAMPLE]))
    if named or not (COVER.search(table.sheet) or found is None):
        return named or (_title(table, found, table.sheet) if table.sheet and found else "")
    lines: list[str] = []
    for _, text in rows[:4]:
        if SAID.match(text) or first_date(text) or "@" in text or len(text) > 150 or "©" in text:
            break
        if text.lower().startswith("part of "):
            continue
        lines = [line for line in lines if line.lower() not in text.lower()]
        if not any(text.lower() in line.lower() for line in lines):
            lines.append(text)
    return ", ".join(lines[:3])
