"""Vectors for passages that have none yet: new ones, or all of them with another model."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from vectorstore.embedding import contextualise
from vectorstore.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vectorstore.catalogue import Catalogue
    from vectorstore.embedding import Embedder
    from vectorstore.rows import Located, Model

BATCH = 256
"""Texts that are embedded before their vectors are stored: what a kill can cost."""


def key(text: str) -> bytes:
    """What the vector of an embedded text is kept under: its SHA-256."""
    return hashlib.sha256(text.encode()).digest()


def enrol(catalogue: Catalogue, embedder: Embedder) -> Model:
    """Make the embedder's model known to the catalogue."""
    return catalogue.enrol(embedder.fingerprint, embedder.name, embedder.dimensions)


def embed(
    catalogue: Catalogue, embedder: Embedder, model: Model, texts: Mapping[bytes, str]
) -> None:
    """See to it that each of ``texts``, by key, has a vector; only what is missing is embedded."""
    missing = catalogue.unembedded(model, texts)
    wanted = [pair for pair in texts.items() if pair[0] in missing]
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        vectors = embedder.encode_passages([text for _, text in batch])
        catalogue.keep_vectors(
            model,
            ((name, vector.tobytes()) for (name, _), vector in zip(batch, vectors, strict=True)),
        )


def embed_all(catalogue: Catalogue, embedder: Embedder, model: Model) -> None:
    """See to it that every current passage has a vector of this model.

    Raises StoreError when a passage is longer than the model's window: it would be embedded
    without its end.
    """
    while passages := catalogue.unembedded_passages(model, BATCH):
        texts = [_text(found) for found in passages]
        for found, text in zip(passages, texts, strict=True):
            if len(embedder.token_spans(text)) > embedder.window:
                raise StoreError(
                    f"{found.passage.locator} of {found.entry.title!r} is longer than what "
                    f"{embedder.name} reads at once ({embedder.window} word pieces).",
                    "Ingest the sources into a new index with that model: they are split to fit.",
                )
        embed(catalogue, embedder, model, {key(text): text for text in texts})


def _text(found: Located) -> str:
    return contextualise(found.entry.title, found.passage.heading, found.text)
