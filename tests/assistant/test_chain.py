"""The runnable as LangChain sees it, its bad input, and the retriever that other chains can use."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import desk
import pytest
from langchain_core.runnables import RunnableLambda

from assistant import Assistant, Inquiry, LibraryRetriever, QuestionError, Turn, build_chain
from assistant.testing import ScriptedModel
from vectorstore import Filters, Kind
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vectorstore import Library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with desk.library(tmp_path_factory.mktemp("chain"), FakeEmbedder()) as library:
        yield library


@pytest.mark.parametrize("question", ["", "   ", "?!", "\n\t"])
def test_an_empty_question_is_refused_with_an_example(library: Library, question: str) -> None:
    with pytest.raises(QuestionError, match="empty") as caught:
        Assistant(library, build_chain(library)).ask(question)
    assert "onrecord ask" in caught.value.remedy


def test_a_question_as_long_as_a_document_is_refused(library: Library) -> None:
    with pytest.raises(QuestionError, match="119,999 characters"):
        Assistant(library, build_chain(library)).ask("words " * 20_000)


def test_it_invokes_streams_and_composes_as_any_runnable(library: Library) -> None:
    chain = build_chain(library)
    inquiry = Inquiry(question="What does Article 7 of the Elbonia readmission treaty say?")
    whole = chain.invoke(inquiry)
    *_, last = chain.stream(inquiry)
    assert whole == last
    assert (chain | RunnableLambda(lambda answer: answer.status.value)).invoke(
        inquiry
    ) == "answered"


def test_a_follow_up_is_asked_in_full(library: Library) -> None:
    history = [Turn(question="How many Elbonians arrived in 2024?", answer="4,100")]
    answer = Assistant(library, build_chain(library)).ask("And in 2023?", history)
    assert "2023" in answer.standalone_question
    assert "Elbonian" in answer.standalone_question


def test_with_a_model_only_what_its_citations_carry_is_shown(library: Library) -> None:
    script = (
        "In 2024 small boats brought 4,100 Elbonians to the coast [1]. It was 9,999 in 2030 [1]."
    )
    model = ScriptedModel(replies=[script])
    found = Assistant(library, build_chain(library, model)).ask(
        "How many Elbonians did small boats bring to the coast in 2024?"
    )
    assert [s.text for s in found.sentences] == [
        "In 2024 small boats brought 4,100 Elbonians to the coast."
    ]
    assert any("9,999" in note for note in found.notes)


def test_asking_never_traces_whatever_the_environment_says(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from langsmith import utils

    monkeypatch.setitem(os.environ, "LANGSMITH_TRACING", "true")
    seen = []
    chain = RunnableLambda(lambda inquiry: seen.append(utils.tracing_is_enabled()) or inquiry)
    list(Assistant(library, chain).stream("Who?"))  # type: ignore[arg-type]
    assert seen == [False]


def test_the_retriever_gives_what_a_citation_needs(library: Library) -> None:
    retriever = LibraryRetriever(library=library, k=3, filters=Filters(kinds=(Kind.ARTICLE,)))
    documents = retriever.invoke("Elbonians by small boat")
    assert documents
    for document in documents:
        held = document.metadata
        text = library.document(held["document_id"]).text
        assert text[held["start"] : held["end"]] == document.page_content
        assert held["kind"] == "article"
        assert held["published"] == "2025-03-04"
