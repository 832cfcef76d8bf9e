"""The tables of figures that a question may be answered from, each with the document it is of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from assistant.attribution import stated
from assistant.figures.vocabulary import fold
from vectorstore.records import Filters

if TYPE_CHECKING:
    from vectorstore.library import Library
    from vectorstore.observations import KeptTable, TableHead
    from vectorstore.records import Document, Entry

MOST_WORDED = 500
"""Members of a dimension up to which their words are looked at."""
SEPARATORS = re.compile(r"[_\-]+")


@dataclass(frozen=True)
class Source:
    """A table that is kept, and the words by which it is found."""

    kept: KeptTable

    @property
    def entry(self) -> Entry:
        """The version of the document that it is of."""
        return self.kept.entry

    @property
    def head(self) -> TableHead:
        """All that is known of the table but its figures."""
        return self.kept.head

    @cached_property
    def about(self) -> frozenset[str]:
        """The words of the table's title and sheet."""
        return frozenset(fold(f"{self.head.title} {self.head.sheet}"))

    @cached_property
    def besides(self) -> frozenset[str]:
        """The words of what its title names second: "Asylum and first time asylum applicants"."""
        first, _, second = self.head.title.partition(" and ")
        return frozenset(fold(second)) - frozenset(fold(first)) if second else frozenset()

    @cached_property
    def around(self) -> frozenset[str]:
        """The words of its document's title, file name and publisher."""
        name = SEPARATORS.sub(" ", PurePosixPath(self.entry.path).stem)
        return frozenset(fold(f"{self.entry.title} {name} {self.entry.publisher}"))

    @cached_property
    def told_apart(self) -> frozenset[str]:
        """Words of members of some dimension that not all its members have."""
        found: set[str] = set()
        for dimension in self.head.dimensions:
            if 1 < len(dimension.members) <= MOST_WORDED:
                words = [frozenset(fold(member)) for member in dimension.members]
                found |= frozenset().union(*words) - frozenset.intersection(*words)
        return frozenset(found)

    @property
    def released(self) -> date | None:
        """When its document was published or, if later, updated; None where it does not say."""
        days = [day for day in (self.entry.published, self.entry.updated) if day]
        return max(days, default=None)

    @property
    def known(self) -> date:
        """A day before which its figures cannot have been known, for putting sources in order."""
        covers = self.head.covers
        return max(day for day in (self.released, covers and covers.last, date.min) if day)

    @property
    def release(self) -> str:
        """The release in words: "Small boats time series, 12 December 2025"."""
        title = self.entry.title or self.head.title
        when = stated(self.released)
        if not when and self.head.covers:
            when = f"figures to {stated(self.head.covers.last)}"
        if not self.kept.current and self.kept.replaced:
            when = f"{when or 'a version'} since replaced"
        return f"{title}, {when}" if when else title

    @property
    def name(self) -> str:
        """The table in words, with its sheet where it stands in one."""
        title = self.head.title or self.entry.title
        sheet = self.head.sheet
        return f"{title} (sheet {sheet})" if sheet and sheet not in title + "table" else title


def sources(library: Library, filters: Filters = Filters()) -> list[Source]:
    """Every table of the documents that pass the filters, those of replaced versions too."""
    held = _held(library)
    if not held or filters == Filters():
        return held
    passed = {summary.entry.id for summary in library.entries(filters)}
    return [source for source in held if source.kept.document_id in passed]


_HELD: WeakKeyDictionary[Library, tuple[list[KeptTable], list[Source]]] = WeakKeyDictionary()


def _held(library: Library) -> list[Source]:
    """Every table of a library; their words are folded once, until the library changes."""
    heads = library.figure_heads()
    known = _HELD.get(library)
    if known is None or known[0] is not heads:
        known = _HELD[library] = (heads, [Source(kept) for kept in heads])
    return known[1]


def document(library: Library, source: Source) -> Document:
    """The version of the document that the table stands in."""
    if not source.kept.current:
        for version in library.history(source.kept.document_id):
            if version.replaced.isoformat() == source.kept.replaced:
                return version.document
    return library.document(source.kept.document_id)
