"""Whether the sources answer a question at all, before a sentence of them is shown.

A sentence can be near a question and not answer it; what tells more is how the whole collection
meets the question: how near its best passages are, whether sense and words point to the same one,
how far that one stands out, and whether its document is about what was asked. The weights are a
logistic regression over questions (``evals/bench/abstention.py``).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assistant.words import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.evidence import Evidence
    from assistant.question import Asked
    from vectorstore.prominence import Prominence

BIAS = -0.73
WEIGHTS = {
    "sentence": 0.45,
    "cosine": 7.67,
    "cosine_of_worded": 0.33,
    "ahead_in_words": 3.1,
    "titled": -4.08,
    "title_asked": 0.43,
    "length": -2.38,
}
FEATURES = tuple(WEIGHTS)

LEVEL = 0.35
"""The least confidence with which a question is answered."""

DOUBTED = 0.2
"""What the score of a sentence counts that lacks something the question demands."""


def confidence(asked: Asked, evidence: Sequence[Evidence], prominence: Prominence) -> float:
    """Between 0 and 1; 0 without evidence."""
    if not evidence:
        return 0.0
    told = features(asked, evidence, prominence)
    return 1 / (1 + math.exp(-BIAS - sum(WEIGHTS[name] * told[name] for name in FEATURES)))


def features(
    asked: Asked, evidence: Sequence[Evidence], prominence: Prominence
) -> dict[str, float]:
    """What the confidence rests on; ``evidence`` must not be empty."""
    best = max(evidence, key=_counted)
    title = set(terms(best.hit.entry.title))
    shared = len(title & set(asked.terms))
    return {
        "sentence": _logit(_counted(best)),
        "cosine": prominence.cosine,
        "cosine_of_worded": prominence.cosine_of_worded,
        "ahead_in_words": prominence.ahead_in_words,
        "titled": shared / max(1, len(asked.terms)),
        "title_asked": shared / max(1, len(title)),
        "length": math.log1p(len(asked.terms)),
    }


def _counted(one: Evidence) -> float:
    return one.score * (DOUBTED if one.unmet else 1.0)


def _logit(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))
