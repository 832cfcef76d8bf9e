"""Retrieval over a data set through the whole pipeline, one way of searching beside another.

Documents are ingested as sources are, passages are searched, and a document's rank is that of its
best passage.
"""

from __future__ import annotations

import filecmp
import json
import os
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from evals.errors import RunError
from evals.statistics import difference, estimate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from evals.beir import DataSet
    from evals.statistics import Difference, Estimate
    from evals.trec import Run
    from ingest.report import Progress
    from vectorstore.library import Library

    Tell = Callable[[int, int], None]
    """Told how many of how many are done."""

DEPTH = 100
"""Documents ranked for a query."""

PASSAGES, MOST_PASSAGES = 200, 1600
"""Passages looked at for a query; more, up to the second, where they are of fewer documents."""

LEGS: dict[str, tuple[float, float]] = {
    "full text": (0.0, 1.0),
    "dense": (1.0, 0.0),
    "hybrid": (1.0, 1.0),
}
"""The weights of the dense and the full-text search in each leg."""

MEASURES = ("nDCG@10", "R@100", "RR@10", "AP@100", "P@10")
MAIN = MEASURES[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """What one way of searching came to."""

    name: str
    measures: dict[str, Estimate]
    values: dict[str, dict[str, tuple[float, float]]]
    """Of each measure, the contribution of each query."""
    beside: Difference | None = None
    """nDCG@10 minus that of the first leg."""
    seconds: float | None = None
    """What its searches took; None for a run that was read from a file."""


def ingested(data: DataSet, place: Path, library: Library, tell: Tell) -> list[str]:
    """See to it that ``library``, at ``place``, holds the corpus as it is now, and nothing else.

    What it holds already is not embedded again. Returns the ids of documents that could not be
    read. Raises RunError where the index is of other sources, or no document could be read.
    """
    from ingest.run import ingest

    source = place.with_name(f"{place.name}-corpus.jsonl")
    kept = library.entries()
    if strange := [one.entry for one in kept if one.entry.path != str(source)]:
        raise RunError(
            f"The index at {place} holds other sources ({strange[0].path or strange[0].url}).",
            "Name another folder with --index: a corpus is searched by itself.",
        )
    as_sources(data, source)
    total = len(data.lines)

    def told(step: Progress) -> None:
        tell(min(step.documents, total), total)

    report = ingest([str(source)], library, progress=told)
    wanted = {_inside(name) for name in data.lines}
    for gone in [one.entry.id for one in kept if one.entry.id not in wanted]:
        library.remove(gone)
    held = {one.entry.id for one in library.entries()}
    missing = [name for name in data.lines if _inside(name) not in held]
    if missing and not held:
        raise RunError(f"{source}: {report.failed[0].error}", report.failed[0].hint)
    return missing


def as_sources(data: DataSet, path: Path) -> None:
    """Write the corpus as a file that ``onrecord ingest`` reads, whole or not at all."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with scratch.open("w", encoding="utf-8") as file:
            for one in data.documents():
                row = {"id": _inside(one.id), "title": one.title, "text": one.text}
                file.write(json.dumps({**row, "kind": "article"}, ensure_ascii=False) + "\n")
        if not path.exists() or not filecmp.cmp(scratch, path, shallow=False):
            scratch.replace(path)
    except OSError as error:
        raise RunError(
            f"{path} cannot be written ({error.strerror}).", "Check the path and the space."
        ) from error
    finally:
        scratch.unlink(missing_ok=True)


def _inside(identifier: str) -> str:
    """An id as the index has it: ingesting folds white space, which tells two ids apart here."""
    return quote(identifier, safe="")


def search(library: Library, query: str, *, weights: tuple[float, float]) -> dict[str, float]:
    """The documents found for a query, each with a score by the rank of its best passage."""
    wanted = PASSAGES
    while True:
        # A copy of a passage ranks by its own score, however copies are folded for readers.
        hits = library.search(query, wanted, weights=weights, folded=False)
        ranked = dict.fromkeys(unquote(hit.entry.id) for hit in hits)
        if len(ranked) >= DEPTH or len(hits) < wanted or wanted >= MOST_PASSAGES:
            break
        wanted *= 2
    return {document: 1.0 / rank for rank, document in enumerate([*ranked][:DEPTH], start=1)}


def searched(
    data: DataSet, find: Callable[[str], dict[str, float]], tell: Tell
) -> tuple[Run, float]:
    """The run of one leg over every query, and the seconds that it took."""
    run: Run = {}
    began = perf_counter()
    for done, (query, text) in enumerate(data.queries.items(), start=1):
        run[query] = find(text)
        tell(done, len(data.queries))
    return run, perf_counter() - began


def measured(
    name: str, run: Run, data: DataSet, first: Leg | None = None, seconds: float | None = None
) -> Leg:
    """The measures of a run with their intervals; a query without documents scores 0."""
    import ir_measures

    measures = {name: ir_measures.parse_measure(name) for name in MEASURES}
    names = {measure: name for name, measure in measures.items()}
    values = {name: dict.fromkeys(data.queries, (0.0, 1.0)) for name in MEASURES}
    qrels = {query: dict(found) for query, found in data.qrels.items()}
    for found in ir_measures.iter_calc(list(measures.values()), qrels, run):
        values[names[found.measure]][found.query_id] = (float(found.value), 1.0)
    estimates = {name: estimate(column, {}) for name, column in values.items()}
    return Leg(
        name=name,
        measures={name: one for name, one in estimates.items() if one is not None},
        values=values,
        beside=difference(first.values[MAIN], values[MAIN], {}) if first else None,
        seconds=seconds,
    )
