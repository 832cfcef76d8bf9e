"""The leg that everybody could build in ten lines: LangChain with Chroma, nothing of ours.

Whole documents, the same weights through sentence-transformers, Chroma's own index. It shows what
splitting, titles, full text and fusion are worth.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from evals.beir import DEPTH, _rows
from evals.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from evals.beir import DataSet
    from vectorstore.embedding import Embedder

BATCH = 256


def plain_search(
    data: DataSet, embedder: Embedder, folder: Path
) -> Callable[[str], dict[str, float]]:
    """A search over the corpus in a Chroma of LangChain's at ``folder``, filled once.

    Raises RunError where langchain-chroma is not installed.
    """
    if importlib.util.find_spec("langchain_chroma") is None:
        raise RunError(
            "The plain LangChain leg needs langchain-chroma, which is not installed.",
            'pip install "onrecord[bench]", or leave it out with --without-plain.',
        )
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

    class Vectors(Embeddings):
        """The embedding model as LangChain asks for it."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            """Vectors of texts."""
            vectors: list[list[float]] = embedder.encode_passages(texts).tolist()
            return vectors

        def embed_query(self, text: str) -> list[float]:
            """The vector of a query."""
            vector: list[float] = embedder.encode_query(text).tolist()
            return vector

    store = Chroma(
        "corpus",
        Vectors(),
        persist_directory=str(folder),
        collection_metadata={"hnsw:space": "cosine"},
    )
    kept = set(store.get(include=[])["ids"])
    batch: dict[str, str] = {}
    for row in _rows(data.corpus, "_id", "text"):
        if row["_id"] not in kept:
            batch[row["_id"]] = f"{row.get('title', '')}\n{row['text']}".strip()
        if len(batch) == BATCH:
            store.add_texts(list(batch.values()), ids=list(batch))
            batch = {}
    if batch:
        store.add_texts(list(batch.values()), ids=list(batch))

    def find(query: str) -> dict[str, float]:
        found = store.similarity_search_with_score(query, k=DEPTH)
        return {str(document.id): -float(distance) for document, distance in found}

    return find
