"""``onrecord eval beir``: retrieval over a public data set, leg by leg."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals.beir import DataSet, Leg, Run

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


@click.command("beir")
@click.argument("folder", type=FOLDER)
@click.option(
    "--index",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the corpus is, or is to be, indexed. [a folder by the data set's name among the "
    "user's data]",
)
@click.option("--split", default="", help="Which file of qrels, if there are several.")
@click.option("--plain", is_flag=True, help="A leg of plain LangChain with Chroma besides.")
@click.option("--runs", type=click.Path(file_okay=False, path_type=Path), help="Write TREC runs.")
@click.option(
    "--run",
    "others",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TREC run of another system, to stand beside.",
)
@click.option("--json", "json_out", type=OUT, metavar="OUT", help="The figures as JSON.")
def command(
    folder: Path,
    index: Path | None,
    split: str,
    plain: bool,
    runs: Path | None,
    others: tuple[Path, ...],
    json_out: Path | None,
) -> None:
    """Search the corpus of FOLDER (BEIR's layout) with every judged query, leg by leg.

    The first time the corpus is ingested, as sources are; it is kept for the next. Full text alone,
    the embedding alone and both together are measured in the same run.
    """
    from evals.beir import measured, read, write_run

    data = read(folder, split)
    legs: list[Leg] = []
    for name, run in _runs(data, index, others, plain=plain):
        legs.append(measured(name, run, data, legs[0] if legs else None))
        if runs:
            write_run(run, name, runs / f"{name.replace(' ', '-')}.trec")
    if json_out:
        from evals.store import replace_text

        replace_text(json_out, json.dumps(_json(data, legs), indent=1, allow_nan=False) + "\n")
    _show(data, legs)


def _runs(
    data: DataSet, index: Path | None, others: tuple[Path, ...], *, plain: bool
) -> Iterator[tuple[str, Run]]:
    """Each leg's name and its run."""
    import platformdirs

    from evals.beir import LEGS, ingested, read_run, search, searched
    from vectorstore.embedding import load_embedder
    from vectorstore.library import Library

    place = index or platformdirs.user_data_path("onrecord") / "beir" / data.folder.name
    embedder = load_embedder()
    with Library.open(place, embedder, write=True) as library:
        ingested(data, place, library)
        for name, weights in LEGS.items():
            click.echo(f"Searching: {name}", err=True)
            yield name, searched(data, partial(search, library, weights=weights))
    if plain:
        from evals.plain_chain import plain_search

        click.echo("Searching: plain LangChain and Chroma", err=True)
        find = plain_search(data, embedder, place.with_name(f"{place.name}-plain"))
        yield "plain LangChain", searched(data, find)
    for path in others:
        yield path.stem, read_run(path)


def _show(data: DataSet, legs: list[Leg]) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE, title=f"{data.folder.name}: {len(data.queries):,} queries")
    table.add_column("leg")
    for name in [*legs[0].measures, "95 % of nDCG@10", "beside the first"]:
        table.add_column(name, justify="right")
    for leg in legs:
        main = leg.measures["nDCG@10"]
        beside = f"{leg.beside.value:+.3f} (p = {leg.beside.p:.3f})" if leg.beside else ""
        table.add_row(
            leg.name,
            *(f"{one.value:.3f}" for one in leg.measures.values()),
            f"{main.low:.3f} – {main.high:.3f}",
            beside,
        )
    Console().print(table)


def _json(data: DataSet, legs: list[Leg]) -> dict[str, Any]:
    return {
        "data_set": data.folder.name,
        "queries": len(data.queries),
        "legs": {
            leg.name: {
                name: {"value": one.value, "low": one.low, "high": one.high}
                for name, one in leg.measures.items()
            }
            for leg in legs
        },
    }
