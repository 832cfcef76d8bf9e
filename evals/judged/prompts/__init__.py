"""What a judge is told, one Markdown file a judgement, and the digests that pin them."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources
from string import Template

AGAIN = "again"
"""What a judge is told when its reply could not be read."""


@lru_cache
def prompt(name: str) -> Template:
    """The prompt ``name`` (without its ``.md``)."""
    return Template(_text(name))


@lru_cache
def prompt_digest(name: str) -> str:
    """SHA-256, in hexadecimal, of all that a judge is told for the judgement ``name``."""
    return hashlib.sha256("\0".join((_text(name), _text(AGAIN))).encode()).hexdigest()


def _text(name: str) -> str:
    return resources.files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8")
