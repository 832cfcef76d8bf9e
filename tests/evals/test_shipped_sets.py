"""The sets that ship are what their README says, and their gold stands in the demo sources."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from evals.corpora import DEMO
from evals.gold import Sources, locate, locate_all
from evals.questions import Question
from evals.reading import load_sets
from evals.shipped import SETS
from ingest.run import ingest
from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals.questions import Case


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("demo")
    with Library.open(place, FakeEmbedder(), write=True) as library:
        assert not ingest([str(DEMO)], library).failed
        yield library


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return load_sets(SETS)


@pytest.fixture(scope="module")
def questions(cases: list[Case]) -> list[Question]:
    return [case for case in cases if isinstance(case, Question)]


def test_there_are_enough_questions_of_every_kind(questions: list[Question]) -> None:
    kinds = Counter(question.kind for question in questions)
    assert len(questions) >= 120
    assert sum(question.answerable is False for question in questions) >= 30
    assert kinds["underspecified"] >= 10
    for kind in (
        "fact", "figure", "said", "provision", "comparison", "follow_up", "conflict", "out_of_date",
    ):  # fmt: skip
        assert kinds[kind] >= 6, kind
    assert all(question.history for question in questions if question.kind == "follow_up")


def test_every_gold_source_stands_in_its_document(cases: list[Case], demo: Library) -> None:
    located = locate_all(cases, demo)
    assert all(
        located[case.id].passages
        for case in cases
        if isinstance(case, Question) and case.gold_sources
    )


def test_gold_words_are_telling(questions: list[Question], demo: Library) -> None:
    sources = Sources(demo)
    for question in questions:
        for gold in question.gold_sources:
            assert len(locate(gold, sources)) <= 2, (question.id, gold.span)


def test_what_is_answerable_says_where_it_is_answered(questions: list[Question]) -> None:
    for question in questions:
        assert bool(question.gold_sources) == (question.answerable is True), question.id
