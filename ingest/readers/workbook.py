"""Workbooks (xlsx, xlsb, xls, ods): every sheet as the grid that it is, rows and columns kept."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

from ingest.errors import ReadError
from ingest.normalise import normalise
from ingest.reading import Reading, Table

MOST_CELLS = 30_000_000


def read_workbook(data: bytes) -> Reading:
    """A workbook; raises ReadError where it is encrypted, broken or has no cells."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        tables = [
            _sheet(workbook, sheet.name) for sheet in workbook.sheets_metadata if _is_grid(sheet)
        ]
    except python_calamine.PasswordError as error:
        raise ReadError("The workbook is encrypted.", "Save a copy without a password.") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise ReadError(
            f"The workbook is damaged or of a kind not known here ({error}).",
            "Open it in a spreadsheet program and save it as xlsx or ods.",
        ) from error
    return Reading(format="workbook", parts=tuple(table for table in tables if table.rows))


def _is_grid(sheet: Any) -> bool:
    return bool(sheet.typ == python_calamine.SheetTypeEnum.WorkSheet)


def _sheet(workbook: Any, name: str) -> Table:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise ReadError(
            f"Sheet {name} spans {sheet.total_height} rows by {sheet.total_width} columns.",
            "Delete the empty rows and columns beyond its table, or save the table as CSV.",
        )
    # Leading empty rows are kept: a citation names the row that a person sees.
    rows = sheet.to_python(skip_empty_area=False)
    return Table(rows=tuple(tuple(map(show, row)) for row in rows), sheet=name)


def show(value: object) -> str:
    """A cell's value as text: whole numbers without a point, dates as "1 January 2018"."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, datetime):
        return f"{value.day} {value:%B %Y %H:%M}"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return (
        str(value) if isinstance(value, int | time | timedelta) else normalise(str(value)).strip()
    )
