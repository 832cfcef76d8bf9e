"""What is kept: documents and the passages that answers point into.

Offsets count the characters (Unicode code points) of ``Document.text``; a span is half open.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class Kind(StrEnum):
    """The three kinds of source."""

    ARTICLE = "article"
    AGREEMENT = "agreement"
    STATISTICS = "statistics"


class SourceClass(StrEnum):
    """What stands behind a source's statements, the weightiest first."""

    LAW = "agreement or law"
    STATISTIC = "official statistic"
    GOVERNMENT = "government statement"
    PARLIAMENT = "parliamentary record"
    REPORTING = "reporting"
    OPINION = "opinion"
    UNKNOWN = ""

    @property
    def weight(self) -> int:
        """0 for the weightiest; unknown weighs as reporting does."""
        known = self or SourceClass.REPORTING
        return list(SourceClass).index(known)


class Standing(StrEnum):
    """Whether an agreement binds anybody, as far as its source says."""

    UNKNOWN = ""
    IN_FORCE = "in force"
    NOT_IN_FORCE = "not in force"
    ENDED = "terminated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that an agreement says of itself, and where: ``document.text[start:end]``."""

    name: str
    """"parties", "signed" (the day and the place) or "standing" (and the day of entry)."""
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """What an agreement says of itself; what it does not say is empty."""

    parties: tuple[str, ...] = ()
    signed: date | None = None
    signed_at: str = ""
    """The place of signature."""
    standing: Standing = Standing.UNKNOWN
    in_force: date | None = None
    """The day it entered, or by its own words enters, into force."""
    facts: tuple[Fact, ...] = ()
    """The words that these rest on, where the text has them."""

    def words(self, name: str) -> Fact | None:
        """The words that a fact rests on; None where only the title tells it, or nothing does."""
        return next((fact for fact in self.facts if fact.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document's entry in the catalogue: all that is known of it but its text.

    Unknown text is ``""`` and an unknown date is ``None``: nothing is guessed.
    """

    id: str
    kind: Kind
    title: str
    digest: str
    """SHA-256, in hexadecimal, of the bytes that the document was read from."""
    path: str = ""
    url: str = ""
    publisher: str = ""
    author: str = ""
    section: str = ""
    """The publisher's own section or topic for it ("Politics")."""
    published: date | None = None
    dating: str = ""
    """How ``published`` is known where the source does not state it as the day of publication
    ("inferred from its address"); empty where it does, and where the date is unknown."""
    updated: date | None = None
    language: str = ""
    licence: str = ""
    source_class: SourceClass = SourceClass.UNKNOWN
    caution: str = ""
    """What to mind before quoting it: pages whose words were recognised from pictures, for one."""
    instrument: Instrument | None = None
    """Of an agreement: who made it, where, when, and whether it is in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Entry):
    """One source as published, with its normalised text."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of a document's text, small enough for the embedding model's window."""

    start: int
    end: int
    locator: str
    """Where a person finds it: "paragraph 6", "Article 3(2)", "page 4", "sheet SB_01, row 45"."""
    heading: tuple[str, ...] = ()
    """The trail of headings above the passage, outermost first."""
    language: str = ""
    """The two-letter code of its language, which may be another than the document's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which documents a search may look at; an empty field lets all through.

    ``since`` and ``until`` are inclusive and compare with the published date; a document whose
    date is unknown passes neither. ``languages`` (two-letter codes) are those of the passages: of
    a treaty in two languages one text passes; a passage whose language is unknown does not.
    """

    kinds: tuple[Kind, ...] = ()
    publishers: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    documents: tuple[str, ...] = ()
    classes: tuple[SourceClass, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that a search found. ``text`` is ``document.text[passage.start:passage.end]``."""

    rank: int
    score: float
    entry: Entry
    passage: Passage
    text: str
    twins: tuple[Hit, ...] = ()
    """Near-identical passages of other documents (copies of one story), shown once as this hit."""


class Form(StrEnum):
    """How a quotation gives somebody's words."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words that a document puts in somebody's mouth.

    ``start`` and ``end`` span the words themselves, marks left out. ``parts`` are the stretches
    between narration when the quotation is broken ("…," he said, "…"); one part when it is not.
    """

    start: int
    end: int
    parts: tuple[tuple[int, int], ...]
    form: Form
    speaker: str = ""
    """The person or body, resolved: "He added" is "Dan Jarvis". Empty when nobody can be named."""
    mention: tuple[int, int] | None = None
    """The span of the words that stand for the speaker beside the quotation ("He")."""
    cue: tuple[int, int] | None = None
    """The span of the verb or phrase that reports ("said", "according to")."""
    role: str = ""
    """What the document calls the speaker besides the name: "Security Minister"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of days, both ends included; ``label`` is how the source writes it."""

    first: date
    last: date
    label: str = ""

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


class Missing(StrEnum):
    """Why a cell holds no figure. A zero is a figure."""

    BLANK = "blank"
    NOT_AVAILABLE = "not available"
    NOT_COLLECTED = "not collected"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One figure of a table, or the reason why there is none."""

    table: str
    measure: str
    dimensions: tuple[tuple[str, str], ...]
    """Names and members as published: ("Nationality", "Iraq")."""
    period: Period | None
    value: float | None
    missing: Missing | None
    unit: str
    status: str
    """"provisional", "revised", "estimated", or "" where the source marks nothing."""
    note: str
    cell: str
    """Where it stands: "SB_01!B1696"; of a file that is one table "B1696"."""
    start: int
    end: int
    """The span of ``document.text`` that tells it, or that describes its table."""
