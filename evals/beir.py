"""Retrieval over a data set in BEIR's layout, through the whole pipeline, leg by leg.

A folder holds ``corpus.jsonl`` (``_id, title, text``), ``queries.jsonl`` (``_id, text``) and
``qrels/*.tsv`` (``query-id, corpus-id, score``). Documents are ingested as sources are, passages
are searched, and a document's rank is that of its first passage.

Thakur et al., "BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information Retrieval
Models", NeurIPS 2021.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evals.errors import RunError
from evals.statistics import difference, estimate
from evals.store import replace_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from evals.statistics import Difference, Estimate
    from vectorstore.library import Library

DEPTH = 100
"""Documents ranked for a query."""

PER_DOCUMENT = 2
"""Passages looked at for each document that is ranked."""

LEGS: dict[str, tuple[float, float]] = {
    "full text": (0.0, 1.0),
    "dense": (1.0, 0.0),
    "hybrid": (1.0, 1.0),
}
"""The weights of the dense and the full-text search in each leg."""

MEASURES = ("nDCG@10", "R@100", "RR@10", "AP@100", "P@10")

Run = dict[str, dict[str, float]]
"""Scores of documents by query: the higher the better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """A retrieval data set; ``corpus`` is read line by line, it may be large."""

    folder: Path
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]

    @property
    def corpus(self) -> Path:
        """The file of documents."""
        return self.folder / "corpus.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """What one way of searching came to."""

    name: str
    measures: dict[str, Estimate]
    values: dict[str, dict[str, tuple[float, float]]]
    """Of each measure, the contribution of each query."""
    beside: Difference | None = None
    """nDCG@10 minus that of the first leg."""


def read(folder: Path, split: str = "") -> DataSet:
    """The data set in ``folder``. Raises RunError, naming file and line, where it is none."""
    for name in ("corpus.jsonl", "queries.jsonl", "qrels"):
        if not (folder / name).exists():
            raise RunError(
                f"{folder} is no data set in BEIR's layout: it has no {name}.",
                "It needs corpus.jsonl, queries.jsonl and qrels/*.tsv.",
            )
    files = sorted((folder / "qrels").glob(f"{split or '*'}.tsv"))
    if len(files) != 1:
        names = ", ".join(file.stem for file in sorted((folder / "qrels").glob("*.tsv")))
        raise RunError(
            f"{folder}/qrels has {len(files)} files for the split “{split or 'any'}”.",
            f"Name one with --split: {names or 'there is none'}.",
        )
    qrels = _qrels(files[0])
    queries = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl", "_id", "text")}
    if missing := qrels.keys() - queries.keys():
        raise RunError(
            f"{files[0]} judges the query “{min(missing)}”, which queries.jsonl does not have.",
            "Take the files of one data set.",
        )
    return DataSet(folder=folder, queries={q: queries[q] for q in qrels}, qrels=qrels)


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t"), start=1):
            if number == 1 and row[-1:] == ["score"]:
                continue
            try:
                query, document, grade = row
                qrels.setdefault(query, {})[document] = int(grade)
            except ValueError as error:
                raise RunError(
                    f"{path}, line {number}: it is not a query, a document and a grade.",
                    "Separate them with tabs.",
                ) from error
    return {query: found for query, found in qrels.items() if any(found.values())}


def _rows(path: Path, *fields: str) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                yield {**row, **{field: str(row[field]) for field in fields}}
            except (ValueError, KeyError, TypeError) as error:
                raise RunError(
                    f"{path}, line {number}: it is no record with {' and '.join(fields)}.",
                    "Correct the line.",
                ) from error


def ingested(data: DataSet, index: Path, library: Library) -> None:
    """See to it that the corpus is in ``library``; what is there is not read again.

    Raises RunError where a document cannot be read.
    """
    from ingest.run import ingest

    source = index.with_name(f"{index.name}-corpus.jsonl")
    as_sources(data, source)
    report = ingest([str(source)], library)
    if report.failed:
        first = report.failed[0]
        raise RunError(f"{first.path}: {first.error}", first.hint)


def as_sources(data: DataSet, path: Path) -> None:
    """Write the corpus as a file that ``onrecord ingest`` reads, whole or not at all."""
    rows = (
        json.dumps(
            {
                "id": row["_id"],
                "title": row.get("title", ""),
                "text": row["text"],
                "kind": "article",
            },
            ensure_ascii=False,
        )
        for row in _rows(data.corpus, "_id", "text")
    )
    text = "".join(f"{row}\n" for row in rows)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        replace_text(path, text)


def search(library: Library, query: str, *, weights: tuple[float, float]) -> dict[str, float]:
    """The documents found for a query, each with a score by the rank of its first passage."""
    hits = library.search(query, DEPTH * PER_DOCUMENT, weights=weights)
    ranked = dict.fromkeys(one.entry.id for hit in hits for one in (hit, *hit.twins))
    return {document: 1.0 / rank for rank, document in enumerate([*ranked][:DEPTH], start=1)}


def searched(
    data: DataSet, find: Callable[[str], dict[str, float]], tell: Callable[[], None] = lambda: None
) -> Run:
    """The run of one leg over every query that is judged."""
    run: Run = {}
    for query, text in data.queries.items():
        run[query] = find(text)
        tell()
    return run


def measured(name: str, run: Run, data: DataSet, first: Leg | None = None) -> Leg:
    """The measures of a run with their intervals; a query without documents scores 0."""
    import ir_measures

    measures = {name: ir_measures.parse_measure(name) for name in MEASURES}
    names = {measure: name for name, measure in measures.items()}
    values = {name: dict.fromkeys(data.queries, (0.0, 1.0)) for name in MEASURES}
    qrels = {query: dict(found) for query, found in data.qrels.items()}
    for found in ir_measures.iter_calc(list(measures.values()), qrels, run):
        values[names[found.measure]][found.query_id] = (float(found.value), 1.0)
    estimates = {name: estimate(column, {}) for name, column in values.items()}
    main = MEASURES[0]
    return Leg(
        name=name,
        measures={name: one for name, one in estimates.items() if one is not None},
        values=values,
        beside=difference(first.values[main], values[main], {}) if first else None,
    )


def write_run(run: Run, name: str, path: Path) -> None:
    """Write a run as trec_eval reads it: query, Q0, document, rank, score, name."""
    lines = [
        f"{query} Q0 {document} {rank} {score:.6f} {name.replace(' ', '-')}\n"
        for query, found in run.items()
        for rank, (document, score) in enumerate(
            sorted(found.items(), key=lambda pair: -pair[1]), start=1
        )
    ]
    replace_text(path, "".join(lines))


def read_run(path: Path) -> Run:
    """A run in TREC's format. Raises RunError, naming the line, where it is none."""
    run: Run = {}
    try:
        lines: Sequence[str] = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RunError(f"{path} cannot be read ({error}).", "Check the path.") from error
    for number, line in enumerate(lines, start=1):
        try:
            query, _, document, _, score, _ = line.split()
            value = float(score)
        except ValueError:
            value = float("nan")
        if value != value or abs(value) == float("inf"):  # noqa: PLR0124 - NaN is not itself
            raise RunError(
                f"{path}, line {number}: it is no line of a TREC run.",
                "Write: query Q0 document rank score name.",
            )
        run.setdefault(query, {})[document] = value
    return run
