"""The labelled checks of quotations, by what is found of each.

    python -m evals.bench.quote_checks [--index DIR] [--held]

Prints a confusion matrix, every miss, and the errors that would do harm in print. A third of the
set is held out and told apart; --held prints its misses too, which are else not looked at. With
--index the index is kept and used again. Targets: headline right .97; no dangerous error.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.quotes import Verdict, check
from evals.quote_cases import ROOTS, MissingText, load, quotation
from ingest.run import ingest
from vectorstore.embedding import load_embedder
from vectorstore.library import Library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.quotes import Check
    from evals.quote_cases import Case

LEAST = 0.97
LEAST_OF_EACH = 20
FINE = {Verdict.VERBATIM, Verdict.NORMALISED, Verdict.TRUNCATED, Verdict.ELLIPSIS}
BENT = {
    "altered_minor", "altered_meaning", "omission_unmarked", "spliced", "misattributed",
    "truncated_misleading", "ellipsis_misleading",
}  # fmt: skip
SOURCES = (
    "articles",
    "agreements/refugee_convention_1951.md",
    "agreements/iom_constitution.md",
    "agreements/coe_transfer_of_responsibility_1980.md",
    "agreements/coe_abolition_of_visas_refugees_1959.md",
    "agreements/los_angeles_declaration_2022.md",
)


def dangerous(case: Case, found: Check) -> bool:
    """Whether a bent quotation passes as whole, or one that is absent as found."""
    if case.expect == "not_found":
        return found.verdict is not Verdict.NOT_FOUND and found.verdict in FINE
    return case.expect in BENT and found.verdict in {Verdict.VERBATIM, Verdict.NORMALISED}


def run(cases: Sequence[Case], library: Library) -> list[tuple[Case, Check]]:
    """Each case with what was found; cases whose file is missing are left out, saying so."""
    results = []
    missing: Counter[str] = Counter()
    for case in cases:
        try:
            words = quotation(case)
        except MissingText as problem:
            missing[str(problem)] += 1
            continue
        results.append((case, check(words, library, speaker=case.speaker)))
    for name, count in missing.items():
        print(f"left out {count}: {name}")
    return results


def right(case: Case, found: Check) -> bool:
    """Whether the headline is right and what has to be found besides is there."""
    kinds = {finding.kind.value for finding in found.findings}
    return found.verdict.value == case.expect and set(case.findings) <= kinds


def matrix(results: Sequence[tuple[Case, Check]]) -> None:
    """Print what was expected against what was found."""
    pairs = Counter((case.expect, found.verdict.value) for case, found in results)
    expected = sorted({a for a, _ in pairs}, key=lambda name: Verdict(name).gravity)
    print("expected → found")
    for name in expected:
        row = {b: n for (a, b), n in pairs.items() if a == name}
        told = ", ".join(f"{b} {n}" for b, n in sorted(row.items(), key=lambda one: -one[1]))
        print(f"  {name}: {told}")


def told(name: str, results: Sequence[tuple[Case, Check]], *, misses: bool) -> bool:
    """Print one part of the set; whether it holds its targets."""
    hits = sum(right(case, found) for case, found in results)
    harmful = [(case, found) for case, found in results if dangerous(case, found)]
    share = hits / len(results) if results else 0.0
    print(f"\n{name}: {hits} of {len(results)} right ({share:.3f}; target {LEAST})")
    print(f"dangerous errors: {len(harmful)} (target 0)")
    for case, found in results if misses else ():
        if not right(case, found):
            wanted = " ".join((case.expect, *case.findings))
            print(f"  {case.id} [{case.speaker}] expected {wanted}, found {found.verdict.value}:")
            print(f"      {quotation(case)}")
            print(f"      {found.explanation[:300]}")
    return share >= LEAST and not harmful


def main() -> None:
    """Check the set and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--held", action="store_true")
    arguments = parser.parse_args()
    cases = load()
    counts = Counter(case.about for case in cases)
    few = {name: count for name, count in counts.items() if count < LEAST_OF_EACH}
    print(f"{len(cases)} checks of {len(counts)} findings")
    print(f"fewer than {LEAST_OF_EACH}: {few or 'none'}")
    with tempfile.TemporaryDirectory() as scratch:
        place = arguments.index or Path(scratch)
        with Library.open(place, load_embedder(), write=True) as library:
            ingest([str(one) for one in places()], library)
            results = run(cases, library)
    matrix(results)
    tuned = told("tuned on", [one for one in results if not one[0].held], misses=True)
    held = told("held out", [one for one in results if one[0].held], misses=arguments.held)
    sys.exit(0 if tuned and held else 1)


def places() -> list[Path]:
    """The sources that the set is over, those of the corpus where it is there."""
    corpus = [ROOTS["corpus"] / name for name in SOURCES]
    return [ROOTS["demo"], ROOTS["desk"], *(one for one in corpus if one.exists())]


if __name__ == "__main__":
    main()
