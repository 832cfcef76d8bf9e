"""Whether a written sentence with one fact bent is caught, and a sound one kept.

    python -m evals.bench.bends

Over the sets of evals/bends.py and the demo sources. The set of near-copies must reach the targets:
at least .97 of the bent ones caught, at most .05 of the sound ones dropped. The others say how far
sentences in a writer's own words are from that; of the half that is only for reporting no sentence
is printed.
"""

from __future__ import annotations

import tempfile
from time import process_time
from typing import TYPE_CHECKING

from assistant.verify import verify
from evals.bench.measure import finish
from evals.bench.measure import verdict as told
from evals.bends import FRESH, FURTHER, PARAPHRASED, Half, hold, load
from evals.corpora import DEMO
from ingest.run import ingest
from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.bends import Case, Outcome

MOST_MISSED, MOST_DROPPED = 0.03, 0.05


def main() -> None:
    """Hold the sets against the demo sources and print the sentences that came out wrong."""
    with (
        tempfile.TemporaryDirectory() as place,
        Library.open(place, FakeEmbedder(), write=True) as library,
    ):
        ingest([str(DEMO)], library)
        copies = load(library)
        others = {
            "other words, mended on": load(library, PARAPHRASED),
            "wider words, mended on": load(library, FURTHER),
            "blind set, mending half": load(library, FRESH, Half.MENDING),
            "blind set, reporting half": load(library, FRESH, Half.REPORTING),
        }
    outcome = _held("near-copies", copies, show=True)
    for name, cases in others.items():
        _held(name, cases, show="reporting" not in name)
    finish(
        told("bent near-copies missed", 1 - outcome.caught, MOST_MISSED),
        told("sound near-copies dropped", outcome.good_dropped, MOST_DROPPED),
    )


def _held(name: str, cases: Sequence[Case], *, show: bool) -> Outcome:
    began = process_time()
    outcome = hold(cases, verify)
    each = (process_time() - began) / len(cases)
    if show:
        for case in outcome.missed:
            print(f"missed ({case.kind}): {case.text}")
        for case in outcome.dropped:
            why = "; ".join(verify(case.text, [case.hits[0]], case.hits).problems)
            print(f"dropped: {case.text} ({why})")
    print(
        f"{name}: {len(cases)} sentences, caught {outcome.caught:.3f} of the bent, dropped "
        f"{outcome.good_dropped:.3f} of the sound, {1000 * each:.0f} ms a sentence"
    )
    return outcome


if __name__ == "__main__":
    main()
