"""Lists of words that the checks of written sentences go by."""

from __future__ import annotations

from importlib import resources


def lines(name: str) -> list[str]:
    """The lines of the list ``name``, without empty ones and remarks."""
    text = resources.files(__name__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
