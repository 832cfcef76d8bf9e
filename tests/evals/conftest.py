"""The small archive, once for all tests of evaluations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import trial

from ingest.run import ingest
from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evals.records import Record
    from evals.results import Result
    from vectorstore.embedding import Embedder


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trial.archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def library(index: Path) -> Iterator[Library]:
    with Library.open(index, FakeEmbedder()) as library:
        yield library


@pytest.fixture
def records(library: Library) -> dict[str, Record]:
    return trial.answers(library)


@pytest.fixture
def result(library: Library, records: dict[str, Record]) -> Result:
    return trial.result_of(library, records)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    folder = tmp_path_factory.mktemp("real")
    (folder / "arrivals.md").write_text(trial.ARRIVALS, encoding="utf-8")
    with Library.open(folder / "index", embedder, write=True) as library:
        ingest([str(folder / "arrivals.md")], library)
    return folder / "index"
