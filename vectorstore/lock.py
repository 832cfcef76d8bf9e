"""One process writes at a time."""

from __future__ import annotations

import json
import os
import socket
from datetime import datetime
from typing import TYPE_CHECKING

from vectorstore.errors import IndexLocked
from vectorstore.schema import translated

if TYPE_CHECKING:
    from pathlib import Path


class WriterLock:
    """Held by the process that writes to an index; the kernel frees it however that process ends.

    The file beside it says who holds it. Raises IndexLocked, naming them, when somebody does.
    """

    def __init__(self, directory: Path) -> None:
        from filelock import FileLock, Timeout

        with translated(directory / "writer.lock"):
            directory.mkdir(parents=True, exist_ok=True)
        self._note = directory / "writer.json"
        # Not bound to a thread: a page opens the index in one thread and closes it in another.
        self._lock = FileLock(directory / "writer.lock", thread_local=False)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise IndexLocked(
                f"Another process is writing to the index at {directory}{_holder(self._note)}.",
                "Wait until it has finished, then run the command again. Reading works meanwhile.",
            ) from None
        self._sign()

    def release(self) -> None:
        """Let the next writer in."""
        self._note.unlink(missing_ok=True)
        self._lock.release()

    def _sign(self) -> None:
        holder = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": datetime.now().astimezone().isoformat(timespec="seconds"),
        }
        try:
            with translated(self._note):
                self._note.write_text(json.dumps(holder), encoding="utf-8")
        except BaseException:
            self._lock.release()
            raise


def _holder(note: Path) -> str:
    """Who holds the lock, as the end of a sentence; nothing if they have not said so yet."""
    try:
        holder = json.loads(note.read_text(encoding="utf-8"))
        return f" (process {holder['pid']} on {holder['host']}, since {holder['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
