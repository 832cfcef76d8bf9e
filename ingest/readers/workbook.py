"""Workbooks (xlsx, xlsb, xls, ods): every sheet as the grid that it is, rows and columns kept."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import python_calamine

from ingest.errors import ReadError
from ingest.normalise import normalise
from ingest.readers.spans import must_not_span
from ingest.reading import Reading, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_CELLS = 30_000_000
SAVE_AGAIN = "Open it in a spreadsheet program and save it as xlsx or ods."


def read_workbook(data: bytes) -> Reading:
    """A workbook; raises ReadError where it is encrypted, broken or has no cells.

    A sheet that cannot be read is named in the caution, and costs the others nothing.
    """
    must_not_span(data, MOST_CELLS)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [sheet for sheet in workbook.sheets_metadata if _is_grid(sheet)]
    except python_calamine.PasswordError as error:
        raise ReadError("The workbook is encrypted.", "Save a copy without a password.") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged(error) from error
    tables: list[Table] = []
    failed: dict[str, ReadError] = {}
    once: dict[tuple[type, object], str] = {}
    for sheet in sheets:
        try:
            tables.append(_sheet(workbook, sheet.name, once))
        except ReadError as error:
            failed[sheet.name] = error
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            failed[sheet.name] = ReadError(f"It is damaged ({error}).", SAVE_AGAIN)
    if failed and not any(table.rows for table in tables):
        raise next(iter(failed.values()))
    read = [table for table in tables if table.rows]
    names = {table.sheet for table in read}
    hidden = [sheet.name for sheet in sheets if _is_hidden(sheet) and sheet.name in names]
    return Reading(format="workbook", parts=tuple(read), caution=_caution(failed, hidden))


def _damaged(error: Exception) -> ReadError:
    return ReadError(
        f"The workbook is damaged or of a kind not known here ({error}).",
        SAVE_AGAIN,
    )


def _caution(failed: Mapping[str, ReadError], hidden: Sequence[str]) -> str:
    """What of a workbook was not read, and what of it a person has to unhide to see."""
    told = [f"Sheet {name} was not read: {error}" for name, error in failed.items()]
    if hidden:
        told.append(f"Hidden in the workbook: {', '.join(hidden)}.")
    return " ".join(told)


def _is_grid(sheet: Any) -> bool:
    return bool(sheet.typ == python_calamine.SheetTypeEnum.WorkSheet)


def _is_hidden(sheet: Any) -> bool:
    return bool(sheet.visible != python_calamine.SheetVisibleEnum.Visible)


def _sheet(workbook: Any, name: str, once: dict[tuple[type, object], str]) -> Table:
    """The cells of a sheet as text; ``once`` keeps each different one of the workbook once."""
    sheet = workbook.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise ReadError(
            f"Sheet {name} spans {sheet.total_height} rows by {sheet.total_width} columns.",
            "Delete the empty rows and columns beyond its table, or save the table as CSV.",
        )

    def cell(value: object) -> str:
        key = value.__class__, value
        shown = once.get(key)
        if shown is None:
            shown = once[key] = show(value)
        return shown

    # Leading empty rows are kept: a citation names the row that a person sees.
    rows = sheet.to_python(skip_empty_area=False)
    return Table(rows=tuple([tuple(map(cell, row)) for row in rows]), sheet=name)


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
