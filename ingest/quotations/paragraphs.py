"""Where paragraphs are, and which of them are captions rather than prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
FINISHED = re.compile(r"[.!?:;…—\"'”’»)\]*]\s*$")

CAPTION = re.compile(
    r"^\W*(?:image|photo|photograph|file photo|caption|picture|pictured|video|media caption|gallery"
    r"|advertisement|story continues|article continues|read more|see also|related|watch|listen"
    r"|share this|sign up|getty|reuters|ap photo|afp)\b",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"(?:getty(?: images)?|reuters|ap photo|\bap\b|\bafp\b|\bpa\b|\bepa\b|alamy|shutterstock"
    r"|photo(?:graph)?|image|via [A-Z]\w+)[^.]{0,40}[)\].]?\s*$",
    re.IGNORECASE,
)
CAPTION_WORDS = 45
LABEL_WORDS = 14
"""A line no longer than this that does not end as a sentence does is a caption or a heading."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch ``[start, end)`` of the text; ``gap``: a blank line stands before it."""

    start: int
    end: int
    gap: bool


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of ``text``: its lines, or its blocks of lines where prose is hard-wrapped."""
    lines = _lines(text)
    return _blocks(lines) if _is_wrapped(text, lines) else lines


def is_caption(line: str) -> bool:
    """Whether a paragraph between two parts of a speech is a caption, an advert or a link."""
    line = line.strip()
    words = line.count(" ") + 1
    if words > CAPTION_WORDS:
        return False
    if CAPTION.search(line) or CREDIT.search(line[-60:]):
        return True
    return words <= LABEL_WORDS and not FINISHED.search(line[-3:])


def _lines(text: str) -> list[Paragraph]:
    lines: list[Paragraph] = []
    end = 0
    for match in LINE.finditer(text):
        if not match.group().isspace():
            breaks = text[end : match.start()].replace("\r\n", "\n")
            blank = sum(not c.isspace() or c in "\n\r\x0b\x0c\x85\u2028\u2029" for c in breaks) > 1
            if not blank and lines and _runs_over(text, lines[-1], match):
                lines[-1] = Paragraph(lines[-1].start, match.end(), lines[-1].gap)
            else:
                lines.append(Paragraph(*match.span(), gap=blank or not lines))
            end = match.end()
    return lines


def _runs_over(text: str, line: Paragraph, following: re.Match[str]) -> bool:
    """Whether a sentence breaks off at the end of a line and goes on in the next."""
    unfinished = not FINISHED.search(text[max(line.start, line.end - 3) : line.end])
    return unfinished and following.group().lstrip()[:1].islower()


def _is_wrapped(text: str, lines: list[Paragraph]) -> bool:
    """Most lines that another follows directly break off within a sentence, at about one width."""
    inner = [a for a, b in pairwise(lines) if not b.gap]
    if len(inner) < 3:
        return False
    broken = [a for a in inner if not FINISHED.search(text[max(a.start, a.end - 3) : a.end])]
    return (
        len(broken) > 0.6 * len(inner)
        and 40 <= median(line.end - line.start for line in broken) <= 110
    )


def _blocks(lines: list[Paragraph]) -> list[Paragraph]:
    blocks: list[Paragraph] = []
    for line in lines:
        if line.gap or not blocks:
            blocks.append(line)
        else:
            blocks[-1] = Paragraph(blocks[-1].start, line.end, blocks[-1].gap)
    return blocks
