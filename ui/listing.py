"""The list of sources, and what became of added files, as HTML. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.render import count, day, escape, weighed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.needs import FailureLike, ProgressLike, ReportLike, SummaryLike

MOST_ROWS = 200
"""Rows shown at once; a longer list is narrowed by its search box."""


def sources(summaries: Sequence[SummaryLike], wanted: str = "") -> str:
    """The table of those documents whose title, publisher or path holds every wanted word."""
    if not summaries:
        return (
            '<p class="empty" role="status">No sources yet. Drop files above to add the first.</p>'
        )
    matching = [summary for summary in summaries if _matches(summary, wanted)]
    shown = sorted(matching, key=lambda summary: summary.entry.title.casefold())[:MOST_ROWS]
    caption = f"{len(matching):,} of {count(len(summaries), 'source')}"
    if len(matching) > len(shown):
        caption += f"; the first {len(shown)} are shown: type part of a title to see others"
    return (
        f'<table class="sources"><caption>{caption}</caption><thead><tr>'
        '<th scope="col">Title</th><th scope="col">Publisher</th><th scope="col">Published</th>'
        '<th scope="col">Kind</th><th scope="col" class="figure">Passages</th>'
        '<th scope="col"><span class="sr-only">Remove</span></th></tr></thead>'
        f"<tbody>{''.join(map(_row, shown))}</tbody></table>"
    )


def _matches(summary: SummaryLike, wanted: str) -> bool:
    entry = summary.entry
    text = f"{entry.title} {entry.publisher} {entry.path}".casefold()
    return all(word in text for word in wanted.casefold().split())


def _row(summary: SummaryLike) -> str:
    entry = summary.entry
    title, identifier = escape(entry.title), escape(entry.id)
    cells = {
        "Publisher": escape(entry.publisher) or "not stated",
        "Published": escape(day(entry.published)),
        "Kind": weighed(entry),
        "Passages": f"{summary.passages:,}",
    }
    return (
        f'<tr><th scope="row"><button type="button" class="title" data-document="{identifier}" '
        f'data-start="0" data-end="0">{title}</button></th>'
        + "".join(f'<td data-label="{name}">{cell}</td>' for name, cell in cells.items())
        + f'<td><button type="button" class="plain" data-remove="{identifier}" '
        f'data-title="{title}" aria-label="Remove {title}">Remove</button></td></tr>'
    )


def progress(step: ProgressLike) -> str:
    """How far the adding has come, and with which file."""
    share = f'value="{step.done}" max="{step.total}"' if step.total else ""
    name = escape(_name(step.path))
    return (
        f'<div class="working" role="status"><p>Reading {name}: {step.done:,} of {step.total:,}</p>'
        f'<progress {share} aria-label="Files read"></progress></div>'
    )


def report(made: ReportLike) -> str:
    """What became of the files: how many of each outcome, and each failure with its remedy."""
    counts = [
        (made.added, "added"),
        (made.updated, "updated"),
        (made.unchanged, "unchanged"),
        (made.duplicates, "already there under another name"),
        (len(made.failed), "failed"),
    ]
    line = ", ".join(f"{number:,} {outcome}" for number, outcome in counts if number)
    failures = "".join(map(_failure, made.failed))
    return (
        f'<div class="report" role="status"><p><strong>{line or "Nothing to add"}.</strong></p>'
        + (f'<ul class="failures">{failures}</ul>' if failures else "")
        + "</div>"
    )


def _failure(failure: FailureLike) -> str:
    hint = f"<br>{escape(failure.hint)}" if failure.hint else ""
    return f"<li><strong>{escape(_name(failure.path))}</strong>: {escape(failure.error)}{hint}</li>"


def _name(path: str) -> str:
    """The file's own name: an uploaded file stands in a folder that means nothing to a person."""
    return path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] or path
