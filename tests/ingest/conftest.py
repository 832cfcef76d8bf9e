"""A library with a model that needs no weights, for the tests of ingestion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def fake() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def library(tmp_path: Path, fake: FakeEmbedder) -> Iterator[Library]:
    with Library.open(tmp_path / "index", fake, write=True) as library:
        yield library
