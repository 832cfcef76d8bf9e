"""Sentences with one fact bent, and whether the checks of a written answer catch them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from vectorstore.records import Hit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.verify import Verify
    from vectorstore.library import Library
    from vectorstore.records import Passage

SETS = Path(__file__).parent / "sets"
SET = SETS / "bends.yaml"
"""Near-copies of their sources; the checks were tuned on it."""
PARAPHRASED = SETS / "bends_paraphrased.yaml"
"""Other words than the sources', written while the checks were mended."""
FRESH = SETS / "bends_fresh.yaml"
"""Other words than the sources', written blind: see its head."""
FURTHER = SETS / "bends_further.yaml"
"""Wider words yet, written blind, then mended on: see its head."""
ELSEWHERE = 3
"""Passages of other documents that the writer saw besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A sentence, the passages that its writer saw, the number of the one it cites."""

    kind: str
    """What is bent, "citation" where a sentence cites the wrong passage, "" where nothing is."""
    text: str
    hits: tuple[Hit, ...]
    cited: int


@dataclass
class Outcome:
    """How many sentences of each kind there were, and those that the checks got wrong.

    A failing test prints no sentence of it: some are only for reporting.
    """

    counts: Counter[str] = field(default_factory=Counter)
    missed: list[Case] = field(default_factory=list, repr=False)
    dropped: list[Case] = field(default_factory=list, repr=False)

    @property
    def caught(self) -> float:
        """The share of bent sentences that were refused."""
        bent = sum(self.counts.values()) - self.counts[""]
        return 1 - len(self.missed) / bent if bent else 1.0

    @property
    def good_dropped(self) -> float:
        """The share of sound sentences that were refused."""
        return len(self.dropped) / self.counts[""] if self.counts[""] else 0.0


class Half(Enum):
    """Which entries of a set: those in odd places (the first, the third, …) or in even ones."""

    MENDING = slice(0, None, 2)
    REPORTING = slice(1, None, 2)
    BOTH = slice(None)


def load(library: Library, path: Path = SET, half: Half = Half.BOTH) -> list[Case]:
    """The set, or half of it, over a library that holds the demo sources.

    Raises ValueError, naming the entry, where its document or its words are not there.
    """
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))[half.value]
    hits = [_hit(library, entry) for entry in entries]
    cases = []
    for place, entry in enumerate(entries):
        others = [hit for hit in hits if hit.entry.id != hits[place].entry.id]
        seen = (hits[place], *(others[(place + n) % len(others)] for n in range(ELSEWHERE)))
        cases.append(Case(kind="", text=entry["good"], hits=seen, cited=1))
        cases.append(Case(kind="citation", text=entry["good"], hits=seen, cited=2))
        cases += [
            Case(kind=kind, text=text, hits=seen, cited=1) for kind, text in entry["bends"].items()
        ]
    return cases


def hold(cases: Sequence[Case], verify: Verify) -> Outcome:
    """Hold every sentence against what it cites."""
    outcome = Outcome()
    for case in cases:
        outcome.counts[case.kind] += 1
        holds = verify(case.text, [case.hits[case.cited - 1]], case.hits).holds
        if case.kind and holds:
            outcome.missed.append(case)
        elif not case.kind and not holds:
            outcome.dropped.append(case)
    return outcome


def _hit(library: Library, entry: dict[str, Any]) -> Hit:
    for summary in library.entries():
        if summary.entry.path.endswith(entry["document"]):
            document = library.document(summary.entry.id)
            at = document.text.find(entry["words"])
            for passage in library.passages(document.id) if at >= 0 else ():
                if passage.start <= at < passage.end:
                    return _as_found(summary.entry, passage, document.text)
            raise ValueError(f"{entry['document']} does not have “{entry['words']}”.")
    raise ValueError(f"The library holds no {entry['document']}.")


def _as_found(entry: Any, passage: Passage, text: str) -> Hit:
    return Hit(
        rank=1, score=1.0, entry=entry, passage=passage, text=text[passage.start : passage.end]
    )
