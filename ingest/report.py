"""What a run of ingestion came to."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from vectorstore.holdings import Change

if TYPE_CHECKING:
    from ingest.errors import ReadError
    from vectorstore.records import Document, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A source that could not be read: which, why, and what to do."""

    path: str
    error: str
    hint: str

    @classmethod
    def of(cls, path: str, error: ReadError) -> Failure:
        """The failure that an error at ``path`` is."""
        return cls(path=path, error=str(error), hint=error.remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """A document that a run came upon, and what came of it."""

    id: str
    path: str
    kind: str
    title: str
    publisher: str
    published: str | None
    passages: int
    quotations: int
    outcome: Change
    observations: int = 0
    note: str = ""
    """What to mind of it: an id that was taken, sheets or pages that could not be read."""

    @classmethod
    def of(
        cls,
        entry: Entry | Document,
        passages: int,
        quotations: int,
        observations: int,
        outcome: Change,
        note: str = "",
    ) -> Ingested:
        """What is reported of a document."""
        return cls(
            id=entry.id,
            path=entry.path or entry.url,
            kind=entry.kind.value,
            title=entry.title,
            publisher=entry.publisher,
            published=entry.published.isoformat() if entry.published else None,
            passages=passages,
            quotations=quotations,
            observations=observations,
            outcome=outcome,
            note=" ".join(filter(None, [note, entry.caution])),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A document that was taken out because its file is no more."""

    id: str
    path: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is: sources done, of how many, and the one that it reads now."""

    done: int
    total: int
    path: str
    documents: int
    passages: int
    failed: int
    seconds_left: float | None = None
    """Until all is stored; None while that cannot be told."""


@dataclass(slots=True)
class Report:
    """The whole of a run: every document and every failure, in the order they came."""

    documents: list[Ingested] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    """Only where folders are watched."""
    seconds: float = 0.0

    @property
    def added(self) -> int:
        """How many documents are new."""
        return self._count(Change.ADDED)

    @property
    def updated(self) -> int:
        """How many documents replaced what they said before."""
        return self._count(Change.UPDATED)

    @property
    def unchanged(self) -> int:
        """How many documents were known as they are."""
        return self._count(Change.UNCHANGED)

    @property
    def duplicates(self) -> int:
        """How many documents are known under another name."""
        return self._count(Change.DUPLICATE)

    def extend(self, later: Report) -> None:
        """Add what a later run over the same sources came to."""
        self.documents += later.documents
        self.failed += later.failed
        self.removed += later.removed
        self.seconds += later.seconds

    def to_json(self) -> dict[str, Any]:
        """The report as ``onrecord ingest --json`` prints it."""
        return {
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "duplicates": self.duplicates,
            "failed": [asdict(failure) for failure in self.failed],
            "removed": [asdict(document) for document in self.removed],
            "documents": [
                {**asdict(document), "outcome": document.outcome.value}
                for document in self.documents
            ],
            "seconds": round(self.seconds, 3),
        }

    def _count(self, outcome: Change) -> int:
        return sum(document.outcome is outcome for document in self.documents)
