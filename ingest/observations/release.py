"""What a release says of itself on its cover, its list of contents and its list of fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.dates import first_date
from ingest.tables import text_rows
from vectorstore.observations import Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ingest.reading import Table

NEXT = re.compile(
    r"^next (?:planned )?(?:update|release|publication)\b[^:]*:?\s*(.+)", re.IGNORECASE
)
FREQUENCY = re.compile(
    r"^(?:frequency|update frequency|published every)\s*:\s*(.{3,60})$", re.IGNORECASE
)
COVERAGE = re.compile(
    r"^(?:period covered|coverage|period|reporting period)\s*:\s*(.{3,80})$", re.IGNORECASE
)
PERIOD = re.compile(
    r"^(?:(?:year|quarter|month|week|12 months) (?:ending|to)|q[1-4]|\d{4} to) .{3,30}$",
    re.IGNORECASE,
)
# From the beginning of a word only: within a word without end the search would begin anew at each
# letter, and take time that grows with the square of its length.
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
CONTENTS = re.compile(r"^(?:table of )?contents\b|^index$", re.IGNORECASE)
FIELDS = re.compile(r"\bfields?\b|\bdictionary\b|\bvariables\b|\bdefinitions\b", re.IGNORECASE)
FEW_COLUMNS = 3
FRONT = 60
"""Lines of a sheet within which a release says such things of itself."""

COLUMNS = {
    "sheet": re.compile(r"^(?:sheet|table|tab|worksheet)(?: (?:name|number))?$", re.IGNORECASE),
    "coverage": re.compile(
        r"^(?:period|periods|time period|coverage)(?: covered)?$", re.IGNORECASE
    ),
    "next": re.compile(r"^next .*\b(?:update|release|publication)$", re.IGNORECASE),
}
"""What the columns of a list of contents are headed."""


@dataclass(frozen=True)
class About:
    """What is said of the release as a whole, of each of its sheets, and of each field."""

    whole: Release
    sheets: Mapping[str, Release]
    fields: Mapping[str, str]

    def of(self, sheet: str) -> Release:
        """What is said of one sheet; what is not said of it, as the whole release says."""
        own = self.sheets.get(sheet.lower(), Release())
        return replace(
            self.whole,
            coverage=own.coverage or self.whole.coverage,
            next_update=own.next_update or self.whole.next_update,
        )


def about(tables: Sequence[Table], lines: Iterable[str]) -> About:
    """Read what the sheets of a workbook, and the lines of its text, say of the release."""
    sheets: dict[str, Release] = {}
    fields: dict[str, str] = {}
    for table in tables:
        if CONTENTS.search(table.sheet):
            sheets |= _contents(table)
        elif FIELDS.search(table.sheet):
            fields |= _fields(table)
    front = [line for table in tables[:4] for _, line in text_rows(_front(table))]
    return About(_whole([*front, *lines]), sheets, fields)


def _front(table: Table) -> Table:
    return replace(table, rows=table.rows[:FRONT])


def _whole(lines: Sequence[str]) -> Release:
    return Release(
        coverage=_first(COVERAGE, lines)
        or next((line for line in lines if PERIOD.match(line)), ""),
        frequency=_first(FREQUENCY, lines),
        next_update=first_date(_first(NEXT, lines)),
        contact=next((match[0] for line in lines if (match := MAIL.search(line))), ""),
    )


def _first(form: re.Pattern[str], lines: Sequence[str]) -> str:
    return next((match[1].strip() for line in lines if (match := form.match(line.strip()))), "")


def _contents(table: Table) -> dict[str, Release]:
    """What a list of contents says of each sheet, by the sheet's name in lower case."""
    at: dict[str, int] = {}
    found: dict[str, Release] = {}
    for row in table.rows:
        if "sheet" not in at:
            at = {
                what: place
                for what, name in COLUMNS.items()
                for place, cell in enumerate(row)
                if name.match(cell)
            }
        elif row[at["sheet"]]:
            found[row[at["sheet"]].lower()] = Release(
                coverage=row[at["coverage"]] if "coverage" in at else "",
                next_update=first_date(row[at["next"]]) if "next" in at else None,
            )
    return found


def _fields(table: Table) -> dict[str, str]:
    """What a list of fields says that each of them is, by its name in lower case."""
    pairs = [[cell for cell in row if cell] for row in table.rows]
    return {
        filled[0].lower(): filled[1]
        for filled in pairs
        if 1 < len(filled) <= FEW_COLUMNS and len(filled[0]) < len(filled[1])
    }
