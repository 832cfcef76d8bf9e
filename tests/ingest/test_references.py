"""References between provisions, in made-up words and in the words of real agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_files import composed, understood

from ingest.references import located, references, resolve

if TYPE_CHECKING:
    from pathlib import Path

    Links = dict[tuple[str, str], list[str]]

AGREEMENT = "Agreement between Aland and Borland on the return of persons"


def targets(text: str, locator: str, title: str = AGREEMENT) -> list[str]:
    return [str(one.target) for one in references(text, locator, title)]


class TestForms:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("as set out in paragraph 2 of Article 3", ["Article 3(2)"]),
            ("under Article 3, paragraphs 1 and 2 of this Pact", ["Article 3(1)", "Article 3(2)"]),
            ("in Article 3(2)(a)", ["Article 3(2)(a)"]),
            ("of Article 10 (2) and (3)", ["Article 10(2)", "Article 10(3)"]),
            ("in accordance with article 1 A (2)", ["Article 1A(2)"]),
            ("falling under section A (1) of this article", ["Article 5A(1)"]),
            ("in article 1, section B,", ["Article 1B"]),
            ("in paragraph 1 (c) and (d) of Article 1", ["Article 1(1)(c)", "Article 1(1)(d)"]),
            ("in Articles 13, 14 or 15", ["Article 13", "Article 14", "Article 15"]),
            ("paragraphs 1 to 3 apply", ["Article 5(1)", "Article 5(2)", "Article 5(3)"]),
            ("the request in paragraph 1 herein", ["Article 5(1)"]),
            ("under the preceding paragraph", ["Article 5(3)"]),
            ("made under the two preceding paragraphs", ["Article 5(2)", "Article 5(3)"]),
            ("nothing in this Article", ["Article 5"]),
            ("this paragraph, or paragraph 4 of this Article", []),
            ("in its Articles of association, paragraph by paragraph", []),
        ],
    )  # fmt: skip
    def test_each_is_a_link_to_the_provision_it_names(self, text: str, expected: list[str]) -> None:
        assert targets(text, "Article 5(4)") == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("in artikel 7, eerste en derde lid", ["Artikel 7(1)", "Artikel 7(3)"]),
            ("de in lid 1 van dit artikel bedoelde", ["Artikel 5(1)"]),
            ("in het voorgaande lid", ["Artikel 5(3)"]),
            ("lid 1 van afdeling A van artikel 1", ["Artikel 1A(1)"]),
        ],
    )
    def test_dutch_ones_are_too(self, text: str, expected: list[str]) -> None:
        assert targets(text, "Artikel 5(4)") == expected

    def test_rules_refer_by_the_numbers_that_they_bear(self) -> None:
        text = "unless paragraphs 339A, 339AA or 345(2A) apply, or paragraph 12(a) of Appendix FM"
        found = targets(text, "para 345D", "Rules part 11")
        assert found == ["para 339A", "para 339AA", "para 345(2A)"]

    def test_what_another_instrument_says_is_no_link(self) -> None:
        protocol = "Protocol between Aland and Borland implementing the Agreement on return"
        text = "under Article 7, paragraph 1, and Article 9 of the Agreement and Article 2 hereof"
        assert targets(text, "Article 3(1)", protocol) == ["Article 2"]
        assert targets("by article 3 (1) thereof", "Article 3(2)", protocol) == []

    def test_a_protocol_in_the_file_of_its_agreement_refers_to_that(self) -> None:
        locator = "Protocol on the application of the Agreement, Article 2(3)"
        found = targets("set forth in Article 4, paragraph 4 of the Agreement", locator)
        assert found == ["Article 4(4)"]

    @given(st.text(alphabet="aArticle paragraph13(2)of this,.and\n", max_size=120))
    def test_a_link_begins_and_ends_in_the_text(self, text: str) -> None:
        for one in references(text, "Article 5(2)", AGREEMENT):
            assert 0 <= one.start < one.end <= len(text)
            assert text[one.start : one.end].strip()


class TestResolving:
    LOCATORS = (
        "Article 1A(1)",
        "Article 1A(2)",
        "Article 2",
        "Article 3(1)–(3)",
        "Article 4(1)",
        "Article 4(2)",
        "Article 4(2)(a)",
        "Articles 5–6",
        "Annex 1, Article 4(2)",
    )

    @pytest.mark.parametrize(
        ("target", "expected"),
        [
            ("Article 4(2)", ["Article 4(2)", "Article 4(2)(a)"]),
            ("Article 4", ["Article 4(1)", "Article 4(2)", "Article 4(2)(a)"]),
            ("Article 1", ["Article 1A(1)", "Article 1A(2)"]),
            ("Article 2(3)", ["Article 2"]),
            ("Article 3(2)", ["Article 3(1)–(3)"]),
            ("Article 3(4)", []),
            ("Article 9", []),
            ("Annex 1, Article 4(2)", ["Annex 1, Article 4(2)"]),
        ],
    )
    def test_the_provision_and_what_is_within_it(self, target: str, expected: list[str]) -> None:
        aimed = located(target)
        assert aimed is not None
        assert [self.LOCATORS[n] for n in resolve(aimed, self.LOCATORS)] == expected


@pytest.fixture(scope="module")
def links(corpus: Path) -> dict[str, Links]:
    found: dict[str, Links] = {}
    for name in (
        "refugee_convention_1951.md",
        "refugee_protocol_1967.md",
        "benelux_kazakhstan_readmission_2015.md",
        "coe_transfer_of_responsibility_1980.md",
        "uk_immigration_rules_part-11-asylum.md",
    ):
        path = corpus / "agreements" / name
        title = understood(path.read_bytes(), name)[0].title
        draft = composed(path)
        known = [str(one.locator) for one in draft.sections]
        mine = found[name] = {}
        for section in draft.sections:
            text = draft.text[section.start : section.end]
            for one in references(text, str(section.locator), title):
                goals = [known[n] for n in resolve(one.target, known)]
                words = " ".join(text[one.start : one.end].split())
                mine.setdefault((str(section.locator), words), []).extend(goals or ["nowhere"])
    return found


class TestRealText:
    def test_the_convention(self, links: dict[str, Links]) -> None:
        found = links["refugee_convention_1951.md"]
        assert found["Article 7(5)", "paragraphs 2 and 3"] == ["Article 7(2)", "Article 7(3)"]
        assert found["Article 29(2)", "the above paragraph"] == ["Article 29(1)"]
        assert found["Article 37", "article 28, paragraph 2"] == ["Article 28(2)"]
        assert found["Article 39(3)", "paragraph 2 of this article"] == ["Article 39(2)"]
        assert found["Article 1C(5)", "section A (1) of this article"] == ["Article 1A(1)"]
        assert "Article 1B(1)" in found["Article 46(a)", "section B of article 1"]
        english = {key: goals for key, goals in found.items() if key[0].startswith("Article")}
        assert len(english) >= 25
        assert all("nowhere" not in goals for goals in found.values())

    def test_the_agreement_and_its_protocol(self, links: dict[str, Links]) -> None:
        found = links["benelux_kazakhstan_readmission_2015.md"]
        protocol = "Implementing protocol to the agreement"
        assert found["Article 2(4)", "Article 7, paragraph 5"] == ["Article 7(5)"]
        assert found["Article 21(7)", "paragraph 6 of this Article"] == ["Article 21(6)"]
        key = (f"{protocol}, Article 3(2)", "Article 2, paragraph 2")
        assert found[key] == [f"{protocol}, Article 2(2)"]
        assert found[f"{protocol}, Article 5(2)", "Article 7, paragraph 4"] == ["Article 7(4)"]
        assert all("nowhere" not in goals for goals in found.values())

    def test_rules(self, links: dict[str, Links]) -> None:
        found = links["uk_immigration_rules_part-11-asylum.md"]
        assert found["para 339O(ii)", "paragraph 339O(i)(b)"] == ["para 339O(i)(b)"]
        assert len(found) > 70
        missing = {words for (_, words), goals in found.items() if "nowhere" in goals}
        # What these name stands in another part of the Rules, or was taken out of this one.
        assert missing == {"paragraphs 276ADE(1) to 276DH", "paragraph 358B", "paragraph 325I"}

    def test_two_preceding_paragraphs(self, links: dict[str, Links]) -> None:
        found = links["coe_transfer_of_responsibility_1980.md"]
        goals = found["Article 12(3)", "the two preceding paragraphs"]
        assert goals == ["Article 12(1)", "Article 12(2)"]

    def test_a_protocol_has_no_link_to_the_articles_of_the_convention(
        self, links: dict[str, Links]
    ) -> None:
        found = links["refugee_protocol_1967.md"]
        english = {key: goals for key, goals in found.items() if key[0].startswith("Article")}
        assert {key for key, goals in english.items() if "nowhere" in goals} == {
            ("Article I(2)", "article 1 A (2)")  # "article 1 A (2)" of a convention named before it
        }
        assert english["Article VI(a)", "article I, paragraph 1"] == ["Article I(1)"]
