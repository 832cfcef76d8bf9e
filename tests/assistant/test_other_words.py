"""A sentence may say in other words what its source says, and not another thing in the same."""

from __future__ import annotations

import pytest
from sources import hit

from assistant.thesaurus import words_of
from assistant.verify import verify
from assistant.wording import light, telling, unanswered
from assistant.wordlists import lines

RULE = "The committee shall not publish a report without leave of both parties."
YEARS = "Some 4,100 people arrived in 2022, 3,600 in 2023 and 2,900 in 2024."
HOUSES = "In 2024 hostels held 41% of the families, and flats took 63% of the cost."


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The committee may not publish a report without permission from both parties.", RULE),
        ("Arrivals dropped to 2,900 in 2024, from about 4,100 two years before.", YEARS),
        ("In 2024 flats accounted for 63% of the cost.", HOUSES),
        ("The count leaves out lorries.", "Lorries are not counted in the count."),
        ("The panel is allowed to change the annex.", "The committee may amend the annex."),
        ("Hardly any of them came from Bern.", "Few of them came from Bern."),
        ("It handed the person over to Bern.", "It transferred the person to Bern."),
        ("It lasts no more than six years.", "It lasts at most six years."),
        (
            "The court froze the fee on 3 May 2024 and the visa two days later.",
            "The court froze the fee on 3 May 2024 and the visa on 5 May 2024.",
        ),
        ("The talks were halted in late May 2024.", "The talks were suspended on 28 May 2024."),
    ],
)
def test_other_words_for_the_same_pass(text: str, source: str) -> None:
    assert verify(text, [hit(source)]).problems == ()


@pytest.mark.parametrize(
    ("text", "source", "problem"),
    [
        ("The committee may publish a report without permission.", RULE, "leaves out"),
        ("Arrivals dropped to 4,100 in 2024, from 2,900 in 2022.", YEARS, "4,100|2,900"),
        (
            "In 2024 hostels took 63% of the cost and flats held 41%.",
            HOUSES,
            "keep apart|tie|gives",
        ),
        ("Lorries appear in the count.", "The count leaves out lorries.", "leaves out"),
        ("The committee must amend the annex.", "The committee may amend the annex.", "duty"),
        ("The committee should amend it.", "The committee must amend it.", "softens"),
        ("All courts may hear it.", "Several courts may hear it.", "all"),
        ("It costs £50 a month.", "It costs £50 a week.", "month|rate"),
        ("The treaty took effect in Bern.", "The treaty was signed in Bern.", "effect"),
        ("The count fell from 255 to 225.", "The count was 225 and is 255.", "turns|not"),
        ("One came on 3 May 2024, one a week later.", "They came on 3 and 5 May 2024.", "week"),
        ("It came within 400 days.", "It came within 14 days.", "400"),
        ("Neither side may end it.", "Either side may end it.", "neither"),
        ("Exactly 400 claims came.", "About 400 claims came.", "exactly"),
        ("The data are good enough to use.", "The data are too poor to use.", "enough"),
        ("France must ask Spain for leave.", "Spain must ask France for leave.", "Spain"),
        ("The Danish ministry paid.", "The Swiss ministry paid.", "Danish|denmark"),
        (
            "1,305 people arrived in 25 boats.",
            "On Monday 1,305 people arrived in 27 boats. On Tuesday 25 boats arrived.",
            "25",
        ),
        (
            "Ann Lee said the visas for nurses were capped, while Bo Ray said the fee was fixed.",
            "Bo Ray said that visas for nurses were capped. Ann Lee said that the fee was fixed.",
            "say it",
        ),
        ("The flight came from Bern.", "The flight went to Bern.", "from"),
        ("The court granted Swiss claims.", "The court granted Danish claims.", "Swiss|swiss"),
    ],
)
def test_the_same_words_for_another_thing_do_not(text: str, source: str, problem: str) -> None:
    problems = " ".join(verify(text, [hit(source)]).problems)
    assert any(part in problems for part in problem.split("|")), problems


def test_no_word_that_could_bend_a_sentence_is_free() -> None:
    bending = "all most half only proposed signed cancelled children refugees month bill"
    assert not light() & {word.stem for word in words_of(bending)}


def test_every_word_of_the_list_of_telling_adverbs_is_asked_of_the_source() -> None:
    assert unanswered(words_of("openly"), "They met.") == []
    assert unanswered(words_of("permanently"), "They met.") == ["permanently"]
    assert all(word.endswith("ly") for word in telling())


def test_a_word_is_answered_by_one_that_says_the_same_whatever_its_form() -> None:
    assert unanswered(words_of("prolonged"), "The pact was extended.") == []
    assert unanswered(words_of("applicants"), "They applied.") == []
    assert unanswered(words_of("cancelled"), "The pact was extended.") == ["cancelled"]


def test_every_line_of_the_lists_of_what_says_the_same_joins_at_least_two() -> None:
    assert all("," in line for line in lines("alike.txt"))
    assert all(len(line.split()) > 1 for line in lines("forms.txt"))
