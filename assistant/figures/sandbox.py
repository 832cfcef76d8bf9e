"""A query that somebody else wrote, run over one table with no way out of it.

DuckDB in memory, with external access off and its configuration locked: no files, no network, no
extensions, no other table. One SELECT statement, a few seconds, a few hundred rows.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.figures.query import header, quoted
from vectorstore.errors import OnRecordError
from vectorstore.observations import MISSING

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

    from vectorstore.observations import FigureTable

SECONDS = 5.0
MOST_ROWS = 200
LARGEST = 2_000_000
"""Rows of a table that are put into the sandbox; memory stays under the limit below."""
LIMITS = (
    "SET enable_external_access = false",
    "SET autoload_known_extensions = false",
    "SET autoinstall_known_extensions = false",
    "SET memory_limit = '1GB'",
    "SET threads = 1",
    "SET max_temp_directory_size = '0B'",
    "SET lock_configuration = true",
)


class QueryRefused(OnRecordError):
    """A query that is not run, or that did not come to an end."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a query came to."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def run(table: FigureTable, measure: int, query: str, seconds: float = SECONDS) -> Ran:
    """The rows of a query over the table's tidy rows, named ``figures``.

    Raises QueryRefused for anything but one SELECT, for one that fails, takes longer than
    ``seconds`` or gives more than MOST_ROWS rows.
    """
    import duckdb

    if table.head.rows > LARGEST:
        raise QueryRefused(f"The table has more than {LARGEST:,} rows.", "Ask in other words.")
    with duckdb.connect(":memory:") as connection:
        _filled(connection, table, measure)
        for limit in LIMITS:
            connection.execute(limit)
        _must_select(connection, query)
        return _ran(connection, query, seconds)


def _must_select(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    import duckdb

    try:
        statements = connection.extract_statements(query)
    except duckdb.Error as error:
        raise QueryRefused(f"The query is not SQL ({_line(error)}).") from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QueryRefused("Only one SELECT statement is run.")


def _ran(connection: duckdb.DuckDBPyConnection, query: str, seconds: float) -> Ran:
    import duckdb

    watch = threading.Timer(seconds, connection.interrupt)
    watch.start()
    try:
        result = connection.execute(query)
        columns = tuple(name for name, *_ in result.description or ())
        rows = result.fetchmany(MOST_ROWS + 1)
    except duckdb.InterruptException as error:
        raise QueryRefused(f"The query took longer than {seconds:g} seconds.") from error
    except (duckdb.Error, RuntimeError, MemoryError) as error:
        raise QueryRefused(f"The query failed ({_line(error)}).") from error
    finally:
        watch.cancel()
    if len(rows) > MOST_ROWS:
        raise QueryRefused(f"The query gives more than {MOST_ROWS} rows.")
    return Ran(columns, tuple(tuple(row) for row in rows))


def _line(error: BaseException) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__


def _filled(connection: duckdb.DuckDBPyConnection, table: FigureTable, measure: int) -> None:
    """The tidy rows as the table ``figures``, by columns."""
    arrays = _arrays(table, measure)
    names = header(table)
    connection.register(
        "given", dict(zip((f"c{at}" for at in range(len(names))), arrays, strict=True))
    )
    types = {"period_first": "DATE", "period_last": "DATE", "value": "DOUBLE", "place": "BIGINT"}
    columns = ", ".join(
        f"TRY_CAST(c{at} AS {types.get(name, 'VARCHAR')}) AS {quoted(name)}"
        for at, name in enumerate(names)
    )
    connection.execute(f"CREATE TABLE figures AS SELECT {columns} FROM given")  # noqa: S608
    connection.execute("UPDATE figures SET value = NULL WHERE isnan(value)")
    connection.unregister("given")


def _arrays(table: FigureTable, measure: int) -> list[NDArray[Any]]:
    head, columns = table.head, table.columns
    rows = np.arange(head.rows)
    codes = columns["period"].astype(np.int64) if head.periods else np.full(head.rows, -1)
    period = [
        _spread([*(str(p.first) for p in head.periods), ""], codes),
        _spread([*(str(p.last) for p in head.periods), ""], codes),
        _spread([*(p.label for p in head.periods), ""], codes),
    ]
    members = [
        _spread(dimension.members, columns[f"d{at}"])
        for at, dimension in enumerate(head.dimensions)
    ]
    reasons = columns.get(f"x{measure}")
    missing = ["", *(reason.value for reason in MISSING)]
    none = np.zeros(head.rows, np.int64)
    cells = np.array([table.cell(row, measure) for row in range(head.rows)], object)
    return [
        rows,
        cells,
        *period,
        *members,
        np.full(head.rows, head.measures[measure].name, object),
        table.values(measure).astype(np.float64),
        _spread(missing, none if reasons is None else reasons),
        _spread(head.remarks, columns.get("remark", none)),
    ]


def _spread(entries: Any, codes: NDArray[Any]) -> NDArray[Any]:
    spread: NDArray[Any] = np.array(list(entries), object)[codes]
    return spread
