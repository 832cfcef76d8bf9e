"""What agreements say of themselves, with the words that it rests on; read from the real files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from ingest_files import understood

from ingest.spelt_dates import day_in_words
from vectorstore.records import Instrument, Standing

if TYPE_CHECKING:
    from pathlib import Path

    from vectorstore.records import Document

SIGNED = {
    "benelux_albania_readmission_protocol_nl.md": (date(2005, 6, 9), "Den Haag"),
    "benelux_kazakhstan_readmission_2015.md": (date(2015, 3, 2), "Brussels"),
    "coe_abolition_of_visas_refugees_1959.md": (date(1959, 4, 20), "Strasbourg"),
    "coe_transfer_of_responsibility_1980.md": (date(1980, 10, 16), "Strasbourg"),
    "refugee_convention_1951.md": (date(1951, 7, 28), "Geneva"),
    "refugee_convention_open_treaties.html": (date(1951, 7, 28), "Geneva"),
    "refugee_protocol_1967.md": (date(1967, 1, 31), ""),
}


def read(corpus: Path, name: str) -> tuple[Document, Instrument]:
    document = understood((corpus / "agreements" / name).read_bytes(), name)[0]
    assert document.instrument is not None
    return document, document.instrument


def words(document: Document, name: str) -> str:
    fact = document.instrument and document.instrument.words(name)
    return document.text[fact.start : fact.end] if fact else ""


class TestSignature:
    @pytest.mark.parametrize("name", SIGNED)
    def test_day_and_place_are_those_of_the_clause_above_the_signatures(
        self, corpus: Path, name: str
    ) -> None:
        document, said = read(corpus, name)
        assert (said.signed, said.signed_at) == SIGNED[name]
        assert document.published == said.signed
        assert len(words(document, "signed").split()) < 25
        assert said.signed_at in words(document, "signed")

    def test_a_misprinted_month_is_the_one_that_the_editors_note_names(self, corpus: Path) -> None:
        document, said = read(corpus, "benelux_bosnia_readmission_protocol.md")
        assert said.signed == date(2013, 12, 5)
        assert words(document, "signed").startswith("DONE in Brussels on the 5th day of the month")
        assert words(document, "signed").endswith("moeten staan.]")

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("the twenty-first day of May, nineteen hundred and ninety-two in", (1992, 5, 21)),
            ("this 2nd day of March 2015, in two originals", (2015, 3, 2)),
            ("op 16 oktober 1980, in de Engelse taal", (1980, 10, 16)),
            ("the first day of June, two thousand and four", (2004, 6, 1)),
            ("this third day of July, one thousand", None),
            ("on the last day of the month", None),
        ],
    )  # fmt: skip
    def test_days_are_read_in_words_and_figures_or_not_at_all(
        self, text: str, day: tuple[int, int, int] | None
    ) -> None:
        found = day_in_words(text)
        assert (found and found.day) == (date(*day) if day else None)
        if found:
            assert text[found.start : found.end].strip() == text[found.start : found.end]


class TestStanding:
    @pytest.mark.parametrize(
        "country", ["kazakhstan_readmission_2015", "bosnia_readmission_protocol"]
    )
    def test_a_note_that_it_enters_into_force_some_day_says_that_it_is_not(
        self, corpus: Path, country: str
    ) -> None:
        document, said = read(corpus, f"benelux_{country}.md")
        assert said.standing is Standing.NOT_IN_FORCE
        assert said.in_force is None
        assert words(document, "standing").startswith("Treedt in werking")

    def test_a_note_on_the_day_of_entry_says_that_it_is(self, corpus: Path) -> None:
        document, said = read(corpus, "iom_constitution.md")
        assert (said.standing, said.in_force) == (Standing.IN_FORCE, date(1954, 11, 30))
        assert "30 November 1954" in words(document, "standing")

    def test_what_is_not_said_is_not_known(self, corpus: Path) -> None:
        for name in ("coe_abolition_of_visas_refugees_1959.md", "refugee_convention_1951.md"):
            assert read(corpus, name)[1].standing is Standing.UNKNOWN


class TestParties:
    def test_they_are_the_titles_two_with_the_opening_that_lists_them(self, corpus: Path) -> None:
        document, said = read(corpus, "benelux_kazakhstan_readmission_2015.md")
        assert said.parties == ("States of the Benelux", "Republic of Kazakhstan")
        assert words(document, "parties").startswith("The Kingdom of Belgium")
        assert "the Republic of Kazakhstan" in words(document, "parties")

    def test_a_country_with_an_and_in_its_name_is_one(self, corpus: Path) -> None:
        said = read(corpus, "benelux_bosnia_readmission_protocol.md")[1]
        assert said.parties == ("States of the Benelux", "Bosnia and Herzegovina")

    def test_a_dutch_opening_is_read_too(self, corpus: Path) -> None:
        said = read(corpus, "benelux_albania_readmission_protocol_nl.md")[1]
        assert said.parties[0] == "Republiek Albanië"
        assert len(said.parties) == 4

    def test_those_who_declare_are_all_named(self, corpus: Path) -> None:
        document, said = read(corpus, "los_angeles_declaration_2022.md")
        assert len(said.parties) == 21
        assert all(party in words(document, "parties").replace("\n", " ") for party in said.parties)

    def test_a_convention_open_to_all_names_none(self, corpus: Path) -> None:
        assert read(corpus, "refugee_convention_1951.md")[1].parties == ()
