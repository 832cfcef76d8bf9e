"""The record of a parliament: who has the floor stands on a line alone, or in capitals with a stop.

Hansard: "Chris Lind (Croydon South) (Con)", "The Minister for Security (Ana Ruiz)", later just
the name. The Congressional Record: "Mr. LIND of Ohio. Mr. President, I rise …".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.quotations.transcript import Block, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.quotations.paragraphs import Paragraph

NAME = r"(?:[A-Z][\w.’'-]*\s){1,5}?[A-Z][\w.’'-]+"
MEMBER = re.compile(
    rf"(?P<name>{NAME})\s+\((?P<role>[A-Z][\w.,’' &-]{{2,40}})\)"
    r"(?:\s+\((?:[A-Z][\w/. -]{1,20})\))?(?P<end>:?)$"
)
OFFICE = re.compile(rf"(?P<role>(?:The )[A-Z][\w,’' -]{{4,90}})\s+\((?P<name>{NAME})\)(?P<end>:?)$")
CHAIR = re.compile(
    r"(?P<name>(?:Mr|Madam|The)\s(?:Deputy\s)?(?:Speaker|Chairman|Chair))(?P<end>:?)$"
)
RECORDED = re.compile(
    r"(?P<name>(?:Mr|Mrs|Ms|Miss)\.?\s[A-Z][A-Z’'-]{2,}(?:\s[A-Z]{3,})?"
    r"|The\s(?:PRESIDING OFFICER|VICE PRESIDENT|(?:SPEAKER|PRESIDENT)(?:\spro\stempore)?))"
    r"(?:\sof\s(?P<role>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?))?\.(?P<end>\s+)(?=[A-Z“])"
)
PROCEDURE = re.compile(
    r"^(?:\d{1,2}[.:]\d\d\s?(?:am|pm)|\[[^\]]*\]|Several hon\. Members rose.{0,3}|Question put.*"
    r"|Column \d+.*|.{0,60}rose[—–-]*)$"
)
LEAST = 2
"""How many members with a seat or an office make a text a record."""


def sittings(text: str, paragraphs: Sequence[Paragraph]) -> list[Block]:
    """The turns of a parliamentary record; [] where the text is none."""
    floors = dict(_floors(text, paragraphs))
    if len(floors) < LEAST:
        return []
    blocks: list[Block] = []
    parts: list[tuple[int, int]] = []
    held: list[int] = []
    label: tuple[tuple[int, int], str] | None = None
    for index, paragraph in enumerate(paragraphs):
        floor = floors.get(index)
        if floor:
            blocks += _block(label, parts, held)
            name, role, start = floor
            label, parts, held = (name, role), [], [index]
            if start < paragraph.end:
                parts.append(trimmed(text, start, paragraph))
        elif label and not PROCEDURE.match(text[paragraph.start : paragraph.end].strip()):
            parts.append(trimmed(text, paragraph.start, paragraph))
            held.append(index)
    return [*blocks, *_block(label, parts, held)]


def _block(
    label: tuple[tuple[int, int], str] | None, parts: list[tuple[int, int]], held: list[int]
) -> list[Block]:
    return [Block(label[0], tuple(parts), tuple(held), label[1])] if label and parts else []


def _floors(
    text: str, paragraphs: Sequence[Paragraph]
) -> Iterator[tuple[int, tuple[tuple[int, int], str, int]]]:
    """By paragraph: the span of the name that has the floor, its seat, where its words begin."""
    lines = [text[p.start : p.end].rstrip() for p in paragraphs]
    known = {m["name"] for line in lines if (m := MEMBER.match(line) or OFFICE.match(line))}
    if len(known) < LEAST:
        known = set()
    for index, (paragraph, line) in enumerate(zip(paragraphs, lines, strict=True)):
        match = RECORDED.match(line)
        if match is None and known:
            match = MEMBER.match(line) or OFFICE.match(line) or CHAIR.match(line)
        if match:
            name = paragraph.start + match.start("name"), paragraph.start + match.end("name")
            role = match.groupdict().get("role") or ""
            yield index, (name, role, paragraph.start + match.end())
        elif line.rstrip(":") in known:
            span = paragraph.start, paragraph.start + len(line.rstrip(":"))
            yield index, (span, "", paragraph.end)
