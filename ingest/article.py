"""Articles: news, press releases, statements, speeches and other prose, cited by paragraph."""

from __future__ import annotations

from dataclasses import replace

from ingest.byline import take_head
from ingest.dates import published_in, updated_in
from ingest.furniture import without_furniture
from ingest.reading import Block, Found, Part, Reading, Style, Table
from ingest.sections import Draft, Locator, Paragraphs
from ingest.statistics import add_paragraph, add_table

END_MARKS = {"###", "ENDS", "-ENDS-", "Ends", "- Ends -", "***"}


def compose(reading: Reading) -> tuple[Draft, Found]:
    """The story without the page around it, and what its head says of it.

    Paragraphs are counted as a reader counts them: the headline, the standfirst and the items of a
    list are none. Where there are pages, the page is the locator.
    """
    blocks, tables = _apart(reading.parts)
    blocks = without_furniture(blocks)
    head, body = take_head(blocks, reading.found)
    body, dates = _without_datelines(body)
    draft = Draft()
    for block in head.standfirst:
        if block.style is Style.HEADING:
            draft.begin(block.text, block.level)
        else:
            draft.add(block.text, Locator(unit="standfirst"), group="standfirst")
    _Story(draft, tables).add(body)
    draft.finish()
    return draft, head.found.or_else(dates)


def _apart(parts: tuple[Part, ...]) -> tuple[list[Block], dict[int, list[Table]]]:
    """The blocks, and the tables by the block (its identity) that each follows."""
    blocks: list[Block] = []
    tables: dict[int, list[Table]] = {}
    for part in parts:
        if isinstance(part, Table):
            tables.setdefault(id(blocks[-1]) if blocks else 0, []).append(part)
        elif part.text not in END_MARKS:
            blocks.append(part)
    return blocks, tables


def _without_datelines(blocks: list[Block]) -> tuple[list[Block], Found]:
    """Lines that only say when a page was published say it as metadata."""
    kept, found = [], Found()
    for block in blocks:
        short = len(block.text.split()) <= 8
        published = published_in(block.text) if short else None
        updated = updated_in(block.text) if short else None
        found = found.or_else(Found(published=published, updated=updated))
        if not (published or updated):
            kept.append(block)
    return kept, found


class _Story:
    """Adds a story's blocks to a draft, each followed by the tables that stand after it."""

    def __init__(self, draft: Draft, tables: dict[int, list[Table]]) -> None:
        self._draft = draft
        self._tables = tables
        self._paragraphs = Paragraphs()
        self._shown = 0

    def add(self, blocks: list[Block]) -> None:
        self._show(0)
        for block in blocks:
            if block.style is Style.HEADING:
                self._draft.begin(block.text, block.level)
                self._paragraphs.head()
            else:
                add_paragraph(self._draft, block, self._paragraphs)
            self._show(id(block))
        # Tables whose place was taken out with the furniture around them are still the source's.
        for key in list(self._tables):
            self._show(key)

    def _show(self, key: int) -> None:
        for table in self._tables.pop(key, []):
            self._shown += 1
            add_table(self._draft, replace(table, sheet=""), place=f"table {self._shown}")
