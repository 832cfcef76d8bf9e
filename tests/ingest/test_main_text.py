"""Every word of the story and none of the page around it, on real files marked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evals.bench.main_text import LEAST, LEAST_OF_SEED, SEED, expectations, scored

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("place", expectations())
def test_the_story_is_kept_and_the_page_around_it_is_not(corpus: Path, place: str) -> None:
    score, lost = scored(corpus / place, expectations()[place])
    assert score >= (LEAST_OF_SEED if place.endswith(SEED) else LEAST)
    assert sum(lost.values()) <= 3, lost
