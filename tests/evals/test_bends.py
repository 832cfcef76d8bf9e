"""A sentence in which one fact is bent is not shown; a sound one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.verify import Verified, verify
from evals.bends import hold, load
from evals.corpora import DEMO
from ingest.run import ingest
from vectorstore import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals.bends import Case


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Case]]:
    place = tmp_path_factory.mktemp("bends")
    with Library.open(place, FakeEmbedder(), write=True) as library:
        ingest([str(DEMO)], library)
        yield load(library)


def test_nearly_every_bent_sentence_is_caught_and_nearly_no_sound_one(cases: list[Case]) -> None:
    assert sum(bool(case.kind) for case in cases) >= 200
    outcome = hold(cases, verify)
    assert outcome.caught >= 0.97, [case.text for case in outcome.missed]
    assert outcome.good_dropped <= 0.05, [case.text for case in outcome.dropped]


def test_checks_that_pass_everything_are_seen_to(cases: list[Case]) -> None:
    assert hold(cases, lambda *_: Verified()).caught == 0.0
    assert hold(cases, lambda *_: Verified(problems=("no",))).good_dropped == 1.0
