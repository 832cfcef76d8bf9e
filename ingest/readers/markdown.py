"""Markdown, as it is found: with or without front matter, scraped, hard-wrapped, half HTML."""

from __future__ import annotations

import html
import re
from typing import Any

import yaml

from ingest.dates import as_date
from ingest.normalise import decode, normalise, one_line
from ingest.readers.wrapping import join_wrapped
from ingest.reading import Block, Found, Part, Reading, Style, Table

FRONT = re.compile(r"\A\s*---[ ]*\n(.*?)\n(?:---|\.\.\.)[ ]*(?:\n|\Z)", re.DOTALL)
HEADING = re.compile(r"^ {0,3}(?:(#{1,6})\s+|(#{2,6})(?=[^#\s]))(.*?)\s*#*\s*$")
UNDERLINE = re.compile(r"^ {0,3}(=+|-+)\s*$")
RULE = re.compile(r"^ {0,3}([-*_])(?:\s*\1){2,}\s*$")
BULLET = re.compile(r"^(\s*)[-*+•–]\s+(?=\S)")
NUMBERED_BULLET = re.compile(r"([a-z]\.|\([a-z0-9]{1,3}\))\s+(?=\S)")
BOLD_LINE = re.compile(r"^(?:\*\*|__)(?=\S)([^*_]{3,120}[^*_.:;,!?])(?:\*\*|__)\s*$")
NOTHING = re.compile(r"^[#*\\\s_|-]*$")
COUNTER = re.compile(r"^(\s*)(\d{1,3}[.)]|[a-zA-Z]\.|\(?[a-z]{1,4}\)|\([0-9A-Z]{1,3}\))\s*(?=\S)")
LONE_COUNTER = re.compile(r"^(\s*)([A-Z]\.|\([0-9a-zA-Z]{1,3}\))\s*$")
ESCAPED_COUNTER = re.compile(r"^(\s*)\\?(\(?)(\w{1,4})\\([.)])")
SPACED_COUNTER = re.compile(r"^\s*(?:\d{1,3}[.)]|[a-zA-Z]\.)\s")
LABEL = re.compile(r"^(?:title|heading|subject):\s+(?=\S)", re.IGNORECASE)
ENDS = (".", ";", ":", ")", "”", '"', "'", "’")
FENCE = re.compile(r"^\s*(```|~~~)")
ROW = re.compile(r"^\s*\|.*\|\s*$")
DIVIDER = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
SCRAPED = re.compile(r"^(Title|URL Source|Published Time|Markdown Content):[ ]*(.*)$")

HIDDEN = (
    (re.compile(r"<!--"), "-->"),
    *(
        (re.compile(rf"<{tag}\b", re.IGNORECASE), f"</{tag}>")
        for tag in ("script", "style", "figure", "svg", "iframe")
    ),
)
"""What begins with the one and ends with the other is not shown."""

BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|article|blockquote)\b[^<>]*>", re.IGNORECASE
)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
IMAGE = re.compile(
    r"!\[[^\]]{0,600}\](?:\([^()]{0,900}(?:\([^()]{0,300}\)[^()]{0,300})*\)|\[[^\]]{0,300}\])"
)
LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]*\]){0,900})\]"
    r"(?:\([^()]{0,900}(?:\([^()]{0,300}\)[^()]{0,300})*\)|\[[^\]]{0,300}\])"
)
REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:\s+\S+.*$", re.MULTILINE)
FOOTNOTE = re.compile(r"\[\^[^\]]+\]:?")
STRONG = re.compile(r"(\*\*\*|\*\*|___|__)(?=\S)(.{1,600}?)(?<=\S)\1", re.DOTALL)
EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![*])|(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"
)
CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")

ALIAS = re.compile(r"(?:^|[\s,\[{:-])[*&]\w", re.MULTILINE)
LONGEST_HEAD = 20_000
LONGEST_HEADING = 600
BOLD_LEVEL = 6
"""A line that is all bold heads what follows, below every heading that is marked as one."""

DATE_KEYS = ("published_time", "published", "date", "pubdate", "publish_date", "date_published")
UPDATED_KEYS = ("modified_time", "updated", "lastmod", "last_modified", "date_modified")


def read_markdown(data: bytes) -> Reading:
    """A Markdown file; raises ReadError where the bytes are no text."""
    text = normalise(decode(data))
    found, text = front_matter(text)
    scraped, text = _scraped_head(text)
    return Reading(
        format="markdown", parts=tuple(markdown_parts(text)), found=found.or_else(scraped)
    )


def markdown_parts(text: str) -> list[Part]:
    """Headings, paragraphs, items and tables of Markdown, without its marks."""
    text = REFERENCE.sub("", _shown(text))
    return _Lines(text).parts()


def _shown(text: str) -> str:
    """``text`` without comments, scripts, figures; in one pass, however many are unclosed."""
    for opening, closing in HIDDEN:
        kept, at = [], 0
        lower = text.lower()
        for match in opening.finditer(text):
            end = lower.find(closing, match.end())
            if end < 0:
                break
            if match.start() >= at:
                kept.append(text[at : match.start()])
                at = end + len(closing)
        text = "\n".join([*kept, text[at:]])
    return text


def front_matter(text: str) -> tuple[Found, str]:
    """What a YAML head says of the text below it, and that text."""
    match = FRONT.match(text)
    if match is None:
        return Found(), text
    return found_in(_yaml(match[1])), text[match.end() :]


def found_in(fields: dict[str, Any]) -> Found:
    """The facts in named fields (front matter, a record), under the names that people give them."""

    def first(*names: str) -> str:
        values = (fields.get(name) for name in names)
        return next((one_line(_joined_names(value)) for value in values if value), "")

    return Found(
        id=first("id"),
        kind=first("kind", "type", "document_type", "category"),
        title=first("title", "headline", "part_name", "name"),
        publisher=first("publisher", "source", "site_name", "outlet", "organisation"),
        author=first("author", "authors", "byline", "creator"),
        section=first("section", "topic", "rubric"),
        published=_first_date(fields, DATE_KEYS),
        updated=_first_date(fields, UPDATED_KEYS),
        url=first("url", "source_url", "link", "canonical", "canonical_url"),
        language=first("language", "lang", "locale"),
        licence=first("licence", "license", "rights"),
    )


def _joined_names(value: object, depth: int = 3) -> str:
    if isinstance(value, list) and depth:
        return ", ".join(filter(None, (_joined_names(one, depth - 1) for one in value[:20])))
    if isinstance(value, dict) and depth:
        return _joined_names(value.get("name"), depth - 1)
    return "" if value is None or isinstance(value, list | dict) else str(value)


def _first_date(fields: dict[str, Any], names: tuple[str, ...]) -> Any:
    return next((day for name in names if (day := as_date(fields.get(name)))), None)


def _yaml(head: str) -> dict[str, Any]:
    try:
        if len(head) > LONGEST_HEAD or ALIAS.search(head):
            raise yaml.YAMLError  # noqa: TRY301 - an alias can stand for a thousand million words
        fields = yaml.safe_load(head)
    except (yaml.YAMLError, ValueError, RecursionError):  # ValueError: the 45th of a month
        # Scrapers write "title: Part 11: asylum" without quotes: each line is a name and a value.
        pairs = (line.partition(":") for line in head.split("\n"))
        fields = {
            name.strip(): value.strip(" \"'")[:1_000] for name, colon, value in pairs if colon
        }
    if not isinstance(fields, dict):
        return {}
    return {str(name).lower().replace("-", "_"): value for name, value in fields.items()}


def _scraped_head(text: str) -> tuple[Found, str]:
    """The head that page-to-Markdown services write: title, address and time as plain lines."""
    lines = text.lstrip().split("\n")
    said: dict[str, str] = {}
    for at, line in enumerate(lines[:12]):
        match = SCRAPED.match(line)
        if match:
            said[match[1]] = match[2].strip()
        elif line.strip():
            break
        if match and match[1] == "Markdown Content":
            found = Found(
                title=said.get("Title", ""),
                url=said.get("URL Source", ""),
                published=as_date(said.get("Published Time")),
            )
            return found, "\n".join(lines[at + 1 :])
    return Found(), text


def inline(text: str) -> str:
    """The words of a stretch of Markdown: of a link its text, of an image nothing, no emphasis."""
    text = AUTOLINK.sub(r"\1", IMAGE.sub("", text))
    for _ in range(3):
        text, links = LINK.subn(r"\1", text)
        if not links:
            break
    text = FOOTNOTE.sub("", TAG.sub("", BLOCK_TAG.sub(" ", text)))
    text = _plain(text)
    text = ESCAPE.sub(r"\1", CODE.sub(r"\2", text))
    return one_line(html.unescape(text).replace("**", ""))


def _plain(text: str) -> str:
    """``text`` without emphasis; what was set apart by it alone ("*Preamble*The") gets a space."""

    def words(match: re.Match[str]) -> str:
        inner = match[match.lastindex or 0]
        after = match.string[match.end() : match.end() + 1]
        return f"{inner} " if after.isupper() and inner[-1:].islower() else inner

    text = STRONG.sub(r"\2", STRONG.sub(r"\2", text))
    return EMPHASIS.sub(words, text)


class _Lines:
    """Lines of Markdown gathered into parts; ``_open`` is the block that is still coming."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._done: list[Part] = []
        self._open: list[str] = []
        self._style, self._level, self._marker = Style.PARAGRAPH, 0, ""
        self._fenced = False

    def parts(self) -> list[Part]:
        at = 0
        while at < len(self._lines):
            at += self._take(at)
        self._close()
        return self._done

    def _take(self, at: int) -> int:
        """Read what begins at line ``at``; how many lines it took."""
        line = self._lines[at].removeprefix("> ").removeprefix(">")
        line = ESCAPED_COUNTER.sub(r"\1\2\3\4", line)
        if FENCE.match(line):
            self._close()
            self._fenced = not self._fenced
        elif not line.strip():
            self._close()
        elif self._fenced:
            self._open.append(line)
            self._close()
        elif ROW.match(line) or (
            at + 1 < len(self._lines) and "|" in line and DIVIDER.match(self._lines[at + 1])
        ):
            return self._table(at)
        elif not self._special(line):
            if line.startswith("**") and self._ended():
                self._close()
            self._open.append(line.strip())
        return 1

    def _special(self, line: str) -> bool:
        """Take ``line`` if it is a heading, a rule or the first line of an item."""
        underline = UNDERLINE.match(line) if self._open and self._style is Style.PARAGRAPH else None
        if underline:
            self._style, self._level = Style.HEADING, 1 if "=" in line else 2
            self._close()
        elif RULE.match(line):
            self._close()
        elif heading := HEADING.match(line):
            text = LABEL.sub("", heading[3])
            self._begin(Style.HEADING, len(heading[1] or heading[2]), "", text)
            self._close()
        elif bullet := BULLET.match(line):
            text = line[bullet.end() :]
            number = NUMBERED_BULLET.match(text)
            text = text[number.end() :] if number else text
            self._begin(Style.ITEM, len(bullet[1]) // 2, number[1] if number else "", text)
        elif (lone := LONE_COUNTER.match(line)) and self._may_count(lone, line):
            self._begin(Style.ITEM, len(lone[1]) // 2, lone[2], "")
            self._close()
        elif (counter := COUNTER.match(line)) and self._may_count(counter, line):
            self._begin(Style.ITEM, len(counter[1]) // 2, counter[2], line[counter.end() :])
        else:
            return False
        return True

    def _may_count(self, counter: re.Match[str], line: str) -> bool:
        # "1. In 2018" is an item; "(b)their visit" too; a wrapped line that happens to begin with
        # "2018." or "e.g." is not, so amid a paragraph the line before has to have come to an end.
        if self._style is Style.ITEM and self._marker[-1:] == counter[2][-1]:
            return True
        if counter[2][0] != "(" and not SPACED_COUNTER.match(line) and counter[2][-1] != ")":
            return False
        return not self._open or self._ended() or self._open[-1].endswith((",", " and", " or"))

    def _ended(self) -> bool:
        """Whether the open block could be complete."""
        return bool(self._open) and self._open[-1].rstrip(" *_").endswith(ENDS)

    def _begin(self, style: Style, level: int, marker: str, text: str) -> None:
        self._close()
        self._style, self._level, self._marker = style, level, marker
        self._open.append(text.strip())

    def _close(self) -> None:
        source = join_wrapped(self._open)
        if self._style is Style.PARAGRAPH and BOLD_LINE.match(source):
            self._style, self._level = Style.HEADING, BOLD_LEVEL
        text = "" if NOTHING.match(source) else inline(source)
        if self._style is Style.HEADING and len(text) > LONGEST_HEADING:
            self._style, self._level = Style.PARAGRAPH, 0
        if text or self._marker:
            self._done.append(
                Block(text=text, style=self._style, level=self._level, marker=self._marker)
            )
        self._open = []
        self._style, self._level, self._marker = Style.PARAGRAPH, 0, ""

    def _table(self, at: int) -> int:
        self._close()
        end = at
        while end < len(self._lines) and "|" in self._lines[end]:
            end += 1
        rows = [_cells(line) for line in self._lines[at:end] if not DIVIDER.match(line)]
        self._done.append(Table(rows=tuple(rows)))
        return end - at


def _cells(line: str) -> tuple[str, ...]:
    line = line.strip().removeprefix("|")
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return tuple(inline(cell).strip() for cell in re.split(r"(?<!\\)\|", line))
