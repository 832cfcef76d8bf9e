"""Ingest FOLDER into INDEX with two workers, saying which processes there are. May be killed.

Usage: ingesting.py INDEX FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from rough import RoughEmbedder

from ingest import run
from vectorstore import Library


def main(index: str, folder: str) -> None:
    run.BATCH = 8
    with Library.open(index, RoughEmbedder(), write=True) as library:

        def tell(progress: run.Progress) -> None:
            workers = Path("/proc/self/task").glob("*/children")
            children = " ".join(path.read_text(encoding="ascii") for path in workers).split()
            held = library.counts().documents
            print("stored", held, "workers", *children, flush=True)  # noqa: T201

        report = run.ingest([folder], library, workers=2, progress=tell)
    print("finished", report.added, report.unchanged, len(report.failed), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
