"""Rules as a ministry publishes them: paragraphs that bear their own numbers, and definitions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.numbering import POINT
from ingest.reading import Style

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.reading import Block

RULE = re.compile(
    r"^(?P<number>[A-Z]{0,3}\d{1,4}[A-Z]{0,4}(?:\.\d{1,3})*[A-Z]{0,2})"
    r"(?P<points>(?:\([0-9A-Za-z]{1,4}\))*)(?P<dot>\.?)(?:\s+(?=\S)|$)"
)
"""A paragraph of rules with the number it bears: "345D.", "344A(i).", "339O"."""

LETTERED = re.compile(r"^(?:[A-Z]{0,3}\d{2,4}[A-Z]+|[A-Z]{1,2}\d{1,4}[A-Z]*|\d{3,4}|\d+\.\d+)\.?\s")
DEFINED = re.compile(r"^[“\"](?P<term>[^”“\"]{1,90})[”\"]")
DELETED = re.compile(
    r"^(?:[A-Z]{0,3}\d[\w.]*(?:\([0-9A-Za-z]{1,4}\))*\.?\s*)?\[?DELETED\]?\.?$"
    r"|^\W*(?i:deleted|repealed|omitted|no longer in force|vervallen)"
    r"(?:\s+(?:per|with effect from|on)\s[\w\s-]{6,20})?\W*$"
)
"""A provision that is no more: its number stays, its words are gone."""

LEAST = 5
"""Paragraphs that make a rule of it: fewer numbers may be a list's, or dates."""


def is_rules(blocks: Iterable[Block]) -> bool:
    """Whether paragraphs bear their own numbers, as rules do ("345D."), not a list's counters."""
    texts = [block.text for block in blocks if block.style is not Style.HEADING]
    numbered = sum(bool(LETTERED.match(text)) for text in texts)
    return numbered >= LEAST and numbered >= len(texts) * 0.05


def counted_twice(blocks: Iterable[Block]) -> bool:
    """Whether the counters of lists stand before numbers of the text's own: "1. (a)", "2. 6.2."."""
    counted = [block for block in blocks if block.marker[:1].isdigit()]
    twice = sum(bool(POINT.match(block.text) or rule_number(block.text)) for block in counted)
    return twice >= LEAST and twice >= len(counted) * 0.2


def rule_number(text: str) -> re.Match[str] | None:
    """The match of the number that a paragraph of rules bears, else None."""
    match = RULE.match(text)
    if match is None:
        return None
    if match["dot"] or match["points"]:
        return match
    # Without its full stop a number may be a date's or a sum's: it has to look like no other, and
    # a sentence has to begin after it.
    rest = text[match.end() :]
    named = bool(re.search(r"\d[A-Z]|[A-Z]\d", match["number"]))
    return match if named and (not rest or rest[:1].isupper() or rest[0] in "(“\"'‘") else None


def is_deleted(text: str) -> bool:
    """Whether all that is left of a provision is that it was deleted."""
    return bool(DELETED.match(text))
