"""What a reader hands over: a source's text in order, its tables, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ingest.errors import ReadError


class Style(StrEnum):
    """What a block of text is on its page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, heading or list item, as one line of normalised text."""

    text: str
    style: Style = Style.PARAGRAPH
    level: int = 0
    """Of a heading: 1 is the outermost. Of an item: how deep its list stands, 0 the outermost."""
    marker: str = ""
    """The counter that a numbered item stands behind ("3."); a bullet is no marker."""
    page: int = 0
    """The page it begins on, from 1; 0 where there are no pages."""
    row: int = 0
    """The row of its sheet, from 1; 0 where there are no rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A grid of cells as published; ``rows[i]`` is row ``first_row + i`` of its sheet or file.

    Cells have no space around them; an empty one is "".
    """

    rows: tuple[tuple[str, ...], ...]
    sheet: str = ""
    """The sheet's name; "" for a table on a page and for a file that is one table."""
    caption: str = ""
    first_row: int = 1


Part = Block | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a source says of itself. ``""`` and ``None`` mean that it does not say."""

    id: str = ""
    kind: str = ""
    """The publisher's own word for what it is ("speech", "statistical_data_set")."""
    title: str = ""
    publisher: str = ""
    author: str = ""
    section: str = ""
    """The publisher's own section or topic for it ("Politics")."""
    published: date | None = None
    dating: str = ""
    """How ``published`` is known where the source does not state it; never without a date."""
    updated: date | None = None
    url: str = ""
    language: str = ""
    licence: str = ""

    def or_else(self, other: Found) -> Found:
        """Both, where this one has the first word."""
        names = [name for name in self.__dataclass_fields__ if name != "dating"]
        both = {name: getattr(self, name) or getattr(other, name) for name in names}
        # How a date is known goes with that date, and with no other.
        return replace(self, **both, dating=(self if self.published else other).dating)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One source, read but not yet understood."""

    format: str
    """What it was read as: "text", "html", "pdf", "workbook" and so on."""
    parts: tuple[Part, ...] = ()
    found: Found = field(default_factory=Found)
    given: str = ""
    """The whole normalised text, where an article is to keep it to the letter (a record's)."""
    member: str = ""
    """Which document of its file it is: its path in an archive, an attachment's name; "" where
    the file is the document."""
    digest: str = ""
    """SHA-256, in hexadecimal, of the member's own bytes; "" where the file is the document."""
    caution: str = ""
    """What to mind before its words are quoted (they were recognised from pictures of pages)."""
    error: ReadError | None = None
    """Why this member of its file could not be read; it has no parts then."""

    def with_found(self, found: Found) -> Reading:
        """The reading, with ``found`` for whatever the source does not say itself."""
        return replace(self, found=self.found.or_else(found))

    @property
    def blocks(self) -> Iterator[Block]:
        """The text, without the tables."""
        return (part for part in self.parts if isinstance(part, Block))

    @property
    def tables(self) -> Iterator[Table]:
        """The tables, without the text."""
        return (part for part in self.parts if isinstance(part, Table))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to read in it."""
        return not any(block.text for block in self.blocks) and not any(
            any(cell.strip() for cell in row) for table in self.tables for row in table.rows
        )
