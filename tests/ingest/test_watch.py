"""``onrecord ingest --watch``, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.errors import ReadError
from ingest.watch import Watch
from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
STORY = "The committee for ports met on Tuesday and adopted the plan for the northern quays."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    (folder / "deep").mkdir(parents=True)
    write(folder / "a.txt", STORY)
    write(folder / "deep" / "b.txt", f"{STORY} Twice.")
    return folder


def write(path: Path, text: str) -> None:
    path.write_text(f"The title of {path.stem}\n\n{text}\n", encoding="utf-8")


@pytest.fixture
def watching(tmp_path: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [
            sys.executable,
            str(HERE / "programs" / "watching.py"),
            str(tmp_path / "index"),
            str(folder),
        ],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
    )
    yield process
    if process.poll() is None:
        process.kill()
        process.communicate()


def said(process: subprocess.Popen[str], *, wanted: set[str]) -> None:
    """Listen until all of ``wanted`` has been said; a burst may be told in parts."""
    assert process.stdout is not None
    left = set(wanted)
    while left:
        line = process.stdout.readline()
        assert line, f"it ended without {left}"
        assert line.strip() in wanted | {"told"}, line
        left.discard(line.strip())


@pytest.mark.timeout(600)
def test_what_is_added_changed_moved_and_removed_reaches_the_index(
    watching: subprocess.Popen[str], folder: Path, tmp_path: Path
) -> None:
    said(watching, wanted={"added a.txt", "added b.txt", "told"})

    write(folder / "c.txt", f"{STORY} Thrice.")
    write(folder / ".hidden.txt", "Not to be read.")
    said(watching, wanted={"added c.txt"})

    write(folder / "a.txt", f"{STORY} It was adopted with two votes against.")
    said(watching, wanted={"updated a.txt"})

    (folder / "c.txt").rename(folder / "deep" / "d.txt")
    said(watching, wanted={"removed c.txt", "added d.txt"})

    (folder / "deep" / "b.txt").unlink()
    said(watching, wanted={"removed b.txt"})

    # Between bursts another process may write.
    assert watching.stdout is not None
    assert watching.stdout.readline().strip() == "told"
    with Library.open(tmp_path / "index", FakeEmbedder(), write=True) as library:
        names = {Path(one.entry.path).name for one in library.entries()}
        assert names == {"a.txt", "d.txt"}
        write(folder / "e.txt", f"{STORY} A fifth time.")
        said(watching, wanted={"waiting"})
    said(watching, wanted={"added e.txt"})

    watching.send_signal(signal.SIGINT)
    rest, _ = watching.communicate()
    assert "finished 5 1 2" in rest
    assert watching.returncode == 0


def test_what_vanished_while_nobody_watched_is_removed(tmp_path: Path, folder: Path) -> None:
    def once() -> list[str]:
        removed: list[str] = []

        def told(report: object) -> None:
            removed.extend(Path(one.path).name for one in report.removed)  # type: ignore[attr-defined]
            watch.stop.set()

        watch = Watch(
            places=[str(folder)],
            open_library=lambda: Library.open(tmp_path / "index", FakeEmbedder(), write=True),
            told=told,
        )
        watch.run()
        return removed

    assert once() == []
    (folder / "a.txt").unlink()
    assert once() == ["a.txt"]


def test_an_address_or_a_missing_folder_cannot_be_watched(tmp_path: Path) -> None:
    for place in ("https://example.org/", str(tmp_path / "none")):
        watch = Watch(places=[place], open_library=lambda: None, told=print)  # type: ignore[arg-type,return-value]
        with pytest.raises(ReadError) as raised:
            watch.run()
        assert raised.value.remedy
