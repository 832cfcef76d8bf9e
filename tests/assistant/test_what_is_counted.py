"""Whose count it is, who spoke against something, and what sources really differ on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import desk
import pytest

from assistant import Assistant, Status, build_chain
from vectorstore import Kind, Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vectorstore.embedding import Embedder

STORY = (
    "Iraq signed an agreement on returns with Britain on Monday.",
    "In the last seven days 968 migrants made the crossing, the Home Office said.",
    "The Iraqi announcement was criticised by Bo Lind of the opposition.",
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path, FakeEmbedder(), write=True) as library:
        library.add(
            [
                desk.document(
                    "a",
                    Kind.ARTICLE,
                    "Deal with Iraq",
                    STORY,
                    publisher="Morning Post",
                    published=date(2025, 8, 20),
                )
            ]
        )
        yield library


def test_a_count_of_others_in_a_story_on_iraq_is_no_count_of_iraqis(library: Library) -> None:
    answer = Assistant(library, build_chain(library)).ask("How many Iraqis crossed?")
    assert answer.status is Status.NOT_FOUND
    assert any("lacks: iraq" in one.why for one in answer.considered)


def test_who_was_sent_went(tmp_path: Path, embedder: Embedder) -> None:
    told = "Four volunteers and no officials were sent to Elbonia, a paper of May 2024 says."
    with Library.open(tmp_path, embedder, write=True) as library:
        library.add([desk.document("a", Kind.ARTICLE, "The Elbonia plan", (told,))])
        ask = Assistant(library, build_chain(library)).ask
        assert ask("How many volunteers were sent to Elbonia?").text.startswith("Four volunteers")
        assert ask("How many volunteers went to Elbonia?").text.startswith("Four volunteers")
        assert ask("How many soldiers went to Elbonia?").status is Status.NOT_FOUND


def test_who_criticised_is_answered_by_whoever_did(library: Library) -> None:
    answer = Assistant(library, build_chain(library)).ask("Who criticised the deal with Iraq?")
    assert "Bo Lind" in answer.text


def test_rows_and_sentences_of_several_figures_are_no_disagreement(library: Library) -> None:
    told = [
        desk.document(
            name,
            Kind.ARTICLE,
            f"Report {name}",
            (text,),
            publisher=f"Paper {name}",
            published=date(2025, 8, day),
        )
        for name, text, day in (
            ("c", "In 2024 there were 900 Elbonian arrivals in spring and 40 in autumn.", 2),
            ("d", "In 2024 there were 4,100 Elbonian arrivals.", 3),
            ("e", "In 2024 there were 3,900 Elbonian arrivals.", 4),
        )
    ]
    library.add(told)
    answer = Assistant(library, build_chain(library)).ask(
        "How many Elbonian arrivals were there in 2024?"
    )
    (note,) = [note for note in answer.notes if "differ" in note]
    assert "4,100" in note
    assert "3,900" in note
    assert "900 (" not in note.replace("3,900 (", "")
