"""Search over 20,000 passages: time beside encoding the query, memory beside an empty index.

    python -m evals.bench.search [--passages 20000]

Random unit vectors stand in for the passages' embeddings (the model would take hours); the query is
encoded by the real model. Targets: p50 at most twice the bare encoding plus 15 ms; at most 3,000
bytes of memory a passage.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from evals.bench.measure import finish, median, resident_memory, verdict
from evals.corpora import DEMO
from vectorstore.embedding import load_embedder
from vectorstore.library import Library
from vectorstore.records import Document, Kind, Passage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from vectorstore.embedding import Embedder

PER_DOCUMENT = 20
QUESTIONS = (
    "How many people arrived by small boat in the year to March 2025?",
    "What does Article 33 of the Refugee Convention say?",
    "Who criticised the returns agreement with Iraq?",
    "What did the Rwanda scheme cost?",
    "When did the treaty with France enter into force?",
)
SLACK_MS = 15
BYTES_A_PASSAGE = 3000


class RandomPassages:
    """The real model for queries, random unit vectors for passages."""

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self._random = np.random.default_rng(7)
        self.name = "random"
        self.fingerprint = "0" * 64
        self.dimensions = model.dimensions
        self.window = model.window
        self.encode_query = model.encode_query
        self.token_spans = model.token_spans

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Random vectors, shape ``(len(texts), dimensions)``."""
        vectors = self._random.standard_normal((len(texts), self.dimensions), dtype=np.float32)
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def fill(index: Path, passages: int) -> None:
    """An index of ``passages`` passages of about 100 words drawn from the demo sources' words."""
    draw = random.Random(7)  # noqa: S311 - texts, not secrets
    words = [
        word for path in sorted(DEMO.glob("a*/*.md")) for word in path.read_text("utf-8").split()
    ]
    with Library.open(index, RandomPassages(load_embedder()), write=True) as library:
        for start in range(0, passages, PER_DOCUMENT * 50):
            numbers = range(start, min(passages, start + PER_DOCUMENT * 50), PER_DOCUMENT)
            library.add([_document(f"{number:08}", draw, words) for number in numbers])


def _document(
    name: str, draw: random.Random, words: Sequence[str]
) -> tuple[Document, list[Passage]]:
    texts = [" ".join(draw.choices(words, k=100)) for _ in range(PER_DOCUMENT)]
    passages, start = [], 0
    for number, text in enumerate(texts, 1):
        passages.append(Passage(start=start, end=start + len(text), locator=f"paragraph {number}"))
        start += len(text) + 1
    document = Document(
        id=name, kind=Kind.ARTICLE, title=f"Report {name}", digest=name, text="\n".join(texts)
    )
    return document, passages


def probe(index: Path) -> None:
    """Search in this process and print p50 seconds, encoding seconds and bytes held."""
    model = load_embedder()
    fresh = count()

    def asked() -> list[str]:
        """The questions as nobody asked them before: what was asked a moment ago is kept."""
        return [f"{question} ({next(fresh)})" for question in QUESTIONS]

    with Library.open(index, RandomPassages(model)) as library:
        encoding = median(lambda: [model.encode_query(q) for q in asked()], 20) / len(QUESTIONS)
        search = median(lambda: [library.search(q, 10) for q in asked()], 20) / len(QUESTIONS)
    print(search, encoding, resident_memory())


def _probed(index: Path) -> tuple[float, float, float]:
    command = [sys.executable, "-m", "evals.bench.search", "--probe", str(index)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    search, encoding, memory = map(float, output.split())
    return search, encoding, memory


def main() -> None:
    """Fill an index, search it in a process of its own, and an almost empty one in another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--probe", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.probe:
        probe(arguments.probe)
        return
    with tempfile.TemporaryDirectory() as scratch:
        full, empty = Path(scratch) / "full", Path(scratch) / "empty"
        fill(full, arguments.passages)
        fill(empty, PER_DOCUMENT)
        search, encoding, memory = _probed(full)
        _, _, base = _probed(empty)
    print(f"search p50 {search * 1000:.1f} ms, encoding {encoding * 1000:.1f} ms")
    finish(
        verdict("search p50", search * 1000, 2 * encoding * 1000 + SLACK_MS, " ms"),
        verdict(
            "memory a passage", (memory - base) / arguments.passages, BYTES_A_PASSAGE, " bytes"
        ),
    )


if __name__ == "__main__":
    main()
