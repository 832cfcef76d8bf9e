"""Watching folders: what is added, changed or removed in them reaches the index by itself.

The index is opened for writing only while there is something to write, so that other commands can
write in between.
"""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.report import Removed, Report
from ingest.run import DEFAULT_LIMITS, ingest
from ingest.sources import ADDRESS, JUNK
from vectorstore.errors import IndexLocked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ingest.crew import Limits
    from vectorstore.library import Library
    from vectorstore.records import Kind

QUIET = 1_000
"""Milliseconds without a change after which a burst of changes is taken in."""

PATIENCE = 2.0
"""Seconds between two tries to write while another process does."""


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Folders and files to be watched, and how what happens in them is taken in."""

    places: Sequence[str]
    open_library: Callable[[], Library]
    """Opens the index for writing; it is closed again after each burst."""
    told: Callable[[Report], None]
    """Is given what each burst came to, the first being all that the places hold."""
    waiting: Callable[[IndexLocked], None] = lambda _: None
    """Is told once when a burst has to wait for another writer."""
    kind: Kind | None = None
    workers: int | None = None
    limits: Limits = DEFAULT_LIMITS
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> Report:
        """Watch until ``stop`` is set or the user interrupts; says what it all came to.

        Raises ReadError where a place is no file or folder here.
        """
        roots = [_root(place) for place in self.places]
        whole = Report()
        try:
            # The watch begins before the first reading, so that nothing falls in between.
            for changed in self._bursts(roots):
                if (report := self._take_in(changed, roots)) is not None:
                    whole.extend(report)
                    self.told(report)
        except KeyboardInterrupt:
            self.stop.set()
        return whole

    def _bursts(self, roots: Sequence[Path]) -> Iterator[list[str]]:
        """First the roots themselves, then the paths of each burst of changes."""
        from watchfiles import watch

        bursts = watch(
            *roots,
            watch_filter=lambda _, path: _is_source(Path(path), roots),
            debounce=10 * QUIET,
            step=QUIET,
            rust_timeout=500,
            yield_on_timeout=True,
            stop_event=self.stop,
            raise_interrupt=True,
        )
        first = True
        for changes in bursts:
            if first:
                yield [str(root) for root in roots]
                first = False
            if changes:
                yield sorted({path for _, path in changes})

    def _take_in(self, changed: Sequence[str], roots: Sequence[Path]) -> Report | None:
        library = self._opened()
        if library is None:
            return None
        with library:
            removed = list(_remove_gone(library, roots))
            there = [path for path in changed if os.path.lexists(path)]
            report = ingest(
                there, library, kind=self.kind, workers=self.workers, limits=self.limits
            )
        report.removed = removed
        return report

    def _opened(self) -> Library | None:
        """The library; waits while another process writes. None when stopped meanwhile."""
        told = False
        while not self.stop.is_set():
            try:
                return self.open_library()
            except IndexLocked as error:
                if not told:
                    self.waiting(error)
                    told = True
                time.sleep(PATIENCE)
        return None


def _root(place: str) -> Path:
    if ADDRESS.match(place):
        raise ReadError(
            f"{place} is an address; only files and folders can be watched.",
            "Ingest it without --watch, again whenever it may have changed.",
        )
    root = Path(os.path.abspath(Path(place).expanduser()))  # noqa: PTH100 - links as named
    if not root.exists():
        raise ReadError(f"{root} cannot be watched: there is no such file or folder.", "Make it.")
    return root


def _is_source(path: Path, roots: Iterable[Path]) -> bool:
    """Whether a path is one that a run over the folders would read."""
    for root in roots:
        if path == root:
            return True
        if path.is_relative_to(root):
            return not any(JUNK.match(part) for part in path.relative_to(root).parts)
    return False


def _remove_gone(library: Library, roots: Sequence[Path]) -> Iterator[Removed]:
    """Take out the documents of files that are no more.

    Where a watched place is itself not there (a drive that was unplugged), nothing of it is.
    """
    present = [root for root in roots if root.exists()]
    gone: dict[str, bool] = {}
    for summary in library.entries():
        entry = summary.entry
        path = entry.path
        if not path or not any(Path(path).is_relative_to(root) for root in present):
            continue
        if path not in gone:
            gone[path] = not os.path.lexists(path)
        if gone[path]:
            library.remove(entry.id)
            yield Removed(id=entry.id, path=path, title=entry.title)
