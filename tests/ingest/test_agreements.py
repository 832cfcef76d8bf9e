from __future__ import annotations

import pytest
from ingest_files import pdf, shown, understood

from vectorstore.records import Kind

TREATY = """# Agreement between Aland and Borland on the return of persons

The Parties, desiring to fight irregular migration, have agreed as follows:

### Article 1

#### Definitions

For the purposes of this Agreement:

a. "national" means a person who has the nationality of a Party;

b. "transit" means passage through a Party.

### Article 2

#### Return of nationals

1. Each Party shall take back its nationals.
2. Paragraph 1 applies where:
(a) nationality is proven; or
(b) nationality is presumed on the evidence that is listed in the first annex to this Agreement.
3. No Party shall charge a fee. See [Article 9](../../x/README.md) of the *Charter*.

Article 12 of the Convention is not affected by this paragraph in any way.

### Article 3

Entry into force takes place on the day after the last notification.

### Annex 1

#### Evidence

1. Passports of any kind.
2. Identity cards.

## Protocol on the application of the Agreement

### Article 1

1. Requests are made by e-mail.
2. Answers are given within ten days of the request that they answer.
"""

RULES = """---
url: https://www.gov.uk/guidance/rules-part-9
part_name: Rules part 9: returns
scraped_at: 2025-12-06T17:17:00
---

Title: Rules - Rules part 9: returns - Guidance

URL Source: https://www.gov.uk/guidance/rules-part-9

Markdown Content:
### Applications

1.   401. Under this Part:
    1.   i) a claim is a request that a person makes in person at a place named for it; and
    2.   ii) a claimant is someone who makes a claim under paragraph 401(i) in that way.

2.   401A. DELETED
3.   402. A decision is taken as soon as possible and, where it is not taken, the reasons are given.
4.   The reasons are given in writing.

403B. DELETED

### Refusals

1.   404. A claim is refused where the requirements of paragraph 402 are not met by the claimant.
"""


class TestTreaties:
    def test_each_paragraph_has_the_locator_that_a_lawyer_would_write(self) -> None:
        document, passages = understood(TREATY, "treaty.md")
        located = shown(document, passages)
        assert document.kind is Kind.AGREEMENT
        assert document.title == "Agreement between Aland and Borland on the return of persons"
        assert "No Party shall charge a fee" in located["Article 2(3)"]
        assert "take back its nationals" in next(
            located[key] for key in located if key.startswith("Article 2(1)")
        )
        assert '"transit" means' in located["Article 1"]
        assert "Entry into force" in located["Article 3"]
        assert "Preamble, paragraph 1" in located

    def test_a_protocol_and_an_annex_in_the_same_file_are_told_apart(self) -> None:
        located = shown(*understood(TREATY, "treaty.md"))
        protocol = "Protocol on the application of the Agreement, Article 1"
        assert any(key.startswith(protocol) and "e-mail" in text for key, text in located.items())
        assert any(
            key.startswith("Annex 1") and "Passports" in text for key, text in located.items()
        )

    def test_links_show_their_words_only(self) -> None:
        text = understood(TREATY, "treaty.md")[0].text
        assert "See Article 9 of the Charter." in text
        assert "README" not in text

    def test_a_sentence_that_begins_with_an_article_is_no_heading(self) -> None:
        located = shown(*understood(TREATY, "treaty.md"))
        assert not any(key.startswith("Article 12") for key in located)

    def test_the_title_is_the_one_in_the_language_of_the_text(self) -> None:
        text = TREATY.replace(
            "# Agreement between Aland and Borland on the return of persons",
            "##Overeenkomst tussen Aland en Borland betreffende de terugname van personen\n\n"
            "####Agreement between Aland and Borland on the return of persons",
        )
        assert understood(text, "t.md")[0].title.startswith("Agreement between")

    def test_plain_text_and_pdf_have_articles_too(self) -> None:
        lines = [
            "Treaty of Lisbon Harbour on the return of persons who have no right of residence",
            "Article 1", "Scope", "This Treaty applies to the nationals of the Parties.",
            "Article 2", "Return", "1. Each Party shall take back its nationals.",
            "2. No Party shall charge a fee.", "Article 3", "Force",
            "This Treaty shall enter into force on the first of May.",
        ]  # fmt: skip
        for data, name in (("\n\n".join(lines).encode(), "t.txt"), (pdf([lines]), "t.pdf")):
            document, passages = understood(data, name)
            assert document.kind is Kind.AGREEMENT
            located = " | ".join(passage.locator for passage in passages)
            assert "Article 2(1)" in located, name

    def test_a_list_begun_anew_inside_a_paragraph_is_below_it(self) -> None:
        text = (
            "# Agreement on transit\n\n### Article 1\n\nScope is all.\n\n### Article 2\n\nNone.\n\n"
            "### Article 3\n\n1.   Transit is refused:\n1.   in danger;\n2.   on request.\n"
            f"2.   Transit is granted in all other cases {'that no Party has named ' * 8}.\n"
        )
        _, passages = understood(text, "t.md")
        assert any(passage.locator.startswith("Article 3(2)") for passage in passages)
        assert not any("(2)–(1)" in passage.locator for passage in passages)

    def test_a_note_repeated_under_every_article_is_kept_once(self) -> None:
        text = "\n\n".join(
            f"### Article {n}\n\nEnters into force on a later date\n\nProvision {n} binds them."
            for n in range(1, 8)
        )
        assert understood(text, "t.md")[0].text.count("Enters into force on a later date") == 1


class TestRules:
    def test_a_counter_before_the_number_is_not_the_number(self) -> None:
        document, passages = understood(RULES, "rules.md")
        located = shown(document, passages)
        assert document.title == "Rules part 9: returns"
        assert document.publisher == "GOV.UK"
        assert document.published is None, "the day it was scraped is not a publication date"
        assert "1. 401" not in document.text
        assert "\n401. Under this Part:\ni) a claim" in document.text
        assert "para 401" in located
        assert "para 404" in located
        assert "The reasons are given in writing." in located["para 402"]

    def test_deleted_paragraphs_keep_their_numbers(self) -> None:
        located = shown(*understood(RULES, "rules.md"))
        assert any("403B" in key and "DELETED" in text for key, text in located.items())


class TestStatementsAndOrders:
    def test_a_joint_statement_is_cited_by_heading_and_paragraph(self) -> None:
        text = (
            "---\ntitle: Joint Declaration of Aland and Borland\n---\n\n"
            "We, the Heads of State, met.\n\n**Legal Pathways**\n\n"
            "We intend to open legal pathways for workers.\n\nWe thank them.\n"
        )
        document, passages = understood(text, "d.md")
        assert document.kind is Kind.AGREEMENT
        assert passages[-1].locator.startswith("Legal Pathways, paragraph")

    def test_numbered_paragraphs_of_a_statement_are_paragraphs(self) -> None:
        text = "# Communiqué of the summit on migration\n\n" + "\n\n".join(
            f"{n}. The leaders agreed to act on point {n} " + "and said so at length. " * 8
            for n in range(1, 5)
        )
        assert [passage.locator for passage in understood(text, "c.md")[1]] == [
            f"paragraph {n}" for n in range(1, 5)
        ]

    def test_news_about_an_agreement_is_no_agreement(self) -> None:
        text = (
            "Returns agreement signed with Borland after long talks\n\n"
            "Ministers signed a returns agreement with Borland on Tuesday, officials said.\n\n"
            "“It is a good agreement,” Ms Pires said. “It will last.”\n\n"
            "“It is a bad agreement,” Mr Reed said on Wednesday.\n"
        )
        assert understood(text, "n.txt")[0].kind is Kind.ARTICLE

    @pytest.mark.parametrize("kind", list(Kind))
    def test_a_kind_that_is_asked_for_overrides_the_guess(self, kind: Kind) -> None:
        document, passages = understood(TREATY, "treaty.md", kind=kind)
        assert document.kind is kind
        assert passages
