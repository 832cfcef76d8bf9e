"""No bent quotation passes: sentences of the demo sources, bent in many ways."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.quotes import Verdict, check
from assistant.quotes.tokens import norms, tokenise
from evals.bench.make_quote_checks import sentences
from evals.quote_cases import ROOTS
from ingest.run import ingest
from vectorstore import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

FINE = {Verdict.VERBATIM, Verdict.NORMALISED}
SENTENCES = [one.text for one in sentences(own=True)]
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("bent")
    with Library.open(place, FakeEmbedder(), write=True) as library:
        ingest([str(ROOTS["demo"] / "articles"), str(ROOTS["demo"] / "agreements")], library)
        yield library


sentence = st.sampled_from(SENTENCES)


@QUICK
@given(sentence, st.data())
def test_a_word_put_in_is_never_passed(library: Library, text: str, data: st.DataObject) -> None:
    words = text.split()
    place = data.draw(st.integers(1, len(words) - 1))
    put = data.draw(st.sampled_from("not never no hardly all some only seven may".split()))
    bent = " ".join([*words[:place], put, *words[place:]])
    assert check(bent, library).verdict not in FINE


@QUICK
@given(sentence, st.data())
def test_a_word_taken_out_is_never_passed(library: Library, text: str, data: st.DataObject) -> None:
    words = text.split()
    place = data.draw(st.integers(1, len(words) - 2))
    bent = " ".join([*words[:place], *words[place + 1 :]])
    assert check(bent, library).verdict not in FINE


@QUICK
@given(st.sampled_from([s for s in SENTENCES if re.search(r"\d", s)]), st.data())
def test_a_digit_changed_is_never_passed(library: Library, text: str, data: st.DataObject) -> None:
    places = [match.start() for match in re.finditer(r"\d", text)]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place]]))
    bent = text[:place] + other + text[place + 1 :]
    if norms(tokenise(bent)) != norms(tokenise(text)):  # 3.50 is 3.5
        assert check(bent, library).verdict not in FINE


@QUICK
@given(sentence, st.data())
def test_a_letter_changed_is_never_passed(library: Library, text: str, data: st.DataObject) -> None:
    places = [m.start() for m in re.finditer(r"(?<=\w)[a-z](?=\w)", text)]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([c for c in "abcdefghijklmnopqrtuvwxy" if c != text[place]]))
    bent = text[:place] + other + text[place + 1 :]
    if norms(tokenise(bent)) != norms(tokenise(text)):  # "organised" is "organized"
        assert check(bent, library).verdict not in FINE


@QUICK
@given(sentence, sentence, st.data())
def test_two_sentences_run_together_are_never_passed(
    library: Library, one: str, other: str, data: st.DataObject
) -> None:
    head, tail = one.split(), other.split()
    cut = data.draw(st.integers(4, len(head) - 1))
    begin = data.draw(st.integers(1, len(tail) - 4))
    bent = " ".join([*head[:cut], *tail[begin:]])
    if one != other or cut != begin:
        assert check(bent, library).verdict not in FINE


@QUICK
@given(sentence, st.data())
def test_the_same_words_written_otherwise_always_pass(
    library: Library, text: str, data: st.DataObject
) -> None:
    changes = [
        lambda s: s.replace("’", "'").replace("'", "’"),
        lambda s: s[0].lower() + s[1:] if not s[:2].isupper() else s,
        lambda s: s.replace(", ", " – "),
        lambda s: s.rstrip("."),
        lambda s: "  ".join(s.split(" ")),
        lambda s: s.replace("small boat", "small-boat"),
        lambda s: f"“{s}”",
    ]
    written = data.draw(st.sampled_from(changes))(text)
    if norms(tokenise(written)) == norms(tokenise(text)):  # "US" and "uS"
        verdict = check(written, library).verdict
        assert verdict in FINE or verdict is Verdict.CONFLICTING


@QUICK
@given(sentence, st.data())
def test_what_is_matched_is_the_text_of_its_document(
    library: Library, text: str, data: st.DataObject
) -> None:
    words = text.split()
    first = data.draw(st.integers(0, len(words) - 4))
    last = data.draw(st.integers(first + 3, len(words)))
    for match in check(" ".join(words[first:last]), library).matches:
        whole = library.document(match.entry.id).text
        assert whole[match.start : match.end] == match.text
        assert all(whole[start:end] for start, end in match.parts)
