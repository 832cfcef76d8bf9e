"""A worker process: is sent sources, sends back what reading them comes to.

Started as ``python -m ingest.worker`` by the crew, and ended by it. It talks in pickles over its
standard streams. When the process that started it is gone it ends by itself, whatever it is doing.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import struct
import sys
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, BinaryIO

from ingest.work import Failed, Work, carry_out

if TYPE_CHECKING:
    from vectorstore.embedding import Embedder

TEXT = (
    b"A text of some length\n\nIts language can be told, and it is read before any other source.\n"
)
FIRST = Work(position=0, name="first.txt", url="first.txt", data=TEXT)
"""Read before the first source: what has to be loaded for it is no source's fault."""

LENGTH = struct.Struct("<Q")

READY, SPENT = "ready", "spent"
"""What a worker says when it waits for a source, and when it has read its last one."""

LARGE = 1_500_000_000
"""Bytes of memory from which a worker is not used again: what a large source left stays taken."""


def send(stream: BinaryIO, value: object) -> None:
    """Write a value as one frame."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[Any, int]:
    """The next frame's value and its bytes; raises EOFError where the other side has ended."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data), length  # noqa: S301 - from our own process


def main() -> None:
    """Serve until the crew hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the crew's to act on
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no answer
    incoming: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, incoming), daemon=True).start()
    embedder, memory, seconds = incoming.get()
    deque(carry_out(FIRST, embedder), maxlen=0)
    _bound_memory(memory)
    send(answers, READY)
    while True:
        work = incoming.get()
        _bound_time(seconds)
        _serve(work, embedder, answers)
        if _memory_held() > LARGE:
            send(answers, SPENT)
            return
        send(answers, READY)


def _listen(stream: BinaryIO, incoming: queue.SimpleQueue[Any]) -> None:
    with contextlib.suppress(EOFError, OSError):
        while True:
            incoming.put(receive(stream)[0])
    os._exit(0)  # nobody waits for an answer any more


def _serve(work: Any, embedder: Embedder, answers: BinaryIO) -> None:
    for event in carry_out(work, embedder):
        try:
            send(answers, event)
        except MemoryError as error:
            send(answers, Failed.of(error))
            return


def _bound_memory(most: int) -> None:
    """From here on this process may take ``most`` bytes of memory more (where a system can)."""
    try:
        import resource
        from pathlib import Path

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most += pages * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, OSError, ValueError):
        return


def _bound_time(seconds: float) -> None:
    """The last resort when nobody is left to end it: the system does, after much more work."""
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime + 4 * seconds) + 60
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    except (ImportError, OSError, ValueError):
        return


def _memory_held() -> int:
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
