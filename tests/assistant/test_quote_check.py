"""A quotation is checked word by word: what differs, what it was cut from, whose words they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import desk
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.quotes import Verdict, check
from assistant.quotes.align import align, find
from assistant.quotes.check import QuoteError
from assistant.quotes.tokens import norms, tokenise
from assistant.quotes.verdict import headline
from ingest.run import ingest
from vectorstore import Form, Item, Kind, Library, Quotation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vectorstore.embedding import Embedder

RUIZ = (
    "We will not look away, and the two co-operation treaties we've signed cost £2.6 million. "
    "People who provide shelter must not be punished. "
    "Arrivals fell by 12 per cent, although the law has not changed. "
    "It is not a crisis for the north. Boats will return until the gangs are broken."
)
LIND = "The plan is a waste of money and nobody believes in it any more."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("quotes")
    story = (
        f"Minister Ana Ruiz told parliament: “{RUIZ}”\n\nOpposition leader Bo Lind said: “{LIND}”"
    )
    with Library.open(place, embedder, write=True) as writing:
        plain = desk.document("speech", Kind.ARTICLE, "Debate on arrivals", story.split("\n\n"))
        spoken = [_said(story, RUIZ, "Ana Ruiz"), _said(story, LIND, "Bo Lind")]
        writing.add([Item(plain.document, plain.passages, spoken), *desk.sources()])
    with Library.open(place, embedder) as library:
        yield library


def _said(text: str, words: str, speaker: str) -> Quotation:
    start = text.index(words)
    end = start + len(words)
    return Quotation(start=start, end=end, parts=((start, end),), form=Form.DIRECT, speaker=speaker)


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        ("nobody believes in it any more", Verdict.VERBATIM),
        ("“nobody believes in it any more.”", Verdict.VERBATIM),
        ("the 2 cooperation treaties we have signed", Verdict.NORMALISED),
        ("Arrivals fell by 12%", Verdict.TRUNCATED_MISLEADING),
        ("cost £2.6million", Verdict.NORMALISED),
        ("[The government’s] plan is a waste of money", Verdict.BRACKETED),
        ("We will look away", Verdict.ALTERED_MEANING),
        ("We may not look away", Verdict.ALTERED_MEANING),
        ("treaties we've signed cost £26 million", Verdict.ALTERED_MEANING),
        ("everybody believes in it any more", Verdict.ALTERED_MEANING),
        ("The plan is a waste of time", Verdict.ALTERED_MEANING),
        ("The plan was a waste of money", Verdict.ALTERED_MEANING),
        ("a waste of the money and nobody believes", Verdict.ALTERED_MINOR),
        ("The plan is a waste and nobody believes in it", Verdict.OMISSION_UNMARKED),
        ("a crisis for the north", Verdict.TRUNCATED_MISLEADING),
        ("Boats will return", Verdict.TRUNCATED_MISLEADING),
        ("The plan is a waste of money … nobody believes in it", Verdict.ELLIPSIS),
        ("Arrivals fell by 12 per cent … the law has not changed", Verdict.ELLIPSIS_MISLEADING),
        ("We will not look away, nobody believes in it any more", Verdict.SPLICED),
        ("the moon is made of green cheese", Verdict.NOT_FOUND),
    ],
)
def test_the_gravest_finding_is_the_verdict(library: Library, quote: str, verdict: Verdict) -> None:
    found = check(quote, library)
    assert found.verdict is verdict, found.explanation


@pytest.mark.parametrize("quote", ["aw", "waste of mone", "hough the law", "row by row by row"])
def test_a_part_of_a_word_is_no_match(library: Library, quote: str) -> None:
    assert check(quote, library).verdict not in {Verdict.VERBATIM, Verdict.NORMALISED}


@pytest.mark.parametrize(
    ("speaker", "finding"),
    [
        ("Bo Lind", Verdict.SPEAKER_CONFIRMED),
        ("Mr Lind", Verdict.SPEAKER_CONFIRMED),
        ("Ana Ruiz", Verdict.MISATTRIBUTED),
        ("Nobody Here", Verdict.MISATTRIBUTED),
    ],
)
def test_the_words_are_those_of_their_speaker(
    library: Library, speaker: str, finding: Verdict
) -> None:
    found = check("nobody believes in it any more", library, speaker=speaker)
    assert finding in {one.kind for one in found.findings}
    assert (found.verdict is Verdict.MISATTRIBUTED) == (finding is Verdict.MISATTRIBUTED)


def test_where_no_speaker_is_known_that_is_said(library: Library) -> None:
    found = check("Silence counts as consent", library, speaker="Ana Ruiz")
    assert found.verdict is Verdict.SPEAKER_UNKNOWN


def test_a_match_is_the_text_of_its_document_with_what_differs(library: Library) -> None:
    found = check("We will look away", library)
    (match, *_) = found.matches
    text = library.document(match.entry.id).text
    assert text[match.start : match.end] == match.text == "We will not look away"
    assert [row for row in match.diff if row[0] != "equal"] == [("delete", "not", "")]
    assert match.speaker == "Ana Ruiz"


def test_what_is_not_found_says_what_was_searched(library: Library) -> None:
    found = check("the moon is made of green cheese", library)
    assert found.matches == ()
    assert "4 documents" in found.explanation


@pytest.mark.parametrize("quote", ["", "“…”", "?!", "word " * 10_000])
def test_what_is_no_quotation_is_refused(library: Library, quote: str) -> None:
    with pytest.raises(QuoteError):
        check(quote, library)


def test_an_unknown_script_and_one_word_get_an_answer(library: Library) -> None:
    assert check("これは引用です", library).verdict is Verdict.NOT_FOUND
    assert check("waste", library).verdict is Verdict.VERBATIM


def test_confirmations_are_never_the_headline() -> None:
    assert headline([]) is Verdict.VERBATIM
    order = [verdict.gravity for verdict in Verdict]
    assert order == sorted(order)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_tokens_have_exact_spans_in_order(text: str) -> None:
    tokens = tokenise(text)
    assert all(0 <= t.start < t.end <= len(text) for t in tokens)
    assert [t.start for t in tokens] == sorted(t.start for t in tokens)


WORDS = st.lists(st.sampled_from("law laws though although not we 2 26 boats".split()), max_size=30)


@given(WORDS, WORDS, WORDS)
def test_words_that_stand_in_a_text_are_found_in_it(
    before: list[str], quote: list[str], after: list[str]
) -> None:
    source = [*before, *quote, *after]
    places = find(quote, "\0".join(["", *source, ""]))
    assert bool(places) == bool(quote)
    assert all(source[place : place + len(quote)] == quote for place in places)
    aligned = align(quote, source) if quote else None
    assert aligned is None or aligned.share <= 1.0


def test_spellings_contractions_and_numerals_are_one_word() -> None:
    assert norms(tokenise("We've re-opened two centres, 1,900 per cent")) == norms(
        tokenise("we have reopened 2 centers 1900%")
    )


def test_the_real_story_is_checked_as_the_desk_would(
    corpus: Path, tmp_path: Path, embedder: Embedder
) -> None:
    with Library.open(tmp_path, embedder, write=True) as library:
        ingest([str(corpus / "articles" / "000_e8f31bac96de211f.txt")], library)
        words = "testament to the trust and cooperation we've built"
        right = check(words, library, speaker="Dan Jarvis")
        assert right.verdict is Verdict.NORMALISED
        assert Verdict.SPEAKER_CONFIRMED in {finding.kind for finding in right.findings}
        wrong = check(words, library, speaker="Keir Starmer")
        assert wrong.verdict is Verdict.MISATTRIBUTED
        assert "Dan Jarvis" in wrong.explanation
        bent = "the new agreement we have signed is not a testament to the trust"
        assert check(bent, library).verdict is Verdict.ALTERED_MEANING
        joined = "Labour has surrendered our borders, leaving the British people to foot the bill."
        assert check(joined, library).verdict in {Verdict.SPLICED, Verdict.OMISSION_UNMARKED}
