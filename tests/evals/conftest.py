"""The small archive, once for all tests of evaluations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import trial

from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evals.records import Record
    from evals.results import Result


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
