from __future__ import annotations

from datetime import date

import pytest
from ingest_files import Cell, Sheets, ods, shown, understood, xlsx

from ingest.tables import without_notes
from vectorstore.records import Kind

WORKBOOK: Sheets = {
    "Cover_sheet": [
        [],
        ["Crossings of the Strait"],
        ["year ending March 2025"],
        ["Published: 22 May 2025"],
        ["Next update: 21 August 2025"],
        ["Email: figures@homeoffice.gov.uk"],
    ],
    "Notes": [["Notes"], ["1. Figures are provisional."], ["22. Excludes ferries."]],
    "ST_01": [
        ["ST_01: Crossings by quarter1,2"],
        ["Back to Contents"],
        [],
        ["Quarter", None, "People22", "Boats 22", "Under 18"],
        ["2024 Q1", "20", 45755, 1110, ":"],
        ["2024 Q2", None, 1305, "-", 12],
        [],
        ["End of table"],
    ],
    "Data_02": [
        ["Crossings by nationality - dataset"],
        ["Year", "Nationality", "Sex", "People"],
        *[
            [year, name, sex, count]
            for year in (2023, 2024)
            for count, name in enumerate(f"Land {n}" for n in range(60))
            for sex in ("F", "M")
        ],
    ],
}


@pytest.mark.parametrize("make", [xlsx, ods])
class TestWorkbooks:
    def test_the_cover_sheet_says_what_it_is(self, make: object) -> None:
        document, _ = understood(make(WORKBOOK), "crossings.xlsx")  # type: ignore[operator]
        assert document.kind is Kind.STATISTICS
        assert document.title == "Crossings of the Strait, year ending March 2025"
        assert document.publisher == "Home Office"
        assert document.published == date(2025, 5, 22)

    def test_each_row_carries_its_headers_and_its_number(self, make: object) -> None:
        located = shown(*understood(make(WORKBOOK), "crossings.xlsx"))  # type: ignore[operator]
        assert located["sheet ST_01, row 5"].endswith(
            "Quarter 2024 Q1 (note 20): People 45,755; Boats 1,110; Under 18: :"
        )
        assert (
            located["sheet ST_01, row 6"] == "Quarter 2024 Q2: People 1,305; Boats -; Under 18: 12"
        )

    def test_a_large_table_is_described_and_not_told(self, make: object) -> None:
        document, passages = understood(make(WORKBOOK), "crossings.xlsx")  # type: ignore[operator]
        about = [passage for passage in passages if passage.locator == "sheet Data_02, rows 3–242"]
        assert 1 <= len(about) < 10
        text = document.text[about[0].start : about[-1].end]
        assert "Year: from 2023 to 2024." in text
        assert "Nationality (60): Land 0; Land 1;" in text
        assert "Sex (2): F; M." in text

    def test_notes_are_text(self, make: object) -> None:
        document, _ = understood(make(WORKBOOK), "crossings.xlsx")  # type: ignore[operator]
        assert "22. Excludes ferries." in document.text
        assert "Back to Contents" not in document.text


@pytest.mark.parametrize(
    ("label", "plain"),
    [
        ("Family Returns Data1-7", "Family Returns Data"),
        ("Asylum WIP 22", "Asylum WIP"),
        ("Released from prison 28 C 29", "Released from prison"),
        ("All people    2,3,4,9", "All people"),
        ("First Tier (%) 3", "First Tier (%)"),
        ("Under 18", "Under 18"),
        ("18 to 25", "18 to 25"),
        ("2017 Q3", "2017 Q3"),
        ("Rule 35", "Rule 35"),
        ("Year ending March 2023", "Year ending March 2023"),
        ("Irr_D01", "Irr_D01"),
    ],
)
def test_references_to_notes_are_taken_off_labels_and_nothing_else(label: str, plain: str) -> None:
    assert without_notes(label) == plain


def rows(text: str, name: str = "t.csv") -> list[str]:
    return understood(text, name)[0].text.split("\n")


class TestSmallTables:
    def test_names_of_columns_are_readable(self) -> None:
        text = "n_year,migrants_arrived,boats_arrived\n2022,45755,1110\n2023,29437,\n"
        assert rows(text) == [
            "Year 2022: migrants arrived 45,755; boats arrived 1,110",
            "Year 2023: migrants arrived 29,437",
        ]

    def test_placeholders_are_shown_as_published(self) -> None:
        text = "Date,A,B,C\n2011,:,*,n/a\n2012,5,6,7\n2013,8,9,-\n"
        assert rows(text)[0] == "Date 2011: A :; B *; C n/a"

    def test_the_dimensions_of_a_row_come_first(self) -> None:
        text = "Category,Nationality,Enforced,Voluntary\nAsylum,India,59,284\nAsylum,Iraq,22,144\n"
        assert rows(text)[1] == "Category Asylum, Nationality Iraq: Enforced 22; Voluntary 144"

    def test_years_as_columns_are_told_apart_from_figures(self) -> None:
        assert rows("Nation,2021,2022\nFrance,120685,156455\nSpain,1,2\n")[0] == (
            "Nation France: 2021: 120,685; 2022: 156,455"
        )

    def test_lines_above_the_header_are_kept_with_their_rows(self) -> None:
        text = "Extract of 9 July 2015\nSource: A register\n\nOrigin,Value\nCuba,5\nHaiti,*\n"
        document, passages = understood(text, "x.csv")
        located = shown(document, passages)
        assert "Extract of 9 July 2015" in document.text
        assert located["row 6"] == "Origin Haiti: Value *"

    def test_a_wide_row_says_in_each_line_what_it_is_about(self) -> None:
        header = ",".join(["Nationality", *(f"Measure number {n}" for n in range(40))])
        text = f"{header}\n" + "\n".join(
            ",".join([name, *(str(n * 1000) for n in range(40))]) for name in ("Iran", "Iraq")
        )
        lines = rows(text)
        assert len(lines) > 4
        assert all(line.startswith(("Nationality Iran: ", "Nationality Iraq: ")) for line in lines)

    def test_a_series_with_its_metadata_above_it_has_no_header(self) -> None:
        sheet: list[list[Cell]] = [
            ["Title", "Population estimate"], ["Unit", ""], ["Release date", "25-06-2021"],
            ["1971", 55928000], ["1972", 56096700], ["1973", 56222900], ["1974", 56235600],
        ]  # fmt: skip
        document, passages = understood(xlsx({"data": sheet}), "series.xlsx")
        assert document.title == "Population estimate"
        assert shown(document, passages)["sheet data, row 5"] == "1972: 56,096,700"

    def test_a_table_of_texts_is_told_too(self) -> None:
        assert rows("Field,Description\nSex,The sex of the person\nAge,The age at arrival\n")[
            0
        ] == ("Field Sex: Description: The sex of the person")


def test_a_page_that_is_there_for_its_figures_is_statistics() -> None:
    page = (
        "<html><head><title>Crossings: last 7 days</title></head><body><main><h1>Crossings: last 7 "
        "days</h1><p>Updated 11 July 2026</p><p>This page shows figures for the last 7 days.</p>"
        "<table><tr><th>Date</th><th>People</th><th>Boats</th></tr>"
        + "".join(
            f"<tr><td>{n} July 2026</td><td>{n * 31}</td><td>{n}</td></tr>" for n in range(4, 11)
        )
        + "</table></main></body></html>"
    )
    document, passages = understood(page, "p.html")
    assert document.kind is Kind.STATISTICS
    assert shown(document, passages)["table, row 2"] == "Date 4 July 2026: People 124; Boats 4"
    assert "Updated 11 July" not in document.text
