"""Sentences with the words of a question that tell of something else, and words for one thing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import desk
import pytest

from assistant import Assistant, Status, build_chain
from assistant.answer import Turn
from assistant.condense import condense
from assistant.extract import ONLY_REPORTED
from assistant.question import understand
from assistant.retrieve import in_other_words
from assistant.when import asked_spans, of_another_span
from assistant.words import acronyms
from vectorstore import Kind, Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant import Answer

    Ask = Callable[..., Answer]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    def asked(question: str, *story: str, kind: Kind = Kind.ARTICLE, title: str = "News") -> Answer:
        with Library.open(tmp_path, FakeEmbedder(), write=True) as library:
            library.add(
                [
                    desk.document(
                        "a", kind, title, story, publisher="Post", published=date(2025, 8, 20)
                    )
                ]
            )
            return Assistant(library, build_chain(library)).ask(question)

    return asked


ACCORD = "The accord with Norway came into force on 1 May 2025."


@pytest.mark.parametrize("sort", ["accord", "treaty", "deal", "pact", "agreement", "arrangement"])
def test_an_agreement_answers_to_every_word_for_one(ask: Ask, sort: str) -> None:
    assert "1 May 2025" in ask(f"Is the {sort} with Norway in force?", ACCORD).text


def test_the_state_of_an_agreement_with_another_country_is_none(ask: Ask) -> None:
    story = f"{ACCORD} Talks with Chad went on."
    assert ask("Is the treaty with Chad in force?", story).status is Status.NOT_FOUND


def test_what_repeals_a_law_tells_whether_it_is_repealed(ask: Ask) -> None:
    answer = ask(
        "Is the Harbours Act 2019 repealed?", "The Ports Act repeals the Harbours Act 2019."
    )
    assert "repeals the Harbours Act 2019" in answer.text


def test_a_name_of_its_own_is_no_other_word_for_an_agreement(ask: Ask) -> None:
    story = "The treaty with Norway applies from 3 March 2024."
    assert ask("When does the Pact start to apply?", story).status is Status.NOT_FOUND


def test_what_applies_from_a_day_starts_to_apply_then(ask: Ask) -> None:
    answer = ask("When does the Pact start to apply?", "The Pact applies from 3 March 2024.")
    assert not any("lacks" in one.why for one in answer.considered)


def test_another_word_for_an_agreement_is_searched_for() -> None:
    assert in_other_words("Is the treaty with Norway in force?").endswith(
        "the deal with Norway in force?"
    )
    assert in_other_words("Who made the deal?") == "Who made the agreement?"
    assert in_other_words("When does the Pact apply?") == "When does the Pact apply?"


def test_the_day_of_one_step_is_not_that_of_another(ask: Ask) -> None:
    story = "The treaty with Norway was published on 5 May 2023 and goes to Parliament."
    assert "5 May 2023" in ask("When was the treaty with Norway published?", story).text
    assert ask("When was the treaty with Norway signed?", story).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "story"),
    [
        # a plan for what was done
        (
            "How many refugees did Norway admit in 2023?",
            "Norway will commit to admit 20,000 refugees in 2023.",
        ),
        # money and a condition for people
        (
            "How many people did Norway send to Chad?",
            "Norway pays Chad £370 million, and £120 million more once 300 people were sent.",
        ),
        # a number for a change
        (
            "By how much did arrivals in Norway fall in 2023?",
            "The average number of arrivals in Norway was 4,170 in 2023.",
        ),
        # all of a kind for one that is singled out
        (
            "How much did the first flight to Chad cost?",
            "Norway spent £50 million on flights to Chad, which cost more than planned.",
        ),
        # a whole year for a part of it
        (
            "How many people came to Norway in the third quarter of 2022?",
            "In 2022 the number of people who came to Norway was 12,658.",
        ),
        # criticism of a person for that of a scheme
        (
            "Who criticised the Chad scheme?",
            "Bo Lind defended the Chad scheme. Ana Ruiz accused him of lying.",
        ),
        # a law that speaks of an office for who holds it
        ("Who is the Harbour Commander?", "Section 1 is about the Harbour Commander in Norway."),
    ],
)
def test_what_tells_of_something_else_is_no_answer(ask: Ask, question: str, story: str) -> None:
    assert ask(question, story).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "story"),
    [
        (
            "How many refugees did Norway admit in 2023?",
            "Norway admitted 20,000 refugees in 2023.",
        ),
        (
            "By how much did arrivals in Norway fall in 2023?",
            "Arrivals in Norway fell by 36% in 2023.",
        ),
        (
            "How many people came to Norway in the third quarter of 2022?",
            "From July to September 2022 the number of people who came to Norway was 9,044.",
        ),
        (
            "Who is the Harbour Commander?",
            "The Harbour Commander is Ana Ruiz, an admiral of Norway.",
        ),
        ("who criticised the harbour scheme?", "The harbour scheme was criticised by Bo Lind."),
    ],
)
def test_what_tells_of_just_that_answers(ask: Ask, question: str, story: str) -> None:
    assert ask(question, story).status is Status.ANSWERED


def test_a_row_does_not_tell_that_it_is_the_largest(ask: Ask) -> None:
    answer = ask(
        "Which nationality was the largest group of arrivals in 2022?",
        "Nationality Chad: arrivals 2021: 69; 2022: 1,127",
        "Nationality Norway: arrivals 2021: 815; 2022: 12,658",
        kind=Kind.STATISTICS,
        title="Arrivals by nationality",
    )
    assert answer.status is Status.NOT_FOUND


def test_why_is_answered_with_the_sentence_that_tells_the_reason(ask: Ask) -> None:
    story = (
        "The court found the harbour plan unlawful in May. The judges saw a real risk of floods."
    )
    assert "risk of floods" in ask("Why was the harbour plan found unlawful?", story).text


def test_a_rule_tells_when_something_is_so_by_its_condition(ask: Ask) -> None:
    rule = "1. A claim is treated as withdrawn if the person leaves the harbour."
    answer = ask("When is a claim treated as withdrawn?", rule, kind=Kind.AGREEMENT, title="Rules")
    assert "leaves the harbour" in answer.text


NEWS = "The government said that it will agree new rules on returns with Norway."


def test_the_day_of_a_report_tells_when_its_own_news_was_announced(tmp_path: Path) -> None:
    question = "When was the agreement with Norway announced?"
    for headline, status in (
        ("Returns deal struck with Norway", Status.ANSWERED),
        ("Harbour costs rise", Status.NOT_FOUND),
    ):
        day = date(2025, 8, 20)
        story = desk.document("a", Kind.ARTICLE, headline, (NEWS,), publisher="Post", published=day)
        with Library.open(tmp_path / headline, FakeEmbedder(), write=True) as library:
            library.add([story])
            answer = Assistant(library, build_chain(library)).ask(question)
        assert answer.status is status
        assert ("20 August 2025" in answer.text) is (status is Status.ANSWERED)
        assert ONLY_REPORTED in answer.notes or status is Status.NOT_FOUND


def test_rules_on_an_office_do_not_tell_who_holds_it(ask: Ask) -> None:
    rule = "1. The Director General of the Rivers Union attends all sessions of the Council."
    question = "Who is the director general of the Rivers Union?"
    answer = ask(question, rule, kind=Kind.AGREEMENT, title="Constitution of the Rivers Union")
    assert answer.status is Status.NOT_FOUND


def test_an_organisation_is_known_by_its_initials(ask: Ask) -> None:
    told = "1. The Council shall meet in regular session once a year."
    title = "Constitution of the Northern Organization for Rivers"
    answer = ask("How often does the NOR council meet?", told, kind=Kind.AGREEMENT, title=title)
    assert "once a year" in answer.text
    assert {"nor", "cnor"} <= acronyms(title)


@pytest.mark.parametrize("office", ["home secretary", "Home Secretary"])
def test_an_office_is_no_other_s_also_without_capitals(ask: Ask, office: str) -> None:
    shadow = "Shadow home secretary Bo Lind said the harbour plan was a farce."
    question = f"What did the {office} say about the harbour plan?"
    assert ask(question, shadow).status is Status.NOT_FOUND
    assert ask(question.replace("the ", "the shadow ", 1), shadow).status is Status.ANSWERED


@pytest.mark.parametrize("sort", ["directive", "regulations"])
def test_a_law_without_capitals_is_no_other_law(ask: Ask, sort: str) -> None:
    told = f"1. The {sort} on harbours allow detention of a boat for two days."
    title = f"Harbour {sort} on boats"
    question = f"What do the harbour {sort} say about detention of a boat?"
    assert "two days" in ask(question, told, kind=Kind.AGREEMENT, title=title).text
    other = ask(question.replace("harbour", "forest"), told, kind=Kind.AGREEMENT, title=title)
    assert other.status is Status.NOT_FOUND


@pytest.mark.parametrize("law", ["the 1951 convention", "the Harbour Act 1951"])
def test_a_year_in_a_title_is_not_looked_for_in_the_sentence(law: str) -> None:
    asked = understand(f"What does {law} say about dredging?")
    assert asked.numbers == {"1951"}
    assert "1951" not in asked.terms
    assert "1951" in understand("What was said of dredging in 1951?").terms


def test_one_day_answers_when_something_happened(ask: Ask) -> None:
    answer = ask(
        "When did the Harbour Act get Royal Assent?",
        "The Harbour Act got Royal Assent on 4 May 2025. The Lords had voted on 2 March 2025. The "
        "Commons had voted on 1 March 2025.",
    )
    assert "4 May 2025" in answer.text
    assert "March" not in answer.text


def test_who_speaks_is_shown_with_the_words(ask: Ask) -> None:
    answer = ask(
        "What did Ana Ruiz say about the harbour?",
        "Harbour minister Ana Ruiz said:\n“The harbour stays open.”",
    )
    assert answer.sentences[0].text == "Harbour minister Ana Ruiz said: “The harbour stays open.”"


@pytest.mark.parametrize(
    ("asked", "text", "another"),
    [
        ("in the third quarter of 2022", "9,044 came from July to September 2022.", False),
        ("in the third quarter of 2022", "12,658 came in 2022.", True),
        ("between January and March 2023", "28 came from January to March 2023.", False),
        ("in the second quarter of 2025", "There were 32 at the end of June 2025.", False),
        ("in the first half of 2024", "There were 32.", False),
    ],
)
def test_a_part_of_a_year_is_asked_for_as_such(asked: str, text: str, another: bool) -> None:
    spans = asked_spans(f"How many came {asked}?")
    assert [of_another_span(span, text) for span in spans] == [another]


@pytest.mark.parametrize(
    ("earlier", "question", "alone"),
    [
        (
            "What does Article 7 of the harbour treaty say about time limits?",
            "And Article 12?",
            "What does Article 12 of the harbour treaty say?",
        ),
        (
            "How many Vietnamese arrived in 2022?",
            "And Albanians?",
            "How many Albanians arrived in 2022?",
        ),
    ],
)
def test_a_follow_up_takes_over_only_what_still_holds(
    earlier: str, question: str, alone: str
) -> None:
    assert condense(question, [Turn(question=earlier, answer="")]) == alone
