"""A follow-up finds, once it stands by itself, what the full question would find."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from assistant.answer import Turn
from assistant.condense import condense
from evals.conversations import SET, follow_ups
from evals.corpora import DEMO
from ingest.run import ingest
from vectorstore import Library

if TYPE_CHECKING:
    from pathlib import Path

    from vectorstore.embedding import Embedder


def test_no_more_is_lost_by_condensing_than_one_in_twenty(
    tmp_path: Path, embedder: Embedder
) -> None:
    assert len(yaml.safe_load(SET.read_text(encoding="utf-8"))) >= 120
    with Library.open(tmp_path, embedder, write=True) as library:
        ingest([str(DEMO)], library)
        told = list(follow_ups(library))
    lost = [one.condensed for one in told if one.findable and not one.found]
    assert sum(one.findable - one.found for one in told) <= 0.05 * len(told), lost
    assert sum(one.findable for one in told) >= 0.8 * len(told)


def test_a_bare_question_word_is_asked_of_what_was_asked_before() -> None:
    asked = "What did the Supreme Court decide about Rwanda?"
    history = [Turn(question=asked, answer="It found the policy unlawful.")]
    for word in ("When?", "And why?", "Since when?"):
        condensed = condense(word, history)
        assert "Supreme Court" in condensed
        assert "Rwanda" in condensed


def test_another_article_is_asked_of_the_same_text() -> None:
    asked = "What does Article 33 of the Refugee Convention say?"
    condensed = condense("What about Article 31?", [Turn(question=asked, answer="")])
    assert condensed == "What does Article 31 of the Refugee Convention say?"
