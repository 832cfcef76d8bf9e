from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sections import Draft, Locator
from ingest.split import split
from vectorstore.embedding import contextualise
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from vectorstore.records import Passage

WORDS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30
)
PARAGRAPHS = st.lists(
    st.tuples(
        st.sampled_from(["heading", "paragraph", "item"]),
        st.lists(WORDS, min_size=1, max_size=60).map(" ".join).filter(str.strip),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=9,
)


def drafted(parts: list[tuple[str, str, int]]) -> Draft:
    draft = Draft()
    for number, (style, text, comfort) in enumerate(parts):
        if style == "heading":
            draft.begin(text[:60].strip() or "x", 1 + number % 3)
        else:
            locator = Locator("", "paragraph", (str(number),))
            draft.add(
                text.strip(),
                locator,
                group=number // 2,
                comfort=comfort * 40,
                tight=style == "item",
            )
    draft.finish()
    return draft


@settings(max_examples=60, deadline=None)
@given(PARAGRAPHS, st.integers(200, 260))
def test_passages_are_exact_ordered_complete_and_fit_the_window(
    parts: list[tuple[str, str, int]], window: int
) -> None:
    draft, embedder = drafted(parts), FakeEmbedder(window=window)
    passages = split(draft.text, draft.sections, embedder, "A title")
    covered = [False] * len(draft.text)
    last = 0
    for passage in passages:
        assert last <= passage.start < passage.end <= len(draft.text)
        last = passage.end
        text = draft.text[passage.start : passage.end]
        whole = contextualise("A title", passage.heading, text)
        assert len(embedder.token_spans(whole)) <= window
        covered[passage.start : passage.end] = [True] * (passage.end - passage.start)
    missed = [
        at for at, character in enumerate(draft.text) if not covered[at] and not character.isspace()
    ]
    assert missed == []


def passages_of(*texts: str, window: int = 254, comfort: int = 150) -> tuple[str, list[Passage]]:
    draft = Draft()
    for number, text in enumerate(texts, 1):
        draft.add(text, Locator("", "paragraph", (str(number),)), group=number, comfort=comfort)
    return draft.text, split(draft.text, draft.sections, FakeEmbedder(window=window), "")


def test_a_paragraph_that_fits_is_not_cut() -> None:
    long = "word " * 200
    _, passages = passages_of("Short one.", long.strip(), "Short two.")
    assert [passage.locator for passage in passages] == [
        "paragraph 1",
        "paragraph 2",
        "paragraph 3",
    ]


def test_short_neighbours_share_a_passage() -> None:
    _, passages = passages_of("One sentence here.", "Another one.", "A third.")
    assert [passage.locator for passage in passages] == ["paragraphs 1–3"]


def test_a_paragraph_too_long_is_cut_at_ends_of_sentences() -> None:
    sentence = "The Home Office published the figures on Thursday morning."
    text, passages = passages_of(" ".join([sentence] * 30), window=100)
    assert len(passages) > 2
    for passage in passages:
        assert text[passage.start : passage.end].endswith("morning.")
        assert passage.locator == "paragraph 1"


def test_a_sentence_too_long_is_cut_at_white_space() -> None:
    text, passages = passages_of("alpha beta gamma " * 100, window=70)
    words = {word for passage in passages for word in text[passage.start : passage.end].split()}
    assert words == {"alpha", "beta", "gamma"}


def test_a_run_of_characters_without_white_space_does_not_make_one_huge_passage() -> None:
    _, passages = passages_of("a" * 50_000)
    assert max(passage.end - passage.start for passage in passages) <= 6_000


def test_passages_do_not_reach_over_a_heading() -> None:
    draft = Draft()
    draft.add("Before.", Locator("", "paragraph", ("1",)), group=1)
    draft.begin("A heading", 2)
    draft.add("After.", Locator("", "paragraph", ("2",)), group=2)
    passages = split(draft.text, draft.sections, FakeEmbedder(), "")
    assert [passage.heading for passage in passages] == [(), ("A heading",)]
    assert draft.text[passages[1].start : passages[1].end] == "A heading\n\nAfter."


def test_locators_of_neighbours_are_named_together() -> None:
    def joined(first: tuple[str, ...], last: tuple[str, ...], unit: str = "Article") -> str:
        return str(Locator("", unit, first).to(Locator("", unit, last)))

    assert joined(("3", "(1)"), ("3", "(2)")) == "Article 3(1)–(2)"
    assert joined(("3", "(2)"), ("3", "(2)", "(b)")) == "Article 3(2)"
    assert joined(("12",), ("15",), "row") == "rows 12–15"
    assert joined(("3", ", point 1"), ("3", ", point 4"), "paragraph") == "paragraph 3, points 1–4"
