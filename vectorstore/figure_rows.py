# ruff: noqa: S608 - what is put together is our own column names, never a value
"""Tables of figures, kept by columns in the catalogue's own file.

A question reads a few columns of one table and adds up what passes. Kept as one blob a column, ten
million figures answer in under 10 ms once loaded; kept as rows they take 280 ms, and DuckDB, as
quick as this, lets no process write while another reads. In the catalogue a table comes and goes
in the transaction of its document, so the two are in step whatever happens.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from vectorstore.observations import (
    MISSING,
    Dimension,
    FigureTable,
    KeptTable,
    Measure,
    Nature,
    Release,
    TableHead,
)
from vectorstore.records import Period
from vectorstore.rows import COLUMNS, to_entry

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

TABLES = """
-- A table of figures of one version of a document: what it is about (JSON), and its columns, each
-- an array of numbers in the machine's order with its type's name.
CREATE TABLE IF NOT EXISTS figure_tables (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (number),
    observations INTEGER NOT NULL,
    about TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS document_figures ON figure_tables (document);
CREATE TABLE IF NOT EXISTS figure_columns (
    source INTEGER NOT NULL REFERENCES figure_tables (number),
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (source, name)
) WITHOUT ROWID;
"""


def stored(connection: sqlite3.Connection, document: int, tables: Iterable[FigureTable]) -> None:
    """Keep the tables of a version of a document, within a transaction of the catalogue."""
    for table in tables:
        number = connection.execute(
            "INSERT INTO figure_tables (document, observations, about) VALUES (?, ?, ?)",
            (document, table.count, _dumped(table.head)),
        ).lastrowid
        connection.executemany(
            "INSERT INTO figure_columns VALUES (?, ?, ?, ?)",
            [
                (number, name, array.dtype.str, array.tobytes())
                for name, array in ((name, smallest(a)) for name, a in table.columns.items())
            ],
        )


def forgotten(connection: sqlite3.Connection, documents: Sequence[int]) -> None:
    """Let go of the tables of versions of documents, within a transaction."""
    for document in documents:
        connection.execute(
            "DELETE FROM figure_columns WHERE source IN "
            "(SELECT number FROM figure_tables WHERE document = ?)",
            (document,),
        )
        connection.execute("DELETE FROM figure_tables WHERE document = ?", (document,))


def heads(connection: sqlite3.Connection, document_id: str = "") -> list[KeptTable]:
    """Every table, or those of one document, those of replaced versions too."""
    rows = connection.execute(
        f"SELECT {COLUMNS}, figure_tables.number, documents.state, documents.replaced, about "
        "FROM figure_tables JOIN documents ON documents.number = figure_tables.document "
        "WHERE documents.state <> 'pending' AND ? IN ('', documents.id) "
        "ORDER BY figure_tables.number",
        (document_id,),
    )
    return [
        KeptTable(
            number=row[-4],
            entry=to_entry(row),
            current=row[-3] == "current",
            replaced=row[-2] or "",
            head=_loaded(row[-1]),
        )
        for row in rows
    ]


def table(connection: sqlite3.Connection, kept: KeptTable) -> FigureTable:
    """A table with its figures."""
    rows = connection.execute(
        "SELECT name, type, data FROM figure_columns WHERE source = ?", (kept.number,)
    )
    return FigureTable(
        head=kept.head,
        columns={name: np.frombuffer(data, np.dtype(kind)) for name, kind, data in rows},
    )


def of_document(connection: sqlite3.Connection, document_id: str) -> list[FigureTable]:
    """The tables of a document's current version, in order."""
    return [table(connection, kept) for kept in heads(connection, document_id) if kept.current]


def smallest(array: NDArray[Any]) -> NDArray[Any]:
    """The same numbers in the smallest type that holds them exactly."""
    if array.dtype.kind == "f":
        if not array.size or not np.all(np.isfinite(array)) or np.any(array != np.rint(array)):
            return array
        if np.any(np.abs(array) >= 2**31) or np.any(np.signbit(array) & (array == 0)):
            return array
        array = array.astype(np.int64)
    if not array.size:
        return array.astype(np.uint8)
    low, high = int(array.min()), int(array.max())
    kinds = (np.uint8, np.uint16, np.uint32) if low >= 0 else (np.int8, np.int16, np.int32)
    for kind in kinds:
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
            return array.astype(kind)
    return array


def _dumped(head: TableHead) -> str:
    return json.dumps(asdict(head), ensure_ascii=False, default=str)


def _loaded(about: str) -> TableHead:
    fields = json.loads(about)
    return TableHead(
        **fields
        | {
            "dimensions": tuple(_dimension(one) for one in fields["dimensions"]),
            "measures": tuple(_measure(one) for one in fields["measures"]),
            "periods": tuple(_period(one) for one in fields["periods"]),
            "remarks": tuple(fields["remarks"]),
            "references": tuple(fields["references"]),
            "notes": tuple(fields["notes"]),
            "release": _release(fields["release"]),
        }
    )


def _release(fields: dict[str, Any]) -> Release:
    day = fields["next_update"]
    return Release(**fields | {"next_update": day and date.fromisoformat(day)})


def _dimension(fields: dict[str, Any]) -> Dimension:
    aliases = tuple((name, member) for name, member in fields["aliases"])
    return Dimension(
        **fields
        | {
            "members": tuple(fields["members"]),
            "totals": tuple(fields["totals"]),
            "aliases": aliases,
        }
    )


def _measure(fields: dict[str, Any]) -> Measure:
    return Measure(**fields | {"nature": Nature(fields["nature"]), "notes": tuple(fields["notes"])})


def _period(fields: dict[str, Any]) -> Period:
    return Period(
        first=date.fromisoformat(fields["first"]),
        last=date.fromisoformat(fields["last"]),
        label=fields["label"],
    )


def unsound(connection: sqlite3.Connection) -> Iterator[tuple[KeptTable, str]]:
    """Tables whose columns do not fit together or point out of their document's text."""
    lengths = dict(
        connection.execute(
            "SELECT figure_tables.number, length(text) FROM figure_tables "
            "JOIN documents ON documents.number = figure_tables.document"
        )
    )
    for kept in heads(connection):
        wrong = _wrong(table(connection, kept), lengths[kept.number])
        if wrong:
            yield kept, wrong


def _wrong(table: FigureTable, length: int) -> str:
    """What is wrong with a table of a text of ``length`` characters, or ""."""
    head, columns = table.head, table.columns
    wanted = {"row", *(f"m{at}" for at in range(len(head.measures)))}
    wanted |= {f"d{at}" for at in range(len(head.dimensions))}
    if wanted - columns.keys():
        return f"lacks {', '.join(sorted(wanted - columns.keys()))}"
    if any(len(array) != head.rows for array in columns.values()):
        return f"has columns of other lengths than its {head.rows} rows"
    bounds = {f"d{at}": len(one.members) for at, one in enumerate(head.dimensions)}
    bounds |= {f"x{at}": len(MISSING) + 1 for at in range(len(head.measures))}
    bounds["reference"] = len(head.references)
    bounds |= {f"f{at}": len(head.remarks) for at in range(len(head.measures))}
    bounds |= {"period": len(head.periods), "remark": len(head.remarks), "end": length + 1}
    for name, most in bounds.items():
        array = columns.get(name)
        least = -1 if name == "period" else 0
        if array is not None and len(array) and not least <= array.min() <= array.max() < most:
            return f"has numbers in {name} that stand for nothing"
    if not 0 <= head.start <= head.end <= length:
        return "is described outside the text"
    return ""
