"""Which option of ``onrecord eval`` writes what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.results import write_result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from evals.results import Result

WRITERS: dict[str, Callable[[Result, Path], None]] = {"json_out": write_result}
