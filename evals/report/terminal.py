"""A result on a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from evals.report import judged
from evals.report.words import (
    change,
    enough,
    figure,
    heading,
    interval,
    moved,
    ordered,
    state,
    warnings,
    why,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from evals.results import Comparison, Judging, Matrix, Result

MOST_FAILURES = 15
EXCERPT = 160


def show(result: Result, console: Console | None = None) -> None:
    """Print a result: metrics, confusion, failures, comparison, gates."""
    from rich.console import Console
    from rich.text import Text

    out = console or Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    out.print(Text(heading(result), style="bold"))
    for warning in warnings(result):
        out.print(Text(warning, style="bold red"))
    out.print(_metrics(result))
    if told := enough(result):
        out.print(Text(told, style="dim"))
    for name, matrix in result.matrices.items():
        out.print(_matrix(name, matrix))
    if "kind" in result.by:
        out.print(_kinds(result))
    _failures(result, out)
    if result.judged:
        _judged(result, result.judged, out)
    if result.comparison:
        _comparison(result.comparison, out)
    for gate in result.gates:
        style = "green" if gate.holds else "bold red"
        word = "holds" if gate.holds else "FAILS"
        out.print(Text(f"{word}: {gate.demand}: {gate.reason}", style=style))


def _metrics(result: Result) -> Table:
    table = _table("metric", "value", "95 %", "n", "documents")
    for name in ordered(result.metrics):
        found = result.metrics[name]
        table.add_row(
            name,
            figure(name, found.value),
            interval(name, found),
            str(found.n),
            str(found.clusters),
        )
    return table


def _kinds(result: Result) -> Table:
    table = _table("kind", "right", "95 %", "n")
    for kind, metrics in result.by["kind"].items():
        if found := metrics.get("right"):
            table.add_row(
                kind, figure("right", found.value), interval("right", found), str(found.n)
            )
    return table


def _matrix(name: str, matrix: Matrix) -> Table:
    columns = list(dict.fromkeys(found for row in matrix.counts.values() for found in row))
    table = _table(f"{name}: {matrix.expected} ↓ {matrix.found} →", *columns)
    for expected, row in matrix.counts.items():
        table.add_row(expected, *(str(row.get(column, 0)) for column in columns))
    return table


def _failures(result: Result, out: Console) -> None:
    from rich.text import Text

    wrong = [case for case in result.cases if case.right is not True]
    if not wrong:
        return
    out.print(Text(f"Not right ({len(wrong)}):", style="bold"))
    for case in wrong[:MOST_FAILURES]:
        out.print(Text(f"  {case.id} [{state(case)}] {_cut(case.asked)}"))
        out.print(Text(f"    expected: {_cut(case.expected)}", style="dim"))
        out.print(Text(f"    given:    {_cut(case.answer)}", style="dim"))
        out.print(Text(f"    {_cut(why(case))}"))
    if len(wrong) > MOST_FAILURES:
        out.print(Text(f"  … and {len(wrong) - MOST_FAILURES} more: see --report.", style="dim"))


def _judged(result: Result, judging: Judging, out: Console) -> None:
    from rich.text import Text

    first, *rest = judged.about(judging)
    out.print(Text(first, style="bold"))
    for caution in judged.cautions(result):
        out.print(Text(caution, style="bold red"))
    for line in (*rest, *judged.counts(judging)):
        out.print(Text(line, style="dim"))
    for head, rows in judged.tables(result, judging):
        table = _table(*head)
        for row in rows:
            table.add_row(*row)
        out.print(table)
    for name, metric in judging.metrics.items():
        out.print(_matrix(name, metric.calibration.matrix))


def _comparison(comparison: Comparison, out: Console) -> None:
    from rich.text import Text

    out.print(Text(f"Beside {comparison.old}", style="bold"))
    for note in comparison.notes:
        out.print(Text(note, style="yellow"))
    table = _table("metric", "before", "now", "change", "95 %", "n", "")
    for name, found in comparison.metrics.items():
        if found.better or found.worse:
            table.add_row(
                name,
                figure(name, found.old),
                figure(name, found.new),
                figure(name, found.value, sign=True),
                moved(name, found),
                str(found.n),
                change(found),
            )
    out.print(table if table.row_count else Text("No metric changed."))
    for word, names in (("Lost", comparison.lost), ("Won", comparison.won)):
        if names:
            out.print(Text(f"{word}: {', '.join(names)}"))


def _table(*columns: str) -> Table:
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(box=SIMPLE, show_edge=False, pad_edge=False)
    for index, column in enumerate(columns):
        table.add_column(column, justify="left" if index == 0 else "right")
    return table


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…"
