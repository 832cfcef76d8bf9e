"""How much ingesting text costs beyond encoding it: target at most 1.25 times.

python -m evals.bench.ingest [--documents 300]
"""

from __future__ import annotations

import argparse
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from evals.bench.measure import finish, seconds, verdict
from evals.corpora import DEMO
from ingest.quotations import SPEECH
from ingest.run import ingest
from vectorstore.embedding import contextualise, load_embedder
from vectorstore.library import Library

if TYPE_CHECKING:
    from vectorstore.embedding import Embedder

TARGET = 1.25


def write_texts(folder: Path, count: int, *, speech: bool) -> None:
    """``count`` text files, each of paragraphs drawn at random from the demo articles."""
    draw = random.Random(7)  # noqa: S311 - texts, not secrets
    paragraphs = [
        paragraph
        for path in sorted(DEMO.glob("articles/*.md"))
        for paragraph in path.read_text(encoding="utf-8").split("---", 2)[-1].split("\n\n")
        if len(paragraph.split()) > 20 and (speech or not SPEECH.search(paragraph))
    ]
    folder.mkdir()
    for number in range(count):
        text = "\n\n".join([f"Report {number} of the desk", *draw.sample(paragraphs, 12)])
        (folder / f"report-{number:04}.txt").write_text(text, encoding="utf-8")


def ratio(count: int, embedder: Embedder, *, speech: bool) -> float:
    """Ingest, then encode the same passages bare, in the same process."""
    with tempfile.TemporaryDirectory() as scratch:
        texts = Path(scratch) / "texts"
        write_texts(texts, count, speech=speech)
        with Library.open(Path(scratch) / "index", embedder, write=True) as library:
            whole = seconds(lambda: ingest([str(texts)], library))
            inputs = [
                contextualise(entry.title, passage.heading, text[passage.start : passage.end])
                for entry in (summary.entry for summary in library.entries())
                for text in [library.document(entry.id).text]
                for passage in library.passages(entry.id)
            ]
    bare = seconds(lambda: embedder.encode_passages(inputs))
    print(f"{count} documents, {len(inputs)} passages: ingest {whole:.1f} s, encoding {bare:.1f} s")
    return whole / bare


def main() -> None:
    """Measure both kinds of text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    count = parser.parse_args().documents
    embedder = load_embedder()
    embedder.encode_query("The model is loaded before the clock starts.")
    plain = ratio(count, embedder, speech=False)
    print(f"     with quotations: {ratio(count, embedder, speech=True):.2f}")
    finish(verdict("ingest / bare encoding", plain, TARGET))


if __name__ == "__main__":
    main()
