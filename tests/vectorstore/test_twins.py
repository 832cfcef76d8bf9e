"""Which passages are shown once."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.twins import fold, near_identical

STORY = (
    "A boat with forty people aboard was brought into harbour on Tuesday night after its engine "
    "failed off the headland, the coastguard said, adding that nobody was hurt."
)


@dataclass(frozen=True)
class Told:
    document_id: str
    text: str


def test_an_edited_copy_is_a_twin() -> None:
    edited = STORY.replace("the coastguard said, adding that nobody was hurt", "and all are safe")
    assert near_identical(STORY, edited)
    assert near_identical(edited, STORY)


def test_marks_and_case_do_not_make_a_difference() -> None:
    assert near_identical(STORY, STORY.upper().replace(",", " –"))


def test_another_report_of_the_same_thing_is_no_twin() -> None:
    other = (
        "The coastguard towed forty people to safety on Tuesday when the motor of their boat gave "
        "out near the headland; none of them was injured, it reported."
    )
    assert not near_identical(STORY, other)


def test_a_corrected_figure_is_never_hidden() -> None:
    one = STORY.replace("forty", "1,295")
    assert not near_identical(one, STORY.replace("forty", "1,137"))
    assert near_identical(one, one.replace("nobody was hurt", "all were well"))


def test_a_short_quotation_does_not_stand_for_the_passage_around_it() -> None:
    assert not near_identical(STORY, STORY.split(" after ", maxsplit=1)[0])


def test_short_passages_are_twins_only_word_for_word() -> None:
    assert near_identical("Iraq: 12 arrivals", "Iraq, 12 arrivals")
    assert not near_identical("Iraq: 12 arrivals", "Iraq: 13 arrivals")
    assert not near_identical("", "")


def test_passages_of_one_document_are_never_each_others_twins() -> None:
    same = [Told("a", STORY), Told("a", STORY)]
    assert fold(same, 5) == [(same[0], []), (same[1], [])]


def test_a_twin_further_down_is_still_listed_when_the_list_is_full() -> None:
    first, other, late = Told("a", STORY), Told("b", "Something else."), Told("c", STORY)
    assert fold([first, other, late], 1) == [(first, [late])]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([STORY, "x y z", "p q", ""]))))
def test_nothing_is_lost_and_the_order_is_kept(told: list[tuple[str, str]]) -> None:
    ranked = [Told(*pair) for pair in told]
    folded = fold(ranked, len(ranked))
    assert sum(1 + len(twins) for _, twins in folded) == len(ranked)
    places = {id(told): place for place, told in enumerate(ranked)}
    order = [places[id(first)] for first, _ in folded]
    assert order == sorted(order)
