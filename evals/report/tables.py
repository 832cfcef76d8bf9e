"""A result as CSV (a row a case) and as Markdown."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from evals.report.words import (
    change,
    enough,
    figure,
    heading,
    interval,
    ordered,
    state,
    warnings,
    why,
)
from evals.store import replace_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evals.results import Result

COLUMNS = ("id", "type", "kind", "language", "tags", "state", "why", "status", "asked", "expected")
LAST = ("answer", "cited", "error", "seconds", "confidence")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(result: Result, path: Path) -> None:
    """Write a row a case, for a spreadsheet: UTF-8 with a mark, no cell a formula."""
    names = ordered(result.metrics)
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow([*COLUMNS, *LAST, *names])
    for case in result.cases:
        cited = "\n".join(f"{one.label}: {one.text}" for one in case.cited)
        row = [case.id, case.type, case.kind, case.language, ", ".join(case.tags), state(case)]
        row += [why(case), case.status, case.asked, case.expected, case.answer, cited, case.error]
        scores = [case.scores.get(name) for name in names]
        values = ["" if one is None or not one[1] else f"{one[0] / one[1]:.6g}" for one in scores]
        confidence = "" if case.confidence is None else f"{case.confidence:.4f}"
        table.writerow([*map(_plain, row), f"{case.seconds:.3f}", confidence, *values])
    replace_text(path, "\ufeff" + out.getvalue())


def _plain(cell: str) -> str:
    """The cell, kept from being run as a formula by the program that opens it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def write_markdown(result: Result, path: Path) -> None:
    """Write a summary for a pull request: metrics, comparison, gates, what is not right."""
    replace_text(path, "\n".join(_markdown(result)) + "\n")


def _markdown(result: Result) -> Iterator[str]:
    yield f"# Evaluation\n\n{heading(result)}\n"
    for warning in warnings(result):
        yield f"**{warning}**\n"
    for gate in result.gates:
        yield f"- {'✓' if gate.holds else '✗'} {gate.demand}: {gate.reason}"
    yield "\n| metric | value | 95 % | n |\n| --- | ---: | ---: | ---: |"
    for name in ordered(result.metrics):
        found = result.metrics[name]
        yield f"| {name} | {figure(name, found.value)} | {interval(name, found)} | {found.n} |"
    if told := enough(result):
        yield f"\n{told}"
    if comparison := result.comparison:
        yield f"\n## Beside {comparison.old}\n"
        yield from (f"*{note}*\n" for note in comparison.notes)
        yield "| metric | before | now | change | 95 % | |"
        yield "| --- | ---: | ---: | ---: | --- | --- |"
        for name, one in comparison.metrics.items():
            if one.better or one.worse:
                yield (
                    f"| {name} | {figure(name, one.old)} | {figure(name, one.new)} | "
                    f"{one.value:+.3f} | {one.low:+.3f} – {one.high:+.3f} | {change(one)} |"
                )
    wrong = [case for case in result.cases if case.right is not True]
    if wrong:
        yield f"\n## Not right ({len(wrong)})\n\n| case | asked | expected | given | why |"
        yield "| --- | --- | --- | --- | --- |"
        for case in wrong:
            cells = (case.id, case.asked, case.expected, case.answer, why(case))
            yield "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(text: str) -> str:
    line = " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
    return line if len(line) <= 200 else line[:199] + "…"
