"""The head of a story as plain text prints it: headline, standfirst, byline, date, publisher."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ingest.dates import as_date, first_date, is_date_line, published_in, updated_in
from ingest.furniture import is_story
from ingest.reading import Block, Found, Style

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_HEAD = 14
"""Lines before the first paragraph of prose that may be a head; more is a list, not a head."""

LONGEST_STANDFIRST = 35
"""Words above which a line is a paragraph even if it does not end as a sentence does."""

OUTLETS = re.compile(
    r"^(?:the )?(?:[\w’'&.-]+ ){0,4}(?:times|post|news|standard|herald|tribune|guardian|chronicle|"
    r"journal|telegraph|gazette|mail|express|mirror|press|today|observer|independent|sun|star|"
    r"reuters|bbc|cnn|itv|politico|euronews|al jazeera|economist|spectator|metro|argus|echo|"
    r"courier|record|scotsman|inquirer|globe|bulletin|agency|weekly|daily|media|wire)"
    r"(?: online| media| news)?$",
    re.IGNORECASE,
)
SECTIONS = re.compile(
    r"^(?:politics|uk(?: politics| news)?|world|europe|business|home|news|international|national|"
    r"opinion|analysis|society|law|immigration|migration|crime|latest|breaking|exclusive|comment|"
    r"world news|us news|home news|local|economy|features?|explainer|live|video)$",
    re.IGNORECASE,
)
NAME = r"[A-ZÀ-Þ][\w’'.-]*[\w.]"
BY = re.compile(
    rf"^(?:by|words by|written by|author:?|reporting by)\s+(?P<names>{NAME}(?:\s+{NAME}){{0,4}}"
    rf"(?:(?:,| and| &)\s+{NAME}(?:\s+{NAME}){{1,3}}){{0,3}})"
    r"(?P<rest>[,|].{0,60}|\s+in [A-Z].{0,30})?$",
    re.IGNORECASE,
)
PERSON = re.compile(rf"^{NAME}(?:\s+(?:(?:de|van|von|der|al|bin|la|le)\s+)*{NAME}){{1,2}}$")
KEYED = re.compile(
    r"^(publisher|source|author|title|headline|date|published|updated|url|language|licence|license)"
    r"\s*:\s*(\S.*)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Head:
    """What the lines above a story say; ``standfirst`` is the part of them that is to be read."""

    found: Found = field(default_factory=Found)
    standfirst: list[Block] = field(default_factory=list)


def take_head(blocks: Sequence[Block], known: Found) -> tuple[Head, list[Block]]:
    """The head of a story and the rest of it. ``known`` is what its metadata have said already."""
    end = next((at for at, block in enumerate(blocks) if _is_prose(block)), len(blocks))
    if end > LONGEST_HEAD or end == len(blocks):
        end = _keyed_end(blocks)
    head = _Head(list(blocks[:end]), known)
    return Head(head.found, head.standfirst), list(blocks[end:])


def _is_prose(block: Block) -> bool:
    return is_story(block) or len(block.text.split()) > LONGEST_STANDFIRST


def _keyed_end(blocks: Sequence[Block]) -> int:
    """How many lines at the top are plainly no text: the headline, "Author: …", a date."""
    for at, block in enumerate(blocks):
        top = at == 0 and block.style is Style.HEADING
        if not (top or KEYED.match(block.text) or BY.match(block.text) or is_date_line(block.text)):
            return at
    return 0


class _Head:
    """Reads the lines of a head one by one; each is one thing."""

    def __init__(self, lines: list[Block], known: Found) -> None:
        self.found = Found()
        self.standfirst: list[Block] = []
        self._known = known
        self._title = known.title or _headline(lines)
        repeated = {
            block.text for block in lines if sum(one.text == block.text for one in lines) > 1
        }
        for block in lines:
            self._take(block, repeated=block.text in repeated)
        if not known.title:
            self.found = replace(self.found, title=self.found.title or self._title)

    def _take(self, block: Block, *, repeated: bool) -> None:
        text = block.text
        if text == self._title:
            return
        if SECTIONS.match(text):
            self._note(section=text)
            return
        if keyed := KEYED.match(text):
            self._keyed(keyed[1].lower(), keyed[2])
        elif day := published_in(text):
            self._note(published=day)
        elif day := updated_in(text):
            self._note(updated=day)
        elif is_date_line(text):
            self._note(published=first_date(text))
        elif by := BY.match(text):
            self._note(author=by["names"])
        elif repeated or (OUTLETS.match(text) and len(text.split()) <= 5):
            self._note(publisher=text)
        elif PERSON.match(text) and block.style is not Style.HEADING:
            self._note(author=text)
        elif len(text.split()) >= 4 or block.style is Style.HEADING:
            self.standfirst.append(replace(block, text=text.rstrip(" -–—")))

    def _keyed(self, name: str, value: str) -> None:
        names = {
            "headline": "title",
            "source": "publisher",
            "date": "published",
            "license": "licence",
        }
        name = names.get(name, name)
        if name in {"published", "updated"}:
            self._note(**{name: as_date(value)})
        else:
            self._note(**{name: value})

    def _note(self, **said: object) -> None:
        self.found = self.found.or_else(Found(**said))  # type: ignore[arg-type]  # named by Found


def _headline(lines: Sequence[Block]) -> str:
    """The first heading, else the first line of five words or more that is nothing else."""
    keyed = [match for block in lines if (match := KEYED.match(block.text))]
    named = [match[2] for match in keyed if match[1].lower() in {"title", "headline"}]
    headings = [block.text for block in lines if block.style is Style.HEADING]
    long = [
        block.text
        for block in lines
        if len(block.text.split()) >= 5
        and not (KEYED.match(block.text) or BY.match(block.text) or is_date_line(block.text))
        and not (published_in(block.text) or updated_in(block.text))
    ]
    return next(iter([*named, *headings, *long]), "")
