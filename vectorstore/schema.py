"""The catalogue's tables, and how a connection to them is opened."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
import uuid
from typing import TYPE_CHECKING

from vectorstore import figure_rows, witnesses
from vectorstore.errors import IndexDamaged, IndexLocked, IndexMissing, StorageFull, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION = 2

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What the system says when it will not take more."""

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE models (
    number INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    dimensions INTEGER NOT NULL
);

-- A row is one version of a document: 'pending' until its vectors are in Chroma, then 'current',
-- 'replaced' once a later version took its place. The text stands last, so that reading the other
-- columns never walks through its pages. An agreement's instrument is a JSON object.
CREATE TABLE documents (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'current', 'replaced')),
    replaced TEXT,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    digest TEXT NOT NULL,
    path TEXT NOT NULL,
    url TEXT NOT NULL,
    publisher TEXT NOT NULL,
    publisher_key TEXT NOT NULL,
    author TEXT NOT NULL,
    section TEXT NOT NULL,
    published TEXT,
    dating TEXT NOT NULL,
    updated TEXT,
    language TEXT NOT NULL,
    licence TEXT NOT NULL,
    source_class TEXT NOT NULL,
    caution TEXT NOT NULL,
    instrument TEXT,
    text TEXT NOT NULL
);
CREATE UNIQUE INDEX current_documents ON documents (id) WHERE state = 'current';
CREATE INDEX pending_documents ON documents (number) WHERE state = 'pending';
CREATE INDEX replaced_documents ON documents (id) WHERE state = 'replaced';
CREATE INDEX document_digests ON documents (digest);

-- The ids are Chroma's too and never used twice (AUTOINCREMENT): an id that Chroma still holds of a
-- document long gone can never be taken for another passage. The text is a copy of
-- documents.text[start:end]: cutting it out of a treaty of five megabytes for each hit costs more.
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (number),
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    locator TEXT NOT NULL,
    heading TEXT NOT NULL,
    language TEXT NOT NULL,
    embedded BLOB NOT NULL,
    text TEXT NOT NULL
);
CREATE UNIQUE INDEX document_passages ON passages (document, ordinal);
CREATE INDEX embedded_passages ON passages (embedded);

-- Spans and parts are JSON arrays of offsets into documents.text.
CREATE TABLE quotations (
    document INTEGER NOT NULL REFERENCES documents (number),
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    parts TEXT NOT NULL,
    form TEXT NOT NULL,
    speaker TEXT NOT NULL,
    mention TEXT,
    cue TEXT,
    role TEXT NOT NULL
);
CREATE INDEX document_quotations ON quotations (document, start);

-- Keyed by the SHA-256 of what was embedded, so that an updated document reuses what it can.
CREATE TABLE vectors (
    model INTEGER NOT NULL REFERENCES models (number),
    embedded BLOB NOT NULL,
    vector BLOB NOT NULL
);
CREATE UNIQUE INDEX embedded_vectors ON vectors (model, embedded);

-- Passages that the catalogue has let go of and Chroma may still hold.
CREATE TABLE leftovers (passage INTEGER PRIMARY KEY);

CREATE TABLE sources (
    uri TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    digest TEXT NOT NULL,
    reader_version TEXT NOT NULL
);

CREATE VIEW searchable AS
    SELECT passages.id AS id, documents.title AS title, passages.heading AS heading,
           passages.text AS text, passages.document AS document
    FROM passages JOIN documents ON documents.number = passages.document
    WHERE documents.state = 'current';
CREATE VIRTUAL TABLE fulltext USING fts5 (
    title, heading, text, content = 'searchable', content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
"""


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """Open the catalogue at ``path``, making its tables if ``create``; any thread may use it.

    Raises IndexMissing where there is none, StoreError where a newer On Record made it.
    """
    if not create and not path.exists():
        raise missing(path)
    with translated(path):
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, timeout=30, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection, path, create=create)
        except BaseException:
            connection.close()
            raise
    return connection


def missing(path: Path) -> IndexMissing:
    """The error for a place that holds no index."""
    return IndexMissing(
        f"There is no index at {path.parent}.",
        "Make one with: onrecord ingest PATH_OR_URL, or name another with --index.",
    )


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise into errors that a person can act on."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translate(error, path) from error
    except PermissionError as error:
        raise StoreError(
            f"The index at {path.parent} cannot be opened: permission denied.",
            "Use an account that may write there, or name another index with --index.",
        ) from error
    except OSError as error:
        if error.errno not in FULL:
            raise StoreError(
                f"The index at {path.parent} cannot be used: {error.strerror or error}.",
                "Name another place with --index.",
            ) from error
        raise StorageFull(
            f"The index at {path.parent} cannot be written: {error.strerror or error}.",
            "Free some space, then run the same command again: what was reported as done is kept.",
        ) from error


DERIVED = f"""{witnesses.TABLES}
-- A provision is looked up by its place without reading the texts of all passages.
CREATE INDEX IF NOT EXISTS passage_locators ON passages (document, locator);
"""
"""What is made of the rest, so that an older index may lack it."""


def _prepare(connection: sqlite3.Connection, path: Path, *, create: bool) -> None:
    # FULL: what add() reported as done outlives a power cut, for one more fsync a batch.
    connection.executescript(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
        "PRAGMA temp_store = MEMORY;"
    )
    found = _version(connection)
    if found is None:
        if not create:
            raise missing(path)
        connection.executescript(
            f"BEGIN IMMEDIATE; {TABLES}{figure_rows.TABLES}{DERIVED}"  # noqa: S608
            f"INSERT INTO meta VALUES ('schema', '{VERSION}'), ('generation', '0'),"
            f" ('catalogue', '{uuid.uuid4().hex}'); COMMIT;"
        )
    elif found == VERSION:
        if create:
            connection.executescript(DERIVED)
    elif found > VERSION:
        raise StoreError(
            f"The index at {path.parent} was made by a newer On Record (schema {found}; this one "
            f"reads {VERSION}).",
            "Upgrade: pip install --upgrade onrecord",
        )
    else:
        raise StoreError(
            f"The index at {path.parent} was made by an older On Record (schema {found}; this one "
            f"reads {VERSION}).",
            "Move it away, or name another with --index, and ingest the sources again.",
        )


def _version(connection: sqlite3.Connection) -> int | None:
    # A catalogue whose maker was killed before its first commit has no tables: it is none yet.
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return None
    return int(connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0])


def _translate(error: sqlite3.Error, path: Path) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0)
    place = path.parent
    match code & 0xFF:
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return StorageFull(
                f"The disk would not take what was to be stored in {place} ({error}).",
                "Free some space, then run the same command again: what was reported as done is "
                "kept.",
            )
        case sqlite3.SQLITE_CORRUPT if code == sqlite3.SQLITE_CORRUPT_VTAB:
            return IndexDamaged(
                f"The full-text index in {place} is damaged.",
                "Rebuild it from the catalogue: onrecord doctor --repair",
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return IndexDamaged(
                f"The catalogue {path} is damaged ({error}).",
                "Put a backup in its place, or move the index away and ingest the sources again.",
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return IndexLocked(
                f"The catalogue {path} stayed busy for half a minute.",
                "Wait for the process that writes to it, then run the command again.",
            )
        case _:
            return StoreError(
                f"The catalogue {path} cannot be used ({error}).",
                "Look it over with: onrecord doctor",
            )
