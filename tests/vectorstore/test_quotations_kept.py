"""Quotations are kept with their document: exact, replaced with it and gone with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from vectorstore import (
    Change,
    Document,
    Form,
    Item,
    Kind,
    Library,
    OnRecordError,
    Passage,
    Quotation,
)
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "“We will act,” Ana Ruiz said. “Soon.”"
DOCUMENT = Document(id="a", kind=Kind.ARTICLE, title="Act", digest="1", text=TEXT)
PASSAGES = [Passage(start=0, end=len(TEXT), locator="paragraph 1")]
SPEECH = Quotation(
    start=1,
    end=36,
    parts=((1, 13), (31, 36)),
    form=Form.DIRECT,
    speaker="Ana Ruiz",
    mention=(15, 23),
    cue=(24, 28),
    role="minister",
)
BARE = Quotation(start=1, end=13, parts=((1, 13),), form=Form.MIXED)


def test_quotations_come_back_as_they_were_given(tmp_path: Path) -> None:
    with Library.open(tmp_path, FakeEmbedder(), write=True) as library:
        library.add([Item(DOCUMENT, PASSAGES, [BARE, SPEECH])])
        assert library.quotations("a") == [BARE, SPEECH]


def test_a_new_version_brings_its_own_quotations(tmp_path: Path) -> None:
    with Library.open(tmp_path, FakeEmbedder(), write=True) as library:
        library.add([Item(DOCUMENT, PASSAGES, [SPEECH])])
        changed = replace(DOCUMENT, digest="2", title="Acts")
        assert library.add([Item(changed, PASSAGES, [BARE])]) == [Change.UPDATED]
        assert library.quotations("a") == [BARE]


def test_better_quotations_of_the_same_words_are_an_update(tmp_path: Path) -> None:
    with Library.open(tmp_path, FakeEmbedder(), write=True) as library:
        library.add([Item(DOCUMENT, PASSAGES, [BARE])])
        assert library.add([Item(DOCUMENT, PASSAGES, [SPEECH])]) == [Change.UPDATED]
        assert library.add([Item(DOCUMENT, PASSAGES, [SPEECH])]) == [Change.UNCHANGED]
        assert library.history("a") == []


def test_what_is_removed_quotes_nobody(tmp_path: Path) -> None:
    with Library.open(tmp_path, FakeEmbedder(), write=True) as library:
        library.add([Item(DOCUMENT, PASSAGES, [SPEECH])])
        library.remove("a")
        with pytest.raises(OnRecordError):
            library.quotations("a")
        library.add([(DOCUMENT, PASSAGES)])
        assert library.quotations("a") == []


def test_a_quotation_outside_its_text_is_refused(tmp_path: Path) -> None:
    with (
        Library.open(tmp_path, FakeEmbedder(), write=True) as library,
        pytest.raises(OnRecordError, match="outside its text"),
    ):
        library.add([Item(DOCUMENT, PASSAGES, [replace(BARE, end=len(TEXT) + 1)])])
