# ruff: noqa: S608 - what is put together is our own column names, never a value
"""What the catalogue can be asked."""

from __future__ import annotations

import contextlib
import threading
from datetime import datetime
from typing import TYPE_CHECKING

from vectorstore import figure_rows, fulltext, locators, witnesses
from vectorstore.errors import OnRecordError
from vectorstore.holdings import Counts, EntrySummary, SourceFile, Version
from vectorstore.rows import (
    CHUNK,
    COLUMNS,
    PASSAGE,
    Located,
    Model,
    Pointed,
    chunks,
    conditions,
    document_conditions,
    marks,
    numbers,
    text_of,
    to_document,
    to_entry,
    to_located,
    to_passage,
    to_quotation,
)
from vectorstore.schema import connect, translated

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from vectorstore.observations import FigureTable, KeptTable
    from vectorstore.records import Document, Filters, Passage, Quotation


class Reader:
    """One connection, which threads take turns to use; processes have one each."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        self._turn = threading.RLock()
        self._connection = connect(path, create=create)

    def close(self) -> None:
        """Close the connection."""
        with self._turn:
            self._connection.close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The catalogue as it stands at one moment."""
        with self._turn, translated(self.path):
            if self._connection.in_transaction:
                yield self._connection
                return
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                self._connection.execute("ROLLBACK")

    # What the index is

    @property
    def id(self) -> str:
        """What tells this catalogue from others that share a Chroma server."""
        return self._meta("catalogue")

    @property
    def generation(self) -> int:
        """Counts the changes that readers should see."""
        return int(self._meta("generation"))

    def model(self) -> Model | None:
        """The model that made the vectors; None before the first."""
        with self.reading() as connection:
            row = connection.execute(
                "SELECT number, fingerprint, name, dimensions FROM models WHERE number = "
                "(SELECT value FROM meta WHERE key = 'model')"
            ).fetchone()
        return row and Model(number=row[0], fingerprint=row[1], name=row[2], dimensions=row[3])

    # Documents and passages

    def source(self, uri: str) -> SourceFile | None:
        """What is known of a file or URL that was read before."""
        with self.reading() as connection:
            row = connection.execute(
                "SELECT size, mtime_ns, digest, reader_version FROM sources WHERE uri = ?", (uri,)
            ).fetchone()
        return row and SourceFile(
            uri=uri, size=row[0], mtime_ns=row[1], digest=row[2], reader_version=row[3]
        )

    def find(self, document_id: str) -> Document | None:
        """The current version of a document, if there is one."""
        with self.reading() as connection:
            row = connection.execute(
                f"SELECT {COLUMNS}, text FROM documents WHERE id = ? AND state = 'current'",
                (document_id,),
            ).fetchone()
        return row and to_document(row)

    def document(self, document_id: str) -> Document:
        """The current version of a document. Raises OnRecordError when there is none."""
        found = self.find(document_id)
        if found is None:
            raise unknown(document_id)
        return found

    def same(self, digest: str, text: str) -> str | None:
        """The id of a current document of these bytes and this text, if there is one."""
        with self.reading() as connection:
            row = connection.execute(
                "SELECT id FROM documents WHERE digest = ? AND text = ? AND state = 'current' "
                "ORDER BY number LIMIT 1",
                (digest, text),
            ).fetchone()
        return None if row is None else str(row[0])

    def passages(self, document_id: str) -> list[Passage]:
        """The passages of a document, in order."""
        with self.reading() as connection:
            rows = connection.execute(
                f"SELECT {PASSAGE} FROM passages WHERE document = ? ORDER BY ordinal",
                (self._current(connection, document_id),),
            )
            return [to_passage(row) for row in rows]

    def quotations(self, document_id: str) -> list[Quotation]:
        """The quotations of a current document in their order."""
        with self.reading() as connection:
            number = self._current(connection, document_id)
            rows = connection.execute(
                "SELECT start, stop, parts, form, speaker, mention, cue, role FROM quotations "
                "WHERE document = ? ORDER BY start, stop",
                (number,),
            )
            return [to_quotation(row) for row in rows]

    def speakers(self) -> list[tuple[str, str, str]]:
        """Name, role and document of every speaker of the current documents, each once."""
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT q.speaker, q.role, d.id FROM quotations q "
                "JOIN documents d ON d.number = q.document "
                "WHERE d.state = 'current' AND q.speaker != '' ORDER BY d.number, q.speaker, q.role"
            )
            return [(str(name), str(role), str(document)) for name, role, document in rows]

    def figure_tables(self, document_id: str) -> list[FigureTable]:
        """The tables of figures of a current document, in order."""
        with self.reading() as connection:
            self._current(connection, document_id)
            return figure_rows.of_document(connection, document_id)

    def figure_heads(self) -> list[KeptTable]:
        """What every table of figures is about, those of replaced versions too."""
        with self.reading() as connection:
            return figure_rows.heads(connection)

    def figure_table(self, kept: KeptTable) -> FigureTable:
        """A table with its figures."""
        with self.reading() as connection:
            return figure_rows.table(connection, kept)

    def entries(self, filters: Filters) -> list[EntrySummary]:
        """The documents that pass, by publisher's date (the latest first) and title."""
        condition, values = document_conditions(filters)
        with self.reading() as connection:
            rows = connection.execute(
                f"SELECT {COLUMNS}, "
                "(SELECT count(*) FROM passages WHERE document = documents.number), "
                "(SELECT count(*) FROM quotations WHERE document = documents.number), "
                "(SELECT coalesce(sum(observations), 0) FROM figure_tables "
                "WHERE document = documents.number) "
                f"FROM documents WHERE state = 'current' {'AND ' + condition if condition else ''}"
                " ORDER BY published IS NULL, published DESC, title, id",
                values,
            )
            return [
                EntrySummary(
                    entry=to_entry(row), passages=row[-3], quotations=row[-2], observations=row[-1]
                )
                for row in rows
            ]

    def languages(self) -> list[str]:
        """The codes of the languages that passages are in, in alphabetical order."""
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT passages.language FROM passages JOIN documents "
                "ON number = document WHERE state = 'current' AND passages.language <> '' "
                "ORDER BY 1"
            )
            return [row[0] for row in rows]

    def history(self, document_id: str) -> list[Version]:
        """What a document said before, the latest first."""
        with self.reading() as connection:
            self._current(connection, document_id)
            rows = connection.execute(
                f"SELECT {COLUMNS}, text, replaced FROM documents WHERE id = ? "
                "AND state = 'replaced' ORDER BY number DESC",
                (document_id,),
            )
            return [
                Version(document=to_document(row), replaced=datetime.fromisoformat(row[-1]))
                for row in rows
            ]

    def witness(self, document_id: str) -> str:
        """The id of the document that stands for all copies of a document's story."""
        with self.reading() as connection:
            number = self._current(connection, document_id)
            return witnesses.witness(connection, number) or document_id

    def stories(self) -> dict[str, tuple[str, ...]]:
        """For each document that has copies, all that tell its story, their witness first."""
        with self.reading() as connection:
            return witnesses.told(connection)

    def counts(self) -> Counts:
        """How many documents and passages there are."""
        with self.reading() as connection:
            documents, passages = connection.execute(
                "SELECT count(*), coalesce(sum((SELECT count(*) FROM passages "
                "WHERE document = number)), 0) FROM documents WHERE state = 'current'"
            ).fetchone()
        return Counts(documents=documents, passages=passages)

    def empty(self) -> bool:
        """Whether there is nothing to search."""
        return not self._has("SELECT 1 FROM searchable LIMIT 1")

    def scored(self, query: str, limit: int, filters: Filters) -> list[tuple[int, float]]:
        """Ids of passages by the full-text index, each with its BM25, the best first."""
        condition, values = conditions(filters)
        with self.reading() as connection:
            return fulltext.scored(connection, query, limit, condition, values)

    def vector(self, model: Model, number: int) -> bytes | None:
        """The vector of a passage (float32 bytes), if there is one."""
        found = self._pointed(model, "passages.id = ?", (number,))
        return found[0].vector if found else None

    def holders(self, wanted: Sequence[Sequence[str]], most: int) -> list[list[int] | None]:
        """For each group of phrases the passages that have one; None where more than ``most``."""
        with self.reading() as connection:
            return [fulltext.holders(connection, phrases, most) for phrases in wanted]

    def holding(self, piece: str, limit: int) -> list[int]:
        """Ids of current passages with exactly this piece of text in them, found by a scan."""
        with self.reading() as connection:
            return numbers(
                connection,
                "SELECT passages.id FROM passages JOIN documents ON number = document "
                "WHERE state = 'current' AND instr(passages.text, ?) LIMIT ?",
                (piece, limit),
            )

    def spans(self, ids: Iterable[int]) -> dict[int, tuple[str, int, int]]:
        """Of passages of current documents: the document's id, and the span in it."""
        found: dict[int, tuple[str, int, int]] = {}
        with self.reading() as connection:
            for keys in chunks(list(ids)):
                rows = connection.execute(
                    "SELECT passages.id, documents.id, start, stop FROM passages "
                    "JOIN documents ON number = document "
                    f"WHERE state = 'current' AND passages.id IN ({marks(keys)})",
                    keys,
                )
                found.update((row[0], (row[1], row[2], row[3])) for row in rows)
        return found

    def at(self, place: str, limit: int, filters: Filters) -> list[int]:
        """Ids of the passages whose locator is ``place`` or stands within it, in reading order.

        In whichever instrument of a file: "Article 7" is in "Implementing protocol, Article 7(1)".
        """
        condition, values = conditions(filters)
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT passages.id, document, locator FROM passages "
                "JOIN documents ON number = document "
                "WHERE state = 'current' AND instr(lower(locator), lower(?)) "
                f"{'AND ' + condition if condition else ''} ORDER BY passages.id",
                (locators.root(place), *values),
            ).fetchall()
        return locators.at(place, rows)[:limit]

    def locate(self, ids: Iterable[int]) -> dict[int, Located]:
        """The passages of these ids; an id that is not of a current document is left out."""
        found: dict[int, Located] = {}
        with self.reading() as connection:
            for keys in chunks(list(ids)):
                rows = connection.execute(
                    f"SELECT passages.id, {PASSAGE}, passages.text, "
                    f"{COLUMNS} FROM passages JOIN documents ON number = document "
                    f"WHERE state = 'current' AND passages.id IN ({marks(keys)})",
                    keys,
                )
                found.update((row[0], to_located(row)) for row in rows)
        return found

    def current(self, ids: Iterable[int]) -> set[int]:
        """Those of these passages that are part of a current document."""
        found: set[int] = set()
        with self.reading() as connection:
            for keys in chunks(list(ids)):
                found.update(
                    numbers(
                        connection,
                        "SELECT passages.id FROM passages JOIN documents ON number = document "
                        f"WHERE state = 'current' AND passages.id IN ({marks(keys)})",
                        keys,
                    )
                )
        return found

    def passage_ids(self, state: str) -> set[int]:
        """The ids of all passages of 'current' or of 'pending' documents."""
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT passages.id FROM documents JOIN passages ON document = number "
                "WHERE state = ?",
                (state,),
            )
            return {row[0] for row in rows}

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the file, in its own words."""
        with self.reading() as connection:
            found = [row[0] for row in connection.execute("PRAGMA quick_check(5)")]
            loose = connection.execute("PRAGMA foreign_key_check").fetchone()
        return [line for line in found if line != "ok"] + (["a loose reference"] if loose else [])

    def astray(self) -> list[str]:
        """Ids of documents that a passage does not point into rightly, one for each passage."""
        found = []
        with self.reading() as connection:
            last, text = 0, ""
            rows = connection.execute(
                "SELECT document, start, stop, passages.text, documents.id FROM passages "
                "JOIN documents ON number = document ORDER BY document, ordinal"
            )
            for number, start, stop, shown, document_id in rows:
                if number != last:
                    last, text = number, text_of(connection, number)
                if text[start:stop] != shown or not 0 <= start <= stop <= len(text):
                    found.append(document_id)
        return found

    def unsound_tables(self) -> list[str]:
        """Tables of figures that do not hold together, each with what is wrong with it."""
        with self.reading() as connection:
            return [
                f"{kept.head.title!r} of {kept.document_id!r} {wrong}"
                for kept, wrong in figure_rows.unsound(connection)
            ]

    # What is under way

    def staged(self) -> bool:
        """Whether documents wait to become visible."""
        return self._has("SELECT 1 FROM documents WHERE state = 'pending'")

    def leftovers(self) -> list[int]:
        """Ids of passages that are no more and that Chroma may still hold."""
        with self.reading() as connection:
            return numbers(connection, "SELECT passage FROM leftovers ORDER BY passage")

    # Vectors

    def unembedded(self, model: Model, embedded: Iterable[bytes]) -> set[bytes]:
        """Those of the keys that have no vector of this model."""
        wanted = set(embedded)
        with self.reading() as connection:
            for keys in chunks(sorted(wanted)):
                rows = connection.execute(
                    f"SELECT embedded FROM vectors WHERE model = ? AND embedded IN ({marks(keys)})",
                    (model.number, *keys),
                )
                wanted.difference_update(row[0] for row in rows)
        return wanted

    def unembedded_passages(self, model: Model, limit: int) -> list[Located]:
        """One current passage for each vector that this model has not made yet."""
        with self.reading() as connection:
            rows = connection.execute(
                f"SELECT min(passages.id), {PASSAGE}, passages.text, embedded, "
                f"{COLUMNS} FROM passages JOIN documents ON number = document "
                "WHERE state = 'current' AND NOT EXISTS (SELECT 1 FROM vectors WHERE "
                "vectors.model = ? AND vectors.embedded = passages.embedded) "
                "GROUP BY embedded LIMIT ?",
                (model.number, limit),
            )
            return [to_located((*row[:7], *row[8:])) for row in rows]

    def pointed(self, state: str, model: Model) -> Iterator[list[Pointed]]:
        """Batches of the passages of 'pending' or 'current' documents with their vectors."""
        last = self._least_pending() - 1 if state == "pending" else 0
        where = "documents.state = ? AND passages.id > ? ORDER BY passages.id LIMIT ?"
        while batch := self._pointed(model, where, (state, last, CHUNK)):
            last = batch[-1].id
            yield batch

    def sample(self, model: Model, count: int) -> list[Pointed]:
        """About ``count`` passages with their vectors, from all over the catalogue."""
        ids = sorted(self.passage_ids("current"))
        chosen = ids[:: max(1, len(ids) // count)]
        return [
            found
            for keys in chunks(chosen)
            for found in self._pointed(model, f"passages.id IN ({marks(keys)})", keys)
        ]

    def _pointed(self, model: Model, where: str, values: Sequence[object]) -> list[Pointed]:
        with self.reading() as connection:
            rows = connection.execute(
                f"SELECT passages.id, vectors.vector, passages.language, {COLUMNS} FROM passages "
                "JOIN documents ON documents.number = passages.document "
                "JOIN vectors ON vectors.model = ? AND vectors.embedded = passages.embedded "
                f"WHERE {where}",
                (model.number, *values),
            )
            return [
                Pointed(id=row[0], vector=row[1], language=row[2], entry=to_entry(row[3:]))
                for row in rows
            ]

    def _least_pending(self) -> int:
        # Pending passages are the latest; beginning with them spares a walk over all others.
        with self.reading() as connection:
            row = connection.execute(
                "SELECT min(passages.id) FROM documents JOIN passages ON document = number "
                "WHERE state = 'pending'"
            ).fetchone()
        return row[0] or 1

    def _meta(self, key: str) -> str:
        with self.reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0])

    def _has(self, query: str) -> bool:
        with self.reading() as connection:
            return connection.execute(query).fetchone() is not None

    def _current(self, connection: sqlite3.Connection, document_id: str) -> int:
        row = connection.execute(
            "SELECT number FROM documents WHERE id = ? AND state = 'current'", (document_id,)
        ).fetchone()
        if row is None:
            raise unknown(document_id)
        return int(row[0])


def unknown(document_id: str) -> OnRecordError:
    """The error for an id that no document has."""
    return OnRecordError(
        f"There is no document {document_id!r} in the index.",
        "See which there are: onrecord sources list",
    )
