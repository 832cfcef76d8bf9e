"""A draft is checked in one pass: each quotation with its verdict, where it stands in the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.quotes import Profile, Verdict, check
from assistant.quotes.draft import check_draft, draft_of, read_draft
from evals.corpora import DEMO
from ingest.errors import ReadError
from ingest.run import ingest
from vectorstore import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

DRAFT = DEMO.parent / "drafts" / "returns-week.md"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("draft")
    with Library.open(place, FakeEmbedder(), write=True) as library:
        ingest([str(DEMO / "articles")], library)
        yield library


def test_of_fifteen_quotations_the_ten_that_are_bent_are_told_apart(library: Library) -> None:
    found = check_draft(read_draft(DRAFT.read_bytes(), DRAFT.name), library)
    assert len(found.quotes) == 15
    fine = [one.check.quote for one in found.quotes if one.passes(Profile.STRICT)]
    assert len(fine) == 5
    verdicts = {one.check.quote: one.check.verdict for one in found.quotes}
    assert verdicts["part of the jigsaw"] is Verdict.VERBATIM
    never = verdicts["serious diplomacy that never delivers real results"]
    assert never is Verdict.ALTERED_MEANING
    assert verdicts["hyperbole and made-up numbers"] is Verdict.MISATTRIBUTED
    assert verdicts["the summit of our aspirations"] is Verdict.TRUNCATED_MISLEADING
    assert verdicts["shouting from the sidelines"] is Verdict.TRUNCATED_MISLEADING
    assert verdicts["The moon will be next on our list of hubs."] is Verdict.NOT_FOUND
    joined = "a sham designed to look tough, dead and buried before it started"
    assert verdicts[joined] is Verdict.SPLICED


def test_the_offsets_are_those_of_the_draft(library: Library) -> None:
    text = (
        "A\r\nheading\r\n\r\nThe deal was “part of the jigsaw”, Dan Jarvis said. "
        "Chris Philp called\r\nit “a sham designed\r\nto look tough”.\r\n"
    )
    found = check_draft(read_draft(text.encode(), "draft.txt"), library)
    plain = text.replace("\r\n", "\n")
    shown = [found.draft.text[one.start : one.end] for one in found.quotes]
    assert found.draft.text == plain
    assert shown == ["part of the jigsaw", "a sham designed\nto look tough"]
    assert [one.check.verdict for one in found.quotes] == [Verdict.VERBATIM, Verdict.VERBATIM]


def test_a_quotation_broken_by_narration_is_checked_as_one(library: Library) -> None:
    text = "“A sham,” Chris Philp said, “designed to look tough.”"
    (one,) = check_draft(draft_of(text), library).quotes
    assert one.check.verdict is Verdict.NORMALISED
    assert one.passes(Profile.STRICT)


def test_words_between_marks_are_checked_though_nobody_is_named(library: Library) -> None:
    text = "Remember “a sham designed to look tough” and what it meant."
    (one,) = check_draft(draft_of(text), library).quotes
    assert one.check.verdict.stands


def test_a_draft_without_quotations_has_none(library: Library) -> None:
    found = check_draft(draft_of("Boats crossed the Channel on Monday. Nobody was hurt."), library)
    assert found.quotes == ()
    assert found.mended == ()


@pytest.mark.parametrize("text", ["", " \n\n", "﻿"])
def test_an_empty_draft_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(ReadError) as caught:
        draft_of(text)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "“This mark is never closed, said the minister, and goes on and on",
        '"""" said he. "?!" “…” \'\' «»',
        "これは「引用」です。彼は“すべて順調です”と言った。",
        "word " * 20_000,
        "“" + "word " * 5_000 + "”, she said.",
    ],
)
def test_a_strange_draft_gets_an_answer(library: Library, text: str) -> None:
    found = check_draft(draft_of(text), library)
    assert all(not one.check.verdict.stands for one in found.quotes)


def test_nothing_is_found_in_an_empty_index(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Library.open(tmp_path_factory.mktemp("none"), FakeEmbedder(), write=True) as empty:
        found = check("part of the jigsaw", empty, speaker="Dan Jarvis")
        assert found.verdict is Verdict.NOT_FOUND
        assert "0 documents" in found.explanation


def test_lenient_rules_let_grammar_be_tidied_and_nothing_else(library: Library) -> None:
    text = "Jarvis praised “[the] serious diplomacy that delivers real results”."
    (one,) = check_draft(draft_of(text), library).quotes
    assert one.check.verdict is Verdict.BRACKETED
    assert not one.passes(Profile.STRICT)
    assert one.passes(Profile.LENIENT)
    bent = check_draft(draft_of("Philp saw “a sham designed not to look tough”."), library)
    assert [one.passes(Profile.LENIENT) for one in bent.quotes] == [False]
