"""The shipped sets over the demo sources, beside the pinned baseline.

    python -m evals.bench.baseline                       # compares; ends with 1 when it is worse
    python -m evals.bench.baseline --pin [--because "…"] # shows the difference, then pins it

``--answers FILE`` keeps the answers, so that a second run only scores. Target: no pinned metric
worse than the baseline by more than .02, chance aside.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from assistant.build import open_library
from assistant.settings import load_settings
from evals.baseline import MARGIN, PINNED, pinned, read_baseline, write_baseline
from evals.evaluate import Demands, evaluate
from evals.gates import NoWorse
from evals.report.terminal import show
from evals.shipped import BASELINE, demo_index, shipped_cases
from vectorstore.errors import OnRecordError


def main() -> None:
    """Compare, and pin where that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pin", action="store_true")
    parser.add_argument("--because", default="", help="why the baseline may be lowered")
    parser.add_argument("--answers", type=Path, help="where the answers are kept")
    parser.add_argument("--index", help="an index of the demo sources to keep and use again")
    arguments = parser.parse_args()
    before = read_baseline() if BASELINE.exists() else None
    gates = tuple(NoWorse(metric=m, margin=MARGIN) for m in PINNED) if before else ()
    demands = Demands(compare=BASELINE if before else None, no_worse=gates)
    with tempfile.TemporaryDirectory() as scratch, demo_index(arguments.index) as place:
        settings = load_settings(index=place, llm="extractive")
        answers = arguments.answers or Path(scratch) / "answers.jsonl"
        cases = shipped_cases()
        with open_library(settings) as library:
            result = evaluate(cases, library, settings, answers, demands=demands)
    show(result)
    if arguments.pin:
        try:
            write_baseline(pinned(result, before, datetime.now(UTC).date(), arguments.because))
        except OnRecordError as error:
            sys.exit(f"{error}\n  {error.remedy}")
        print(f"Pinned: {BASELINE.name}")
        return
    sys.exit(0 if result.passes else 1)


if __name__ == "__main__":
    main()
