"""Hold INDEX for writing until told otherwise; add a document for each word given on stdin.

Usage: holding.py INDEX
"""

from __future__ import annotations

import sys

from shelf import document

from vectorstore import Library
from vectorstore.testing import FakeEmbedder


def main(index: str) -> None:
    with Library.open(index, FakeEmbedder(), write=True) as library:
        print("holding", flush=True)  # noqa: T201 - the test listens
        for line in sys.stdin:
            word = line.strip()
            library.add([document(word, f"A statement on {word} was published.")])
            print("added", word, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
