"""``onrecord statistics``: a number that the tables have or that is computed from their cells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ui.options import DAY, filter_options, filters, index_option, json_option

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.figures import FigureAnswer

FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command("statistics", short_help="Ask the tables for a figure.")
@click.argument("question")
@click.option("--chart", type=FILE, metavar="OUT.png", help="Draw the figures to a PNG.")
@click.option("--csv", "cells", type=FILE, metavar="OUT.csv", help="Write the cells behind them.")
@click.option("--sql", is_flag=True, help="Show the query that gives the number from the cells.")
@click.option(
    "--as-of",
    type=DAY,
    metavar="YYYY-MM-DD",
    help='What "today" is for "the last seven days" and the like.',
)
@filter_options
@index_option
@json_option
def command(
    question: str,
    chart: Path | None,
    cells: Path | None,
    sql: bool,
    as_of: datetime | None,
    index: str | None,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Answer QUESTION from the tables of the sources: read, added up, compared.

    The number comes with its unit, period, release and cells, with what changes its meaning, and
    with the other official figure where there is one. What no table has is "not found".
    """
    from assistant.figures import answer
    from assistant.inquiry import checked
    from assistant.settings import load_settings
    from ui.figures import figure_json
    from ui.terminal import show_figures
    from vectorstore.library import Library

    question = checked(question)
    with Library.open(load_settings(index=index).index) as library:
        today = as_of.date() if as_of else None
        found = answer(question, library, filters(**chosen), today)
        if found is not None:
            _written(found, chart, cells)
    if as_json:
        click.echo(json.dumps(figure_json(found or _nothing(question)), ensure_ascii=False))
        return
    show_figures(found or _nothing(question), sql=sql)


def _nothing(question: str) -> FigureAnswer:
    """What is said to a question that is none of figures."""
    from assistant.figures import FigureAnswer, FigureStatus

    return FigureAnswer(question=question, status=FigureStatus.NOT_FOUND)


def _written(found: FigureAnswer, chart: Path | None, cells: Path | None) -> None:
    """The files that were asked for; where there is nothing to draw, standard error says so."""
    if cells is not None and found.figures:
        from ui.figures import cells_csv

        cells.write_text(cells_csv(found), encoding="utf-8", newline="")
    if chart is None:
        return
    from assistant.figures.around import plot
    from ui.chart import draw

    drawn = plot(found)
    if drawn is None:
        click.echo("Nothing to draw: there are no two figures to compare.", err=True)
        return
    chart.write_bytes(draw(drawn))
