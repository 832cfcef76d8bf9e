"""Reading one source: a pure function, so that it may run here or in a worker process.

``carry_out`` tells what it comes upon as it comes upon it; nothing of it touches the library.
"""

from __future__ import annotations

import hashlib
import io
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ingest.errors import ReadError
from ingest.observations import observe
from ingest.quotations import delivered_by, extract
from ingest.readers import HEAD, READER_VERSION, identify, read_all, too_large
from ingest.readers.records import read_lines
from ingest.sources import unreadable
from ingest.understand import Origin, understand
from vectorstore.errors import OnRecordError
from vectorstore.holdings import SourceFile
from vectorstore.intake import Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.readers.records import Record
    from ingest.reading import Reading
    from vectorstore.embedding import Embedder
    from vectorstore.records import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One source to be read, or a stretch of the lines of one."""

    position: int
    """Which of the sources of its run it is, from 0."""
    name: str
    """Its path or URL as text, as it is reported and kept."""
    file: str = ""
    """The file to open; "" where ``data`` is what it holds."""
    data: bytes = b""
    url: str = ""
    """Of a page: where it was in the end, after redirects."""
    content_type: str = ""
    known: SourceFile | None = None
    """How it was when it was last read, if all of it is still kept."""
    kind: Kind | None = None
    lines_from: int = 0
    """Of lines of a JSON Lines file: the number of the first; 0 for a whole source."""
    more: bool = False
    """Whether other lines of the same file follow."""
    mark: SourceFile | None = None
    """Of the last lines of a file: how the file is, to be noted when all have been read."""
    failure: Failed | None = None
    """Why it cannot be read, where that came out before there was anything to read."""

    @property
    def size(self) -> int:
        """About how many bytes are to be read, 0 where that cannot be told."""
        if not self.file:
            return len(self.data)
        try:
            return Path(self.file).stat().st_size
        except OSError:
            return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A document of a source, under the id that the source gives it."""

    item: Item
    uri: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line of a JSON Lines file that is no document."""

    line: int
    error: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadMember:
    """A document in an archive or an e-mail that could not be read; the others could."""

    uri: str
    error: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Why a source could not be read, or could not be read to its end."""

    error: str
    hint: str

    @classmethod
    def of(cls, error: Exception) -> Failed:
        """What an error means for whoever named the source."""
        match error:
            case OnRecordError():
                return cls(error=str(error), hint=error.remedy)
            case MemoryError():
                return cls(error="Reading it took more memory than it may.", hint=SPLIT)
            case OSError():
                told = unreadable(error)
                return cls(error=str(told), hint=told.remedy)
            case _:
                return cls(
                    error=f"It could not be read ({type(error).__name__}: {error}).",
                    hint="Please report this with the file.",
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The end of a source. ``mark`` is None where there is more of it to come."""

    mark: SourceFile | None
    unchanged: bool = False
    """Whether its bytes are those that were read before, so that nothing was read of it."""
    lines: bool = False
    """Whether it was read line by line, each a document of its own."""


Event = Found | BadLine | BadMember | Failed | Done

SPLIT = "Split it into smaller files, or save it in another format."


def carry_out(work: Work, embedder: Embedder) -> Iterator[Event]:
    """What reading a source comes to: its documents, then Done; or Failed, and nothing after."""
    try:
        yield from _read(work, embedder)
    except Exception as error:  # noqa: BLE001 - one source must not end the run for the others
        yield Failed.of(error)


def _read(work: Work, embedder: Embedder) -> Iterator[Event]:
    if work.failure is not None:
        yield work.failure
    elif work.lines_from:
        lines = _Lines(work, embedder, io.BytesIO(work.data))
        yield from lines.events()
        yield Done(mark=work.mark, lines=True)
    elif work.file:
        yield from _file(work, embedder)
    else:
        digest = hashlib.sha256(work.data).hexdigest()
        size = len(work.data)
        mark = SourceFile(
            uri=work.name, size=size, mtime_ns=0, digest=digest, reader_version=READER_VERSION
        )
        if work.known == mark:
            yield Done(mark=mark, unchanged=True)
        else:
            yield from _page(work, mark, embedder)


def _file(work: Work, embedder: Embedder) -> Iterator[Event]:
    path = Path(work.file)
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        form = identify(file.read(HEAD), path.name)
        if status.st_size > form.most:
            raise too_large(form, status.st_size)
        file.seek(0)
        mark = SourceFile(
            uri=work.name,
            size=status.st_size,
            mtime_ns=status.st_mtime_ns,
            digest=hashlib.file_digest(file, "sha256").hexdigest(),
            reader_version=READER_VERSION,
        )
        if work.known and replace(work.known, mtime_ns=mark.mtime_ns) == mark:
            yield Done(mark=mark, unchanged=True)
            return
        file.seek(0)
        if form.name == "jsonl":
            yield from _Lines(work, embedder, file).events()
            yield Done(mark=mark, lines=True)
            return
    origin = Origin(uri=work.name, digest=mark.digest, path=work.name)
    yield from _documents(read_all(path, path.name), origin, mark, work.kind, embedder)


def _page(work: Work, mark: SourceFile, embedder: Embedder) -> Iterator[Event]:
    name = urlsplit(work.url).path.rsplit("/", 1)[-1]
    if identify(work.data[:HEAD], name, work.content_type).name == "jsonl":
        yield from _Lines(work, embedder, io.BytesIO(work.data)).events()
        yield Done(mark=mark, lines=True)
        return
    origin = Origin(uri=work.name, digest=mark.digest, url=work.url)
    readings = read_all(work.data, name, work.content_type)
    yield from _documents(readings, origin, mark, work.kind, embedder)


def _documents(
    readings: Iterable[Reading],
    origin: Origin,
    mark: SourceFile,
    kind: Kind | None,
    embedder: Embedder,
) -> Iterator[Event]:
    """What a file holds; it counts as read only if everything in it could be."""
    whole = True
    for number, reading in enumerate(readings):
        own = _member(origin, reading, number)
        try:
            if reading.error is None:
                for item in _understood(reading, own, embedder, kind):
                    yield Found(item=item, uri=own.uri)
                continue
            error = reading.error
        except ReadError as raised:
            if not reading.member:
                raise
            error = raised
        whole = False
        yield BadMember(uri=own.uri, error=str(error), hint=error.remedy)
    yield Done(mark=mark if whole else None)


def _member(origin: Origin, reading: Reading, number: int) -> Origin:
    """Where one of the documents of a file comes from."""
    inner = reading.member or (str(number + 1) if number else "")
    if not inner:
        return origin
    digest = reading.digest or origin.digest
    return replace(origin, uri=f"{origin.uri}#{inner}", digest=digest, member=reading.member)


class _Lines:
    """The records of a JSON Lines file, or of a stretch of its lines."""

    def __init__(self, work: Work, embedder: Embedder, lines: Iterable[bytes]) -> None:
        self._work = work
        self._embedder = embedder
        self._lines = lines

    def events(self) -> Iterator[Event]:
        first = self._work.lines_from or 1
        for record in read_lines(self._lines, first):
            try:
                yield from self._documents(record)
            except Exception as error:  # noqa: BLE001 - nor one line for the others of its file
                told = Failed.of(error)
                number = "" if error is record.error else f"Line {record.line}: "
                yield BadLine(line=record.line, error=f"{number}{told.error}", hint=told.hint)

    def _documents(self, record: Record) -> Iterator[Event]:
        if record.reading is None:
            raise record.error or ReadError("It could not be read.")
        uri = f"{self._work.name}#{record.reading.found.id or record.line}"
        digest = hashlib.sha256(record.data.strip()).hexdigest()
        origin = Origin(uri=uri, digest=digest, path=self._work.name)
        for item in _understood(record.reading, origin, self._embedder, self._work.kind):
            yield Found(item=item, uri=uri, line=record.line)


def _understood(
    reading: Reading, origin: Origin, embedder: Embedder, kind: Kind | None
) -> Iterator[Item]:
    for document, passages in understand(reading, origin, embedder, kind):
        quotations = extract(
            document.text,
            title=document.title,
            kind=document.kind,
            speaker=delivered_by(document),
        )
        yield Item(document, passages, quotations, observe(reading, document))
