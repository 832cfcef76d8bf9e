"""Titles, publishers, authors and dates of the real articles and pages, as a person read them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from ingest_files import understood

if TYPE_CHECKING:
    from pathlib import Path

    from vectorstore.records import Document

D = date
WHITE_HOUSE = "The White House"
FACTS = {
    "articles/000_e8f31": (
        "Migrant returns deal struck",
        "Evening Standard",
        "Rachael Burford",
        None,
        None,
    ),
    "articles/govuk_content_api_asylum": ("AST / 06", "GOV.UK", "", D(2015, 9, 4), None),
    "articles/govuk_content_api_best-practice-nat": (
        "Road traffic estimates",
        "Department for Transport",
        "",
        D(2015, 5, 21),
        None,
    ),
    "articles/govuk_content_api_best-practice-press": (
        "New FRANK adverts",
        "Home Office",
        "",
        D(2013, 1, 28),
        None,
    ),
    "articles/govuk_content_api_speech": (
        "Statement to Commons",
        "Ministry of Justice",
        "The Rt Hon Elizabeth Truss MP",
        D(2016, 12, 19),
        None,
    ),
    "articles/govuk_content_api_statistical": (
        "FE data library",
        "Department for Business, Innovation & Skills, Skills Funding Agency",
        "",
        D(2014, 11, 7),
        D(2016, 11, 9),
    ),
    "articles/wh_2021-02": ("Executive Order on", WHITE_HOUSE, "", D(2021, 2, 2), D(2021, 2, 4)),
    "articles/wh_2021-03": ("U.S.-Mexico Joint", WHITE_HOUSE, "", D(2021, 3, 1), None),
    "articles/wh_2022": ("Fact Sheet: The Los", WHITE_HOUSE, "", D(2022, 6, 10), None),
    "articles/wh_2024": ("Memorandum on the", WHITE_HOUSE, "", D(2024, 9, 30), None),
    "articles/wh_2025-02": ("Illegal Border", WHITE_HOUSE, "", D(2025, 2, 18), None),
    "articles/wh_2025-08": ("ICYMI: Negative Net", WHITE_HOUSE, "", D(2025, 8, 3), None),
    **{
        f"statistics/govuk_small_boats_daily_{day}": (
            "Migrants detected crossing",
            "Ministry of Defence",
            "",
            D(2022, 4, 15),
            D.fromisoformat(day),
        )
        for day in ("2022-05-24", "2022-08-23", "2022-09-04", "2022-09-05")
    },
    **{
        f"statistics/govuk_small_boats_daily_{file}": (
            "Small boat arrivals: last 7 days",
            "Home Office",
            "",
            D(2023, 2, 1),
            D.fromisoformat(day),
        )
        for file, day in (
            ("2025-12-31", "2025-12-30"),
            ("2026-07-11", "2026-07-11"),
            ("2026-07-13", "2026-07-13"),
        )
    },
    "statistics/govuk_small_boats_weekly_11": (
        "Weekly number of migrants",
        "Ministry of Defence",
        "",
        D(2022, 7, 19),
        None,
    ),
    "statistics/govuk_small_boats_weekly_12": (
        "Weekly number of migrants",
        "Ministry of Defence",
        "",
        D(2022, 12, 20),
        None,
    ),
}
"""By how a file's name begins: how its title does, publisher, author, published, updated."""


def read_from(corpus: Path, place: str) -> Document:
    (path,) = corpus.glob(f"{place}*")
    return understood(path.read_bytes(), path.name)[0]


@pytest.mark.parametrize("place", FACTS)
def test_they_are_read_as_they_stand(corpus: Path, place: str) -> None:
    document = read_from(corpus, place)
    title, *facts = FACTS[place]
    assert document.title.startswith(str(title))
    found = [document.publisher, document.author, document.published, document.updated]
    assert found == facts
    assert document.dating == "", "every one of them that has a date states it"
    assert document.language == "en"


def test_the_seed_is_of_the_politics_pages(corpus: Path) -> None:
    assert read_from(corpus, "articles/000_e8f31").section == "Politics"
