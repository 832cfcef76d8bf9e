"""Worker processes that read, while the process that has them embeds and stores.

One thread a worker sends it a source and takes in what comes back; a watch ends the worker whose
source takes too long. So a source that hangs, crashes its reader or wants all memory costs itself
and nothing else. What has been read and not yet been asked for is bounded, in documents and bytes.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self, cast

from ingest.work import SPLIT, BadLine, Failed, carry_out
from ingest.worker import READY, SPENT, receive, send
from vectorstore.errors import OnRecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.work import Event, Work
    from vectorstore.embedding import Embedder

MEGABYTE = 1_000_000
MOST_AHEAD = 512
"""Sources that are read before the first of them has been asked for."""

MOST_HELD = 64 * MEGABYTE
"""Bytes of what has been read and not been asked for."""

TICK = 0.2
"""Seconds between two looks at the clock."""

SINGLE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
ONE_THREAD = {**dict.fromkeys(SINGLE, "1"), "TOKENIZERS_PARALLELISM": "false"}
"""Each worker is one of as many as there are cores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may cost."""

    seconds: float = 120.0
    """Until it is read; a large one may take ``seconds_a_megabyte`` more."""
    seconds_a_megabyte: float = 10.0
    memory: int = 4_000 * MEGABYTE
    """Bytes of memory, beyond what a reader takes at rest; never more than half the machine's."""

    def for_size(self, size: int) -> float:
        """Seconds that a source of ``size`` bytes may take."""
        return self.seconds + self.seconds_a_megabyte * size / MEGABYTE


def cores() -> int:
    """How many cores this process may use."""
    with contextlib.suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def alone(works: Iterable[Work], embedder: Embedder) -> Iterator[tuple[Work, Event]]:
    """What reading each source comes to, read in this process: for a run of a few small files."""
    for work in works:
        for event in carry_out(work, embedder):
            yield work, event


@dataclass(slots=True)
class _Slot:
    """One source under way: what came of it and has not been asked for."""

    work: Work
    events: deque[tuple[Event, int]] = field(default_factory=deque)
    done: bool = False


class Crew:
    """``count`` workers. A context manager: leaving it ends them, whatever they are doing."""

    def __init__(self, embedder: Embedder, count: int, limits: Limits) -> None:
        self._embedder = embedder
        self._limits = limits
        self._change = threading.Condition()
        self._works: Iterator[Work] = iter(())
        self._slots: deque[_Slot] = deque()
        self._held = 0
        self._over = False
        self._closed = False
        self._broken: BaseException | None = None
        self._feeding = threading.Lock()
        self._workers = [_Worker(embedder, limits) for _ in range(count)]
        self._threads = [
            threading.Thread(target=self._serve, args=(worker,), daemon=True)
            for worker in self._workers
        ]
        self._watch = threading.Thread(target=self._look_after, daemon=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._change:
            self._closed = True
            self._change.notify_all()
        for worker in self._workers:
            worker.end()
        for thread in (*self._threads, self._watch):
            if thread.ident is not None:
                thread.join(timeout=10)

    def read(self, works: Iterable[Work]) -> Iterator[tuple[Work, Event]]:
        """What reading each source comes to, in the order of ``works``."""
        self._works = iter(works)
        for thread in (*self._threads, self._watch):
            thread.start()
        while (slot := self._head()) is not None:
            while (event := self._next(slot)) is not None:
                yield slot.work, event
            with self._change:
                self._slots.popleft()
                self._change.notify_all()

    def _head(self) -> _Slot | None:
        with self._change:
            self._change.wait_for(lambda: self._slots or self._over or self._broken)
            self._raise()
            return self._slots[0] if self._slots else None

    def _next(self, slot: _Slot) -> Event | None:
        with self._change:
            self._change.wait_for(lambda: slot.events or slot.done or self._broken)
            self._raise()
            if not slot.events:
                return None
            event, size = slot.events.popleft()
            self._held -= size
            self._change.notify_all()
            return event

    def _raise(self) -> None:
        if self._broken is not None:
            raise self._broken

    # In the workers' threads

    def _serve(self, worker: _Worker) -> None:
        try:
            while (slot := self._take()) is not None:
                self._carry_out(worker, slot)
                with self._change:
                    slot.done = True
                    self._change.notify_all()
        except BaseException as error:  # noqa: BLE001 - it is raised where the results are read
            with self._change:
                self._broken = self._broken or error
                self._change.notify_all()

    def _take(self) -> _Slot | None:
        """The next source to read, when there is room for what will come of it."""
        with self._feeding:  # sources are taken in order, and their order is kept
            with self._change:
                self._change.wait_for(lambda: self._closed or self._over or self._has_room())
                if self._closed or self._over:
                    return None
            work = next(self._works, None)  # may read lines or fetch a page
            with self._change:
                if work is None:
                    self._over = True
                    self._change.notify_all()
                    return None
                slot = _Slot(work)
                self._slots.append(slot)
                self._change.notify_all()
                return slot

    def _has_room(self) -> bool:
        return len(self._slots) < MOST_AHEAD and self._held < MOST_HELD

    def _carry_out(self, worker: _Worker, slot: _Slot) -> None:
        rest: Work | None = slot.work
        while rest is not None and not self._closed:
            work, rest = rest, None
            line = work.lines_from - 1
            for event, size in worker.read(work):
                self._put(slot, event, size, worker)
                line = max(line, getattr(event, "line", 0))
            if worker.lost is not None and not self._closed:
                # One line of a file costs that line: the others are given to another worker.
                bad, rest = _after(work, line, worker.lost)
                self._put(slot, bad, 0, worker)

    def _put(self, slot: _Slot, event: Event, size: int, worker: _Worker) -> None:
        with self._change:
            worker.clock = None  # what waits here does not count
            self._change.wait_for(
                lambda: self._closed or self._held < MOST_HELD or self._slots[0] is slot
            )
            slot.events.append((event, size))
            self._held += size
            self._change.notify_all()

    def _look_after(self) -> None:
        while True:
            with self._change:
                if self._change.wait_for(lambda: self._closed, timeout=TICK):
                    return
            for worker in self._workers:
                clock = worker.clock
                if clock is not None and clock.is_over():
                    worker.end(late=True)


class _Clock:
    """Whether a process has had ``seconds``; those that it waited for a core are not counted.

    (Where the system tells: a busy machine is not the document's fault.)
    """

    def __init__(self, process: int, seconds: float) -> None:
        self._waits = Path(f"/proc/{process}/schedstat")
        self._waited = self._waiting()
        self._began = time.monotonic()
        self._seconds = seconds

    def is_over(self) -> bool:
        elapsed = time.monotonic() - self._began
        if elapsed <= self._seconds:
            return False
        return elapsed - (self._waiting() - self._waited) > self._seconds

    def _waiting(self) -> float:
        """Seconds that the process has been ready to run and was not let."""
        try:
            return int(self._waits.read_text(encoding="ascii").split()[1]) / 1e9
        except (OSError, ValueError, IndexError):
            return 0.0


class _Worker:
    """One process, started when it is first needed and again when it has been lost."""

    def __init__(self, embedder: Embedder, limits: Limits) -> None:
        self.clock: _Clock | None = None
        self.lost: Failed | None = None
        """Why the last source was not read to its end."""
        self._embedder = embedder
        self._limits = limits
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._late = False
        self._ended = False

    def read(self, work: Work) -> Iterator[tuple[Event, int]]:
        """What reading a source comes to, each with its size in bytes; sets ``lost``."""
        self.lost = None
        seconds = self._limits.for_size(work.size)
        process = self._running()
        if process is None:
            return
        try:
            send(_stdin(process), work)
            while True:
                self.clock = _Clock(process.pid, seconds)
                event, size = receive(_stdout(process))
                self.clock = None
                if event == READY:
                    return
                if event == SPENT:
                    self._forget(process)
                    return
                yield event, size
        except (EOFError, OSError):
            self.clock = None
            self.lost = self._why(process, seconds)
            self._forget(process)

    def end(self, *, late: bool = False) -> None:
        """Kill the process: its source took too long, or nobody wants it any more."""
        with self._turn:
            self.clock = None
            self._late, self._ended = late, self._ended or not late
            if self._process is not None:
                self._process.kill()
                if not late:
                    self._process.wait()
                    _close(self._process)

    def _running(self) -> subprocess.Popen[bytes] | None:
        with self._turn:
            self._late = False
            if self._ended:
                return None
            if self._process is not None and self._process.poll() is None:
                return self._process
            self._process = process = _started()
        memory = min(self._limits.memory, _physical_memory() // 2)
        _greet(process, (self._embedder, memory, self._limits.seconds))
        return process

    def _forget(self, process: subprocess.Popen[bytes]) -> None:
        with self._turn:
            process.kill()
            process.wait()
            _close(process)
            self._process = None

    def _why(self, process: subprocess.Popen[bytes], seconds: float) -> Failed:
        if self._late:
            told = f"It was not read within {seconds:,.0f} seconds, so reading it was given up."
            return Failed(error=told, hint=f"{SPLIT} Or give it longer: --time-limit SECONDS.")
        code = process.wait()
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return Failed(
            error=f"Reading it broke the reader down ({how}).",
            hint="It is probably damaged: open it in its own program and save a copy, or save it "
            "as text or PDF.",
        )


def _after(work: Work, line: int, why: Failed) -> tuple[Event, Work | None]:
    """What is told of a source whose worker was lost after ``line``, and what is left to read."""
    if not work.lines_from:
        return why, None
    lines = work.data.splitlines(keepends=True)
    at = line + 1 - work.lines_from
    while at < len(lines) and not lines[at].strip():
        at += 1
    number = work.lines_from + at
    rest = replace(work, data=b"".join(lines[at + 1 :]), lines_from=number + 1)
    return BadLine(line=number, error=f"Line {number}: {why.error}", hint=why.hint), rest


def _started() -> subprocess.Popen[bytes]:
    # Not by multiprocessing: it would run the user's own main module again in each process.
    return subprocess.Popen(
        [sys.executable, "-m", "ingest.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def _greet(process: subprocess.Popen[bytes], settings: object) -> None:
    """Wait until a new worker is ready. Raises OnRecordError where it does not get that far."""
    try:
        send(_stdin(process), settings)
        receive(_stdout(process))
    except (EOFError, OSError) as error:
        raise OnRecordError(
            f"A process to read with could not be started (it ended with {process.wait()}).",
            "Read in one process: onrecord ingest --workers 0 PATH_OR_URL",
        ) from error


def _stdin(process: subprocess.Popen[bytes]) -> BinaryIO:
    return cast("BinaryIO", process.stdin)


def _stdout(process: subprocess.Popen[bytes]) -> BinaryIO:
    return cast("BinaryIO", process.stdout)


def _close(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if stream is not None:
                stream.close()


def _physical_memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 16_000 * MEGABYTE
