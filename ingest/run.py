"""The run: everything that was named is read, understood and handed to the library.

A source that cannot be read is reported and the rest goes on. A run that is stopped, however, has
lost nothing it reported as done: documents reach the library whole, and a source is noted as read
only after the last of its documents has.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.fetch import fetch
from ingest.observations import observe
from ingest.quotations import delivered_by, extract
from ingest.readers import HEAD, READER_VERSION, identify, read_all, too_large
from ingest.readers.records import read_lines
from ingest.report import Failure, Ingested, Progress, Report
from ingest.sources import Source, find, readable, unreadable
from ingest.understand import ID_LENGTH, Origin, understand
from vectorstore.errors import OnRecordError, StoreError
from vectorstore.holdings import Change, SourceFile
from vectorstore.intake import Item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from io import BufferedReader

    from ingest.reading import Reading
    from vectorstore.holdings import EntrySummary
    from vectorstore.library import Library
    from vectorstore.records import Document, Entry, Kind

BATCH = 256
"""Passages that are gathered before they are handed over, so that memory stays bounded."""

NAMED_LINES = 20
"""Bad lines of one JSON Lines file that are reported one by one."""


def ingest(
    places: Sequence[str],
    library: Library,
    *,
    kind: Kind | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Read files, folders and URLs into ``library``; says what came of each.

    ``kind`` overrides what a source looks like. ``progress`` is called before each source is read
    and once at the end. What is wrong with a source is in the report; what is wrong with the
    library (StoreError) and an interruption by the user are raised.
    """
    return _Run(library, kind, progress).over(list(find(places)))


class _Run:
    """One run; ``_batch`` holds what the library has not been handed yet."""

    def __init__(
        self, library: Library, kind: Kind | None, progress: Callable[[Progress], None] | None
    ) -> None:
        self._library = library
        self._kind = kind
        self._progress = progress
        self._report = Report()
        self._batch: list[tuple[Item, str]] = []
        self._read: list[SourceFile] = []
        self._taken: dict[str, tuple[str, str]] = {}

    def over(self, sources: list[Source]) -> Report:
        started = time.monotonic()
        for done, source in enumerate(sources):
            self._tell(done, len(sources), source.uri)
            self._take(source)
        self._flush()
        self._tell(len(sources), len(sources), "")
        self._report.seconds = time.monotonic() - started
        return self._report

    def _take(self, source: Source) -> None:
        name = readable(source.uri)
        try:
            if source.error is not None:
                self._fail(name, source.error)
            elif source.is_address:
                self._address(source.uri)
            else:
                self._file(Path(source.uri))
        except StoreError:
            raise
        except ReadError as error:
            self._fail(name, error)
        except OSError as error:
            self._fail(name, unreadable(error))
        except OnRecordError as error:
            self._fail(name, ReadError(str(error), error.remedy))
        except Exception as error:  # noqa: BLE001 - one source must not end the run for the others
            told = f"It could not be read ({type(error).__name__}: {error})."
            self._fail(name, ReadError(told, "Please report this with the file."))

    def _file(self, path: Path) -> None:
        name = readable(str(path))
        status = path.stat()
        known = self._library.source(name)
        mark = SourceFile(
            uri=name,
            size=status.st_size,
            mtime_ns=status.st_mtime_ns,
            digest=known.digest if known else "",
            reader_version=READER_VERSION,
        )
        if known == mark and self._skip(known):
            return
        with path.open("rb") as file:
            form = identify(file.read(HEAD), path.name)
            if status.st_size > form.most:
                raise too_large(form, status.st_size)
            mark = replace(mark, digest=hashlib.file_digest(_rewound(file), "sha256").hexdigest())
            if known and replace(known, mtime_ns=mark.mtime_ns) == mark and self._skip(known):
                self._read.append(mark)
            elif form.name == "jsonl":
                self._lines(_rewound(file), name, mark)
            else:
                self._data(path, path.name, Origin(uri=name, digest=mark.digest, path=name), mark)

    def _address(self, url: str) -> None:
        page = fetch(url)
        digest = hashlib.sha256(page.data).hexdigest()
        known = self._library.source(url)
        mark = SourceFile(
            uri=url, size=len(page.data), mtime_ns=0, digest=digest, reader_version=READER_VERSION
        )
        if known == mark and self._skip(known):
            return
        origin = Origin(uri=url, digest=digest, url=page.url)
        if identify(page.data[:HEAD], page.name, page.content_type).name == "jsonl":
            self._lines(iter(page.data.splitlines()), url, mark)
        else:
            self._data(page.data, page.name, origin, mark, page.content_type)

    def _data(
        self,
        source: bytes | Path,
        name: str,
        origin: Origin,
        mark: SourceFile,
        content_type: str = "",
    ) -> None:
        """What a file holds; it counts as read only if everything in it could be."""
        failed = False
        for number, reading in enumerate(read_all(source, name, content_type)):
            own = _member(origin, reading, number)
            try:
                if reading.error is not None:
                    raise reading.error
                self._understood(reading, own)
            except ReadError as error:
                if not reading.member:
                    raise
                self._fail(own.uri, error)
                failed = True
        if not failed:
            self._read.append(mark)

    def _lines(self, lines: BufferedReader | Iterator[bytes], name: str, mark: SourceFile) -> None:
        """The records of a JSON Lines file; it counts as read only if every line could be."""
        good = 0
        bad: list[ReadError] = []
        for record in read_lines(lines):
            try:
                if record.reading is None:
                    raise record.error or ReadError("It could not be read.")
                digest = hashlib.sha256(record.data.strip()).hexdigest()
                uri = f"{name}#{record.reading.found.id or record.line}"
                self._understood(record.reading, Origin(uri=uri, digest=digest, path=name))
                good += 1
            except ReadError as error:
                bad.append(error)
        for one in bad[:NAMED_LINES] if good else []:
            self._fail(name, one)
        if (bad and len(bad) > NAMED_LINES) or not good:
            self._fail(name, _lines_error(len(bad), good, bad))
        if not bad:
            self._read.append(mark)

    def _understood(self, reading: Reading, origin: Origin) -> None:
        for document, passages in understand(reading, origin, self._library.embedder, self._kind):
            named, note = self._with_own_id(document, origin)
            quotations = extract(
                named.text, title=named.title, kind=named.kind, speaker=delivered_by(named)
            )
            figures = observe(reading, named)
            self._batch.append((Item(named, passages, quotations, figures), note))
        if sum(map(_weight, (item for item, _ in self._batch))) >= BATCH:
            self._flush()

    def _with_own_id(self, document: Document, origin: Origin) -> tuple[Document, str]:
        """The document, under another id if the one that its source gives it is taken."""
        other, digest = self._holder(document, origin)
        if digest == document.digest:
            self._taken.setdefault(document.id, (origin.uri, document.digest))
            return document, ""
        suffix = hashlib.sha256(f"{origin.uri} {other == origin.uri and document.digest}".encode())
        renamed = replace(document, id=f"{document.id}-{suffix.hexdigest()[: ID_LENGTH // 2]}")
        self._taken.setdefault(renamed.id, (origin.uri, document.digest))
        return renamed, f"Another source ({other}) has the id {document.id} already."

    def _holder(self, document: Document, origin: Origin) -> tuple[str, str]:
        """Whose the id of ``document`` is, and the digest of what has it: its own if it is free."""
        if document.id in self._taken:
            return self._taken[document.id]
        kept = self._kept.ids.get(document.id)
        if kept is None or _place(kept.entry) == (document.path or document.url):
            return origin.uri, document.digest
        return _place(kept.entry), kept.entry.digest

    def _flush(self) -> None:
        """Hand over what has been gathered, then note which sources have been read to their end."""
        if self._batch:
            changes = self._library.add([item for item, _ in self._batch])
            for (item, note), change in zip(self._batch, changes, strict=True):
                figures = sum(table.count for table in item.figures)
                counts = len(item.passages), len(item.quotations), figures
                self._report.note([Ingested.of(item.document, *counts, change, note)])
            self._batch = []
        for mark in self._read:
            self._library.record_source(mark)
        self._read = []

    @cached_property
    def _kept(self) -> _Kept:
        return _Kept(self._library.entries())

    def _skip(self, known: SourceFile | None) -> bool:
        """Report a source as unchanged, if what it holds is still kept and no kind is asked for."""
        if known is None or self._kind is not None:
            return False
        kept, outcome = self._kept.of(known)
        self._report.note(
            [
                Ingested.of(one.entry, one.passages, one.quotations, one.observations, outcome)
                for one in kept
            ]
        )
        return bool(kept)

    def _fail(self, path: str, error: ReadError) -> None:
        self._report.failed.append(Failure.of(path, error))

    def _tell(self, done: int, total: int, path: str) -> None:
        if self._progress is not None:
            report = self._report
            self._progress(
                Progress(
                    done=done,
                    total=total,
                    path=readable(path),
                    documents=len(report.documents) + len(self._batch),
                    passages=sum(document.passages for document in report.documents),
                    failed=len(report.failed),
                )
            )


class _Kept:
    """What the library held when the run began, by whatever it may be known by."""

    def __init__(self, summaries: Sequence[EntrySummary]) -> None:
        self.ids = {one.entry.id: one for one in summaries}
        self._places: dict[str, list[EntrySummary]] = {}
        self._digests = {one.entry.digest: one for one in summaries}
        for one in summaries:
            self._places.setdefault(_place(one.entry), []).append(one)

    def of(self, source: SourceFile) -> tuple[list[EntrySummary], Change]:
        """The documents of a source, or the one that it is a duplicate of."""
        own = self._places.get(source.uri, [])
        by_id = self.ids.get(Origin(uri=source.uri, digest="").id)
        if own or by_id:
            return (own or [by_id] if by_id else own), Change.UNCHANGED
        same = self._digests.get(source.digest)
        return ([same] if same else []), Change.DUPLICATE


def _weight(item: Item) -> int:
    """How much of a batch a document fills: its passages, and its figures by the thousand."""
    return len(item.passages) + sum(table.head.rows for table in item.figures) // 1000


def _place(entry: Entry) -> str:
    return entry.path or entry.url


def _member(origin: Origin, reading: Reading, number: int) -> Origin:
    """Where one of the documents of a file comes from."""
    inner = reading.member or (str(number + 1) if number else "")
    if not inner:
        return origin
    digest = reading.digest or origin.digest
    return replace(origin, uri=f"{origin.uri}#{inner}", digest=digest, member=reading.member)


def _rewound(file: BufferedReader) -> BufferedReader:
    file.seek(0)
    return file


def _lines_error(bad: int, good: int, errors: Sequence[ReadError]) -> ReadError:
    if not good and not errors:
        return ReadError("It holds no records.", "Check the file.")
    if not good:
        return ReadError(f"None of its {bad} lines is a document ({errors[0]})", errors[0].remedy)
    return ReadError(f"{bad - NAMED_LINES} more of its lines are no documents.", errors[-1].remedy)
