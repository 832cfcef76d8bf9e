"""Words as the metrics count them."""

from __future__ import annotations

import re
from functools import lru_cache

ARTICLES = frozenset({"a", "an", "the"})
WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'][^\W\d_]+)*")


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """Lower-case words and figures; "1,900" and "1900" are the same."""
    return tuple(
        match.group().casefold().replace(",", "").replace("’", "'") for match in WORD.finditer(text)
    )


def tokens(text: str) -> tuple[str, ...]:
    """The same without articles."""
    return tuple(word for word in words(text) if word not in ARTICLES)


@lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """The stems of the words of sense, and the figures."""
    from assistant.words import terms

    return frozenset(terms(text)) | frozenset(t for t in tokens(text) if t[0].isdigit())
