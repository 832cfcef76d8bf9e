"""From a question to the passages that may answer it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import InstanceOf  # noqa: TC002 - pydantic reads a field's type

from assistant.question import is_named, spellings, understand
from assistant.words import terms
from vectorstore.library import Library  # noqa: TC001 - pydantic reads a field's type
from vectorstore.records import Filters, Hit

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun

    from assistant.plan import Plan

PASSAGES = 12
"""Passages looked at for one question."""


LOOKED_UP = 200
"""Passages looked through for a provision that several documents may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One part of a question and the passages found for it, the best first."""

    question: str
    hits: tuple[Hit, ...]


def retrieve(
    library: Library, plan: Plan, filters: Filters, passages: int = PASSAGES
) -> tuple[Found, ...]:
    """Search for each part of a question by itself, so that none drowns the others."""
    return tuple(
        Found(
            question=part.question,
            hits=tuple(_search(library, part.question, filters, passages)),
        )
        for part in plan.parts
    )


def _search(library: Library, question: str, filters: Filters, passages: int) -> list[Hit]:
    """The provisions that the question names by their place, then what is alike."""
    asked = understand(question)
    named = [
        hit
        for place in asked.provisions
        for written in spellings(place)
        for hit in library.at(written, LOOKED_UP, filters)
        if all(is_named(name, frozenset(terms(hit.entry.title))) for name in asked.names)
    ][:passages]
    taken = {(hit.entry.id, hit.passage.start) for hit in named}
    alike = [
        hit
        for hit in library.search(question, passages, filters)
        if (hit.entry.id, hit.passage.start) not in taken
    ]
    return [replace(hit, rank=rank) for rank, hit in enumerate([*named, *alike], start=1)]


def together(found: tuple[Found, ...]) -> list[Hit]:
    """The passages of all parts, each once, the best of every part first."""
    merged: dict[tuple[str, int], Hit] = {}
    for hit in sorted((hit for part in found for hit in part.hits), key=lambda hit: hit.rank):
        merged.setdefault((hit.entry.id, hit.passage.start), hit)
    return list(merged.values())


class LibraryRetriever(BaseRetriever):
    """The library's hybrid search as a LangChain retriever, for use in any other chain.

    A document's metadata holds what a citation needs: ``document_id``, ``start`` and ``end``
    (offsets into the document's text), ``locator``, ``title``, ``publisher``, ``published`` (ISO
    8601 or ``None``), ``url``, ``path``, ``kind``, ``rank`` and ``score``.
    """

    library: InstanceOf[Library]
    k: int = 10
    filters: InstanceOf[Filters] = Filters()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        del run_manager  # the search makes no calls worth a callback
        hits = self.library.search(query, self.k, self.filters)
        return [LangChainDocument(page_content=hit.text, metadata=_metadata(hit)) for hit in hits]


def _metadata(hit: Hit) -> dict[str, Any]:
    entry = hit.entry
    return {
        "document_id": entry.id,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "locator": hit.passage.locator,
        "title": entry.title,
        "publisher": entry.publisher,
        "published": entry.published.isoformat() if entry.published else None,
        "url": entry.url,
        "path": entry.path,
        "kind": entry.kind.value,
        "rank": hit.rank,
        "score": hit.score,
    }
