"""From a question to the passages that may answer it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import InstanceOf  # noqa: TC002 - pydantic reads a field's type

from assistant.editions import language_of, originals_first
from assistant.instruments import facts
from assistant.provisions import named, with_referred
from assistant.question import understand
from vectorstore.library import Library  # noqa: TC001 - pydantic reads a field's type
from vectorstore.records import Filters, Hit

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun

    from assistant.instruments import Stated
    from assistant.plan import Plan

PASSAGES = 12
"""Passages looked at for one question."""


OTHERWISE = 6
"""Of these, as many are added that are found by another word for an agreement."""

SORT = re.compile(r"\b(?:deal|accord|treaty|pact|agreement|arrangement)\b")
"""What the same agreement may be called; in small letters, for a capital makes it a name."""

FOLLOWED = 3
"""Provisions found whose references to other provisions are followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One part of a question and the passages found for it, the best first."""

    question: str
    hits: tuple[Hit, ...]
    stated: tuple[Stated, ...] = ()
    """What the agreement that it is about says of itself, where that is asked."""
    sides: tuple[Found, ...] = ()
    """The same for each thing that it compares."""


def retrieve(
    library: Library, plan: Plan, filters: Filters, passages: int = PASSAGES
) -> tuple[Found, ...]:
    """Search for each part of a question by itself, so that none drowns the others."""
    return tuple(
        replace(
            _search(library, part.question, filters, passages),
            sides=tuple(_search(library, side.question, filters, passages) for side in part.sides),
        )
        for part in plan.parts
    )


def _search(library: Library, question: str, filters: Filters, passages: int) -> Found:
    """What agreements say of themselves, the provisions that the question names, what is alike.

    After these, what the provisions among them refer to.
    """
    asked = understand(question)
    language = language_of(question)
    stated = facts(library, asked, filters)
    placed = named(library, asked, filters, language)[:passages]
    alike = originals_first(library.search(question, passages, filters), language)
    otherwise = in_other_words(question)
    if otherwise != question:
        alike += originals_first(library.search(otherwise, passages, filters), language)[:OTHERWISE]
    found: dict[tuple[str, int], Hit] = {}
    for hit in (*(one.hit for one in stated), *placed, *alike):
        found.setdefault((hit.entry.id, hit.passage.start), hit)
    hits = [replace(hit, rank=rank) for rank, hit in enumerate(found.values(), start=1)]
    followed = with_referred(library, hits, FOLLOWED)
    return Found(question=question, hits=tuple(followed), stated=tuple(stated))


def in_other_words(question: str) -> str:
    """``question`` with the press's word for an agreement, or the lawyers' where it has that.

    One source's treaty is another's deal, which search by words does not tell, nor much by sense.
    """
    return SORT.sub(
        lambda match: "agreement" if match.group().lower() == "deal" else "deal", question
    )


def together(found: tuple[Found, ...]) -> list[Hit]:
    """The passages of all parts, each once, the best of every part first."""
    merged: dict[tuple[str, int], Hit] = {}
    every = [one for part in found for one in (part, *part.sides)]
    for hit in sorted((hit for one in every for hit in one.hits), key=lambda hit: hit.rank):
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
