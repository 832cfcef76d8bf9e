"""The same passage in another document: an agency's story as several papers carried it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHINGLE = 5
CONTAINMENT = 0.5
"""Of the shorter passage's 5-word shingles, how many the other shares. Measured on real copies of
one agency story: 0.52 to 0.60 between copies (each paper cuts and adds), 0.20 for rewrites, under
0.06 for independent reports. The Jaccard index of the same copies is 0.21 to 0.24, too near the
rewrites to tell them apart."""

LEAST_SHINGLES = 4
"""A passage of fewer than eight words is a twin only of the very same words."""

SIZES = 0.5
"""The part of the longer one's words that the shorter must have: little may be hidden by it."""

WORD = re.compile(r"\w+")
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


class Told(Protocol):
    """What is compared: a passage's text and the document it is of."""

    @property
    def text(self) -> str:
        """The passage."""

    @property
    def document_id(self) -> str:
        """The document it is of."""


T = TypeVar("T", bound=Told)


@dataclass(frozen=True, slots=True)
class _Print:
    text: str
    words: tuple[str, ...]
    shingles: frozenset[int]
    """Hashes of its runs of words: 64 bits, so that two runs with one hash are not to be feared."""

    @property
    def figures(self) -> frozenset[str]:
        return frozenset(FIGURE.findall(self.text))


def fold(ranked: Sequence[T], most: int) -> list[tuple[T, list[T]]]:
    """The first ``most`` of ``ranked`` that are no twins of one before them, each with its twins.

    Later candidates are still taken as twins when the list is full. Order is kept.
    """
    kept: list[tuple[T, _Print, list[T]]] = []
    holders: dict[int, list[int]] = {}
    for candidate in ranked:
        print_ = _print(candidate.text)
        twins = _twins(candidate, print_, kept, holders)
        if twins is not None:
            twins.append(candidate)
        elif len(kept) < most:
            for shingle in _keys(print_):
                holders.setdefault(shingle, []).append(len(kept))
            kept.append((candidate, print_, []))
    return [(candidate, twins) for candidate, _, twins in kept]


def near_identical(one: str, other: str) -> bool:
    """Whether two passages say the same in the same words, figures included."""
    return _match(_print(one), _print(other))


def _twins(
    candidate: T,
    print_: _Print,
    kept: Sequence[tuple[T, _Print, list[T]]],
    holders: dict[int, list[int]],
) -> list[T] | None:
    """The twins of the first passage kept that ``candidate`` is a twin of, if there is one."""
    # Only passages that share a shingle are compared at all.
    near = {holder for shingle in _keys(print_) for holder in holders.get(shingle, ())}
    for position in sorted(near):
        other, other_print, twins = kept[position]
        if other.document_id != candidate.document_id and _match(print_, other_print):
            return twins
    return None


def _keys(print_: _Print) -> Iterable[int]:
    return print_.shingles or (hash(print_.words),)


def _match(one: _Print, other: _Print) -> bool:
    short, long = sorted((one, other), key=lambda print_: len(print_.words))
    if len(short.shingles) < LEAST_SHINGLES:
        return bool(short.words) and short.words == long.words
    if len(short.words) < SIZES * len(long.words):
        return False
    fewest = min(len(one.shingles), len(other.shingles))
    if len(one.shingles & other.shingles) < CONTAINMENT * fewest:
        return False
    # A corrected figure is news: where each gives one that the other does not, both are shown.
    return not (one.figures - other.figures and other.figures - one.figures)


def _print(text: str) -> _Print:
    words = tuple(WORD.findall(text.casefold()))
    runs = zip(*(words[at:] for at in range(SHINGLE)), strict=False)
    shingles = frozenset(map(hash, runs))
    return _Print(text, words, shingles)
