"""The numbers of an answer's citations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answer import Citation
from assistant.points import point_at

if TYPE_CHECKING:
    from vectorstore.records import Hit, Passage


PARAGRAPHS = re.compile(r"paragraphs (\d+)–(\d+)")


def locator_at(passage: Passage, text: str, start: int) -> str:
    """Where ``start`` (an offset in the document) stands in a passage whose text is ``text``.

    The passage's locator; of a run of paragraphs or of points the one that holds the offset.
    """
    if point := point_at(passage, text, start):
        return point.locator
    run = PARAGRAPHS.fullmatch(passage.locator)
    if run is None:
        return passage.locator
    first, last = map(int, run.groups())
    blocks = [block for block in text.split("\n\n") if block not in passage.heading]
    if len(blocks) != last - first + 1:
        return passage.locator
    before = text[: start - passage.start].split("\n\n")[:-1]
    return f"paragraph {first + sum(block not in passage.heading for block in before)}"


class Citations:
    """Numbers cited spans 1, 2, 3 … in the order of first use; the same span keeps its number."""

    def __init__(self) -> None:
        self._cited: dict[tuple[str, int, int], Citation] = {}

    def number(self, hit: Hit, start: int, end: int) -> int:
        """The number of the words ``document.text[start:end]``, which stand in ``hit``.

        Raises ValueError when the span is empty or not wholly inside the passage of ``hit``.
        """
        passage = hit.passage
        if not passage.start <= start < end <= passage.end:
            raise ValueError(f"[{start}, {end}) is not in [{passage.start}, {passage.end})")
        key = (hit.entry.id, start, end)
        if key not in self._cited:
            self._cited[key] = Citation(
                number=len(self._cited) + 1,
                entry=hit.entry,
                locator=locator_at(passage, hit.text, start),
                start=start,
                end=end,
                text=hit.text[start - passage.start : end - passage.start],
            )
        return self._cited[key].number

    def all(self) -> tuple[Citation, ...]:
        """Every citation so far, in the order of their numbers."""
        return tuple(self._cited.values())
