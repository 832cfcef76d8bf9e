"""A question is taken apart into its words and its demands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question import Want, parts, spellings, understand
from assistant.words import terms, words


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("How many Iraqis arrived by small boat?", Want.NUMBER),
        ("What is the population of Albania?", Want.NUMBER),
        ("How much did the scheme cost?", Want.MONEY),
        ("What was the asylum grant rate in 2025?", Want.SHARE),
        ("Within how many days must a Party answer?", Want.DURATION),
        ("When did the treaty begin?", Want.DATE),
        ("Who signed it?", Want.PERSON),
        ("What did Chris Philp say about the deal?", Want.SPEECH),
        ("Who criticised the deal?", Want.SPEECH),
    ],
)
def test_the_form_of_a_question_tells_the_type_of_answer(question: str, want: Want) -> None:
    assert understand(question).wants == {want}


def test_what_a_text_says_is_no_speech() -> None:
    assert understand("What does Article 33 of the Refugee Convention say?").wants == frozenset()


def test_names_numbers_days_and_provisions_are_demands() -> None:
    asked = understand("What did Yvette Cooper sign on 10 July 2025 under Article 4(2)?")
    assert asked.names == (("yvett", "cooper"),)
    assert asked.phrases == ("Yvette Cooper",)
    assert asked.days == ("10 july",)
    assert asked.provisions == ("article 4(2)",)
    assert {"10", "2025"} <= asked.numbers


def test_people_of_a_country_are_the_country() -> None:
    assert understand("How many Iraqis came?").names == (("iraq",),)
    assert terms("Iraqi Iraqis Iraq") == ["iraq"] * 3
    assert terms("the United Kingdom, Britain and the UK") == ["uk"] * 3


def test_us_the_country_is_not_us_the_pronoun() -> None:
    assert terms("The US told us") == ["us"]
    assert terms("between us") == []


def test_asking_for_the_source_demands_nothing_of_the_sentence() -> None:
    asked = understand("How many people arrived in 2024, and who says so?")
    assert asked.wants == {Want.NUMBER}
    assert parts("How many people arrived in 2024, and who says so?") == [
        "How many people arrived in 2024"
    ]


def test_a_later_part_is_asked_of_what_the_first_part_names() -> None:
    first, second = parts("What does Article 33 of the Refugee Convention say, and what is left?")
    assert first == "What does Article 33 of the Refugee Convention say"
    assert second == "what is left (Article 33, Refugee Convention)"


def test_numbers_are_compared_without_thousands_separators() -> None:
    assert words("1,900 and £800,000 and 2.6 and para 345D") == [
        "1900", "and", "800000", "and", "2.6", "and", "para", "345d",
    ]  # fmt: skip


def test_a_paragraph_is_looked_up_as_it_may_be_written() -> None:
    assert {"paragraph 345d", "para 345d"} <= {*spellings("paragraph 345d")}


@given(st.text(max_size=300))
def test_any_text_can_be_asked(text: str) -> None:
    understand(text)
    assert parts(text)
