"""Answers to questions, each sentence cited to the words it rests on.

>>> from assistant import build_assistant, load_settings
>>> answer = build_assistant(load_settings()).ask("How many Iraqis arrived by small boat in 2022?")

Names are imported when they are first used, so that listing sources never loads a chat model.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation, Sentence, Status, Turn
    from assistant.build import build_assistant, open_library
    from assistant.chain import Assistant, Inquiry, QuestionError, Steps, build_chain, default_steps
    from assistant.retrieve import LibraryRetriever
    from assistant.settings import Settings, load_settings

__all__ = [
    "Answer",
    "Assistant",
    "Citation",
    "Inquiry",
    "LibraryRetriever",
    "QuestionError",
    "Sentence",
    "Settings",
    "Status",
    "Steps",
    "Turn",
    "build_assistant",
    "build_chain",
    "default_steps",
    "load_settings",
    "open_library",
]

_HOMES = {
    "answer": ("Answer", "Citation", "Sentence", "Status", "Turn"),
    "build": ("build_assistant", "open_library"),
    "chain": (
        "Assistant",
        "Inquiry",
        "QuestionError",
        "Steps",
        "build_chain",
        "default_steps",
    ),
    "retrieve": ("LibraryRetriever",),
    "settings": ("Settings", "load_settings"),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"assistant.{module}"), name)
    raise AttributeError(f"module 'assistant' has no attribute {name!r}")
