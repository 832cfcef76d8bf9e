"""Invariant 3 again: a disk that will not take more loses nothing and says so."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from shelf import contents, invented

from vectorstore import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from vectorstore.testing import FakeEmbedder

    Start = Callable[..., subprocess.Popen[str]]

COUNT = 900


@pytest.mark.parametrize("limit", [200_000, 700_000, 1_500_000])
def test_a_file_that_may_not_grow_is_reported_and_nothing_lost(
    limit: int, place: Path, start: Start, embedder: FakeEmbedder
) -> None:
    done = fill(start, place, limit)
    nothing_is_lost(place, embedder, done)


@pytest.mark.parametrize("kilobytes", [1_800, 2_180, 5_580])
def test_a_full_disk_is_reported_and_nothing_lost(
    kilobytes: int, tmp_path: Path, start: Start, embedder: FakeEmbedder, small_disk: Disk
) -> None:
    disk = small_disk(kilobytes)
    done = fill(start, disk / "index", 0)
    roomy = tmp_path / "roomy"
    shutil.copytree(disk / "index", roomy)
    nothing_is_lost(roomy, embedder, done)


def fill(start: Start, place: Path, limit: int) -> set[str]:
    """Add until the disk is full; the ids that were reported as done."""
    process = start("adding", place, 3_000, 1, limit)
    output, errors = process.communicate()
    lines = [line.split() for line in output.splitlines()]
    assert process.returncode == 3, errors
    assert lines[-2][:2] == ["failed", "StorageFull"], lines[-2]
    assert str(place) in " ".join(lines[-2])
    assert lines[-1][:2] == ["remedy", "Free"]
    return {name for line in lines if line[0] == "done" for name in line[1:]}


def nothing_is_lost(place: Path, embedder: FakeEmbedder, done: set[str]) -> None:
    with Library.open(place, embedder, write=True) as library:
        library.search("asylum")
        assert library.check() == []
        held = contents(library)
        assert done <= set(held)
        for name, (document, passages, _) in held.items():
            assert (document, passages) == invented(int(name.split("-")[1]), 2)
        library.add([invented(number, 2) for number in range(COUNT)])
        assert library.check() == []


Disk = "Callable[[int], Path]"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mount a file system of so many kilobytes, where that is allowed."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = False

    def mount(kilobytes: int) -> Path:
        nonlocal mounted
        if os.geteuid() != 0 or not shutil.which("mount"):
            pytest.skip("only root may mount a small file system")
        options = ["-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)]
        mounted = subprocess.run(["mount", *options], check=False).returncode == 0
        if not mounted:
            pytest.skip("this machine does not let a small file system be mounted")
        return place

    yield mount
    if mounted:
        subprocess.run(["umount", str(place)], check=True)
