"""A table whose file says nothing of itself: what to call it, and by whose codes to know it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.observations import codes
from ingest.observations.periods import read_period
from ingest.reading import Found
from ingest.statistics import SAMPLE
from ingest.tables import PERIOD_HEADER, grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.reading import Reading, Table

LONGEST = 150
NAMED = 3
"""Names of columns that a title has room for; what is left out is counted."""

UNHCR = {"coo", "coa"}
"""Columns of UNHCR's codes: country of origin, country of asylum."""

NOT_TOLD = re.compile(
    r"\burl\b|\bflags?\b|footnote|^(?:notes?|unit|date|time|t|coo|coa|.* (?:code|iso))$",
    re.IGNORECASE,
)
GENERIC = re.compile(r"^(?:value|obs[ _]value|total|count|number)$", re.IGNORECASE)


def describe(reading: Reading, name: str) -> Found:
    """Title and publisher of a bare table, from its columns and from ``name``, that of its file."""
    tables = list(reading.tables)
    if reading.format != "csv" or len(tables) != 1:
        return Found()
    header = _header(tables[0])
    return Found(title=_title(tables[0], name), publisher=_publisher(header, name))


def _header(table: Table) -> Sequence[str]:
    found = grid(_sample(table))
    return found.header if found else ()


def _sample(table: Table) -> Table:
    return replace(table, rows=table.rows[:SAMPLE])


def _publisher(header: Sequence[str], name: str) -> str:
    if codes.dataset(name):
        return "Eurostat"
    return "UNHCR" if {column.lower() for column in header} >= UNHCR else ""


def _title(table: Table, name: str) -> str:
    """Such as "Returns 2023: enforced returns and voluntary returns by nationality"."""
    dataset = codes.dataset(name)
    if dataset:
        return f"{dataset} ({name})"
    found = grid(_sample(table))
    if found is None:
        return ""
    columns = [(at, one) for at, one in enumerate(found.header) if one and not read_period(one)]
    told = _listed([one for at, one in columns if at in found.measures and not GENERIC.match(one)])
    others = [one for at, one in columns if at not in found.measures and not NOT_TOLD.search(one)]
    by = _listed([one for one in others if not PERIOD_HEADER.match(one)])
    if not told:
        return f"{name}, by {by}" if by else ""
    title = f"{name}: {told} by {by}" if by else f"{name}: {told}"
    return title if len(title) <= LONGEST else f"{name}: {told}"[:LONGEST]


def _listed(names: Sequence[str]) -> str:
    """Names in a row as one says them, what is too much counted: "a, b, c and 8 more"."""
    plain = list(dict.fromkeys(_said(codes.column(name)) for name in names))
    if len(plain) > NAMED + 1:
        plain = [*plain[:NAMED], f"{len(plain) - NAMED} more"]
    return " and ".join(filter(None, [", ".join(plain[:-1]), plain[-1]])) if plain else ""


def _said(name: str) -> str:
    """A column's name within a sentence: without capitals but those of abbreviations."""
    return " ".join(word.lower() if word[1:].islower() else word for word in name.split(" "))
