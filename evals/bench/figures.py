"""How many questions of figures are answered exactly, over a folder of statistics.

    python -m evals.bench.figures ../shared/corpus/statistics [--index DIR]

``--index`` keeps the ingested folder for the next run. Every miss is printed. Target: at least 90 %
exact and no wrong number, on all questions and on those that were held out while the rules were
made.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from time import perf_counter

from evals.bench.measure import finish
from evals.figures import Score, cases, judged
from ingest.run import ingest
from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

TODAY = date(2025, 12, 20)
"""The day on which the questions are asked; fixed, so that "since" has an end."""
LEAST = 0.9


def main() -> None:
    """Ingest the folder if need be, ask every question, print scores and misses."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--index", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        place = arguments.index or Path(made) / "index"
        # Words decide which table answers, so the embedding model makes no difference here.
        with Library.open(place, FakeEmbedder(), write=True) as library:
            if not library.counts().documents:
                ingest([str(arguments.folder)], library)
            finish(*_measured(library))


def _measured(library: Library) -> list[bool]:
    scores: dict[str, Counter[Score]] = {}
    waits = []
    began = perf_counter()
    for case, found, score in judged(library, cases(), TODAY):
        waits.append(perf_counter() - began)
        sets = [
            "all",
            case.kind,
            *(["held out"] * case.held_out),
            *(["ambiguous"] * case.ambiguous),
        ]
        for name in sets:
            scores.setdefault(name, Counter())[score] += 1
        if score is not Score.EXACT:
            got = "nothing" if found is None else found.statement or "; ".join(found.nearest)
            print(f"{score.upper()} {case.id}: {case.question}\n  gold {case.value}, got {got}")
        began = perf_counter()
    for name, counted in scores.items():
        total = counted.total()
        rest = ", ".join(f"{count} {one}" for one, count in counted.items() if one != Score.EXACT)
        print(f"{name}: {counted[Score.EXACT]} of {total} exact {f'({rest})' if rest else ''}")
    waits.sort()
    print(f"median {1000 * waits[len(waits) // 2]:.0f} ms, slowest {1000 * waits[-1]:.0f} ms")
    return [
        counted[Score.EXACT] >= LEAST * counted.total() and not counted[Score.WRONG]
        for name, counted in scores.items()
        if name in {"all", "held out"}
    ]


if __name__ == "__main__":
    main()
