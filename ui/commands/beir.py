"""``onrecord eval beir``: retrieval over a public data set, leg by leg."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evals.beir import DataSet
    from evals.legs import Leg, Tell
    from evals.statistics import Difference
    from evals.trec import Run
    from vectorstore.embedding import Embedder

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)
EVERY = 30.0
"""Seconds between two lines that tell how far it is, where standard error is no terminal."""


@click.command("beir")
@click.argument("folder", type=FOLDER)
@click.option(
    "--index",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the corpus is, or is to be, indexed. [a folder by the data set's name among the "
    "user's data]",
)
@click.option(
    "--split", default="", metavar="NAME", help="Which qrels/NAME.tsv. [test, or the only one]"
)
@click.option("--without-plain", is_flag=True, help="Leave the plain LangChain leg out.")
@click.option(
    "--runs",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write each leg's run there, as trec_eval reads it.",
)
@click.option(
    "--run",
    "others",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TREC run of another system, to stand beside.",
)
@click.option("--json", "json_out", type=OUT, metavar="OUT", help="The figures as JSON.")
def command(
    folder: Path,
    index: Path | None,
    split: str,
    without_plain: bool,
    runs: Path | None,
    others: tuple[Path, ...],
    json_out: Path | None,
) -> int:
    """Search the corpus of FOLDER (BEIR's layout) with every judged query, leg by leg.

    The first time the corpus is ingested, as sources are; it is kept for the next. Full text alone,
    the embedding alone, both together, and plain LangChain with Chroma (where langchain-chroma is
    installed) are measured in the same run. The exit code is 1 when a document could not be read.
    """
    from evals.beir import read
    from evals.legs import LEGS, measured
    from evals.trec import read_run, write_run

    data = read(folder, split)
    notes = list(data.notes)
    given: dict[str, Run] = {}
    for path in others:
        # A run of ours that is read back must not take the place of the leg of that name.
        name = str(path) if path.stem in {*LEGS, *given} else path.stem
        given[name] = read_run(path, data)
        if lacking := len(data.queries) - len(given[name]):
            notes.append(f"{path} lacks {lacking:,} of the queries: they count as nothing found.")
    unread: list[str] = []
    legs: list[Leg] = []
    for name, run, seconds in _runs(data, index, unread, plain=not without_plain):
        legs.append(measured(name, run, data, legs[0] if legs else None, seconds))
        if runs and (encoded := write_run(run, name, runs / f"{name.replace(' ', '-')}.trec")):
            notes.append(
                f"{name}: {encoded:,} ids with white space are percent-encoded in the run."
            )
    legs += [measured(name, run, data, legs[0]) for name, run in given.items()]
    if unread:
        count = "1 document" if len(unread) == 1 else f"{len(unread):,} documents"
        notes.append(f"{count} could not be read: “{unread[0]}”{', …' if unread[1:] else '.'}")
    if not without_plain and "plain LangChain" not in [leg.name for leg in legs]:
        notes.append(f"No plain LangChain leg: {NEEDED}")
    if json_out:
        from evals.store import replace_text

        result = _json(data, legs, notes)
        replace_text(json_out, json.dumps(result, indent=1, allow_nan=False) + "\n")
    _show(data, legs, notes)
    return 1 if unread else 0


NEEDED = 'langchain-chroma is not installed (pip install "onrecord[bench]").'


def _runs(
    data: DataSet, index: Path | None, unread: list[str], *, plain: bool
) -> Iterator[tuple[str, Run, float]]:
    """Each leg's name, its run and the seconds of its searches; notes what could not be read."""
    import platformdirs

    from assistant.settings import load_settings
    from evals.legs import LEGS, ingested, search, searched
    from evals.plain_chain import installed
    from vectorstore.embedding import load_embedder
    from vectorstore.library import Library

    place = index or platformdirs.user_data_path("onrecord") / "beir" / data.name
    place = place.resolve()
    embedder = load_embedder(load_settings().embedding_model)
    with Library.open(place, embedder, write=True) as library:
        with _telling("Reading") as tell:
            unread += ingested(data, place, library, tell)
        for name, weights in LEGS.items():
            with _telling(f"Searching, {name}") as tell:
                run, seconds = searched(data, partial(search, library, weights=weights), tell)
            yield name, run, seconds
    if plain and installed():
        run, seconds = _plain(data, embedder, place.with_name(f"{place.name}-plain"))
        yield "plain LangChain", run, seconds


def _plain(data: DataSet, embedder: Embedder, folder: Path) -> tuple[Run, float]:
    from evals.legs import searched
    from evals.plain_chain import plain_search

    with _telling("Reading, plain LangChain") as tell:
        find = plain_search(data, embedder, folder, tell)
    with _telling("Searching, plain LangChain") as tell:
        return searched(data, find, tell)


@contextmanager
def _telling(what: str) -> Iterator[Tell]:
    """How far a step is, and how long it will take: a bar on a terminal, else a line at times."""
    if not sys.stderr.isatty():
        yield _lines(what)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(elapsed_when_finished=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


def _lines(what: str) -> Callable[[int, int], None]:
    began = told = monotonic()
    first: int | None = None

    def tell(done: int, total: int) -> None:
        nonlocal told, first
        now = monotonic()
        first = done if first is None else first
        if now - told < EVERY:
            return
        told = now
        left = ""
        if done > first:
            minutes = (now - began) * (total - done) / (done - first) / 60
            left = f", about {max(1, round(minutes))} min left"
        click.echo(f"{what}: {done:,} of {total:,}{left}", err=True)

    click.echo(what, err=True)
    return tell


def _show(data: DataSet, legs: list[Leg], notes: list[str]) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from evals.legs import MAIN

    title = (
        f"{data.name}, {data.split}: {len(data.queries):,} queries, {len(data.lines):,} documents"
    )
    table = Table(box=SIMPLE, title=escape(title))
    table.add_column("leg")
    columns = [*legs[0].measures, f"95 % of {MAIN}", f"beside {legs[0].name}", "ms a query"]
    for name in columns:
        table.add_column(name, justify="right")
    for leg in legs:
        main = leg.measures[MAIN]
        table.add_row(
            escape(leg.name),
            *(f"{one.value:.3f}" for one in leg.measures.values()),
            f"{main.low:.3f} – {main.high:.3f}",
            _difference(leg.beside) if leg.beside else "",
            f"{1000 * leg.seconds / len(data.queries):.0f}" if leg.seconds is not None else "",
        )
    Console(width=None if sys.stdout.isatty() else 160).print(table)
    for note in notes:
        click.echo(note)


def _difference(beside: Difference) -> str:
    chance = "p < .001" if beside.p < 0.001 else f"p = {beside.p:.3f}"
    return f"{beside.value:+.3f} ({chance})"


def _json(data: DataSet, legs: list[Leg], notes: list[str]) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "data_set": data.name,
        "split": data.split,
        "queries": len(data.queries),
        "documents": len(data.lines),
        "notes": notes,
        "legs": {
            leg.name: {
                "measures": {
                    name: {"value": one.value, "low": one.low, "high": one.high}
                    for name, one in leg.measures.items()
                },
                "beside_first": asdict(leg.beside) if leg.beside else None,
                "seconds": leg.seconds,
            }
            for leg in legs
        },
    }
