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
    """Five stretches of speech of two men: Dan Jarvis's two, and Chris Philp's one speech."""
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
