"""Who said what: by person and by subject, exact, and nobody's words given to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import desk
import pytest

from assistant.people import same_person
from assistant.said import of_document, said
from vectorstore import Filters, Kind
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vectorstore import Library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with desk.library(tmp_path_factory.mktemp("said"), FakeEmbedder()) as library:
        yield library


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sir Keir Starmer", "Keir Starmer", True),
        ("Mr Starmer", "Keir Starmer", True),
        ("K. Starmer", "Keir Starmer", True),
        ("Ana Ruiz", "Bo Ruiz", False),
        ("Ana Ruiz", "Ana Lind", False),
        ("the minister", "the minister", False),
        ("Prime Minister", "Keir Starmer", False),
        ("", "", False),
    ],
)
def test_names_are_one_person_s_only_as_far_as_they_tell(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same
    assert same_person(other, one) is same


def test_what_one_person_said_is_found_in_their_words(library: Library) -> None:
    assert [one.text for one in said(library, "Ms Ruiz")] == [
        "We will not look away,",
        "Returns must be lawful.",
    ]
    assert said(library, "Bo Ruiz") == []


def test_what_was_said_about_a_subject_comes_with_where(library: Library) -> None:
    (first, *_) = said(library, about="returns lawful")
    assert first.locator == "paragraph 3"
    assert first.entry.publisher == "Morning Post"


def test_filters_hold_for_quotations(library: Library) -> None:
    assert said(library, filters=Filters(kinds=(Kind.AGREEMENT,))) == []


def test_every_quotation_is_the_text_of_its_document(library: Library) -> None:
    document = library.document("story")
    for one in of_document(library, document):
        assert document.text[one.quotation.start : one.quotation.end] == one.text
