"""The real corpus beside the repository, read whole."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

import pytest
from ingest_files import shown

from ingest.errors import ReadError
from ingest.readers import read_all
from ingest.understand import Origin, understand
from vectorstore.embedding import contextualise
from vectorstore.records import Document, Kind, Passage
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from pathlib import Path

Read = dict[str, tuple[Document, list[Passage]]]

NO_DOCUMENTS = {"uk_treaties_online_csw_batch_sample.json"}
OTHER_KIND = {
    # Statistics in prose, published as an article's example; an order and a joint declaration.
    "govuk_content_api_best-practice-national-statistics.json": Kind.STATISTICS,
    "govuk_content_api_statistical_data_set_with_block_attachments.json": Kind.STATISTICS,
    "wh_2021-02-02-executive-order-creating-a-comprehensive-regional-framework-to-addres.md": (
        Kind.AGREEMENT
    ),
    "wh_2021-03-01-u-s-mexico-joint-declaration.md": Kind.AGREEMENT,
}


@pytest.fixture(scope="module")
def everything(corpus: Path) -> Read:
    read: Read = {}
    for path in sorted(corpus.glob("*/*")):
        data = path.read_bytes()
        origin = Origin(uri=str(path), digest=hashlib.sha256(data).hexdigest(), path=str(path))
        try:
            (reading,) = read_all(data, path.name)
        except ReadError:
            continue
        read[path.name] = understand(reading, origin, FakeEmbedder())[0]
    return read


def test_every_source_is_read_or_refused_for_a_reason(corpus: Path, everything: Read) -> None:
    assert {path.name for path in corpus.glob("*/*")} - set(everything) == NO_DOCUMENTS


def test_every_source_is_of_its_kind(corpus: Path, everything: Read) -> None:
    folders = {
        "articles": Kind.ARTICLE,
        "agreements": Kind.AGREEMENT,
        "statistics": Kind.STATISTICS,
    }
    for path in corpus.glob("*/*"):
        if path.name in everything:
            expected = OTHER_KIND.get(path.name, folders[path.parent.name])
            assert everything[path.name][0].kind is expected, path.name


def test_passages_are_exact_complete_and_fit(everything: Read) -> None:
    embedder = FakeEmbedder()
    for name, (document, passages) in everything.items():
        last = 0
        for passage in passages:
            assert not document.text[last : passage.start].strip(), name
            text = document.text[passage.start : passage.end]
            whole = contextualise(document.title, passage.heading, text)
            assert len(embedder.token_spans(whole)) <= embedder.window, name
            assert passage.locator, name
            last = passage.end
        assert not document.text[last:].strip(), name


def test_no_link_debris_is_shown(everything: Read) -> None:
    for name, (document, _) in everything.items():
        if name.endswith((".md", ".html")):
            for debris in ("](", "README.md", "<meta", "</", "Cookies on", "Skip to main"):
                assert debris not in document.text, (name, debris)


class TestTheSeedArticle:
    NAME = "000_e8f31bac96de211f.txt"

    def test_the_furniture_is_gone(self, everything: Read) -> None:
        document, _ = everything[self.NAME]
        for line in (
            "Fourteen days free", "one place", "premium titles", "One app", "Start reading",
            "Sign up to read", "Already a member", "Related Stories", "Top stories", "Our Picks",
            "Download the app", "trusted global", "subscription", "Evening Standard\n",
        ):  # fmt: skip
            assert line not in document.text

    def test_the_story_is_whole(self, corpus: Path, everything: Read) -> None:
        document, passages = everything[self.NAME]
        lines = (corpus / "articles" / self.NAME).read_text(encoding="utf-8").split("\n")
        story = [line for line in lines if len(line.split()) > 9 and line.endswith((".", "”"))]
        furniture = "Read news from"
        assert [one for one in story if one not in document.text and furniture not in one] == []
        for words in ("1,900", "2,600", "£800,000", "968", "measly", "As someone who served"):
            assert words in document.text
        assert passages[-1].locator.endswith("21")

    def test_its_metadata_are_found_and_its_date_is_not_made_up(self, everything: Read) -> None:
        document, _ = everything[self.NAME]
        assert document.title.startswith("Migrant returns deal struck with Iraq")
        assert document.publisher == "Evening Standard"
        assert document.author == "Rachael Burford"
        assert document.published is None


def test_the_convention_is_cited_by_article_and_paragraph(everything: Read) -> None:
    document, passages = everything["refugee_convention_1951.md"]
    located = shown(document, passages)
    assert document.title == "Convention Relating to the Status of Refugees"
    assert "refouler" in located["Article 33(1)"]
    assert "particularly serious crime" in located["Article 33(2)"]
    assert document.language == "en"


def test_rules_are_cited_by_their_own_numbers(everything: Read) -> None:
    document, passages = everything["uk_immigration_rules_part-11-asylum.md"]
    located = shown(document, passages)
    for number in ("333B", "334", "339A", "345D", "352W"):
        assert any(key.startswith(f"para {number}") for key in located), number
    assert located["para 328"].lstrip().startswith(("328.", "Applications for asylum"))


def test_a_government_page_keeps_its_provisional_figure_with_its_day(everything: Read) -> None:
    document, passages = everything["govuk_small_boats_daily_2022-08-23.html"]
    (text,) = (text for text in shown(document, passages).values() if "1,295" in text)
    assert "22 August 2022" in text
    assert (document.publisher, document.updated) == ("Ministry of Defence", date(2022, 8, 23))


def test_workbooks_are_told_by_row_and_large_sheets_described(everything: Read) -> None:
    document, passages = everything["ho_irregular_migration_detailed_ye_sep2023.xlsx"]
    assert document.published == date(2023, 11, 23)
    located = shown(document, passages)
    assert "Small boat arrivals" in located["sheet Irr_D01, row 14"]
    assert len(passages) < 200
    costs = shown(*everything["ho_ukvi_immigration_protection_transparency_q3_2023.xlsx"])
    assert "2015/16 (note 20): Total Asylum Costs 546,895,592" in costs["sheet ASY_04, row 10"]
