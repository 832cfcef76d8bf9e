"""Lines that end where the page did, put together again; words cut at a line's end made whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+|[^\W\d_]{4,}")
LAST = re.compile(r"([^\W_]+)-$")
FIRST = re.compile(r"[^\W_]+")
OF_THEIR_OWN = frozenset(
    ("non self co ex anti pre post well cross so third long short high low full part mid vice semi "
     "half all far quasi pro").split()
)  # fmt: skip
"""First parts of words that are written with a hyphen wherever the line ends."""

NO_WORDS: frozenset[str] = frozenset()


def join_wrapped(lines: Iterable[str], known: frozenset[str] = NO_WORDS) -> str:
    """One paragraph of hard-wrapped lines.

    A hyphen at a line's end goes where the word is known without it (``known``: the words of the
    rest of the text, in small letters) and stays where it is known with it; of a word that is not
    known it goes, unless it stands before a capital or a figure, or after "non", "third" and such.
    """
    text = ""
    for line in lines:
        last, first = LAST.search(text[-40:]), FIRST.match(line)
        if last and first:
            keep = _keeps_hyphen(last[1], first[0], known)
            text = (text if keep else text[:-1]) + line
        else:
            text = f"{text} {line}" if text else line
    return text


def _keeps_hyphen(before: str, after: str, known: frozenset[str]) -> bool:
    if not after[0].islower() or not before[-1].isalpha():
        return True
    before, after = before.lower(), after.lower()
    if before + after in known:
        return False
    return f"{before}-{after}" in known or before in OF_THEIR_OWN


def known_words(lines: Iterable[str]) -> frozenset[str]:
    """The words of a text in small letters, those with hyphens as well; without words cut at ends.

    ``join_wrapped`` looks words up in it.
    """
    words: set[str] = set()
    for line in lines:
        text = line.rstrip()
        text = text[: text.rfind(" ") + 1] if text.endswith("-") else text
        words.update(map(str.lower, WORDS.findall(text)))
    return frozenset(words)
