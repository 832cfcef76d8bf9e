"""Whatever a table looks like: no figure is made up, and none points out of its text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import ReadError
from ingest.observations import observe
from ingest.observations.cells import read_value
from ingest.reading import Block, Reading, Table
from ingest.understand import Origin, understand
from vectorstore.observations import letters
from vectorstore.records import Kind
from vectorstore.testing import FakeEmbedder

NUMBERS = st.integers(-5_000, 2_000_000).map(str)
CELLS = st.one_of(
    NUMBERS,
    NUMBERS,
    st.floats(0, 1).map(str),
    st.integers(1_000, 9_999_999).map("{:,}".format),
    st.sampled_from(["", "", "", "-", ":", "*", "n/a", "[x]", "..", "0", "12%", "£1,200", "(45)"]),
    st.sampled_from(["2023", "2024 Q1", "March 2024", "2015/16", "1 May 2023", "43466", "Total"]),
    st.sampled_from(
        ["Iraq", "Iran", "Year", "Quarter", "People", "Boats", "Sex", "Female", "Notes"]
    ),
    st.sampled_from(["Total4", "20", "5a", "Revised", "#REF!", "of which: women", "People (%)"]),
    st.text(max_size=8).map(lambda text: " ".join(text.split())),
)


@st.composite
def sheets(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 7))
    rows = draw(st.lists(st.lists(CELLS, min_size=0, max_size=width), min_size=1, max_size=14))
    return Table(
        rows=tuple(map(tuple, rows)),
        sheet=draw(st.sampled_from(["T_01", "Data", "Notes", "Contents", "List of Fields"])),
    )


@settings(deadline=None, max_examples=150)
@given(st.lists(sheets(), min_size=1, max_size=3))
def test_every_figure_is_the_one_in_its_cell_and_points_into_the_text(tables: list[Table]) -> None:
    named = [
        Table(rows=one.rows, sheet=f"{one.sheet} {at}") for at, one in enumerate(tables, start=1)
    ]
    reading = Reading(format="workbook", parts=(Block(text="A release."), *named))
    try:
        found = understand(reading, Origin(uri="/t", digest=""), FakeEmbedder(), Kind.STATISTICS)
    except ReadError:
        return
    document, _ = found[0]
    cells = {
        f"{table.sheet}!{letters(column)}{row}": cell
        for table in named
        for row, line in enumerate(table.rows, start=1)
        for column, cell in enumerate(line)
    }
    for table in observe(reading, document):
        for one in table.observations():
            read = read_value(cells.get(one.cell, ""))
            assert one.value == (read and read.figure)
            assert (one.value is None) == (one.missing is not None)
            assert 0 <= one.start <= one.end <= len(document.text)
            assert one.end or not table.head.rows
