"""The way of a question: its plan, its steps, what is asked back, what a model may be sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import desk
import pytest

from assistant import Assistant, Status, build_chain, default_steps
from assistant.plan import Plan, QuestionKind, plan
from assistant.private import Private
from assistant.retrieve import Found
from assistant.spending import Meter
from assistant.testing import ScriptedModel
from vectorstore import Filters, Kind, Library
from vectorstore.errors import ModelError
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARRIVED = "How many Elbonians did small boats bring to the coast in 2024?"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with desk.library(tmp_path_factory.mktemp("steps"), FakeEmbedder()) as library:
        yield library


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many Iraqis arrived by small boat in 2024?", QuestionKind.FIGURE),
        ("What does Article 33 of the Refugee Convention say?", QuestionKind.PROVISION),
        ("Is the agreement with Iraq still in force?", QuestionKind.STATE),
        ("What did Chris Philp say about returns?", QuestionKind.SPEECH),
        ("How have arrivals changed over time?", QuestionKind.COURSE),
        ("Did more Iraqis than Iranians arrive?", QuestionKind.COMPARISON),
        ("Who signed the agreement?", QuestionKind.FACT),
    ],
)
def test_a_question_is_of_the_kind_that_its_form_asks_for(
    question: str, kind: QuestionKind
) -> None:
    (part,) = plan(question).parts
    assert part.kind is kind


def test_each_part_has_its_own_kind_and_a_speech_its_time() -> None:
    both = plan("How many arrived in 2024, and what did Ana Ruiz say in August 2025?")
    assert [part.kind for part in both.parts] == [QuestionKind.FIGURE, QuestionKind.SPEECH]
    assert both.parts[1].period is not None
    assert both.parts[1].period.first == date(2025, 8, 1)


def test_an_answer_tells_its_steps_and_the_fate_of_every_passage(library: Library) -> None:
    answer = Assistant(library, build_chain(library)).ask(ARRIVED)
    assert [step.name for step in answer.steps] == [
        "condense", "plan", "compute", "retrieve", "clarify", "select", "answer",
    ]  # fmt: skip
    assert any(one.kept for one in answer.considered)
    assert all(one.why for one in answer.considered)
    for one in answer.considered:
        assert library.document(one.entry.id).text[one.start : one.end] == one.text


def test_any_step_may_be_replaced(library: Library) -> None:
    def nothing(planned: Plan, _: Filters) -> tuple[Found, ...]:
        return tuple(Found(question=part.question, hits=()) for part in planned.parts)

    steps = replace(default_steps(library), retrieve=nothing)
    answer = Assistant(library, build_chain(library, steps=steps)).ask(ARRIVED)
    assert answer.status is Status.NOT_FOUND


def test_where_nothing_bears_on_the_question_no_model_is_asked(library: Library) -> None:
    model = ScriptedModel(replies=[])
    answer = Assistant(library, build_chain(library, model)).ask(
        "How many Ruritanians arrived by small boat in 2024?"
    )
    assert answer.status is Status.NOT_FOUND
    assert model.prompts == []


def test_a_sentence_that_does_not_hold_goes_back_once_with_the_reason(library: Library) -> None:
    wrong = "In 2024 small boats brought 9,999 Elbonians to the coast [1]."
    right = "In 2024 small boats brought 4,100 Elbonians to the coast [1]."
    model = ScriptedModel(replies=[wrong, right])
    answer = Assistant(library, build_chain(library, model)).ask(ARRIVED)
    assert [sentence.text for sentence in answer.sentences] == [right.replace(" [1]", "")]
    assert "9,999 is not in the cited words" in model.prompts[1][1]
    assert answer.status is Status.ANSWERED
    assert answer.steps[-1].tokens_in > 0


def test_a_sentence_that_fails_again_is_left_out_and_said_so(library: Library) -> None:
    wrong = "In 2024 small boats brought 9,999 Elbonians to the coast [1]."
    model = ScriptedModel(replies=[wrong, wrong])
    answer = Assistant(library, build_chain(library, model)).ask(ARRIVED)
    assert not answer.sentences
    assert any("9,999" in note for note in answer.notes)


def test_private_sources_never_reach_a_model_off_this_machine(library: Library) -> None:
    model = ScriptedModel(replies=["NOT_FOUND"])
    steps = default_steps(library, model, Private(("morning post",)))
    answer = Assistant(library, build_chain(library, steps=steps)).ask(ARRIVED)
    sent = " ".join(text for prompt in model.prompts for text in prompt)
    assert "Morning Post" not in sent
    assert any("private sources were not sent to scripted" in note for note in answer.notes)


def test_a_question_costs_no_more_than_its_cap(library: Library) -> None:
    model = ScriptedModel(replies=["It was 4,100 [1]."])
    with pytest.raises(ModelError, match="more tokens"):
        Assistant(library, build_chain(library, model, tokens=10)).ask(ARRIVED)
    assert model.prompts == []


def test_a_meter_takes_the_provider_s_count_before_its_own_estimate() -> None:
    meter = Meter(100)
    meter.count(["x" * 40], "y" * 8)
    assert (meter.sent, meter.received) == (10, 2)
    meter.count(["x" * 40], "y" * 8, {"input_tokens": 50, "output_tokens": 30})
    assert meter.left == 8


class TestAQuestionBack:
    @pytest.fixture
    def several(self, tmp_path: Path) -> Iterator[Library]:
        with Library.open(tmp_path, FakeEmbedder(), write=True) as writing:
            writing.add(
                [
                    desk.document(
                        name,
                        Kind.AGREEMENT,
                        f"Returns agreement with {name}",
                        (f"1. {name} takes back its own nationals.", "2. It was signed in May."),
                    )
                    for name in ("Elbonia", "Ruritania")
                ]
            )
            yield writing

    def test_a_provision_that_several_agreements_have(self, several: Library) -> None:
        answer = Assistant(several, build_chain(several)).ask("What does Article 7 say?")
        assert answer.status is Status.NOT_FOUND
        assert answer.clarification is not None
        assert len(answer.clarification.choices) == 2
        assert "Elbonia" in " ".join(answer.clarification.choices)

    def test_a_choice_is_answered(self, several: Library) -> None:
        ask = Assistant(several, build_chain(several)).ask
        asked = ask("What does Article 7 say?").clarification
        assert asked is not None
        again = ask(asked.choices[0])
        assert again.clarification is None
        assert again.status is Status.ANSWERED

    def test_the_agreement_where_there_are_two(self, several: Library) -> None:
        answer = Assistant(several, build_chain(several)).ask("When was the agreement signed?")
        assert answer.clarification is not None
        assert answer.clarification.question == "Which agreement?"

    def test_nothing_is_asked_where_there_is_one_reading(self, library: Library) -> None:
        answer = Assistant(library, build_chain(library)).ask("What does Article 7 say?")
        assert answer.clarification is None
