"""The answers in the form that other people's tools read. Nothing of theirs is imported.

ragas: rows of ``SingleTurnSample`` (``user_input``, ``retrieved_contexts``, ``response``,
``reference``); RAGChecker: ``{"results": [...]}`` with ``query``, ``gt_answer``, ``response`` and
``retrieved_context``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from evals.store import replace_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evals.results import CaseResult, Result


def write_ragas(result: Result, path: Path) -> None:
    """Write JSON Lines for ``EvaluationDataset.from_jsonl`` of ragas."""
    rows = [
        {
            "user_input": case.asked,
            "retrieved_contexts": [one.text for one in case.retrieved],
            "response": case.answer,
            "reference": case.expected,
        }
        for case in _questions(result)
    ]
    replace_text(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def write_ragchecker(result: Result, path: Path) -> None:
    """Write the JSON that ``RAGResults.from_json`` of RAGChecker reads."""
    rows: list[dict[str, Any]] = [
        {
            "query_id": case.id,
            "query": case.asked,
            "gt_answer": case.expected,
            "response": case.answer,
            "retrieved_context": [
                {"doc_id": one.label, "text": one.text} for one in case.retrieved
            ],
        }
        for case in _questions(result)
    ]
    replace_text(path, json.dumps({"results": rows}, ensure_ascii=False, indent=1) + "\n")


def _questions(result: Result) -> Iterator[CaseResult]:
    """The questions that were asked and did not fail."""
    return (case for case in result.cases if case.type == "question" and case.right is not None)
