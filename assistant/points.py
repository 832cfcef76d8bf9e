"""Of a passage that holds several points of a provision, the one where given words stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vectorstore.records import Passage

RUN = re.compile(r"^(?P<base>.+?)\((?P<first>\w{1,4})\)–\((?P<last>\w{1,4})\)$")
MARK = re.compile(r"^\(?(?P<mark>\d{1,3}|[a-z]{1,4})[.)]", re.MULTILINE)
ROMAN = re.compile(r"[ivx]+")


class Point(NamedTuple):
    """A point's own locator and its stretch ``[start, end)`` of the document's text."""

    locator: str
    start: int
    end: int


def point_at(passage: Passage, text: str, offset: int) -> Point | None:
    """Of a run ("Objective 21(a)–(c)") the point that holds an offset of the document.

    ``text`` is the passage's. None for a passage that is no run, or where no point begins before.
    """
    run = RUN.match(passage.locator)
    if run is None:
        return None
    marks = [one for one in MARK.finditer(text) if _within(run, one["mark"])]
    here = [one for one in marks if passage.start + one.start() <= offset]
    if not here:
        return None
    first = here[-1]
    after = next((one.start() for one in marks if one.start() > first.start()), len(text))
    return Point(
        locator=f"{run['base']}({first['mark']})",
        start=passage.start + first.start(),
        end=passage.start + len(text[:after].rstrip()),
    )


def _within(run: re.Match[str], mark: str) -> bool:
    """Whether a mark is one of those that a run goes through."""
    first, last = run["first"], run["last"]
    if first.isdigit() and last.isdigit():
        return mark.isdigit() and int(first) <= int(mark) <= int(last)
    if first == "i" or len(first) > 1 or len(last) > 1:
        return ROMAN.fullmatch(mark) is not None
    return len(mark) == 1 and first <= mark <= last
