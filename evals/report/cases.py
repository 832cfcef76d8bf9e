"""The cases of a result as HTML: each opens to its answer, evidence, gold and scores."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from evals.judged.tasks import TASKS
from evals.report.judged import opinion
from evals.report.markup import folded
from evals.report.words import state, status, why

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evals.results import CaseResult, Evidence, Opinion, Result

STATES = (
    ("", "all cases"),
    ("notright", "not right"),
    ("wrong", "wrong"),
    ("failed", "failed"),
    ("lost", "lost since the older run"),
    ("won", "won since the older run"),
    ("changed", "answered otherwise than in the older run"),
)
MARKS = {"right": "✓", "wrong": "✗", "failed": "!"}
EXCERPT = 200


def cases(result: Result) -> str:
    """Filters, and every case; what is not right comes first."""
    states = {case.id: list(_states(case, result)) for case in result.cases}
    shown = sorted(result.cases, key=lambda case: case.right is True)
    before = result.comparison.before if result.comparison else {}
    return (
        f'<h2>Cases</h2>{_filters(result, list(states.values()))}<div class="cases">'
        + "".join(_case(case, states[case.id], before.get(case.id, "")) for case in shown)
        + '</div><p class="none soft" hidden>No case fits.</p>'
    )


def anchor(name: str) -> str:
    """The id of a case's element."""
    return f"case-{name}"


def _states(case: CaseResult, result: Result) -> Iterator[str]:
    """What a case can be filtered by."""
    yield state(case)
    if case.right is not True:
        yield "notright"
    if result.comparison:
        yield from (
            name
            for name, ids in (
                ("lost", result.comparison.lost),
                ("won", result.comparison.won),
                ("changed", result.comparison.before),
            )
            if case.id in ids
        )


def _filters(result: Result, states: Sequence[Sequence[str]]) -> str:
    counted = [
        (value, told, sum(value in one for one in states) if value else len(states))
        for value, told in STATES
    ]
    chosen = [(value, f"{told} ({n})") for value, told, n in counted if n or not value]
    menus = [
        _menu("state", "Which cases", chosen),
        _named("kind", "Kind", "every kind", (case.kind for case in result.cases)),
        _named("tag", "Tag", "every tag", (tag for case in result.cases for tag in case.tags)),
        _named("language", "Language", "every language", (c.language for c in result.cases)),
    ]
    return (
        f'<div class="filters" role="search" aria-label="Cases">{"".join(menus)}'
        '<label>Words <input type="search" name="words"></label>'
        '<button type="button" name="open">Open all shown</button>'
        f'<span class="count soft" role="status">{len(result.cases)} shown</span></div>'
    )


def _named(name: str, label: str, every: str, values: Iterable[str]) -> str:
    """A menu of values, where there is a choice."""
    found = sorted(set(values))
    if not found or (len(found) == 1 and name != "tag"):
        return ""
    return _menu(name, label, [("", every), *((one, one) for one in found)])


def _menu(name: str, label: str, options: Sequence[tuple[str, str]]) -> str:
    shown = "".join(
        f'<option value="{escape(value)}">{escape(told)}</option>' for value, told in options
    )
    return f'<label>{label} <select name="{name}">{shown}</select></label>'


def _case(case: CaseResult, states: Sequence[str], before: str) -> str:
    word = state(case)
    about = " · ".join(filter(None, (case.kind, status(case), *case.tags)))
    lines = case.asked.splitlines() or [case.id]
    first = lines[0 if case.type == "extraction" else -1]  # a text's beginning, a question's end
    return (
        f'<details class="case {word}" id="{escape(anchor(case.id))}" '
        f'data-states="{escape(" ".join(states))}" data-kind="{escape(case.kind)}" '
        f'data-language="{escape(case.language)}" data-tags="{escape("|".join(case.tags))}">'
        f'<summary><span class="state">{MARKS[word]} {word}</span> {escape(_cut(first))} '
        f'<span class="about">{escape(case.id)} · {escape(about)}</span></summary>'
        f'<div class="body">{_body(case, before)}</div></details>'
    )


def _body(case: CaseResult, before: str) -> str:
    reason = why(case)
    return (
        (f'<p class="why">{escape(reason)}</p>' if reason else "")
        + f"<dl>{_told('Asked', case.asked)}{_told('Expected', case.expected)}"
        + f"{_told('Answer', case.answer)}{_told('Answer of the older run', before)}</dl>"
        + '<div class="beside">'
        + _evidence("Cited", case.cited)
        + _evidence("Gold", case.gold)
        + "</div>"
        + _judged(case)
        + _retrieved(case)
        + _scores(case)
    )


def _told(name: str, text: str) -> str:
    return f"<div><dt>{name}</dt><dd>{escape(text)}</dd></div>" if text else ""


def _evidence(name: str, found: Sequence[Evidence]) -> str:
    return f"<section><h4>{name}</h4>{_quoted(found)}</section>" if found else ""


def _judged(case: CaseResult) -> str:
    """What a chat model found: marked where every repeat gave the best label, or none did."""
    if not case.judged:
        return ""
    told = "".join(
        f'<blockquote class="{_found(one)}"><b>{escape(one.metric)}: {escape(one.about)}</b>'
        f"{escape(opinion(one))}</blockquote>"
        for one in case.judged
    )
    return folded("Judged by a chat model", told)


def _found(one: Opinion) -> str:
    best = next((task.best for task in TASKS.values() if task.metric.name == one.metric), "")
    given = {label == best for label in one.labels if label}
    return "" if len(given) != 1 else "good" if given == {True} else "bad"


def _retrieved(case: CaseResult) -> str:
    if not case.retrieved:
        return ""
    gold = sum(one.good is True for one in case.retrieved)
    told = f"Retrieved: {len(case.retrieved)} passages"
    if case.gold:
        told += f", {gold} of them gold"
    return folded(told, _quoted(case.retrieved))


def _quoted(found: Sequence[Evidence]) -> str:
    kinds = {True: "good", False: "bad", None: ""}
    words = {True: " (gold)", False: " (not gold)", None: ""}
    return "".join(
        f'<blockquote class="{kinds[one.good]}"><b>{escape(one.label)}{words[one.good]}</b>'
        f"{escape(one.text) or '<i>the document as a whole</i>'}{_way(one)}</blockquote>"
        for one in found
    )


def _way(one: Evidence) -> str:
    """The way to the source; a page with the index beside it follows it, a file shows none."""
    if not one.document:
        return ""
    return (
        f'<br><button type="button" class="open-source" data-document="{escape(one.document)}" '
        f'data-start="{one.start}" data-end="{one.end}">Open the source</button>'
    )


def _scores(case: CaseResult) -> str:
    """Each score as a value; numerator and denominator where they say more."""
    if not case.scores:
        return ""
    items = "".join(
        f"<li>{escape(name)} <b>{_value(*pair)}</b></li>"
        for name, pair in sorted(case.scores.items())
    )
    return folded("Scores", f'<ul class="scores">{items}</ul>')


def _value(above: float, below: float) -> str:
    if below in {0.0, 1.0}:
        return f"{above:.4g}"
    return f"{above / below:.3f} ({above:g} of {below:g})"


def _cut(text: str) -> str:
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"
