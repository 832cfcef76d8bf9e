"""The numbers of a draft are held against the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.figures.claims import FigureVerdict
from assistant.quotes.draft import check_draft, draft_of
from evals.corpora import DEMO
from ingest.run import ingest
from ui.report import draft_report
from ui.shapes import draft_json
from vectorstore import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from pathlib import Path


def test_a_figure_that_the_tables_have_otherwise_is_told(tmp_path: Path) -> None:
    text = (
        "Boats\n\nIn 2022 small boats brought 45,774 people to the United Kingdom. "
        "In 2023 there were 99,999 small-boat arrivals."
    )
    with Library.open(tmp_path, FakeEmbedder(), write=True) as library:
        ingest([str(DEMO / "statistics" / "small-boat-arrivals.xlsx")], library)
        found = check_draft(draft_of(text), library)
    shown = {found.draft.text[one.start : one.end]: one.check.verdict for one in found.figures}
    assert shown == {"45,774": FigureVerdict.SUPPORTED, "99,999": FigureVerdict.DIFFERS}
    assert not found.passes
    assert [one["verdict"] for one in draft_json(found)["figures"]] == ["supported", "differs"]
    assert "the tables have another figure" in draft_report(found)
