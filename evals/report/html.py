"""A result as one HTML file that needs nothing else: plots, every case with its evidence, filters.

``fragment`` is the same without the frame, for a page that has one: it brings its style, and the
page runs ``SCRIPT`` once.
"""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from evals.judged.tasks import JUDGED
from evals.report import judged
from evals.report.cases import anchor, cases
from evals.report.markup import folded, listed, table
from evals.report.plots import changes, plots
from evals.report.words import (
    change,
    definition,
    enough,
    figure,
    heading,
    headlines,
    interval,
    moved,
    ordered,
    telling,
    warnings,
)
from evals.store import replace_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evals.results import Comparison, Judging, Matrix, Result

HERE = Path(__file__).parent
STYLE = (HERE / "page.css").read_text(encoding="utf-8")
SCRIPT = (HERE / "page.js").read_text(encoding="utf-8")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
METRIC_HEAD = ("metric", "value", "95 %", "n", "documents", "what it is")
METRIC_KINDS = ("", "", "", "", "aside", "what aside")


def write_html(result: Result, path: Path) -> None:
    """Write the page, whole or not at all."""
    replace_text(path, page(result))


def page(result: Result) -> str:
    """The page. Everything in it that came from a source or a question is escaped."""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>Evaluation, {escape(_when(result.run.began))}</title></head>"
        f'<body class="evaluation-page">{fragment(result)}<script>{SCRIPT}</script></body></html>\n'
    )


def fragment(result: Result) -> str:
    """The page without its frame: style, headings, tables, plots, cases."""
    return f'<style>{STYLE}</style><article class="evaluation">{"".join(_parts(result))}</article>'


def _parts(result: Result) -> Iterator[str]:
    yield f"<h1>Evaluation</h1><p>{escape(heading(result))}</p>"
    for warning in warnings(result):
        yield f'<p class="warning">{escape(warning)}</p>'
    yield _headlines(result)
    yield _gates(result)
    if result.comparison:
        yield _comparison(result.comparison, result)
    yield from _plots(result)
    for name, matrix in result.matrices.items():
        yield _matrix(name, matrix)
    yield _metrics(result)
    if result.judged:
        yield from _judged(result, result.judged)
    yield cases(result)
    yield _made(result)


def _headlines(result: Result) -> str:
    tiles = "".join(
        f'<div><dt>{escape(told)}</dt><dd class="value">{escape(value)}</dd>'
        f'<dd class="soft">{escape(about)}</dd></div>'
        for told, value, about in headlines(result)
    )
    return f'<dl class="tiles">{tiles}</dl>' if tiles else ""


def _gates(result: Result) -> str:
    if not result.gates:
        return ""
    return "<h2>Gates</h2>" + "".join(
        f'<p class="{"holds" if gate.holds else "fails"}">{"✓ holds" if gate.holds else "✗ fails"}'
        f": {escape(f'{gate.demand}: {gate.reason}')}</p>"
        for gate in result.gates
    )


def _plots(result: Result) -> Iterator[str]:
    drawn = list(plots(result))
    if not drawn:
        return
    yield '<h2>Where it is right, and when it stops</h2><div class="plots">'
    for plot in drawn:
        yield (
            f"<figure><h3>{escape(plot.name)}</h3>{plot.drawing}"
            f"<figcaption>{escape(plot.told)}</figcaption>"
            f"{folded('The figures', table(plot.head, plot.rows))}</figure>"
        )
    yield "</div>"


def _metrics(result: Result) -> str:
    names = ordered(result.metrics)
    first = [name for name in names if name in telling(result)]
    rest = [name for name in names if name not in first]
    told = enough(result)
    return (
        "<h2>Metrics</h2>"
        + _measured(result, first)
        + (f'<p class="soft">{escape(told)}</p>' if told else "")
        + (folded(f"{len(rest)} more metrics", _measured(result, rest)) if rest else "")
    )


def _measured(result: Result, names: Sequence[str]) -> str:
    rows = (
        (
            name,
            figure(name, result.metrics[name].value),
            interval(name, result.metrics[name]),
            str(result.metrics[name].n),
            str(result.metrics[name].clusters),
            definition(name),
        )
        for name in names
    )
    return table(METRIC_HEAD, rows, kinds=METRIC_KINDS)


def _judged(result: Result, judging: Judging) -> Iterator[str]:
    yield "<h2>Judged by a chat model</h2>"
    first, *rest = judged.about(judging)
    yield f"<p>{escape(first)}</p>"
    for caution in judged.cautions(result):
        yield f'<p class="warning">{escape(caution)}</p>'
    yield from (table(head, rows) for head, rows in judged.tables(result, judging))
    if judging.metrics:
        meanings = ((name, JUDGED[name].definition) for name in judging.metrics if name in JUDGED)
        yield folded("What each is", f'<dl class="facts">{listed(meanings)}</dl>')
        yield "<h3>The labels of the set, and what this judge gave</h3>"
        yield '<div class="plots">'
        for name, metric in judging.metrics.items():
            yield f"<div><h4>{escape(name)}</h4>{_counts(metric.calibration.matrix)}</div>"
        yield "</div>"
    for line in (*judged.counts(judging), *rest):
        yield f'<p class="soft">{escape(line)}</p>'


def _matrix(name: str, matrix: Matrix) -> str:
    return f"<h2>{escape(name.capitalize())}</h2>{_counts(matrix)}"


def _counts(matrix: Matrix) -> str:
    columns = list(dict.fromkeys(found for row in matrix.counts.values() for found in row))
    rows = (
        (expected.replace("_", " "), *(str(row.get(column, 0)) for column in columns))
        for expected, row in matrix.counts.items()
    )
    head = (f"{matrix.expected} ↓ {matrix.found} →", *(one.replace("_", " ") for one in columns))
    return table(head, rows)


def _comparison(comparison: Comparison, result: Result) -> str:
    notes = "".join(f'<p class="warning">{escape(note)}</p>' for note in comparison.notes)
    rows = [
        (
            name,
            figure(name, found.old),
            figure(name, found.new),
            moved(name, found),
            f"{found.better} / {found.worse}",
            change(found),
        )
        for name in ordered(result.metrics)
        if (found := comparison.metrics.get(name)) and (found.better or found.worse)
    ]
    head = ("metric", "before", "now", "change, 95 %", "better / worse", "")
    plot = changes(comparison, result)
    when = _when(comparison.old_run.began)
    return (
        f"<h2>Beside {escape(comparison.old)}</h2>"
        f'<p class="soft">The older run: {escape(when)}, answered by '
        f"{escape(comparison.old_run.llm)}.</p>{notes}"
        + (f'<figure class="plot">{plot}</figure>' if plot else "")
        + (table(head, rows) if rows else "<p>No metric changed.</p>")
        + _links("Lost: right before, not right now", comparison.lost)
        + _links("Won: not right before, right now", comparison.won)
    )


def _links(told: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    links = ", ".join(f'<a href="#{escape(anchor(n))}">{escape(n)}</a>' for n in names)
    return f"<p>{told}: {links}</p>"


def _made(result: Result) -> str:
    """What made this result, to be able to make it again."""
    run = result.run
    versions = ", ".join(f"{name} {version}" for name, version in run.versions.items())
    facts = (
        ("Question sets", ", ".join(result.sets)),
        ("When", _when(run.began)),
        ("Answered by", run.llm),
        ("Embedded by", run.embedding_model),
        ("Digest of the sources", run.corpus_digest[:12]),
        ("Digest of the questions", result.set_digest[:12]),
        ("Seed", str(run.seed)),
        ("Versions", versions),
    )
    return f'<h2>How it was made</h2><dl class="facts">{listed(facts)}</dl>'


def _when(stamp: str) -> str:
    """The moment as people write it, in UTC; as it stands where it is none."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    if moment.tzinfo is None:
        return stamp
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
