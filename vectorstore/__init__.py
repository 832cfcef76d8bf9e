"""What is kept: documents and passages, the catalogue, full text and vectors, and search."""

from vectorstore.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    ModelError,
    ModelMismatch,
    OnRecordError,
    StorageFull,
    StoreError,
)
from vectorstore.holdings import (
    Change,
    Counts,
    EntrySummary,
    Finding,
    Severity,
    SourceFile,
    Version,
)
from vectorstore.library import Library
from vectorstore.records import Document, Entry, Filters, Hit, Kind, Passage

__all__ = [
    "Change",
    "Counts",
    "Document",
    "Entry",
    "EntrySummary",
    "Filters",
    "Finding",
    "Hit",
    "IndexDamaged",
    "IndexLocked",
    "IndexMissing",
    "Kind",
    "Library",
    "ModelError",
    "ModelMismatch",
    "OnRecordError",
    "Passage",
    "Severity",
    "SourceFile",
    "StorageFull",
    "StoreError",
    "Version",
]
