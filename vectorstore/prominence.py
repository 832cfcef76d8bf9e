"""How far the best passages for a question stand out from the rest.

Where a collection holds the answer, one passage or a few are nearer than all others, by sense and
by words at once; where it does not, many are about equally far (compare the query performance
predictors of Shtok et al., "Predicting Query Performance by Query-Drift Estimation", 2012).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


LOOKED_AT = 6
"""Passages that are looked at: the best, and five after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prominence:
    """Of the best passages; all 0 where there are none."""

    cosine: float = 0.0
    """Of the passage nearest in sense."""
    ahead_in_sense: float = 0.0
    """How much nearer it is than the mean of the five after it."""
    ahead_in_words: float = 0.0
    """The same by BM25, as a share of the best one's score: between 0 and 1."""
    cosine_of_worded: float = 0.0
    """Of the passage that is best by words: both agree where it is high."""

    @classmethod
    def of(
        cls,
        query: NDArray[np.float32],
        cosines: Sequence[float],
        relevances: Sequence[float],
        worded: bytes | None,
    ) -> Self:
        """From the best passages' cosines and BM25, best first, and the vector of the best worded.

        ``query`` is the question's unit vector; ``worded`` the bytes of one (float32).
        """
        filled = [*relevances, *[0.0] * (LOOKED_AT - len(relevances))]
        best = np.frombuffer(worded, np.float32) if worded else np.zeros_like(query)
        length = float(np.linalg.norm(best)) or 1.0
        return cls(
            cosine=cosines[0] if cosines else 0.0,
            ahead_in_sense=_ahead(cosines),
            # A passage that shares no word with the question has a BM25 of 0.
            ahead_in_words=_ahead(filled) / filled[0] if relevances else 0.0,
            cosine_of_worded=float(best @ query) / length,
        )


def _ahead(scores: Sequence[float]) -> float:
    return scores[0] - sum(scores[1:]) / len(scores[1:]) if len(scores) > 1 else 0.0
