"""What stands around an answer: what was searched, what came nearest, what else there is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Answer, Status
from assistant.attribution import dated
from assistant.differ import differences
from assistant.retrieve import together
from vectorstore.records import Filters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.evidence import Evidence
    from assistant.inquiry import Inquiry
    from assistant.select import Selected
    from vectorstore.library import Library

NEAREST = 3
"""Passages shown as the nearest ones when nothing answers."""

MOST_ELSE = 3
"""Further sources that are named."""


def present(answer: Answer, inquiry: Inquiry, library: Library) -> Answer:
    """The answer with what its reader should know besides."""
    answer = replace(answer, filters=inquiry.filters)
    if answer.clarification is not None:
        return answer
    if answer.status is not Status.NOT_FOUND:
        notes = (*answer.notes, *differences(inquiry.selected, answer), *_else(inquiry, answer))
        return replace(answer, notes=notes)
    return replace(
        answer,
        notes=(_searched(library, inquiry.filters), *answer.notes),
        nearest=tuple(together(inquiry.found)[:NEAREST]),
    )


def _searched(library: Library, filters: Filters) -> str:
    counts = library.counts()
    where = f"{counts.documents:,} documents ({counts.passages:,} passages)"
    if filters != Filters():
        where += ", those that pass the filters"
    return (
        f"Nothing in the sources here answers this. Searched {where}. "
        "Add a source that does (onrecord ingest), or ask in other words."
    )


def _else(inquiry: Inquiry, answer: Answer) -> tuple[str, ...]:
    """A line with the sources that answer too and are not shown."""
    shown = {citation.entry.id for citation in answer.citations}
    others = {
        one.hit.entry.id: one.hit.entry
        for selected in inquiry.selected
        for one in _fit(selected)
        if one.hit.entry.id not in shown
    }
    if not others:
        return ()
    told = "; ".join(f"{e.title} ({dated(e)})" for e in list(others.values())[:MOST_ELSE])
    more = len(others) - MOST_ELSE
    return (f"Also in the sources: {told}{f'; and {more} more' if more > 0 else ''}.",)


def _fit(selected: Selected) -> Sequence[Evidence]:
    return [one for one in selected.evidence if one.fit] if selected.chosen else []
