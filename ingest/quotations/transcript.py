"""Speech without marks: transcripts ("THE PRESIDENT: …") and releases ("The minister said:")."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.quotations.attribution import speaking
from vectorstore.records import Form, Quotation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.quotations.mentions import Mentions, Speaker
    from ingest.quotations.narration import Sentence
    from ingest.quotations.paragraphs import Paragraph

NAME = r"[A-Z][\w.’'-]*(?:[ ]+(?:of|the|for|de|van|von|al|and|[A-Z][\w.’'-]*)){0,7}"
CAPITALS = r"[A-Z][A-Z.’'-]*[A-Z.](?:[ ]+[A-Z][A-Z.’'&-]*){0,6}"
LABEL = re.compile(
    rf"\s*(?:\*\*|__)?(?P<name>Q|A|{CAPITALS}(?=[:,(* ])|{NAME})"
    r"(?P<aside>(?:,[^:\n]{1,60}|[ ]*\([^)\n]{1,60}\)){0,2})(?:\*\*|__)?"
    r"(?:[ ]*:(?:\*\*|__)?[ ]+|(?<=[QA])[ ]{2,}|(?<=Q)[ ](?=[A-Z])|(?<=[QA])\.[ ]+)(?=\S)"
)
NO_LABEL = re.compile(
    r"^(?:note|notes|update|updated|photo|image|video|source|sources|caption|correction|washington"
    r"|london|read|more|related|copyright|tel|email|e-mail|contact|published|date|by|author|tags"
    r"|topics|breaking|watch|warning|press release|news|background|analysis|opinion|exclusive|live"
    r"|share|title|location|time|place|subject|re|from|to|cc|url|website|phone|fax|category|section"
    r"|article|chapter|annex|figure|table|step|question|mr|mrs|ms|dr|sen|rep|gov)$",
    re.IGNORECASE,
)
LABEL_WORDS = 6
ASIDE = re.compile(r"^\s*[\[(][^\])\n]{1,120}[\])]\.?\s*$")
INTRODUCED = re.compile(
    r"\b(?P<cue>said|says|added|commented|stated|told(?= [^\n:“”\".]{1,60}:))[^\n:“”\".]{0,60}:\s*$"
)
INTRODUCTION = 260
OFFICE = re.compile(
    r"^(?:Mr|Madam|The)\s(?:(?:Deputy\s)?(?:Speaker|Chair(?:man)?)|PRESIDING OFFICER)$"
)
FIRST_PERSON = re.compile(r"\b(?:I|I’m|I'm|we|We|We’re|We're|my|My|our|Our|us)\b")
ENDS = re.compile(
    r"^\W*(?:ends|notes? to editors?|background|further information|contact)\b", re.IGNORECASE
)
ENDED = re.compile(r"^\W*END(?:S)?\W*(?:\d|$)")
MARKED = re.compile('["“”„«»‘]')
NARRATED = re.compile(
    r"[,.?!][\"”]\s+(?:he|she|[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){0,2})\s(?:said|told|asked|added|replied)\b"
)
"""A paragraph with this is an article's, not a turn's."""
WHOLE = 0.25
"""A text is a transcript as a whole if so many of its paragraphs have a speaker's label."""


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs of unmarked speech; ``label`` is the span that introduces them."""

    label: tuple[int, int]
    parts: tuple[tuple[int, int], ...]
    paragraphs: tuple[int, ...]
    role: str = ""


def turns(text: str, paragraphs: Sequence[Paragraph]) -> list[Block]:
    """The turns of a transcript, or of one that stands in an article; [] where there is none."""
    labels = {i: m for i, p in enumerate(paragraphs) if (m := _label(text, p))}
    counts = Counter(m["name"] for m in labels.values())
    repeated = sum(n for n in counts.values() if n > 1)
    shouted = sum(m["name"].isupper() for m in labels.values())
    if len(labels) < 3 or (repeated < 2 and shouted < 3):
        return []
    whole = len(labels) >= WHOLE * len(paragraphs)
    if not whole:
        labels = {i: m for i, m in labels.items() if m["name"].isupper()}
    return _turns(text, paragraphs, labels, whole=whole)


def _label(text: str, paragraph: Paragraph) -> re.Match[str] | None:
    match = LABEL.match(text, paragraph.start, min(paragraph.end, paragraph.start + 160))
    if not match or NO_LABEL.match(match["name"]) or len(match["name"].split()) > LABEL_WORDS:
        return None
    return match


def _turns(
    text: str, paragraphs: Sequence[Paragraph], labels: dict[int, re.Match[str]], *, whole: bool
) -> list[Block]:
    grouped: list[tuple[tuple[int, int], list[tuple[int, int]], list[int]]] = []
    for index, paragraph in enumerate(paragraphs):
        match = labels.get(index)
        if whole and ENDED.match(text[paragraph.start : paragraph.end]):
            break
        line = text[paragraph.start : paragraph.end]
        if match:
            grouped.append((match.span("name"), [trimmed(text, match.end(), paragraph)], [index]))
        elif whole and grouped and not ASIDE.match(line) and not NARRATED.search(line):
            grouped[-1][1].append(trimmed(text, paragraph.start, paragraph))
            grouped[-1][2].append(index)
    return [Block(label, tuple(parts), tuple(held)) for label, parts, held in grouped]


def trimmed(text: str, start: int, paragraph: Paragraph) -> tuple[int, int]:
    """The span from ``start`` to the end of a paragraph, white space left out."""
    end = paragraph.end
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def spoken(text: str, turns: Sequence[Block], mentions: Mentions) -> list[Quotation]:
    """A quotation for each turn; a label in capitals stands for the person with that surname."""
    found = []
    for turn in turns:
        label = text[slice(*turn.label)]
        person = mentions.people.find(label) if len(label) > 1 and not OFFICE.match(label) else None
        name = _titled(person.name if person else label)
        found.append(
            Quotation(
                start=turn.parts[0][0],
                end=turn.parts[-1][1],
                parts=turn.parts,
                form=Form.DIRECT,
                speaker=name,
                mention=turn.label,
                role=turn.role or (person.role if person else ""),
            )
        )
    return found


def _titled(label: str) -> str:
    return label.title() if label.isupper() and len(label) > 1 else label


def statements(
    text: str, paragraphs: Sequence[Paragraph], labelled: Sequence[Block]
) -> list[Block]:
    """Unmarked paragraphs that a line ending in "said:" introduces, as in releases."""
    taken = {index for turn in labelled for index in turn.paragraphs}
    found = []
    for index, paragraph in enumerate(paragraphs):
        if index in taken:
            continue
        reach = max(paragraph.start, paragraph.end - INTRODUCTION)
        cue = INTRODUCED.search(text, reach, paragraph.end)
        held = _statement(text, paragraphs, index + 1) if cue else []
        if cue and held:
            taken.update(held)
            parts = tuple(trimmed(text, paragraphs[i].start, paragraphs[i]) for i in held)
            found.append(Block(cue.span("cue"), parts, tuple(held)))
    return found


def _statement(text: str, paragraphs: Sequence[Paragraph], index: int) -> list[int]:
    """The first paragraph, and those after it in which somebody still says "we" or "I"."""
    held: list[int] = []
    for at in range(index, len(paragraphs)):
        line = text[paragraphs[at].start : paragraphs[at].end]
        if MARKED.search(line) or ENDS.match(line) or INTRODUCED.search(line[-INTRODUCTION:]):
            break
        if held and not FIRST_PERSON.search(line):
            break
        held.append(at)
    return held


def released(
    stated: Sequence[Block], sentences: Sequence[Sentence], mentions: Mentions
) -> list[Quotation]:
    """A quotation for each unmarked statement, by the speaker of the line that introduces it."""
    found = []
    for block in stated:
        speaker = _introduced(block, sentences, mentions)
        found.append(
            Quotation(
                start=block.parts[0][0],
                end=block.parts[-1][1],
                parts=block.parts,
                form=Form.DIRECT,
                speaker=speaker.name if speaker else "",
                mention=speaker.mention if speaker else None,
                cue=block.label,
                role=speaker.role if speaker else "",
            )
        )
    return found


def _introduced(block: Block, sentences: Sequence[Sentence], mentions: Mentions) -> Speaker | None:
    for sentence in sentences:
        if sentence.frame.paragraph != block.paragraphs[0] - 1:
            continue
        for token in sentence.span:
            if sentence.frame.source(token.idx) == block.label[0]:
                cue = speaking(token)
                return mentions.speaker(cue, sentence) if cue is not None else None
    return None
