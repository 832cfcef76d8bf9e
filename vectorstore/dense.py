"""The dense leg: vectors in one Chroma collection, by passage id.

What it holds is derived: the catalogue has every vector, and Chroma can be made again from it.
"""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Any

from vectorstore.chroma import Connection, Embedded, Server, translated_chroma
from vectorstore.errors import IndexDamaged
from vectorstore.rows import publisher_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    import numpy as np
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

    from vectorstore.records import Filters
    from vectorstore.rows import Pointed

    Vector = NDArray[np.float32]

SPARE = 32
"""Records fetched beyond those asked for, so that which of several equally near ones make the cut
is decided by their ids and not by the order in which they were stored."""

BATCH = 1000
"""Records a call; Chroma takes at most 5,461, and a reader that waits for its turn waits less."""


class Dense:
    """One collection of vectors, by passage id. Threads take turns."""

    def __init__(self, connection: Connection, name: str, place: str) -> None:
        self._connection = connection
        self._name = name
        self._place = place
        self._turn = threading.RLock()
        self._collection: Collection | None = None

    def close(self) -> None:
        """Let go of files and memory."""
        with self._turn:
            self._collection = None
            self._connection.close()

    def refresh(self) -> None:
        """Forget what was loaded, where another process may have written since."""
        if self._connection.stale:
            self.close()

    def upsert(self, batches: Iterable[Sequence[Pointed]]) -> None:
        """Store vectors and what filters look at, under the passages' ids."""
        with self._writing() as collection:
            for batch in batches:
                _upsert(collection, batch)

    def delete(self, ids: Sequence[int]) -> None:
        """Forget these; one that is not there is no error."""
        with self._writing() as collection:
            for start in range(0, len(ids), BATCH):
                collection.delete(ids=[str(number) for number in ids[start : start + BATCH]])

    def near(self, vector: Vector, count: int, filters: Filters) -> list[tuple[int, float]]:
        """Ids of the passages nearest to a unit vector of shape (dimensions,), nearest first.

        Each with its cosine.
        """
        where = _where(filters)
        try:
            with self._reading() as collection:
                return _query(collection, vector, count, where)
        except IndexDamaged:
            # What is loaded may only be old: a filter can name a passage that another process
            # added a moment ago. Whoever has just opened has no such excuse.
            with self._reading(anew=True) as collection:
                return _query(collection, vector, count, where)

    def ids(self) -> set[int]:
        """The ids of all passages it holds."""
        with self._reading(anew=True) as collection:
            return {int(number) for number in collection.get(include=[])["ids"]}

    def vectors(self, ids: Sequence[int]) -> dict[int, Vector]:
        """The vectors it holds of these passages."""
        with self._reading() as collection:
            found = collection.get(ids=[str(number) for number in ids], include=["embeddings"])
        vectors = found["embeddings"]
        return dict(zip(map(int, found["ids"]), [] if vectors is None else vectors, strict=True))

    def count(self) -> int:
        """How many passages it holds."""
        with self._reading() as collection:
            return collection.count()

    def drop(self) -> None:
        """Delete the collection."""
        with self._turn, translated_chroma(self._place), self._connection.turn():
            self._collection = None
            self._connection.drop(self._name)
            self._connection.close()

    def rebuild(self, batches: Iterable[Sequence[Pointed]]) -> None:
        """Throw everything away and store these instead."""
        with self._turn, translated_chroma(self._place), self._connection.turn():
            self._collection = None
            self._connection.discard(self._name)
            collection = self._connection.open(self._name, create=True)
            for batch in batches:
                _upsert(collection, batch)
            self._collection = collection

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Collection]:
        with self._turn, translated_chroma(self._place), self._connection.turn():
            if self._collection is None:
                self._collection = self._connection.open(self._name, create=True)
            yield self._collection

    @contextlib.contextmanager
    def _reading(self, *, anew: bool = False) -> Iterator[Collection]:
        with self._turn, translated_chroma(self._place):
            if anew:
                self.close()
            if self._collection is not None:
                yield self._collection
                return
            with self._connection.turn():
                # Alone until the first question is answered, for that is what loads the files.
                collection = self._connection.open(self._name, create=False)
                collection.count()
                yield collection
                self._collection = collection


def open_dense(place: str | Path, fingerprint: str, catalogue: str) -> Dense:
    """The vectors of one model and one catalogue, at a directory or on the server of a URL."""
    connection: Connection = Server(place) if isinstance(place, str) else Embedded(place)
    return Dense(connection, f"onrecord-{fingerprint[:16]}-{catalogue[:16]}", str(place))


def _upsert(collection: Collection, records: Sequence[Pointed]) -> None:
    import numpy as np

    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        collection.upsert(
            ids=[str(record.id) for record in batch],
            embeddings=np.stack([np.frombuffer(record.vector, np.float32) for record in batch]),
            metadatas=[_metadata(record) for record in batch],
        )


def _query(
    collection: Collection, vector: Vector, count: int, where: dict[str, Any] | None
) -> list[tuple[int, float]]:
    found = collection.query(
        query_embeddings=vector[None, :],
        n_results=count + SPARE,
        where=where,
        include=["distances"],
    )
    distances = found["distances"] or [[]]
    nearest = zip(distances[0], map(int, found["ids"][0]), strict=True)
    return [(number, 1.0 - distance) for distance, number in sorted(nearest)[:count]]


def _metadata(record: Pointed) -> dict[str, str | int]:
    entry = record.entry
    metadata: dict[str, str | int] = {
        "document": entry.id,
        "kind": str(entry.kind),
        "publisher": publisher_key(entry.publisher),
        "source_class": str(entry.source_class),
        "language": record.language,
    }
    if entry.published is not None:
        metadata["published"] = _day(entry.published)
    return metadata


def _where(filters: Filters) -> dict[str, Any] | None:
    conditions: list[dict[str, Any]] = [
        {field: {"$in": values}}
        for field, values in (
            ("kind", [str(kind) for kind in filters.kinds]),
            ("publisher", [publisher_key(name) for name in filters.publishers]),
            ("document", list(filters.documents)),
            ("source_class", [str(one) for one in filters.classes]),
            ("language", [language.casefold() for language in filters.languages]),
        )
        if values
    ]
    if filters.since is not None:
        conditions.append({"published": {"$gte": _day(filters.since)}})
    if filters.until is not None:
        conditions.append({"published": {"$lte": _day(filters.until)}})
    if len(conditions) > 1:
        return {"$and": conditions}
    return conditions[0] if conditions else None


def _day(day: date) -> int:
    return int(day.strftime("%Y%m%d"))
