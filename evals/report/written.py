"""Which option of ``onrecord eval`` writes what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.report.exports import write_ragas, write_ragchecker
from evals.report.html import write_html
from evals.report.junit import write_junit
from evals.report.tables import write_csv, write_markdown
from evals.results import write_result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from evals.results import Result

WRITERS: dict[str, Callable[[Result, Path], None]] = {
    "json_out": write_result,
    "report": write_html,
    "csv_out": write_csv,
    "markdown": write_markdown,
    "junit": write_junit,
    "ragas": write_ragas,
    "ragchecker": write_ragchecker,
}
