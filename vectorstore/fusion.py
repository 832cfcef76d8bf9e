"""Several rankings made into one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

K = 60
"""How much the first ranks count for more than the next: the constant of the paper."""


def fuse(
    rankings: Sequence[Sequence[int]], weights: Sequence[float] = (), k: int = K
) -> list[tuple[int, float]]:
    """Reciprocal rank fusion: each ranking gives an item ``weight / (k + rank)``, rank from 1.

    Returns the items with their sums, best first. Of equal sums the item that some ranking has
    higher up comes first, then the smaller one: the same rankings always give the same order.

    Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion outperforms Condorcet and individual
    Rank Learning Methods", SIGIR 2009.
    """
    scores: dict[int, float] = {}
    best: dict[int, int] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        if weight <= 0:
            continue  # a leg that counts for nothing brings no items either
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + weight / (k + rank)
            best[item] = min(rank, best.get(item, rank))
    return sorted(scores.items(), key=lambda pair: (-pair[1], best[pair[0]], pair[0]))
