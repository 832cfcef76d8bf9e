"""Vintages: the newest figures answer, and what was said at the time is still there."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ingest.run import ingest
from vectorstore import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST = "Date,People\n2022-08-21,7\n2022-08-22,1295\n2022-08-23,5\n"
REVISED = "Date,People,Notes\n2022-08-21,7,\n2022-08-22,1137,Revised\n2022-08-23,5,\n"
PAGE = """<html><head><title>Arrivals on the day</title></head><body><main>
<h1>Arrivals on the day</h1><p>Published 23 August 2022</p><h2>22 August 2022</h2>
<p>Number of people detected: 1,295</p><p>Number of boats detected: 27</p></main></body></html>"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "index", FakeEmbedder(), write=True) as library:
        yield library


def put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(path.stat().st_mtime_ns + 1_000_000_000,) * 2)


def test_a_revised_file_answers_anew_and_keeps_what_it_said(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "series.csv"
    put(path, FIRST)
    ingest([str(path)], library)
    put(path, REVISED)
    assert ingest([str(path)], library).updated == 1
    old, new = library.figure_heads()
    assert (old.current, new.current) == (False, True)
    assert old.replaced
    assert old.document_id == new.document_id
    assert library.figure_table(old).values(0)[1] == 1295
    now = library.figure_table(new).observation(1, 0)
    assert (now.value, now.status) == (1137.0, "revised")
    assert [one.value for one in library.observations(new.document_id)] == [7.0, 1137.0, 5.0]


def test_the_same_file_again_makes_no_vintage(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "series.csv"
    put(path, FIRST)
    ingest([str(path)], library)
    put(path, FIRST)
    ingest([str(path)], library)
    assert len(library.figure_heads()) == 1


def test_announced_and_revised_figures_of_a_day_are_told_apart_by_their_days(
    library: Library, tmp_path: Path
) -> None:
    put(tmp_path / "series_2025-12-12.csv", REVISED)
    put(tmp_path / "announced.html", PAGE)
    ingest([str(tmp_path)], library)
    said = {
        kept.as_of: library.figure_table(kept).observation(at, 0).value
        for kept in library.figure_heads()
        for at, period in enumerate(kept.head.periods)
        if period.first == date(2022, 8, 22)
    }
    assert said == {date(2022, 8, 23): 1295.0, date(2025, 12, 12): 1137.0}


def test_what_of_a_table_was_not_as_it_should_be_is_in_the_report(
    library: Library, tmp_path: Path
) -> None:
    put(
        tmp_path / "ragged.csv", "Date,People,Boats\n2022-08-21,7,1\n2022-08-22,5\n2022-08-23,4,2\n"
    )
    (document,) = ingest([str(tmp_path)], library).documents
    assert document.observations == 5
    assert document.note.startswith("Row 3 has fewer cells than the others")
