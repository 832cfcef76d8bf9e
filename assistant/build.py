"""The one place that builds an assistant from settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vectorstore.embedding import load_embedder
from vectorstore.library import Library

if TYPE_CHECKING:
    from assistant.chain import Assistant, Steps
    from assistant.settings import Settings


def open_library(settings: Settings, *, write: bool = False) -> Library:
    """The library at ``settings.index``, with its embedding model; created when written to."""
    return Library.open(settings.index, load_embedder(settings.embedding_model), write=write)


def build_assistant(settings: Settings, library: Library | None = None) -> Assistant:
    """An assistant over the index that the settings name.

    Raises StoreError where there is no such index or it is another model's, ModelError where the
    chat model cannot be had.
    """
    from assistant.chain import Assistant, build_chain

    library = library or open_library(settings)
    steps = build_steps(settings, library)
    chain = build_chain(library, steps=steps, tokens=settings.tokens_per_question)
    return Assistant(library, chain)


def build_steps(settings: Settings, library: Library) -> Steps:
    """The steps that the settings ask for, to be replaced or listened to one by one.

    Raises ModelError where the chat model or the entailment model cannot be had.
    """
    from assistant.chain import default_steps
    from assistant.models import load_chat_model
    from assistant.private import Private
    from vectorstore.entailment import load_entailment

    model = load_chat_model(settings.llm)
    named = settings.entailment_model if model is not None else ""
    entails = load_entailment(named) if named else None
    return default_steps(library, model, Private(settings.private), entails)
