"""Write the demo workbook of small-boat arrivals, byte for byte the same on every machine.

The workbook has the shape of an official one: a cover sheet, contents and notes, then tables whose
header stands below a title and a remark. Only the standard library is used, and the parts of the
archive are stored without compression because compressors differ between machines.

Run ``python -m evals.corpora.build_demo_workbook`` after changing a figure.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

WORKBOOK = Path(__file__).parent / "demo" / "statistics" / "small-boat-arrivals.xlsx"

Cell = str | int | date
Row = Sequence[Cell]

NOT_COLLECTED = "-"
NOT_AVAILABLE = ":"


@dataclass(frozen=True)
class Sheet:
    """A named sheet, its rows from the first downwards."""

    name: str
    rows: Sequence[Row]


def _table(name: str, title: str, remark: str, header: Row, rows: Sequence[Row]) -> Sheet:
    """Set a table below its title and remark: the header comes in row 5."""
    return Sheet(name, [(title,), (remark,), ("Back to contents",), (), header, *rows])


COVER = Sheet(
    "Cover_sheet",
    [
        ("People arriving in the United Kingdom by small boat: selected figures",),
        ("Publisher: On Record demo sources",),
        ("Released: 21 August 2026",),
        ("Period: 1 January 2018 to 20 August 2026",),
        ("Licence of this workbook: Apache-2.0",),
        ("Underlying figures: Home Office, Crown copyright, Open Government Licence v3.0",),
        ("This is a demonstration. It is not a publication of the Home Office.",),
    ],
)

CONTENTS = Sheet(
    "Contents",
    [
        ("Contents",),
        ("Sheet", "What it holds", "Source"),
        ("Table_1", "Arrivals by year", "note 6"),
        ("Table_2", "Arrivals on selected days", "note 7"),
        ("Table_3", "Arrivals by nationality and year", "note 8"),
        ("Table_4", "Arrivals and preventions in selected weeks", "note 9"),
        ("Table_5", "Arrivals in selected periods", "note 10"),
    ],
)

_NOTE_TEXTS = """
All figures are provisional and may be changed by later editions of the series.

Counted are people detected in the Channel or on arrival and brought ashore. Larger vessels, lorries
and landings that nobody detected are left out.

- means not collected; : means not available to the compilers.

The daily series and the quarterly tables differ: for 2022 the series sums to 45,755 and the
quarterly tables to 45,774. Table 3 follows the quarterly tables, the other tables the series.

Preventions are estimates by the French authorities, available from the week ending 5 May 2024.

Table 1: Home Office daily series, as summed by the data team of The National (uk_small_boats) to
20 August 2026.

Table 2: Home Office, small boats time series, 12 December 2025; 10 July 2026 from the Home Office
pages of 11 and 13 July 2026. First published: Ministry of Defence daily data, August and September
2022; Shropshire Star, 1 June 2025; Upday, September 2025; Home Office page of 11 July 2026.

Table 3: Home Office, irregular migration detailed data to December 2023, small boat arrivals
(re-cut by humaniverse/asylum).

Table 4: Home Office, small boats time series, 12 December 2025, table SB_02.

Table 5: sums of the daily series. Iraqis: Home Office figures of August 2025, rounded, as reported
by the Evening Standard.
"""


def _numbered(texts: str) -> list[Row]:
    """Make a row of each paragraph: its number, from 1, and its text."""
    paragraphs = [" ".join(text.split()) for text in texts.strip().split("\n\n")]
    return [(str(number), text) for number, text in enumerate(paragraphs, start=1)]


NOTES = Sheet("Notes", [("Notes",), ("Number", "Text"), *_numbered(_NOTE_TEXTS)])

YEARS = _table(
    "Table_1",
    "Table 1: People and boats arriving by small boat, by year, 2018 to 2026 [notes 1, 2, 4]",
    "People per boat is rounded. The last row covers 1 January to 20 August 2026 only.",
    ("Year", "People", "Boats", "People per boat", "Notes"),
    [
        (2018, 299, 43, 7, ""),
        (2019, 1843, 164, 11, ""),
        (2020, 8462, 641, 13, ""),
        (2021, 28526, 1034, 28, ""),
        (2022, 45755, 1110, 41, "Highest year; quarterly tables 45,774 [note 4]"),
        (2023, 29437, 602, 49, ""),
        (2024, 36816, 695, 53, ""),
        (2025, 41472, 672, 62, ""),
        (2026, 15897, 234, 68, "To 20 August"),
    ],
)


def _day(when: date, people: int, boats: int, uncontrolled: Cell, *first: Cell) -> Row:
    """Set a row of table 2; ``first`` is people and boats as first published, then the note."""
    return (when, people, boats, uncontrolled, *(first or (NOT_AVAILABLE, NOT_AVAILABLE, "")))


DAYS = _table(
    "Table_2",
    "Table 2: People and boats arriving by small boat on selected days [notes 1, 2, 3, 7]",
    "Present figures of the series beside those first published, where they are known.",
    (
        "Date",
        "People",
        "Boats",
        "Boats in uncontrolled landings",
        "People first published",
        "Boats first published",
        "Notes",
    ),
    [
        _day(date(2022, 8, 22), 1137, 25, NOT_COLLECTED, 1295, 27, ""),
        _day(date(2022, 9, 3), 1305, 27, NOT_COLLECTED, 960, 20, "Record day"),
        _day(date(2022, 9, 4), 717, 18, NOT_COLLECTED, 1160, 25, ""),
        _day(date(2025, 5, 31), 1195, 19, 0, 1194, 18, ""),
        _day(date(2025, 8, 12), 445, 6, 0),
        _day(date(2025, 8, 13), 325, 4, 0),
        _day(date(2025, 8, 14), 82, 1, 0),
        _day(date(2025, 8, 15), 116, 2, 0),
        _day(date(2025, 8, 16), 0, 0, 0),
        _day(date(2025, 8, 17), 0, 0, 0),
        _day(date(2025, 8, 18), 0, 0, 0),
        _day(date(2025, 9, 6), 1101, 18, 1, 1097, 17, "Revised"),
        _day(date(2025, 9, 19), 1072, 13, 0),
        _day(date(2025, 10, 8), 1075, 15, 0),
        _day(date(2026, 7, 10), 255, 3, NOT_AVAILABLE, 225, 3, "Revised"),
    ],
)

NATIONALITIES = _table(
    "Table_3",
    "Table 3: People arriving by small boat, by nationality and year, 2018 to 2023 [notes 1, 4, 8]",
    "Selected nationalities, then all nationalities together.",
    ("Nationality", 2018, 2019, 2020, 2021, 2022, 2023),
    [
        ("Afghanistan", 3, 69, 494, 1437, 9088, 5545),
        ("Albania", 16, 13, 54, 815, 12658, 924),
        ("Iran", 238, 1213, 2373, 8319, 5841, 3562),
        ("Iraq", 33, 471, 1648, 6117, 4574, 2545),
        ("Turkey", 0, 2, 10, 69, 1127, 3040),
        ("Vietnam", 3, 4, 118, 1403, 505, 1323),
        ("All nationalities", 299, 1843, 8466, 28526, 45774, 29437),
    ],
)

WEEKS = _table(
    "Table_4",
    "Table 4: Arrivals and preventions in selected weeks of 2024 [notes 1, 3, 5, 9]",
    "A week is shown by its last day.",
    ("Week ending", "People arrived", "Boats arrived", "People prevented", "Events prevented"),
    [
        (date(2024, 4, 21), 0, 0, NOT_COLLECTED, NOT_COLLECTED),
        (date(2024, 4, 28), 902, 17, NOT_COLLECTED, NOT_COLLECTED),
        (date(2024, 5, 5), 1409, 28, 849, 30),
        (date(2024, 5, 12), 879, 17, 484, 19),
        (date(2024, 5, 19), 419, 10, 514, 18),
    ],
)

PERIODS = _table(
    "Table_5",
    "Table 5: People arriving by small boat in selected periods [notes 1, 2, 10]",
    "The first and the last day belong to the period.",
    ("Group", "Period", "From", "To", "People", "Notes"),
    [
        ("All", "August 2022", date(2022, 8, 1), date(2022, 8, 31), 8631, "Busiest month"),
        ("All", "Year ending March 2024", date(2023, 4, 1), date(2024, 3, 31), 31079, ""),
        ("All", "Year ending March 2025", date(2024, 4, 1), date(2025, 3, 31), 38023, ""),
        ("Iraqis", "Year ending March 2024", date(2023, 4, 1), date(2024, 3, 31), 2600, "Rounded"),
        ("Iraqis", "Year ending March 2025", date(2024, 4, 1), date(2025, 3, 31), 1900, "Rounded"),
        ("All", "January to June 2024", date(2024, 1, 1), date(2024, 6, 30), 13489, ""),
        ("All", "January to June 2025", date(2025, 1, 1), date(2025, 6, 30), 19982, ""),
        (
            "All",
            "Since the change of government, to 11 August 2025",
            date(2024, 7, 5),
            date(2025, 8, 11),
            50271,
            "",
        ),
        ("All", "Seven days to 18 August 2025", date(2025, 8, 12), date(2025, 8, 18), 968, ""),
        ("All", "1 January to 20 August 2025", date(2025, 1, 1), date(2025, 8, 20), 27997, ""),
        ("All", "1 January to 20 August 2026", date(2026, 1, 1), date(2026, 8, 20), 15897, ""),
    ],
)

SHEETS = (COVER, CONTENTS, NOTES, YEARS, DAYS, NATIONALITIES, WEEKS, PERIODS)

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DATE_STYLE = 1
_DAY_ZERO = date(1899, 12, 30)


def _cell(value: Cell, reference: str) -> str:
    if value == "":
        return ""
    if isinstance(value, date):
        serial = (value - _DAY_ZERO).days
        return f'<c r="{reference}" s="{_DATE_STYLE}"><v>{serial}</v></c>'
    if isinstance(value, int):
        return f'<c r="{reference}"><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def _row(cells: Row, number: int) -> str:
    inner = "".join(_cell(value, f"{chr(ord('A') + i)}{number}") for i, value in enumerate(cells))
    return f'<row r="{number}">{inner}</row>'


def _sheet(sheet: Sheet) -> str:
    rows = "".join(_row(cells, number) for number, cells in enumerate(sheet.rows, start=1))
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def _content_types() -> str:
    parts = [("/xl/workbook.xml", f"{_MEDIA}.sheet.main+xml")]
    parts += [("/xl/styles.xml", f"{_MEDIA}.styles+xml")]
    parts += [("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")]
    parts += [
        (f"/xl/worksheets/sheet{number}.xml", f"{_MEDIA}.worksheet+xml")
        for number in range(1, len(SHEETS) + 1)
    ]
    overrides = "".join(f'<Override PartName="{p}" ContentType="{t}"/>' for p, t in parts)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(targets: Sequence[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _workbook() -> str:
    sheets = "".join(
        f'<sheet name="{sheet.name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(SHEETS, start=1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _styles() -> str:
    """Two cell formats: general, and the built-in short date (number format 14)."""
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    dated = '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>'
    return (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        f'<cellStyleXfs count="1">{plain}</cellStyleXfs>'
        f'<cellXfs count="2">{plain}{dated}</cellXfs></styleSheet>'
    )


def _properties() -> str:
    title = escape(str(COVER.rows[0][0]))
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>On Record demo sources</dc:creator>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2026-08-21T00:00:00Z</dcterms:created>'
        "</cp:coreProperties>"
    )


def _parts() -> dict[str, str]:
    numbered = list(enumerate(SHEETS, start=1))
    sheets = [(f"{_OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number, _ in numbered]
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            [(f"{_OFFICE}/officeDocument", "xl/workbook.xml"), (core, "docProps/core.xml")]
        ),
        "docProps/core.xml": _properties(),
        "xl/workbook.xml": _workbook(),
        "xl/_rels/workbook.xml.rels": _relationships(
            [*sheets, (f"{_OFFICE}/styles", "styles.xml")]
        ),
        "xl/styles.xml": _styles(),
        **{f"xl/worksheets/sheet{number}.xml": _sheet(sheet) for number, sheet in numbered},
    }


def build() -> bytes:
    """Return the workbook; two calls give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in _parts().items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # the host system would be written otherwise
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (_DECLARATION + text).encode())
    return buffer.getvalue()


def main() -> None:
    """Write the workbook to its place among the demo sources."""
    WORKBOOK.write_bytes(build())


if __name__ == "__main__":
    main()
