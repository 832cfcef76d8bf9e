"""Whether a written sentence with one fact bent is caught, and a sound one kept.

    python -m evals.bench.bends

Over evals/sets/bends.yaml and the demo sources.
Targets: at least .97 of the bent ones caught, at most .05 of the sound ones dropped.
"""

from __future__ import annotations

import tempfile

from assistant.verify import verify
from evals.bench.measure import finish
from evals.bench.measure import verdict as told
from evals.bends import hold, load
from evals.corpora import DEMO
from ingest.run import ingest
from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

MOST_MISSED, MOST_DROPPED = 0.03, 0.05


def main() -> None:
    """Hold the set against the demo sources and print every sentence that came out wrong."""
    with (
        tempfile.TemporaryDirectory() as place,
        Library.open(place, FakeEmbedder(), write=True) as library,
    ):
        ingest([str(DEMO)], library)
        cases = load(library)
    everything = hold(cases, verify)
    for case in everything.missed:
        print(f"missed ({case.kind}): {case.text}")
    for case in everything.dropped:
        why = "; ".join(verify(case.text, [case.hits[0]], case.hits).problems)
        print(f"dropped: {case.text} ({why})")
    print(f"{everything.counts.total()} sentences, {everything.counts['']} of them sound")
    finish(
        told("bent sentences missed", 1 - everything.caught, MOST_MISSED),
        told("sound sentences dropped", everything.good_dropped, MOST_DROPPED),
    )


if __name__ == "__main__":
    main()
