"""A stand-in for an embedding model, for tests of whatever is built on the store."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

WORD = re.compile(r"\w+|[^\w\s]")


class FakeEmbedder:
    """Hashes words into a vector: texts that share words are near each other, with no weights.

    ``calls`` counts the texts that were encoded, for tests of what need not be encoded again.
    """

    def __init__(self, name: str = "fake", dimensions: int = 64, window: int = 254) -> None:
        self.name = name
        self.dimensions = dimensions
        self.window = window
        self.fingerprint = hashlib.sha256(f"{name}/{dimensions}".encode()).hexdigest()
        self.calls = 0

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape ``(len(texts), dimensions)``."""
        self.calls += len(texts)
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in WORD.findall(text.lower()):
                vectors[row, self._slot(word)] += 1.0
        vectors += 1e-6
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def encode_query(self, text: str) -> Vectors:
        """The vector of a question, shape ``(dimensions,)``."""
        vector: Vectors = self.encode_passages([text])[0]
        return vector

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Character spans of words and marks."""
        return [match.span() for match in WORD.finditer(text)]

    def _slot(self, word: str) -> int:
        return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest()) % (
            self.dimensions
        )
