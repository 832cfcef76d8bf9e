"""Where the words of a quotation stand in a run of words: exactly, nearly, or in pieces."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from vectorstore.fulltext import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.quotes.shelf import Stretch

LIGHT = 0.4
"""What a word such as "of" counts beside a word that says something."""

LEAST_SHARES = ((8, 0.6), (5, 0.66), (0, 0.75))
"""Of a quotation of so many words, the part that must stand at one place to be found there.

The fewer the words, the sooner they meet by chance: "the small boats crisis" is not a quotation of
whoever said "the small boats"."""

LEAST_TOLD = 2
"""Words that say something which must be among them, if the quotation has as many."""

LONG_RUN = 5
"""Words in a row that are enough without."""

LEAST_PIECE = 4
"""Words of the shortest piece that a spliced quotation can be made of."""

PIECE_WEIGHT = 2.0
LEAST_COVER = 0.82
"""The part of a spliced quotation that its pieces hold together."""

SLACK = 1.6
"""How much longer than the quotation the run of text may be in which it is looked for."""

WINDOWS = 3
SHORT, BETWEEN = 5, 3
"""Words of a short quotation, and words of the source that may stand between them."""


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
    """The part of the quotation that stands there, in order, by the weight of its words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``size`` words that the quotation has from ``quote`` on and a run of words from ``source``.

    ``run`` is the number of the run.
    """

    run: int
    source: int
    quote: int
    size: int


def exact(quote: Sequence[str], stretch: Stretch) -> list[Alignment]:
    """Every place where the whole of ``quote`` stands, on whole words."""
    return [
        Alignment(start=at, end=at + len(quote), changes=(), share=1.0)
        for at in find(quote, stretch.joined)
    ]


def find(quote: Sequence[str], joined: str) -> list[int]:
    """The positions of ``quote`` in words that are joined by NULs, with one at either end."""
    if not quote:
        return []
    wanted, found = "\0".join(["", *quote, ""]), []
    at, words, counted = joined.find(wanted), 0, 0
    while at >= 0:
        words += joined.count("\0", counted, at)
        counted = at
        found.append(words)
        at = joined.find(wanted, at + 1)
    return found


def align(quote: Sequence[str], source: Sequence[str]) -> Alignment | None:
    """The best place of ``quote`` in ``source`` with what differs; None where there is none."""
    total = weigh(quote)
    best: Alignment | None = None
    for first, last in _windows(quote, source):
        found = _in_window(quote, source, first, last, total)
        if found is not None and (best is None or found.share > best.share):
            best = found
    return best


def weigh(words: Sequence[str]) -> float:
    """How much words say."""
    return sum(LIGHT if word in STOP_WORDS else 1.0 for word in words)


def _in_window(
    quote: Sequence[str], source: Sequence[str], first: int, last: int, total: float
) -> Alignment | None:
    matcher = SequenceMatcher(a=source[first:last], b=quote, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    shared = [word for block in blocks for word in quote[block.b : block.b + block.size]]
    share = weigh(shared) / total
    least = next(share for words, share in LEAST_SHARES if len(quote) >= words)
    if share < least or not (_tells(shared, quote) or max(b.size for b in blocks) >= LONG_RUN):
        return None
    # Words of the quotation beyond the shared ones stand against as many of the source's.
    start = max(0, first + blocks[0].a - blocks[0].b)
    end = blocks[-1]
    stop = min(len(source), first + end.a + end.size + len(quote) - end.b - end.size)
    return Alignment(
        start=start, end=stop, changes=_changes(quote, source, start, stop), share=share
    )


def thinned(quote: Sequence[str], source: Sequence[str]) -> Alignment | None:
    """Where all words of a short quotation stand in order, with a few words of the source between.

    "risks disappear" shares no two neighbours with "risks do not disappear".
    """
    if not 1 < len(quote) <= SHORT or weigh(quote) < PIECE_WEIGHT:
        return None
    for start, word in enumerate(source):
        if word != quote[0]:
            continue
        places, at = [start], start
        for wanted in quote[1:]:
            at = next(
                (n for n in range(at + 1, at + 2 + BETWEEN) if source[n : n + 1] == [wanted]), -1
            )
            if at < 0:
                break
            places.append(at)
        if len(places) == len(quote) and at - start < len(quote) + BETWEEN:
            stop = at + 1
            changes = _changes(quote, source, start, stop)
            return Alignment(start=start, end=stop, changes=changes, share=1.0)
    return None


def _tells(shared: Sequence[str], quote: Sequence[str]) -> bool:
    told, wanted = (sum(word not in STOP_WORDS for word in words) for words in (shared, quote))
    return told >= min(LEAST_TOLD, wanted)


def _windows(quote: Sequence[str], source: Sequence[str]) -> list[tuple[int, int]]:
    """The runs of ``source`` that share most pairs of neighbouring words with ``quote``."""
    wanted: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, pair in enumerate(pairwise(quote)):
        wanted[pair].append(position)
    votes: Counter[int] = Counter()
    band = max(4, len(quote) // 4)
    for position, pair in enumerate(pairwise(source)):
        for place in wanted.get(pair, ()):
            votes[(position - place) // band] += 1
    ranked = sorted(votes, key=lambda b: (-votes[b] - votes.get(b + 1, 0), b))
    chosen: list[int] = []
    for bucket in ranked:
        if all(abs(bucket - other) > 1 for other in chosen):
            chosen.append(bucket)
        if len(chosen) == WINDOWS:
            break
    found = []
    for bucket in chosen:
        start = max(0, bucket * band - band)
        found.append((start, min(len(source), start + int(SLACK * len(quote)) + 3 * band)))
    return found


def _changes(
    quote: Sequence[str], source: Sequence[str], start: int, stop: int
) -> tuple[Change, ...]:
    matcher = SequenceMatcher(a=source[start:stop], b=quote, autojunk=False)
    return tuple(
        Change(source=(start + a, start + b), quote=(c, d))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    )


def pieces(quote: Sequence[str], runs: Sequence[Sequence[str]]) -> list[Piece]:
    """The pieces of which ``quote`` was put together, in its order; empty where it was not.

    Each piece is as long as it can be, and together they hold nearly all of the quotation.
    """
    chosen: list[Piece] = []
    for piece in sorted(_shared(quote, runs), key=lambda p: (-p.size, p.run, p.quote, p.source)):
        cut = _clear(piece, chosen)
        if cut.size >= LEAST_PIECE and weigh(quote[cut.quote :][: cut.size]) >= PIECE_WEIGHT:
            chosen.append(cut)
    chosen.sort(key=lambda piece: piece.quote)
    held = sum(weigh(quote[p.quote : p.quote + p.size]) for p in chosen)
    few = len(chosen) <= max(2, len(quote) // 6)
    return chosen if len(chosen) > 1 and few and held >= LEAST_COVER * weigh(quote) else []


def _clear(piece: Piece, chosen: Sequence[Piece]) -> Piece:
    """What is left of ``piece`` beside the pieces already chosen."""
    first, last = piece.quote, piece.quote + piece.size
    for other in chosen:
        start, end = other.quote, other.quote + other.size
        if start <= first < end:
            first = min(end, last)
        if start < last <= end:
            last = max(start, first)
        if first < start and end < last:
            last = start
    return Piece(piece.run, piece.source + first - piece.quote, first, last - first)


def _shared(quote: Sequence[str], runs: Sequence[Sequence[str]]) -> list[Piece]:
    """The longest runs of words that the quotation shares with each run."""
    wanted: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(quote) - LEAST_PIECE + 1):
        wanted[tuple(quote[at : at + LEAST_PIECE])].append(at)
    found = []
    for number, run in enumerate(runs):
        open_: dict[int, Piece] = {}  # by how far the source's position is ahead
        grams = zip(*(run[at:] for at in range(LEAST_PIECE)), strict=False)
        for position, gram in enumerate(grams):
            for place in wanted.get(gram, ()):
                ahead = position - place
                last = open_.get(ahead)
                if last is not None and last.quote + last.size >= place + LEAST_PIECE - 1:
                    size = place + LEAST_PIECE - last.quote
                    open_[ahead] = Piece(number, last.source, last.quote, size)
                    continue
                if last is not None:
                    found.append(last)
                open_[ahead] = Piece(number, position, place, LEAST_PIECE)
        found += open_.values()
    return found
