"""Runs as TREC writes them: what a system found for each query, for any tool that reads runs.

A line is ``query Q0 document rank score name``. White space separates the fields, so none may stand
in one: an id that holds some is written percent-encoded ("a b" as "a%20b") and read back.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from evals.errors import RunError
from evals.store import replace_text

if TYPE_CHECKING:
    from collections.abc import Container

    from evals.beir import DataSet

Run = dict[str, dict[str, float]]
"""Scores of documents, by query and by document: the higher the better."""


def write_run(run: Run, name: str, path: Path) -> int:
    """Write a run, whole or not at all; how many ids had to be encoded."""
    name = "-".join(name.split())
    encoded: set[str] = set()
    lines = []
    for query, found in run.items():
        # Of equal scores trec_eval takes the greater id first; the ranks written are its ranks.
        ranked = sorted(found.items(), key=lambda pair: (pair[1], pair[0]), reverse=True)
        for rank, (document, score) in enumerate(ranked, start=1):
            ids = [_written(query), _written(document)]
            encoded |= {query, document}.difference(ids)
            lines.append(f"{ids[0]} Q0 {ids[1]} {rank} {score!r} {name}\n")
    replace_text(path, "".join(lines))
    return len(encoded)


def read_run(path: Path, data: DataSet) -> Run:
    """The run in a file, of the queries of ``data``.

    Raises RunError, naming the line, where it is none, and where it is of another data set.
    """
    documents = data.lines.keys()
    run: Run = {}
    for number, line in enumerate(_bytes(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            query, _, document, _, score, *_ = (field.decode() for field in line.split())
            value = float(score)
        except ValueError as error:
            raise RunError(
                f"{path}, line {number}: it is no line of a TREC run.",
                "Write: query Q0 document rank score name.",
            ) from error
        if not math.isfinite(value):
            raise RunError(
                f"{path}, line {number}: the score “{score}” cannot be ranked.",
                "Give every document a finite score.",
            )
        found = run.setdefault(_read(query, data.queries), {})
        document = _read(document, documents)
        if document in found:
            raise RunError(
                f"{path}, line {number}: “{document}” was found for this query already.",
                "Rank every document once for a query.",
            )
        found[document] = value
    shared = {query: run[query] for query in data.queries if query in run}
    if not shared:
        raise RunError(
            f"{path} has no query of {data.name} ({data.split}).",
            "Name a run over this data set and split.",
        )
    return shared


def _bytes(path: Path) -> bytes:
    try:
        return Path(path).read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise RunError(f"{path} cannot be read ({error.strerror}).", "Check the path.") from error


def _written(identifier: str) -> str:
    # Only those that have to be: a tool looks ids up in qrels that hold them as they are.
    return quote(identifier) if any(one.isspace() for one in identifier) else identifier


def _read(identifier: str, known: Container[str]) -> str:
    decoded = unquote(identifier)
    return decoded if identifier not in known and decoded in known else identifier
