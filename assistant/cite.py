"""The numbers of an answer's citations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answer import Citation

if TYPE_CHECKING:
    from vectorstore.records import Hit


PARAGRAPHS = re.compile(r"paragraphs (\d+)–(\d+)")


def _locator(hit: Hit, start: int) -> str:
    """The passage's locator; of a run of paragraphs the one that holds ``start``."""
    run = PARAGRAPHS.fullmatch(hit.passage.locator)
    if run is None:
        return hit.passage.locator
    first, last = map(int, run.groups())
    blocks = [block for block in hit.text.split("\n\n") if block not in hit.passage.heading]
    if len(blocks) != last - first + 1:
        return hit.passage.locator
    before = hit.text[: start - hit.passage.start].split("\n\n")[:-1]
    return f"paragraph {first + sum(block not in hit.passage.heading for block in before)}"


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
                locator=_locator(hit, start),
                start=start,
                end=end,
                text=hit.text[start - passage.start : end - passage.start],
            )
        return self._cited[key].number

    def all(self) -> tuple[Citation, ...]:
        """Every citation so far, in the order of their numbers."""
        return tuple(self._cited.values())
