"""Whatever a person types is a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf import document

from vectorstore import Library
from vectorstore.fulltext import MOST_TERMS, match_expression
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDED = (0.0, 1.0)
COAST = "\u0627\u0644\u0633\u0627\u062d\u0644"  # in Arabic, escaped lest it turn the line around


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("words"), FakeEmbedder(), write=True) as library:
        library.add(
            [
                document("boats", "Small boats: 1,900 people crossed, at a cost of £800,000."),
                document("cafe", "The café in Besançon was closed by the Préfecture."),
                document("arabic", f"\u0648\u0635\u0644 \u0625\u0644\u0649 {COAST}"),
                document("russian", "Беженцы прибыли на побережье."),
                document("title", "No word of it here.", title="Rwanda scheme"),
                document("spacing", "There were 1 and there were 900 others."),
                document("what", "To be or not to be."),
            ]
        )
        yield library


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("boat crossing", ["boats"]),  # stemmed
        ("1,900", ["boats"]),  # a figure is one thing
        ("How much was £800,000?", ["boats"]),
        ("CAFE besancon prefecture", ["cafe"]),
        (COAST, ["arabic"]),
        ("беженцы", ["russian"]),
        ("rwanda", ["title"]),
        ("to be or not to be", ["what"]),  # nothing but stop words
        ("the boat", ["boats"]),  # "the" is in all of them
        ("?!… —", []),
        ('"', []),
        ("zebra", []),
    ],
)
def test_a_query_finds_what_it_should(library: Library, query: str, expected: list[str]) -> None:
    assert [hit.entry.id for hit in library.search(query, weights=WORDED)][:1] == expected
    if not expected:
        assert library.search(query, weights=WORDED) == []


@pytest.mark.parametrize(
    "query",
    [
        'boats" OR text:"x',
        "title:rwanda AND NOT boats",
        "NEAR(boats people, 3)",
        "boats*",
        "^boats",
        "{title text} : boats",
        "boats + people - crossed",
        "(((((",
        "'; DROP TABLE documents; --",
        "boats\x00people",
        "\ud800 boats",
        "boats " * 16_667,
        "".join(chr(0x4E00 + number % 20_000) for number in range(100_000)),
        " ".join(f"word{number}" for number in range(14_000)),
    ],
    ids=range(14),
)
def test_no_query_is_a_mistake(library: Library, query: str) -> None:
    library.search(query)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_no_text_at_all_is_a_mistake(library: Library, query: str) -> None:
    library.search(query)


def test_a_long_query_is_cut_to_its_first_terms() -> None:
    expression = match_expression(" ".join(f"word{number}" for number in range(10_000)))
    assert expression.count(" OR ") == MOST_TERMS - 1
