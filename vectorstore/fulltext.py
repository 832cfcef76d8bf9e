"""The full-text leg: what a person typed as an FTS5 query, and the passages that match it best."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

MOST_TERMS = 64
"""Distinct terms of a query that are searched for; a pasted page needs no more to be found."""

WEIGHTS = (1.0, 1.0, 1.0)
"""What a term counts in the title, the heading trail and the text."""

# A figure stays together ("1,900" is searched as a phrase), words are taken apart.
TERM = re.compile(r"\d+(?:[.,]\d+)+|\w+")

COMMON = """
a about above after again against all am an and any are as at be because been before being below
between both but by can could did do does doing don down during each few for from further had has
have having he her here hers herself him himself his how i if in into is it its itself just ll me
more most my myself no nor not now of off on once only or other our ours ourselves out over own re s
said same say says she should so some such t than that the their theirs them themselves then there
these they this those through to too under until up ve very was we were what when where which while
who whom whose why will with would you your yours yourself yourselves
"""
STOP_WORDS = frozenset(COMMON.split())


def match_expression(query: str) -> str:
    """An FTS5 expression for any text at all; "" when there is nothing in it to search for.

    Every term is quoted, so nothing that was typed is taken for an operator. English stop words
    are left out unless nothing else is left.
    """
    terms = list(islice(_terms(query), MOST_TERMS * 4))
    telling = [term for term in terms if term not in STOP_WORDS] or terms
    return " OR ".join(f'"{term}"' for term in telling[:MOST_TERMS])


def scored(
    connection: sqlite3.Connection, query: str, limit: int, condition: str, values: Sequence[object]
) -> list[tuple[int, float]]:
    """Ids of the passages that match best, best first; ``condition`` filters them.

    Each with its BM25, which is the higher the better here.
    """
    expression = match_expression(query)
    if not expression:
        return []
    joined = (
        "JOIN passages ON passages.id = fulltext.rowid "
        "JOIN documents ON documents.number = passages.document"
    )
    rows = connection.execute(
        f"SELECT fulltext.rowid, bm25(fulltext, {', '.join(map(str, WEIGHTS))}) AS rank_ "  # noqa: S608 - own words
        f"FROM fulltext {joined if condition else ''} "
        f"WHERE fulltext MATCH ? {'AND ' + condition if condition else ''} "
        "ORDER BY rank_, fulltext.rowid LIMIT ?",
        (expression, *values, limit),
    )
    return [(row[0], -row[1]) for row in rows]


def holders(connection: sqlite3.Connection, phrases: Sequence[str], most: int) -> list[int] | None:
    """Ids of the passages whose text has one of ``phrases``; None where more than ``most`` do.

    It stops counting at ``most``, so that a word which is everywhere costs no more than a rare one.
    """
    quoted = " OR ".join(f'"{phrase}"' for phrase in phrases if re.search(r"\w", phrase))
    if not quoted:
        return []
    rows = connection.execute(
        "SELECT rowid FROM fulltext WHERE fulltext MATCH ? LIMIT ?",
        (f"text : ({quoted})".replace("\0", ""), most + 1),
    ).fetchall()
    return None if len(rows) > most else [row[0] for row in rows]


def enter(connection: sqlite3.Connection, documents: Sequence[int]) -> None:
    """Index the passages of documents that are current from now on."""
    connection.executemany(
        "INSERT INTO fulltext (rowid, title, heading, text) "
        "SELECT id, title, heading, text FROM searchable WHERE document = ?",
        [(number,) for number in documents],
    )


def withdraw(connection: sqlite3.Connection, documents: Sequence[int]) -> None:
    """Take out the passages of documents that are still current, before they cease to be."""
    connection.executemany(
        "INSERT INTO fulltext (fulltext, rowid, title, heading, text) "
        "SELECT 'delete', id, title, heading, text FROM searchable WHERE document = ?",
        [(number,) for number in documents],
    )


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the full-text index anew from the catalogue."""
    connection.execute("INSERT INTO fulltext (fulltext) VALUES ('rebuild')")


def in_step(connection: sqlite3.Connection) -> bool:
    """Whether the full-text index holds exactly the passages of the current documents.

    Raises sqlite3.DatabaseError (SQLITE_CORRUPT_VTAB) when it contradicts what it indexes.
    """
    odd = connection.execute(
        "SELECT EXISTS (SELECT id FROM searchable EXCEPT SELECT id FROM fulltext_docsize)"
        " OR EXISTS (SELECT id FROM fulltext_docsize EXCEPT SELECT id FROM searchable)"
    ).fetchone()[0]
    connection.execute("INSERT INTO fulltext (fulltext, rank) VALUES ('integrity-check', 1)")
    return not odd


def _terms(query: str) -> Iterator[str]:
    seen = set()
    for found in TERM.finditer(query.casefold()):
        term = found.group()
        if term not in seen:
            seen.add(term)
            yield term
