"""What a site or an aggregator puts around a story, recognised wherever it stands.

Two rules keep the story whole. A line is furniture by its own words only where no story would
print them as a paragraph. What stands beside such lines (headlines of other stories, teasers) goes
only where its place says so: a full sentence is dropped only as one of a row of teasers, each under
a headline of its own, at the end of a page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.reading import Block, Style

if TYPE_CHECKING:
    from collections.abc import Sequence


def _patterns(section: str) -> str:
    """The alternatives under a heading of the list that stands beside this module."""
    lines = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split("\n")
    after = lines[lines.index(f"[{section}]") + 1 :]
    return "|".join(takewhile(lambda line: line and line[0] not in "#[", after))


PROMPT = re.compile(rf"^(?:{_patterns('prompts')})$", re.IGNORECASE)
LIST = re.compile(rf"^(?:{_patterns('lists')})\s*[.:>»…]*$", re.IGNORECASE)
READ_MORE = re.compile(
    r"^(?:read more|read also|see also|more|related|watch|also read)\s*[:|>]\s*\S.{3,140}[^.]$",
    re.IGNORECASE,
)
CREDIT = (
    r"(?:[\w.’' -]{2,40}/ ?)?(?:pa|ap|afp|epa|dpa|ansa|efe|reuters|getty|alamy|shutterstock|istock|"
    r"press association|associated press|anadolu|zuma|rex|sipa|bloomberg|nurphoto)"
    r"(?:[ /](?:wire|media|archive|images?|photo|features|news|via|afp|ap|getty|epa|file|pool))*"
)
CAPTION = re.compile(
    rf"^[^“\"‘]{{4,260}}(?:\((?:photo(?:graph)?|picture|image)?:?\s?{CREDIT}\)|[/|©]\s?{CREDIT})\.?$",
    re.IGNORECASE,
)
"""A picture's caption, which its credit ends: "Migrants at sea off Dover (Gareth Ode/PA Wire)"."""

SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*$|[”\"]$")
STORY_WORDS = 12
RUN = 3
"""This many paragraphs of prose in a row are a story, whatever heads them."""


def without_furniture(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a story without those of the page around it."""
    kept = _without_tail(list(blocks))
    return [block for block in _without_lists(kept) if not is_furniture(block)]


@lru_cache(maxsize=2048)
def is_furniture(block: Block) -> bool:
    """Whether a block's own words say that it is a site's, not a story's."""
    if len(block.text) > 260:
        return False
    if CAPTION.match(block.text):
        return True
    text = block.text.strip(" *_|·•–-")
    return bool(not text or PROMPT.match(text) or LIST.match(text) or READ_MORE.match(text))


@lru_cache(maxsize=2048)
def is_story(block: Block) -> bool:
    """Whether a block is prose: a dozen words or more that end as a sentence does."""
    if block.style is Style.HEADING or is_furniture(block):
        return False
    return len(block.text.split()) >= STORY_WORDS and bool(SENTENCE_END.search(block.text))


def _without_tail(blocks: list[Block]) -> list[Block]:
    """Cut what follows the story: everything between furniture, then lines that are no prose."""
    begin = _tail(blocks)
    if begin is None:
        return blocks
    tail = blocks[begin:]
    last = max(at for at, block in enumerate(tail) if is_furniture(block))
    rest = tail[last + 1 :]
    prose = [block for block in rest if is_story(block)]
    return blocks[:begin] + ([] if _are_teasers(rest) else prose)


def _tail(blocks: Sequence[Block]) -> int | None:
    """Where the furniture at the end begins: its first line that no story comes after."""
    story = [at for at, block in enumerate(blocks) if is_story(block)]
    runs = [at for at in range(len(blocks)) if all(map(is_story, blocks[at : at + RUN]))]
    after = max([at + RUN for at in runs if at + RUN <= len(blocks)], default=0)
    after = max(after, story[0] + 1 if story else 0)
    for at in range(after, len(blocks)):
        if is_furniture(blocks[at]) and _ends_page(blocks[at:]):
            return at
    return None


def _nothing_follows(tail: Sequence[Block]) -> bool:
    return not any(map(is_story, tail))


def _ends_page(tail: Sequence[Block]) -> bool:
    """Whether what follows a line of furniture is a page's end, not a story going on."""
    return _nothing_follows(tail) or _are_teasers(tail)


def _are_teasers(blocks: Sequence[Block]) -> bool:
    """Whether ``blocks`` are other stories, each a headline with a sentence of prose under it."""
    lines = [block for block in blocks if _is_headline(block) or is_story(block)]
    pairs = list(zip(lines[::2], lines[1::2], strict=False))
    return len(pairs) >= 2 and all(_is_headline(one) and is_story(two) for one, two in pairs)


def _is_headline(block: Block) -> bool:
    words = len(block.text.split())
    return 3 <= words <= 22 and not SENTENCE_END.search(block.text) and not is_furniture(block)


def _without_lists(blocks: Sequence[Block]) -> list[Block]:
    """Take out the headlines under "Related stories" amid a story; its own subheadings are kept."""
    kept: list[Block] = []
    listing = False
    for block in blocks:
        if LIST.match(block.text):
            listing = True
            continue
        listing = listing and _is_headline(block) and block.style is not Style.HEADING
        if not listing:
            kept.append(block)
    return kept
