"""Tables of figures are kept with their document: exact, by version, and gone with it."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from shelf import figures, with_figures

from vectorstore import Change, Library, OnRecordError
from vectorstore.catalogue import Catalogue
from vectorstore.figure_rows import smallest
from vectorstore.loaded import Loaded
from vectorstore.observations import FigureTable, address, letters
from vectorstore.place import CATALOGUE
from vectorstore.records import Missing

if TYPE_CHECKING:
    from pathlib import Path

    from vectorstore.testing import FakeEmbedder


def test_a_table_comes_back_as_it_was_given(place: Path, embedder: FakeEmbedder) -> None:
    with Library.open(place, embedder, write=True) as library:
        library.add([with_figures(3)])
        (kept,) = library.figure_heads()
        assert library.figure_table(kept) == figures(3)
        assert kept.head == figures(3).head
        first, second, *_, last = library.observations("doc-00003")
    assert (first.value, first.missing) == (None, Missing.NOT_COLLECTED)
    assert (second.value, second.missing, second.cell) == (1001.5, None, "T_01!C3")
    assert (last.status, last.note) == ("revised", "Revised")


def test_the_newest_answers_and_what_it_replaced_is_still_told(
    place: Path, embedder: FakeEmbedder
) -> None:
    with Library.open(place, embedder, write=True) as library:
        library.add([with_figures(3, 1)])
        assert library.add([with_figures(3, 2)]) == [Change.UPDATED]
        old, new = library.figure_heads()
        assert (old.current, new.current) == (False, True)
        assert old.replaced
        assert library.figure_table(old).values(0)[1] == 1001.5
        assert library.figure_table(new).values(0)[1] == 1002.5


def test_a_table_is_as_of_the_day_it_was_given_out(place: Path, embedder: FakeEmbedder) -> None:
    document, passages, none, tables = with_figures(4)  # every fourth says no date
    dated = replace(document, id="dated", digest="1", published=date(2022, 8, 23))
    updated = replace(dated, id="updated", digest="2", updated=date(2025, 12, 12))
    with Library.open(place, embedder, write=True) as library:
        library.add([(one, passages, none, tables) for one in (document, dated, updated)])
        as_of = {kept.document_id: kept.as_of for kept in library.figure_heads()}
    assert as_of == {
        document.id: date(2022, 12, 31),  # the last day it covers: it cannot be older
        "dated": date(2022, 8, 23),
        "updated": date(2025, 12, 12),
    }


def test_what_is_removed_takes_its_tables_and_their_versions_along(
    place: Path, embedder: FakeEmbedder
) -> None:
    with Library.open(place, embedder, write=True) as library:
        library.add([with_figures(3, 1), with_figures(4, 1)])
        library.add([with_figures(3, 2)])
        library.remove("doc-00003")
        assert [kept.document_id for kept in library.figure_heads()] == ["doc-00004"]
        with pytest.raises(OnRecordError):
            list(library.observations("doc-00003"))


def test_a_reader_sees_new_tables_without_being_opened_again(
    place: Path, embedder: FakeEmbedder
) -> None:
    with Library.open(place, embedder, write=True) as writer:
        writer.add([with_figures(3)])
        with Library.open(place, embedder) as reader:
            assert len(reader.figure_heads()) == 1
            writer.add([with_figures(4)])
            assert len(reader.figure_heads()) == 2


@pytest.mark.parametrize(
    "values",
    [
        [0.0, 255.0],
        [-1.0, 7.0],
        [1e9, 5.0],
        [0.1, 0.2],
        [float("nan"), 3.0],
        [-0.0, 1.0],
        [2.0**40],
    ],
)
def test_figures_are_kept_small_and_exact(values: list[float]) -> None:
    array = np.array(values)
    kept = smallest(array)
    assert np.array_equal(kept.astype(np.float64), array, equal_nan=True)
    assert np.array_equal(np.signbit(kept.astype(np.float64)), np.signbit(array))


def test_cells_are_named_as_spreadsheets_name_them() -> None:
    assert [letters(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert address("SB_01", 1, 1696) == "SB_01!B1696"
    assert address("", 1, 2) == "B2"


def test_a_table_is_equal_to_itself_only() -> None:
    table = figures(3)
    other = FigureTable(head=table.head, columns={**table.columns, "m0": table.values(0) + 1})
    assert table == figures(3)
    assert table != other


def test_no_more_tables_are_in_memory_than_fit(place: Path, embedder: FakeEmbedder) -> None:
    with Library.open(place, embedder, write=True) as library:
        library.add([with_figures(number) for number in range(20)])
    catalogue = Catalogue(place / CATALOGUE, create=False)
    loaded = Loaded(catalogue, most=300)
    for kept in loaded.heads() * 2:
        assert loaded.table(kept) == figures(int(kept.document_id.split("-")[1]))
        assert loaded.bytes <= 300
    last = loaded.heads()[-1]
    assert loaded.table(last) is loaded.table(last)
    catalogue.close()


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("DELETE FROM figure_columns WHERE name = 'm0'", "lacks m0"),
        ("UPDATE figure_columns SET data = zeroblob(1), type = '|u1' WHERE name = 'd0'", "lengths"),
        (
            "UPDATE figure_columns SET data = x'0909090909' WHERE name = 'd0'",
            "in d0 that stand for nothing",
        ),
        (
            "UPDATE figure_tables SET about = replace(about, '\"end\": 4', '\"end\": 4444')",
            "outside",
        ),
    ],
)
def test_a_table_that_does_not_hold_together_is_found(
    damage: str, told: str, place: Path, embedder: FakeEmbedder
) -> None:
    with Library.open(place, embedder, write=True) as library:
        library.add([with_figures(3)])
        assert library.check() == []
    with contextlib.closing(sqlite3.connect(place / CATALOGUE)) as connection:
        connection.execute(damage)
        connection.commit()
    with Library.open(place, embedder) as library:
        (finding,) = library.check()
    assert "tables of figures do not hold together" in finding.message
    assert told in finding.message
    assert finding.remedy
