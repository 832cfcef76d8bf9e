"""What an answer costs besides the model that embeds: at most 60 ms a question, 20,000 passages.

    python -m evals.bench.overhead [--passages 20000]

The index is that of evals/bench/search.py; the time spent inside the embedding model is taken off.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from assistant import Assistant, build_chain
from evals.bench.measure import finish, verdict
from evals.bench.search import QUESTIONS, RandomPassages, fill
from vectorstore.embedding import load_embedder
from vectorstore.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_MS = 60
ROUNDS = 8


class Timed(RandomPassages):
    """The same, which counts the seconds spent in it."""

    def __init__(self) -> None:
        super().__init__(load_embedder())
        self.spent = 0.0
        self.encode_query = self._timed(self.encode_query)
        self.encode_passages = self._timed(self.encode_passages)  # type: ignore[method-assign]

    def _timed(self, encode: Callable[..., Any]) -> Callable[..., Any]:
        def encoded(*texts: Any) -> Any:
            began = perf_counter()
            try:
                return encode(*texts)
            finally:
                self.spent += perf_counter() - began

        return encoded


def main() -> None:
    """Ask each question several times and print the median overhead."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=20_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        fill(Path(scratch), arguments.passages)
        embedder = Timed()
        with Library.open(Path(scratch), embedder) as library:
            assistant = Assistant(library, build_chain(library))
            took = [_overhead(assistant, embedder, q) for _ in range(ROUNDS) for q in QUESTIONS]
    finish(
        verdict("overhead p50", 1000 * statistics.median(took[len(QUESTIONS) :]), MOST_MS, " ms")
    )


def _overhead(assistant: Assistant, embedder: Timed, question: str) -> float:
    before, began = embedder.spent, perf_counter()
    assistant.ask(question)
    return perf_counter() - began - (embedder.spent - before)


if __name__ == "__main__":
    main()
