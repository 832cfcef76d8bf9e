"""Where the words of a quotation stand in a text: exactly, nearly, or in pieces."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.quotes.tokens import Token

LEAST_SHARE = 0.6
"""The share of a quotation's words that must stand at one place for it to be found there."""

LEAST_PIECE = 4
"""Words of the shortest piece that a spliced quotation can be made of."""

LEAST_PIECES_SHARE = 0.8
SLACK = 1.5
"""How much longer than the quotation the stretch of text may be in which it is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A difference: words ``[a, b)`` of the source stand where the quotation has ``[c, d)``."""

    source: tuple[int, int]
    quote: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Words ``[start, end)`` of a source against the whole of a quotation."""

    start: int
    end: int
    changes: tuple[Change, ...]
    share: float
    """The share of the quotation's words that stand there, in order."""


def align(quote: Sequence[str], source: Sequence[str]) -> Alignment | None:
    """The best place of ``quote`` in ``source``, both as normalised words; None for no place."""
    exact = find(quote, source)
    if exact is not None:
        return Alignment(start=exact, end=exact + len(quote), changes=(), share=1.0)
    window = _window(quote, source)
    if window is None:
        return None
    offset, end = window
    matcher = SequenceMatcher(a=source[offset:end], b=quote, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    share = sum(block.size for block in blocks) / len(quote)
    if share < LEAST_SHARE:
        return None
    first, last = blocks[0], blocks[-1]
    # Words of the quotation beyond the shared ones stand against as many of the source's.
    start = max(0, offset + first.a - first.b)
    stop = min(len(source), offset + last.a + last.size + len(quote) - last.b - last.size)
    return Alignment(
        start=start, end=stop, changes=_changes(quote, source, start, stop), share=share
    )


def find(quote: Sequence[str], source: Sequence[str]) -> int | None:
    """The first position of the whole of ``quote`` in ``source``, on whole words."""
    if not quote:
        return None
    text, wanted = "\0".join(["", *source, ""]), "\0".join(["", *quote, ""])
    at = text.find(wanted)
    return None if at < 0 else text.count("\0", 0, at)


def pieces(quote: Sequence[str], source: Sequence[str]) -> list[tuple[int, int, int]]:
    """Runs of a quotation that stand apart in ``source``: (source, quote, words) of each.

    Empty unless two runs or more hold nearly all of the quotation.
    """
    found: list[tuple[int, int, int]] = []
    position = 0
    while position < len(quote):
        run = _longest(quote, source, position)
        if run is None:
            position += 1
            continue
        found.append(run)
        position = run[1] + run[2]
    held = sum(size for _, _, size in found)
    return found if len(found) > 1 and held >= LEAST_PIECES_SHARE * len(quote) else []


def _longest(quote: Sequence[str], source: Sequence[str], at: int) -> tuple[int, int, int] | None:
    best: tuple[int, int, int] | None = None
    size = LEAST_PIECE
    while at + size <= len(quote):
        place = find(quote[at : at + size], source)
        if place is None:
            break
        best, size = (place, at, size), size + 1
    return best


def _window(quote: Sequence[str], source: Sequence[str]) -> tuple[int, int] | None:
    """The stretch of ``source`` that shares most pairs of neighbouring words with ``quote``."""
    wanted: dict[tuple[str, str], list[int]] = {}
    for position, pair in enumerate(pairwise(quote)):
        wanted.setdefault(pair, []).append(position)
    votes: Counter[int] = Counter()
    band = max(4, len(quote) // 4)
    for position, pair in enumerate(pairwise(source)):
        for place in wanted.get(pair, ()):
            votes[(position - place) // band] += 1
    if not votes:
        return None
    best = max(votes, key=lambda bucket: (votes[bucket] + votes.get(bucket + 1, 0), -bucket))
    start = max(0, best * band - band)
    return start, min(len(source), start + int(SLACK * len(quote)) + 3 * band)


def _changes(
    quote: Sequence[str], source: Sequence[str], start: int, stop: int
) -> tuple[Change, ...]:
    matcher = SequenceMatcher(a=source[start:stop], b=quote, autojunk=False)
    return tuple(
        Change(source=(start + a, start + b), quote=(c, d))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    )


def norms(tokens: Sequence[Token]) -> list[str]:
    """The words as they are compared."""
    return [token.norm for token in tokens]
