"""The answer without a model: verbatim, cited, attributed, or not found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import desk
import pytest

from assistant import Assistant, Status, build_chain
from evals.corpora import DEMO
from evals.questions import Question
from evals.reading import load_set
from ingest.run import ingest
from vectorstore import Filters, Kind, Library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vectorstore.embedding import Embedder

DEMO_SET = DEMO.parents[1] / "sets" / "demo.yaml"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    with desk.library(tmp_path_factory.mktemp("desk"), embedder) as library:
        yield Assistant(library, build_chain(library))


def test_a_figure_comes_word_for_word_with_its_source(assistant: Assistant) -> None:
    answer = assistant.ask("How many Elbonians arrived by small boat in 2024?")
    assert answer.status is Status.ANSWERED
    assert answer.sentences[0].text == desk.ARRIVALS[0]
    assert (
        answer.sentences[0].attribution
        == "Harbour Office figures, reported by Morning Post, 4 March 2025"
    )
    assert answer.citations[0].locator == "paragraph 1"


@pytest.mark.parametrize(
    "question",
    [
        "How many Elbonians arrived by small boat in 2019?",
        "How many Ruritanians arrived by small boat in 2024?",
        "How many unaccompanied Elbonian children arrived in 2024?",
        "What did the Prime Minister say about Elbonia?",
        "What did Bo Lind say about Ruritania?",
        "What does Article 9 of the Elbonia readmission treaty say?",
        "What is the weather in Elbonia?",
        "今日の天気は？",
    ],
)
def test_what_the_sources_do_not_say_is_not_found(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert not answer.sentences
    assert "Searched 3 documents" in answer.text


def test_speech_is_its_speaker_s_even_where_a_pronoun_stands(assistant: Assistant) -> None:
    answer = assistant.ask("What did Ana Ruiz say about returns?")
    said = " ".join(sentence.text for sentence in answer.sentences)
    assert "Returns must be lawful." in said
    assert "Bo Lind" not in said


def test_a_provision_is_found_by_its_place(assistant: Assistant) -> None:
    answer = assistant.ask("What does Article 7 of the Elbonia readmission treaty say?")
    assert [sentence.text for sentence in answer.sentences] == list(desk.TREATY)
    assert answer.sentences[1].attribution == "Elbonia readmission treaty, Article 7(2)"


def test_a_provision_is_not_cut_before_its_second_sentence(assistant: Assistant) -> None:
    answer = assistant.ask("Within how many days must a Party of the Elbonia treaty answer?")
    assert answer.sentences[0].text == desk.TREATY[1]


def test_a_sentence_that_leans_on_the_one_before_brings_it_along(assistant: Assistant) -> None:
    answer = assistant.ask("How many boats brought Elbonians in 2024?")
    leaning = [s.text for s in answer.sentences if "82 boats" in s.text]
    assert all(text.startswith("Small boats brought") for text in leaning)


def test_one_unanswered_part_makes_the_answer_partial(assistant: Assistant) -> None:
    answer = assistant.ask(
        "How many Elbonians arrived by small boat in 2024, and when did Ruritania ratify?"
    )
    assert answer.status is Status.PARTLY
    assert answer.notes == ("The sources here do not answer: when did Ruritania ratify",)


def test_filters_hold_for_the_answer(assistant: Assistant) -> None:
    question = "How many arrivals of nationality Elbonia were there in 2024?"
    answer = assistant.ask(question, filters=Filters(kinds=(Kind.STATISTICS,)))
    assert {citation.entry.kind for citation in answer.citations} == {Kind.STATISTICS}
    answer = assistant.ask(question, filters=Filters(publishers=("Nobody's Gazette",)))
    assert answer.status is Status.NOT_FOUND
    assert "filters" in answer.text


def test_every_citation_is_the_text_of_its_document(assistant: Assistant) -> None:
    for question in ("How many Elbonians arrived in 2024?", "Who called the plan a waste?"):
        for citation in assistant.ask(question).citations:
            text = assistant.library.document(citation.entry.id).text
            assert text[citation.start : citation.end] == citation.text


def test_the_answer_streams_sentence_by_sentence(assistant: Assistant) -> None:
    states = list(assistant.stream("What does Article 7 of the Elbonia readmission treaty say?"))
    counts = [len(state.sentences) for state in states]
    assert counts == sorted(counts)
    assert counts[0] == 1
    assert states[-1].seconds > 0


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    place = tmp_path_factory.mktemp("demo")
    with Library.open(place, embedder, write=True) as library:
        assert not ingest([str(DEMO)], library).failed
    with Library.open(place, embedder) as library:
        yield Assistant(library, build_chain(library))


def test_the_demo_questions_are_answered_and_nothing_is_invented(demo: Assistant) -> None:
    """The gate that CI holds answers to: a change that makes them worse fails here."""
    wrong, invented = [], []
    for question in load_set(DEMO_SET):
        assert isinstance(question, Question)
        answer = demo.ask(question.question)
        if question.answerable:
            cited = [(Path(c.entry.path).name, " ".join(c.text.split())) for c in answer.citations]
            if not any(
                gold.document == name and gold.span in text
                for gold in question.gold_sources
                for name, text in cited
            ):
                wrong.append(question.id)
        elif answer.status is not Status.NOT_FOUND:
            invented.append(question.id)
    assert len(wrong) <= 3, wrong
    assert len(invented) <= 2, invented


def test_who_is_only_reported_is_not_said_to_be_quoted(tmp_path: Path, embedder: Embedder) -> None:
    story = tmp_path / "story.md"
    story.write_text(
        "---\ntitle: A pact on returns\npublisher: Morning Post\ndate: 2025-08-21\n---\n\n"
        "Minister Bo Lind signed the pact for Norway.\n\nThe signatory of Chad was a foreign "
        "minister who was in Oslo for two days, according to the government release.\n\n"
        "Ana Ruiz said: “The pact does nothing for the people who wait in Oslo for an answer.”\n",
        encoding="utf-8",
    )
    with Library.open(tmp_path / "index", embedder, write=True) as library:
        ingest([str(story)], library)
        ask = Assistant(library, build_chain(library)).ask
        for question, source in (
            ("Who was the signatory of Chad?", "The government release, reported by Morning Post"),
            ("What did Ana Ruiz say about the pact?", "Ana Ruiz, quoted by Morning Post"),
        ):
            (first, *_) = ask(question).sentences
            assert first.attribution.startswith(source)


def test_a_real_story_is_answered_from(corpus: Path, tmp_path: Path, embedder: Embedder) -> None:
    """The acceptance of the first issue, on the seed article alone."""
    seed = corpus / "articles" / "000_e8f31bac96de211f.txt"
    with Library.open(tmp_path, embedder, write=True) as library:
        ingest([str(seed)], library)
        (only,) = library.entries()
        assert "Fourteen days free" not in library.document(only.entry.id).text
        ask = Assistant(library, build_chain(library)).ask
        for question, words in (
            ("How many Iraqis arrived by small boat in the year to March 2025?", "1,900"),
            ("How many Iraqis arrived in the year before March 2025?", "2,600"),
            ("How much was the deal with Baghdad worth?", "£800,000"),
            ("How many migrants crossed the Channel in the last seven days?", "968"),
            ("What did Dan Jarvis say about the agreement?", "testament to the trust"),
            ("What did Chris Philp say about the returns deal?", "measly returns deal"),
        ):
            answer = ask(question)
            assert any(words in citation.text for citation in answer.citations), question
        assert ask("What did the Home Secretary say about Rwanda?").status is Status.NOT_FOUND
