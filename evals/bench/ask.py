"""A cold ``onrecord ask`` beside loading the embedding library and model: at most 1.3 times.

    python -m evals.bench.ask [--runs 5]

Two floors are timed in turn with it: sentence-transformers (the reference) and ONNX Runtime (the
low one, which the command uses once the model's export is cached).
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from evals.bench.measure import finish, seconds, verdict
from evals.corpora import DEMO
from ingest.run import ingest
from vectorstore.embedding import load_embedder
from vectorstore.library import Library

TARGET = 1.3
QUESTION = "How many Iraqis arrived by small boat in the year to March 2025?"
REFERENCE = (
    "from sentence_transformers import SentenceTransformer;"
    "from vectorstore.embedding import _bundled_folder;"
    "SentenceTransformer(str(_bundled_folder()), device='cpu')"
)
LOW = "from vectorstore.embedding import load_embedder; load_embedder().encode_query('x')"


def main() -> None:
    """Run the three in turn, several times, and compare the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as scratch:
        index = Path(scratch) / "index"
        with Library.open(index, load_embedder(), write=True) as library:
            ingest([str(DEMO)], library)
        ask = [sys.executable, "-c", "from ui.command import main; main()", "ask", QUESTION]
        commands = {
            "ask": [*ask, "--index", str(index)],
            "reference": [sys.executable, "-c", REFERENCE],
            "low": [sys.executable, "-c", LOW],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs + 1):
            for name, command in commands.items():
                times[name].append(seconds(lambda run=command: _run(run)))  # type: ignore[misc]
    cold, reference, low = (statistics.median(found[1:]) for found in times.values())
    print(f"ask {cold:.2f} s; sentence-transformers {reference:.2f} s; ONNX Runtime {low:.2f} s")
    print(f"     ask / ONNX Runtime alone: {cold / low:.2f}")
    finish(verdict("ask / sentence-transformers alone", cold / reference, TARGET))


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603


if __name__ == "__main__":
    main()
