"""What word processors and e-books hold, as it is shown to whoever opens them."""

from __future__ import annotations

from datetime import date

import pytest
from ingest_files import docx, read, shown, understood
from office_files import SPACES, epub, numbered_docx, odt

from ingest.errors import ReadError
from ingest.readers.counting import Counters, Level, counted
from vectorstore.records import Kind

FIRST = "The minister signed the plan on Tuesday, officials in the capital said."


def lines(data: bytes, name: str) -> list[tuple[str, str, str]]:
    return [(block.style.value, block.marker, block.text) for block in read(data, name).blocks]


class TestOdt:
    BODY = (
        '<text:h text:outline-level="1">Returns</text:h>'
        f"<text:p>{FIRST.replace(' signed', '<text:s/>signed')}<text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>A footnote.</text:p></text:note-body>"
        "</text:note></text:p>"
        '<text:list text:style-name="L1"><text:list-item><text:p>First</text:p><text:list>'
        "<text:list-item><text:p>Inner</text:p></text:list-item></text:list></text:list-item>"
        "<text:list-item><text:p>Second</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell>"
        "<table:table-cell><text:p>People</text:p></table:table-cell></table:table-row>"
        '<table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>2023</text:p>'
        "</table:table-cell></table:table-row></table:table>"
    )

    def test_headings_lists_notes_and_tables_keep_their_order(self) -> None:
        data = odt(self.BODY, title="Returns in 2023", author="Ann Ode")
        assert lines(data, "r.odt") == [
            ("heading", "", "Returns"),
            ("paragraph", "", FIRST),
            ("item", "1.", "First"),
            ("item", "(a)", "Inner"),
            ("item", "2.", "Second"),
            ("heading", "", "Notes"),
            ("item", "1.", "A footnote."),
        ]
        (table,) = read(data, "r.odt").tables
        assert table.rows == (("Year", "People"), ("2023", "2023"))
        assert read(data, "r.odt").found.title == "Returns in 2023"
        assert understood(data, "r.odt")[0].published is None, "that of an edit is no date of it"

    def test_what_is_deleted_or_hidden_is_not_shown(self) -> None:
        body = (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>Struck out.</text:p>"
            f"</text:deletion></text:changed-region></text:tracked-changes><text:p>{FIRST}"
            "<office:annotation><text:p>A remark.</text:p></office:annotation></text:p>"
        )
        assert lines(odt(body), "a.odt") == [("paragraph", "", FIRST)]

    def test_a_flat_one_is_read_too(self) -> None:
        flat = (
            f'<?xml version="1.0"?><office:document {SPACES} office:mimetype="application/vnd.'
            f'oasis.opendocument.text"><office:body><office:text><text:p>{FIRST}</text:p></office:text>'
            "</office:body></office:document>"
        )
        assert lines(flat.encode(), "a.fodt") == [("paragraph", "", FIRST)]

    def test_an_encrypted_one_is_named(self) -> None:
        with pytest.raises(ReadError, match="encrypted"):
            read(odt("", manifest="<m:encryption-data/>"), "a.odt")

    def test_boxes_within_boxes_are_read_once(self) -> None:
        body = "<text:p>Words in the innermost box.</text:p>"
        for _ in range(40):
            body = (
                f"<text:p><draw:frame><draw:text-box>{body}</draw:text-box></draw:frame></text:p>"
            )
        assert lines(odt(body), "a.odt") == [("paragraph", "", "Words in the innermost box.")]


class TestDocx:
    def test_the_numbers_that_word_draws_are_read(self) -> None:
        data = numbered_docx(
            [
                (-1, "Agreement on returns between the two Parties"),
                (0, "Definitions"),
                (1, "In this Agreement:"),
                (2, "“person” means a national;"),
                (2, "“Party” means a signatory."),
                (0, "Readmission"),
                (1, "Each Party shall readmit its nationals."),
                (1, "The Parties shall confer."),
            ]
        )
        assert lines(data, "a.docx")[1:] == [
            ("heading", "", "Article 1 Definitions"),
            ("item", "1.", "In this Agreement:"),
            ("item", "(a)", "“person” means a national;"),
            ("item", "(b)", "“Party” means a signatory."),
            ("heading", "", "Article 2 Readmission"),
            ("item", "1.", "Each Party shall readmit its nationals."),
            ("item", "2.", "The Parties shall confer."),
        ]
        located = shown(*understood(data, "a.docx", kind=Kind.AGREEMENT))
        assert located["Article 2(1)–(2)"].endswith("The Parties shall confer.")

    def test_insertions_are_read_and_deletions_are_not(self) -> None:
        import docx as python_docx
        from docx.oxml import parse_xml

        document = python_docx.Document()
        paragraph = document.add_paragraph("The plan ")
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        for kind, text in (
            ("ins", "<w:t>was signed.</w:t>"),
            ("del", "<w:delText>fell.</w:delText>"),
        ):
            paragraph._p.append(parse_xml(f"<w:{kind} {space}><w:r>{text}</w:r></w:{kind}>"))
        import io

        made = io.BytesIO()
        document.save(made)
        assert lines(made.getvalue(), "a.docx") == [("paragraph", "", "The plan was signed.")]

    def test_a_file_that_is_no_document_is_named(self) -> None:
        with pytest.raises(ReadError, match="damaged"):
            read(docx([("Normal", FIRST)])[:-300], "a.docx")


class TestRtf:
    def test_paragraphs_tables_and_facts_are_read_and_links_are_words(self) -> None:
        data = (
            rb"{\rtf1\ansi\ansicpg1252{\info{\title Returns in 2023}{\author Ann Ode}}"
            rb"{\fonttbl{\f0 Arial;}}\f0 The minister said \ldblquote it lasts\rdblquote , in "
            rb"\u8364?1m of {\field{\*\fldinst{HYPERLINK "
            rb'"https://x.example/a"}}{\fldrslt{figures}}}.\par Next one.\par '
            rb"\trowd Year\cell People\cell\row\trowd 2023\cell 120\cell\row}"
        )
        reading = read(data, "r.rtf")
        assert [block.text for block in reading.blocks] == [
            "The minister said “it lasts”, in €1m of figures.",
            "Next one.",
        ]
        (table,) = reading.tables
        assert table.rows == (("Year", "People"), ("2023", "120"))
        assert (reading.found.title, reading.found.author) == ("Returns in 2023", "Ann Ode")


class TestEpub:
    def test_chapters_are_read_in_order_without_the_contents(self) -> None:
        data = epub(["<h1>One</h1><p>The first chapter.</p>", "<h1>Two</h1><p>The second.</p>"],
                    title="A book of borders")  # fmt: skip
        assert [text for *_, text in lines(data, "b.epub")] == [
            "One", "The first chapter.", "Two", "The second.",
        ]  # fmt: skip
        document, _ = understood(data, "b.epub")
        assert document.title == "A book of borders"
        assert (document.author, document.publisher) == ("Ann Ode", "Harbour Press")
        assert document.published == date(2024, 5, 1)

    def test_a_locked_one_is_named(self) -> None:
        lock = {"META-INF/encryption.xml": "<e><EncryptionMethod Algorithm='aes'/></e>"}
        with pytest.raises(ReadError, match="DRM"):
            read(epub(["<p>x</p>"], extra=lock), "b.epub")


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (3, "1", "3"),
        (3, "a", "c"),
        (27, "A", "AA"),
        (4, "i", "iv"),
        (1994, "I", "MCMXCIV"),
        (0, "a", "0"),
    ],
)
def test_numbers_are_shown_as_lists_count(number: int, form: str, shown: str) -> None:
    assert counted(number, form) == shown


def test_a_deeper_level_counts_anew_under_each_paragraph_above_it() -> None:
    counters = Counters((Level("1", "%1."), Level("1", "%1.%2"), Level("", "•")))
    assert [counters.next(depth) for depth in (0, 1, 1, 2, 0, 1)] == [
        "1.", "1.1", "1.2", "", "2.", "2.1",
    ]  # fmt: skip
