"""The same person across documents: recognised with a reason, and never by force."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.roll import Roll, Spoken
from vectorstore.records import Entry, Kind


def entry(title: str, published: date | None) -> Entry:
    return Entry(id=title, kind=Kind.ARTICLE, title=title, digest="0", published=published)


AUGUST = entry("August story", date(2025, 8, 21))
OCTOBER = entry("October story", date(2025, 10, 30))
LONG_AGO = entry("Old story", date(2022, 9, 3))
UNDATED = entry("Undated story", None)

STARMER = Spoken("Sir Keir Starmer", "Prime Minister", AUGUST)
TRUSS = Spoken("Liz Truss", "Prime Minister", LONG_AGO)
OFFICE = Spoken("the Prime Minister", "prime minister", OCTOBER)
ROLL = Roll([STARMER, TRUSS, OFFICE, Spoken("Ana Ruiz", "", AUGUST), Spoken("Bo Ruiz", "", AUGUST)])


@pytest.mark.parametrize(
    ("asked", "said", "why"),
    [
        ("Keir Starmer", STARMER, "the same name, titles aside"),
        ("sir keir starmer", STARMER, "the name"),
        ("Starmer", STARMER, "the surname: Sir Keir Starmer"),
        ("Keir Starmer", Spoken("Starmer", "", OCTOBER), "nobody else in the sources"),
        ("Keir Starmer", OFFICE, "Sir Keir Starmer is called prime minister in “August story"),
        ("Prime Minister", STARMER, "called Prime Minister there"),
        ("the prime minister", Spoken("Keir Starmer", "", OCTOBER), "is called prime minister in"),
    ],
)
def test_a_match_says_what_it_rests_on(asked: str, said: Spoken, why: str) -> None:
    assert ROLL.why(asked, said).startswith(why) or why in ROLL.why(asked, said)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Liz Truss", OFFICE),
        ("Keir Starmer", Spoken("the Prime Minister", "", LONG_AGO)),
        ("Keir Starmer", Spoken("the Prime Minister", "", UNDATED)),
        ("Keir Starmer", Spoken("Iraq’s prime minister", "", OCTOBER)),
        ("Ana Ruiz", Spoken("Ruiz", "", AUGUST)),
        ("Ana Ruiz", Spoken("Bo Ruiz", "", AUGUST)),
        ("", STARMER),
        ("Keir Starmer", Spoken("", "", AUGUST)),
    ],
)
def test_nobody_is_made_one_person_by_force(asked: str, said: Spoken) -> None:
    assert ROLL.why(asked, said) == ""


def test_two_holders_of_an_office_at_one_time_are_no_match() -> None:
    roll = Roll([STARMER, Spoken("Bo Lind", "Prime Minister", OCTOBER), OFFICE])
    assert roll.why("Keir Starmer", OFFICE) == ""
