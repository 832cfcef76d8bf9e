"""What the store tells about what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from vectorstore.records import Document, Entry


class Change(StrEnum):
    """What adding a document came to."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    """The same bytes and text are kept under another id; nothing was stored."""


class Severity(StrEnum):
    """How much a finding matters."""

    NOTE = "note"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file or a URL as it was when it was last read: unchanged, it need not be read again."""

    uri: str
    size: int
    mtime_ns: int
    digest: str
    reader_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySummary:
    """A document's entry, how many passages it has, quotations and figures."""

    entry: Entry
    passages: int
    quotations: int = 0
    observations: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a document said before it was replaced, and when (UTC) it was."""

    document: Document
    replaced: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much the store holds."""

    documents: int
    passages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a check of the store came upon, and what to do about it."""

    severity: Severity
    message: str
    remedy: str = ""
