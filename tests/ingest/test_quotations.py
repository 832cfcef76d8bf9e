"""Who said what: every form of speech, one representation, exact spans, whatever the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.quotations import extract
from ingest.readers import read
from ingest.understand import Origin, understand
from vectorstore.records import Form, Kind
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from pathlib import Path

    from vectorstore.records import Quotation


def told(text: str) -> list[tuple[str, str]]:
    """Speaker and words of the direct and mixed quotations."""
    return [
        (quotation.speaker, " / ".join(text[start:end] for start, end in quotation.parts))
        for quotation in extract(text)
        if quotation.form is not Form.INDIRECT
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ana Ruiz, the interior minister, said: “We will act.”",
            [("Ana Ruiz", "We will act.")],
        ),
        ("“We will act,” said Ana Ruiz.", [("Ana Ruiz", "We will act,")]),
        (
            "“We will act,” Ana Ruiz said, “and we will act soon.”",
            [("Ana Ruiz", "We will act, / and we will act soon.")],
        ),
        (
            "Ana Ruiz said: “We will act.” She added: “Nobody is above the law.”",
            [("Ana Ruiz", "We will act."), ("Ana Ruiz", "Nobody is above the law.")],
        ),
        (
            'Ana Ruiz told reporters: "The border is closed."',
            [("Ana Ruiz", "The border is closed.")],
        ),
    ],
)
def test_speech_is_found_with_its_speaker(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


def test_a_speech_over_paragraphs_is_one_quotation() -> None:
    text = "Bo Lind said: “It began in May.\n\n“It ended in June.\n\n“Nobody noticed.”"
    (only,) = [q for q in extract(text) if q.form is Form.DIRECT]
    assert only.speaker == "Bo Lind"
    assert len(only.parts) == 3


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We lost,” Rep. Lucía Garza-Ortiz said Tuesday.", "Lucía Garza-Ortiz"),
        (
            "Pressed by the host, Carol Yates, on it, Bo Lind replied, “We lost it.”",
            "Bo Lind",
        ),
        ("As Sen. Ana Ruiz put it, “there is not one brick.”", "Ana Ruiz"),
        ("Bo Lind was more forthcoming: “Oh, they talked. It was loud.”", "Bo Lind"),
        ("“Another bombshell?” Bo Lind, the former nominee, tweeted.", "Bo Lind"),
        ("“They count us all,” another detainee, Ana Ruiz, said quietly.", "Ana Ruiz"),
        ("“They should not be counted.”\n\nThat is what Ana Ruiz said in April.", "Ana Ruiz"),
        ("Bo Lind said the government was boasting of “a measly little deal”.", "Bo Lind"),
        ("ABC News: “The number dropped by half in January.”", "ABC News"),
        ("The president spoke in Manila. “They are afraid,” he said.", "The president"),
        ("The agency put out a statement:\n\n“We regret what took place.”", "The agency"),
    ],
)
def test_whose_words_they_are(text: str, speaker: str) -> None:
    ((found, _),) = told(text)
    assert found == speaker


def reported(text: str) -> list[tuple[str, str]]:
    """Speaker and words of what is reported without marks."""
    return [(q.speaker, text[q.start : q.end]) for q in extract(text) if q.form is Form.INDIRECT]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Norway met. Marlow House forecasts that boats will go. Few people stay, it says.",
            "Marlow House",
        ),
        ("The ministry counts boats. The figures may change, it says.", "The ministry"),
        ("The charity said the council had failed. It said that homes stood empty.", "The charity"),
    ],
)
def test_it_is_the_body_that_the_words_before_are_about(text: str, speaker: str) -> None:
    assert reported(text)[-1][0] == speaker


@pytest.mark.parametrize(
    "text",
    [
        "The council agreed and the ministry objected. Later it said that homes stood empty.",
        "It was raining. Homes stood empty, it said.",
        "The council met. The army and the police came. Snow fell. It said that homes stood empty.",
    ],
)
def test_what_it_stands_for_is_nobody_where_two_fit_or_none(text: str) -> None:
    assert not [speaker for speaker, words in reported(text) if "stood empty" in words]


def test_it_is_no_body_that_is_named_after_it() -> None:
    text = "The charity opened in May. It said that the council was wrong."
    assert reported(text)[-1] == ("The charity", "the council was wrong")


@pytest.mark.parametrize(
    ("release", "speaker"),
    [
        ("the government release", "the government release"),
        ("the release", "the release"),
    ],
)
def test_a_release_is_no_statement_of_the_person_named_before_it(
    release: str, speaker: str
) -> None:
    text = f"Minister Bo Lind signed for Norway. A deputy signed for Chad, according to {release}."
    assert reported(text) == [(speaker, "A deputy signed for Chad")]


def test_a_statement_is_that_of_the_person_or_the_body_before_it() -> None:
    assert told("Bo Lind resigned. “I have failed you,” the statement said.")[0][0] == "Bo Lind"
    text = "The ministry closed the camp. “We regret it,” the statement said."
    assert told(text)[0][0] == "The ministry"


def test_several_who_say_it_together_are_all_named() -> None:
    text = "Norway and Chad announced in May that they had signed a pact."
    assert reported(text) == [("Norway and Chad", "they had signed a pact")]
    text = (
        "Nobody said so. In early November the Home Office counted 94 returned and 57 admitted, "
        "Law Sentis and Cosmic Vision News reported."
    )
    assert reported(text)[-1][0] == "Law Sentis and Cosmic Vision News"


def test_a_pronoun_is_never_somebody_who_is_named_later() -> None:
    text = "“I know,” she said.\n\nAna Ruiz, a senator, arrived on Tuesday."
    assert told(text) == [("", "I know,")]


@pytest.mark.parametrize(
    "text",
    [
        "Gov. C.L. “Buck” Lind signed the bill on Monday, he said.",
        "France and Britain began the “one in, one out” pilot in August and returned 193.",
        "He wore a cap with the words “Make It Great” on it, Bo Lind said.",
    ],
)
def test_nicknames_terms_and_words_on_things_are_nobody_s_speech(text: str) -> None:
    assert told(text) == []


def test_lines_of_one_stretch_are_one_part_and_reopened_paragraphs_their_own() -> None:
    wrapped = "Bo Lind said: “It began in May.\nIt ended in June.”"
    assert [len(q.parts) for q in extract(wrapped)] == [1]
    reopened = "Bo Lind said: “It began in May.\n\n“It ended in June.”"
    assert [len(q.parts) for q in extract(reopened)] == [2]


def test_agreements_and_tables_quote_nobody() -> None:
    text = "Ana Ruiz said: “We will act.”"
    assert extract(text, kind=Kind.AGREEMENT) == extract(text, kind=Kind.STATISTICS) == []


def test_a_text_in_which_nobody_speaks_is_not_even_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.quotations.english.english", lambda: pytest.fail("parsed"))
    assert extract("Arrivals fell in May.\n\nThey rose in June by 4 per cent.") == []


def _sound(text: str, quotations: list[Quotation]) -> bool:
    spans = [(q.start, q.end) for q in quotations]
    return spans == sorted(spans) and all(
        0 <= q.start <= a <= b <= q.end <= len(text) for q in quotations for a, b in q.parts
    )


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="“”\"'‘’«» \n.,:ABcd said", max_size=200) | st.text(max_size=200))
def test_any_text_gives_exact_spans_in_order(text: str) -> None:
    assert _sound(text, extract(text))


def test_marks_without_end_take_no_time_to_speak_of() -> None:
    text = "“said " * 20_000
    assert _sound(text, extract(text))


def test_the_real_story_has_its_speeches_and_no_more(corpus: Path) -> None:
    """Dan Jarvis twice ("He added" is he), Chris Philp once in four paragraphs, and a fragment."""
    path = corpus / "articles" / "000_e8f31bac96de211f.txt"
    reading = read(path.read_bytes(), path.name)
    ((document, _),) = understand(
        reading, Origin(uri=str(path), digest="0", path=str(path)), FakeEmbedder(), None
    )
    found = [q for q in extract(document.text, title=document.title) if q.form is Form.DIRECT]
    assert [q.speaker for q in found] == ["Dan Jarvis", "Dan Jarvis", "Chris Philp"]
    assert [len(q.parts) for q in found] == [1, 1, 4]
    fragments = [q for q in extract(document.text) if q.form is Form.MIXED]
    assert [(document.text[q.start : q.end], q.speaker) for q in fragments] == [
        ("swift", "Home Office")
    ]
