# ruff: noqa: S608 - what is put together is our own column names, never a value
"""Which documents are copies of one story, kept with the catalogue and derived from it.

Candidates share *prints*: of a text's shingle numbers those that one in sixteen has (FracMinHash:
Irber et al. 2022, "Lightweight compositional analysis of metagenomes with FracMinHash"), kept by
print. A sample of that kind estimates containment whatever the sizes, which MinHash with bands does
not: a cut copy of a long story has a low Jaccard index. Candidates are then compared whole.
"""

from __future__ import annotations

import heapq
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from vectorstore.copies import comparable, is_copy, is_kin
from vectorstore.records import Kind
from vectorstore.rows import chunks, marks, numbers, text_of
from vectorstore.shingles import Shingles

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from vectorstore.shingles import Numbers

TABLES = """
-- For each current document that may have copies: a sample of its shingles, and the document that
-- stands for all copies of its story (itself, where it has none before it).
CREATE TABLE IF NOT EXISTS stories (
    document INTEGER PRIMARY KEY REFERENCES documents (number),
    witness INTEGER NOT NULL,
    prints BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS told_stories ON stories (witness);
CREATE TABLE IF NOT EXISTS prints (
    print INTEGER NOT NULL,
    document INTEGER NOT NULL,
    PRIMARY KEY (print, document)
) WITHOUT ROWID;
-- Pairs of copies, each both ways round.
CREATE TABLE IF NOT EXISTS copies (
    document INTEGER NOT NULL,
    other INTEGER NOT NULL,
    PRIMARY KEY (document, other)
) WITHOUT ROWID;
"""

SAMPLE = 16
"""One shingle in so many is a print."""

LEAST_PRINTS, MOST_PRINTS = 8, 1024
"""A short text gives its lowest shingles; a long one no more than this."""

HOLDERS = 64
"""Documents with one print that are looked at, the first ingested first: what thousands of pages
have in common is furniture."""

CANDIDATES = 24
"""Documents that one is compared with, those that share the most prints first."""

LEAST_SHARED = 0.15
"""The part of the fewer prints that candidates share; copies share 0.4 of them, give or take."""

MOST_HELD = 512
"""Texts that are kept shingled while documents are entered."""

TIMELESS = "9999"

COMPARABLE = tuple(kind.value for kind in Kind if comparable(kind))


def enter(connection: sqlite3.Connection, documents: Sequence[int]) -> None:
    """Take in documents that are current from now on."""
    stories = _Stories(connection)
    entered = [number for number in sorted(documents) if stories.enter(number)]
    stories.settle(entered)


def withdraw(connection: sqlite3.Connection, documents: Sequence[int]) -> None:
    """Let go of documents that cease to be current, or to be."""
    stories = _Stories(connection)
    left: set[int] = set()
    for number in documents:
        left |= stories.withdraw(number)
    stories.settle(left - set(documents))


def catch_up(connection: sqlite3.Connection) -> None:
    """Take in what is current and was never entered, let go of what is not current any more."""
    withdraw(connection, _astray(connection))
    enter(connection, _missing(connection))


def rebuild(connection: sqlite3.Connection) -> None:
    """Make all of it anew from the documents."""
    for table in ("stories", "prints", "copies"):
        connection.execute(f"DELETE FROM {table}")
    enter(connection, _missing(connection))


def in_step(connection: sqlite3.Connection) -> bool:
    """Whether exactly the current documents are entered, each with a witness that is current."""
    loose = numbers(
        connection,
        "SELECT document FROM stories WHERE witness NOT IN (SELECT document FROM stories) "
        "UNION ALL SELECT document FROM copies WHERE other NOT IN (SELECT document FROM stories) "
        "LIMIT 1",
    )
    return not (loose or _astray(connection) or _missing(connection))


def witness(connection: sqlite3.Connection, document: int) -> str | None:
    """The id of the document that stands for a current one; None for one that has no copies."""
    row = connection.execute(
        "SELECT id FROM stories JOIN documents ON number = witness WHERE document = ?", (document,)
    ).fetchone()
    return row and str(row[0])


def told(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """For each document that has copies, all that tell its story, their witness first."""
    rows = connection.execute(
        "SELECT standing.id, documents.id FROM stories "
        "JOIN documents AS standing ON standing.number = witness "
        "JOIN documents ON documents.number = document WHERE witness IN "
        "(SELECT witness FROM stories GROUP BY witness HAVING count(*) > 1) "
        "ORDER BY witness, documents.published IS NULL, documents.published, document"
    )
    found: dict[str, list[str]] = {}
    for standing, document in rows:
        found.setdefault(str(standing), []).append(str(document))
    return {document: tuple(ids) for ids in found.values() for document in ids}


def _missing(connection: sqlite3.Connection) -> list[int]:
    return numbers(
        connection,
        f"SELECT number FROM documents WHERE state = 'current' AND kind IN ({marks(COMPARABLE)}) "
        "AND number NOT IN (SELECT document FROM stories)",
        COMPARABLE,
    )


def _astray(connection: sqlite3.Connection) -> list[int]:
    return numbers(
        connection,
        "SELECT document FROM stories WHERE document NOT IN "
        "(SELECT number FROM documents WHERE state = 'current')",
    )


class _Stories:
    """One pass over the tables; texts that are compared often are shingled once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._texts: OrderedDict[int, Shingles] = OrderedDict()
        self._known: dict[int, tuple[str, str]] = {}

    def enter(self, document: int) -> bool:
        """Take in one document with its likenesses to those before it; whether it may have any."""
        if self._about(document)[0] not in COMPARABLE:
            return False
        prints = _prints(self._text(document).plain)
        for other in self._candidates(prints):
            if other != document and self._is_copy(document, other):
                self._connection.executemany(
                    "INSERT OR IGNORE INTO copies VALUES (?, ?)",
                    [(document, other), (other, document)],
                )
        self._connection.execute(
            "INSERT OR REPLACE INTO stories VALUES (?, ?, ?)",
            (document, document, prints.tobytes()),
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO prints VALUES (?, ?)",
            [(print_, document) for print_ in prints.tolist()],
        )
        return True

    def withdraw(self, document: int) -> set[int]:
        """Let go of one document; those that told the same story."""
        row = self._connection.execute(
            "SELECT prints FROM stories WHERE document = ?", (document,)
        ).fetchone()
        if row is None:
            return set()
        near = set(self._copies(document))
        self._connection.executemany(
            "DELETE FROM prints WHERE print = ? AND document = ?",
            [(print_, document) for print_ in np.frombuffer(row[0], np.int64).tolist()],
        )
        self._connection.execute("DELETE FROM copies WHERE document = ?", (document,))
        self._connection.executemany(
            "DELETE FROM copies WHERE document = ? AND other = ?",
            [(other, document) for other in near],
        )
        self._connection.execute("DELETE FROM stories WHERE document = ?", (document,))
        return near

    def settle(self, documents: Iterable[int]) -> None:
        """Find the witness of these, and again of every later copy of one whose witness changed.

        A document's witness rests on earlier documents alone, so one pass in order is enough.
        """
        waiting = [(self._order(number), number) for number in set(documents)]
        heapq.heapify(waiting)
        done: set[int] = set()
        fresh = {number for _, number in waiting}
        while waiting:
            order, number = heapq.heappop(waiting)
            if number in done:
                continue
            done.add(number)
            if self._stand(number, order) or number in fresh:
                for other in self._copies(number):
                    if other not in done and self._order(other) > order:
                        heapq.heappush(waiting, (self._order(other), other))

    def _stand(self, document: int, order: tuple[str, int]) -> bool:
        """Write down a document's witness; whether it is another than before."""
        found = document
        for other in sorted(self._copies(document), key=self._order):
            if self._order(other) >= order:
                break
            root = self._witness(other)
            # Of a page that holds two stories each is a copy, and neither is one of the other.
            if root == other or is_kin(self._text(document), self._text(root)):
                found = root
                break
        if found == self._witness(document):
            return False
        self._connection.execute(
            "UPDATE stories SET witness = ? WHERE document = ?", (found, document)
        )
        return True

    def _candidates(self, prints: Numbers) -> list[int]:
        """Documents that share enough prints, those that share the most first."""
        counted: Counter[int] = Counter()
        for print_ in prints.tolist():
            counted.update(
                numbers(
                    self._connection,
                    "SELECT document FROM prints WHERE print = ? ORDER BY document LIMIT ?",
                    (print_, HOLDERS),
                )
            )
        nearest = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[: 4 * CANDIDATES]
        sizes = self._sizes([number for number, _ in nearest])
        near = [
            number
            for number, count in nearest
            if count >= LEAST_SHARED * min(len(prints), sizes.get(number, 0))
        ]
        return near[:CANDIDATES]

    def _sizes(self, documents: Sequence[int]) -> dict[int, int]:
        found: dict[int, int] = {}
        for keys in chunks(documents):
            found.update(
                self._connection.execute(
                    "SELECT document, length(prints) / 8 FROM stories "
                    f"WHERE document IN ({marks(keys)})",
                    keys,
                ).fetchall()
            )
        return found

    def _is_copy(self, one: int, other: int) -> bool:
        agreement = Kind.AGREEMENT.value in {self._about(one)[0], self._about(other)[0]}
        return is_copy(self._text(one), self._text(other), agreement=agreement)

    def _copies(self, document: int) -> list[int]:
        return numbers(self._connection, "SELECT other FROM copies WHERE document = ?", (document,))

    def _witness(self, document: int) -> int:
        row = self._connection.execute(
            "SELECT witness FROM stories WHERE document = ?", (document,)
        ).fetchone()
        return int(row[0])

    def _order(self, document: int) -> tuple[str, int]:
        """The earliest published first, then those without a date; the first ingested first."""
        return self._about(document)[1] or TIMELESS, document

    def _about(self, document: int) -> tuple[str, str]:
        """A document's kind and its published date, "" where it has none."""
        if document not in self._known:
            kind, published = self._connection.execute(
                "SELECT kind, published FROM documents WHERE number = ?", (document,)
            ).fetchone()
            self._known[document] = str(kind), published or ""
        return self._known[document]

    def _text(self, document: int) -> Shingles:
        if document not in self._texts:
            self._texts[document] = Shingles(text_of(self._connection, document))
            if len(self._texts) > MOST_HELD:
                self._texts.popitem(last=False)
        self._texts.move_to_end(document)
        return self._texts[document]


def _prints(shingles: Numbers) -> Numbers:
    """The sample of sorted ``shingles`` that documents are found by, as SQLite's signed integers.

    The lowest, so that the samples of any two texts can be compared.
    """
    lowest = int(np.searchsorted(shingles, np.uint64(2**64 // SAMPLE)))
    count = min(max(lowest, LEAST_PRINTS), MOST_PRINTS)
    return shingles[:count].astype(np.int64)
