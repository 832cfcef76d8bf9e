"""A ZIP of files: each is read where it lies, as a document of its own; nothing is written."""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.readers.identify import HEAD, identify
from ingest.readers.members import read_member
from ingest.readers.packages import BAD_CONTENT, DAMAGED, opened, unpacked
from ingest.reading import Reading
from ingest.sources import is_junk

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path

    from ingest.readers.allowance import Allowance

ESCAPES = re.compile(r"^[/\\]|^[a-zA-Z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\x00")


def read_archive(source: bytes | Path, allowance: Allowance) -> list[Reading]:
    """The documents of a ZIP by the names of its files; raises ReadError where it is damaged."""
    with opened(source) as package:
        entries = [entry for entry in package.infolist() if not entry.is_dir()]
        names = {_name(entry) for entry in entries}
        readings = [
            reading
            for entry in entries
            if not _is_left_out(_name(entry), names)
            for reading in _entry(package, entry, allowance.inner())
        ]
    if not readings:
        raise ReadError("The archive holds no files.", "Check that it was made completely.")
    return readings


def _entry(
    package: zipfile.ZipFile, entry: zipfile.ZipInfo, allowance: Allowance
) -> Iterator[Reading]:
    name = _name(entry)
    try:
        _check(entry, name)
        allowance.spend(entry.file_size)
        _check_format(package, entry, name)
        data = unpacked(package, entry)
    except ReadError as error:
        yield Reading(format="zip", member=name, error=error)
    else:
        yield from read_member(data, name, allowance)
    finally:
        allowance.outer()


def _check(entry: zipfile.ZipInfo, name: str) -> None:
    if ESCAPES.search(name):
        raise ReadError(
            "Its name leads out of the archive, as attacks do.", "Unpack the archive with care."
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise ReadError("It is a link, not a file.", "Ingest the file that it points to.")


def _check_format(package: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """Refuse by its first bytes what has no reader or is too large for it, before unpacking it."""
    if entry.flag_bits & 1:
        return
    try:
        with package.open(entry) as file:
            head = file.read(HEAD)
    except BAD_CONTENT as error:
        raise ReadError("It is damaged or cut short.", DAMAGED) from error
    form = identify(head, name)
    if entry.file_size > form.most:
        from ingest.readers import too_large

        raise too_large(form, entry.file_size)


def _is_left_out(name: str, names: set[str]) -> bool:
    """What systems leave in archives, and the folder that a browser saves beside a page."""
    folders = [folder for folder in re.split(r"[/\\]", name) if folder.strip(".")]
    beside = re.match(r"(.+?)[_.-]files[/\\]", name)
    saved = beside and any(f"{beside[1]}{end}" in names for end in (".html", ".htm"))
    return any(map(is_junk, folders)) or bool(saved)


def _name(entry: zipfile.ZipInfo) -> str:
    """An entry's name; one that is not marked as UTF-8 and could be is read as such."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename
