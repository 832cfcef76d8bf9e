"""How a measurement is taken and told."""

from __future__ import annotations

import resource
import statistics
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def seconds(action: Callable[[], object]) -> float:
    """Wall seconds that one run of ``action`` takes."""
    began = perf_counter()
    action()
    return perf_counter() - began


def median(action: Callable[[], object], runs: int) -> float:
    """The median wall seconds of ``runs`` runs, after one that does not count."""
    action()
    return statistics.median(seconds(action) for _ in range(runs))


def resident_memory() -> int:
    """The memory this process holds now, in bytes (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def verdict(name: str, value: float, target: float, unit: str = "") -> bool:
    """Print a value beside the most it may be; whether it holds."""
    holds = value <= target
    met = "ok  " if holds else "MISS"
    print(f"{met} {name}: {value:.2f}{unit} (target: at most {target:g}{unit})")
    return holds


def at_least(name: str, value: float, target: float, unit: str = "") -> bool:
    """Print a value beside the least it may be; whether it holds."""
    holds = value >= target
    met = "ok  " if holds else "MISS"
    print(f"{met} {name}: {value:.3f}{unit} (target: at least {target:g}{unit})")
    return holds


def finish(*holds: bool) -> None:
    """End the process with 0 when every target was met, else with 1."""
    sys.exit(0 if all(holds) else 1)
