"""The pieces of HTML that the parts of a report share. Every text is escaped here."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, kinds: Sequence[str] = ()) -> str:
    """A table with a header row; ``kinds`` are the classes of its columns, "" for none.

    It scrolls by itself where it is wider than the page, by the keyboard too.
    """
    names = [*kinds, *("" for _ in head[len(kinds) :])]
    top = "".join(
        f'<th scope="col"{_class(kind)}>{escape(cell)}</th>'
        for cell, kind in zip(head, names, strict=True)
    )
    body = "".join(f"<tr>{''.join(_cells(row, names))}</tr>" for row in rows)
    return (
        '<div class="wide" tabindex="0" role="region" aria-label="Table"><table>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(row: Sequence[str], kinds: Sequence[str]) -> Iterable[str]:
    for index, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
        tag, scope = ("td", "") if index else ("th", ' scope="row"')
        yield f"<{tag}{scope}{_class(kind)}>{escape(cell)}</{tag}>"


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def folded(summary: str, body: str) -> str:
    """A part that opens when it is asked for."""
    return f'<details class="fold"><summary>{escape(summary)}</summary>{body}</details>'


def listed(pairs: Iterable[tuple[str, str]]) -> str:
    """Names with what they are; those without anything are left out."""
    return "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in pairs if text
    )
