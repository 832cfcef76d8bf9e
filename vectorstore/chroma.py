"""Chroma, in this process or on a server: opened, closed, its errors translated.

The only module that imports chromadb.
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast
from urllib.parse import urlsplit

from vectorstore.errors import IndexDamaged, IndexLocked, StorageFull, StoreError
from vectorstore.place import is_url
from vectorstore.schema import translated
from vectorstore.seal import Seal

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

SETTINGS = {
    "hnsw": {
        "space": "cosine",
        # How many records may lie in the write-ahead log: each start replays them (0.25 ms each).
        "sync_threshold": 500,
        "ef_search": 400,
    }
}
FULL = ("disk is full", "disk I/O error", "No space left", "File too large")
"""What Chroma's errors say, somewhere inside, when the disk would not take more."""

LEAST_FREE = 4 << 20
"""Bytes; with less on the disk, a failed write is taken for a want of space."""

PATIENCE = 120.0
"""Seconds to wait for another process to finish with Chroma's files."""

REPAIR = "Rebuild it from the catalogue, without embedding again: onrecord doctor --repair"


class Connection(Protocol):
    """A way to a Chroma: its files in this process, or a server."""

    stale: bool
    """Whether it must be opened anew to see what another process wrote."""

    def open(self, name: str, *, create: bool) -> Collection:
        """The collection of this name, fresh. Raises IndexDamaged where there is none."""

    def close(self) -> None:
        """Let go of files and memory."""

    def turn(self) -> contextlib.AbstractContextManager[None]:
        """Alone with the files: nobody loads them while they are written."""

    def drop(self, name: str) -> None:
        """Delete the collection and leave others alone; one that is not there is no error."""

    def discard(self, name: str) -> None:
        """Throw away the collection, and whatever damage is around it."""


class Embedded:
    """Chroma in this process, over files in the index directory."""

    stale = True

    def __init__(self, directory: Path) -> None:
        from filelock import FileLock

        self._folder = directory / "chroma"
        self._directory = directory
        self._seal = Seal(self._folder, directory / "chroma.seal")
        self._lock = FileLock(directory / "chroma.lock", thread_local=False, poll_interval=0.01)
        self._system: Any = None

    def open(self, name: str, *, create: bool) -> Collection:
        """The collection of this name, loaded from the files as they are now."""
        from chromadb.api.models.Collection import Collection

        if not create and not (self._folder / "chroma.sqlite3").exists():
            raise damaged(self._directory, "its vectors are missing")
        if not self._seal.whole():
            raise damaged(self._directory, "its vectors were not written to the end, or altered")
        server = self._start()
        model = (
            server.get_or_create_collection(name, configuration=SETTINGS)
            if create
            else server.get_collection(name)
        )
        return Collection(client=server, model=model, embedding_function=None)

    def close(self) -> None:
        """Stop what is loaded, which frees its memory and file handles."""
        system, self._system = self._system, None
        if system is not None:
            system.stop()

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the files' lock; what was done is sealed unless it failed."""
        from filelock import Timeout

        try:
            with self._lock.acquire(timeout=PATIENCE):
                yield
                self._seal.renew()
        except Timeout:
            raise IndexLocked(
                f"Another process has been busy with the vectors in {self._directory} for "
                f"{PATIENCE:.0f} seconds.",
                "Wait until it has finished, then run the command again.",
            ) from None

    def drop(self, name: str) -> None:
        """Delete the collection."""
        from chromadb.errors import NotFoundError

        with contextlib.suppress(NotFoundError):
            self._start().delete_collection(name)

    def discard(self, name: str) -> None:  # noqa: ARG002 - the whole folder goes
        """Remove the folder: a damaged one cannot be asked to drop a collection."""
        self.close()
        (self._directory / "chroma.seal").unlink(missing_ok=True)
        if self._folder.exists():
            shutil.rmtree(self._folder)

    def _start(self) -> Any:
        # Not through chromadb.PersistentClient: that shares one loaded copy among all of a process
        # and goes on answering from it. This one is ours to drop.
        from chromadb.api import ServerAPI
        from chromadb.config import Settings, System

        self.close()
        system = System(
            Settings(
                anonymized_telemetry=False,
                is_persistent=True,
                persist_directory=str(self._folder),
            )
        )
        server = system.instance(ServerAPI)  # type: ignore[type-abstract]
        system.start()
        self._system = system  # one that did not start cannot be stopped
        return server


class Server:
    """A Chroma server, which keeps itself in step and needs no lock of ours."""

    stale = False

    def __init__(self, url: str) -> None:
        self._url = url
        self._client: Any = None

    def open(self, name: str, *, create: bool) -> Collection:
        """The collection of this name on the server."""
        client = self._connected()
        collection = (
            client.get_or_create_collection(name, configuration=SETTINGS, embedding_function=None)
            if create
            else client.get_collection(name, embedding_function=None)
        )
        return cast("Collection", collection)

    def close(self) -> None:
        """Close the connections to the server."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def turn(self) -> contextlib.AbstractContextManager[None]:
        """The server takes its requests in turn."""
        return contextlib.nullcontext()

    def discard(self, name: str) -> None:
        """Delete the collection: a server's damage is not ours to mend."""
        self.drop(name)

    def drop(self, name: str) -> None:
        """Delete the collection."""
        from chromadb.errors import NotFoundError

        with contextlib.suppress(NotFoundError):
            self._connected().delete_collection(name)

    def _connected(self) -> Any:
        if self._client is None:
            import chromadb
            from chromadb.config import Settings

            parts = urlsplit(self._url)
            secure = parts.scheme == "https"
            self._client = chromadb.HttpClient(
                host=parts.hostname or "localhost",
                port=parts.port or (443 if secure else 8000),
                ssl=secure,
                settings=Settings(anonymized_telemetry=False),
            )
        return self._client


def damaged(place: str | Path, what: str) -> IndexDamaged:
    """The error for a Chroma that cannot be used as it is."""
    return IndexDamaged(f"The index at {place} is damaged: {what}.", REPAIR)


@contextlib.contextmanager
def translated_chroma(place: str) -> Iterator[None]:
    """Turn what chromadb raises into errors that a person can act on."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        with translated(Path(place) / "chroma"):
            yield
    except ChromaError as error:
        raise _translate(str(error), place) from error
    except (httpx.HTTPError, ValueError) as error:
        if isinstance(error, ValueError) and not is_url(place):
            raise  # a mistake of ours; only the client of a server says so of a connection
        raise StoreError(
            f"The Chroma server at {place} does not answer as one ({error}).",
            "Start it (chroma run --path DIRECTORY), or check the URL given with --index.",
        ) from error
    except BaseException as error:
        # What panics in Chroma's Rust is raised as a BaseException that no module exports.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(place, f"Chroma failed over its files ({error})") from error


def _nearly_full(place: str) -> bool:
    # Chroma says only "failed to apply logs" where its HNSW files found no room.
    try:
        return shutil.disk_usage(place).free < LEAST_FREE
    except OSError:
        return False  # a server's URL


def _translate(message: str, place: str) -> StoreError:
    if any(sign in message for sign in FULL) or _nearly_full(place):
        return StorageFull(
            f"The disk would not take the vectors that were to be stored in {place} ({message}).",
            "Free some space, then run the same command again: what was reported as done is kept.",
        )
    if "database is locked" in message:
        return IndexLocked(
            f"The vectors in {place} stayed busy.",
            "Wait for the process that writes to it, then run the command again.",
        )
    return damaged(place, f"Chroma cannot read it ({message})")
