"""Figures read from tables of every shape: what is in each cell, and what is not."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pytest
from ingest_files import Cell, Sheets, ods, understood, xlsx

from ingest.observations import meaning, observe
from ingest.readers import read
from vectorstore.observations import Nature
from vectorstore.records import Kind, Missing

if TYPE_CHECKING:
    from vectorstore.observations import FigureTable
    from vectorstore.records import Document, Observation


def tables(data: bytes | str, name: str = "t.csv") -> list[FigureTable]:
    return read_with(data, name)[1]


def read_with(data: bytes | str, name: str) -> tuple[Document, list[FigureTable]]:
    raw = data.encode() if isinstance(data, str) else data
    document, _ = understood(raw, name, kind=Kind.STATISTICS)
    return document, observe(read(raw, name), document)


def figures(data: bytes | str, name: str = "t.csv") -> dict[str, Observation]:
    """Every figure and placeholder by its cell."""
    return {one.cell: one for table in tables(data, name) for one in table.observations()}


def page(table: str) -> str:
    return f"<html><head><title>Arrivals</title></head><body><main>{table}</main></body></html>"


LONG = """Year,Nationality,People
2023,Iraq,10
2023,Iran,20
2024,Iraq,11
2024,Iran,-
"""
WIDE = "Nationality,2023,2024\nIraq,10,11\nIran,20,-\n"


def told(data: str, name: str = "t.csv") -> set[tuple[str, int, float | None]]:
    return {
        (dict(one.dimensions)["Nationality"], one.period.first.year, one.value)
        for one in figures(data, name).values()
        if one.period
    }


def test_long_and_wide_tables_say_the_same() -> None:
    expected = {("Iraq", 2023, 10.0), ("Iran", 2023, 20.0), ("Iraq", 2024, 11.0)}
    assert told(LONG) - {("Iran", 2024, None)} == expected
    assert told(LONG) == told(WIDE)
    assert figures(LONG)["C5"].missing is figures(WIDE)["C3"].missing is Missing.NOT_COLLECTED


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_mark_may_separate(mark: str) -> None:
    name = "t.tsv" if mark == "\t" else "t.csv"
    assert told(LONG.replace(",", mark), name) == told(LONG)


def test_decimal_commas_are_decimals_where_semicolons_separate() -> None:
    found = figures("Year;Share;People\n2023;12,5;1.234,0\n2024;13,75;2.000,5\n")
    assert [found[cell].value for cell in ("B2", "C2", "B3", "C3")] == [12.5, 1234.0, 13.75, 2000.5]
    found = figures("Year;People\n2023;12,500\n2024;1,305\n")
    assert [found[cell].value for cell in ("B2", "B3")] == [12500.0, 1305.0]


def test_ragged_rows_are_read_and_named() -> None:
    text = "Date,People,Boats\n2022-01-01,5,1\n2022-01-02,7\n2022-01-03,9,2,extra\n2022-01-04,3,1\n"
    document, found = read_with(text, "t.csv")
    assert "Row 3 has fewer cells" in document.caution
    assert "Row 4 has more cells" in document.caution
    cells = {one.cell: one for table in found for one in table.observations()}
    assert [cells[f"B{row}"].value for row in (2, 3, 4, 5)] == [5.0, 7.0, 9.0, 3.0]
    assert cells["C3"].missing is Missing.BLANK


def test_a_table_without_a_header_is_read_by_its_columns() -> None:
    found = figures("2020,Iraq,15\n2021,Iraq,18\n2022,Iraq,19\n", "arrivals_by_nationality.csv")
    assert [found[f"C{row}"].value for row in (1, 2, 3)] == [15.0, 18.0, 19.0]
    assert found["C2"].measure == "Arrivals by nationality"
    assert dict(found["C2"].dimensions) == {"Category": "Iraq"}
    assert found["C2"].period is not None
    assert found["C2"].period.first.year == 2021


def test_why_a_cell_is_empty_is_kept() -> None:
    text = "Year,A,B,C,D,E\n2020,-,:,*,z,\n2021,n/a,..,[c],[x],0\n2022,1,2,3,4,5\n"
    reasons = {cell: one.missing for cell, one in figures(text).items() if one.missing}
    assert reasons == {
        "B2": Missing.NOT_COLLECTED,
        "C2": Missing.NOT_AVAILABLE,
        "D2": Missing.SUPPRESSED,
        "E2": Missing.NOT_APPLICABLE,
        "F2": Missing.BLANK,
        "B3": Missing.NOT_APPLICABLE,
        "C3": Missing.NOT_AVAILABLE,
        "D3": Missing.SUPPRESSED,
        "E3": Missing.NOT_AVAILABLE,
    }
    assert figures(text)["F3"].value == 0.0


def test_a_source_says_itself_what_its_placeholders_mean() -> None:
    book: Sheets = {
        "Notes": [["Notes"], ["- = Not applicable"], [": = Suppressed"]],
        "T_01": [["Year", "People"], [2020, "-"], [2021, ":"], [2022, 5]],
    }
    found = figures(xlsx(book), "t.xlsx")
    assert found["T_01!B2"].missing is Missing.NOT_APPLICABLE
    assert found["T_01!B3"].missing is Missing.SUPPRESSED


@pytest.mark.parametrize("make", [xlsx, ods])
def test_two_tables_on_a_sheet_are_two(make: object) -> None:
    sheet: list[list[Cell]] = [
        ["Arrivals"], ["Year", "People"], [2020, 10], [2021, 11], [],
        ["Returns"], [], ["Quarter", "Nationality", "Returns"],
        ["2021 Q1", "Iraq", 4], ["2021 Q2", "Iraq", 5],
    ]  # fmt: skip
    name = f"t.{make.__name__}"  # type: ignore[attr-defined]
    document, found = read_with(make({"T": sheet}), name)  # type: ignore[operator]
    assert [[one.name for one in table.head.measures] for table in found] == [
        ["People"],
        ["Returns"],
    ]
    cells = {one.cell: one.value for table in found for one in table.observations()}
    assert (cells["T!B4"], cells["T!C10"]) == (11.0, 5.0)
    assert [table.head.title for table in found] == ["Arrivals", "Returns"]
    assert document.text[slice(*found[1].span(1))] == (
        "Quarter 2021 Q2, Nationality Iraq: Returns 5"
    )


def test_two_tables_beside_each_other_are_two() -> None:
    sheet: list[list[Cell]] = [
        ["Arrivals and returns"],
        ["Year", "People", None, "Year", "Returns"],
        [2020, 10, None, 2018, 4],
        [2021, 11, None, 2019, 5],
    ]
    document, found = read_with(xlsx({"T": sheet}), "t.xlsx")
    said = {
        one.cell: (one.measure, one.period and one.period.first.year, one.value)
        for table in found
        for one in table.observations()
    }
    assert said["T!B3"] == ("People", 2020, 10.0)
    assert said["T!E4"] == ("Returns", 2019, 5.0)
    assert document.text[slice(*found[1].span(1))] == "Year 2019: Returns 5"


def test_headers_of_several_rows_are_joined() -> None:
    sheet: list[list[Cell]] = [
        ["Arrivals by route"],
        [None, "Small boats", None, "Air", None],
        ["Year", "Men", "Women", "Men", "Women"],
        [2023, 10, 4, 1, 2],
        [2024, 11, 5, 3, 6],
    ]
    (table,) = tables(xlsx({"T": sheet}), "t.xlsx")
    assert [one.name for one in table.head.measures] == [
        "Small boats: Men",
        "Small boats: Women",
        "Air: Men",
        "Air: Women",
    ]


def test_years_over_measures_give_a_table_for_each_measure() -> None:
    sheet: list[list[Cell]] = [
        ["Arrivals"],
        [None, 2023, None, 2024, None],
        ["Nationality", "People", "Boats", "People", "Boats"],
        ["Iraq", 10, 1, 20, 2],
        ["Iran", 30, 3, 40, "-"],
    ]
    people, boats = tables(xlsx({"T": sheet}), "t.xlsx")
    assert [people.head.measures[0].name, boats.head.measures[0].name] == ["People", "Boats"]
    found = {one.cell: one for table in (people, boats) for one in table.observations()}
    assert found["T!D5"].value == 40.0
    assert found["T!D5"].measure == "People"
    assert found["T!D5"].period is not None
    assert found["T!D5"].period.first.year == 2024
    assert found["T!E5"].missing is Missing.NOT_COLLECTED


def test_cells_that_span_rows_and_columns_of_a_page_are_read() -> None:
    table = (
        "<table><caption>Arrivals</caption><tr><th rowspan=2>Month</th>"
        "<th colspan=2>Small boats</th><th>Air</th></tr>"
        "<tr><th>People</th><th>Boats</th><th>People</th></tr>"
        "<tr><td>January 2024</td><td>1,200</td><td>30</td><td>5</td></tr>"
        "<tr><td>February 2024</td><td>900</td><td>20</td><td>[x]</td></tr></table>"
    )
    (found,) = tables(page(table), "t.html")
    assert [one.name for one in found.head.measures] == [
        "Small boats: People",
        "Small boats: Boats",
        "Air: People",
    ]
    cells = {one.cell: one for one in found.observations()}
    assert cells["table!B3"].value == 1200.0
    assert cells["table!D4"].missing is Missing.NOT_AVAILABLE


def test_days_kept_as_serial_numbers_are_days() -> None:
    found = figures("Date,People\n43466,3\n43467,4\n43469,5\n")
    assert [str(one.period and one.period.first) for one in found.values()] == [
        "2019-01-01",
        "2019-01-02",
        "2019-01-04",
    ]


def test_a_formula_that_failed_is_no_figure() -> None:
    found = figures("Year,People,Rate\n2020,5,#DIV/0!\n2021,#REF!,0.5\n2022,7,0.25\n")
    assert found["C2"].missing is found["B3"].missing is Missing.NOT_AVAILABLE
    assert found["C3"].value == 0.5


def test_totals_are_known_as_such() -> None:
    text = "Year,Sex,People\n2020,Male,3\n2020,Female,4\n2020,Total,7\n2021,Male,1\n2021,Total,1\n"
    (table,) = tables(text)
    (sex,) = table.head.dimensions
    assert [sex.members[at] for at in sex.totals] == ["Total"]


def test_codes_stand_for_what_their_list_says() -> None:
    (unhcr,) = tables("year,coo,coa,applied\n2020,ARE,GBR,5\n2020,AUS,GBR,6\n2021,GFR,GBR,7\n")
    origin = unhcr.head.dimensions[0]
    assert dict(origin.aliases) == {"Egypt": 0, "Austria": 1, "Germany": 2}
    (iso,) = tables("Year,Nationality,People\n2020,ARE,5\n2020,AUS,6\n2021,DEU,7\n")
    nationality = iso.head.dimensions[0]
    assert dict(nationality.aliases) == {"United Arab Emirates": 0, "Australia": 1, "Germany": 2}


def test_copies_with_their_columns_in_another_order_are_read_by_the_columns_names() -> None:
    one = figures("Nationality,Enforced returns,Voluntary returns\nIndia,59,284\nIraq,22,144\n")
    other = figures("Nationality,Voluntary returns,Enforced returns\nIndia,284,59\nIraq,144,22\n")
    assert {(x.measure, x.dimensions, x.value) for x in one.values()} == {
        (x.measure, x.dimensions, x.value) for x in other.values()
    }


def test_how_figures_add_up_is_told_by_their_names() -> None:
    (table,) = tables(
        "Quarter,Arrivals,Awaiting a decision,Cumulative arrivals,Grant rate\n"
        "2020 Q1,5,50,5,0.25\n2020 Q2,6,52,11,0.75\n"
    )
    assert [one.nature for one in table.head.measures] == [
        Nature.FLOW,
        Nature.STOCK,
        Nature.CUMULATIVE,
        Nature.RATE,
    ]
    assert table.head.measures[3].scale == 100.0


@pytest.mark.parametrize(
    ("name", "title", "unit"),
    [
        ("Migrants arrived in small boats", "", "people"),
        ("Boats arrived", "", "boats"),
        ("Population (thousands)", "", "thousand people"),
        ("Asylum costs (£m)", "", "£ million"),
        ("Spending £bn", "", "£ billion"),
        ("Value", "Population by country (in thousands)", "thousand people"),
        ("Cost per person (£)", "", "£"),
        ("Share of women (%)", "", "%"),
        ("Applications", "Applications by people", ""),
        ("Total", "People who crossed", "people"),
    ],
)
def test_units_and_their_magnitude_are_read_from_names_and_titles(
    name: str, title: str, unit: str
) -> None:
    assert meaning.unit(name, title, percent=False) == unit


def test_hidden_sheets_are_read_and_named() -> None:
    book = xlsx({"Shown": rows("2020"), "Kept away": rows("2021")})
    hidden = edited(book, "xl/workbook.xml", 'name="Kept away"', 'name="Kept away" state="hidden"')
    document, found = read_with(hidden, "t.xlsx")
    assert [table.head.sheet for table in found] == ["Shown", "Kept away"]
    assert document.caution == "Hidden in the workbook: Kept away."


def test_a_broken_sheet_costs_the_others_nothing() -> None:
    book = xlsx({"Good": rows("2020"), "Broken": rows("2021"), "Also good": rows("2022")})
    document, found = read_with(edited(book, "xl/worksheets/s2.xml", "<row", '<row a="'), "t.xlsx")
    assert [table.head.sheet for table in found] == ["Good", "Also good"]
    assert document.caution.startswith("Sheet Broken was not read:")


def test_a_workbook_of_many_sheets_keeps_its_text_in_bounds() -> None:
    sheets: Sheets = {
        f"T_{n}": [["Year", "Nationality", "People"]]
        + [[2000 + at % 25, f"Land {at}", at] for at in range(1_000)]
        for n in range(20)
    }
    document, found = read_with(xlsx(sheets), "t.xlsx")
    assert len(found) == 20
    assert sum(table.count for table in found) == 20_000
    assert len(document.text) < 20 * 10_000


def test_a_table_of_words_holds_no_figures() -> None:
    assert tables("Field,Description\nSex,The sex of the person\nAge,The age at arrival\n") == []


def test_figures_stated_in_words_stand_under_their_day() -> None:
    text = page(
        "<h1>Crossings</h1><h2>24 hours to 23:59, 22 August 2022</h2>"
        "<p>Number of people detected: 1,295</p><p>Number of boats detected: 27</p>"
    )
    (table,) = tables(text, "t.html")
    assert [(one.name, one.unit) for one in table.head.measures] == [
        ("Number of people detected", "people"),
        ("Number of boats detected", "boats"),
    ]
    assert [float(table.values(at)[0]) for at in (0, 1)] == [1295.0, 27.0]
    document, _ = understood(text, "t.html", kind=Kind.STATISTICS)
    assert document.text[table.head.start : table.head.end].startswith("Number of people")


def rows(year: str) -> list[list[Cell]]:
    return [["Year", "People"], [int(year), 5], [int(year) + 1, 6], [int(year) + 2, 7]]


def edited(book: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with one of its parts changed."""
    with zipfile.ZipFile(BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def test_a_flag_in_a_cell_is_of_its_figure_alone() -> None:
    found = figures("Year,People,Boats\n2023,1137 [r],27\n2024,1295 [p],30 (2)\n2025,12 e,: c\n")
    assert {cell: (one.value, one.status) for cell, one in found.items()} == {
        "B2": (1137.0, "revised"),
        "C2": (27.0, ""),
        "B3": (1295.0, "provisional"),
        "C3": (30.0, ""),
        "B4": (12.0, "estimated"),
        "C4": (None, ""),
    }
    assert found["C4"].missing is Missing.SUPPRESSED


def test_notes_in_brackets_are_taken_off_and_brought_along() -> None:
    book: Sheets = {
        "Cover": [["Arrivals by route"]],
        "Notes": [["Notes"], ["1. Counts detections, not people."], ["2. Excludes the last week."]],
        "T_01": [
            ["Table 1: Arrivals [notes 1, 2]"],
            ["Year", "People [note 2]"],
            [2023, 10],
            [2024, 12],
        ],
    }
    (table,) = tables(xlsx(book), "t.xlsx")
    assert table.head.title == "Table 1: Arrivals"
    assert table.head.notes == ("Counts detections, not people.", "Excludes the last week.")
    assert table.head.measures[0].name == "People"
    assert table.head.measures[0].notes == ("Excludes the last week.",)


def test_the_notes_that_a_row_refers_to_are_brought_to_it() -> None:
    book: Sheets = {
        "Cover": [["Costs of asylum"]],
        "Notes": [["Notes"], ["20. Counted by another method."], ["5a. Without Northern Ireland."]],
        "T_01": [
            ["Costs"],
            ["Year", None, "Cost"],
            [2021, None, 10],
            [2022, 20, 12],
            [2023, "20, 5a", 14],
            [2024, 9, 15],
        ],
    }
    (table,) = tables(xlsx(book), "t.xlsx")
    assert [one.name for one in table.head.measures] == ["Cost"]
    assert [table.referred(np.array([row])) for row in range(4)] == [
        [],
        ["Counted by another method."],
        ["Counted by another method. Without Northern Ireland."],
        ["Note 9."],
    ]
