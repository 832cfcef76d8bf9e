"""The labelled checks of quotations are many, well spread, and come out as they are labelled."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from assistant.quotes import Verdict, check
from evals.bench.quote_checks import LEAST, LEAST_OF_EACH, dangerous, right
from evals.quote_cases import ROOTS, load, quotation
from ingest.run import ingest
from vectorstore import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from assistant.quotes import Check
    from evals.quote_cases import Case

CASES = load()


def test_there_are_enough_of_every_finding_and_a_third_is_held_out() -> None:
    counts = Counter(case.about for case in CASES)
    assert len(CASES) >= 400
    assert set(counts) == {verdict.value for verdict in Verdict}
    assert min(counts.values()) >= LEAST_OF_EACH
    assert 0.25 < sum(case.held for case in CASES) / len(CASES) < 0.4
    assert len({case.id for case in CASES}) == len(CASES)


def test_no_text_of_the_corpus_is_carried() -> None:
    assert all(not case.quote for case in CASES for one in case.slices if one.file)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Case, Check]]:
    own = [
        case
        for case in CASES
        if case.about != "paraphrase"  # what is near in sense is for the real model to say
        and not any(one.file.startswith("corpus/") for one in case.slices)
    ]
    place = tmp_path_factory.mktemp("checks")
    with Library.open(place, FakeEmbedder(), write=True) as library:
        ingest([str(ROOTS["demo"]), str(ROOTS["desk"])], library)
        return [(one, check(quotation(one), library, speaker=one.speaker)) for one in own]


def test_headlines_are_right(results: list[tuple[Case, Check]]) -> None:
    wrong = [
        f"{case.id}: {case.expect}, not {found.verdict}"
        for case, found in results
        if not right(case, found)
    ]
    assert len(wrong) <= (1 - LEAST) * len(results), wrong


def test_nothing_bent_passes_and_nothing_absent_is_found(
    results: list[tuple[Case, Check]],
) -> None:
    assert [case.id for case, found in results if dangerous(case, found)] == []
