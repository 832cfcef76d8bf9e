"""The answers in the form that other people's tools read. Nothing of theirs is imported.

Both tools judge what an answer says, so only questions that the sources answer are written, as the
answer reads without its citation marks. Whether the assistant knows when to stop is another matter,
and measured apart. Everything is written as ASCII: both tools read in the machine's own encoding.

ragas (0.2 and later): ``SingleTurnSample``, one a line. Es et al., "RAGAs: Automated Evaluation of
Retrieval Augmented Generation", EACL 2024. RAGChecker: ``RAGResults``. Ru et al., "RAGChecker: A
Fine-grained Framework for Diagnosing Retrieval-Augmented Generation", NeurIPS 2024.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from evals.store import replace_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evals.results import CaseResult, Result

MARKS = re.compile(r"(?: \[\d+\])+(?= |$)")
RANK = re.compile(r"^\d+\. ")


def write_ragas(result: Result, path: Path) -> None:
    """Write JSON Lines for ``EvaluationDataset.from_jsonl`` of ragas.

    What a question set does not say (``reference``, ``reference_contexts``) is null.
    """
    rows = [
        {
            "user_input": case.asked,
            "retrieved_contexts": [one.text for one in case.retrieved],
            "response": _said(case),
            "reference": case.reference or None,
            "reference_contexts": [one.text for one in case.gold if one.text] or None,
        }
        for case in _questions(result)
    ]
    replace_text(path, "".join(json.dumps(row) + "\n" for row in rows))


def write_ragchecker(result: Result, path: Path) -> None:
    """Write the JSON that RAGChecker's ``--input_path`` names.

    It compares claims with those of a right answer, so questions without one are left out.
    """
    rows: list[dict[str, Any]] = [
        {
            "query_id": case.id,
            "query": case.asked,
            "gt_answer": case.reference,
            "response": _said(case),
            "retrieved_context": [
                {"doc_id": RANK.sub("", one.label), "text": one.text} for one in case.retrieved
            ],
        }
        for case in _questions(result)
        if case.reference
    ]
    replace_text(path, json.dumps({"results": rows}, indent=1) + "\n")


def _questions(result: Result) -> Iterator[CaseResult]:
    """The questions that the sources answer and that did not fail."""
    return (case for case in result.cases if case.answerable is True and case.right is not None)


def _said(case: CaseResult) -> str:
    return MARKS.sub("", case.answer)
