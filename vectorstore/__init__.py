"""What is kept: documents and passages, the catalogue, full text and vectors, and search.

Names are imported when they are first used, so that a command's help loads no array library.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_HOMES = {
    "errors": {
        "IndexDamaged",
        "IndexLocked",
        "IndexMissing",
        "ModelError",
        "ModelMismatch",
        "OnRecordError",
        "StorageFull",
        "StoreError",
    },
    "holdings": {
        "Change",
        "Counts",
        "EntrySummary",
        "Finding",
        "Severity",
        "SourceFile",
        "Version",
    },
    "intake": {"Item"},
    "library": {"Library"},
    "records": {
        "Document",
        "Entry",
        "Filters",
        "Form",
        "Hit",
        "Kind",
        "Passage",
        "Quotation",
        "SourceClass",
    },
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"vectorstore.{module}"), name)
    raise AttributeError(f"module 'vectorstore' has no attribute {name!r}")
