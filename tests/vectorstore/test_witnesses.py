"""Which documents are copies of one story, and which of them stands for the others."""

from __future__ import annotations

import random
import sqlite3
from datetime import date
from typing import TYPE_CHECKING

import press
import pytest
from shelf import document

from vectorstore import Kind, Library, OnRecordError
from vectorstore.copies import is_copy
from vectorstore.shingles import Shingles, containment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shelf import Item

    from vectorstore.testing import FakeEmbedder


@pytest.fixture
def library(place: Path, embedder: FakeEmbedder) -> Iterator[Library]:
    with Library.open(place, embedder, write=True) as library:
        yield library


def story(name: str, text: str, day: int = 0, kind: Kind = Kind.ARTICLE) -> Item:
    """A document of this text, published on a day of May 2025, or on no stated day."""
    published = date(2025, 5, day) if day else None
    return document(name, *text.split("\n\n"), kind=kind, published=published)


def is_the_same(one: str, other: str, *, agreement: bool = False) -> bool:
    found = is_copy(Shingles(one), Shingles(other), agreement=agreement)
    assert is_copy(Shingles(other), Shingles(one), agreement=agreement) == found
    return found


def share(one: str, other: str) -> float:
    return containment(Shingles(one).plain, Shingles(other).plain)


class TestWhatIsACopy:
    def test_another_papers_edition_and_a_cut_one_are(self) -> None:
        assert 0.45 < share(press.AGENCY, press.OTHER_PAPER) < 0.65
        assert is_the_same(press.AGENCY, press.OTHER_PAPER)
        assert is_the_same(press.AGENCY, press.BRIEF)

    def test_a_rewrite_is_none(self) -> None:
        assert 0.1 < share(press.AGENCY, press.REWRITE) < 0.3
        assert not is_the_same(press.AGENCY, press.REWRITE)

    def test_an_independent_report_is_none_though_it_quotes_the_same_words(self) -> None:
        assert not is_the_same(press.AGENCY, press.INDEPENDENT)
        quote = press.SENTENCES[3].split("”")[0] + "”"
        short = f"{quote} Ida Brandt told me this at the gate while the rain was getting worse."
        brief = f"The ferry did not sail on Thursday. {quote} That was all the harbour would say."
        assert share(short, brief) > 0.5
        assert not is_the_same(short, brief + " Boats were tied up along the mole all night." * 4)

    def test_what_a_thesaurus_made_of_it_is_none(self) -> None:
        assert share(press.AGENCY, press.SPUN) < 0.15
        assert not is_the_same(press.AGENCY, press.SPUN)

    def test_next_weeks_page_is_none_and_the_same_page_corrected_in_one_figure_is(self) -> None:
        one = press.weekly("5 to 11 May", 968, 17)
        assert share(one, press.weekly("12 to 18 May", 1204, 21)) > 0.5
        assert not is_the_same(one, press.weekly("12 to 18 May", 1204, 21))
        long = f"{press.AGENCY}\n\n{one}"
        assert is_the_same(long, long.replace("968", "971"))

    def test_a_model_agreement_with_another_party_is_none(self) -> None:
        one = press.agreement("Sudmark", "Veldstad") * 3
        other = press.agreement("Ostrania", "Brevik") * 3
        assert not is_the_same(one, other, agreement=True)
        assert is_the_same(one, one.replace("fourteen days", "14 days"), agreement=True)

    def test_a_statement_printed_in_a_long_report_is_not_that_report(self) -> None:
        assert not is_the_same(press.SENTENCES[1], press.AGENCY)

    def test_a_few_words_are_copies_only_of_the_very_same_words(self) -> None:
        assert is_the_same("The quay is shut.", "the quay is shut")
        assert not is_the_same("The quay is shut.", "The quay is shut again.")
        assert not is_the_same("", "")


class TestWitness:
    def test_the_copy_published_first_stands_for_all_whatever_came_in_first(
        self, library: Library
    ) -> None:
        library.add([story("late", press.OTHER_PAPER, 9), story("brief", press.BRIEF)])
        assert library.witness("late") == "late"
        library.add([story("first", press.AGENCY, 8)])
        for name in ("first", "late", "brief"):
            assert library.witness(name) == "first"
        assert library.copies("late") == ["first", "brief"]
        assert set(library.stories().values()) == {("first", "late", "brief")}

    def test_of_copies_without_a_date_the_first_that_was_ingested_does(
        self, library: Library
    ) -> None:
        library.add([story("one", press.AGENCY), story("two", press.OTHER_PAPER)])
        assert library.witness("two") == "one"

    def test_other_documents_stand_for_themselves(self, library: Library) -> None:
        library.add(
            [
                story("agency", press.AGENCY, 8),
                story("rewrite", press.REWRITE, 8),
                story("independent", press.INDEPENDENT, 8),
                story("spun", press.SPUN, 8),
                story("week", press.weekly("5 to 11 May", 968, 17), kind=Kind.STATISTICS),
                story("next", press.weekly("12 to 18 May", 970, 17), kind=Kind.STATISTICS),
                story("sudmark", press.agreement("Sudmark", "Veldstad"), kind=Kind.AGREEMENT),
                story("ostrania", press.agreement("Ostrania", "Brevik"), kind=Kind.AGREEMENT),
            ]
        )
        for summary in library.entries():
            assert library.witness(summary.entry.id) == summary.entry.id
            assert library.copies(summary.entry.id) == []

    def test_a_page_that_holds_two_stories_does_not_make_them_one(self, library: Library) -> None:
        other = press.agreement("Sudmark", "Veldstad")
        library.add(
            [
                story("harbour", press.AGENCY, 1),
                story("digest", f"{press.AGENCY}\n\n{other}", 2),
                story("treaty", other, 3),
            ]
        )
        assert library.witness("digest") == "harbour"
        assert library.witness("treaty") == "treaty"

    def test_a_copy_of_a_copy_tells_the_same_story(self, library: Library) -> None:
        own = press.OTHER_PAPER.split("\n\n")
        third = "\n\n".join([*own[1:5], *own[8:]])
        library.add(
            [
                story("first", press.AGENCY, 1),
                story("second", press.OTHER_PAPER, 2),
                story("third", third, 3),
            ]
        )
        assert library.witness("third") == "first"

    def test_when_the_witness_goes_the_next_copy_takes_its_place(self, library: Library) -> None:
        library.add(
            [
                story("first", press.AGENCY, 1),
                story("second", press.OTHER_PAPER, 2),
                story("third", press.BRIEF, 3),
            ]
        )
        library.remove("first")
        assert library.stories()["third"] == ("second", "third")
        library.remove("second")
        assert library.witness("third") == "third"
        with pytest.raises(OnRecordError):
            library.witness("first")

    def test_an_update_that_tells_something_else_leaves_the_story(self, library: Library) -> None:
        library.add([story("first", press.AGENCY, 1), story("second", press.OTHER_PAPER, 2)])
        library.add([story("first", press.INDEPENDENT, 1)])
        assert library.witness("second") == "second"
        library.add([story("first", press.AGENCY, 1)])
        assert library.witness("second") == "first"

    def test_each_copy_is_still_found_and_shown(self, library: Library) -> None:
        library.add([story("first", press.AGENCY, 1), story("second", press.OTHER_PAPER, 2)])
        hit = library.search("cracks in the sea wall")[0]
        assert {one.entry.id for one in (hit, *hit.twins)} == {"first", "second"}
        assert library.passages("second")


class TestInStep:
    def test_made_anew_it_says_the_same(self, place: Path, embedder: FakeEmbedder) -> None:
        chance = random.Random(5)  # noqa: S311 - not a secret
        with Library.open(place, embedder, write=True) as library:
            for number in range(40):
                kept = sorted(chance.sample(range(12), chance.randint(3, 12)))
                text = "\n\n".join(press.SENTENCES[at] for at in kept)
                library.add([story(f"s{number}", text, chance.randint(0, 28))])
                if number % 5 == 4:
                    library.remove(f"s{number - chance.randint(0, 4)}")
            before = library.stories()
            assert len(before) > 20
            library.repair()
            assert library.stories() == before
            assert library.check() == []

    def test_what_is_out_of_step_is_found_and_repaired(
        self, place: Path, embedder: FakeEmbedder
    ) -> None:
        with Library.open(place, embedder, write=True) as library:
            library.add([story("first", press.AGENCY, 1), story("second", press.OTHER_PAPER, 2)])
        damage(place, "DELETE FROM stories WHERE document = 1")
        with Library.open(place, embedder) as library:
            assert "copies" in library.check()[0].message
        with Library.open(place, embedder, write=True) as library:
            assert library.check() == []
            assert library.witness("second") == "first"

    def test_an_index_made_before_copies_were_known_learns_of_them_from_its_next_writer(
        self, place: Path, embedder: FakeEmbedder
    ) -> None:
        with Library.open(place, embedder, write=True) as library:
            library.add([story("first", press.AGENCY, 1), story("second", press.OTHER_PAPER, 2)])
        damage(place, "DROP TABLE stories", "DROP TABLE prints", "DROP TABLE copies")
        with Library.open(place, embedder, write=True) as library:
            assert library.witness("second") == "first"


def damage(place: Path, *statements: str) -> None:
    connection = sqlite3.connect(place / "catalogue.sqlite3")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
