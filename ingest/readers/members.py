"""A document inside a file: a file in an archive, an attachment of a message."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.readers.identify import HEAD, identify
from ingest.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.readers.allowance import Allowance


def read_member(data: bytes, name: str, allowance: Allowance) -> Iterator[Reading]:
    """The documents of a member, each with the member's name; what is wrong comes as an error."""
    from ingest.readers import read_all  # which reads this member's own container

    try:
        if identify(data[:HEAD], name).name == "jsonl":
            yield from _lines(data, name)
            return
        readings = read_all(data, name, allowance=allowance)
    except ReadError as error:
        yield Reading(format="member", member=name, error=error)
        return
    digest = hashlib.sha256(data).hexdigest()
    for number, reading in enumerate(readings):
        inner = reading.member or (str(number + 1) if number else "")
        yield replace(
            reading,
            member=f"{name}/{inner}" if inner else name,
            digest=reading.digest or digest,
        )


def _lines(data: bytes, name: str) -> Iterator[Reading]:
    from ingest.readers.records import read_lines

    for record in read_lines(iter(data.splitlines())):
        own = f"{name}/{record.line}"
        if record.reading is None:
            yield Reading(format="record", member=own, error=record.error)
        else:
            digest = hashlib.sha256(record.data.strip()).hexdigest()
            yield replace(record.reading, member=own, digest=digest)
