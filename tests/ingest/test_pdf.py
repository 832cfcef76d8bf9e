"""PDF as it is published: columns, cut words, running heads, pictures of pages."""

from __future__ import annotations

import shutil

import pytest
from ingest_files import pdf, understood
from pdf_files import lines, placed, scanned

from ingest.errors import ReadError
from ingest.readers import read
from ingest.readers.pdf_layout import Line
from ingest.readers.pdf_running import without_running
from ingest.readers.wrapping import join_wrapped, known_words

LEFT = [
    "The first column begins here, and it is",
    "about the return of claimants, to the",
    "countries that they have come from,",
    "under an agreement that ministers had",
    "signed in May. It was read out in full.",
    "Nobody spoke against it on that day, as",
]
RIGHT = [
    "far as the record of the house tells us.",
    "The second column tells of the bodies",
    "which have been asked for their views,",
    "and of what they said, in the month of",
    "June, to the department in the capital.",
    "They had nothing more to add to that.",
]
TITLE = "A headline that runs across both of the columns"
NOTE = "A note at the foot of the page, which runs across both columns as well."


def blocks(data: bytes) -> list[str]:
    return [block.text for block in read(data, "a.pdf").blocks]


class TestColumns:
    def test_they_are_read_one_after_the_other_though_stored_line_by_line(self) -> None:
        rows = [
            run
            for at, pair in enumerate(zip(LEFT, RIGHT, strict=True))
            for run in ((60, 740 - 14 * at, 10, pair[0]), (310, 740 - 14 * at, 10, pair[1]))
        ]
        page = [(60, 780, 18, TITLE), *rows, (60, 600, 10, NOTE)]
        text = "\n".join(blocks(placed([page])))
        assert text.index(TITLE) < text.index("The first column")
        assert "Nobody spoke against it on that day, as far as the record" in text
        assert "about the return of claimants, to the countries that they have come from," in text
        assert text.index("nothing more to add") < text.index(NOTE)

    def test_what_stands_above_a_headline_is_read_before_it(self) -> None:
        page = [
            *lines(LEFT, top=760), *lines(RIGHT, left=310, top=760), (60, 660, 18, TITLE),
            *lines(LEFT[::-1], top=620), *lines(RIGHT[::-1], left=310, top=620),
        ]  # fmt: skip
        text = " ".join(blocks(placed([page])))
        places = [text.index(one) for one in (LEFT[0], RIGHT[0], TITLE)]
        assert places == sorted(places)
        assert text.rindex(LEFT[0]) < text.rindex(RIGHT[-1])
        assert text.index(TITLE) < text.rindex(LEFT[-1])

    def test_three_columns_are_three(self) -> None:
        words = "Words of column {} fill line {}"
        page = [
            run
            for at in range(8)
            for n in (1, 2, 3)
            for run in [
                (40 + 180 * (n - 1), 700 - 14 * at, 10, words.format(n, at) + " to its end")
            ]
        ]
        text = " ".join(blocks(placed([page])))
        places = [text.index(words.format(n, at)) for n in (1, 2, 3) for at in range(8)]
        assert places == sorted(places)

    def test_the_cells_of_a_table_are_read_row_by_row(self) -> None:
        rows = [
            ("Iraq", "1,900", "2,600"),
            ("Iran", "3,112", "2,840"),
            ("Syria", "901", "1,204"),
        ] * 3
        page = [
            run
            for at, cells in enumerate(rows)
            for n, cell in enumerate(cells)
            for run in [(60 + 180 * n, 700 - 14 * at, 10, cell)]
        ]
        text = " ".join(blocks(placed([page])))
        assert "Iraq 1,900 2,600" in text


class TestWordsCutAtALinesEnd:
    def test_they_are_made_whole_as_the_text_writes_them_elsewhere(self) -> None:
        page = [
            "The agreement with a non-govern-",
            "mental body, and with third-",
            "country nationals, was an agree-",
            "ment between 2023-",
            "24 of the UK-",
            "France sort, said the co-",
            "operation office. A cooperation of years.",
        ]
        (text,) = blocks(pdf([page]))
        assert text == (
            "The agreement with a non-governmental body, and with third-country nationals, was an "
            "agreement between 2023-24 of the UK-France sort, said the cooperation office. A "
            "cooperation of years."
        )

    @pytest.mark.parametrize(
        ("pair", "elsewhere", "joined"),
        [
            (("a smug-", "gler"), "", "a smuggler"),
            (("the cross-", "border"), "", "the cross-border"),
            (("the re-", "entry"), "on re-entry", "the re-entry"),
            (("the well-", "being"), "their wellbeing", "the wellbeing"),
            (("para 3-", "5 of"), "", "para 3-5 of"),
        ],
    )
    def test_the_hyphen_stays_or_goes(
        self, pair: tuple[str, str], elsewhere: str, joined: str
    ) -> None:
        assert join_wrapped(pair, known_words([elsewhere])) == joined


def page_of(*texts: str) -> list[Line]:
    return [Line(text, 1.0) for text in texts]


BODY = ["Ministers met.", "They agreed at once.", "A text was signed.", "It was read.", "All left."]


class TestRunningHeads:
    def kept(self, pages: list[list[Line]]) -> list[str]:
        return [line.text for page in without_running(pages) for line in page]

    def test_heads_of_left_and_right_pages_and_page_numbers_go(self) -> None:
        pages = [
            page_of("Returns policy" if n % 2 else "Home Office", f"{line} One.", f"{line} Two.",
                    f"Page {n + 7} of 90")
            for n, line in enumerate(BODY * 2)
        ]  # fmt: skip
        assert self.kept(pages) == [f"{line} {n}." for line in BODY * 2 for n in ("One", "Two")]

    def test_numbers_in_roman_and_beside_a_title_go(self) -> None:
        pages = [
            page_of(line, f"{line} More.", number)
            for line, number in zip(BODY, ["ii", "iii", "iv", "v", "vi"], strict=True)
        ]
        assert len(self.kept(pages)) == 10
        pages = [
            page_of(line, f"{line} More.", f"Report on returns {n}") for n, line in enumerate(BODY)
        ]
        assert len(self.kept(pages)) == 10

    def test_articles_that_each_open_a_page_are_no_heads(self) -> None:
        pages = [
            page_of(f"Article {n}", line, "More of it.", str(n)) for n, line in enumerate(BODY, 1)
        ]
        kept = self.kept(pages)
        assert [f"Article {n}" for n in range(1, 6)] == [one for one in kept if one[:3] == "Art"]

    def test_a_chapters_heading_stays_where_it_opens_the_chapter(self) -> None:
        pages = [
            page_of("Chapter 2: Returns", line, "More of it.", f"{line} Yes.") for line in BODY
        ]
        assert self.kept(pages).count("Chapter 2: Returns") == 1

    def test_sentences_and_figures_that_differ_stay(self) -> None:
        years = (2019, 2021, 2022, 2023, 2025)
        pages = [
            page_of(f"In {year} there were {year * 7} of them", line, f"{line} Yes.")
            for year, line in zip(years, BODY, strict=True)
        ]
        assert len(self.kept(pages)) == 15

    def test_a_short_document_loses_only_its_page_numbers(self) -> None:
        pages = [page_of("Note", BODY[0], "1"), page_of("Note", BODY[1], "2")]
        assert self.kept(pages) == ["Note", BODY[0], "Note", BODY[1]]


class TestPicturesOfPages:
    PRINTED = (
        "The minister signed the plan on Tuesday,",
        "officials in the capital said at noon.",
    )

    @pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed")
    def test_they_are_recognised_and_the_document_says_so(self) -> None:
        document, passages = understood(scanned([self.PRINTED, self.PRINTED]), "scan.pdf")
        assert "The minister signed the plan on Tuesday" in document.text
        assert "in the capital said at noon." in document.text
        assert document.caution.startswith("Pages 1–2 of it are pictures")
        assert passages[0].locator.startswith("page")

    def test_without_an_engine_the_remedy_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        with pytest.raises(ReadError, match="pictures of pages") as caught:
            read(scanned([self.PRINTED]), "scan.pdf")
        assert "Install Tesseract" in caught.value.remedy

    def test_a_document_with_some_says_which_were_not_read(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", "")
        reading = read(pdf([["The first page has a text layer of its own."], []]), "a.pdf")
        assert [block.page for block in reading.blocks] == [1]
        assert reading.caution.startswith("Pages 2 are pictures and were not read")
