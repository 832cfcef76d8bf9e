"""Questions that compare: what the sources say of each thing, where no passage speaks of both."""

from __future__ import annotations

from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

import desk
import pytest

from assistant import Assistant, Status, build_chain
from assistant.comparison import sides
from assistant.plan import plan
from vectorstore import Kind, Library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant import Answer
    from vectorstore.embedding import Embedder

STORIES = {
    "Elbonia": ("Britain and Elbonia signed an agreement on returns on 3 May 2024.",),
    "Ruritania": ("Britain and Ruritania signed an agreement on visas on 9 July 2025.",),
    "the coast": ("Small boats brought 4,100 Elbonians to the coast in 2023, figures show.",),
    "the shore": ("Small boats brought 310 Ruritanians to the coast in 2023, figures show.",),
    "Genovia": (
        "Britain and Genovia signed an agreement on fishing on 1 June 2022.",
        "Unlike the agreement with Borduria, the agreement with Genovia has no end.",
    ),
    "Borduria": ("Britain and Borduria signed an agreement on pilots on 2 June 2021.",),
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    place = tmp_path_factory.mktemp("comparison")
    stories = [
        desk.document(
            name,
            Kind.ARTICLE,
            f"News of {name}",
            paragraphs,
            publisher="Morning Post",
            published=date(2025, 8, 1),
        )
        for name, paragraphs in STORIES.items()
    ]
    with Library.open(place, embedder, write=True) as library:
        library.add(stories)
        yield Assistant(library, build_chain(library))


def told(answer: Answer) -> str:
    return " ".join(sentence.text for sentence in answer.sentences)


@pytest.mark.parametrize(
    "question",
    [
        "How do the agreements with Elbonia and Ruritania differ?",
        "Compare the agreement with Elbonia and the agreement with Ruritania",
        "What is the difference between the Elbonia agreement and the Ruritania agreement?",
        "How does the agreement with Elbonia differ from the agreement with Ruritania?",
        "Which was signed first, the agreement with Elbonia or with Ruritania?",
        "Which came first, the agreement with Elbonia or with Ruritania?",
    ],
)
def test_each_thing_compared_is_told_from_its_own_source(ask: Assistant, question: str) -> None:
    answer = ask.ask(question)
    assert answer.status is Status.ANSWERED
    assert "agreement on returns on 3 May 2024" in told(answer)
    assert "agreement on visas on 9 July 2025" in told(answer)
    assert all(sentence.citations for sentence in answer.sentences)
    assert any("not how they compare" in note for note in answer.notes)


def test_counts_of_two_peoples_stand_beside_each_other(ask: Assistant) -> None:
    answer = ask.ask("Were more Elbonians or Ruritanians brought to the coast by small boats?")
    assert answer.status is Status.ANSWERED
    assert "4,100 Elbonians" in told(answer)
    assert "310 Ruritanians" in told(answer)


def test_what_nothing_answers_is_named(ask: Assistant) -> None:
    answer = ask.ask("How do the agreements with Elbonia and Atlantis differ?")
    assert answer.status is Status.PARTLY
    assert "3 May 2024" in told(answer)
    assert any("do not answer" in note and "Atlantis" in note for note in answer.notes)


def test_where_nothing_is_said_of_either_nothing_is_answered(ask: Assistant) -> None:
    answer = ask.ask("How do the agreements with Atlantis and Lemuria differ?")
    assert answer.status is Status.NOT_FOUND
    assert not answer.sentences


def test_a_comparison_that_a_passage_draws_is_the_answer(ask: Assistant) -> None:
    answer = ask.ask("How do the agreements with Genovia and Borduria differ?")
    assert answer.sentences[0].text.startswith("Unlike the agreement with Borduria")
    assert not any("not how they compare" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "Did more Iraqis or Albanians arrive by small boat?",
            ["How many Iraqis did arrive by small boat?",
             "How many Albanians did arrive by small boat?"],
        ),
        (
            "Did more men than women arrive by small boat?",
            ["How many men did arrive by small boat?", "How many women did arrive by small boat?"],
        ),
        (
            "Did Iran or Iraq have more arrivals in 2024?",
            ["How many arrivals in 2024 did Iran have?",
             "How many arrivals in 2024 did Iraq have?"],
        ),
        (
            "Which country sent more people, Albania or Vietnam?",
            ["How many people was it that Albania sent?",
             "How many people was it that Vietnam sent?"],
        ),
        (
            "How do Iraq, Iran and Albania compare on returns?",
            ["What is said of Iraq on returns?", "What is said of Iran on returns?",
             "What is said of Albania on returns?"],
        ),
        (
            "Compare the deal between the UK and France and the deal with the US",
            ["What is said of the deal between the UK and France?",
             "What is said of the deal with the US?"],
        ),
        (
            "Was the treaty with France or with Spain signed first?",
            ["When was the treaty with France signed?", "When was the treaty with Spain signed?"],
        ),
    ],
)  # fmt: skip
def test_of_each_thing_is_asked_what_the_comparison_rests_on(
    question: str, asked: list[str]
) -> None:
    assert sides(question) == asked
    (part,) = plan(question).parts
    assert [side.question for side in part.sides] == asked


@pytest.mark.parametrize(
    "question",
    [
        "Compare the agreement between the UK and France",
        "What is the difference between 2023 and 2024?",
        "How many more people crossed in 2024 than in 2023?",
        "What did Britain and France agree?",
        "Did Iraqis or Albanians claim asylum more often?",
        "Is the agreement with Iraq still in force?",
    ],
)
def test_what_compares_no_two_things_is_not_divided(question: str) -> None:
    assert sides(question) == []


@pytest.mark.parametrize("names", ["A of ", "A–", "A, ", "A and "])
def test_a_list_without_end_takes_no_time(names: str) -> None:
    began = perf_counter()
    sides(f"Compare {names * 40}x or the {'y and ' * 40}"[:300])
    sides(f"Did more {names * 40}or b than c than c"[:300])
    sides(f"Did more {names * 900}or b than c than c")
    assert perf_counter() - began < 1
