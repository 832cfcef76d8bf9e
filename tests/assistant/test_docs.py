"""What docs/architecture.md shows works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import desk

from assistant import Status
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    import pytest

DOCS = Path(__file__).parents[2] / "docs" / "architecture.md"


def test_a_step_is_replaced_in_ten_lines(tmp_path_factory: pytest.TempPathFactory) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for line in example.splitlines() if line and "import" not in line]
    assert len(lines) <= 10
    with desk.library(tmp_path_factory.mktemp("docs"), FakeEmbedder()) as library:
        names: dict[str, Any] = {
            "library": library,
            "question": "How many Elbonians did small boats bring to the coast in 2024?",
        }
        exec(example, names)  # noqa: S102 - our own page
    assert names["answer"].status is Status.ANSWERED
    assert len(names["answer"].considered) <= 1
