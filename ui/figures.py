"""Figures for programs and for the page: JSON, the cells behind them as CSV, a chart in HTML."""

from __future__ import annotations

import base64
import csv
import io
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from assistant.figures.around import plot
from assistant.figures.query import header, tidy_rows
from assistant.figures.wording import statement

if TYPE_CHECKING:
    from assistant.figures import Figure, FigureAnswer, Outcome, Reading
    from vectorstore.records import Period

MOST_ROWS = 5_000
"""Rows of CSV that a page carries with an answer; the command line writes all."""


def figure_json(found: FigureAnswer) -> dict[str, Any]:
    """What ``onrecord statistics --json`` prints."""
    return {
        "question": found.question,
        "status": found.status.value,
        "answer": found.statement,
        "value": found.value,
        "unit": found.unit,
        "label": found.label,
        "period": _period(found.period),
        "publisher": found.publisher,
        "release": found.release,
        "published": found.released.isoformat() if found.released else None,
        "standing": found.standing,
        "how": found.how,
        "sql": found.sql,
        "figures": [_figure(figure) for figure in found.figures],
        "readings": [_reading(reading) for reading in found.readings],
        "others": [_reading(reading) for reading in found.others],
        "same": list(found.same),
        "notes": list(found.notes),
        "newer": _outcome(found.newer) if found.newer else None,
        "nearest": list(found.nearest),
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {"reading": reading.words, "why": reading.why, **_outcome(reading.outcome)}


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "answer": statement(outcome),
        "value": outcome.value,
        "unit": outcome.unit,
        "label": outcome.label,
        "figures": [_figure(figure) for figure in outcome.figures],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    cells = figure.cells
    return {
        "value": figure.value,
        "unit": figure.unit,
        "label": figure.label,
        "period": _period(figure.period),
        "at_least": figure.at_least,
        "missing": {reason.value: count for reason, count in figure.missing},
        "status": figure.status,
        "note": figure.note,
        "cells": {
            "document_id": cells.entry.id,
            "path": cells.entry.path,
            "table": cells.table,
            "sheet": cells.sheet,
            "first": cells.first,
            "last": cells.last,
            "count": cells.count,
            "locator": cells.locator,
            "spans": [list(span) for span in cells.spans],
        },
    }


def _period(period: Period | None) -> dict[str, str] | None:
    if period is None:
        return None
    first, last = period.first.isoformat(), period.last.isoformat()
    return {"first": first, "last": last, "label": period.label}


def cells_csv(found: FigureAnswer, most: int | None = None) -> str:
    """The cells that the figures rest on as CSV, tidy: the data behind the number."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    written: set[int] = set()
    for figure in found.figures:
        if figure.series is None or figure.tile is None:
            continue
        if not out.tell():
            writer.writerow(header(figure.series.table))
        rows = [int(row) for row in figure.series.rows_of(figure.tile)]
        fresh = [row for row in rows if row not in written]
        fresh = fresh if most is None else fresh[: max(0, most - len(written))]
        writer.writerows(tidy_rows(figure.series.table, figure.series.at, fresh))
        written.update(fresh)
    return out.getvalue()


def figure_html(found: FigureAnswer) -> str:
    """A chart with its data to download, for the page; "" where there is nothing to draw."""
    from ui.chart import draw

    drawn = plot(found)
    data = quote(cells_csv(found, MOST_ROWS))
    link = (
        f'<a class="download" download="figures.csv" href="data:text/csv;charset=utf-8,{data}">'
        "Download the cells (CSV)</a>"
    )
    sql = (
        f"<details><summary>How it was computed, as SQL</summary><pre>{escape(found.sql)}</pre>"
        "</details>"
        if found.sql
        else ""
    )
    if drawn is None:
        return f'<figure class="figures"><figcaption>{link}{sql}</figcaption></figure>'
    picture = base64.b64encode(draw(drawn)).decode("ascii")
    told = f"Chart: {drawn.title}. {found.statement}"
    return (
        f'<figure class="figures"><img src="data:image/png;base64,{picture}" width="1200" '
        f'height="800" alt="{escape(told)}"><figcaption>{link}{sql}</figcaption></figure>'
    )
