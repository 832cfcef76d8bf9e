"""What tells one index, and one collection of sources, from another."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vectorstore.library import Library


def corpus_digest(library: Library) -> str:
    """Of the bytes that the sources were read from: the same wherever they lie."""
    return _over(summary.entry.digest for summary in library.entries())


def index_digest(library: Library, fingerprint: str) -> str:
    """Of the sources, how each was split, and the embedding model."""
    parts = (
        f"{summary.entry.digest} {summary.entry.id} {summary.passages} {summary.quotations}"
        for summary in library.entries()
    )
    return _over((*parts, fingerprint))


def _over(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()
