"""Everything kept, in one place: catalogue, full text and vectors in step."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from vectorstore import health, vectors
from vectorstore.catalogue import Catalogue
from vectorstore.chroma import damaged
from vectorstore.dense import Dense, open_dense
from vectorstore.errors import (
    IndexDamaged,
    ModelMismatch,
    StoreError,
)
from vectorstore.fusion import fuse
from vectorstore.holdings import Change, SourceFile
from vectorstore.intake import Item, classify, contexts, piece, without_repeats
from vectorstore.loaded import Loaded
from vectorstore.lock import WriterLock
from vectorstore.place import CATALOGUE, locate
from vectorstore.prominence import LOOKED_AT, Prominence
from vectorstore.recent import Asked, Recent
from vectorstore.records import Document, Filters, Hit, Passage, Quotation
from vectorstore.twins import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from vectorstore.embedding import Embedder
    from vectorstore.holdings import Counts, EntrySummary, Finding, Version
    from vectorstore.observations import FigureTable, KeptTable
    from vectorstore.records import Observation
    from vectorstore.rows import Located, Model, Piece

Pair = tuple[Document, Sequence[Passage]]
"""An item without quotations."""

ALL = Filters()
LEAST_CANDIDATES = 50
FOLDED, LEAST_FOLDED = 3, 30
"""Candidates (for each hit wanted, and at least) among which copies of one story are looked for."""


class Library:
    """The store. Open it with :meth:`open`; it is a context manager.

    Any number of processes and threads may read; they see what the one writer adds without being
    opened again.
    """

    def __init__(
        self,
        place: str | Path,
        catalogue: Catalogue,
        embedder: Embedder | None,
        lock: WriterLock | None,
    ) -> None:
        self.place = place
        self._catalogue = catalogue
        self._embedder = embedder
        self._lock = lock
        self._figures = Loaded(catalogue)
        self._dense: Dense | None = None
        self._generation = -1
        self._near, self._matching = Recent(), Recent()
        self._turn = threading.RLock()

    @classmethod
    def open(
        cls, place: str | Path, embedder: Embedder | None = None, *, write: bool = False
    ) -> Self:
        """Open the index at a directory, or at the ``http(s)://`` URL of a Chroma server.

        A server's catalogue stands in the user's data directory, by URL. ``write`` makes the index
        if there is none, and finishes what a killed writer left. Without an embedder documents
        can be read and removed, but not searched or added.

        Raises IndexMissing (reading what is not there), IndexLocked (somebody writes),
        ModelMismatch (another embedding model made it), IndexDamaged, StorageFull.
        """
        place, directory = locate(place)
        lock = WriterLock(directory) if write else None
        library = None
        try:
            catalogue = Catalogue(directory / CATALOGUE, create=write)
            library = cls(place, catalogue, embedder, lock)
            library._begin()
        except BaseException:
            if library is not None:
                library.close()
            elif lock is not None:
                lock.release()
            raise
        return library

    def close(self) -> None:
        """Close everything and, if this was the writer, let the next one in."""
        if self._dense is not None:
            self._dense.close()
            self._dense = None
        self._catalogue.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Writing

    def add(self, items: Sequence[Item | Pair], source: SourceFile | None = None) -> list[Change]:
        """Store documents with their passages, each all or not at all; says what came of each.

        When it returns, what it says is done survives anything. Passages whose text, title and
        headings were embedded before are not embedded again. ``source`` is recorded with them.
        """
        self._must_write()
        changes: list[Change] = []
        for group in without_repeats([Item(*item) for item in items]):
            changes += self._add(group)
        if source is not None:
            self._catalogue.record_sources([source])
        return changes

    def remove(self, document_id: str) -> None:
        """Forget a document and its history. Raises OnRecordError where there is none."""
        self._must_write()
        self._catalogue.remove(document_id)
        self._sweep()

    def record_sources(self, sources: Iterable[SourceFile]) -> None:
        """Note that files or URLs have been read to their end."""
        self._must_write()
        self._catalogue.record_sources(sources)

    def reembed(self, embedder: Embedder) -> None:
        """Make all vectors anew with another model, then search with those.

        With the model that made them, only what is missing is made.
        Until the last step everything goes on as it was; stopped before that, it takes up again
        where it stopped. Raises StoreError when a passage is too long for the model.
        """
        self._must_write()
        self._settle()
        old = self._catalogue.model()
        model = vectors.enrol(self._catalogue, embedder)
        if old is not None:
            vectors.embed_all(self._catalogue, embedder, model)
        if old is not None and old.number != model.number:
            dense = self._open_dense(model)
            dense.upsert(self._catalogue.pointed("current", model))
            dense.close()
            self._catalogue.adopt(model)
            self._drop_dense()
            self._open_dense(old).drop()
        else:
            self.repair()
        self._embedder = embedder

    # Reading

    def source(self, uri: str) -> SourceFile | None:
        """What is known of a file or URL that was read before."""
        return self._catalogue.source(uri)

    def document(self, document_id: str) -> Document:
        """A document with its text. Raises OnRecordError where there is none."""
        return self._catalogue.document(document_id)

    def passages(self, document_id: str) -> list[Passage]:
        """A document's passages in order. Raises OnRecordError where there is no such document."""
        return self._catalogue.passages(document_id)

    def quotations(self, document_id: str) -> list[Quotation]:
        """What a document puts in people's mouths, in order. OnRecordError: no such document."""
        return self._catalogue.quotations(document_id)

    def speakers(self) -> list[tuple[str, str, str]]:
        """Every speaker of a quotation by name, role and the id of the document, each once."""
        return self._catalogue.speakers()

    def figure_heads(self) -> list[KeptTable]:
        """What every table of figures is about, those of replaced versions too."""
        return self._figures.heads()

    def figure_table(self, kept: KeptTable) -> FigureTable:
        """A table with its figures; those that were used last are kept in memory."""
        return self._figures.table(kept)

    def observations(self, document_id: str) -> Iterator[Observation]:
        """Every figure of a document's tables, in order. OnRecordError: no such document."""
        for table in self._catalogue.figure_tables(document_id):
            yield from table.observations()

    def entries(self, filters: Filters = ALL) -> list[EntrySummary]:
        """The documents that pass the filters, the latest published first."""
        return self._catalogue.entries(filters)

    def languages(self) -> list[str]:
        """The codes of the languages that passages are in, in alphabetical order."""
        return self._catalogue.languages()

    def history(self, document_id: str) -> list[Version]:
        """What a document said before it was updated, the latest first."""
        return self._catalogue.history(document_id)

    def witness(self, document_id: str) -> str:
        """The id of the document that stands for all copies of one story, its own if there is none.

        It is the copy that was published first; of copies without a date, the first ingested.
        Raises OnRecordError where there is no such document.
        """
        return self._catalogue.witness(document_id)

    def copies(self, document_id: str) -> list[str]:
        """The ids of the other documents that tell the same story in the same words."""
        ids = self._catalogue.stories().get(self.witness(document_id), ())
        return [other for other in ids if other != document_id]

    def stories(self) -> dict[str, tuple[str, ...]]:
        """For each document that has copies, all that tell its story, their witness first."""
        return self._catalogue.stories()

    def counts(self) -> Counts:
        """How many documents and passages there are."""
        return self._catalogue.counts()

    def search(
        self,
        query: str,
        k: int = 10,
        filters: Filters = ALL,
        *,
        weights: tuple[float, float] = (1.0, 1.0),
        folded: bool = True,
    ) -> list[Hit]:
        """The ``k`` passages that answer to ``query`` best, by meaning and by words together.

        ``weights`` are those of the two legs, dense and full text. Near-identical passages of
        other documents are hits' twins, or hits of their own where they are not to be ``folded``.
        Any text is a query; one without a word finds nothing.
        """
        if k < 1 or not query.strip():
            return []
        query = query.encode("utf-8", "replace").decode()  # half a character has no vector
        depth = max(LEAST_CANDIDATES, 5 * k)
        near = self._nearest(query, depth, filters) if weights[0] > 0 else []
        dense = [number for number, _ in near]
        with self._catalogue.reading():
            matching = self._worded(query, depth, filters) if weights[1] > 0 else []
            worded = [number for number, _ in matching]
            # Chroma may hold passages that are not, or no longer, part of a current document.
            current = self._catalogue.current(dense)
            ranked = fuse([[n for n in dense if n in current], worded], weights)
            ranked = ranked[: max(LEAST_FOLDED, FOLDED * k) if folded else k]
            located = self._catalogue.locate([number for number, _ in ranked])
        scores = dict(ranked)
        found = [located[number] for number, _ in ranked]
        stories = fold(found, k) if folded else [(one, []) for one in found]
        return [
            _hit(rank, first, scores, twins) for rank, (first, twins) in enumerate(stories, start=1)
        ]

    def prominence(self, query: str, filters: Filters = ALL) -> Prominence:
        """How far the best passages for ``query`` stand out, by sense and by words."""
        model = self._catalogue.model()
        if model is None or self._catalogue.empty() or not query.strip():
            return Prominence()
        query = query.encode("utf-8", "replace").decode()
        vector = self.embedder.encode_query(query)
        near = self._nearest(query, LOOKED_AT, filters)
        worded = self._worded(query, LOOKED_AT, filters)
        best = self._catalogue.vector(model, worded[0][0]) if worded else None
        return Prominence.of(vector, [cosine for _, cosine in near], [s for _, s in worded], best)

    def at(self, place: str, k: int = 50, filters: Filters = ALL) -> list[Hit]:
        """The passages at a locator ("Article 33", which 33(1) is within), in reading order.

        Their scores are 0: they were looked up, not found to be alike.
        """
        ids = self._catalogue.at(place, k, filters)
        located = self._catalogue.locate(ids)
        return [
            _hit(rank, located[number], {number: 0.0})
            for rank, number in enumerate(ids, start=1)
            if number in located
        ]

    def holders(self, wanted: Sequence[Sequence[str]], most: int) -> list[list[int] | None]:
        """For each group of phrases, ids of the passages that have one of them in their text.

        Word forms make no difference. None where more than ``most`` have: that tells nothing.
        """
        return self._catalogue.holders(wanted, most)

    def holding(self, piece: str, limit: int = 50) -> list[int]:
        """Ids of passages with exactly this piece of text: a scan, for scripts without spaces."""
        return self._catalogue.holding(piece, limit)

    def spans(self, ids: Sequence[int]) -> dict[int, tuple[str, int, int]]:
        """Where passages stand: the document's id and the span in its text."""
        return self._catalogue.spans(ids)

    @property
    def generation(self) -> int:
        """Counts the changes of the index: what was read of it stays true until it moves."""
        return self._catalogue.generation

    # Care

    def check(self) -> list[Finding]:
        """What is wrong with the index, if anything, and what to do about it."""
        return health.check(self._catalogue, self._open_dense)

    def repair(self) -> None:
        """Make full text, copies and Chroma anew from the catalogue; nothing is embedded."""
        self._must_write()
        self._catalogue.rebuild_fulltext()
        self._catalogue.rebuild_witnesses()
        self._drop_dense()
        model = self._catalogue.model()
        if model is not None:
            health.rebuild_dense(self._catalogue, self._open_dense(model))
        self._settle()

    # How

    def _begin(self) -> None:
        model = self._catalogue.model()
        if model is not None and self._embedder is not None:
            _must_match(model, self._embedder, self.place)
        if self._lock is not None:
            self._settle()
            self._catalogue.catch_up_witnesses()

    def _must_write(self) -> None:
        if self._lock is None:
            raise StoreError(f"The index at {self.place} was opened for reading only.")

    @property
    def embedder(self) -> Embedder:
        """The embedding model it was opened with. Raises StoreError when it was opened without."""
        if self._embedder is None:
            raise StoreError(f"The index at {self.place} was opened without an embedding model.")
        return self._embedder

    def _must_have_model(self) -> Model:
        model = self._catalogue.model()
        if model is None:
            raise IndexDamaged(
                f"The catalogue of {self.place} does not say which model made its vectors.",
                "Move the index away and ingest the sources again.",
            )
        return model

    def _add(self, items: Sequence[Item]) -> list[Change]:
        changes = classify(items, self._catalogue)
        wanted = [
            piece(item)
            for item, change in zip(items, changes, strict=True)
            if change in {Change.ADDED, Change.UPDATED}
        ]
        if wanted:
            self._settle()  # what an earlier call could not, for want of space
            self._embed(wanted)
            self._catalogue.stage(wanted)
            self._settle()
        return changes

    def _embed(self, pieces: Sequence[Piece]) -> None:
        embedder = self.embedder
        model = self._catalogue.model()
        if model is None:
            model = vectors.enrol(self._catalogue, embedder)
            self._catalogue.adopt(model)
        texts = {
            key: text
            for piece in pieces
            for key, text in zip(
                piece.embedded, contexts(piece.document, piece.passages), strict=True
            )
        }
        vectors.embed(self._catalogue, embedder, model, texts)

    def _settle(self) -> None:
        """Carry what is staged through: vectors to Chroma, then visible, then the old ones out.

        It may be stopped anywhere and done again.
        """
        try:
            if self._catalogue.staged():
                pending = self._catalogue.pointed("pending", self._must_have_model())
                self._written_dense().upsert(pending)
                self._catalogue.publish()
            self._sweep()
        except StoreError:
            self._drop_dense()  # what is loaded may be half of what was to be written
            raise

    def _sweep(self) -> None:
        leftovers = self._catalogue.leftovers()
        if leftovers:
            self._written_dense().delete(leftovers)
            self._catalogue.swept(leftovers)

    def _nearest(self, query: str, count: int, filters: Filters) -> list[tuple[int, float]]:
        """The passages nearest in sense with their cosines, the nearest first."""
        model = self._catalogue.model()
        if model is None or self._catalogue.empty():
            return []
        embedder = self.embedder
        _must_match(model, embedder, self.place)  # another process may have changed it
        asked = Asked(query, filters, self._catalogue.generation)
        if (kept := self._near.of(asked, count)) is not None:
            return kept
        found = self._in_step(model).near(embedder.encode_query(query), count, filters)
        self._near.keep(asked, count, found)
        return found

    def _worded(self, query: str, count: int, filters: Filters) -> list[tuple[int, float]]:
        """The passages that match best by words with their BM25, the best first."""
        asked = Asked(query, filters, self._catalogue.generation)
        if (kept := self._matching.of(asked, count)) is not None:
            return kept
        found = self._catalogue.scored(query, count, filters)
        self._matching.keep(asked, count, found)
        return found

    def _in_step(self, model: Model) -> Dense:
        return self._written_dense() if self._lock else self._read_dense(model)

    def _read_dense(self, model: Model) -> Dense:
        """Chroma as of the catalogue's generation, for a reader."""
        with self._turn:
            generation = self._catalogue.generation
            if self._dense is not None and generation == self._generation:
                return self._dense
            if self._dense is None:
                self._dense = self._open_dense(model)
            self._dense.refresh()
            if health.lacking(self._catalogue, self._dense):
                raise damaged(self.place, "its vectors are not all there")
            self._generation = generation
            return self._dense

    def _written_dense(self) -> Dense:
        """Chroma for the writer, in step: made anew when it is missing, damaged or short."""
        with self._turn:
            if self._dense is None:
                dense = self._open_dense(self._must_have_model())
                if not health.in_step(self._catalogue, dense):
                    health.rebuild_dense(self._catalogue, dense)
                self._dense = dense
            return self._dense

    def _open_dense(self, model: Model) -> Dense:
        return open_dense(self.place, model.fingerprint, self._catalogue.id)

    def _drop_dense(self) -> None:
        with self._turn:
            dense, self._dense = self._dense, None
            if dense is not None:
                dense.close()


def _must_match(model: Model, embedder: Embedder, place: str | Path) -> None:
    if model.fingerprint != embedder.fingerprint:
        raise ModelMismatch(
            f"The index at {place} was made by the embedding model {model.name} "
            f"({model.fingerprint[:8]}), not by {embedder.name} ({embedder.fingerprint[:8]}).",
            f"Use that one (ONRECORD_EMBEDDING_MODEL={model.name}), or make its vectors anew with "
            f"{embedder.name}: onrecord doctor --re-embed",
        )


def _hit(
    rank: int, found: Located, scores: Mapping[int, float], twins: Sequence[Located] = ()
) -> Hit:
    return Hit(
        rank=rank,
        score=scores[found.id],
        entry=found.entry,
        passage=found.passage,
        text=found.text,
        twins=tuple(_hit(rank, twin, scores) for twin in twins),
    )
