"""Watch FOLDER into INDEX, saying what each burst came to. Ended by SIGINT.

Usage: watching.py INDEX FOLDER
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.watch import Watch
from vectorstore import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from ingest.report import Report


def main(index: str, folder: str) -> None:
    def tell(report: Report) -> None:
        names = {
            "added": [one.path for one in report.documents if one.outcome == "added"],
            "updated": [one.path for one in report.documents if one.outcome == "updated"],
            "removed": [one.path for one in report.removed],
            "failed": [one.path for one in report.failed],
        }
        for what, paths in names.items():
            for path in sorted(paths):
                print(what, Path(path).name, flush=True)  # noqa: T201 - the test listens
        print("told", flush=True)  # noqa: T201

    report = Watch(
        places=[folder],
        open_library=lambda: Library.open(index, FakeEmbedder(), write=True),
        told=tell,
        waiting=lambda _: print("waiting", flush=True),  # noqa: T201
    ).run()
    print("finished", report.added, report.updated, len(report.removed), flush=True)  # noqa: T201


if __name__ == "__main__":
    # A shell that runs the tests in the background has its children ignore SIGINT.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main(*sys.argv[1:])
