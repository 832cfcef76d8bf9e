"""A result as CSV (a row a case) and as Markdown."""

from __future__ import annotations

import csv
import io
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
from evals.store import replace_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evals.results import CaseResult, Judging, Result

COLUMNS = ("id", "type", "kind", "language", "tags", "state", "why", "status", "asked", "expected")
LAST = ("answer", "cited", "error", "seconds", "confidence")
JUDGE = ("judge", "judge_times", "judge_prompts")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(result: Result, path: Path) -> None:
    """Write a row a case, for a spreadsheet: UTF-8 with a mark, no cell a formula."""
    names = ordered(result.metrics)
    judging = result.judged
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow([*COLUMNS, *LAST, *names, *(_judged_head(judging) if judging else ())])
    for case in result.cases:
        cited = "\n".join(f"{one.label}: {one.text}" for one in case.cited)
        row = [case.id, case.type, case.kind, case.language, ", ".join(case.tags), state(case)]
        row += [why(case), case.status, case.asked, case.expected, case.answer, cited, case.error]
        values = [_value(case.scores.get(name)) for name in names]
        confidence = "" if case.confidence is None else f"{case.confidence:.4f}"
        cells = [*map(_plain, row), f"{case.seconds:.3f}", confidence, *values]
        table.writerow([*cells, *(_judged(case, judging) if judging else ())])
    replace_text(path, "\ufeff" + out.getvalue())


def _judged_head(judging: Judging) -> list[str]:
    return [*JUDGE, *judging.metrics, *(f"{name}_labels" for name in judging.metrics)]


def _judged(case: CaseResult, judging: Judging) -> Iterator[str]:
    """The judge, and what it found of a case: a value a metric, then the labels of each repeat."""
    yield _plain(judging.model)
    yield str(judging.times)
    yield "; ".join(f"{name} {digest}" for name, digest in judging.prompts.items())
    yield from (_value(metric.scores.get(case.id)) for metric in judging.metrics.values())
    for name in judging.metrics:
        found = [one for one in case.judged if one.metric == name]
        yield _plain("\n".join(f"{one.about}: {', '.join(one.labels)}" for one in found))


def _value(pair: tuple[float, float] | None) -> str:
    return "" if pair is None or not pair[1] else f"{pair[0] / pair[1]:.6g}"


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
    if result.judged:
        yield from _markdown_judged(result, result.judged)
    if comparison := result.comparison:
        yield f"\n## Beside {comparison.old}\n"
        yield from (f"*{note}*\n" for note in comparison.notes)
        yield "| metric | before | now | change | 95 % | |"
        yield "| --- | ---: | ---: | ---: | --- | --- |"
        for name, one in comparison.metrics.items():
            if one.better or one.worse:
                yield (
                    f"| {name} | {figure(name, one.old)} | {figure(name, one.new)} | "
                    f"{figure(name, one.value, sign=True)} | {moved(name, one)} | {change(one)} |"
                )
    wrong = [case for case in result.cases if case.right is not True]
    if wrong:
        yield f"\n## Not right ({len(wrong)})\n\n| case | asked | expected | given | why |"
        yield "| --- | --- | --- | --- | --- |"
        for case in wrong:
            cells = (case.id, case.asked, case.expected, case.answer, why(case))
            yield "| " + " | ".join(map(_cell, cells)) + " |"


def _markdown_judged(result: Result, judging: Judging) -> Iterator[str]:
    yield "\n## Judged by a chat model\n"
    yield from (f"**{_line(caution)}**\n" for caution in judged.cautions(result))
    yield "\n".join(map(_line, (*judged.about(judging), *judged.counts(judging))))
    for head, rows in judged.tables(result, judging):
        yield f"\n| {' | '.join(head)} |\n|{' --- |' * len(head)}"
        yield from (f"| {' | '.join(map(_line, row))} |" for row in rows)
    for name, metric in judging.metrics.items():
        matrix = metric.calibration.matrix
        columns = list(next(iter(matrix.counts.values())))
        yield f"\n| {name}: {matrix.expected} ↓ {matrix.found} → | {' | '.join(columns)} |"
        yield f"| --- |{' ---: |' * len(columns)}"
        for label, row in matrix.counts.items():
            yield f"| {label} | {' | '.join(str(row[column]) for column in columns)} |"


def _line(text: str) -> str:
    """The text as a line that no cell of a table ends in, and no markup begins in."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _cell(text: str) -> str:
    line = _line(text)
    return line if len(line) <= 200 else line[:199] + "…"
