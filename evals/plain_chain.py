"""The leg that everybody could build in ten lines: LangChain with Chroma, nothing of ours.

Whole documents under their titles, cut off where the model's window ends, the same weights, and
Chroma as it comes. It shows what splitting, full text and fusion are worth.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from itertools import islice
from typing import TYPE_CHECKING, Any

from evals.legs import DEPTH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from evals.beir import DataSet
    from evals.legs import Tell
    from vectorstore.embedding import Embedder

BATCH = 256
"""Documents that are embedded before they are stored: what stopping can cost."""


def installed() -> bool:
    """Whether langchain-chroma is there, which nothing else needs."""
    return importlib.util.find_spec("langchain_chroma") is not None


def plain_search(
    data: DataSet, embedder: Embedder, folder: Path, tell: Tell
) -> Callable[[str], dict[str, float]]:
    """A search over the corpus in a Chroma of LangChain's in ``folder``.

    What that holds as it is now is not embedded again, so a stopped run is taken up.
    """
    store = _store(embedder, folder / embedder.fingerprint[:16])
    held = store.get(include=["metadatas"])
    digests = {
        name: str(fields.get("digest"))
        for name, fields in zip(held["ids"], held["metadatas"], strict=True)
    }
    if gone := list(digests.keys() - data.lines.keys()):
        for start in range(0, len(gone), BATCH):
            store.delete(ids=gone[start : start + BATCH])
    texts = ((one.id, f"{one.title}\n{one.text}".strip()) for one in data.documents())
    wanted = ((name, text) for name, text in texts if digests.get(name) != _digest(text))
    done = sum(name in data.lines for name in digests)
    while batch := dict(islice(wanted, BATCH)):
        store.add_texts(
            list(batch.values()),
            metadatas=[{"digest": _digest(text)} for text in batch.values()],
            ids=list(batch),
        )
        done = min(done + len(batch), len(data.lines))
        tell(done, len(data.lines))

    def find(query: str) -> dict[str, float]:
        found = store.similarity_search_with_score(query, k=DEPTH)
        return {str(document.id): -float(distance) for document, distance in found}

    return find


def _store(embedder: Embedder, folder: Path) -> Any:
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
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

    return Chroma("corpus", Vectors(), persist_directory=str(folder))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
