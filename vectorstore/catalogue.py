# ruff: noqa: S608 - what is put together is our own column names, never a value
"""The catalogue: every document and passage, with its vector, in SQLite. It is the truth."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from vectorstore import figure_rows, fulltext, witnesses
from vectorstore.reading import Reader
from vectorstore.rows import (
    ENTRY,
    Model,
    Piece,
    marks,
    numbers,
    passage_rows,
    plain,
    publisher_key,
    quotation_rows,
)
from vectorstore.schema import translated

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from vectorstore.holdings import SourceFile
    from vectorstore.records import Document


VERSIONS = "SELECT number FROM documents WHERE id = ?"


class Catalogue(Reader):
    """The catalogue as its one writer sees it; each method is one transaction."""

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of what is done inside, or nothing."""
        with self._turn, translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk may have rolled back already.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def enrol(self, fingerprint: str, name: str, dimensions: int) -> Model:
        """Make a model known, without using it for searches yet."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO models (fingerprint, name, dimensions) VALUES (?, ?, ?)",
                (fingerprint, name, dimensions),
            )
            number = connection.execute(
                "SELECT number FROM models WHERE fingerprint = ?", (fingerprint,)
            ).fetchone()[0]
        return Model(number=number, fingerprint=fingerprint, name=name, dimensions=dimensions)

    def adopt(self, model: Model) -> None:
        """Search with this model's vectors from now on, and forget all others'."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO meta VALUES ('model', ?)", (str(model.number),)
            )
            connection.execute("DELETE FROM vectors WHERE model <> ?", (model.number,))
            connection.execute("DELETE FROM models WHERE number <> ?", (model.number,))
            connection.execute("DELETE FROM leftovers")
            next_generation(connection)

    # Adding and removing, in two phases: see Library

    def stage(self, pieces: Iterable[Piece]) -> None:
        """Store documents that no reader sees yet; their vectors must be known."""
        with self.transaction() as connection:
            for piece in pieces:
                number = _insert_document(connection, piece.document)
                connection.executemany(
                    "INSERT INTO passages (document, ordinal, start, stop, locator, heading, "
                    "language, embedded, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    passage_rows(number, piece),
                )
                connection.executemany(
                    f"INSERT INTO quotations VALUES ({', '.join('?' * 9)})",
                    quotation_rows(number, piece.quotations),
                )
                figure_rows.stored(connection, number, piece.figures)

    def publish(self) -> None:
        """Make what is staged visible, and what it replaces history, at once."""
        with self.transaction() as connection:
            new = numbers(connection, "SELECT number FROM documents WHERE state = 'pending'")
            old = connection.execute(
                "SELECT old.number, old.text <> new.text OR (old.digest <> new.digest AND EXISTS "
                "(SELECT 1 FROM figure_tables WHERE document = old.number)) "
                "FROM documents AS new JOIN documents AS old ON old.id = new.id "
                "AND old.state = 'current' WHERE new.state = 'pending'"
            ).fetchall()
            _retire(connection, old)
            connection.execute("UPDATE documents SET state = 'current' WHERE state = 'pending'")
            fulltext.enter(connection, new)
            witnesses.enter(connection, new)
            next_generation(connection)

    def remove(self, document_id: str) -> None:
        """Forget a document, its history and its passages."""
        with self.transaction() as connection:
            number = self._current(connection, document_id)
            _forget_sources(connection, number)
            _retire(connection, [(number, False)])
            figure_rows.forgotten(connection, numbers(connection, VERSIONS, (document_id,)))
            connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
            next_generation(connection)

    def swept(self, passages: Iterable[int]) -> None:
        """Chroma has let go of these."""
        with self.transaction() as connection:
            connection.executemany(
                "DELETE FROM leftovers WHERE passage = ?", [(number,) for number in passages]
            )

    def record_sources(self, sources: Iterable[SourceFile]) -> None:
        """Files or URLs have been read to their end."""
        with self.transaction() as connection:
            for source in sources:
                _record(connection, source)

    def rebuild_fulltext(self) -> None:
        """Make the full-text index anew."""
        with self.transaction() as connection:
            fulltext.rebuild(connection)

    def rebuild_witnesses(self) -> None:
        """Find anew which documents are copies of one story."""
        with self.transaction() as connection:
            witnesses.rebuild(connection)
            next_generation(connection)

    def catch_up_witnesses(self) -> None:
        """Find the copies of documents that an index without this knowledge holds."""
        with self.reading() as connection:
            sound = witnesses.in_step(connection)
        if not sound:
            with self.transaction() as connection:
                witnesses.catch_up(connection)
                next_generation(connection)

    def bump(self) -> None:
        """Tell readers to look again."""
        with self.transaction() as connection:
            next_generation(connection)

    # Vectors

    def keep_vectors(self, model: Model, vectors: Iterable[tuple[bytes, bytes]]) -> None:
        """Store pairs of key and vector (float32 bytes)."""
        with self.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)",
                [(model.number, key, vector) for key, vector in vectors],
            )

    def leave(self, passages: Iterable[int]) -> None:
        """Note passages that Chroma is to let go of."""
        with self.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO leftovers VALUES (?)", [(number,) for number in passages]
            )


def next_generation(connection: sqlite3.Connection) -> None:
    """Tell readers, when this transaction is done, to look again."""
    connection.execute(
        "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'"
    )


def _insert_document(connection: sqlite3.Connection, document: Document) -> int:
    names = ", ".join(ENTRY)
    values = [plain(getattr(document, name)) for name in ENTRY]
    cursor = connection.execute(
        f"INSERT INTO documents (state, publisher_key, text, {names}) "
        f"VALUES ('pending', ?, ?, {marks(ENTRY)})",
        (publisher_key(document.publisher), document.text, *values),
    )
    return int(cursor.lastrowid or 0)


def _retire(connection: sqlite3.Connection, old: Sequence[tuple[int, bool]]) -> None:
    """Take current documents out of the searches: (number, whether to keep it as history)."""
    numbers = [(number,) for number, _ in old]
    fulltext.withdraw(connection, [number for number, _ in old])
    witnesses.withdraw(connection, [number for number, _ in old])
    connection.executemany(
        "INSERT OR IGNORE INTO leftovers SELECT id FROM passages WHERE document = ?", numbers
    )
    keys = {
        row[0]
        for number in numbers
        for row in connection.execute("SELECT embedded FROM passages WHERE document = ?", number)
    }
    connection.executemany("DELETE FROM passages WHERE document = ?", numbers)
    connection.executemany("DELETE FROM quotations WHERE document = ?", numbers)
    connection.executemany(
        "DELETE FROM vectors WHERE embedded = ?1 AND NOT EXISTS "
        "(SELECT 1 FROM passages WHERE passages.embedded = ?1)",
        [(key,) for key in keys],
    )
    now = datetime.now(UTC).isoformat()
    for number, told_otherwise in old:
        if told_otherwise:
            connection.execute(
                "UPDATE documents SET state = 'replaced', replaced = ? WHERE number = ?",
                (now, number),
            )
        else:
            figure_rows.forgotten(connection, [number])
            connection.execute("DELETE FROM documents WHERE number = ?", (number,))


def _forget_sources(connection: sqlite3.Connection, document: int) -> None:
    """Its sources would otherwise be taken for read when they are given again.

    Those are the file or page that it was read from, and files with the same bytes, which were not
    stored because it was there.
    """
    connection.execute(
        "DELETE FROM sources WHERE uri IN (SELECT path FROM documents WHERE number = ?1) "
        "OR uri IN (SELECT url FROM documents WHERE number = ?1) "
        "OR digest IN (SELECT digest FROM documents WHERE number = ?1)",
        (document,),
    )


def _record(connection: sqlite3.Connection, source: SourceFile) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?)",
        (source.uri, source.size, source.mtime_ns, source.digest, source.reader_version),
    )
