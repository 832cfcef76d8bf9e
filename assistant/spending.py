"""What a question costs at a chat model: tokens in and out, and where it has to stop."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST = 20_000
"""Tokens that one question may cost when the settings name no other cap."""

CHARACTERS = 4
"""Characters of English that make about one token; where a provider counts, its count is taken."""


def estimated(texts: Iterable[str]) -> int:
    """About how many tokens the texts have."""
    return sum(-(-len(text) // CHARACTERS) for text in texts)


@dataclass
class Meter:
    """Counts the tokens of one question, and says when another call would be too many."""

    most: int = MOST
    sent: int = field(default=0)
    received: int = field(default=0)

    @property
    def left(self) -> int:
        """Tokens that may still be spent."""
        return max(0, self.most - self.sent - self.received)

    def admit(self, texts: Iterable[str]) -> None:
        """Let a call through. Raises ModelError where its input alone is more than is left."""
        needed = estimated(texts)
        if needed > self.left:
            raise ModelError(
                f"The question would cost about {needed:,} more tokens; {self.left:,} of the "
                f"{self.most:,} that one question may cost are left.",
                "Raise the cap (ONRECORD_TOKENS_PER_QUESTION), or ask a narrower question.",
            )

    def count(
        self, texts: Iterable[str], reply: str, usage: Mapping[str, int] | None = None
    ) -> None:
        """Note a call: what its provider counted, else an estimate."""
        counted = usage or {}
        self.sent += counted.get("input_tokens") or estimated(texts)
        self.received += counted.get("output_tokens") or estimated([reply])
