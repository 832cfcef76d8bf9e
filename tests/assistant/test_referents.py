"""What "it", "she" or "the deal" stands for, in brackets: one thing that fits, or nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import Assistant, build_chain
from assistant.referents import Shown, put_in, with_referents
from assistant.sentences import shown_spans
from evals.bench.referents import SETS
from evals.corpora import DEMO
from evals.referents import labelled, score
from ingest.quotations import extract
from ingest.run import ingest
from vectorstore import Kind, Library
from vectorstore.records import Document
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vectorstore.embedding import Embedder

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
LEAST_PRECISION = 0.97
LEAST_FOUND = 0.6


def document(text: str, title: str = "", kind: Kind = Kind.ARTICLE) -> Document:
    return Document(id="d", kind=kind, title=title, digest="0" * 64, language="en", text=text)


def last_sentence(text: str, title: str = "", kind: Kind = Kind.ARTICLE) -> str:
    """The last sentence of ``text`` as an answer shows it by itself."""
    start, end = shown_spans(text)[-1]
    return with_referents(text[start:end], start, document(text, title, kind), [])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Britain and France signed an agreement on returns. It came into force in August.",
            "It [the agreement on returns] came into force in August.",
        ),
        (
            "Ministers announced a deal with Iraq in August.\n\nThe deal lets people be returned.",
            "The deal [with Iraq] lets people be returned.",
        ),
        (
            "The Ministry of Defence counted 1,295 people.\n\nThe ministry warns of errors.",
            "The ministry [of Defence] warns of errors.",
        ),
        (
            "All escorts are unarmed. Escorts shall travel by air. They must carry papers.",
            "They [escorts] must carry papers.",
        ),
        (
            "The arbitration tribunal shall lay down its own procedure. Its award shall be final.",
            "Its [the arbitration tribunal’s] award shall be final.",
        ),
        (
            "Yvette Cooper took office on 5 July 2024. She left it in September 2025.",
            "She [Yvette Cooper] left it in September 2025.",
        ),
        (
            "The number of people waiting was 64,426 in December. It had peaked at 175,457.",
            "It [the number of people waiting] had peaked at 175,457.",
        ),
        (
            "The Border Act 2025 repeals the Rwanda Act 2024. It received Royal Assent in May.",
            "It [the Border Act 2025] received Royal Assent in May.",
        ),
    ],
)
def test_one_thing_that_fits_is_put_in(text: str, shown: str) -> None:
    assert last_sentence(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        # Two that fit.
        "The deal with Iraq came first. The deal with Vietnam came later.\n\nThe deal was praised.",
        "The Home Office told the High Court so. It said that it would appeal.",
        "The Home Office published a report on Monday. It found that claims had fallen.",
        "The government published a strategy on Monday. It contains twelve measures.",
        "Parliament passed legislation in May. It was widely criticised.",
        "Ministers announced new rules. They will apply from June.",
        "Ministers met union leaders on Monday. They called the talks useful.",
        "States may not punish refugees. Their movements may be restricted.",
        "Keir Starmer met Rishi Sunak on Monday. He left early.",
        "The inquiry into the deal with Iraq began in May. It was concluded in June.",
        "The cost of the scheme has risen. It was scrapped.",
        "The fall has another cause, because the period it covers ended before. It ended in May.",
        "The European Council met in June.\n\nThe Council adopted the law.",
        "The Committee met.\n\nThe Home Affairs Committee met too.\n\nThe Committee left.",
        # Nothing that is named.
        "The deal with Iraq was signed. It is expected that flights will begin.",
        "The deal with Iraq was signed. It comes as arrivals rise.",
        "The deal with Iraq was signed. It was the first time that this had happened.",
        "The first flight was cancelled in June. It took three years to plan another.",
        # It names its subject itself, or says which.
        "A deal with Iraq was signed in August.\n\nThe deal with Iraq lets people be returned.",
        "A deal with Iraq was signed in August.\n\nThe deal between the two lets flights begin.",
        # Cataphora, another section, somebody's words, a heading.
        "Claims fell. In its report of 7 May the National Audit Office saw few savings.",
        "The treaty with France was signed.\n\nCosts\n\nIt was £3 million.",
        "The deal with Iraq was signed. Chris Philp said “the deal is a sham”.",
        "The Rwanda Act 2024 was passed.\n\nThe bill",
    ],
)
def test_where_there_is_doubt_nothing_is_put_in(text: str) -> None:
    start, end = shown_spans(text)[-1]
    assert put_in(text[start:end], start, document(text), []) == []


def test_a_bracket_never_looks_like_the_mark_of_a_citation() -> None:
    shown = last_sentence("The Act 2025 was passed in May.\n\nThe Act is long.")
    assert shown == "The Act [the Act 2025] is long."


def test_an_agreement_is_not_told_its_own_name() -> None:
    text = "State A and State B agree.\n\nThe Agreement takes effect in June."
    title = "Agreement between State A and State B on readmission"
    assert "[" not in last_sentence(text, title, Kind.AGREEMENT)


def test_a_title_tells_what_the_text_only_calls_the_pact() -> None:
    text = "Ministers met on Monday.\n\nThe Pact reckons with 30,000 relocations a year."
    shown = last_sentence(text, "The European Union's Pact on Migration and Asylum")
    assert shown.startswith("The Pact [the European Union's Pact on Migration and Asylum] reckons")


def test_what_was_shown_right_before_is_not_told_again() -> None:
    text = "A deal with Iraq was signed in August. The deal lets people be returned."
    (first, second) = shown_spans(text)
    one = text[slice(*second)]
    before = Shown("d", *first)
    assert with_referents(one, second[0], document(text), [], before) == one
    elsewhere = Shown("another", *first)
    assert "[with Iraq]" in with_referents(one, second[0], document(text), [], elsewhere)


def test_what_a_bracket_has_just_told_is_not_told_again() -> None:
    text = "A deal with Iraq was signed in May.\n\nThe deal helps.\n\nThe deal pays."
    _, second, third = shown_spans(text)
    shown = with_referents(text[slice(*second)], second[0], document(text), [])
    assert shown == "The deal [with Iraq] helps."
    again = text[slice(*third)]
    before = Shown("d", *second, shown)
    assert with_referents(again, third[0], document(text), [], before) == again


def test_who_speaks_is_told_even_right_after_a_sentence_that_names_them() -> None:
    text = "Carl Lind said the plan was “a costly muddle”.\n\nHe added: “a trick of the light”."
    first, second = shown_spans(text)
    again = text[slice(*second)]
    before = Shown("d", *first)
    shown = with_referents(again, second[0], document(text), extract(text), before)
    assert shown == "He [Carl Lind] added: “a trick of the light”."


def test_two_sentences_shown_together_need_no_bracket_between_them() -> None:
    text = "A deal with Iraq was signed in August. The deal lets people be returned."
    assert with_referents(text, 0, document(text), []) == text


def test_other_languages_and_tables_are_left_alone() -> None:
    text = "A deal with Iraq was signed. The deal lets people be returned."
    start = text.index("The deal lets")
    for changed in ({"language": "nl"}, {"kind": Kind.STATISTICS}):
        other = Document(**{**_fields(document(text)), **changed})
        assert put_in(text[start:], start, other, []) == []


def _fields(one: Document) -> dict[str, object]:
    return {name: getattr(one, name) for name in ("id", "kind", "title", "digest", "text")}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("demo")
    with Library.open(place, FakeEmbedder(), write=True) as library:
        ingest([str(DEMO)], library)
        yield library


def test_brackets_of_the_labelled_sentences_are_right(demo: Library) -> None:
    tallies = score(labelled(SETS / "referents_demo.yaml"), demo).values()
    right, wrong = sum(t.right for t in tallies), sum(t.wrong for t in tallies)
    wanted, found = sum(t.wanted for t in tallies), sum(t.found for t in tallies)
    assert sum(t.sentences for t in tallies) >= 80
    assert right / (right + wrong) >= LEAST_PRECISION, [t.errors for t in tallies]
    assert found / wanted >= LEAST_FOUND, [t.missed for t in tallies]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real sources are not here")
def test_brackets_over_the_real_sources_are_right(tmp_path: Path) -> None:
    path = SETS / "referents_corpus.yaml"
    named = sorted({one.document for one in labelled(path)})
    files = [str(file) for name in named for file in CORPUS.rglob(name)]
    with Library.open(tmp_path, FakeEmbedder(), write=True) as library:
        ingest(files, library)
        tallies = score(labelled(path), library).values()
    right, wrong = sum(t.right for t in tallies), sum(t.wrong for t in tallies)
    assert right / (right + wrong) >= LEAST_PRECISION, [t.errors for t in tallies]


def test_every_bracket_of_the_demo_sources_stands_earlier_in_its_document(demo: Library) -> None:
    for summary in demo.entries():
        told = demo.document(summary.entry.id)
        quotations = demo.quotations(told.id)
        for start, end in shown_spans(told.text):
            words = told.text[start:end]
            for one in put_in(words, start, told, quotations):
                before = plain(f"{told.title} {told.text[: one.at]}")
                assert plain(one.words).removeprefix("the ") in before
                assert start < one.at <= end


def test_without_its_brackets_a_sentence_is_the_source_s(demo: Library) -> None:
    for summary in demo.entries():
        told = demo.document(summary.entry.id)
        quotations = demo.quotations(told.id)
        for start, end in shown_spans(told.text):
            words = told.text[start:end]
            shown = with_referents(words, start, told, quotations)
            if "[" not in words:
                assert re.sub(r" \[[^\]]*\]", "", shown) == plain_spaces(words)


PIECES = (
    "The deal with Iraq was signed in May. ", "It came into force in June. ", "The deal works. ",
    "They agreed to it. ", "Its terms are secret. ", "Yvette Cooper spoke. ", "She left. ",
    "The ministry said so. ", "\n\n", "Costs\n\n", "2. It applies to both. ", "It", "the Act ",
    "The Ministry of Defence counts. ", "“The deal is a sham,” he said. ", "[sic] ", "’",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=9), st.data())
def test_whatever_the_text_only_its_own_words_are_put_in(
    pieces: list[str], data: st.DataObject
) -> None:
    text = "".join(pieces)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    told = document(text, "A treaty with France")
    found = put_in(text[start:end], start, told, [])
    for one in found:
        assert start <= one.at <= end
        assert plain(one.words).removeprefix("the ") in plain(f"{told.title} {text[: one.at]}")
    shown = with_referents(text[start:end], start, told, [])
    assert len(shown.split()) >= len(text[start:end].split())
    assert shown.count("[") == text[start:end].count("[") + len(found)


def test_an_answer_tells_what_the_deal_is_and_its_citation_stays_the_source_s(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
) -> None:
    with Library.open(tmp_path_factory.mktemp("asked"), embedder, write=True) as library:
        ingest([str(DEMO / "articles" / "border-security-act-2025.md")], library)
        answer = Assistant(library, build_chain(library)).ask("What does the Act repeal?")
        shown = " ".join(sentence.text for sentence in answer.sentences)
        assert "The Act [the Border Security, Asylum and Immigration Act 2025] repeals" in shown
        for citation in answer.citations:
            text = library.document(citation.entry.id).text
            assert text[citation.start : citation.end] == citation.text
            assert "[" not in citation.text


def plain(text: str) -> str:
    return plain_spaces(text).casefold()


def plain_spaces(text: str) -> str:
    return " ".join(text.split())
