"""Copies among many stories: which are found, what is taken for one, and what finding them costs.

python -m evals.bench.copies [--stories 20000]

Stories are drawn word by word from a Zipf distribution, which shares phrases as little as real
reports of different events do. To one in ten a cut copy is added (sentences are left out, others
are its own, so that it shares as many 5-word shingles as copies of a real agency story do, about
0.52 to 0.60), and to one in ten a rewrite (0.20), which is none. Targets: at least 0.99 of the
copies, no rewrite, at most 3 ms a document in an index of 20,000.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
from time import process_time
from typing import TYPE_CHECKING

import numpy as np

from evals.bench.measure import finish, verdict
from vectorstore import witnesses

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = 40_000
SENTENCE = 22
COPY, REWRITE = (0.58, 0.66), (0.15, 0.22)
LOST, COST = 0.01, 3.0
BATCH = 64

Story = list[str]


class Press:
    """Writes stories, and copies of them, always the same ones."""

    def __init__(self) -> None:
        self._chance = np.random.default_rng(3)
        self._draw = random.Random(3)  # noqa: S311 - texts, not secrets
        weights = 1 / (np.arange(WORDS) + 2.7)
        self._weights = weights / weights.sum()
        letters = "abcdefghijklmnopqrstuvwxyz"
        self._lexicon = ["".join(self._draw.choices(letters, k=6)) for _ in range(WORDS)]

    def story(self, sentences: int | None = None) -> Story:
        """Sentences of a new story."""
        count = sentences or self._draw.randint(12, 40)
        drawn = self._chance.choice(WORDS, size=count * SENTENCE, p=self._weights)
        words = [self._lexicon[number] for number in drawn]
        return [" ".join(words[at : at + SENTENCE]) + "." for at in range(0, len(words), SENTENCE)]

    def retold(self, story: Story, share: tuple[float, float]) -> Story:
        """A story half as long that has such a share of its sentences from another."""
        count = max(6, len(story) // 2)
        kept = round(count * self._draw.uniform(*share))
        chosen = sorted(self._draw.sample(range(len(story)), kept))
        own = self.story(count - kept)
        return [story[at] for at in chosen] + own


def corpus(count: int) -> tuple[list[str], dict[int, int], set[int]]:
    """Texts; of which one each copy is one; and which are rewrites."""
    press = Press()
    stories = [press.story() for _ in range(count)]
    texts = [" ".join(story) for story in stories]
    copied, rewritten = range(0, count, 10), range(5, count, 10)
    copies = {len(texts) + at: original for at, original in enumerate(copied)}
    texts += [" ".join(press.retold(stories[original], COPY)) for original in copied]
    rewrites = set(range(len(texts), len(texts) + len(rewritten)))
    texts += [" ".join(press.retold(stories[original], REWRITE)) for original in rewritten]
    return texts, copies, rewrites


def entered(texts: Sequence[str]) -> dict[int, int]:
    """The witness of each text, by its number."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(
        "CREATE TABLE documents (number INTEGER PRIMARY KEY, state TEXT DEFAULT 'current', "
        "kind TEXT DEFAULT 'article', published TEXT, text TEXT);" + witnesses.TABLES
    )
    connection.executemany("INSERT INTO documents (number, text) VALUES (?, ?)", enumerate(texts))
    for start in range(0, len(texts), BATCH):
        witnesses.enter(connection, range(start, min(len(texts), start + BATCH)))
    return dict(connection.execute("SELECT document, witness FROM stories").fetchall())


def main() -> None:
    """Measure, and say what holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=20_000)
    texts, copies, rewrites = corpus(parser.parse_args().stories)
    began = process_time()  # of this process: others may be at work
    found = entered(texts)
    took = process_time() - began
    lost = sum(found[copy] != original for copy, original in copies.items()) / len(copies)
    wrong = sum(found[number] != number for number in found if number not in copies)
    print(f"{len(texts):,} documents, {len(copies):,} copies, {len(rewrites):,} rewrites")
    finish(
        verdict("copies that were not found, of all", lost, LOST),
        verdict("documents taken for a copy that are none", wrong, 0),
        verdict("CPU ms a document", 1000 * took / len(texts), COST, " ms"),
    )


if __name__ == "__main__":
    main()
