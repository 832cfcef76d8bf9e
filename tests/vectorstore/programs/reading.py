"""Open INDEX for reading, and say after how many seconds each word given on stdin is found.

Usage: reading.py INDEX
"""

from __future__ import annotations

import sys
import time

from vectorstore import Library
from vectorstore.testing import FakeEmbedder

PATIENCE = 30.0


def main(index: str) -> None:
    with Library.open(index, FakeEmbedder()) as library:
        library.search("anything")
        print("reading", flush=True)  # noqa: T201 - the test listens
        for line in sys.stdin:
            print(line.strip(), wait_for(library, line.strip()), flush=True)  # noqa: T201


def wait_for(library: Library, word: str) -> float:
    """Seconds until both legs, each alone, find the word; infinity if they never do."""
    sentence = f"A statement on {word} was published."
    start = time.monotonic()
    while time.monotonic() - start < PATIENCE:
        legs = [library.search(sentence, weights=weights) for weights in ((1.0, 0.0), (0.0, 1.0))]
        if all(any(word in hit.text for hit in hits) for hits in legs):
            return time.monotonic() - start
        time.sleep(0.05)
    return float("inf")


if __name__ == "__main__":
    main(sys.argv[1])
