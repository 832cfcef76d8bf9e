"""Conversations: whether a follow-up, made to stand by itself, finds what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from assistant.answer import Turn
from assistant.condense import condense
from vectorstore.library import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vectorstore.library import Library

SET = Path(__file__).parent / "sets" / "conversations.yaml"
DEPTH = 5
"""Passages among which the gold words have to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A turn after the first, as it was asked and condensed, and whether its passage was found."""

    conversation: str
    asked: str
    standalone: str
    """As a person wrote it."""
    condensed: str
    found: bool
    """With the condensed question."""
    findable: bool
    """With the standalone question."""


def follow_ups(library: Library, path: Path = SET) -> Iterator[FollowUp]:
    """Every follow-up of the set, looked up by its condensed and by its standalone question.

    The history has the earlier questions as they were asked and, for answers, their gold words.
    """
    for conversation in yaml.safe_load(path.read_text(encoding="utf-8")):
        history: list[Turn] = []
        for turn in conversation["turns"]:
            gold = turn["gold"]
            if history:
                condensed = condense(turn["ask"], history)
                yield FollowUp(
                    conversation=conversation["id"],
                    asked=turn["ask"],
                    standalone=turn["standalone"],
                    condensed=condensed,
                    found=_finds(library, condensed, gold),
                    findable=_finds(library, turn["standalone"], gold),
                )
            history.append(Turn(question=turn["ask"], answer=gold["words"]))


def _finds(library: Library, question: str, gold: dict[str, str]) -> bool:
    return any(
        one.entry.path.endswith(gold["document"]) and gold["words"] in " ".join(one.text.split())
        for hit in library.search(question, DEPTH, ALL)
        for one in (hit, *hit.twins)
    )
