"""The questions of the evaluation set that these tables answer, and those that nothing does."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from evals.figures import Score, cases, judged

if TYPE_CHECKING:
    from vectorstore.library import Library

TODAY = date(2025, 12, 20)


def test_nine_in_ten_are_exact_and_no_number_is_wrong(real: Library) -> None:
    held = {Path(summary.entry.path).name for summary in real.entries()}
    asked = [case for case in cases() if case.value is None or case.source in held]
    assert len(asked) > 50
    scored = {case.id: score for case, _, score in judged(real, asked, TODAY)}
    counted = Counter(scored.values())
    wrong = {name: score for name, score in scored.items() if score is not Score.EXACT}
    assert counted[Score.WRONG] == counted[Score.READING] == 0, wrong
    assert counted[Score.EXACT] >= 0.9 * len(asked), wrong


def test_half_of_the_questions_are_aggregates_and_some_have_no_answer() -> None:
    every = cases()
    assert len(every) >= 60
    assert 2 * sum(case.kind == "aggregate" for case in every) >= len(every)
    assert sum(case.ambiguous for case in every) >= 10
    assert sum(case.value is None for case in every) >= 10
    assert len({case.id for case in every}) == len(every)
