"""How many cells of real tables are read exactly, and whether every table is found once.

    python -m evals.bench.cells ../shared/corpus/statistics

Target: all of them. Every miss is printed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from evals.bench.measure import at_least, finish
from evals.cells import gold_cells, gold_tables, observed, wrong_cell, wrong_tables


def main() -> None:
    """Read every file of the folder, compare the labelled cells and tables, print the score."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    unlisted = sorted({path.name for path in folder.iterdir()} - {g["file"] for g in gold_tables()})
    misses = [f"{name}: no table of it is labelled" for name in unlisted]
    misses += [miss for gold in gold_tables() for miss in wrong_tables(gold, folder)]
    wrong = [miss for gold in gold_cells() if (miss := wrong_cell(gold, folder))]
    for miss in [*misses, *wrong]:
        print(f"     {miss}")
    tables = sum(len(observed(folder / gold["file"])[1]) for gold in gold_tables())
    cells = len(gold_cells())
    print(f"     {len(gold_tables())} files, {tables} tables, {cells} labelled cells")
    finish(
        at_least("tables found once, pivots left out", 1 - len(misses) / max(1, tables), 1),
        at_least("cells exact", (cells - len(wrong)) / cells, 1),
    )


if __name__ == "__main__":
    main()
