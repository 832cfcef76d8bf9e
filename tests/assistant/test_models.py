"""Which chat model answers: named, reached through the real integrations, failing in words."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING

import pytest
from langchain.chat_models import base
from langchain_core.tracers.langchain import wait_for_all_tracers
from langsmith import utils
from loopback import SPECS, Provider, loaded, point_to, serving, without_retries
from sources import passages

from assistant import models
from assistant.answer import Status
from assistant.generate import answer_with_model
from assistant.models import complete, load_chat_model, stream, translated
from assistant.testing import ScriptedModel
from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from langchain_core.messages import BaseMessage

REPLY = "Iraqi arrivals by small boat fell to 1,900 in the year to March 2025 [3]."
ASKED = [("system", "Rules."), ("human", "How many?")]


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with serving(Provider(reply=REPLY)) as running:
        point_to(monkeypatch, running.url)
        yield running


@pytest.mark.parametrize("spec", ["extractive", "", " extractive "])
def test_extractive_is_no_model(spec: str) -> None:
    assert load_chat_model(spec) is None


@pytest.mark.parametrize("spec", SPECS)
class TestRealIntegrations:
    @pytest.mark.usefixtures("provider")
    def test_a_reply_streams_in_pieces(self, spec: str) -> None:
        pieces = list(stream(loaded(spec), ASKED))
        assert "".join(pieces) == REPLY
        assert len([piece for piece in pieces if piece]) > 3

    @pytest.mark.usefixtures("provider")
    def test_a_reply_comes_whole(self, spec: str) -> None:
        assert complete(loaded(spec), ASKED) == REPLY

    def test_the_temperature_is_nought(self, spec: str, provider: Provider) -> None:
        complete(loaded(spec), ASKED)
        (request,) = provider.requests
        assert request.get("temperature", request.get("options", {}).get("temperature")) == 0

    def test_an_answer_is_cited_and_names_its_model(self, spec: str, provider: Provider) -> None:
        question = "How many Iraqis arrived by small boat?"
        *_, answer = answer_with_model(loaded(spec), question, question, passages())
        assert answer.status is Status.ANSWERED
        assert answer.model == spec
        assert "1,900" in answer.citations[0].text
        assert "PASSAGE 1" in str(provider.requests)

    def test_nothing_is_sent_before_something_is_asked(self, spec: str, provider: Provider) -> None:
        loaded(spec)
        assert provider.requests == []

    @pytest.mark.parametrize(
        ("status", "cause", "remedy"),
        [
            (401, "refused the key", "Check"),
            (404, "is not a model that its provider has", "name"),
            (429, "takes no more requests", "Wait"),
            (500, "failed at its provider", "Try again"),
        ],
    )
    def test_a_provider_that_fails_is_said_so(
        self,
        spec: str,
        status: int,
        cause: str,
        remedy: str,
        provider: Provider,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        without_retries(monkeypatch)
        provider.fails, provider.error = status, "key sk-test-0123456789abcdef is wrong"
        with pytest.raises(ModelError, match=cause) as caught:
            list(stream(loaded(spec), ASKED))
        assert remedy in caught.value.remedy
        assert "extractive" in caught.value.remedy
        assert spec in str(caught.value)
        assert "sk-test" not in str(caught.value) + caught.value.remedy

    def test_a_provider_that_is_not_there_is_said_so(
        self, spec: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        without_retries(monkeypatch)
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            port = unused.getsockname()[1]
        point_to(monkeypatch, f"http://127.0.0.1:{port}")
        with pytest.raises(ModelError, match="cannot be reached") as caught:
            complete(loaded(spec), ASKED)
        assert ("ollama serve" in caught.value.remedy) == spec.startswith("ollama")

    def test_a_silent_provider_is_given_up(
        self, spec: str, provider: Provider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        without_retries(monkeypatch)
        monkeypatch.setattr(models, "PATIENCE", 0.2)
        provider.silent = 0.6
        with pytest.raises(ModelError, match=r"did not answer within 0\.2 seconds"):
            complete(loaded(spec), ASKED)

    def test_a_stream_that_breaks_off_is_an_error_and_no_answer(
        self, spec: str, provider: Provider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        without_retries(monkeypatch)
        provider.breaks_off = True
        with pytest.raises(ModelError):
            list(stream(loaded(spec), ASKED))


class TestTemperature:
    def test_a_model_with_one_temperature_is_asked_without(self, provider: Provider) -> None:
        provider.one_temperature = True
        assert "".join(stream(loaded("openai:gpt-4o-mini"), ASKED)) == REPLY
        assert "temperature" not in provider.requests[-1]

    def test_one_that_its_integration_refuses_is_asked_without(self, provider: Provider) -> None:
        assert complete(loaded("anthropic:claude-sonnet-5-5"), ASKED) == REPLY
        assert "temperature" not in provider.requests[-1]


class TestMisnamed:
    @pytest.mark.parametrize(
        ("spec", "says", "remedy"),
        [
            ("openai:gpt-4o", "OPENAI_API_KEY is not set", "Set OPENAI_API_KEY"),
            ("anthropic:claude-3", "ANTHROPIC_API_KEY is not set", "Set ANTHROPIC_API_KEY"),
            ("gpt-4o", "refused the key, or got none", "Check"),
            ("nobody:some-model", "no provider", "provider:model"),
            ("just-a-word", "no provider", "provider:model"),
            ("openai:", "names no model", "Add its name"),
        ],
    )
    def test_what_is_wrong_and_what_to_do_are_said(self, spec: str, says: str, remedy: str) -> None:
        with pytest.raises(ModelError, match=says) as caught:
            load_chat_model(spec)
        assert remedy in caught.value.remedy

    @pytest.mark.parametrize(
        ("spec", "install"),
        [
            ("ollama:llama3.1", "pip install 'onrecord[ollama]'"),
            ("fireworks:some-model", "pip install langchain-fireworks"),
        ],
    )
    def test_a_missing_package_is_named_with_its_command(
        self, spec: str, install: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "langchain_ollama", None)
        base._get_chat_model_creator.cache_clear()
        with pytest.raises(ModelError, match="is not installed") as caught:
            load_chat_model(spec)
        assert install in caught.value.remedy


class TestPrivacy:
    @pytest.mark.usefixtures("provider")
    def test_nothing_is_traced_even_where_tracing_is_switched_on(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with serving(Provider()) as smith:
            monkeypatch.setenv("LANGSMITH_TRACING", "true")
            monkeypatch.setenv("LANGSMITH_ENDPOINT", smith.url)
            monkeypatch.setenv("LANGSMITH_API_KEY", "lsv2_test")
            utils.get_env_var.cache_clear()
            assert utils.tracing_is_enabled()
            try:
                list(stream(loaded("openai:gpt-4o-mini"), ASKED))
                complete(loaded("openai:gpt-4o-mini"), ASKED)
                wait_for_all_tracers()
            finally:
                monkeypatch.delenv("LANGSMITH_TRACING")
                utils.get_env_var.cache_clear()
            assert smith.paths == []

    def test_tracing_is_off_by_default(self) -> None:
        assert not utils.tracing_is_enabled()

    def test_a_key_in_an_error_is_blotted_out(self) -> None:
        error = ValueError("bad key sk-proj-abcdefghijklmnop given")
        assert "abcdefghijklmnop" not in str(translated(error, "openai:x"))


class TestThinkingAloud:
    @pytest.mark.parametrize("size", [1, 3, 50])
    def test_it_is_no_part_of_the_reply(self, size: int) -> None:
        said = "<think>\nThe passages say [1] so.\n</think>\n\nIt fell [1]."
        model = ScriptedModel(replies=[said], size=size)
        assert "".join(stream(model, ASKED)).strip() == "It fell [1]."

    @pytest.mark.parametrize(
        ("said", "left"), [("<think>never ends", ""), ("<5 people", "<5 people")]
    )
    def test_what_never_ends_is_nothing_and_a_bare_sign_is_text(self, said: str, left: str) -> None:
        assert "".join(stream(ScriptedModel(replies=[said], size=2), ASKED)) == left


def test_a_model_of_another_library_that_raises_anything_becomes_a_model_error() -> None:
    class Broken(ScriptedModel):
        def reply(self, messages: list[BaseMessage]) -> str:
            del messages
            raise KeyError("choices")

    with pytest.raises(ModelError, match="choices"):
        list(stream(Broken(replies=[]), ASKED))
