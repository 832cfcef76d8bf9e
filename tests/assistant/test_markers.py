"""Citation markers: found in the forms that models write, never in what only looks like one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.markers import find_markers, find_round, without


def numbers(text: str) -> list[tuple[int, ...]]:
    return [marker.numbers for marker in find_markers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell [1].", [(1,)]),
        ("It fell.[1]", [(1,)]),
        ("It fell [1][2].", [(1,), (2,)]),
        ("It fell [1] [12].", [(1,), (12,)]),
        ("It fell [1, 2].", [(1, 2)]),
        ("It fell [1,2,5].", [(1, 2, 5)]),
        ("It fell [1; 3].", [(1, 3)]),
        ("It fell [1 and 3].", [(1, 3)]),
        ("It fell [1, 2, and 3].", [(1, 2, 3)]),
        ("It fell [1-3].", [(1, 2, 3)]),
        ("It fell [1–3, 5].", [(1, 2, 3, 5)]),
        ("It fell [1]–[3].", [(1, 2, 3)]),
        ("It fell 【1】.", [(1,)]),
        ("It fell 【4:2†source】.", [(2,)]),
        ("It fell [^1].", [(1,)]),
        ("It fell [#2].", [(2,)]),
        ("It fell [Passage 2].", [(2,)]),
        ("It fell [passages 2 and 3].", [(2, 3)]),
        ("It fell [Source 1, Source 2].", [(1, 2)]),
        ("It fell (source 2).", [(2,)]),
        ("It fell (see passages 1, 3).", [(1, 3)]),
        ("It fell [1, paragraph 6].", [(1,)]),
        ("It fell [2: The Daily Example].", [(2,)]),
    ],
)
def test_a_marker_is_understood(text: str, expected: list[tuple[int, ...]]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[2023] UKSC 42 was unanimous.",
        "It fell to [1,900] people.",
        "Article 33(2) applies.",
        "They “[sic] went” home.",
        "The year (2024) was the worst.",
        "The deal (1) returns people and (2) pays for it.",
        "It cost [£800,000].",
        "It fell by [27%].",
        "“[The treaty] is void.”",
        "It happened in 2024.",
    ],
)
def test_what_is_no_marker_is_left_alone(text: str) -> None:
    assert find_markers(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell to 1,900 (2).", (2,)),
        ("It fell to 1,900 (1, 3)", (1, 3)),
        ("The rule is in Article 33 (2).", None),
        ("The rule is in paragraph (3).", None),
        ("The rule is in s. 3(2).", None),
        ("It rose in the year (2024).", None),
    ],
)
def test_a_closing_number_in_round_brackets_counts_unless_it_is_of_a_law(
    text: str, expected: tuple[int, ...] | None
) -> None:
    found = find_round(text)
    assert (found and found.numbers) == expected


def test_a_range_too_wide_to_be_meant_is_only_its_ends() -> None:
    assert numbers("It fell [1-900].") == [(1, 900)]
    assert numbers("It fell [5-2].") == [(5, 2)]


LISTS = st.lists(st.integers(0, 150), min_size=1, max_size=4, unique=True)


@given(LISTS, st.sampled_from(["[{}]", "【{}】", "[ {} ]", "[passages {}]", "(sources {})"]))
def test_every_number_of_a_list_is_found_and_the_marker_leaves_no_trace(
    listed: list[int], form: str
) -> None:
    shown = form.format(", ".join(map(str, listed)))
    text = f"The number fell {shown}. It rose."
    (marker,) = find_markers(text)
    assert marker.numbers == tuple(listed)
    assert text[marker.start : marker.end] == marker.shown == shown
    assert without(text, [marker]) == "The number fell. It rose."


@given(st.text(max_size=80))
def test_any_text_can_be_searched_and_markers_never_overlap(text: str) -> None:
    found = find_markers(text)
    assert all(text[m.start : m.end] == m.shown and m.numbers for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
