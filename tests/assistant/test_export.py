"""What is kept of a conversation: nothing of a source becomes markup, and all that happened."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import TYPE_CHECKING

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Considered, Sentence, Status, Step
from assistant.export import FORMATS, Conversation, audit, exported, markdown, save
from assistant.references import bibtex, csl, escaped, plain
from vectorstore.errors import OnRecordError
from vectorstore.records import Entry, Filters, Kind, SourceClass

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = Entry(
    id="ab12cd34",
    kind=Kind.ARTICLE,
    title="Returns & 100% of <b>costs</b> ![x](http://evil.example/x.png)",
    digest="d" * 64,
    publisher="Morning Post",
    author="A. Writer",
    published=date(2025, 8, 20),
    url="https://post.example/returns",
    source_class=SourceClass.REPORTING,
)


def cited(number: int = 1, text: str = "4,100 came.", entry: Entry = ENTRY) -> Citation:
    return Citation(
        number=number, entry=entry, locator="paragraph 2", start=5, end=5 + len(text), text=text
    )


def answered(question: str = "How many came?", **known: object) -> Answer:
    fields: dict[str, object] = {
        "question": question,
        "standalone_question": question,
        "status": Status.ANSWERED,
        "sentences": (Sentence(text="4,100 came.", citations=(1,), attribution="Morning Post"),),
        "citations": (cited(),),
    }
    return Answer(**(fields | known))  # type: ignore[arg-type]


def conversation(*answers: Answer) -> Conversation:
    return Conversation(answers=answers, settings={"model": "extractive"})


def test_markdown_numbers_the_footnotes_of_a_conversation_through() -> None:
    text = markdown(conversation(answered("One?"), answered("Two?")))
    assert "4,100 came.[^1]" in text
    assert "4,100 came.[^2]" in text
    assert text.count("[^1]:") == text.count("[^2]:") == 1


def test_nothing_of_a_source_is_markup_in_markdown() -> None:
    text = markdown(conversation(answered()))
    assert "![x]" not in text
    assert "<b>" not in text.replace("\\<b", "")


@given(st.text())
def test_escaped_text_reads_as_it_was(text: str) -> None:
    unescaped, backslash = [], False
    for character in escaped(text):
        if character == "\\" and not backslash:
            backslash = True
            continue
        unescaped.append(character)
        backslash = False
    assert "".join(unescaped) == text


def test_a_word_document_opens_and_has_the_sources_under_the_answer() -> None:
    data = exported(conversation(answered(question="Who\x00?")), ".docx")
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
    assert "Who?" in text
    assert "4,100 came.[1]" in text
    assert "paragraph 2" in text


def test_the_audit_has_everything_that_happened() -> None:
    looked_at = Considered(
        entry=ENTRY,
        locator="paragraph 3",
        start=0,
        end=4,
        text="They",
        score=0.1,
        kept=False,
        why="it lacks: 2024",
    )
    kept = audit(
        conversation(
            answered(
                considered=(looked_at,),
                steps=(Step(name="plan", detail="figure", tokens_in=3),),
                filters=Filters(since=date(2025, 1, 1)),
            )
        )
    )
    (exchange,) = kept["exchanges"]
    assert exchange["considered"][0]["why"] == "it lacks: 2024"
    assert exchange["citations"][0]["digest"] == "d" * 64
    assert exchange["steps"][0]["tokens_in"] == 3
    assert exchange["filters"]["since"] == "2025-01-01"
    assert kept["settings"] == {"model": "extractive"}
    json.dumps(kept)


def test_a_citation_in_one_line_has_all_that_is_known() -> None:
    assert plain(cited()).endswith(
        "Morning Post, 20 August 2025, paragraph 2. https://post.example/returns"
    )
    bare = Entry(id="x", kind=Kind.ARTICLE, title="A note", digest="")
    assert plain(cited(entry=bare)) == "A note, date not stated, paragraph 2."


def test_bibtex_escapes_what_tex_would_take_for_its_own() -> None:
    entry = bibtex([cited()])
    assert entry.startswith("@article{a2025ab12cd,")
    assert r"Returns \& 100\% of" in entry
    assert "year = {2025}" in entry


def test_csl_has_one_item_a_document_with_its_passages() -> None:
    (item,) = csl([cited(1), cited(2)])
    assert item["type"] == "article-newspaper"
    assert item["issued"] == {"date-parts": [[2025, 8, 20]]}
    assert item["note"] == "paragraph 2"
    (law,) = csl([cited(entry=Entry(id="t", kind=Kind.AGREEMENT, title="T", digest=""))])
    assert law["type"] == "treaty"
    assert "issued" not in law


def test_every_format_writes_an_empty_conversation_too(tmp_path: Path) -> None:
    for suffix in FORMATS:
        save(conversation(), tmp_path / f"kept{suffix}")
        assert (tmp_path / f"kept{suffix}").exists()


def test_another_suffix_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(OnRecordError, match="exe") as caught:
        save(conversation(answered()), tmp_path / "kept.exe")
    assert ".docx" in caught.value.remedy
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "kept.md").mkdir()
    with pytest.raises(OnRecordError, match="cannot be written"):
        save(conversation(answered()), tmp_path / "kept.md")
    assert [path.name for path in tmp_path.iterdir()] == ["kept.md"]
