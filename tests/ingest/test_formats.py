from __future__ import annotations

import json
from datetime import date

import pytest
from ingest_files import PAGE_OF_A_SITE as PAGE
from ingest_files import docx, ods, pdf, shown, understood, xlsx

from ingest.errors import ReadError
from ingest.readers import read, read_all
from ingest.readers.records import read_lines
from ingest.reading import Block, Style, Table
from vectorstore.records import Kind


class TestHtml:
    def test_the_text_is_kept_and_the_page_around_it_is_not(self) -> None:
        document, passages = understood(PAGE, "boats.html")
        assert document.text == (
            "Arrivals by small boat fell in June, the Home Office said on Thursday.\n\n"
            "What changed\n\n"
            "Officials named three causes of it,\n\nand ministers welcomed them.\n"
            "1. Weather\n2. Patrols\n\n"
            "Arrivals\n\nMonth June: People 1,200\nMonth July: People 900"
        )
        assert shown(document, passages)["table 1, row 3"] == "Month July: People 900"

    def test_its_metadata_come_from_json_ld_then_meta_then_the_page(self) -> None:
        document, _ = understood(PAGE, "boats.html")
        assert document.title == "Boats fall"
        assert document.publisher == "The Harbour Gazette"
        assert document.author == "Ann Ode"
        assert (document.published, document.updated) == (date(2025, 8, 20), date(2025, 8, 21))
        assert document.url == "https://example.org/boats"
        assert document.kind is Kind.ARTICLE

    def test_a_page_without_landmarks_is_read_all_the_same(self) -> None:
        page = (
            "<html><body><div class='nav'><a href='/'>Home</a></div><div><p>The rule was changed "
            "in April, and the change applies to every claim made since then, officials said.</p>"
            "<p>It will be reviewed in a year.</p></div></body></html>"
        )
        assert "reviewed in a year" in understood(page, "rule.html")[0].text

    def test_a_link_is_shown_by_its_words(self) -> None:
        page = (
            "<main><p>See <a href='https://x.example/a?b=c'>the published figures</a> "
            "for what the department counted in the year to March, by nationality.</p></main>"
        )
        assert "x.example" not in understood(page, "a.html")[0].text

    def test_rows_that_span_are_repeated_so_that_each_can_be_read(self) -> None:
        page = (
            "<main><p>Some words that stand before the table of both kinds of claims made in the "
            "country in each of the years.</p><table><tr><th>Kind</th><th>Year</th><th>N</th></tr>"
            "<tr><td rowspan=2>New</td><td>2023</td><td>4</td></tr><tr><td>2024</td><td>5</td></tr>"
            "</table></main>"
        )
        table = next(read(page.encode(), "t.html").tables)
        assert table.rows[2] == ("New", "2024", "5")


class TestMarkdown:
    def test_front_matter_is_metadata(self) -> None:
        text = (
            "---\ntitle: Visa rule\npublisher: Home Office\nauthor: [A. Lee, B. Roy]\n"
            "published: 2024-05-01\nupdated: 2024-06-01\nurl: https://example.org/v\nlicence: OGL\n"
            "kind: article\n---\nThe rule for visas was changed in May by the department."
        )
        document, _ = understood(text, "v.md")
        assert document.title == "Visa rule"
        assert document.author == "A. Lee, B. Roy"
        assert document.published == date(2024, 5, 1)
        assert document.updated == date(2024, 6, 1)
        assert document.licence == "OGL"

    def test_front_matter_that_is_no_yaml_is_read_line_by_line(self) -> None:
        text = "---\ntitle: Part 11: asylum\n---\n\nThe text of the part that is about asylum."
        assert understood(text, "p.md")[0].title == "Part 11: asylum"

    def test_hard_wrapped_lines_are_paragraphs_and_marks_are_gone(self) -> None:
        text = (
            "The *department* said that **numbers** [fell](https://example.org/a_(b))\n"
            "in `June`, and that ![a chart](x.png) the fall\nwould last.\n\n- one\n- two\n"
        )
        blocks = list(read(text.encode(), "a.md").blocks)
        assert (
            blocks[0].text
            == "The department said that numbers fell in June, and that the fall would last."
        )
        assert [block.style for block in blocks] == [Style.PARAGRAPH, Style.ITEM, Style.ITEM]

    def test_headings_are_headings_with_and_without_a_space(self) -> None:
        blocks = list(read(b"##Title\n\nText here.\n\n### Article  2  \n\nMore.", "a.md").blocks)
        assert [(block.text, block.level) for block in blocks if block.style is Style.HEADING] == [
            ("Title", 2),
            ("Article 2", 3),
        ]

    def test_a_table_is_a_table(self) -> None:
        table = next(read(b"# T\n\n| Year | N |\n|---|--:|\n| 2023 | *5* |\n", "t.md").tables)
        assert table.rows == (("Year", "N"), ("2023", "5"))

    def test_embedded_html_is_not_shown(self) -> None:
        text = "<meta name='x'/>\n\nAn act <sup>1</sup> holds.\n\n<figure>\n<img\nsrc='a'></figure>"
        assert [block.text for block in read(text.encode(), "a.md").blocks] == ["An act 1 holds."]


class TestPdf:
    def test_paragraphs_know_their_page(self) -> None:
        pages = [
            [
                "The first paragraph of the report stands here and is long",
                "enough to wrap.",
                "Second.",
            ],
            ["On the next page there is one more sentence to read."],
        ]
        document, passages = understood(pdf(pages, title="A report"), "r.pdf")
        assert document.title == "A report"
        assert "long enough to wrap." in document.text
        assert [passage.locator for passage in passages] == ["pages 1–2"]
        assert document.published is None, "a creation date is no publication date"

    def test_running_heads_are_left_out(self) -> None:
        pages = [
            ["Migration report 2024", f"Sentence number {n} stands alone here.", f"{n}"]
            for n in range(1, 6)
        ]
        text = "\n".join(block.text for block in read(pdf(pages), "r.pdf").blocks)
        assert "Migration report 2024" not in text
        assert "Sentence number 3" in text


class TestDocx:
    def test_paragraphs_and_tables_keep_their_order(self) -> None:
        data = docx(
            [
                ("Heading 1", "Returns"),
                ("Normal", "The table shows returns."),
                [["Year", "Returns"], ["2023", "120"]],
                ("List Bullet", "A point"),
            ],
            title="Returns in 2023",
        )
        reading = read(data, "r.docx")
        assert [type(part).__name__ for part in reading.parts] == [
            "Block",
            "Block",
            "Table",
            "Block",
        ]
        assert reading.found.title == "Returns in 2023"
        assert reading.found.published is None


class TestRecords:
    def test_each_line_is_a_document_and_a_bad_one_is_named(self) -> None:
        lines = [
            b'{"id": "a1", "title": "One", "text": "The text.", "published": "2024-01-02"}',
            b"{not json}",
            b"",
            b'{"id": "a2", "title": "No text"}',
            b'{"id": 7, "title": "Three", "text": "More text."}',
        ]
        records = list(read_lines(lines))
        assert [record.line for record in records] == [1, 2, 4, 5]
        good = [record.reading for record in records if record.reading]
        assert [reading.found.id for reading in good] == ["a1", "7"]
        assert good[0].found.published == date(2024, 1, 2)
        assert [str(record.error)[:7] for record in records if record.error] == [
            "Line 2:",
            "Line 4:",
        ]

    def test_a_content_api_answer_is_an_article(self) -> None:
        answer = {
            "base_path": "/government/news/x",
            "document_type": "press_release",
            "title": "A new deal",
            "description": "A deal was signed today.",
            "first_published_at": "2025-01-28T00:00:00Z",
            "locale": "en",
            "details": {"body": "<div class='govspeak'><p>The minister signed it.</p></div>"},
            "links": {"organisations": [{"title": "Home Office"}]},
        }
        document, _ = understood(json.dumps(answer), "x.json")
        assert document.url == "https://www.gov.uk/government/news/x"
        assert document.publisher == "Home Office"
        assert document.text == "A deal was signed today.\n\nThe minister signed it."

    def test_a_treaty_by_article_is_an_agreement(self) -> None:
        treaty = {
            "title": "Treaty on Returns",
            "articles": [
                {"article": str(n), "text_en": f"1. The parties shall do {n}."} for n in range(1, 5)
            ],
        }
        document, passages = understood(json.dumps(treaty), "t.json")
        assert document.kind is Kind.AGREEMENT
        assert passages[2].locator == "Article 3(1)"

    def test_data_about_documents_is_refused(self) -> None:
        with pytest.raises(ReadError, match="not a document"):
            read_all(json.dumps({"records": [{"title": "x", "uuid": "1"}]}).encode(), "c.json")


class TestTablesOfEveryFormat:
    GRID = (("Year", "People"), ("2023", "120"), ("2024", "130"))

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("t.csv", b"Year,People\n2023,120\n2024,130\n"),
            ("t.csv", "Year;People\r\n2023;120\r\n2024;130\r\n".encode("utf-16")),
            ("t.tsv", b"Year\tPeople\n2023\t120\n2024\t130\n"),
            ("t.xlsx", xlsx({"S": [["Year", "People"], [2023, 120], [2024, 130]]})),
            ("t.ods", ods({"S": [["Year", "People"], [2023, 120], [2024, 130]]})),
        ],
    )
    def test_it_is_one_grid(self, name: str, data: bytes) -> None:
        (table,) = read(data, name).tables
        assert tuple(row for row in table.rows if any(row)) == self.GRID

    def test_empty_rows_and_columns_before_a_table_are_counted(self) -> None:
        data = xlsx({"S": [[], [], [None, "Year", "People"], [None, 2023, 5], [None, 2024, 6]]})
        document, passages = understood(data, "t.xlsx")
        assert "sheet S, row 4" in shown(document, passages)


class TestTheReaderIsChosenByContent:
    @pytest.mark.parametrize(
        ("name", "data", "form"),
        [
            ("page.txt", PAGE.encode(), "html"),
            ("report.html", pdf([["Some words on a page."]]), "pdf"),
            ("table.docx", xlsx({"S": [["Year", "N"], [2023, 5]]}), "workbook"),
            ("notes.log", b"Plain words in a file of an unknown ending.", "text"),
            ("noending", b"Plain words in a file of no ending.", "text"),
            ("data.txt", b'{"text": "one"}\n{"text": "two"}\n', "record"),
        ],
    )
    def test_a_mislabelled_file_is_read_as_what_it_is(
        self, name: str, data: bytes, form: str
    ) -> None:
        if form == "record":
            with pytest.raises(ReadError, match="many documents"):
                read(data, name)
        else:
            assert read(data, name).format == form


def test_a_reading_with_nothing_in_it_is_empty() -> None:
    from ingest.reading import Reading

    assert Reading(format="x", parts=(Table(rows=(("", " "),)), Block(text=""))).empty


class TestWhatAPageSaysOfItself:
    BODY = (
        "<p>Arrivals by small boat fell in June, the Home Office said on Thursday morning.</p>"
        "<p>Officials named three causes of it, and ministers welcomed the fall.</p>"
    )

    def page(self, head: str, body: str = "") -> str:
        return f"<html><head>{head}</head><body>{body or f'<main>{self.BODY}</main>'}</body></html>"

    def test_microdata_are_read_where_nothing_else_is_said(self) -> None:
        body = (
            '<div itemscope itemtype="https://schema.org/NewsArticle">'
            '<h1 itemprop="headline">Boats fall</h1><span itemprop="author" itemscope itemtype="https://schema.org/Person">'
            '<span itemprop="name">Ann Ode</span></span><div itemprop="publisher" itemscope>'
            '<meta itemprop="name" content="Harbour Gazette"></div>'
            '<meta itemprop="articleSection" content="Borders">'
            '<time itemprop="datePublished" datetime="2025-08-20T08:00">Wednesday</time>'
            f'<div itemprop="articleBody">{self.BODY}</div></div>'
            '<div itemscope itemtype="https://schema.org/NewsArticle"><h2 itemprop="headline">Other'
            "</h2></div>"
        )
        document, _ = understood(self.page("", body), "b.html")
        assert (document.title, document.author) == ("Boats fall", "Ann Ode")
        assert (document.publisher, document.section) == ("Harbour Gazette", "Borders")
        assert (document.published, document.dating) == (date(2025, 8, 20), "")

    def test_an_article_says_more_than_the_page_that_shows_it(self) -> None:
        data = [
            {"@type": "WebPage", "name": "Gazette", "url": "x", "inLanguage": "en", "a": 1, "b": 2},
            {"@type": ["NewsArticle"], "headline": "Boats fall", "articleSection": ["UK", "Sea"]},
        ]
        script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
        document, _ = understood(self.page(script), "b.html")
        assert (document.title, document.section) == ("Boats fall", "UK, Sea")

    def test_the_canonical_address_is_the_pages_own(self) -> None:
        head = (
            '<meta property="og:url" content="https://x.example/amp/boats?utm=1">'
            '<link rel="canonical" href="https://x.example/boats">'
        )
        assert understood(self.page(head), "b.html")[0].url == "https://x.example/boats"

    def test_what_is_said_in_a_broken_way_is_passed_over(self) -> None:
        head = (
            '<script type="application/ld+json">{"@type": {"a": 1}, "headline": 7}</script>'
            f'<script type="application/ld+json">{"[" * 100_000}</script>'
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": ["x"], '
            '"author": [[[[[["deep"]]]]]], "datePublished": {"y": 2025}}</script>'
        )
        document, _ = understood(self.page(head), "boats-fall.html")
        assert (document.title, document.published) == ("Boats fall", None)
