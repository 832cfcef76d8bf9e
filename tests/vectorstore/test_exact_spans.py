"""Invariant 1: the text of a passage is exactly what stands at its place in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shelf import digest

from vectorstore import Document, Kind, Library, Passage
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

AWKWARD = st.sampled_from(
    [
        "𝔄𝔟",
        "👩‍👩‍👧",
        "e\u0301",
        "\u0627\u0644\u0644\u062c\u0648\u0621",
        "\x00",
        "\r\n",
        "\u2028",
        "ﬁ",
        "é",
        "İ",
        "\ufeff",
    ]
)
TEXTS = st.lists(
    st.one_of(AWKWARD, st.text(st.characters(exclude_categories=["Cs"]), max_size=12)), max_size=20
).map("".join)


@st.composite
def documents(draw: st.DrawFn) -> tuple[Document, list[Passage]]:
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(places, places), max_size=5))
    words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    passages = [
        Passage(
            start=min(span),
            end=max(span),
            locator=draw(words),
            heading=tuple(draw(st.lists(words, max_size=3))),
        )
        for span in spans
    ]
    name = draw(st.integers(0, 8))
    return (
        Document(
            id=f"d{name}", kind=Kind.ARTICLE, title=draw(words), digest=digest(text), text=text
        ),
        passages,
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("spans")
    with Library.open(place, FakeEmbedder(), write=True) as library:
        yield library


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(item=documents(), query=TEXTS)
def test_what_is_stored_and_shown_is_exactly_what_was_given(
    library: Library, item: tuple[Document, list[Passage]], query: str
) -> None:
    document, passages = item
    for name in {summary.entry.id for summary in library.entries()} - {document.id}:
        if library.document(name).digest == document.digest:
            library.remove(name)  # or it would be refused as a duplicate
    library.add([item])
    assert library.document(document.id) == document
    assert library.passages(document.id) == passages
    texts = [document.text[passage.start : passage.end] for passage in passages]
    for hit in [hit for asked in (query, *texts) for hit in library.search(asked, 50)]:
        for shown in (hit, *hit.twins):
            whole = library.document(shown.entry.id).text
            assert shown.text == whole[shown.passage.start : shown.passage.end]
    assert library.check() == []
