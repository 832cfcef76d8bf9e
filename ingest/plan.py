"""What of the sources is to be read at all, and how it is handed out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.fetch import fetch
from ingest.readers import FORMATS, HEAD, READER_VERSION, identify, too_large
from ingest.work import Failed, Work
from vectorstore.errors import OnRecordError
from vectorstore.holdings import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

LINES = frozenset({".jsonl", ".ndjson"})
"""Files that are handed out in stretches of lines, so that all cores read them."""

STRETCH = 4_000_000
"""Bytes of such a stretch; it ends with a line."""

LONGEST_LINE = 32_000_000


@dataclass(frozen=True, slots=True)
class Job:
    """A source that is to be read, and its bytes (a guess, where it has to be fetched)."""

    work: Work
    size: int


def must_not_be_too_large(path: Path, size: int) -> None:
    """Raise ReadError for a file above its format's bound, so that nobody is set to read it."""
    if size > min(form.most for form in FORMATS.values()):
        with path.open("rb") as file:
            form = identify(file.read(HEAD), path.name)
        if size > form.most:
            raise too_large(form, size)


def works(jobs: Iterable[Job]) -> Iterator[Work]:
    """What there is to read, one after another: pages fetched, files of lines in stretches."""
    for job in jobs:
        work = job.work
        try:
            if work.url:
                yield _fetched(work)
            elif Path(work.file).suffix.lower() in LINES:
                yield from _stretches(work)
            else:
                yield work
        except (OnRecordError, OSError) as error:
            yield replace(work, failure=Failed.of(error))


def _fetched(work: Work) -> Work:
    page = fetch(work.url)
    return replace(work, data=page.data, url=page.url, content_type=page.content_type)


def _stretches(work: Work) -> Iterator[Work]:
    """The lines of a file by the stretch; the last one brings what the file was like."""
    with Path(work.file).open("rb") as file:
        status = Path(work.file).stat()
        if status.st_size > FORMATS["jsonl"].most:
            raise too_large(FORMATS["jsonl"], status.st_size)
        if work.known and work.known.size == status.st_size:
            yield work  # perhaps only touched; the reader looks at the bytes first
            return
        if identify(file.read(HEAD), work.file).name != "jsonl":
            yield work  # whatever its name says
            return
        file.seek(0)
        digest = hashlib.sha256()
        number = 1
        part = replace(work, file="", lines_from=1, more=True)
        for data in _blocks(file):
            digest.update(data)
            yield replace(part, data=data, lines_from=number)
            number += data.count(b"\n")
        mark = SourceFile(
            uri=work.name,
            size=status.st_size,
            mtime_ns=status.st_mtime_ns,
            digest=digest.hexdigest(),
            reader_version=READER_VERSION,
        )
        yield replace(part, lines_from=number, more=False, mark=mark)


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while data := file.read(STRETCH):
        rest = file.readline(LONGEST_LINE)
        if len(rest) == LONGEST_LINE and not rest.endswith(b"\n"):
            raise ReadError(
                f"It has a line of more than {LONGEST_LINE / 1e6:,.0f} MB.",
                "Give each document a line of its own.",
            )
        yield data + rest
