"""A chat model chooses a table and writes a query; the query is run in the sandbox and shown.

The model states no number: what is answered is what its query came to, over a table that accounts
for every country and kind that the question names. Anything else it says is not used.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Citation, Sentence, Status
from assistant.attribution import stated
from assistant.figures.asked import is_of_figures, understand
from assistant.figures.find import find
from assistant.figures.sandbox import QueryRefused, run
from assistant.figures.series import spoken
from assistant.figures.sources import document, sources
from assistant.figures.vocabulary import NARROWING
from assistant.figures.wording import number
from assistant.injection import visible
from assistant.models import complete, model_name
from assistant.places import place_of
from assistant.prompts import load_prompt
from vectorstore.records import Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from langchain_core.language_models import BaseChatModel

    from assistant.figures.find import Candidate
    from assistant.spending import Meter
    from vectorstore.library import Library
    from vectorstore.records import Entry

MOST_TABLES = 6
MOST_MEMBERS = 40
OBJECT = re.compile(r"\{.*\}", re.DOTALL)


def written(
    question: str,
    library: Library,
    model: BaseChatModel,
    meter: Meter,
    filters: Filters = Filters(),
    may_see: Callable[[Entry], bool] = lambda _: True,
) -> Answer | None:
    """What a query that ``model`` wrote comes to; None where it wrote none that can be run.

    ``may_see`` says which documents the model may be told of. Raises ModelError where the model
    does not answer.
    """
    candidates = _candidates(question, library, filters, may_see)
    if not candidates:
        return None
    prompt = load_prompt("figures").substitute(question=question, tables=_told(candidates))
    chosen = _chosen(complete(model, [("user", prompt)], meter), len(candidates))
    if chosen is None:
        return None
    candidate, query = candidates[chosen[0] - 1], chosen[1]
    table = library.figure_table(candidate.source.kept)
    try:
        ran = run(table, candidate.measure, query)
    except QueryRefused:
        return None
    value = ran.rows[0][0] if len(ran.rows) == 1 and len(ran.columns) == 1 else None
    if not isinstance(value, int | float):
        return None
    return _answer(question, library, candidate, query, float(value), model_name(model))


def _candidates(
    question: str, library: Library, filters: Filters, may_see: Callable[[Entry], bool]
) -> list[Candidate]:
    """The nearest tables, those that lack a country or a kind that is named left out."""
    if not is_of_figures(question):
        return []
    asked = understand(question)
    near = [
        one
        for one in find(asked, sources(library, filters))
        if one.source.kept.current
        and may_see(one.source.entry)
        and 2 * len(one.missing) <= len(asked.words)
        and not any(word in NARROWING or place_of(word) for word in one.missing)
    ]
    return near[:MOST_TABLES] if asked.things else []


def _told(candidates: Sequence[Candidate]) -> str:
    return "\n\n".join(_table(at, one) for at, one in enumerate(candidates, start=1))


def _table(at: int, candidate: Candidate) -> str:
    head, what = candidate.source.head, candidate.what
    covers = head.covers
    periods = f"{spoken(covers.first)} to {spoken(covers.last)}" if covers else "none"
    labels = "; ".join(period.label for period in head.periods[:3])
    lines = [
        f"TABLE {at}: {head.title}",
        f"measure: {what.name} ({what.nature}, {what.unit or 'no unit'})",
        f"periods: {periods}, written like: {labels}",
        *(
            f'"{dimension.name}": {"; ".join(dimension.members[:MOST_MEMBERS])}'
            + (" …" if len(dimension.members) > MOST_MEMBERS else "")
            for dimension in head.dimensions
        ),
    ]
    return "\n".join(" ".join(visible(line).split())[:2000] for line in lines)


def _chosen(reply: str, tables: int) -> tuple[int, str] | None:
    """The number of the table and the query that a reply holds; None where it holds none."""
    match = OBJECT.search(reply)
    try:
        said: Any = json.loads(match[0]) if match else None
    except json.JSONDecodeError:
        return None
    if not isinstance(said, dict):
        return None
    table, query = said.get("table"), said.get("sql")
    if not isinstance(table, int) or isinstance(table, bool) or not isinstance(query, str):
        return None
    return (table, query) if 1 <= table <= tables else None


def _answer(
    question: str, library: Library, candidate: Candidate, query: str, value: float, by: str
) -> Answer | None:
    source = candidate.source
    head = source.head
    text = document(library, source).text
    if not head.start < head.end <= len(text):
        return None
    citation = Citation(
        number=1,
        entry=source.entry,
        locator=f"sheet {head.sheet}" if head.sheet else "the table",
        start=head.start,
        end=head.end,
        text=text[head.start : head.end],
    )
    shown = number(value, candidate.what.unit)
    told = f"{shown}, by a query over “{candidate.what.name}” in the table “{head.title}”."
    when = stated(source.released)
    return Answer(
        question=question,
        standalone_question=question,
        status=Status.ANSWERED,
        sentences=(Sentence(text=told, citations=(1,), attribution=f"{source.release}"),),
        citations=(citation,),
        notes=(
            f"The query was written by {by} and run over the table; read it before you rely on it.",
            f"SQL: {query}",
            *((f"Released {when}.",) if when else ()),
        ),
        model=by,
    )
