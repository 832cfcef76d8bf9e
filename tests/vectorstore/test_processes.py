"""Invariant 5: one process writes, the others read and soon see what it wrote."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from shelf import document, invented

from vectorstore import Filters, IndexLocked, IndexMissing, Kind, Library

if TYPE_CHECKING:
    from collections.abc import Callable

    from vectorstore.testing import FakeEmbedder

    Start = Callable[..., subprocess.Popen[str]]

HANDLES = Path("/proc/self/fd")


def tell(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdin is not None
    process.stdin.write(word + "\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().split()


def test_two_reading_processes_see_new_documents_within_seconds(
    place: Path, start: Start, embedder: FakeEmbedder
) -> None:
    with Library.open(place, embedder, write=True) as library:
        library.add([invented(number) for number in range(400)])
    readers = [start("reading", place), start("reading", place)]
    assert [hear(reader) for reader in readers] == [["reading"], ["reading"]]
    writer = start("holding", place)
    assert hear(writer) == ["holding"]
    for word in ("kumquat", "persimmon", "rambutan"):
        tell(writer, word)
        assert hear(writer) == ["added", word]
        for reader in readers:
            tell(reader, word)
        for reader in readers:
            heard, seconds = hear(reader)
            assert heard == word
            assert float(seconds) < 3


def test_a_second_writer_is_told_who_writes(
    place: Path, start: Start, embedder: FakeEmbedder
) -> None:
    writer = start("holding", place)
    assert hear(writer) == ["holding"]
    with pytest.raises(IndexLocked) as refused:
        Library.open(place, embedder, write=True)
    assert f"process {writer.pid} on " in str(refused.value)
    assert str(place) in str(refused.value)
    assert "since 20" in str(refused.value)
    assert refused.value.remedy


def test_the_lock_of_a_killed_writer_is_free(
    place: Path, start: Start, embedder: FakeEmbedder
) -> None:
    writer = start("holding", place)
    assert hear(writer) == ["holding"]
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    with Library.open(place, embedder, write=True) as library:
        assert library.check() == []


def test_a_refused_writer_leaves_the_first_one_its_lock(
    place: Path, embedder: FakeEmbedder
) -> None:
    with Library.open(place, embedder, write=True):
        for _ in range(2):
            with pytest.raises(IndexLocked):
                Library.open(place, embedder, write=True)
    with Library.open(place, embedder, write=True) as library:
        assert library.counts().documents == 0


def test_a_writer_in_the_same_process_is_seen_by_its_readers(
    place: Path, embedder: FakeEmbedder
) -> None:
    with Library.open(place, embedder, write=True) as writer:
        writer.add([document("a", "One about quinces.")])
        with Library.open(place, embedder) as one, Library.open(place, embedder) as two:
            one.search("quince"), two.search("quince")
            writer.add([document("b", "One about medlars.")])
            for reader in (one, two):
                hits = reader.search("medlars", weights=(1.0, 0.0))
                assert hits[0].entry.id == "b"


def test_threads_share_a_reader_while_a_writer_adds(place: Path, embedder: FakeEmbedder) -> None:
    with Library.open(place, embedder, write=True) as writer:
        writer.add([invented(0)])
        with Library.open(place, embedder) as reader:
            failures: list[BaseException] = []
            over = threading.Event()

            def ask() -> None:
                only = Filters(kinds=(Kind.ARTICLE, Kind.STATISTICS))
                try:
                    while not over.is_set():
                        assert all(hit.text for hit in reader.search("asylum quota", 5, only))
                except BaseException as error:  # noqa: BLE001 - handed to the test
                    failures.append(error)

            threads = [threading.Thread(target=ask) for _ in range(4)]
            for thread in threads:
                thread.start()
            for at in range(1, 200, 10):
                writer.add([invented(number) for number in range(at, at + 10)])
            over.set()
            for thread in threads:
                thread.join()
            assert failures == []
            assert reader.counts().documents == 201


def test_reopening_again_and_again_leaks_neither_files_nor_memory(
    place: Path, embedder: FakeEmbedder
) -> None:
    with Library.open(place, embedder, write=True) as writer:
        writer.add([invented(number) for number in range(300)])
        with Library.open(place, embedder) as reader:

            def again(times: int) -> tuple[int, int]:
                for _ in range(times):
                    writer._catalogue.bump()
                    reader.search("asylum")
                return len(list(HANDLES.iterdir())), resident()

            if not HANDLES.is_dir():
                pytest.skip("this system has no /proc")
            files, memory = again(20)
            later = again(60)
            assert later[0] <= files + 4
            assert later[1] <= memory + 12_000_000


def resident() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def test_listing_the_sources_loads_nothing_heavy(place: Path, embedder: FakeEmbedder) -> None:
    with Library.open(place, embedder, write=True) as library:
        library.add([invented(1)])
    script = (
        "import sys; from vectorstore import Library\n"
        "with Library.open(sys.argv[1]) as library: library.entries()\n"
        "print([name for name in ('chromadb', 'torch', 'onnxruntime') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(place)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout == "[]\n"


def test_there_is_nothing_to_read_where_nothing_was_made(
    place: Path, embedder: FakeEmbedder
) -> None:
    with pytest.raises(IndexMissing) as missing:
        Library.open(place, embedder)
    assert str(place) in str(missing.value)
    assert "onrecord ingest" in missing.value.remedy
    assert not place.exists()
