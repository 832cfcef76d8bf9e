"""What a writer rounds, counts in another unit or names otherwise is put as the source has it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources import hit

from assistant.claims import figures
from assistant.restated import restated
from assistant.verify import verify

QUEUE = "In June 2023 some 175,457 people waited, and 64,426 at the end of 2025."
RATE = "The grant rate was 76% in 2022 and 47% in 2024."


@pytest.mark.parametrize(
    ("told", "source", "meant"),
    [
        ("more than 175,000 people waited", QUEUE, "175,457 people waited"),
        ("nearly 65,000 people waited", QUEUE, "64,426 people waited"),
        ("three in four won", RATE, "76% won"),
        ("fewer than half won", RATE, "47% won"),
        ("within a fortnight", "It answers within 14 days.", "within 14 days"),
        ("within twelve months", "It is due within one year.", "within one year"),
        ("a trio of counts", "Three counts were revised.", "three counts"),
        ("by mid-2023 it had peaked", "It peaked in June 2023.", "by June 2023 it had peaked"),
        (
            "in the third quarter of 2022",
            "From July to September 2022 nobody came.",
            "in July to September 2022",
        ),
        (
            "costs more than tripled, from £4.5 billion to £15.3 billion",
            "It was £4.5 billion and is £15.3 billion.",
            "costs rose, from £4.5 billion to £15.3 billion",
        ),
        ("Paris may refuse", "France may refuse a person.", "France may refuse"),
        ("a flight that landed in Paris", "France took it.", "a flight that landed in Paris"),
    ],
)
def test_it_is_put_in_the_terms_of_the_source(told: str, source: str, meant: str) -> None:
    assert restated(told, source) == meant


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ("more than 180,000 people waited", QUEUE),
        ("175,000 people waited", QUEUE),
        ("nine in ten won", RATE),
        ("within a month", "It answers within 14 days."),
        ("costs doubled, from £4 to £5", "It was £4 and is £5."),
        ("about 100 came", "First 99 came, then 101."),
        ("London may refuse", "France may refuse a person."),
    ],
)
def test_what_does_not_follow_or_in_two_ways_stays_as_it_is(told: str, source: str) -> None:
    assert restated(told, source) == told


def test_what_is_too_long_for_a_sentence_stays_as_it_is() -> None:
    told = "three in four won, " * 100
    assert restated(told, RATE) == told


@given(exact=st.integers(1_000, 999_999), off=st.integers(2, 9))
def test_no_rounding_bears_out_a_figure_that_is_far_off(exact: int, off: int) -> None:
    source = f"There were {exact:,} claims."
    told = f"There were about {exact * off:,} claims."
    assert {figure.value for figure in figures(restated(told, source))} == {Decimal(exact * off)}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("The number doubled, from 1,127 in 2022 to 3,040 in 2023.", "bear out"),
        ("More than 4,000 came in 2023.", "4,000"),
        ("The number was more than 3,000 in 2022 and 1,127 in 2023.", "2022|2023|tie"),
    ],
)
def test_a_bent_figure_is_seen_through_its_rounding(text: str, problem: str) -> None:
    source = "The number was 1,127 in 2022 and 3,040 in 2023."
    problems = " ".join(verify(text, [hit(source)]).problems)
    assert any(part in problems for part in problem.split("|")), problems
