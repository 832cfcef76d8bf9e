"""A library of real statistics, and one of tables in words of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.run import ingest
from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REAL = (
    "asylum_r_irregular_migration.csv",
    "ho_irregular_migration_detailed_ye_sep2023.xlsx",
    "ho_small_boats_time_series_2025-12-12.ods",
    "govuk_small_boats_daily_2022-08-23.html",
    "eurostat_migr_asyappctza_2017_hand_edited.csv",
    "asylum_r_asylum_work_in_progress.csv",
)


@pytest.fixture(scope="session")
def real(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The official series on small boats and asylum."""
    place = tmp_path_factory.mktemp("figures") / "index"
    with Library.open(place, FakeEmbedder(), write=True) as library:
        report = ingest([str(corpus / "statistics" / name) for name in REAL], library)
        assert not report.failed
        yield library


HARBOUR = """Elbonian arrivals by harbour,,,,
Quarter,Harbour,Nationality,Boats,Arrivals
2023 Q1,Northport,Ruritania,2,40
2023 Q1,Southport,Ruritania,1,10
2023 Q2,Northport,Ruritania,3,60
2023 Q2,Southport,Ruritania,1,*
2023 Q3,Northport,Ruritania,3,70
2023 Q3,Southport,Ruritania,2,20
2023 Q4,Northport,Ruritania,1,15
2023 Q4,Southport,Ruritania,1,5
2023 Q1,Northport,Grand Fenwick,1,12
2023 Q2,Northport,Grand Fenwick,1,14
2023 Q3,Northport,Grand Fenwick,0,0
2023 Q4,Northport,Grand Fenwick,1,9
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library to put tables into."""
    with Library.open(tmp_path / "index", FakeEmbedder(), write=True) as library:
        yield library


@pytest.fixture
def harbour(library: Library, tmp_path: Path) -> Library:
    """One table of arrivals by quarter, harbour and nationality, with a suppressed cell."""
    path = tmp_path / "elbonian_harbour_arrivals.csv"
    path.write_text(HARBOUR, encoding="utf-8")
    report = ingest([str(path)], library)
    assert not report.failed
    return library
