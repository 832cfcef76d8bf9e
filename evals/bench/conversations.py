"""Whether follow-ups find, once condensed, what the full question would find.

    python -m evals.bench.conversations

Over evals/sets/conversations.yaml and the demo sources, without a chat model. Target: recall at 5
of the condensed questions at most .05 below that of the standalone ones.
"""

from __future__ import annotations

import tempfile

from evals.bench.measure import finish, verdict
from evals.conversations import follow_ups
from evals.corpora import DEMO
from ingest.run import ingest
from vectorstore.embedding import load_embedder
from vectorstore.library import Library

MOST_LOST = 0.05


def main() -> None:
    """Print every follow-up that lost its passage, and the two recalls."""
    with (
        tempfile.TemporaryDirectory() as place,
        Library.open(place, load_embedder(), write=True) as library,
    ):
        ingest([str(DEMO)], library)
        told = list(follow_ups(library))
    for one in told:
        if one.findable and not one.found:
            print(f"lost: {one.asked} → {one.condensed} (meant: {one.standalone})")
    found = sum(one.found for one in told) / len(told)
    findable = sum(one.findable for one in told) / len(told)
    conversations = len({one.conversation for one in told})
    print(f"{conversations} conversations, {len(told)} follow-ups")
    print(f"recall at 5: condensed {found:.3f}, standalone {findable:.3f}")
    finish(verdict("recall lost", findable - found, MOST_LOST))


if __name__ == "__main__":
    main()
