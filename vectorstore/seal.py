"""Whether Chroma's HNSW files are as they were when they were last written to the end.

Chroma writes them in place and checks nothing when it loads them: after a kill in the middle, or a
truncated copy, it answers wrongly or takes the process down with it (measured with 1.5.9). So the
files are sealed after each write, and a broken seal means that they are not to be loaded.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Seen = dict[str, tuple[int, int, int]]
"""By path below Chroma's folder: size, mtime_ns and CRC-32."""

BLOCK = 1 << 20


class Seal:
    """The seal on one Chroma folder. Only a process that holds the folder's lock may use it."""

    def __init__(self, folder: Path, note: Path) -> None:
        self._folder = folder
        self._note = note
        self._sealed: Seen = {}

    def whole(self) -> bool:
        """Whether the files are those that were sealed; true of a folder that has none yet."""
        self._sealed = self._read()
        found = self._files()
        # A copied index has other times, so then the bytes decide.
        return found.keys() == self._sealed.keys() and all(
            found[name] == self._sealed[name][:2]
            or (
                found[name][0] == self._sealed[name][0]
                and _checksum(self._folder / name) == self._sealed[name][2]
            )
            for name in found
        )

    def renew(self) -> None:
        """Seal the files as they are now; only those that changed are read."""
        found = self._files()
        if {name: seen[:2] for name, seen in self._sealed.items()} == found:
            return
        self._sealed = {
            name: self._sealed[name]
            if self._sealed.get(name, ())[:2] == stamp
            else (*stamp, _checksum(self._folder / name))
            for name, stamp in found.items()
        }
        scratch = self._note.with_suffix(".new")
        scratch.write_text(json.dumps(self._sealed), encoding="utf-8")
        scratch.replace(self._note)

    def _files(self) -> dict[str, tuple[int, int]]:
        # Each segment has a folder of its own; the SQLite file beside them looks after itself.
        found = {}
        for path in self._folder.glob("*/*"):
            status = path.stat()
            found[path.relative_to(self._folder).as_posix()] = (status.st_size, status.st_mtime_ns)
        return found

    def _read(self) -> Seen:
        try:
            noted = json.loads(self._note.read_text(encoding="utf-8"))
            return {name: (size, mtime, crc) for name, (size, mtime, crc) in noted.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            checksum = zlib.crc32(block, checksum)
    return checksum
