# ruff: noqa: S608 - what is put together is our own column names, never a value
"""How documents and passages lie in the catalogue's rows, and how rows are asked for."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from vectorstore.records import (
    Document,
    Entry,
    Fact,
    Form,
    Instrument,
    Kind,
    Passage,
    Quotation,
    SourceClass,
    Standing,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from vectorstore.observations import FigureTable
    from vectorstore.records import Filters

ENTRY = tuple(field.name for field in fields(Entry))
COLUMNS = ", ".join(f"documents.{name}" for name in ENTRY)
PASSAGE = "start, stop, locator, heading, passages.language"
"""A passage's columns, in the order that ``to_passage`` takes them."""

CHUNK = 500
"""Rows or keys at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The embedding model that the current vectors are of."""

    number: int
    fingerprint: str
    name: str
    dimensions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A document to be stored, its passages and what the vector of each is keyed by."""

    document: Document
    passages: Sequence[Passage]
    embedded: Sequence[bytes]
    quotations: Sequence[Quotation] = ()
    figures: Sequence[FigureTable] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A passage as a search needs it."""

    id: int
    entry: Entry
    passage: Passage
    text: str

    @property
    def document_id(self) -> str:
        """The document it is of."""
        return self.entry.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """What Chroma keeps of a passage: its vector (float32 bytes) and what filters look at."""

    id: int
    vector: bytes
    language: str
    entry: Entry


def conditions(filters: Filters) -> tuple[str, list[object]]:
    """A condition on ``documents`` and their ``passages``, and its values; "": all passes."""
    condition, values = _of_documents(filters)
    spoken, languages = _among("passages.language", _codes(filters))
    return " AND ".join(filter(None, (condition, spoken))), [*values, *languages]


def document_conditions(filters: Filters) -> tuple[str, list[object]]:
    """A condition on ``documents`` alone: with a passage in the language, if one is asked for."""
    condition, values = _of_documents(filters)
    spoken, languages = _among("language", _codes(filters))
    within = spoken and f"documents.number IN (SELECT document FROM passages WHERE {spoken})"
    return " AND ".join(filter(None, (condition, within))), [*values, *languages]


def _codes(filters: Filters) -> list[str]:
    return [language.casefold() for language in filters.languages]


def _among(column: str, allowed: list[str]) -> tuple[str, list[object]]:
    # One parameter however many values: a JSON array has no limit of its own.
    if not allowed:
        return "", []
    return f"{column} IN (SELECT value FROM json_each(?))", [json.dumps(allowed)]


def _of_documents(filters: Filters) -> tuple[str, list[object]]:
    parts: list[str] = []
    values: list[object] = []
    for column, allowed in (
        ("kind", [str(kind) for kind in filters.kinds]),
        ("publisher_key", [publisher_key(name) for name in filters.publishers]),
        ("id", list(filters.documents)),
        ("source_class", [str(one) for one in filters.classes]),
    ):
        condition, value = _among(f"documents.{column}", allowed)
        parts += [condition] if condition else []
        values += value
    for sign, day in ((">=", filters.since), ("<=", filters.until)):
        if day is not None:
            parts.append(f"documents.published {sign} ?")
            values.append(day.isoformat())
    return " AND ".join(parts), values


def publisher_key(name: str) -> str:
    """How publishers are compared: case and spacing do not count."""
    return " ".join(name.casefold().split())


def to_located(row: Sequence[Any]) -> Located:
    """A row of id, PASSAGE, text and COLUMNS as a search needs it."""
    return Located(id=row[0], passage=to_passage(row[1:6]), text=row[6], entry=to_entry(row[7:]))


def to_passage(row: Sequence[Any]) -> Passage:
    """A passage from a row of PASSAGE."""
    start, end, locator, heading, language = row
    return Passage(
        start=start,
        end=end,
        locator=locator,
        heading=tuple(json.loads(heading)),
        language=language,
    )


def to_entry(row: Sequence[Any]) -> Entry:
    """An entry from a row that begins with COLUMNS."""
    return Entry(**_fields(row))


def to_document(row: Sequence[Any]) -> Document:
    """A document from a row of COLUMNS and its text."""
    return Document(**_fields(row), text=row[len(ENTRY)])


def _fields(row: Sequence[Any]) -> dict[str, Any]:
    values = dict(zip(ENTRY, row, strict=False))
    values["kind"] = Kind(values["kind"])
    values["source_class"] = SourceClass(values["source_class"])
    for name in ("published", "updated"):
        values[name] = values[name] and date.fromisoformat(values[name])
    values["instrument"] = values["instrument"] and _to_instrument(values["instrument"])
    return values


def _to_instrument(row: str) -> Instrument:
    said = json.loads(row)
    days = {name: said[name] and date.fromisoformat(said[name]) for name in ("signed", "in_force")}
    return Instrument(
        **{
            **said,
            **days,
            "parties": tuple(said["parties"]),
            "standing": Standing(said["standing"]),
            "facts": tuple(Fact(**fact) for fact in said["facts"]),
        }
    )


def passage_rows(number: int, piece: Piece) -> Iterator[tuple[object, ...]]:
    """The values of each passage's row, in the order of the table."""
    rows = zip(piece.passages, piece.embedded, strict=True)
    for ordinal, (passage, embedded) in enumerate(rows):
        heading = json.dumps(passage.heading, ensure_ascii=False)
        text = piece.document.text[passage.start : passage.end]
        yield (
            number,
            ordinal,
            passage.start,
            passage.end,
            passage.locator,
            heading,
            passage.language,
            embedded,
            text,
        )


def quotation_rows(number: int, quotations: Sequence[Quotation]) -> Iterator[tuple[object, ...]]:
    """The values of each quotation's row, in the order of the table."""
    for quotation in quotations:
        yield (
            number,
            quotation.start,
            quotation.end,
            json.dumps(quotation.parts),
            str(quotation.form),
            quotation.speaker,
            quotation.mention and json.dumps(quotation.mention),
            quotation.cue and json.dumps(quotation.cue),
            quotation.role,
        )


def to_quotation(row: Sequence[Any]) -> Quotation:
    """A quotation from its row, the document's number left out."""
    start, end, parts, form, speaker, mention, cue, role = row
    return Quotation(
        start=start,
        end=end,
        parts=tuple(_span(part) for part in json.loads(parts)),
        form=Form(form),
        speaker=speaker,
        mention=_span(json.loads(mention)) if mention else None,
        cue=_span(json.loads(cue)) if cue else None,
        role=role,
    )


def _span(pair: Sequence[int]) -> tuple[int, int]:
    return pair[0], pair[1]


def plain(value: object) -> object:
    """A value as SQLite takes it."""
    if isinstance(value, Instrument):
        return json.dumps(asdict(value), default=date.isoformat, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) else value


def numbers(connection: sqlite3.Connection, query: str, values: Sequence[object] = ()) -> list[int]:
    """The first column of what a query finds."""
    return [row[0] for row in connection.execute(query, values)]


def text_of(connection: sqlite3.Connection, number: int) -> str:
    """The text of a document, by its number."""
    row = connection.execute("SELECT text FROM documents WHERE number = ?", (number,)).fetchone()
    return str(row[0])


def chunks(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The keys, CHUNK at a time."""
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def marks(keys: Sequence[object]) -> str:
    """As many parameter marks as there are keys."""
    return ", ".join("?" * len(keys))
