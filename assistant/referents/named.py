"""Agreements, laws, plans, bodies and papers that a text names, each with what tells it apart.

"an agreement on returning Iraqis who …" names one ("agreement on returning Iraqis"), "the
agreement" alone does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.claims import MONTHS
from assistant.referents.phrases import (
    ADVERBS,
    BREAKS,
    DETERMINERS,
    INSTRUMENTS,
    KINDS,
    PREPOSITIONS,
    VERBS,
)
from assistant.words import terms

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMED_BODIES = frozenset(
    "ministry department committee court council commission agency tribunal".split()
)
"""Bodies that a text calls by the bare noun once it has named them."""
PAPERS = frozenset("paper report letter release statement review judgment ruling".split())
HEADS = (INSTRUMENTS - {"law", "order", "rule", "regulation"}) | NAMED_BODIES | PAPERS
"""Nouns that a text may take up again as "the …"."""

ONE_KIND = {"deal": "agreement", "accord": "agreement", "bill": "act", "scheme": "plan"}
"""Nouns by which a text takes up what it called by another."""

HEAD = re.compile(
    rf"(?<![\w’'-])(?:{'|'.join(sorted(HEADS | {h.capitalize() for h in HEADS}))})(?![\w’'-])"
)
BEFORE = re.compile(
    r"(?P<word>[^\W_][\w’'.–-]*|[“][^“”]{3,40}[”]|\([A-Z][^()]{2,40}\))(?P<gap>,? )$"
)
DATE = re.compile(rf"(?:\d{{1,2}} )?(?:(?:{'|'.join(MONTHS)}) )?\d{{4}}", re.IGNORECASE)
CAPITAL = r"(?!The\b|An?\b|In\b|On\b)[A-Z][\w’'-]*"
NAME = rf"(?:the )?{CAPITAL}(?: (?:of |and )?(?:the )?{CAPITAL})*"
AFTER = re.compile(
    rf" (?:of|from) (?:the )?(?:\d{{1,2}} )?(?:[A-Z][a-z]+ )?\d{{4}}\b"
    rf"| (?:between|with) {NAME}(?: and {NAME})?"
    rf"| (?:of|on|for) {NAME}"
    r"| on returning [A-Z]\w+| on (?:[a-z-]+ )?(?:[a-z]+(?:s|ion|ment)|asylum)\b(?! [a-z]+s\b)"
    r"| to (?:send|return|remove|house|deport|process|relocate) [a-z]+(?: [a-z]+)?"
    rf"(?: from {NAME})?(?: to {NAME})?"
)
AFTER_NAME = re.compile(r"(?:^|[A-Z][\w’'-]* )$")
YEAR = re.compile(r" \d{4}\b")
QUOTED = re.compile(r"“[^“”]*”")
LOWER_STOPS = (
    PREPOSITIONS
    | DETERMINERS
    | BREAKS
    | ADVERBS
    | VERBS
    | frozenset("though they another one two three some any no every such other not only".split())
    | frozenset("groundbreaking historic controversial landmark unprecedented ambitious".split())
)
MOST_BEFORE = 7


EUROPE = frozenset({"europe"})
"""What tells the European Council, the Council of Europe: "the Council" of the Union is neither."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing where a text names it: ``start`` and ``end`` are offsets into that text."""

    start: int
    end: int
    text: str
    noun: str
    """Its noun as it stands: "Act", "agreement"."""
    content: frozenset[str]
    """The stems that tell it from others of its kind; empty for "the agreement"."""

    @property
    def kind(self) -> str:
        """The noun in lower case, one for those that are used alike."""
        low = self.noun.lower()
        return ONE_KIND.get(low, low)

    @property
    def is_telling(self) -> bool:
        """Whether it tells enough to stand in a bracket: a name, a date or two words."""
        if self.kind == "council" and self.content == EUROPE:
            return False
        return len(self.content) > 1 or any(
            word[0].isupper() or word[0] in "“0123456789" for word in self.text.split()
        )

    def may_be(self, other: Named) -> bool:
        """Whether both can be one thing: of one kind, and one says no other than the other."""
        alike = self.content <= other.content or other.content <= self.content
        return self.kind == other.kind and alike


@lru_cache(maxsize=16)
def named(text: str) -> tuple[Named, ...]:
    """Everything of ``HEADS`` in ``text``, in order, but what stands in somebody's words."""
    quoted = [match.span() for match in QUOTED.finditer(text)]
    return tuple(
        _named(text, head)
        for head in HEAD.finditer(text)
        if not any(start < head.start() < end for start, end in quoted)
    )


def fullest(things: Iterable[Named]) -> Named:
    """Of mentions of one thing the one that tells most, the earliest of those."""
    return max(things, key=lambda thing: (len(thing.content), -thing.start))


def groups(things: Iterable[Named]) -> list[list[Named]]:
    """Mentions that can be one thing, together; a bare one joins the only group of its kind."""
    found: list[list[Named]] = []
    for thing in sorted(things, key=lambda one: -len(one.content)):
        mine = [group for group in found if all(thing.may_be(other) for other in group)]
        if mine:
            mine[0].append(thing)
        else:
            found.append([thing])
    return found


def _named(text: str, head: re.Match[str]) -> Named:
    capital = head.group()[0].isupper()
    start = _reach_back(text, head.start(), capital=capital)
    end = _reach_on(text, head.end(), capital=capital)
    words = " ".join((text[start : head.start()], text[head.end() : end]))
    content = frozenset(terms(words)) - KINDS
    return Named(start, end, text[start:end], head.group(), content)


def _reach_on(text: str, end: int, *, capital: bool) -> int:
    if capital and (year := YEAR.match(text, end)):
        return year.end()
    after = AFTER.match(text, end)
    return after.end() if after else end


def _reach_back(text: str, start: int, *, capital: bool) -> int:
    """Where the words begin that belong to the noun at ``start``."""
    begin = at = start
    for _ in range(MOST_BEFORE if capital else 4):
        before = BEFORE.search(text, max(0, at - 48), at)
        if before is None:
            break
        word, low = before["word"], before["word"].lower()
        if capital:
            if word in {"and", "of", "on"}:
                at = before.start()  # belongs to it only where a capital stands before it
                continue
            if not (word[0].isupper() or word[0] == "(") or low in DETERMINERS | PREPOSITIONS:
                break
        elif "," in before["gap"] or low in LOWER_STOPS or low.endswith(("’s", "'s", "ly")):
            break
        elif word.islower() and low.endswith("s") and AFTER_NAME.search(text[: before.start()]):
            break  # "Guatemala approves new legislation"
        begin = at = before.start()
    return begin
