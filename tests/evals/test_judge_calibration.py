"""The labelled set that judges are put to: its words stand in the demo sources, and it is fair."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evals.corpora import DEMO
from evals.judged.calibration import calibration_set, tries
from evals.judged.tasks import TASKS
from ingest.run import ingest
from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

KEPT = calibration_set()


def words(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())


def test_what_is_cited_stands_in_the_demo_sources(tmp_path: Path) -> None:
    with Library.open(tmp_path / "index", FakeEmbedder(), write=True) as library:
        ingest([str(DEMO)], library)
        entries = {one.entry.path.rpartition("/")[2]: one.entry for one in library.entries()}
        texts = {name: words(library.document(one.id).text) for name, one in entries.items()}
    assert {name: entries[name].title for name in KEPT.documents} == KEPT.documents
    missing = [
        (one.id, cited.words)
        for one in KEPT.items
        for cited in one.cited
        if words(cited.words) not in texts[cited.document]
    ]
    assert not missing


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_every_label_is_tried_about_as_often(task: object) -> None:
    counts = Counter(one.label for one in tries(task.name))  # type: ignore[attr-defined]
    assert counts.keys() == set(task.labels)  # type: ignore[attr-defined]
    assert min(counts.values()) >= 0.8 * max(counts.values())


def test_it_is_large_enough_and_tries_what_goes_wrong() -> None:
    assert len(KEPT.items) >= 60
    for page in ("README.md", "docs/metrics.md"):
        text = (Path(__file__).parents[2] / page).read_text(encoding="utf-8")
        assert f"{len(KEPT.items)} " in text.partition("calibrat")[2], page
    assert len({one.id for one in KEPT.items}) == len(KEPT.items)
    about = " ".join(one.about for one in KEPT.items)
    for told in (
        "negation", "number bent", "claim turned into a fact", "part missing", "abstention",
        "another passage is cited", "asks to be found",
    ):  # fmt: skip
        assert told in about, told


def test_nothing_of_it_is_left_out_as_addressed_to_software() -> None:
    shown = [text for one in TASKS for kept in tries(one) for _, text in kept.item.messages()]
    assert not [text for text in shown if "addressed to software" in text]
