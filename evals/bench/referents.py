"""Whether brackets name what "it", "she" or "the deal" stands for, and name nothing wrong.

    python -m evals.bench.referents                     # labelled sentences of the demo sources
    python -m evals.bench.referents --corpus FOLDER     # and of real sources, where they are there

Each sentence is shown by itself. What was set aside until the rules were made is told apart
("held"); ``--errors`` names every wrong bracket and every one that is missed. Target: .97 of the
brackets right.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from evals.bench.measure import at_least, finish
from evals.corpora import DEMO
from evals.referents import labelled, score
from ingest.run import ingest
from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

SETS = Path(__file__).parents[1] / "sets"
PRECISION = 0.97


def measured(name: str, folder: Path, *, errors: bool) -> bool:
    """Print what the brackets over ``folder`` are worth; whether they are right often enough."""
    with (
        tempfile.TemporaryDirectory() as place,
        Library.open(place, FakeEmbedder(), write=True) as library,
    ):
        ingest([str(folder)], library)
        tallies = score(labelled(SETS / f"referents_{name}.yaml"), library)
    for part, tally in tallies.items():
        print(
            f"{name}, {part}: {tally.sentences} sentences, {tally.right + tally.wrong} brackets, "
            f"precision {tally.precision:.3f}, recall {tally.recall:.3f} ({tally.wanted} wanted)"
        )
        if errors:
            print(*(f"  wrong: {one}" for one in tally.errors), sep="\n")
            print(*(f"  missed: {one}" for one in tally.missed), sep="\n")
    right = sum(tally.right for tally in tallies.values())
    put = right + sum(tally.wrong for tally in tallies.values())
    return at_least(f"{name}: precision of brackets", right / put if put else 0.0, PRECISION)


def main() -> None:
    """Measure the demo sources and, where its folder is named, the corpus."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--corpus", type=Path, help="the folder of the real sources")
    parser.add_argument("--errors", action="store_true", help="name every error")
    arguments = parser.parse_args()
    holds = [measured("demo", DEMO, errors=arguments.errors)]
    if arguments.corpus:
        holds.append(measured("corpus", arguments.corpus, errors=arguments.errors))
    finish(*holds)


if __name__ == "__main__":
    main()
