"""What was named to be ingested: files, folders with all that is in them, addresses."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from ingest.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ADDRESS = re.compile(r"^https?://", re.IGNORECASE)
JUNK = re.compile(
    r"^(?:\..*|thumbs\.db|desktop\.ini|__macosx|__pycache__|~\$.*|.*~|"
    r".*\.(?:tmp|part|crdownload|lock))$",
    re.IGNORECASE,
)
"""What systems and editors leave in folders; a file of such a name is read only when named."""

SAVED = re.compile(r"(.+)[_.-]files$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """One file or address; ``error`` is set where it is known already that it cannot be read."""

    uri: str
    error: ReadError | None = None

    @property
    def is_address(self) -> bool:
        """Whether it is to be fetched."""
        return bool(ADDRESS.match(self.uri))


def find(places: Iterable[str]) -> Iterator[Source]:
    """Every source among ``places``, each once: folders are gone through by name."""
    seen: set[str] = set()
    for place in places:
        for source in _of(place):
            if source.uri not in seen:
                seen.add(source.uri)
                yield source


def is_junk(name: str) -> bool:
    """Whether a file or folder of this name is what systems and editors leave behind."""
    return bool(JUNK.match(name))


def readable(uri: str) -> str:
    """A path as text that can be stored and shown, even where its bytes are no text."""
    return os.fsencode(uri).decode("utf-8", "replace")


def _of(place: str) -> Iterator[Source]:
    if ADDRESS.match(place):
        yield Source(place)
        return
    if place.lower().startswith("file://"):
        place = unquote(urlsplit(place).path)
    path = Path(os.path.abspath(Path(place).expanduser()))  # noqa: PTH100 - links are kept as named
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield Source(str(path), _unreachable(error))
        return
    yield from _in_folder(path) if stat.S_ISDIR(mode) else [_file(path, mode)]


def _in_folder(folder: Path) -> Iterator[Source]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Source(str(folder), _unreachable(error))
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        if is_junk(entry.name) or _is_of_saved_page(entry, names):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _in_folder(Path(entry.path))
        elif not (entry.is_symlink() and entry.is_dir()):
            yield _entry(Path(entry.path))


def _is_of_saved_page(entry: os.DirEntry[str], names: set[str]) -> bool:
    """Whether it is the folder of pictures and scripts that a browser saves beside a page."""
    beside = SAVED.match(entry.name)
    return (
        beside is not None
        and not names.isdisjoint({f"{beside[1]}.html", f"{beside[1]}.htm"})
        and entry.is_dir(follow_symlinks=False)
    )


def _entry(path: Path) -> Source:
    try:
        return _file(path, path.stat().st_mode)
    except OSError as error:
        return Source(str(path), _unreachable(error))


def _file(path: Path, mode: int) -> Source:
    if stat.S_ISREG(mode):
        return Source(str(path))
    return Source(str(path), ReadError("It is no regular file.", "Name files and folders only."))


def _unreachable(error: OSError | ValueError) -> ReadError:
    if isinstance(error, FileNotFoundError):
        return ReadError("There is no such file or folder.", "Check the path.")
    if isinstance(error, PermissionError):
        return ReadError("It may not be read by this user.", "Change its permissions (chmod u+rX).")
    return ReadError(
        f"It cannot be reached ({getattr(error, 'strerror', None) or error}).", "Check the path."
    )


def unreadable(error: OSError) -> ReadError:
    """What an error while a file is read means."""
    return _unreachable(error)
