"""Invariant 3: a document is in or out, never half, however the writer ends."""

from __future__ import annotations

import random
import shutil
import signal
import time
from typing import TYPE_CHECKING

import pytest
from shelf import contents, found, held_figures, invented, some_with_figures

from vectorstore import IndexDamaged, Library

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from vectorstore.observations import FigureTable
    from vectorstore.testing import FakeEmbedder

    Start = Callable[..., subprocess.Popen[str]]

COUNT = 1_200
QUERIES = ("asylum hotel backlog", "Report 77", "correction of the quota 500x0", "island patrol")


@pytest.fixture
def first_editions(tmp_path: Path, embedder: FakeEmbedder) -> Path:
    """An index that holds every third document in its first edition."""
    place = tmp_path / "first"
    with Library.open(place, embedder, write=True) as library:
        library.add([some_with_figures(number) for number in range(0, COUNT, 3)])
    return place


@pytest.mark.parametrize(
    "kills", [15, pytest.param(120, marks=[pytest.mark.slow, pytest.mark.timeout(900)])]
)
def test_nothing_reported_is_lost_and_nothing_is_half_there_after_sigkill(
    kills: int, first_editions: Path, place: Path, start: Start, embedder: FakeEmbedder
) -> None:
    chance = random.Random(kills)  # noqa: S311 - not a secret
    shutil.copytree(first_editions, place)
    expected = undisturbed(first_editions, embedder)
    reported: set[str] = set()
    for kill in range(kills):
        done, finished = run_and_kill(start, place, seed=kill, after=chance.uniform(0, 0.6))
        reported |= done
        a_reader_finds_its_way(place, embedder)
        all_is_whole(place, embedder, reported)
        if finished:
            shutil.rmtree(place)
            shutil.copytree(first_editions, place)
            reported = set()

    last = start("adding", place, COUNT, 0)
    assert "finished" in last.communicate()[0]
    with Library.open(place, embedder) as library:
        assert library.check() == []
        assert contents(library) == expected[0]
        assert held_figures(library) == {
            f"doc-{number:05}": (tables(number, 2), int(number % 12 == 0))
            for number in range(COUNT)
        }
        assert [found(library, query) for query in QUERIES] == expected[1]


def tables(number: int, edition: int) -> list[FigureTable]:
    return some_with_figures(number, edition)[3]


def undisturbed(first_editions: Path, embedder: FakeEmbedder) -> tuple[object, object]:
    """What the index holds and finds when nobody kills anything."""
    place = first_editions.with_name("undisturbed")
    shutil.copytree(first_editions, place)
    with Library.open(place, embedder, write=True) as library:
        for at in range(0, COUNT, 100):
            library.add([some_with_figures(number, 2) for number in range(at, at + 100)])
        return contents(library), [found(library, query) for query in QUERIES]


def run_and_kill(start: Start, place: Path, *, seed: int, after: float) -> tuple[set[str], bool]:
    """The ids that a run reported before it was killed, and whether it had come to its end."""
    process = start("adding", place, COUNT, seed)
    assert process.stdout is not None
    assert process.stdout.readline() == "opening\n"
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    output, errors = process.communicate()
    assert process.returncode in {-signal.SIGKILL, 0}, output + errors
    lines = [line.split() for line in output.splitlines()]
    done = {name for line in lines if line[0] == "done" for name in line[1:]}
    return done, ["finished"] in lines


def a_reader_finds_its_way(place: Path, embedder: FakeEmbedder) -> None:
    """Before any writer mends it, a reader gets an answer or a remedy, not a crash."""
    with Library.open(place, embedder) as library:
        try:
            library.search("asylum")
        except IndexDamaged as error:
            assert "onrecord doctor --repair" in error.remedy  # noqa: PT017 - either will do


def all_is_whole(place: Path, embedder: FakeEmbedder, reported: set[str]) -> None:
    with Library.open(place, embedder, write=True) as library:
        library.search("asylum")
        assert library.check() == []
        held = contents(library)
        held_tables = held_figures(library)
    editions = {number: [invented(number, 1), invented(number, 2)] for number in range(COUNT)}
    for name, (document, passages, history) in held.items():
        first, second = editions[int(name.split("-")[1])]
        assert (document, passages) in [first, second]
        updated = document == second[0] and int(name.split("-")[1]) % 3 == 0
        assert history == ([first[0]] if updated else [])
        assert name not in reported or document == second[0]
        edition = 2 if document == second[0] else 1
        number = int(name.split("-")[1])
        replaced = len(history) if number % 4 == 0 else 0
        assert held_tables[name] == (tables(number, edition), replaced)
    assert reported <= set(held)
