"""A reading becomes a document and its passages."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from ingest import agreement, article, statistics, untitled
from ingest.dates import date_in_address, date_in_name, dateline
from ingest.errors import ReadError
from ingest.headings import INSTRUMENT, article_heading
from ingest.instrument import instrument_of
from ingest.kinds import guess_kind
from ingest.language import detect, likelihood
from ingest.normalise import one_line
from ingest.reading import Block, Found, Reading, Style
from ingest.source_class import classify
from ingest.split import split
from vectorstore.records import Document, Kind, Passage

if TYPE_CHECKING:
    from ingest.sections import Draft
    from vectorstore.embedding import Embedder

HOSTS = {
    "www.gov.uk": "GOV.UK",
    "www.whitehouse.gov": "The White House",
    "bidenwhitehouse.archives.gov": "The White House",
    "trumpwhitehouse.archives.gov": "The White House",
    "www.legislation.gov.uk": "legislation.gov.uk",
    "hansard.parliament.uk": "UK Parliament",
    "www.parliament.uk": "UK Parliament",
    "eur-lex.europa.eu": "European Union",
    "ec.europa.eu": "European Commission",
    "www.unhcr.org": "UNHCR",
    "www.iom.int": "International Organization for Migration",
}
"""Publishers whose pages do not name them; asked only where the source itself says nothing."""

SITE = re.compile(r"^Immigration Rules - | - (?:Guidance|GOV\.UK)$")
LONGEST_TITLE = 300
SIGNED = "the day it was signed"
BY_FILE_NAME = "inferred from its file's name"
ID_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a source came from."""

    uri: str
    """What names it for good: an absolute path, a URL, a file's path and a record's id."""
    digest: str
    """SHA-256, in hexadecimal, of its bytes."""
    path: str = ""
    url: str = ""
    member: str = ""
    """Which document of its file it is (see Reading)."""

    @property
    def id(self) -> str:
        """The document's id: the beginning of the SHA-256 of the URI."""
        return hashlib.sha256(self.uri.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


def understand(
    reading: Reading, origin: Origin, embedder: Embedder, kind: Kind | None = None
) -> list[tuple[Document, list[Passage]]]:
    """The documents of a reading, each with its passages; ``kind`` overrides what it looks like.

    Raises ReadError where nothing is left to read.
    """
    reading, title = titled(reading)
    kind = kind or guess_kind(reading, title)
    draft, found = _compose(reading, kind)
    found = found.or_else(_by_host(reading.found.url or origin.url))
    if reading.given and kind is Kind.ARTICLE:
        draft.lay_over(reading.given)
    if not draft.text.strip():
        raise ReadError("There is no text in it.", "Check that it is the file you meant.")
    instrument = instrument_of(found.title, draft) if kind is Kind.AGREEMENT else None
    if instrument and instrument.signed:
        # An agreement is of the day it was signed, whenever somebody put it on a page.
        found = found.or_else(Found(published=instrument.signed, dating=SIGNED))
    if kind is Kind.ARTICLE:
        found = found.or_else(_inferred_date(origin, found.url, draft.text))
    if kind is Kind.STATISTICS:
        found = found.or_else(untitled.describe(reading, _name(origin)))
        found = found.or_else(Found(published=date_in_name(_place(origin)), dating=BY_FILE_NAME))
    document = replace(
        _document(draft, found, origin, kind), instrument=instrument, caution=reading.caution
    )
    passages = split(draft.text, draft.sections, embedder, document.title, document.language)
    return [(document, passages)]


def _compose(reading: Reading, kind: Kind) -> tuple[Draft, Found]:
    if kind is Kind.AGREEMENT:
        return agreement.compose(reading), reading.found
    if kind is Kind.STATISTICS:
        return statistics.compose(reading), reading.found.or_else(statistics.facts(reading))
    draft, found = article.compose(reading)
    return draft, reading.found.or_else(found)


def _document(draft: Draft, found: Found, origin: Origin, kind: Kind) -> Document:
    updated = found.updated
    if updated and found.published and updated <= found.published:
        updated = None
    return Document(
        id=found.id or origin.id,
        kind=kind,
        title=_capitalised(found.title) or _name(origin),
        digest=origin.digest,
        path=origin.path,
        url=found.url or origin.url,
        publisher=found.publisher,
        author=found.author,
        section=found.section,
        published=found.published,
        dating=found.dating,
        updated=updated,
        language=detect(draft.text, found.language),
        licence=found.licence,
        source_class=classify(kind, found, origin.url),
        text=draft.text,
    )


def _inferred_date(origin: Origin, url: str, text: str) -> Found:
    """A day of publication that is not stated as such, with how it is known; none is made up."""
    address = url or origin.url
    for day, how in (
        (dateline(text[:1_000]), "from its dateline"),
        (date_in_address(address), "inferred from its address"),
        (date_in_name(_place(origin)), BY_FILE_NAME),
    ):
        if day:
            return Found(published=day, dating=how)
    return Found()


def titled(reading: Reading) -> tuple[Reading, str]:
    """The reading with its title known and its title block, if it begins with one, taken off."""
    title = SITE.sub("", reading.found.title)
    heads = _title_block(reading)
    if heads and (not title or title in [block.text for block in heads]):
        title = title or _in_language_of(reading, heads)
        subtitles = tuple(
            head for head in heads if head.text != title and _is_subtitle(head, title)
        )
        reading = replace(reading, parts=subtitles + reading.parts[len(heads) :])
    reading = replace(reading, found=replace(reading.found, title=title[:LONGEST_TITLE]))
    return reading, title


def _title_block(reading: Reading) -> list[Block]:
    """The heading that a text opens with, and the one right under it if that is a title as well."""
    heads: list[Block] = []
    for part in reading.parts[:2]:
        if not isinstance(part, Block) or part.style is not Style.HEADING:
            break
        heads.append(part)
    if not heads or article_heading(heads[0].text):
        return []
    levels = [part.level for part in reading.blocks if part.style is Style.HEADING]
    first = heads[0]
    alone = first.level < min(levels[1:], default=9)
    if not (alone or first.level == 1 or INSTRUMENT.search(first.text)):
        return []
    # Under a title in one language may stand the title in another: deeper than what follows it.
    return heads if len(heads) > 1 and heads[1].level > min(levels[2:], default=9) else heads[:1]


def _in_language_of(reading: Reading, heads: list[Block]) -> str:
    """Of titles in two languages the one in the language of the text, else the first."""
    text = " ".join(block.text for block in list(reading.blocks)[len(heads) : len(heads) + 8])
    language = detect(text)
    if len(heads) == 1 or not language:
        return heads[0].text
    return max((head.text for head in heads), key=lambda title: likelihood(title, language))


def _is_subtitle(head: Block, title: str) -> bool:
    """Whether a heading beside the title is not just the title again or in another language."""
    return _folded(head.text) != _folded(title) and likelihood(head.text, detect(title)) > 0.5


def _folded(text: str) -> str:
    """``text`` without case and accents."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()


def _capitalised(title: str) -> str:
    """A title without shouting."""
    if len(re.findall(r"[A-Z]{2,}", title)) < 4 or not title.isupper():
        return title
    small = {"of", "the", "and", "to", "in", "on", "for", "a", "an", "by", "with", "at", "from"}
    words = [
        word if at and word in small else word.capitalize()
        for at, word in enumerate(title.lower().split())
    ]
    return " ".join(words)


def _by_host(url: str) -> Found:
    return Found(publisher=HOSTS.get(urlsplit(url).hostname or "", "")) if url else Found()


def _name(origin: Origin) -> str:
    """A title for what has none: its file's name, readable."""
    stem = PurePosixPath(_place(origin).replace("\\", "/")).stem
    name = one_line(re.sub(r"[_-]+", " ", stem)) or origin.uri
    return name[:1].upper() + name[1:]


def _place(origin: Origin) -> str:
    return origin.member or origin.path or unquote(urlsplit(origin.uri).path) or origin.uri
