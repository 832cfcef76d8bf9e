"""What reading costs: alone, beside the model, and when nothing has changed.

python -m evals.bench.reading [--files 10000] [--documents 200]

1. Short text files (four paragraphs of sixty words) are read, split and stored: at least 300 a
   second on two cores. Embedding is left out: vectors are drawn, not computed.
2. The same again: nothing is opened, seconds.
3. Reading's part of the wall time of an ingest that embeds: at most 10 %; measured as what it
   takes beyond encoding the same passages bare, in the same process.

On a machine that others use at the same time wall times say little. So the processor time of all
processes is printed too, and the rate that it allows on two cores.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import zlib
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import numpy as np

from evals.bench.ingest import write_texts
from evals.bench.measure import finish, seconds, verdict
from ingest.run import ingest
from vectorstore.embedding import contextualise, load_embedder
from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vectorstore.embedding import Embedder
    from vectorstore.testing import Vectors

RATE, AGAIN, SHARE = 300.0, 5.0, 0.10
CORES = 2
WORDS, PARAGRAPHS, LENGTH = 20_000, 4, 60


class DrawnEmbedder(FakeEmbedder):
    """Vectors drawn by lot, which cost next to nothing."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """A unit vector for each text, the same for the same text."""
        drawn = np.stack(
            [
                np.random.default_rng(zlib.crc32(text.encode())).standard_normal(
                    self.dimensions, dtype=np.float32
                )
                for text in texts
            ]
        )
        unit: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
        return unit


def write_short(folder: Path, count: int) -> None:
    """``count`` short texts of made-up words, drawn as unevenly as real ones."""
    draw = random.Random(11)  # noqa: S311 - texts, not secrets
    letters = "abcdefghijklmnopqrstuvwxyz"
    lexicon = ["".join(draw.choices(letters, k=draw.randint(2, 9))) for _ in range(WORDS)]
    weights = [1 / (rank + 3) for rank in range(WORDS)]
    folder.mkdir()
    for number in range(count):
        words = draw.choices(lexicon, weights, k=PARAGRAPHS * LENGTH)
        parts = [words[at : at + LENGTH] for at in range(0, len(words), LENGTH)]
        text = "\n\n".join(" ".join(part).capitalize() + "." for part in parts)
        (folder / f"{number:06}.txt").write_text(f"Report {number} of the desk\n\n{text}\n")


def short_files(count: int) -> tuple[float, float]:
    """Files a second, and the seconds of a second run."""
    with tempfile.TemporaryDirectory() as scratch:
        texts = Path(scratch) / "texts"
        write_short(texts, count)
        with Library.open(Path(scratch) / "index", DrawnEmbedder(), write=True) as library:
            began = _processor_time()
            wall = seconds(lambda: ingest([str(texts)], library))
            spent = _processor_time() - began
            again = seconds(lambda: ingest([str(texts)], library))
            assert library.counts().documents == count
    print(
        f"{count:,} files in {wall:.1f} s; {1000 * spent / count:.1f} ms of processor time a file, "
        f"which allows {CORES * count / spent:,.0f} a second on {CORES} cores"
    )
    return count / wall, again


def _processor_time() -> float:
    """Of this process and of those that it started and that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def share(count: int, embedder: Embedder, *, workers: int | None = None) -> float:
    """The part of an ingest's wall time that is not encoding."""
    with tempfile.TemporaryDirectory() as scratch:
        texts = Path(scratch) / "texts"
        write_texts(texts, count, speech=False)
        with Library.open(Path(scratch) / "index", embedder, write=True) as library:
            whole = seconds(lambda: ingest([str(texts)], library, workers=workers))
            inputs = [
                contextualise(entry.title, passage.heading, text[passage.start : passage.end])
                for entry in (summary.entry for summary in library.entries())
                for text in [library.document(entry.id).text]
                for passage in library.passages(entry.id)
            ]
    bare = seconds(lambda: embedder.encode_passages(inputs))
    print(f"{len(inputs):,} passages: ingest {whole:.1f} s, encoding them {bare:.1f} s")
    return 1 - bare / whole


def main() -> None:
    """Measure all three."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--documents", type=int, default=200)
    asked = parser.parse_args()
    rate, again = short_files(asked.files)
    embedder = load_embedder()
    embedder.encode_query("The model is loaded before the clock starts.")
    finish(
        verdict("target rate / files a second", RATE / rate, 1.0),
        verdict("seconds of a second run", again, AGAIN, " s"),
        verdict("reading's part of an ingest", share(asked.documents, embedder), SHARE),
    )


if __name__ == "__main__":
    main()
