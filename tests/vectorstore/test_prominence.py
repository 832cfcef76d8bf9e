"""How far the best passages stand out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from shelf import document

from vectorstore import Filters, Library
from vectorstore.prominence import Prominence
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from pathlib import Path

SCORES = st.lists(st.floats(0.01, 1.0), max_size=6).map(lambda found: sorted(found, reverse=True))


@given(SCORES, SCORES)
def test_it_is_bounded_whatever_was_found(cosines: list[float], relevances: list[float]) -> None:
    query = np.array([1.0, 0.0], np.float32)
    told = Prominence.of(query, cosines, relevances, query.tobytes() if relevances else None)
    assert 0.0 <= told.ahead_in_words <= 1.0
    assert told.ahead_in_sense >= 0.0
    assert told.cosine_of_worded == (1.0 if relevances else 0.0)


def test_one_passage_that_answers_stands_out_and_many_alike_do_not(tmp_path: Path) -> None:
    with Library.open(tmp_path, FakeEmbedder(), write=True) as library:
        assert library.prominence("quota") == Prominence()
        library.add([document(f"a{n}", f"The weather of day {n} was fair.") for n in range(8)])
        library.add([document("b", "The asylum quota was raised in spring.")])
        one = library.prominence("Was the asylum quota raised?")
        many = library.prominence("Was the weather fair?")
        assert one.ahead_in_words > many.ahead_in_words
        assert one.ahead_in_sense > many.ahead_in_sense
        assert library.prominence("asylum quota", Filters(documents=("a1",))).cosine < one.cosine
