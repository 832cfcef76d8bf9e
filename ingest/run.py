"""The run: everything that was named is read, understood and handed to the library.

What is known to be unchanged is not opened. The rest is read by worker processes, a core each,
while this one embeds and stores; a few small files are read here. A source that cannot be read is
reported and the rest goes on. A run that is stopped has lost nothing it reported as done: documents
reach the library whole, and a source is noted as read only after the last of its documents has.
"""

from __future__ import annotations

import pickle
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.crew import Crew, Limits, alone, cores
from ingest.errors import ReadError
from ingest.naming import Naming, place_of
from ingest.pace import Pace
from ingest.plan import Job, must_not_be_too_large, works
from ingest.readers import READER_VERSION
from ingest.report import Failure, Ingested, Progress, Report
from ingest.sources import find, readable, unreadable
from ingest.understand import Origin
from ingest.work import BadLine, BadMember, Done, Failed, Found, Work
from vectorstore.holdings import Change, SourceFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ingest.sources import Source
    from ingest.work import Event
    from vectorstore.embedding import Embedder
    from vectorstore.holdings import EntrySummary
    from vectorstore.intake import Item
    from vectorstore.library import Library
    from vectorstore.records import Kind

BATCH = 256
"""Passages that are gathered before they are handed over, so that memory stays bounded."""

SMALL = 512_000
"""Bytes up to which a run is read in this process: starting others takes a second or two."""

PAGE = 50_000
"""What a page is taken to have before it is fetched."""

NAMED_LINES = 20
"""Bad lines of one JSON Lines file that are reported one by one."""

DEFAULT_LIMITS = Limits()


def ingest(
    places: Sequence[str],
    library: Library,
    *,
    kind: Kind | None = None,
    progress: Callable[[Progress], None] | None = None,
    workers: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Report:
    """Read files, folders and URLs into ``library``; says what came of each.

    ``kind`` overrides what a source looks like. ``progress`` is called before each source that is
    read and whenever documents have been stored. ``workers`` is how many processes read: as many
    as there are cores where it is not given and there is much to read, none where it is 0 (then
    ``limits`` do not hold). What is wrong with a source is in the report; what is wrong with the
    library (StoreError) and an interruption by the user are raised.
    """
    run = _Run(library, kind, progress)
    return run.over(list(find(places)), workers, limits)


@dataclass(slots=True)
class _Source:
    """What has come of a source so far."""

    size: int = 0
    documents: int = 0
    passages: int = 0
    bad: list[BadLine] = field(default_factory=list)
    more_bad: int = 0
    failed: bool = False


class _Run:
    """One run; ``_batch`` holds what the library has not been handed yet."""

    def __init__(
        self, library: Library, kind: Kind | None, progress: Callable[[Progress], None] | None
    ) -> None:
        self._library = library
        self._kind = kind
        self._progress = progress
        self._report = Report()
        self._sources: dict[int, _Source] = {}
        self._batch: list[tuple[Item, str, int]] = []
        self._weight = 0
        self._read: list[SourceFile] = []
        self._outcomes: list[tuple[int, Ingested]] = []
        self._failures: list[tuple[int, Failure]] = []
        self._pace = Pace()
        self._done = self._total = self._passages = 0
        self._started = time.monotonic()

    def over(self, sources: Sequence[Source], workers: int | None, limits: Limits) -> Report:
        self._total = len(sources)
        jobs = [job for at, source in enumerate(sources) if (job := self._job(at, source))]
        self._done = self._total - len(jobs)
        last = -1
        with self._readers(jobs, workers, limits) as read:
            for work, event in read(works(jobs)):
                if work.position != last:
                    last = work.position
                    self._tell(work.name)
                self._take(work, event)
        self._flush()
        self._tell("")
        self._report.documents = [one for _, one in sorted(self._outcomes, key=_position)]
        self._report.failed = [one for _, one in sorted(self._failures, key=_position)]
        self._report.seconds = time.monotonic() - self._started
        return self._report

    # What is to be read

    def _job(self, position: int, source: Source) -> Job | None:
        """What is to be read of a source; None where it is unchanged or cannot be."""
        name = readable(source.uri)
        if source.error is not None:
            self._fail(position, name, source.error)
            return None
        known = self._library.source(name) if self._kind is None else None
        if known is not None and not self._kept.of(known)[0]:
            known = None
        if source.is_address:
            work = Work(position=position, name=name, url=source.uri, known=known, kind=self._kind)
            return self._expect(Job(work, PAGE))
        try:
            status = Path(source.uri).stat()
            must_not_be_too_large(Path(source.uri), status.st_size)
        except (OSError, ReadError) as error:
            told = error if isinstance(error, ReadError) else unreadable(error)
            self._fail(position, name, told)
            return None
        mark = SourceFile(
            uri=name,
            size=status.st_size,
            mtime_ns=status.st_mtime_ns,
            digest=known.digest if known else "",
            reader_version=READER_VERSION,
        )
        if known == mark:
            self._unchanged(position, mark)
            return None
        work = Work(position=position, name=name, file=source.uri, known=known, kind=self._kind)
        return self._expect(Job(work, status.st_size))

    def _expect(self, job: Job) -> Job:
        self._sources[job.work.position] = _Source(size=job.size)
        self._pace.expect(job.work.name, job.size)
        return job

    @contextmanager
    def _readers(
        self, jobs: Sequence[Job], workers: int | None, limits: Limits
    ) -> Iterator[Callable[[Iterable[Work]], Iterator[tuple[Work, Event]]]]:
        """Whoever reads: workers where there is much to read, else this process."""
        count = workers
        if count is None:
            count = cores() if sum(job.size for job in jobs) > SMALL else 0
        if not jobs or not count or not _can_be_sent(self._library.embedder):
            yield lambda each: alone(each, self._library.embedder)
            return
        with Crew(self._library.embedder, min(count, len(jobs)), limits) as crew:
            yield crew.read

    # What comes of it

    def _take(self, work: Work, event: Event) -> None:
        source = self._sources[work.position]
        match event:
            case Found():
                self._found(work, event, source)
            case BadLine():
                if len(source.bad) < NAMED_LINES:
                    source.bad.append(event)
                else:
                    source.more_bad += 1
            case BadMember():
                self._fail(work.position, event.uri, ReadError(event.error, event.hint))
            case Failed():
                source.failed = True
                self._fail(work.position, work.name, ReadError(event.error, event.hint))
            case Done():
                self._end(work, event, source)
        if isinstance(event, Failed | Done) and not work.more:
            self._done += 1
            self._pace.read(work.name, source.size, source.passages)

    def _found(self, work: Work, found: Found, source: _Source) -> None:
        document, note = self._naming.own_id(found.item.document, found.uri)
        item = found.item._replace(document=document)
        source.documents += 1
        source.passages += len(item.passages)
        self._batch.append((item, note, work.position))
        self._weight += _weight(item)
        if self._weight >= BATCH:
            self._flush()
            self._tell(work.name)

    def _end(self, work: Work, done: Done, source: _Source) -> None:
        if done.unchanged and done.mark is not None:
            self._unchanged(work.position, done.mark)
            self._read.append(done.mark)
        elif done.lines and not work.more:
            self._lines_end(work, done, source)
        elif done.mark is not None and not source.failed:
            self._read.append(done.mark)

    def _lines_end(self, work: Work, done: Done, source: _Source) -> None:
        """A JSON Lines file counts as read only if every line of it could be."""
        good, bad = source.documents, source.bad
        for one in bad if good else []:
            self._fail(work.position, work.name, ReadError(one.error, one.hint))
        if source.more_bad or not good:
            self._fail(work.position, work.name, _lines_error(bad, source.more_bad, good))
        elif done.mark is not None and not bad and not source.failed:
            self._read.append(done.mark)

    def _flush(self) -> None:
        """Hand over what has been gathered, then note which sources have been read to their end."""
        batch, self._batch, self._weight = self._batch, [], 0
        if batch:
            changes = self._library.add([item for item, _, _ in batch])
            for (item, note, position), change in zip(batch, changes, strict=True):
                figures = sum(table.count for table in item.figures)
                counts = len(item.passages), len(item.quotations), figures
                self._note(position, Ingested.of(item.document, *counts, change, note))
            self._pace.stored(sum(len(item.passages) for item, _, _ in batch))
        if self._read:
            self._library.record_sources(self._read)
            self._read = []

    def _unchanged(self, position: int, known: SourceFile) -> None:
        kept, outcome = self._kept.of(known)
        for one in kept:
            counts = one.passages, one.quotations, one.observations
            self._note(position, Ingested.of(one.entry, *counts, outcome))

    def _note(self, position: int, document: Ingested) -> None:
        self._outcomes.append((position, document))
        self._passages += document.passages

    def _fail(self, position: int, path: str, error: ReadError) -> None:
        self._failures.append((position, Failure.of(path, error)))

    @cached_property
    def _kept(self) -> _Kept:
        return _Kept(self._library.entries())

    @cached_property
    def _naming(self) -> Naming:
        return Naming({name: one.entry for name, one in self._kept.ids.items()})

    def _tell(self, path: str) -> None:
        if self._progress is not None:
            self._progress(
                Progress(
                    done=self._done,
                    total=self._total,
                    path=path,
                    documents=len(self._outcomes) + len(self._batch),
                    passages=self._passages,
                    failed=len(self._failures),
                    seconds_left=self._pace.seconds_left(time.monotonic() - self._started),
                )
            )


class _Kept:
    """What the library held when the run began, by whatever it may be known by."""

    def __init__(self, summaries: Sequence[EntrySummary]) -> None:
        self.ids = {one.entry.id: one for one in summaries}
        self._places: dict[str, list[EntrySummary]] = {}
        self._digests = {one.entry.digest: one for one in summaries}
        for one in summaries:
            self._places.setdefault(place_of(one.entry), []).append(one)

    def of(self, source: SourceFile) -> tuple[list[EntrySummary], Change]:
        """The documents of a source, or the one that it is a duplicate of."""
        own = self._places.get(source.uri, [])
        by_id = self.ids.get(Origin(uri=source.uri, digest="").id)
        if own or by_id:
            return (own or [by_id] if by_id else own), Change.UNCHANGED
        same = self._digests.get(source.digest)
        return ([same] if same else []), Change.DUPLICATE


def _can_be_sent(embedder: Embedder) -> bool:
    """Whether a worker can be given the model to split by; a model of the user's own may not."""
    try:
        pickle.dumps(embedder)
    except Exception:  # noqa: BLE001 - whatever it is that cannot be sent
        return False
    return embedder.window > 0  # loads it, so that each worker finds its export made


def _weight(item: Item) -> int:
    """How much of a batch a document fills: its passages, and its figures by the thousand."""
    return len(item.passages) + sum(table.head.rows for table in item.figures) // 1000


def _position(pair: tuple[int, object]) -> int:
    return pair[0]


def _lines_error(named: Sequence[BadLine], more: int, good: int) -> ReadError:
    if not good and not named:
        return ReadError("It holds no records.", "Check the file.")
    if not good:
        count = len(named) + more
        return ReadError(
            f"None of its {count} lines is a document ({named[0].error})", named[0].hint
        )
    return ReadError(f"{more} more of its lines are no documents.", named[-1].hint)
