"""Two sources may give the same id to two documents: both are kept, and it is said."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.understand import ID_LENGTH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vectorstore.records import Document, Entry


class Naming:
    """Whose an id is: the documents that are ``kept``, and those that come in one after another."""

    def __init__(self, kept: Mapping[str, Entry]) -> None:
        self._kept = kept
        self._taken: dict[str, tuple[str, str]] = {}

    def own_id(self, document: Document, uri: str) -> tuple[Document, str]:
        """The document of a source, under another id if its own is taken, and what to say of it."""
        other, digest = self._holder(document, uri)
        if digest == document.digest:
            self._taken.setdefault(document.id, (uri, document.digest))
            return document, ""
        suffix = hashlib.sha256(f"{uri} {other == uri and document.digest}".encode())
        renamed = replace(document, id=f"{document.id}-{suffix.hexdigest()[: ID_LENGTH // 2]}")
        self._taken.setdefault(renamed.id, (uri, document.digest))
        return renamed, f"Another source ({other}) has the id {document.id} already."

    def _holder(self, document: Document, uri: str) -> tuple[str, str]:
        """Whose the id of ``document`` is, and the digest of what has it: its own if it is free."""
        if document.id in self._taken:
            return self._taken[document.id]
        kept = self._kept.get(document.id)
        if kept is None or place_of(kept) == (document.path or document.url):
            return uri, document.digest
        return place_of(kept), kept.digest


def place_of(entry: Entry) -> str:
    """Where a document was read from: its file, or the page it was fetched as."""
    return entry.path or entry.url
