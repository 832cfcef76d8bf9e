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
from vectorstore.intake import Item
from vectorstore.library import Library
from vectorstore.records import (
    Document,
    Entry,
    Filters,
    Form,
    Hit,
    Kind,
    Passage,
    Quotation,
    SourceClass,
)

__all__ = [
    "Change",
    "Counts",
    "Document",
    "Entry",
    "EntrySummary",
    "Filters",
    "Finding",
    "Form",
    "Hit",
    "IndexDamaged",
    "IndexLocked",
    "IndexMissing",
    "Item",
    "Kind",
    "Library",
    "ModelError",
    "ModelMismatch",
    "OnRecordError",
    "Passage",
    "Quotation",
    "Severity",
    "SourceClass",
    "SourceFile",
    "StorageFull",
    "StoreError",
    "Version",
]
