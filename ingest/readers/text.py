"""Plain text: paragraphs stand between blank lines, or on lines of their own."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from ingest.normalise import decode, normalise, one_line
from ingest.readers.wrapping import join_wrapped, known_words
from ingest.reading import Block, Reading

WRAPPED_FROM, WRAPPED_TO = 50, 100
"""Hard-wrapped prose has lines about this long, in characters."""


def read_text(data: bytes) -> Reading:
    """A text file; raises ReadError where the bytes are no text."""
    return Reading(format="text", parts=tuple(text_blocks(normalise(decode(data)))))


def text_blocks(text: str) -> list[Block]:
    """The paragraphs of ``text``: hard-wrapped lines are joined, other lines stand alone."""
    lines = text.split("\n")
    paragraphs = _joined(lines) if _is_wrapped(lines) else lines
    return [Block(text=line) for paragraph in paragraphs if (line := one_line(paragraph))]


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines end where the page did: most that are followed by another are about as long."""
    followed = [
        len(line.rstrip()) for line, after in pairwise(lines) if line.strip() and after.strip()
    ]
    if len(followed) < 4:
        return False
    middle = median(followed)
    return WRAPPED_FROM <= middle <= WRAPPED_TO and max(followed) <= middle * 1.6


def _joined(lines: list[str]) -> list[str]:
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            paragraphs[-1].append(line.strip())
        elif paragraphs[-1]:
            paragraphs.append([])
    known = known_words(lines)
    return [join_wrapped(paragraph, known) for paragraph in paragraphs if paragraph]
