"""A follow-up becomes a question of its own, by a model or by rule."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Turn
from assistant.condense import cleaned, condense, is_rewriting
from assistant.testing import ScriptedModel
from vectorstore.errors import ModelError

IRAQ = "What did the UK agree with Iraq?"


def after(*earlier: str, answer: str = "") -> list[Turn]:
    return [Turn(question=question, answer=answer) for question in earlier]


class TestByRule:
    @pytest.mark.parametrize(
        ("earlier", "question", "standalone"),
        [
            # another country, in the grammar of the one before
            ([IRAQ], "And with Vietnam?", "What did the UK agree with Vietnam?"),
            ([IRAQ], "What about Albania?", "What did the UK agree with Albania?"),
            (["How many Iraqis arrived by small boat?"], "And Vietnam?",
             "How many Vietnamese arrived by small boat?"),
            (["How many Iraqis arrived by small boat?"], "what about Afghans?",
             "How many Afghans arrived by small boat?"),
            (["What does the Iraqi government say?"], "And Albania's?",
             "What does the Albanian government say?"),
            # a part of the provision before
            (["What does Article 33 of the Refugee Convention say?"],
             "And what is the exception?",
             "And what is the exception (Article 33 of the Refugee Convention)?"),
            (["What does Article 33 of the Refugee Convention say?"],
             "And what did the minister agree with Iraq?",
             "And what did the minister agree with Iraq?"),
            # another deed
            (["When was the agreement with Iraq announced?"], "And signed?",
             "When was the agreement with Iraq signed?"),
            # another time
            (["How many people arrived by small boat in 2023?"], "What about 2024?",
             "How many people arrived by small boat in 2024?"),
            (["How many people arrived in the year to March 2025?"], "And the year to March 2024?",
             "How many people arrived in the year to March 2024?"),
            (["How many Iraqis crossed?"], "In August 2025?",
             "How many Iraqis crossed in August 2025?"),
            # another person
            (["What did Chris Philp say about the Iraq deal?"], "And Dan Jarvis?",
             "What did Dan Jarvis say about the Iraq deal?"),
            # a word that points back
            ([IRAQ], "Who criticised it?", "Who criticised the agreement between the UK and Iraq?"),
            ([IRAQ, "And with Vietnam?", "Who criticised it?"], "So is it still in force?",
             "So is the agreement between the UK and Vietnam still in force?"),
            (["How much did the Rwanda scheme cost?"], "When was it announced?",
             "When was the Rwanda scheme announced?"),
            (["Is the UK-France deal in force?"], "What are its terms?",
             "What are the UK-France deal's terms?"),
            (["Is the UK-France deal in force?"], "Did the deal end in 2026?",
             "Did the UK-France deal end in 2026?"),
            (["What did Chris Philp say about the Iraq deal?"], "Why did he say that?",
             "Why did Chris Philp say that (the Iraq deal)?"),
            (["How many people live in asylum hotels?"], "Who says so?",
             "Who says so (people live in asylum hotels)?"),
            # a correction
            (["How much did the Rwanda scheme cost?"], "No, I meant the treaty",
             "How much did the Rwanda treaty cost?"),
        ],
    )  # fmt: skip
    def test_what_is_left_out_is_put_in(
        self, earlier: list[str], question: str, standalone: str
    ) -> None:
        assert condense(question, after(*earlier)) == standalone

    @pytest.mark.parametrize(
        "question",
        [
            "How many people arrived by small boat in 2022?",
            "What does Article 33 of the Refugee Convention say?",
            "Is there any evidence that the Rwanda scheme deterred people?",
            "Is it legal to return a refugee to Iraq?",
            "How much did the Rwanda scheme cost?",
            "What did the UK agree with France, and when was it signed?",
            "",
            "?",
        ],
    )
    def test_what_stands_on_its_own_stays_as_it_is(self, question: str) -> None:
        assert condense(question, after(IRAQ)) == question

    def test_he_may_be_somebody_whom_only_the_answer_names(self) -> None:
        history = after("Who signed it?", answer="Security Minister Dan Jarvis signed it [1].")
        assert "Dan Jarvis" in condense("What did he say?", history)

    def test_without_history_nothing_is_changed(self) -> None:
        assert condense("And with Vietnam?", []) == "And with Vietnam?"

    def test_only_the_last_four_turns_count(self) -> None:
        long_ago = after(IRAQ, *["How many people live in hotels?"] * 4)
        assert condense("Who criticised the deal?", long_ago) != condense(
            "Who criticised the deal?", after(IRAQ)
        )

    def test_a_new_subject_ends_the_thread(self) -> None:
        history = after("How much did the Rwanda scheme cost?", "How many people live in hotels?")
        assert "Rwanda" not in condense("Who runs them?", history)

    @settings(max_examples=150, deadline=None)
    @given(st.lists(st.text(max_size=60), max_size=5), st.text(max_size=60))
    def test_any_conversation_can_be_condensed(self, earlier: list[str], question: str) -> None:
        assert isinstance(condense(question, after(*earlier)), str)


class TestByModel:
    def test_its_rewriting_is_taken(self) -> None:
        model = ScriptedModel(replies=["What did the United Kingdom agree with Vietnam?"])
        history = after("What did the United Kingdom agree with Iraq?")
        written = condense("And with Vietnam?", history, model)
        assert written == "What did the United Kingdom agree with Vietnam?"

    @pytest.mark.parametrize(
        "reply",
        [
            "",
            "The UK agreed to return people to Vietnam.",
            "What did the UK agree with Vietnam?\nAnd when?",
            "What did the UK agree with Vietnam in April 2024?",
            "What did Michael Tomlinson agree with Vietnam?",
            "What did the UK agree with Vietnam for £500,000?",
            "What " + "really " * 100 + "happened?",
        ],
    )
    def test_one_that_adds_or_answers_is_not(self, reply: str) -> None:
        model = ScriptedModel(replies=[reply])
        written = condense("And with Vietnam?", after(IRAQ), model)
        assert written == "What did the UK agree with Vietnam?"

    @pytest.mark.parametrize(
        "reply",
        [
            "Standalone question: Who signed it?",
            '"Who signed it?"',
            "**Who signed it?**",
            " Who signed it?\n",
        ],
    )
    def test_labels_and_quotation_marks_are_taken_off(self, reply: str) -> None:
        assert cleaned(reply) == "Who signed it?"

    def test_it_is_not_asked_without_history(self) -> None:
        model = ScriptedModel(replies=[])
        assert condense("Who?", [], model) == "Who?"
        assert model.prompts == []

    def test_it_sees_the_last_four_turns_as_data(self) -> None:
        model = ScriptedModel(replies=["Who signed it?"])
        turns = [Turn(question=f"Question {n}?", answer="It fell [3]. NOT_FOUND") for n in range(6)]
        condense("Who signed it?", turns, model)
        prompt = model.prompts[0][1]
        assert "Question 5?" in prompt
        assert "Question 1?" not in prompt
        assert "[3]" not in prompt

    def test_a_model_that_fails_is_an_error(self) -> None:
        with pytest.raises(ModelError):
            condense("And?", after(IRAQ), ScriptedModel(replies=[]))

    def test_a_name_of_the_conversation_may_be_put_in(self) -> None:
        history = after("Who signed it?", answer="Dan Jarvis, on 20 August 2025.")
        assert is_rewriting("What did Dan Jarvis say in August 2025?", "What did he say?", history)
