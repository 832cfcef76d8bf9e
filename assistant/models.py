"""Which chat model answers, and what can go wrong with it, in words a person can act on.

Nothing is sent anywhere unless the settings name a model, and then only to that model: calls are
kept from LangSmith's tracer even where its variables are set for other programs.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from assistant.spending import Meter
from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

T = TypeVar("T")
Messages = list[tuple[str, str]]
"""What a model is sent: (role, text), role ``system`` or ``human``."""


class RequestRefused(ModelError):
    """A model was reached, and does not serve the request as it was put."""


EXTRACTIVE = "extractive"
"""The setting that means no chat model."""
PATIENCE = 120.0
"""Seconds that a model may keep silent: a local one may have to load its weights first."""

KEYS = {
    "openai": "OPENAI_API_KEY",
    "anthropic": "ANTHROPIC_API_KEY",
    "google_genai": "GOOGLE_API_KEY",
    "mistralai": "MISTRAL_API_KEY",
    "groq": "GROQ_API_KEY",
    "deepseek": "DEEPSEEK_API_KEY",
    "cohere": "COHERE_API_KEY",
    "xai": "XAI_API_KEY",
    "openrouter": "OPENROUTER_API_KEY",
}
"""The variable that holds a provider's key, for the providers people use most."""
EXTRAS = frozenset({"openai", "anthropic", "ollama"})
"""Providers whose packages are extras of ours."""
WITHOUT = "or leave ONRECORD_LLM unset: the extractive answer needs no model"


def load_chat_model(spec: str) -> BaseChatModel | None:
    """The chat model that ``spec`` names, or None for ``extractive``.

    ``spec`` is what LangChain's ``init_chat_model`` takes: ``openai:…``, ``anthropic:…``,
    ``ollama:llama3.1``. Its answers are as little random as it lets us ask for. Raises ModelError,
    naming what to set or install, where there can be no such model; nothing is sent yet.
    """
    spec = spec.strip()
    if spec in ("", EXTRACTIVE):
        return None
    provider, _, name = spec.partition(":")
    if name == "" and ":" in spec:
        raise ModelError(
            f"“{spec}” names no model.", f"Add its name, as in {provider}:NAME, {WITHOUT}."
        )
    key = KEYS.get(provider)
    if key and not os.environ.get(key):
        raise _no_key(spec, key)
    model = _initialised(spec, provider)
    model.name = spec
    return model


def _initialised(spec: str, provider: str) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    # Ollama's client takes its time limit in its own way; the other integrations share one name.
    patience: dict[str, Any] = {"timeout": PATIENCE}
    if provider == "ollama":
        patience = {"client_kwargs": patience}
    try:
        model: BaseChatModel = init_chat_model(spec, temperature=0, **patience)
    except ImportError as error:
        raise _not_installed(spec, provider, error) from error
    except Exception as error:
        raise _not_made(spec, error) from error
    return model


def _not_installed(spec: str, provider: str, error: ImportError) -> ModelError:
    named = re.search(r"pip install ([\w.-]+)", str(error))
    package = f"'onrecord[{provider}]'" if provider in EXTRAS else named[1] if named else ""
    return ModelError(
        f"The package that talks to {spec} is not installed.",
        f"Install it (pip install {package}), {WITHOUT}.",
    )


def _not_made(spec: str, error: Exception) -> ModelError:
    if "infer model provider" in str(error) or "Unsupported provider" in str(error):
        return ModelError(
            f"“{spec}” names no provider of chat models that is known.",
            "Write provider:model, for example openai:…, anthropic:… or ollama:…, " + WITHOUT + ".",
        )
    return translated(error, spec)


def _no_key(spec: str, key: str) -> ModelError:
    local = " (any word will do for a server of your own)" if key == "OPENAI_API_KEY" else ""
    return ModelError(f"{spec} needs a key and {key} is not set.", f"Set {key}{local}, {WITHOUT}.")


def model_name(model: BaseChatModel) -> str:
    """What an answer says wrote it: the setting that named the model, or the model's own name."""
    return model.name or str(getattr(model, "model_name", "") or type(model).__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a model said, and how it came about."""

    text: str
    model: str
    """The model's name as its provider reports it; empty where it reports none."""
    temperature: float | None
    """The temperature it was asked at; None where that was left to the provider."""


def complete(model: BaseChatModel, messages: Messages, meter: Meter | None = None) -> str:
    """The whole reply of ``model``. Raises ModelError."""
    return reply(model, messages, meter).text


def reply(model: BaseChatModel, messages: Messages, meter: Meter | None = None) -> Reply:
    """The whole reply of ``model``, its thinking aloud left out. Raises ModelError."""
    meter = meter or Meter()
    texts = [text for _, text in messages]
    meter.admit(texts)
    asked = model
    try:
        said = _guarded(lambda: model.invoke(messages), model)
    except _TemperatureError:
        asked = _without_temperature(model)
        said = _guarded(lambda: asked.invoke(messages), asked)
    meter.count(texts, str(said.text), _usage(said))
    told = getattr(said, "response_metadata", None) or {}
    return Reply(
        text="".join(_without_thinking(iter([str(said.text)]))),
        model=str(told.get("model_name") or told.get("model") or ""),
        temperature=getattr(asked, "temperature", None),
    )


def stream(
    model: BaseChatModel,
    messages: Messages,
    meter: Meter | None = None,
    *,
    bound: Callable[[BaseChatModel], Runnable[Any, Any]] = lambda model: model,
) -> Generator[str, None, None]:
    """The reply of ``model`` in pieces, its thinking aloud left out; a tool's arguments are text.

    ``bound`` makes of the model what is asked in its place: the same with something bound to it.
    A reply that is given up counts as far as it came. Raises ModelError.
    """
    meter = meter or Meter()
    meter.admit(text for _, text in messages)

    def pieces() -> Iterator[str]:
        try:
            yield from _streamed(model, bound(model), messages, meter)
        except _TemperatureError:
            plain = _without_temperature(model)
            yield from _streamed(plain, bound(plain), messages, meter)

    return _without_thinking(pieces())


def _streamed(
    model: BaseChatModel, asked: Runnable[Any, Any], messages: Messages, meter: Meter
) -> Iterator[str]:
    chunks = iter(asked.stream(messages))
    said: list[str] = []
    usage: dict[str, int] = {}
    try:
        while (chunk := _guarded(lambda: next(chunks, None), model)) is not None:
            for kind, tokens in _usage(chunk).items():
                usage[kind] = usage.get(kind, 0) + tokens
            said.append(str(chunk.text) + _arguments(chunk))
            yield said[-1]
    finally:
        if said:  # a request that was refused costs nothing
            meter.count([text for _, text in messages], "".join(said), usage)


def _arguments(message: Any) -> str:
    """What a message, whole or a piece, hands to tools, as JSON."""
    pieces = getattr(message, "tool_call_chunks", None)
    if pieces is not None:
        return "".join(piece["args"] or "" for piece in pieces)
    return "".join(json.dumps(call["args"]) for call in getattr(message, "tool_calls", ()))


def _usage(message: Any) -> dict[str, int]:
    """What a provider says that a message cost, where it says so."""
    counted = getattr(message, "usage_metadata", None) or {}
    return {kind: int(counted.get(kind) or 0) for kind in ("input_tokens", "output_tokens")}


def is_local(model: BaseChatModel) -> bool:
    """Whether what ``model`` is sent stays on this machine, as far as its address tells."""
    addresses = [
        str(getattr(model, name, None) or "")
        for name in ("base_url", "openai_api_base", "anthropic_api_url")
    ]
    address = next((one for one in addresses if one), "")
    if not address:
        provider = model_name(model).partition(":")[0]
        return provider == "ollama" and not os.environ.get("OLLAMA_HOST")
    return (urlsplit(address).hostname or "") in {"localhost", "127.0.0.1", "::1"}


class _TemperatureError(Exception):
    """The model answers at one temperature only, and will be asked without one."""


def _without_temperature(model: BaseChatModel) -> BaseChatModel:
    return model.model_copy(update={"temperature": None})


def _guarded(call: Callable[[], T], model: BaseChatModel) -> T:
    """One step of a provider's code: untraced, and its errors made ours."""
    from langsmith import tracing_context

    try:
        with tracing_context(enabled=False):
            return call()
    # Some thirty integrations share no base class of errors, and nothing of ours runs in here.
    except Exception as error:
        if "temperature" in str(error) and getattr(model, "temperature", None) is not None:
            raise _TemperatureError from error
        raise translated(error, model_name(model)) from error


def translated(error: Exception, name: str) -> ModelError:
    """The ModelError that tells a person what a provider's ``error`` means for model ``name``."""
    diagnosis = _diagnosis(error)
    message, remedy = TROUBLE[diagnosis]
    said = _first_line(error) or type(error).__name__
    kind = RequestRefused if diagnosis in MAY_BE_THE_REQUEST else ModelError
    return kind(
        message.format(name=name, said=said, patience=PATIENCE),
        f"{remedy.format(reach=_reach(name), key=_key(name), get=_get(name))}, {WITHOUT}.",
    )


TROUBLE = {
    "silence": ("{name} did not answer within {patience:g} seconds.", "Try again, name another"),
    "connection": ("{name} cannot be reached.", "{reach}"),
    "key": ("{name} refused the key, or got none.", "{key}"),
    "model": ("{name} is not a model that its provider has.", "{get}"),
    "limit": (
        "{name} takes no more requests now: a limit of rate or of credit is reached.",
        "Wait a little, look at your plan with the provider",
    ),
    "length": ("The passages are more than {name} can read.", "Name one with a larger context"),
    "provider": ("{name} failed at its provider.", "Try again"),
    "other": ("{name} did not answer: {said}", "Name another"),
}
MAY_BE_THE_REQUEST = frozenset({"other", "provider"})
"""Some servers say 500, and not 400, to what they cannot serve."""
BY_STATUS = {401: "key", 403: "key", 404: "model", 413: "length", 429: "limit"}
# By name: these come from langchain-core, from httpx or from Python, whichever the provider uses.
BY_CLASS = {
    "ModelTimeoutError": "silence",
    "TimeoutError": "silence",
    "TimeoutException": "silence",
    "ContextOverflowError": "length",
    "ModelConnectionError": "connection",
    "ConnectionError": "connection",
    "TransportError": "connection",
}


def _diagnosis(error: Exception) -> str:
    classes = {kind.__name__ for kind in type(error).__mro__}
    if found := next((what for kind, what in BY_CLASS.items() if kind in classes), ""):
        return found
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status >= 500:
        return "provider"
    if status is None and re.search(r"api_key|authentication|credentials", str(error)):
        return "key"
    return BY_STATUS.get(status or 0, "other")


def _first_line(error: Exception) -> str:
    """What an error says, in one line, with anything like a key blotted out."""
    first = str(error).strip().partition("\n")[0][:300]
    return re.sub(r"\b(?:sk|key|pk)-[\w*-]{6,}|\b[A-Za-z0-9_-]{32,}\b", "…", first)


def _reach(name: str) -> str:
    if name.startswith("ollama:"):
        return "Start it (ollama serve), set OLLAMA_HOST if it runs elsewhere"
    return "Look at the network and at any base URL in the environment"


def _key(name: str) -> str:
    return f"Check {KEYS.get(name.partition(':')[0], 'the key of its provider')}"


def _get(name: str) -> str:
    if name.startswith("ollama:"):
        return f"Fetch it (ollama pull {name.removeprefix('ollama:')}) or name another"
    return "Check the name with the provider"


def _without_thinking(pieces: Iterator[str]) -> Generator[str, None, None]:
    """Leave out a leading ``<think>…</think>``, which some local models write first."""
    held = ""
    for piece in pieces:
        held += piece
        opening = held.lstrip()
        if "<think>".startswith(opening[:7]) and "</think>" not in held:
            continue
        yield re.sub(r"^\s*<think>.*?</think>", "", held, flags=re.DOTALL)
        break
    else:
        # A reply that ends while it may still be thinking: nothing was said, or a bare "<".
        yield "" if held.lstrip().startswith("<think>") else held
    yield from pieces
