"""Quotations held against labelled ones: what counts as found, and as the right name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evals.quotations import Labelled, Text, agrees, from_lines, labelled_texts, lines_of, score

if TYPE_CHECKING:
    from pathlib import Path

MARKED = """=== one
title: A title
text:
{Ana Ruiz|before: “We will act,”} Ms Ruiz said of {-|title: “The Wall.”}

=== two
text:
{?|chant: “Out, out!”} they cried.
"""


@pytest.fixture
def labelled(tmp_path: Path) -> list[Text]:
    path = tmp_path / "set.txt"
    path.write_text(MARKED, encoding="utf-8")
    return labelled_texts(path)


def test_labels_leave_the_text_as_it_is_read(labelled: list[Text]) -> None:
    one, two = labelled
    assert one.text == "“We will act,” Ms Ruiz said of “The Wall.”"
    assert [one.text[q.start : q.end] for q in one.quotes] == ["“We will act,”", "“The Wall.”"]
    assert [q.speaker for q in two.quotes] == [""]


def test_a_stretch_that_is_no_speech_counts_against_precision(labelled: list[Text]) -> None:
    one = labelled[0]
    right = Labelled(1, 13, "Ruiz")
    wrong = Labelled(31, 40, "Ana Ruiz")
    tally, kinds = score([one], [Text("one", one.text, (right, wrong))])
    assert (tally.labelled, tally.found, tally.spans, tally.names) == (1, 2, 1, 1)
    assert tally.precision == 0.5
    assert kinds["title"]["found"] == 0


def test_half_of_a_stretch_is_found_and_less_is_not(labelled: list[Text]) -> None:
    one = labelled[0]
    tally, _ = score([one], [Text("one", one.text, (Labelled(1, 8, "Ana Ruiz"),))])
    assert tally.spans == 1
    tally, _ = score([one], [Text("one", one.text, (Labelled(1, 4, "Ana Ruiz"),))])
    assert tally.spans == 0


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ("Ana Ruiz", "Sen. Ruiz", True),
        ("Ana Ruiz", "she", False),
        ("Ana Ruiz", "", False),
        ("Ana Ruiz", "Bo Lind", False),
        ("a former president", "A former president of the country", True),
    ],
)
def test_names_agree_without_titles_and_pronouns_are_no_names(
    gold: str, found: str, right: bool
) -> None:
    assert agrees(Labelled(0, 1, gold), Labelled(0, 1, found)) is right


def test_json_lines_come_back_as_they_went(labelled: list[Text], tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(lines_of(labelled), encoding="utf-8")
    back = list(from_lines(path))
    assert [text.text for text in back] == [text.text for text in labelled]
    assert [q.speaker for q in back[0].quotes] == ["Ana Ruiz"]
