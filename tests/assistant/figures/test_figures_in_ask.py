"""A question of figures inside ``ask``: computed where the tables surely have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant import Assistant, Status, build_chain
from assistant.answer import COMPUTED
from vectorstore.records import Filters, Kind

if TYPE_CHECKING:
    from vectorstore.library import Library


@pytest.fixture
def assistant(harbour: Library) -> Assistant:
    return Assistant(harbour, build_chain(harbour))


def test_a_figure_is_computed_and_cited(assistant: Assistant) -> None:
    answer = assistant.ask("How many Ruritania arrivals by harbour were there in 2023?")
    assert answer.model == COMPUTED
    assert answer.status is Status.ANSWERED
    assert "220" in answer.sentences[0].text
    assert answer.sentences[0].citations == (1,)
    assert "8 cells from E3 to E10" in answer.citations[0].locator
    assert answer.figure
    assert "compute" in [step.name for step in answer.steps]


def test_filters_and_other_questions_leave_the_tables_out(assistant: Assistant) -> None:
    question = "How many Ruritania arrivals by harbour were there in 2023?"
    articles = assistant.ask(question, filters=Filters(kinds=(Kind.ARTICLE,)))
    assert articles.model != COMPUTED
    assert assistant.ask("What did the harbour master say?").model != COMPUTED


def test_without_a_period_the_passages_answer(assistant: Assistant) -> None:
    assert assistant.ask("How many Ruritania arrivals by harbour are there?").model != COMPUTED
