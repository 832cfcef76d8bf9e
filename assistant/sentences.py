"""The sentences and lines of a text as spans that can be shown: trimmed, and none of them blank."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE = re.compile(r"[^\n]+")


def shown_spans(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of ``text``, in order, without the white space around."""
    return _trimmed(text, sentence_spans(text))


def line_spans(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the lines of ``text`` (rows of a table), in order, trimmed."""
    return _trimmed(text, (line.span() for line in LINE.finditer(text)))


def _trimmed(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found = []
    for start, end in spans:
        part = text[start:end]
        first = start + len(part) - len(part.lstrip())
        last = end - (len(part) - len(part.rstrip()))
        if first < last:
            found.append((first, last))
    return found
