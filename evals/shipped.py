"""The sets that ship, and the demo sources that they are written over."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.quotes.verdict import Verdict
from evals.corpora import DEMO
from evals.errors import RunError
from evals.questions import QuoteCheck
from evals.quote_cases import load, quotation
from evals.reading import load_sets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evals.questions import Case

FOLDER = Path(__file__).parent / "sets"
SETS = (
    FOLDER / "demo.yaml",
    FOLDER / "demo_further.yaml",
    FOLDER / "demo_third.yaml",
    FOLDER / "quotations" / "held.txt",
    FOLDER / "quotations" / "tune.txt",
)
BASELINE = Path(__file__).parent / "baseline.json"


def shipped_cases() -> list[Case]:
    """Every case that ships and stands on the demo sources or on texts of its own."""
    return [*load_sets(SETS), *quote_checks()]


def quote_checks() -> list[QuoteCheck]:
    """The labelled quotations that are cut from the demo sources."""
    return [
        QuoteCheck(
            id=f"quote-{case.id}",
            quote=quotation(case),
            speaker=case.speaker,
            verdict=Verdict(case.expect),
            findings=tuple(Verdict(kind) for kind in case.findings),
            kind=f"quote {case.about}",
            tags=("held",) if case.held else (),
        )
        for case in load()
        if case.slices and all(one.file.startswith("demo/") for one in case.slices)
    ]


@contextmanager
def demo_index(index: str | None = None) -> Iterator[str]:
    """An index of the demo sources: at ``index``, where what is unchanged is kept, or for now.

    Raises RunError where a demo source cannot be read.
    """
    from ingest.run import ingest
    from vectorstore.embedding import load_embedder
    from vectorstore.library import Library

    with tempfile.TemporaryDirectory() as scratch:
        place = index or str(Path(scratch) / "index")
        with Library.open(place, load_embedder(), write=True) as library:
            report = ingest([str(DEMO)], library)
        if report.failed:
            first = report.failed[0]
            raise RunError(f"A demo source cannot be read: {first.path}: {first.error}", first.hint)
        yield place
