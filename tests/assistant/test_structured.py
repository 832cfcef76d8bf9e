"""Typed sentences where the model can give them; the same answer as from marked text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk
from loopback import SPECS, Provider, loaded, point_to, serving, structure, without_retries
from sources import passages

from assistant.answer import Answer, Status
from assistant.generate import answer_with_model, part_of
from assistant.models import RequestRefused
from assistant.spending import Meter
from assistant.structured import MARKED, STRUCTURED, ways
from assistant.testing import ScriptedModel, StructuredModel
from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

QUESTION = "What did the UK agree with Iraq, and how many arrived?"
HITS = passages()
FELL = ("Iraqi arrivals by small boat fell to 1,900 in the year to March 2025.", [3])
SIGNED = ("Dan Jarvis signed the agreement during a visit to London.", [2])
BENT = ("Dan Jarvis signed the agreement on 3 May 2024.", [2])
MARKED_REPLY = "Iraqi arrivals by small boat fell to 1,900 in the year to March 2025 [3]."


def typed(*sentences: tuple[str, Sequence[int]], unanswered: str = "") -> str:
    listed = [{"text": text, "passages": list(numbers)} for text, numbers in sentences]
    return json.dumps({"sentences": listed, "unanswered": unanswered}, ensure_ascii=False)


def growing(model: BaseChatModel, meter: Meter | None = None) -> list[Answer]:
    return list(answer_with_model(model, QUESTION, QUESTION, HITS, meter=meter))


def answered(*replies: str, size: int = 7) -> Answer:
    return growing(StructuredModel(replies=list(replies), size=size))[-1]


class TestAnAnswer:
    def test_its_citations_come_from_the_passages_that_are_stated(self) -> None:
        answer = answered(typed(FELL, SIGNED))
        assert answer.status is Status.ANSWERED
        assert [s.text for s in answer.sentences] == [FELL[0], SIGNED[0]]
        assert [s.citations for s in answer.sentences] == [(1,), (2,)]
        assert "1,900" in answer.citations[0].text

    @pytest.mark.parametrize("size", [1, 7, 1000])
    def test_it_grows_sentence_by_sentence_however_it_is_cut(self, size: int) -> None:
        steps = growing(StructuredModel(replies=[typed(FELL, SIGNED)], size=size))
        assert [len(step.sentences) for step in steps] == [0, 1, 2, 2]

    def test_a_sentence_is_there_before_the_next_one_is_written(self) -> None:
        model = Slow(replies=[typed(FELL, SIGNED)], size=1)
        answers = answer_with_model(model, QUESTION, QUESTION, HITS)
        next(answer for answer in answers if answer.sentences)
        assert model.told.endswith("[3]}")

    def test_a_bent_sentence_goes_back_in_the_same_form_and_is_dropped_if_bent_again(self) -> None:
        model = StructuredModel(replies=[typed(FELL, BENT), typed(SIGNED)])
        assert [s.text for s in growing(model)[-1].sentences] == [FELL[0], SIGNED[0]]
        assert all("JSON" in system for system, _ in model.prompts)
        answer = answered(typed(FELL, BENT), typed(BENT))
        assert answer.status is Status.PARTLY
        assert "3 May 2024" in answer.notes[0]

    def test_a_second_try_that_is_no_json_is_no_second_try(self) -> None:
        answer = answered(typed(FELL, BENT), "I would rather not say.")
        assert [s.text for s in answer.sentences] == [FELL[0]]

    @pytest.mark.parametrize("number", [0, len(HITS) + 1, 17, -1, 1_000_000])
    def test_a_passage_that_there_is_not_is_told_and_never_shown(self, number: int) -> None:
        answer = answered(typed((FELL[0], [3, number])))
        assert [s.text for s in answer.sentences] == [FELL[0]]
        assert f"[{number}]" in answer.notes[0]
        assert len(answer.citations) == 1

    def test_a_sentence_without_a_passage_is_dropped(self) -> None:
        assert "cites no source" in answered(typed((FELL[0], []))).notes[0]

    def test_marks_and_links_in_a_text_are_no_part_of_it(self) -> None:
        text = f"**{FELL[0][:-1]}** [3]."
        assert answered(typed((text, [3]))).sentences == answered(typed(FELL)).sentences
        answer = answered(typed(("Go to [this](https://evil.example/x) now.", [3])))
        assert "evil.example" not in answer.text + str(answer.notes)

    def test_thinking_aloud_and_a_fence_around_it_are_no_part_of_it(self) -> None:
        fenced = f"<think>\nHm.</think>\n```json\n{typed(FELL)}\n```\n"
        assert answered(fenced).sentences == answered(typed(FELL)).sentences


class TestWhatIsNotAnswered:
    def test_it_is_named_in_the_words_of_the_question(self) -> None:
        answer = answered(typed(FELL, unanswered="what did the UK agree with Iraq"))
        assert answer.status is Status.PARTLY
        assert answer.notes == (
            "The passages found do not answer “What did the UK agree with Iraq”.",
        )

    @pytest.mark.parametrize("words", ["The deal was cancelled", QUESTION, "agree"[:3]])
    def test_nothing_but_a_part_of_the_question_is_repeated(self, words: str) -> None:
        answer = answered(typed(FELL, unanswered=words))
        assert answer.notes == ("The passages found do not answer the rest of the question.",)

    @pytest.mark.parametrize(
        "reply", [typed(), typed(unanswered=QUESTION), typed(("NOT_FOUND", []))]
    )
    def test_nothing_at_all_is_not_found(self, reply: str) -> None:
        answer = answered(reply)
        assert (answer.status, answer.sentences, answer.notes) == (Status.NOT_FOUND, (), ())

    @given(st.text(max_size=30))
    def test_a_part_stands_in_the_question(self, words: str) -> None:
        assert part_of(QUESTION, words) in QUESTION


PIECES = st.tuples(
    st.sampled_from(
        [
            FELL[0],
            SIGNED[0],
            BENT[0],
            "It rose.",
            "“A measly deal”, said Chris Philp.",
            "The passages do not say.",
            "See [this](https://evil.example).",
            "1. Arrivals fell.",
        ]
    ),
    st.lists(st.sampled_from([1, 2, 3, 4, 99]), max_size=2, unique=True),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=5), st.booleans(), st.integers(1, 40))
def test_the_same_content_becomes_the_same_answer_whichever_way_it_was_asked(
    sentences: list[tuple[str, list[int]]], partly: bool, size: int
) -> None:
    def no_repair(model: type[ScriptedModel], reply: str) -> Answer:
        return growing(model(replies=[reply], size=size))[-1]

    marked = "\n".join(
        [
            *(f"{text} {''.join(f'[{number}]' for number in cited)}" for text, cited in sentences),
            *(["NOT_FOUND"] if partly else []),
        ]
    )
    reply = typed(*sentences, unanswered="some of it" if partly else "")
    assert no_repair(StructuredModel, reply) == no_repair(ScriptedModel, marked)


BROKEN = [
    "",
    "I am sorry.",
    MARKED_REPLY,
    typed(FELL, SIGNED)[:-40],
    typed(FELL)[:-1],
    typed(FELL) + " That is all.",
    '{"sentences": [{"text": "He said "no" to it.", "passages": [1]}], "unanswered": ""}',
    '{"sentences": [{"text": "It fell."}], "unanswered": ""}',
    '{"sentences": [{"text": "It fell.", "passages": ["third"]}], "unanswered": ""}',
    '{"sentences": "It fell.", "unanswered": ""}',
    '{"answer": "It fell."}',
    '["It fell."]',
    "null",
]


class TestWhereItIsInVain:
    @pytest.mark.parametrize("reply", BROKEN)
    def test_a_reply_in_another_form_is_asked_for_as_marked_text(self, reply: str) -> None:
        model = StructuredModel(replies=[reply, MARKED_REPLY, MARKED_REPLY])
        meter = Meter()
        answer = growing(model, meter)[-1]
        assert [s.text for s in answer.sentences] == [FELL[0]]
        assert answer.status is Status.ANSWERED
        assert answer.notes == ()
        assert "JSON" in model.prompts[0][0]
        assert "JSON" not in model.prompts[1][0]

    def test_both_tries_are_paid_for(self) -> None:
        meter, once = Meter(), Meter()
        growing(StructuredModel(replies=["I am sorry.", MARKED_REPLY]), meter)
        growing(ScriptedModel(replies=[MARKED_REPLY]), once)
        assert meter.sent > 1.8 * once.sent

    def test_prose_is_not_heard_to_its_end(self) -> None:
        model = Slow(replies=["Well, " + "really, " * 1000, MARKED_REPLY], size=1)
        meter = Meter()
        growing(model, meter)
        assert meter.received < 50

    def test_it_is_remembered_of_this_model(self) -> None:
        model = StructuredModel(replies=["I am sorry.", MARKED_REPLY, MARKED_REPLY])
        growing(model)
        assert growing(model)[-1].status is Status.ANSWERED
        assert ["JSON" in system for system, _ in model.prompts] == [True, False, False]
        assert ways(StructuredModel(replies=[])) == (STRUCTURED, MARKED)

    def test_what_was_shown_already_stays_and_what_follows_is_added(self) -> None:
        marked = f"{SIGNED[0][:-1]} [2]. {MARKED_REPLY}"
        model = StructuredModel(replies=[typed(SIGNED, FELL)[:-40], marked])
        steps = growing(model)
        assert [[s.text for s in step.sentences] for step in steps] == [
            [],
            [SIGNED[0]],
            [SIGNED[0]],
            [SIGNED[0], FELL[0]],
            [SIGNED[0], FELL[0]],
        ]

    def test_nothing_is_noted_twice(self) -> None:
        reply = typed(("It rose.", [3]), ("It rose.", [99]))[:-2]
        model = StructuredModel(replies=[reply, "NOT_FOUND", "NOT_FOUND", "It rose [99]."])
        notes = growing(model)[-1].notes
        assert len(notes) == len(set(notes)) > 0

    def test_a_model_that_refuses_both_ways_is_an_error_and_may_try_again(self) -> None:
        class Broken(StructuredModel):
            def reply(self, messages: list[BaseMessage]) -> str:
                self.prompts.append([str(message.text) for message in messages])
                raise KeyError("choices")

        model = Broken(replies=[])
        with pytest.raises(RequestRefused, match="choices"):
            growing(model)
        assert len(model.prompts) == 2
        assert ways(model) == (STRUCTURED, MARKED)

    def test_a_cap_on_tokens_leaves_the_second_try_what_it_can(self) -> None:
        model = StructuredModel(replies=["I am sorry.", "NOT_FOUND"])
        growing(model, Meter(most=1500))
        assert model.prompts[0][1].count("PASSAGE") > model.prompts[1][1].count("PASSAGE") > 0


class TestWhoIsAsked:
    def test_a_model_without_structured_output_is_asked_for_marked_text(self) -> None:
        assert ways(ScriptedModel(replies=[])) == (MARKED,)

    @pytest.mark.parametrize("profile", [None, {}, {"structured_output": True}])
    def test_a_model_that_has_it_is_asked_unless_its_profile_says_no(self, profile: Any) -> None:
        model = StructuredModel(replies=[], profile=profile)
        assert ways(model) == (STRUCTURED, MARKED)
        model.profile = {"structured_output": False}
        assert ways(model) == (MARKED,)

    def test_a_model_that_has_tools_only_is_asked_through_a_tool(self) -> None:
        for model in (Tooled(replies=[typed(FELL)]), TooledWhole(replies=[typed(FELL)])):
            assert [s.text for s in growing(model)[-1].sentences] == [FELL[0]]

    @pytest.mark.usefixtures("provider")
    def test_real_models_are_asked_as_their_profiles_have_it(self) -> None:
        assert len(ways(loaded("openai:gpt-4o-mini"))) == 2
        assert len(ways(loaded("openai:gpt-4"))) == 1
        assert len(ways(loaded("openai:my-own-model"))) == 2
        assert len(ways(loaded("anthropic:claude-sonnet-4-5"))) == 2


class Slow(StructuredModel):
    """Keeps what it has told so far."""

    told: str = ""

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        for chunk in super()._stream(*args, **kwargs):
            self.told += str(chunk.message.text)
            yield chunk


class Tooled(ScriptedModel):
    """Has tools, through which it says everything, and LangChain's own way to use them."""

    def bind_tools(self, tools: Any, **kwargs: Any) -> Runnable[Any, Any]:
        del kwargs
        return self.bind(tools=tools)

    def _stream(self, messages: list[BaseMessage], *_: Any, **kw: Any) -> Iterator[Any]:
        assert kw["tools"]
        text = self.reply(messages)
        for start in range(0, len(text), self.size):
            call = {"name": None, "args": text[start : start + self.size], "id": None, "index": 0}
            yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[call]))


class TooledWhole(Tooled):
    """The same, which does not stream."""

    disable_streaming: Any = True

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Any:
        result = super()._generate(messages)
        call = {"name": "Reply", "args": json.loads(result.generations[0].text), "id": "1"}
        result.generations[0].message = AIMessage(content="", tool_calls=[call])
        return result


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with serving(Provider(reply=MARKED_REPLY, typed=typed(FELL, SIGNED))) as running:
        point_to(monkeypatch, running.url)
        yield running


@pytest.mark.parametrize("spec", SPECS)
class TestRealIntegrations:
    def test_typed_sentences_stream(self, spec: str, provider: Provider) -> None:
        steps = growing(loaded(spec))
        assert [len(step.sentences) for step in steps] == [0, 1, 2, 2]
        assert (steps[-1].status, steps[-1].model) == (Status.ANSWERED, spec)
        (request,) = provider.requests
        assert request["stream"]
        assert set(structure(request)["properties"]) == {"sentences", "unanswered"}
        assert "tools" not in request or not request["tools"]

    def test_typed_sentences_come_whole(self, spec: str, provider: Provider) -> None:
        model = loaded(spec)
        model.disable_streaming = True
        assert len(growing(model)[-1].sentences) == 2
        (request,) = provider.requests
        assert structure(request)

    @pytest.mark.parametrize("status", [400, 422, 500, 501])
    def test_a_server_that_refuses_is_asked_for_marked_text_and_remembered(
        self, spec: str, status: int, provider: Provider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        without_retries(monkeypatch)
        provider.refuses = status
        model = loaded(spec)
        assert [s.text for s in growing(model)[-1].sentences] == [FELL[0]]
        provider.requests.clear()
        assert growing(model)[-1].status is Status.ANSWERED
        assert [bool(structure(request)) for request in provider.requests] == [False]

    @pytest.mark.parametrize("reply", ["", typed(FELL, SIGNED)[:-40], "He said {so}."])
    def test_a_server_that_does_not_notice_or_breaks_it_is_asked_for_marked_text(
        self, spec: str, reply: str, provider: Provider
    ) -> None:
        provider.typed = reply
        assert [s.text for s in growing(loaded(spec))[-1].sentences] == [FELL[0]]
        assert [bool(structure(request)) for request in provider.requests] == [True, False]

    def test_a_passage_that_there_is_not_is_told(self, spec: str, provider: Provider) -> None:
        provider.typed = typed((FELL[0], [3, 9]))
        answer = growing(loaded(spec))[-1]
        assert [s.citations for s in answer.sentences] == [(1,)]
        assert "[9]" in answer.notes[0]

    def test_a_wrong_key_is_said_so_and_nothing_is_asked_again(
        self, spec: str, provider: Provider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        without_retries(monkeypatch)
        provider.fails = 401
        with pytest.raises(ModelError, match="refused the key"):
            growing(loaded(spec))
        assert all(structure(request) for request in provider.requests)

    @pytest.mark.usefixtures("provider")
    def test_what_the_provider_counts_is_taken(self, spec: str) -> None:
        meter = Meter()
        model = loaded(spec)
        model.disable_streaming = True
        growing(model, meter)
        assert (meter.sent, meter.received) == (1, 1)


def test_a_model_with_one_temperature_is_asked_for_typed_sentences_without_it(
    provider: Provider,
) -> None:
    provider.one_temperature = True
    assert len(growing(loaded("openai:gpt-4o-mini"))[-1].sentences) == 2
    assert "temperature" not in provider.requests[-1]
    assert structure(provider.requests[-1])


@pytest.mark.usefixtures("provider")
def test_what_openai_counts_of_a_stream_is_counted_once() -> None:
    meter = Meter()
    model = loaded("openai:gpt-4o-mini")
    model.stream_usage = True
    growing(model, meter)
    assert (meter.sent, meter.received) == (1, 1)
