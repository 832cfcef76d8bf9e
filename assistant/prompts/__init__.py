"""What chat models are told, one Markdown file a task; ``$name`` is what a call fills in."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from string import Template


@lru_cache
def load_prompt(name: str) -> Template:
    """The prompt ``name`` (without its ``.md``)."""
    return Template(resources.files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8"))
