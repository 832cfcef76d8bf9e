"""Reading in worker processes: the same result, and a bad source costs itself alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rough import CRASHES, HANGS, SPINS, SWELLS, RoughEmbedder

from ingest import crew, run
from ingest.crew import Limits
from ingest.run import ingest
from vectorstore.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.report import Progress

HERE = Path(__file__).parent
STORY = "The committee for ports met on Tuesday and adopted the plan for the northern quays."
SHORT = Limits(seconds=3, memory=400_000_000)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills processes by signal")


@pytest.fixture
def rough(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "index", RoughEmbedder(), write=True) as library:
        yield library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    for number in range(12):
        write(folder / f"{number:02}.txt", f"{STORY} Number {number}.")
    return folder


def write(path: Path, text: str) -> None:
    path.write_text(f"The title of {path.stem}\n\n{text}\n", encoding="utf-8")


def alive(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text(encoding="utf-8").split(")")[1]
    except OSError:
        return False


def gone(processes: list[int], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while any(map(alive, processes)):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


class TestTheSame:
    def test_workers_come_to_what_one_process_does_in_the_same_order(
        self, rough: Library, folder: Path, tmp_path: Path
    ) -> None:
        (folder / "05.txt").write_bytes(b"")
        (folder / "06.csv").write_text("Year,People\n2023,120\n2024,130\n")
        records = [{"id": f"r{n}", "title": f"R{n}", "text": f"{STORY} {n}."} for n in range(40)]
        lines = [json.dumps(record) for record in records]
        (folder / "07.jsonl").write_text("\n".join([*lines[:20], "{broken", "", *lines[20:]]))
        shared = ingest([str(folder)], rough, workers=2)
        with Library.open(tmp_path / "other", RoughEmbedder(), write=True) as library:
            alone = ingest([str(folder)], library, workers=0)
        assert shared.documents == alone.documents
        assert shared.failed == alone.failed
        assert [one.error for one in shared.failed][1].startswith("Line 21:")
        assert shared.added == 12 + 40

    def test_a_file_of_lines_is_shared_out_in_stretches(
        self, rough: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("ingest.plan.STRETCH", 2_000)
        path = tmp_path / "many.jsonl"
        path.write_text(
            "\n".join(json.dumps({"title": f"T{n}", "text": f"{STORY} {n}."}) for n in range(200))
        )
        report = ingest([str(path)], rough, workers=2)
        assert report.added == 200
        assert [one.title for one in report.documents] == [f"T{n}" for n in range(200)]
        assert ingest([str(path)], rough).unchanged == 200

    def test_a_small_run_starts_no_process(
        self, rough: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def start(*_: object) -> Any:
            raise AssertionError("a process was started")

        monkeypatch.setattr(crew, "_started", start)
        assert ingest([str(folder)], rough).added == 12

    def test_a_model_that_cannot_be_sent_is_used_in_one_process(
        self, tmp_path: Path, folder: Path
    ) -> None:
        class Local(RoughEmbedder):
            pass

        with Library.open(tmp_path / "index", Local(), write=True) as library:
            assert ingest([str(folder)], library, workers=2).added == 12

    def test_what_waits_is_bounded(
        self, rough: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(crew, "MOST_HELD", 1)
        monkeypatch.setattr(crew, "MOST_AHEAD", 2)
        assert ingest([str(folder)], rough, workers=2).added == 12


class TestBadSources:
    @pytest.mark.parametrize(
        ("word", "error", "hint"),
        [
            (HANGS, "not read within 3 seconds", "--time-limit"),
            (SPINS, "not read within 3 seconds", "Split it"),
            (CRASHES, "broke the reader down (SIGSEGV)", "damaged"),
            (SWELLS, "more memory than it may", "Split it"),
        ],
    )
    def test_it_costs_itself_and_is_named_with_reason_and_remedy(
        self, rough: Library, folder: Path, word: str, error: str, hint: str
    ) -> None:
        write(folder / "03.txt", f"{STORY} {word} {STORY}")
        report = ingest([str(folder)], rough, workers=2, limits=SHORT)
        assert report.added == 11
        (failure,) = report.failed
        assert failure.path.endswith("03.txt")
        assert error in failure.error
        assert hint in failure.hint

    def test_a_bad_line_costs_that_line(self, rough: Library, tmp_path: Path) -> None:
        texts = [f"{STORY} {n}." for n in range(30)]
        texts[10] = f"{STORY} {CRASHES}"
        texts[20] = f"{STORY} {HANGS}"
        path = tmp_path / "many.jsonl"
        path.write_text("\n\n".join(json.dumps({"title": "T", "text": text}) for text in texts))
        report = ingest([str(path)], rough, workers=2, limits=SHORT)
        assert report.added == 28
        assert len(rough.entries()) == 28
        assert [one.error.split(":")[0] for one in report.failed] == ["Line 21", "Line 41"]

    def test_workers_that_cannot_be_started_are_told_with_the_way_without_them(
        self, rough: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from vectorstore.errors import OnRecordError

        monkeypatch.setattr(crew.sys, "executable", "/bin/false")
        with pytest.raises(OnRecordError) as raised:
            ingest([str(folder)], rough, workers=2)
        assert "--workers 0" in raised.value.remedy


class TestStopping:
    def test_an_interruption_ends_the_workers_and_the_next_run_goes_on(
        self, rough: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(run, "BATCH", 1)
        started: list[int] = []
        real = crew._started

        def start() -> Any:
            process = real()
            started.append(process.pid)
            return process

        monkeypatch.setattr(crew, "_started", start)

        def interrupt(progress: Progress) -> None:
            if rough.counts().documents >= 4:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            ingest([str(folder)], rough, workers=2, progress=interrupt)
        assert started
        assert gone(started)
        kept = rough.counts().documents
        report = ingest([str(folder)], rough)
        assert kept >= 4
        assert (report.added, report.unchanged) == (12 - kept, kept)

    @pytest.mark.parametrize("word", [STORY, HANGS, SPINS])
    def test_nothing_is_lost_and_no_worker_is_left_after_sigkill(
        self, tmp_path: Path, folder: Path, word: str
    ) -> None:
        for number in range(12, 90):
            write(folder / f"{number:02}.txt", f"{STORY} Number {number}.")
        write(folder / "60.txt", f"{STORY} {word}")
        process, lines = started(tmp_path / "index", folder)
        stored, workers = 0, []
        while stored < 20:
            fields = next(lines).split()
            stored, workers = int(fields[1]), [int(one) for one in fields[3:]]
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert workers
        assert gone(workers), "a worker outlived the process that started it"
        write(folder / "60.txt", f"{STORY} Number 60.")
        with Library.open(tmp_path / "index", RoughEmbedder(), write=True) as library:
            assert library.check() == []
            assert library.counts().documents >= stored
            kept = library.counts().documents
            report = ingest([str(folder)], library)
            assert report.failed == []
            assert report.added == 90 - kept
            assert library.counts().documents == 90


def started(index: Path, folder: Path) -> tuple[subprocess.Popen[str], Iterator[str]]:
    root = HERE.parents[1]
    process = subprocess.Popen(
        [sys.executable, str(HERE / "programs" / "ingesting.py"), str(index), str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(HERE)])},
    )
    assert process.stdout is not None
    return process, iter(process.stdout)


def test_the_time_left_is_told_only_when_it_means_something() -> None:
    from ingest.pace import Pace

    pace = Pace()
    for number in range(100):
        pace.expect(f"{number}.txt", 1_000)
    assert pace.seconds_left(100) is None
    for number in range(3):
        pace.read(f"{number}.txt", 1_000, 2)
    pace.stored(6)
    assert pace.seconds_left(100) is None
    for number in range(3, 20):
        pace.read(f"{number}.txt", 1_000, 2)
    pace.stored(14)
    assert pace.seconds_left(5) is None
    left: Callable[[float], float | None] = pace.seconds_left
    assert left(20) == pytest.approx(20 * (160 + 20) / 20)
