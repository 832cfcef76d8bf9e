"""A reply as it streams, taken apart into sentences with their markers."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.draft import Drafted, draft, plain


def drafted(reply: str, passages: int = 5) -> list[Drafted]:
    return list(draft([reply], passages))


def listed(parts: str) -> list[str]:
    return parts.split("|")


def cut(text: str, sizes: list[int]) -> list[str]:
    """``text`` in pieces of ``sizes``, over and over."""
    pieces, position = [], 0
    while position < len(text):
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(text[position : position + size])
        position += size
    return pieces


class TestSentences:
    @pytest.mark.parametrize(
        ("reply", "expected"),
        [
            ("It fell [1]. It rose [2].", [("It fell.", (1,)), ("It rose.", (2,))]),
            # The marker after the full stop belongs to the sentence before it.
            ("It fell. [1] It rose. [2]", [("It fell.", (1,)), ("It rose.", (2,))]),
            ("It fell.[1][3] It rose.[2]", [("It fell.", (1, 3)), ("It rose.", (2,))]),
            ("It fell [1], then rose [2].", [("It fell, then rose.", (1, 2))]),
            ("It fell [2, 1, 2].", [("It fell.", (2, 1))]),
            ("- It fell [1]\n- It rose [2]\n", [("It fell", (1,)), ("It rose", (2,))]),
            ("1. It fell. [1]\n2. It rose. [2]", [("It fell.", (1,)), ("It rose.", (2,))]),
            ("[1] It fell.", [("It fell.", (1,))]),
            ("It fell by 9.\n[1]\nIt rose. [2]", [("It fell by 9.", (1,)), ("It rose.", (2,))]),
            ("It fell to 1,900 (2).", [("It fell to 1,900.", (2,))]),
            ("The U.K. Government paid £2.6 million [1].", [
                ("The U.K. Government paid £2.6 million.", (1,)),
            ]),
            ("He said: “We won't stop. Never.” [1] He left [2].", [
                ("He said: “We won't stop. Never.”", (1,)),
                ("He left.", (2,)),
            ]),
            ("The rule is in Art. 33(2) [1]. It holds [2].", [
                ("The rule is in Art. 33(2).", (1,)),
                ("It holds.", (2,)),
            ]),
        ],
    )  # fmt: skip
    def test_markers_go_with_their_sentence(
        self, reply: str, expected: list[tuple[str, tuple[int, ...]]]
    ) -> None:
        assert [(d.text, d.cited) for d in drafted(reply)] == expected

    def test_headings_lead_ins_and_a_list_of_sources_are_no_sentences(self) -> None:
        reply = (
            "## Answer\nHere is what I found:\n**It fell** [1].\n\nSources:\n[1] The Daily Example"
        )
        assert [d.text for d in drafted(reply)] == ["It fell."]

    def test_an_uncited_sentence_stays_uncited(self) -> None:
        assert drafted("It fell.") == [Drafted("It fell.")]

    def test_a_marker_that_names_no_passage_is_kept_apart(self) -> None:
        (only,) = drafted("It fell [1][7] [0].")
        assert (only.text, only.cited, only.unresolved) == ("It fell.", (1,), ("[7]", "[0]"))

    @pytest.mark.parametrize(
        ("marked", "text"),
        [
            ("**It** *fell* to `1,900`", "It fell to 1,900"),
            ("See [the deal](https://evil.example/x?a=(b))", "See the deal"),
            ("![secret](https://evil.example/pixel.png) It fell", "It fell"),
            ("<b>It</b> fell<script src=x>", "It fell"),
            ("Fewer than 5 < 6 people in SB_01", "Fewer than 5 < 6 people in SB_01"),
        ],
    )
    def test_only_plain_text_is_left(self, marked: str, text: str) -> None:
        assert plain(marked) == text


class TestNotFound:
    @pytest.mark.parametrize(
        "reply",
        [
            "NOT_FOUND",
            "NOT_FOUND.",
            "**NOT_FOUND**",
            "`NOT_FOUND`\n",
            "NOT FOUND",
            "Not found.",
            "not_found",
            "NOT_FOUND: the passages are about something else.",
            "The answer is NOT_FOUND [1].",
            "The passages do not contain this figure.",
            "The provided sources don't mention Rwanda [2].",
            "I cannot answer this question.",
            "There is no information about this in the passages.",
            "This is not mentioned in the passages.",
        ],
    )
    def test_it_is_recognised(self, reply: str) -> None:
        assert all(d.not_found for d in drafted(reply))
        assert drafted(reply)

    @pytest.mark.parametrize(
        "reply",
        [
            "The court found that the scheme was not lawful [1].",
            "He said: “I cannot accept this deal.” [1]",
            "The Home Office gave no details of the deal [1].",
            "Judges did not find a risk [1].",
        ],
    )
    def test_an_answer_with_a_negation_is_an_answer(self, reply: str) -> None:
        assert [d.not_found for d in drafted(reply)] == [False]

    def test_it_may_follow_a_part_of_the_answer(self) -> None:
        assert [d.not_found for d in drafted("It fell [1].\nNOT_FOUND")] == [False, True]


class TestStreaming:
    def test_a_sentence_is_out_before_the_reply_ends(self) -> None:
        def pieces() -> object:
            yield "It fell to 1,900 [1]. "
            yield "Then it rose again"
            raise AssertionError("the first sentence should be out by now")

        assert next(draft(pieces(), 3)).text == "It fell to 1,900."  # type: ignore[arg-type]

    REPLIES = st.lists(
        st.sampled_from(
            [
                '"No.',
                'Yes."',
                *listed("It fell|to 1,900|in the U.K.|Government|said|[1]|[1, 2]|.[3]|. [2] "),
                *listed(".|. |\n|- |“We won't.|Never.”|(source 2)|Mr. Jarvis|s. 3(2)| "),
                *listed("NOT_FOUND|!|? |[|1]|(see|[1]–[3]|**"),
            ]
        ),
        max_size=30,
    )

    @settings(max_examples=300, deadline=None)
    @given(REPLIES, st.lists(st.integers(1, 9), min_size=1, max_size=4))
    @example(["It fell", ".", " ", "[1]", " ", "Mr. Jarvis"], [1])
    @example(["Never.”", ".[3]", ".[3]", ". [2] "], [1])
    def test_the_sentences_do_not_depend_on_how_the_reply_is_cut(
        self, words: list[str], sizes: list[int]
    ) -> None:
        reply = " ".join(words)
        assert list(draft(cut(reply, sizes), 3)) == drafted(reply, 3)

    @settings(max_examples=100, deadline=None)
    @given(st.text(max_size=120), st.lists(st.integers(1, 9), min_size=1, max_size=4))
    def test_nor_does_it_for_any_text(self, reply: str, sizes: list[int]) -> None:
        assert list(draft(cut(reply, sizes), 3)) == drafted(reply, 3)
