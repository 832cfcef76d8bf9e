"""Add the second edition of documents [0, COUNT) to INDEX, saying which are done. May be killed.

Usage: adding.py INDEX COUNT SEED [MOST_BYTES_A_FILE]
"""

from __future__ import annotations

import random
import resource
import sys

import chromadb.api.models.Collection  # noqa: F401 - so that kills strike the work, not this
from shelf import some_with_figures

from vectorstore import Library, OnRecordError
from vectorstore.testing import FakeEmbedder


def main(index: str, count: int, seed: int, limit: int = 0) -> None:
    chance = random.Random(seed)  # noqa: S311 - not a secret
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    say("opening")
    with Library.open(index, FakeEmbedder(), write=True) as library:
        say("open")
        at = 0
        while at < count:
            batch = [
                some_with_figures(number, 2)
                for number in range(at, min(count, at + chance.randint(1, 12)))
            ]
            library.add(batch)
            at += len(batch)
            say("done", *(document.id for document, *_ in batch))
    say("finished")


def say(*words: str) -> None:
    print(*words, flush=True)  # noqa: T201 - the test listens


if __name__ == "__main__":
    try:
        main(sys.argv[1], *map(int, sys.argv[2:]))
    except OnRecordError as error:
        say("failed", type(error).__name__, str(error))
        say("remedy", error.remedy)
        sys.exit(3)
