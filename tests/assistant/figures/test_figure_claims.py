"""A claimed figure is held against the tables, with what its words make of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from assistant.figures.claims import FigureCheck, FigureVerdict, check_claims
from assistant.figures.rounding import Hedge, hedge_before, says, step

if TYPE_CHECKING:
    from vectorstore.library import Library

PUBLISHED = date(2025, 8, 20)


def only(library: Library, sentence: str) -> FigureCheck:
    (check,) = check_claims(sentence, library, as_of=PUBLISHED)
    assert sentence[check.start : check.end] == check.shown
    return check


def test_the_last_seven_days_are_summed_and_support_the_story(real: Library) -> None:
    check = only(real, "In the last seven days alone, 968 migrants made the crossing.")
    assert check.verdict is FigureVerdict.SUPPORTED
    assert check.period
    assert (check.period.first, check.period.last) == (date(2025, 8, 12), date(2025, 8, 18))
    assert check.outcome
    assert check.outcome.figures[0].cells.count == 7


@pytest.mark.parametrize(
    ("sentence", "verdict", "theirs"),
    [
        (
            "Almost 1,000 migrants have crossed the Channel in small boats in the last seven days.",
            FigureVerdict.ROUNDED,
            968,
        ),
        (
            (
                "More than 50,000 people have made the dangerous journey across the water from "
                "France since Labour came to power."
            ),
            FigureVerdict.ROUNDED,
            51_239,
        ),
        (
            "On 22 August 2022, 1,295 people crossed the Channel in small boats.",
            FigureVerdict.PROVISIONAL,
            1137,
        ),
        (
            "On 22 August 2022, 1,400 people crossed the Channel in small boats.",
            FigureVerdict.DIFFERS,
            1137,
        ),
        (
            "Small boat arrivals fell by 36% in 2023 compared with 2022.",
            FigureVerdict.ROUNDED,
            35.66,
        ),
        ("About 28% of small boat arrivals in 2022 were Albanian.", FigureVerdict.ROUNDED, 27.65),
        ("More than 60,000 people arrived by small boat in 2022.", FigureVerdict.DIFFERS, 45_755),
    ],
)
def test_a_claim_is_judged_by_its_words(
    real: Library, sentence: str, verdict: FigureVerdict, theirs: float
) -> None:
    check = next(iter(check_claims(sentence, real, as_of=PUBLISHED)))
    assert check.verdict is verdict, check.explanation
    assert check.theirs == pytest.approx(theirs, rel=1e-3)
    assert check.outcome


def test_the_other_official_series_supports_what_the_first_does_not_have(real: Library) -> None:
    check = only(real, "Exactly 45,774 people arrived by small boat in 2022.")
    assert check.verdict is FigureVerdict.SUPPORTED
    assert "quarterly" in check.explanation
    assert check.theirs == 45_755


def test_a_period_that_no_table_has_is_not_found_and_never_said_to_differ(real: Library) -> None:
    checks = check_claims(
        "The number of Iraqis arriving in Britain by small boat has fallen to 1,900 in the year to "
        "March 2025, down from 2,600 in the previous year, Home Office data show.",
        real,
        as_of=PUBLISHED,
    )
    assert [check.shown for check in checks] == ["1,900", "2,600"]
    assert {check.verdict for check in checks} == {FigureVerdict.NOT_FOUND}
    assert "2018" in checks[0].explanation


def test_a_number_of_another_place_or_thing_is_not_found(real: Library) -> None:
    for sentence in (
        "In 2022, 45,755 people arrived by small boat in Leeds.",
        "An £800,000 deal with Baghdad was made in 2024.",
    ):
        assert only(real, sentence).verdict is FigureVerdict.NOT_FOUND


def test_boats_and_people_of_one_sentence_are_told_apart(real: Library) -> None:
    boats, people = check_claims(
        "In 2023, 602 small boats carrying 29,437 people crossed the Channel.", real
    )
    assert (boats.theirs, people.theirs) == (602, 29_437)


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("It was almost ", Hedge.ALMOST),
        ("It was just over ", Hedge.JUST_OVER),
        ("more than £", Hedge.MORE),
        ("at least ", Hedge.MORE),
        ("fewer than ", Hedge.LESS),
        ("Some ", Hedge.ABOUT),
        ("It was ", Hedge.NONE),
        ("moreover ", Hedge.NONE),
    ],
)
def test_the_word_before_a_number_means_something(text: str, hedge: Hedge) -> None:
    assert hedge_before(text) is hedge


@pytest.mark.parametrize(
    ("shown", "value", "expected"),
    [
        ("968", "968", 1),
        ("1,900", "1900", 100),
        ("3.5 million", "3500000", 1e5),
        ("33.6%", "33.6", 0.1),
    ],
)
def test_how_finely_a_number_is_written(shown: str, value: str, expected: float) -> None:
    assert step(shown, Decimal(value)) == pytest.approx(expected)


def test_hedges_hold_on_their_own_side_only() -> None:
    assert says(1000, 968, Hedge.ALMOST, 1000)
    assert not says(1000, 1001, Hedge.ALMOST, 1000)
    assert not says(1000, 700, Hedge.ALMOST, 1000)
    assert says(50_000, 51_239, Hedge.MORE, 10_000)
    assert not says(50_000, 49_999, Hedge.MORE, 10_000)
    assert says(1900, 1949, Hedge.NONE, 100)
    assert not says(1900, 1951, Hedge.NONE, 100)
