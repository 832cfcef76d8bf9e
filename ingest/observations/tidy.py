"""A grid of cells made tidy: a row an occasion, with its period, its members and its figures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ingest.normalise import one_line
from ingest.observations import codes as lists
from ingest.observations import meaning
from ingest.observations.cells import CODES, Value, read_value
from ingest.observations.columns import Role, columns_of, roles
from ingest.observations.periods import month
from ingest.observations.when import header_periods, months_of, when
from ingest.tables import without_notes
from vectorstore.observations import MISSING, Dimension, FigureTable, Measure, Nature, TableHead
from vectorstore.records import Missing, Period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ingest.observations.columns import Column
    from ingest.tables import Grid

FEW = 3
CODED = re.compile(r"\b(?:code|iso|id|coo|coa)\b", re.IGNORECASE)
"""Names of columns of codes."""

COUNTED_IN = {"Counted in", "Unit"}
"""Dimensions that say in what a row is counted."""

MOST_MEMBERS = 20_000
"""Different entries above which a column tells its rows apart and breaks nothing down."""


@dataclass
class _Table:
    """A table on its way: what is known of each of its rows."""

    title: str
    found: Grid
    placeholders: Mapping[str, Missing]
    columns: dict[str, NDArray[Any]] = field(default_factory=dict)
    dimensions: list[Dimension] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    periods: tuple[Period, ...] = ()
    remarks: dict[str, int] = field(default_factory=lambda: {"": 0})
    references: tuple[str, ...] = ("",)
    at_end: bool = False
    """Whether its rows say that they are of the end of a period."""

    def remarked(self, remark: str) -> int:
        """The place of a remark among the table's; 0 is none."""
        return self.remarks.setdefault(remark, len(self.remarks))


def tidy(
    found: Grid, title: str, sheet: str = "", placeholders: Mapping[str, Missing] = CODES
) -> list[FigureTable]:
    """The table of figures that a grid is; none of one that holds no figures.

    A grid with a column for each period and measure is a table for each measure.
    """
    columns = columns_of(found)
    across = header_periods(columns)
    made = []
    for name in dict.fromkeys(name for _, name in across.values()) or [""]:
        table = _Table(title, found, placeholders)
        table.columns["row"] = np.array([number for number, _ in found.rows], np.int32)
        if across:
            others = [column for column in columns if column.at not in across]
            _spread(table, others, _of(columns, across, name), name)
        else:
            _long(table, columns)
        made.append(_finished(table, sheet))
    return [table for table in made if table is not None]


def _of(
    columns: Sequence[Column], across: Mapping[int, tuple[Period, str]], name: str
) -> list[tuple[Column, Period]]:
    """The columns of one measure, each with its period."""
    return [
        (column, across[column.at][0])
        for column in columns
        if column.at in across and across[column.at][1] == name
    ]


def _long(table: _Table, columns: Sequence[Column]) -> None:
    """A table with a column for each measure."""
    said = when(columns)
    parts = roles(columns, said.columns if said else frozenset(), table.placeholders)
    if said is not None:
        table.at_end = not said.columns
        table.periods = said.periods
        table.columns["period"] = said.codes
    _broken_down(table, [column for column in columns if parts[column.at] is Role.DIMENSION])
    _remarked(table, [column for column in columns if parts[column.at] is Role.REMARK])
    _referring(table, [column for column in columns if parts[column.at] is Role.REFERENCE])
    for column in columns:
        if parts[column.at] is Role.MEASURE:
            _measured(table, column)


def _spread(
    table: _Table, others: Sequence[Column], spread: Sequence[tuple[Column, Period]], name: str
) -> None:
    """A table with a column for each period: each of its cells becomes a row."""
    months = next((column for column in others if months_of(column)), None)
    parts = roles(others, frozenset(), table.placeholders)
    labels = [column for column in others if parts[column.at] is Role.DIMENSION]
    _broken_down(table, [column for column in labels if not months_of(column)])
    count, height = len(spread), len(table.found.rows)
    for key, array in list(table.columns.items()):
        table.columns[key] = np.tile(array, count)
    table.columns["column"] = np.repeat([column.at for column, _ in spread], height)
    table.periods, table.columns["period"] = _periods_across(spread, months, height)
    read = [_read(table, column) for column, _ in spread]
    table.columns["m0"] = np.concatenate([one.values for one in read])
    table.columns["x0"] = np.concatenate([one.reasons for one in read])
    table.columns["f0"] = np.concatenate([one.flags for one in read])
    name = name or ("Value" if months is None else table.title)
    table.measures.append(_described(table, name, -1, percent=any(one.percent for one in read)))


def _periods_across(
    spread: Sequence[tuple[Column, Period]], months: Column | None, height: int
) -> tuple[tuple[Period, ...], NDArray[Any]]:
    if months is None:
        return tuple(period for _, period in spread), np.repeat(np.arange(len(spread)), height)
    numbers = months_of(months)
    joined = []
    for _, year in spread:
        for number in numbers:
            first, last = month(year.first.year, number)
            joined.append(Period(first=first, last=last, label=f"{first:%B %Y}"))
    codes = np.concatenate([months.codes + at * len(numbers) for at in range(len(spread))])
    return tuple(joined), codes


def _broken_down(table: _Table, columns: Sequence[Column]) -> None:
    """The dimensions; a column of codes beside the names that they stand for gives them aliases."""
    codes_for = _pairs(columns)
    for column in map(_plain_members, columns):
        if column.at in codes_for or len(column.entries) > MOST_MEMBERS:
            continue
        aliases = [
            (entry, place)
            for code, names in codes_for.values()
            if names.at == column.at
            for entry, place in _aligned(code, column)
        ]
        name = lists.column(column.name) or "Category"
        aliases += _known_codes(name, column)
        at = len(table.dimensions)
        table.columns[f"d{at}"] = column.codes
        table.dimensions.append(
            Dimension(
                name=name,
                members=column.entries,
                totals=meaning.totals(name, column.entries),
                aliases=tuple(dict.fromkeys(aliases)),
                alternatives=bool(meaning.ALTERNATIVES.match(name)) and len(column.entries) > 1,
            )
        )


def _plain_members(column: Column) -> Column:
    """The column with "Total4" read as "Total", where "Total" is an entry of it as well."""
    plain = [
        bare if bare != entry and bare in column.entries else entry
        for entry in column.entries
        for bare in [without_notes(entry)]
    ]
    if tuple(plain) == column.entries:
        return column
    entries = tuple(dict.fromkeys(plain))
    places = np.array([entries.index(entry) for entry in plain], np.int32)
    return replace(column, entries=entries, codes=places[column.codes])


def _pairs(columns: Sequence[Column]) -> dict[int, tuple[Column, Column]]:
    """Columns of codes, by their place, each with the column of names that says the same."""
    found: dict[int, tuple[Column, Column]] = {}
    for code in columns:
        if not code.filled or not all(len(e) <= 9 and e.upper() == e for e in code.filled):
            continue
        if len(code.entries) < FEW and not CODED.search(code.name):
            continue  # "LTR" beside "Complex case" in every row need not stand for it
        for names in columns:
            longer = names is not code and any(len(entry) > 9 for entry in names.filled)
            if longer and len(names.entries) == len(code.entries) > 0 and _one_to_one(code, names):
                found[code.at] = code, names
                break
    return found


def _one_to_one(one: Column, other: Column) -> bool:
    pairs = np.unique(one.codes.astype(np.int64) * len(other.entries) + other.codes)
    return len(pairs) == len(one.entries)


def _aligned(code: Column, names: Column) -> list[tuple[str, int]]:
    firsts = np.unique(code.codes, return_index=True)[1]
    return [(code.entries[code.codes[row]], int(names.codes[row])) for row in firsts]


def _known_codes(name: str, column: Column) -> list[tuple[str, int]]:
    letters = lists.MEMBERS.get(name.lower(), {})
    unhcr = name.startswith("Country of")
    said = [
        (letters.get(entry) or lists.country(entry, unhcr=unhcr), at)
        for at, entry in enumerate(column.entries)
    ]
    return [(word, at) for word, at in said if word]


def _remarked(table: _Table, columns: Sequence[Column]) -> None:
    for column in columns[:1]:
        places = [table.remarked(entry) for entry in column.entries]
        table.columns["remark"] = np.array(places, np.int32)[column.codes]


def _referring(table: _Table, columns: Sequence[Column]) -> None:
    """The notes that rows refer to, which stand in columns without a name."""
    if not columns:
        return
    rows = zip(*(np.array(column.entries)[column.codes] for column in columns), strict=True)
    said = [", ".join(entry for entry in row if entry) for row in rows]
    known = {reference: at for at, reference in enumerate(dict.fromkeys(["", *said]))}
    table.columns["reference"] = np.array([known[one] for one in said], np.int32)
    table.references = tuple(known)


def _measured(table: _Table, column: Column) -> None:
    at = len(table.measures)
    read = _read(table, column)
    table.columns[f"m{at}"], table.columns[f"x{at}"] = read.values, read.reasons
    table.columns[f"f{at}"] = read.flags
    name = lists.column(column.name) or table.title
    table.measures.append(_described(table, name, column.at, percent=read.percent, at=at))


def _described(table: _Table, name: str, column: int, *, percent: bool, at: int = 0) -> Measure:
    always = [one.members[0] for one in table.dimensions if len(one.members) == 1]
    unit = meaning.unit(name, "; ".join([table.title, *always]), percent=percent)
    constant = next((d.members[0] for d in table.dimensions if d.name.lower() == "unit"), "")
    unit = {"person": "people"}.get(constant.lower(), unit)
    if any(one.name in COUNTED_IN and len(one.members) > 1 for one in table.dimensions):
        unit = ""  # each row says its own
    values = table.columns[f"m{at}"]
    nature = meaning.nature(name, table.title, unit, values)
    return Measure(
        name=name,
        unit=unit,
        nature=Nature.STOCK if table.at_end and nature is Nature.FLOW else nature,
        column=column,
        scale=meaning.scale(unit, values, percent=percent),
    )


class _Figures(NamedTuple):
    """A column read, row by row."""

    values: NDArray[np.float64]
    reasons: NDArray[np.uint8]
    """Codes of why there is none; 0 where there is one."""
    flags: NDArray[np.int32]
    """Indexes into the remarks of its table: what stands in the cell beside the figure."""
    percent: bool


def _read(table: _Table, column: Column) -> _Figures:
    read = [read_value(entry, table.placeholders) for entry in column.entries]
    known = [one if one is not None else Value(None, Missing.NOT_AVAILABLE) for one in read]
    values = np.array([np.nan if one.figure is None else one.figure for one in known], np.float64)
    reasons = np.array(
        [0 if one.missing is None else 1 + MISSING.index(one.missing) for one in known], np.uint8
    )
    flags = np.array([table.remarked(one.flag) for one in known], np.int32)
    return _Figures(
        values[column.codes],
        reasons[column.codes],
        flags[column.codes],
        any(one.percent for one in known),
    )


def _finished(table: _Table, sheet: str) -> FigureTable | None:
    """The table without its empty rows; None if none is left."""
    if not table.measures:
        return None
    blank = 1 + MISSING.index(Missing.BLANK)
    kept = np.zeros(len(table.columns["row"]), bool)
    for at in range(len(table.measures)):
        kept |= table.columns[f"x{at}"] != blank
    if not kept.any():
        return None
    columns = {name: array[kept] for name, array in table.columns.items()}
    periods = _only_used(table.periods, columns)
    for name in [name for name, array in columns.items() if name[0] in "xf" and not array.any()]:
        del columns[name]
    head = TableHead(
        sheet=sheet,
        title=one_line(table.title),
        dimensions=tuple(table.dimensions),
        measures=tuple(table.measures),
        periods=periods,
        remarks=tuple(table.remarks),
        references=table.references,
        rows=int(kept.sum()),
    )
    return FigureTable(head=head, columns=columns)


def _only_used(periods: tuple[Period, ...], columns: dict[str, NDArray[Any]]) -> tuple[Period, ...]:
    """The periods that rows are of, the same one once; the rows' codes are put in step."""
    if "period" not in columns:
        return ()
    known: dict[Period, int] = {}
    places = np.full(len(periods) + 1, -1, np.int32)  # the last is for -1, a row without
    for at in np.unique(columns["period"]):
        if at >= 0:
            places[at] = known.setdefault(periods[at], len(known))
    columns["period"] = places[columns["period"]]
    return tuple(known)


def with_head(table: FigureTable, **changes: Any) -> FigureTable:
    """The table with more known of it."""
    return replace(table, head=replace(table.head, **changes))
