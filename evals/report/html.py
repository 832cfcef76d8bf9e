"""A result as one HTML file that needs nothing else: plots, every case with its evidence, filters.

``fragment`` is the same without the frame, for a page that has one.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from evals.report.plots import changes, plots
from evals.report.words import (
    change,
    enough,
    figure,
    heading,
    interval,
    ordered,
    state,
    warnings,
)
from evals.store import replace_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evals.results import CaseResult, Comparison, Evidence, Matrix, Result

HERE = Path(__file__).parent
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
STATES = (
    ("", "all cases"),
    ("notright", "not right"),
    ("failed", "failed"),
    ("lost", "lost since the older run"),
    ("won", "won since the older run"),
)


def write_html(result: Result, path: Path) -> None:
    """Write the page, whole or not at all."""
    replace_text(path, page(result))


def page(result: Result) -> str:
    """The page. Everything in it that came from a source or a question is escaped."""
    style = (HERE / "page.css").read_text(encoding="utf-8")
    script = (HERE / "page.js").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>Evaluation, {escape(result.run.began[:10])}</title><style>{style}</style></head>"
        f"<body>{fragment(result)}<script>{script}</script></body></html>\n"
    )


def fragment(result: Result) -> str:
    """The page without its frame: headings, tables, plots, cases."""
    return "".join(_parts(result))


def _parts(result: Result) -> Iterator[str]:
    run = result.run
    yield f"<h1>Evaluation</h1><p>{escape(heading(result))}</p>"
    yield (
        f'<p class="soft">{escape(", ".join(result.sets))}; {escape(run.began)}; sources '
        f"{escape(run.corpus_digest[:12])}; questions {escape(result.set_digest[:12])}; seed "
        f"{run.seed}; "
        + escape(", ".join(f"{name} {version}" for name, version in run.versions.items()))
        + "</p>"
    )
    for warning in warnings(result):
        yield f'<p class="warning">{escape(warning)}</p>'
    if result.gates:
        yield "<h2>Gates</h2>" + "".join(
            f'<p class="{"holds" if gate.holds else "fails"}">'
            f"{'holds' if gate.holds else 'fails'}: "
            f"{escape(f'{gate.demand}: {gate.reason}')}</p>"
            for gate in result.gates
        )
    if result.comparison:
        yield _comparison(result.comparison, result)
    yield "<h2>Metrics</h2>" + _metrics(result)
    if told := enough(result):
        yield f'<p class="soft">{escape(told)}</p>'
    if drawn := list(plots(result)):
        yield '<h2>Plots</h2><div class="plots">'
        for name, drawing, told in drawn:
            yield (
                f"<figure><h3>{escape(name)}</h3>{drawing}"
                f"<figcaption>{escape(told)}</figcaption></figure>"
            )
        yield "</div>"
    for name, matrix in result.matrices.items():
        yield _matrix(name, matrix)
    yield _cases(result)


def _metrics(result: Result) -> str:
    rows = (
        (
            name,
            figure(name, result.metrics[name].value),
            interval(name, result.metrics[name]),
            str(result.metrics[name].n),
            str(result.metrics[name].clusters),
        )
        for name in ordered(result.metrics)
    )
    return _table(("metric", "value", "95 %", "n", "documents"), rows)


def _matrix(name: str, matrix: Matrix) -> str:
    columns = list(dict.fromkeys(found for row in matrix.counts.values() for found in row))
    rows = (
        (expected, *(str(row.get(column, 0)) for column in columns))
        for expected, row in matrix.counts.items()
    )
    head = (f"{matrix.expected} ↓ {matrix.found} →", *columns)
    return f"<h2>{escape(name.capitalize())}</h2>{_table(head, rows)}"


def _comparison(comparison: Comparison, result: Result) -> str:
    notes = "".join(f'<p class="warning">{escape(note)}</p>' for note in comparison.notes)
    rows = (
        (
            name,
            figure(name, found.old),
            figure(name, found.new),
            f"{found.value:+.3f}",
            f"{found.low:+.3f} – {found.high:+.3f}",
            f"{found.better} / {found.worse}",
            change(found),
        )
        for name, found in comparison.metrics.items()
        if found.better or found.worse
    )
    head = ("metric", "before", "now", "change", "95 %", "better / worse", "")
    plot = changes(comparison, result)
    figure_ = f'<figure class="plots">{plot}</figure>' if plot else "<p>No metric changed.</p>"
    return (
        f"<h2>Beside {escape(comparison.old)}</h2>{notes}{figure_}{_table(head, rows)}"
        + _links("Lost", comparison.lost)
        + _links("Won", comparison.won)
    )


def _links(word: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    links = ", ".join(f'<a href="#{escape(_anchor(n))}">{escape(n)}</a>' for n in names)
    return f"<p>{word}: {links}</p>"


def _cases(result: Result) -> str:
    kinds = sorted({case.kind for case in result.cases})
    states = STATES if result.comparison else STATES[:3]
    chosen = "".join(f'<option value="{value}">{told}</option>' for value, told in states)
    named = "".join(f'<option value="{escape(k)}">{escape(k)}</option>' for k in kinds)
    comparison = result.comparison
    lost = set(comparison.lost) if comparison else set()
    won = set(comparison.won) if comparison else set()
    cases = "".join(_case(case, lost=case.id in lost, won=case.id in won) for case in result.cases)
    return (
        f'<h2>Cases</h2><div id="filters"><select id="show" aria-label="Which cases">{chosen}'
        f'</select><select id="kind" aria-label="Kind"><option value="">every kind</option>{named}'
        '</select><input id="words" type="search" placeholder="words" aria-label="Words">'
        f'<span id="count" class="soft"></span></div>{cases}'
    )


def _case(case: CaseResult, *, lost: bool, won: bool) -> str:
    word = state(case)
    states = [word, "" if word == "right" else "notright", "lost" * lost, "won" * won]
    scores = (
        (name, f"{above:g} / {below:g}") for name, (above, below) in sorted(case.scores.items())
    )
    tags = " · ".join(filter(None, (case.kind, case.status, *case.tags)))
    body = [
        _told("Asked", case.asked),
        _told("Expected", case.expected),
        _told("Given", case.answer),
        _evidence("Cited", case.cited),
        _evidence("Gold", case.gold),
        _evidence("Retrieved", case.retrieved),
    ]
    first = case.asked.splitlines()[-1] if case.asked else case.id
    return (
        f'<details class="case {word}" id="{escape(_anchor(case.id))}" '
        f'data-states="{escape(" ".join(filter(None, states)))}" data-kind="{escape(case.kind)}">'
        f"<summary><b>{escape(case.id)}</b> {escape(first[:160])}"
        f'<span class="tag">{escape(word)} · {escape(tags)}</span></summary>'
        f'<div class="body"><dl>{"".join(body)}</dl>'
        f'<div class="wide">{_table(("score", "of the case"), scores)}</div></div></details>'
    )


def _anchor(name: str) -> str:
    return f"case-{name}"


def _told(name: str, text: str) -> str:
    return f"<dt>{name}</dt><dd>{escape(text)}</dd>" if text else ""


def _evidence(name: str, found: Sequence[Evidence]) -> str:
    if not found:
        return ""
    kinds = {True: "good", False: "bad", None: ""}
    quotes = "".join(
        f'<blockquote class="{kinds[one.good]}"><b>{escape(one.label)}</b>{escape(one.text)}'
        "</blockquote>"
        for one in found
    )
    return f"<dt>{name}</dt><dd>{quotes}</dd>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f'<div class="wide"><table><tr>{top}</tr>{body}</table></div>'
