"""A sentence in which one fact is bent is not shown; a sound one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.verify import Verified, verify
from evals.bends import FRESH, FURTHER, PARAPHRASED, Half, hold, load
from evals.corpora import DEMO
from ingest.run import ingest
from vectorstore import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evals.bends import Case


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("bends")
    with Library.open(place, FakeEmbedder(), write=True) as library:
        ingest([str(DEMO)], library)
        yield library


@pytest.fixture(scope="module")
def cases(library: Library) -> list[Case]:
    return load(library)


def test_nearly_every_bent_near_copy_is_caught_and_nearly_no_sound_one(cases: list[Case]) -> None:
    assert sum(bool(case.kind) for case in cases) >= 200
    outcome = hold(cases, verify)
    assert outcome.caught >= 0.97, [case.text for case in outcome.missed]
    assert outcome.good_dropped <= 0.05, [case.text for case in outcome.dropped]


@pytest.mark.parametrize(
    ("path", "half", "least_caught", "most_dropped"),
    [
        pytest.param(PARAPHRASED, Half.BOTH, 0.94, 0.11, id="other words, mended on"),
        pytest.param(FURTHER, Half.BOTH, 0.96, 0.44, id="wider words, mended on"),
        pytest.param(FRESH, Half.MENDING, 0.98, 0.11, id="blind set, mending half"),
        pytest.param(FRESH, Half.REPORTING, 0.89, 0.37, id="blind set, reporting half"),
    ],
)
def test_sentences_in_other_words_fare_no_worse_than_they_did(
    library: Library, path: Path, half: Half, least_caught: float, most_dropped: float
) -> None:
    outcome = hold(load(library, path, half), verify)
    assert outcome.caught >= least_caught
    assert outcome.good_dropped <= most_dropped


def test_checks_that_pass_everything_are_seen_to(cases: list[Case]) -> None:
    assert hold(cases, lambda *_: Verified()).caught == 0.0
    assert hold(cases, lambda *_: Verified(problems=("no",))).good_dropped == 1.0
