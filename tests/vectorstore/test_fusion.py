"""Reciprocal rank fusion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.fusion import K, fuse

RANKINGS = st.lists(st.lists(st.integers(0, 30), unique=True, max_size=20), min_size=1, max_size=4)


def test_an_item_scores_by_its_ranks_alone() -> None:
    assert fuse([[7, 8], [8]]) == [(8, 1 / (K + 2) + 1 / (K + 1)), (7, 1 / (K + 1))]


def test_a_leg_of_no_weight_brings_nothing() -> None:
    assert [item for item, _ in fuse([[1, 2], [3]], (1.0, 0.0))] == [1, 2]


def test_equal_scores_are_ordered_by_the_better_rank_and_then_by_the_item() -> None:
    assert [item for item, _ in fuse([[5], [3]])] == [3, 5]
    assert [item for item, _ in fuse([[9, 5], [3, 2]])] == [3, 9, 2, 5]


def test_weights_must_be_as_many_as_rankings() -> None:
    with pytest.raises(ValueError, match="argument"):
        fuse([[1], [2]], (1.0,))


@given(RANKINGS)
def test_every_item_comes_out_once_best_first(rankings: list[list[int]]) -> None:
    fused = fuse(rankings)
    items = [item for item, _ in fused]
    scores = [score for _, score in fused]
    assert sorted(items) == sorted({item for ranking in rankings for item in ranking})
    assert scores == sorted(scores, reverse=True)


@given(RANKINGS)
def test_the_order_of_the_legs_does_not_matter(rankings: list[list[int]]) -> None:
    forwards, backwards = fuse(rankings), fuse(rankings[::-1])
    assert dict(forwards) == pytest.approx(dict(backwards))


@given(st.lists(st.integers(0, 99), unique=True, max_size=40), st.floats(0.1, 9))
def test_one_leg_alone_keeps_its_order(ranking: list[int], weight: float) -> None:
    assert [item for item, _ in fuse([ranking], [weight])] == ranking
