"""Of what time a figure is: one of another month or year is no answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import desk
import pytest

from assistant import Assistant, Status, build_chain
from assistant.when import asked_times, of_another_time, times, times_of_counts
from vectorstore import Kind, Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from pathlib import Path

    from assistant import Answer


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("at the end of March 2025", [(2025, 3, None)]),
        ("between March and June 2025", [(2025, 3, None), (2025, 6, None)]),
        ("Date 2025-06-30, measure People", [(2025, 6, 30)]),
        ("41,472 in 2025, against 36,816 of 2024", [(2025, None, None), (2024, None, None)]),
        ("in the year 2024/25 they cost £2,024", []),
    ],
)
def test_times_are_read_whole_or_in_part(
    text: str, found: list[tuple[int, int | None, int | None]]
) -> None:
    assert [(m.year, m.month, m.day) for m in times(text)] == found


@pytest.mark.parametrize(
    "asked", ["since 2018", "until the end of March 2025", "by 9 October 2025"]
)
def test_what_only_bounds_a_time_is_not_the_time_asked_about(asked: str) -> None:
    assert asked_times(f"How many people arrived {asked}?") == ()


@pytest.mark.parametrize(
    "text",
    [
        "There were 40, the ministry said on 21 August 2025.",
        "Area Elbonia, measure Crossings: value 40; source: Border Watch, 15 January 2026",
    ],
)
def test_the_day_on_which_a_figure_was_told_is_not_its_time(text: str) -> None:
    assert times_of_counts(text) == []


@pytest.mark.parametrize(
    ("asked", "text", "around", "apart"),
    [
        ("in March 2025", "There were 64 at the end of December 2025.", {"2025"}, True),
        ("in March 2025", "There were 64 at the end of March 2025.", set(), False),
        ("in March 2025", "There were 64 in all of 2025.", {"2025"}, True),
        ("in 2026", "There were 178 in 2025, and the fewest since 2021.", {"2026"}, True),
        ("in 2025", "There were 41, more than the 36 of 2024.", {"2025"}, False),
        ("in 2025", "There were 41, more than the 36 of 2024.", {"2024"}, True),
        ("in 2025", "There were 41.", {"2025"}, False),
    ],
)
def test_a_figure_is_of_the_time_that_its_words_or_its_place_give(
    asked: str, text: str, around: set[str], apart: bool
) -> None:
    wanted = asked_times(f"How many were there {asked}?")
    counting = [clause for clause in text.split(",") if any(c.isdigit() for c in clause[:16])]
    assert of_another_time(wanted, text, around, counting) is apart


@pytest.fixture
def ask(tmp_path: Path):  # type: ignore[no-untyped-def]
    with Library.open(tmp_path, FakeEmbedder(), write=True) as library:

        def asked(question: str, *stories: tuple[str, ...]) -> Answer:
            library.add(
                desk.document(
                    f"story {number}",
                    Kind.ARTICLE,
                    "Elbonians who wait for a decision, 2024 to 2026",
                    paragraphs,
                    publisher=f"Paper {number}",
                    published=date(2026, 3, number),
                )
                for number, paragraphs in enumerate(stories, 1)
            )
            return Assistant(library, build_chain(library)).ask(question)

        yield asked


def test_a_figure_of_another_month_is_no_answer(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask(
        "How many Elbonians were waiting for a decision in March 2025?",
        ("64,426 Elbonians were waiting for a decision at the end of December 2025.",),
    )
    assert answer.status is Status.NOT_FOUND
    assert any("March 2025" in one.why for one in answer.considered)


def test_figures_of_two_times_are_no_disagreement(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask(
        "How many Elbonians were waiting for a decision?",
        ("4,100 Elbonians were waiting for a decision in June 2025.",),
        ("3,900 Elbonians were waiting for a decision in May 2025.",),
    )
    assert not [note for note in answer.notes if "differ" in note]


def test_figures_among_others_of_one_time_disagree(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask(
        "How many Elbonians were waiting for a decision in June 2025?",
        ("4,100 Elbonians and 12 dogs were waiting for a decision in June 2025.",),
        ("3,900 Elbonians, 30 judges said, were waiting for a decision in June 2025.",),
    )
    (note,) = [note for note in answer.notes if "differ" in note]
    assert "4,100 (Paper 1" in note
    assert "3,900 (Paper 2" in note


def test_days_on_which_sources_disagree_are_both_shown(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask(
        "When did the treaty with Elbonia begin?",
        ("The treaty with Elbonia began on 5 August 2025.",),
        ("The treaty with Elbonia began on 6 August 2025.",),
    )
    (note,) = [note for note in answer.notes if "differ" in note]
    assert "5 August 2025 (Paper 1" in note
    assert "6 August 2025 (Paper 2" in note


def test_a_second_version_in_the_next_sentence_is_shown_with_the_first(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask(
        "When did the treaty with Elbonia begin?",
        ("One agency has the treaty with Elbonia begin on 5 August 2025. The ministry has 6 May.",),
    )
    (citation,) = answer.citations
    assert citation.text.endswith("The ministry has 6 May.")


def test_what_happened_since_a_deed_does_not_tell_its_day(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask(
        "When was the treaty with Elbonia signed?",
        ("Since the treaty with Elbonia was signed, arrivals fell to 40 by March 2025.",),
    )
    assert answer.status is Status.NOT_FOUND


def test_an_agreement_is_not_in_force_because_another_is(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask(
        "Is the agreement with Vietnam still in force?",
        (
            "Returns to Vietnam are rare. Another, with France, came into force on Monday.",
            "The agreement with Vietnam was discussed.",
        ),
    )
    assert "France" not in answer.text


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("Elbonians may work once their claims have waited for too long.", Status.ANSWERED),
        ("Elbonians may work in kitchens, bakeries and laundries.", Status.NOT_FOUND),
    ],
)
def test_when_something_is_allowed_is_told_by_a_condition(ask, told: str, status: Status) -> None:  # type: ignore[no-untyped-def]
    assert ask("When may Elbonians work?", (told,)).status is status


def test_no_row_tells_when_something_is_allowed(tmp_path: Path) -> None:
    with Library.open(tmp_path, FakeEmbedder(), write=True) as library:
        row = "Date 2025-09-30, measure Elbonians in hotels, unit people: 36,273"
        library.add([desk.document("hotels", Kind.STATISTICS, "Elbonians in hotels", (row,))])
        assistant = Assistant(library, build_chain(library))
        assert assistant.ask("When may Elbonians in hotels work?").status is Status.NOT_FOUND
        assert assistant.ask("When did Elbonians in hotels vote?").status is Status.NOT_FOUND


def test_what_an_act_got_is_dated_where_both_are_named(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask(
        "When was Royal Assent given to the Harbour Act?",
        ("The Harbour Act deals with piers. It received Royal Assent on 4 May 2025.",),
        ("The Harbour Act was debated on 2 March 2025.",),
    )
    assert "4 May 2025" in answer.text
    assert "2 March 2025" not in answer.text


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("When did Vietnam sign the treaty?", Status.ANSWERED),
        ("When did Vietnam and France sign the treaty?", Status.NOT_FOUND),
        ("When was the treaty with France signed?", Status.NOT_FOUND),
    ],
)
def test_no_agreement_is_dated_by_one_of_other_countries(ask, asked: str, status: Status) -> None:  # type: ignore[no-untyped-def]
    story = "Vietnam signed the treaty on 4 May 2025. France has watched it."
    assert ask(asked, (story,)).status is status
