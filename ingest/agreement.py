"""Agreements: treaties, joint statements, rules, legislation, cited as lawyers cite them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from textwrap import shorten
from typing import TYPE_CHECKING

from ingest.reading import Block, Reading, Style, Table
from ingest.sections import Draft, Locator
from ingest.statistics import add_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NUMBER = r"(?:[IVXLC]+|\d{1,3}(?:\s?(?:bis|ter|quater)|[a-zA-Z])?|[一二三四五六七八九十]{1,5})"
ARTICLE = re.compile(
    rf"^(?P<unit>Article|Artikel|Artículo|Art\.|Objective|Section|Sec\.|Regulation|Rule|Clause|Principle)"
    rf"\s+(?P<number>{NUMBER})(?![\w(])[.:]?\s*[-–—]?\s*(?P<title>.*)$",
    re.IGNORECASE,
)
CHINESE = re.compile(r"^(?P<unit>第)(?P<number>[一二三四五六七八九十百\d]+)(?P<title>[條条].*)$")
ANNEX = re.compile(
    r"^(?P<name>(?:Annex|Appendix|Schedule|Bijlage|Attachment|Annexe)\b(?:\s+[\dIVXA-Z]{1,5}\b)?)(?P<title>.*)$",
    re.IGNORECASE,
)
INSTRUMENT = re.compile(
    r"\b(?:protocol|agreement|convention|treaty|declaration|overeenkomst|verdrag)\b", re.IGNORECASE
)
RULE = re.compile(r"^(?P<number>[A-Z]{0,3}\d{1,4}[A-Z]{0,4}(?:\.\d{1,3})*[A-Z]{0,2})\.?\s+(?=\S)")
LETTERED = re.compile(r"^(?:[A-Z]{0,3}\d{2,4}[A-Z]+|[A-Z]{1,2}\d{1,4}[A-Z]*|\d{3,4}|\d+\.\d+)\.?\s")
POINT = re.compile(
    r"^(?P<marker>\d{1,3}[.)]|\([0-9]{1,3}\)|\(?[a-z]{1,4}\)|\([A-Z]{1,3}\)|[A-Z]\.|[a-z]\.)\s*(?=[^\s\d.]|\()"
)
RUN_IN = re.compile(r"^(?P<unit>Section|Sec\.)\s+(?P<number>\d{1,3}[a-z]?)\.\s+(?=[A-Z(])")
ROMAN = re.compile(r"^[ivx]+$")
ENDED = re.compile(r"[.;:,!?]$")

TOGETHER = 30
"""Word pieces up to which neighbouring numbered paragraphs share a passage: only tiny ones do."""

REPEATED, LONGEST_NOTE = 5, 15
LONGEST_TITLE = 14


def compose(reading: Reading) -> Draft:
    """The text of an agreement with a locator for each of its paragraphs."""
    parts = reading.parts
    blocks = [part for part in parts if isinstance(part, Block)]
    rules = is_rules(blocks)
    notes = _repeated(blocks)
    articles = any(article_heading(block.text) for block in blocks if block.style is not Style.ITEM)
    writer = _Writer(rules=rules, has_articles=articles)
    for part in parts:
        if isinstance(part, Table):
            writer.table(part)
        elif part.text not in notes or not notes[part.text]:
            writer.block(part)
        if isinstance(part, Block) and part.text in notes:
            notes[part.text] = True
    writer.draft.finish()
    return writer.draft


def is_rules(blocks: Iterable[Block]) -> bool:
    """Whether paragraphs bear their own numbers, as rules do ("345D."), not a list's counters."""
    texts = [block.text for block in blocks if block.style is not Style.HEADING]
    numbered = sum(bool(LETTERED.match(text)) for text in texts)
    return numbered >= 5 and numbered >= len(texts) * 0.05


def article_heading(text: str) -> re.Match[str] | None:
    """The match of a line that heads an article, a section or an objective, else None."""
    match = CHINESE.match(text) or ARTICLE.match(text)
    if match is None or len(text.split()) > LONGEST_TITLE or ENDED.search(match["title"]):
        return None
    title = match["title"].strip()
    # "Article 5 of the Agreement" and "Article 12 applies" are no headings.
    return None if title[:1].islower() else match


def _repeated(blocks: Sequence[Block]) -> dict[str, bool]:
    """Notes of a publisher that stand again and again; each is kept where it stands first."""
    times = Counter(
        block.text
        for block in blocks
        if block.style is Style.PARAGRAPH
        and 4 <= len(block.text.split()) <= LONGEST_NOTE
        and not ENDED.search(block.text)
    )
    return {text: False for text, count in times.items() if count >= REPEATED}


@dataclass(slots=True)
class _Points:
    """The numbers that lead to a point, outermost first; a style seen before goes on there."""

    stack: list[tuple[str, str]] = field(default_factory=list)
    before: str = ""
    """The text that came last: what introduces a list ends with a colon."""

    def enter(self, marker: str) -> None:
        style, label = self._style(marker)
        if (style.startswith("1") and self._is_sublist(style, label)) or self._goes_on_below(
            style, label
        ):
            style = f"{style}below"
        styles = [one for one, _ in self.stack]
        if style in styles:
            del self.stack[styles.index(style) :]
        self.stack.append((style, label))

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(label for _, label in self.stack)

    def _is_sublist(self, style: str, label: str) -> bool:
        """Whether a list begins again at 1 inside a numbered paragraph, as scraped lists do."""
        return label == "(1)" and style in dict(self.stack) and self.before.endswith(":")

    def _goes_on_below(self, style: str, label: str) -> bool:
        labels = dict(self.stack)
        inner = labels.get(f"{style}below")
        if inner is None or label != f"({int(inner[1:-1]) + 1})":
            return False
        outer = f"({int(labels[style][1:-1]) + 1})"
        return label != outer or not self.before.endswith(".")

    def _style(self, marker: str) -> tuple[str, str]:
        core = marker.strip("().")
        shape = marker.replace(core, "")
        if core.isdigit():
            return f"1{shape}", f"({core})"
        if core.isupper():
            return f"A{shape}", core if shape == "." else f"({core})"
        roman = ROMAN.match(core) and not self._follows(core, f"a{shape}")
        return f"{'i' if roman else 'a'}{shape}", f"({core})"

    def _follows(self, letter: str, style: str) -> bool:
        """Whether ``letter`` goes on with a row of letters: i after h is no Roman one."""
        last = next((label for one, label in self.stack if one == style), "")
        return len(letter) == 1 and last == f"({chr(ord(letter) - 1)})"


class _Writer:
    """Adds blocks to a draft, knowing which article and paragraph they stand in."""

    def __init__(self, *, rules: bool, has_articles: bool) -> None:
        self.draft = Draft()
        self._has_articles = has_articles
        self._rules = rules
        self._instrument, self._annex = "", ""
        self._unit, self._number = "", ""
        self._points = _Points()
        self._count = 0
        self._titled = True
        self._tables = 0
        self._seen_article = False

    def table(self, table: Table) -> None:
        self._tables += 1
        add_table(self.draft, replace(table, sheet=""), place=self._named(f"table {self._tables}"))

    def block(self, block: Block) -> None:
        heading = block.style is Style.HEADING
        article = article_heading(block.text) if heading or block.style is Style.PARAGRAPH else None
        if article and not block.marker:
            self._article(article, block.level if heading else 3, block.text)
        elif heading or self._is_title(block):
            self._heading(block)
        else:
            self._paragraph(block)
            self._titled = True

    def _article(self, match: re.Match[str], level: int, text: str) -> None:
        unit, number = match["unit"], " ".join(match["number"].split())
        if match.re is CHINESE:
            unit, number = "", f"第{match['number']}{match['title'][:1]}"
        self._unit = unit.capitalize() if unit.islower() or unit.isupper() else unit
        self._number = number
        self._points, self._count, self._titled = _Points(), 0, False
        self._seen_article = True
        self.draft.begin(text, level)

    def _is_title(self, block: Block) -> bool:
        """A short line right under "Article 33" that names it."""
        words = len(block.text.split())
        return (
            not self._titled
            and block.style is Style.PARAGRAPH
            and words <= LONGEST_TITLE
            and not ENDED.search(block.text)
            and not POINT.match(block.text)
        )

    def _heading(self, block: Block) -> None:
        annex = ANNEX.match(block.text)
        level = block.level or 4
        if annex and len(block.text.split()) <= LONGEST_TITLE:
            self._annex = " ".join(annex["name"].split())
            self._leave()
            self._titled = False
        elif self._titled and self._begins_instrument(block.text):
            short = re.split(r"\s+(?:between|tussen|\()", block.text)[0]
            self._instrument, self._annex = shorten(short, 60, placeholder="…"), ""
            self._leave()
            level = 1
        elif self._titled and not self._unit:
            self._count = 0
        self._points = _Points()
        self._titled = not (annex and not self._titled)
        self.draft.begin(block.text, level)

    def _begins_instrument(self, heading: str) -> bool:
        """Whether a heading after the last article is the title of another treaty or language."""
        return self._seen_article and heading[:1].isupper() and bool(INSTRUMENT.search(heading))

    @property
    def _place(self) -> str:
        return ", ".join(filter(None, (self._instrument, self._annex)))

    def _leave(self) -> None:
        """What follows stands in another part: an annex, a protocol."""
        self._unit, self._number = "", ""
        self._points, self._count = _Points(), 0

    def _paragraph(self, block: Block) -> None:
        marker, text, shown = self._marked(block)
        if not (shown or text):
            return
        if self._rules and (rule := RULE.match(text)):
            self._unit, self._number = "para", rule["number"].rstrip(".")
            self._points = _Points()
        elif section := RUN_IN.match(text):
            self._unit, self._number, self._seen_article = "Section", section["number"], True
            self._points = _Points()
        elif marker:
            self._points.enter(marker)
        else:
            # Text after a list belongs to the paragraph that the list is part of.
            del self._points.stack[1:]
        self._points.before = block.text
        self._count += not self._points.stack
        locator = self._locator()
        group = (locator.place, locator.unit, self._number, self._whole())
        self.draft.add(shown, locator, group=group, comfort=TOGETHER, tight=bool(marker))

    def _whole(self) -> str:
        """Which numbered paragraph of an article a point belongs to; "" for the article itself.

        The lettered points of an article without numbered paragraphs belong to all of it, and so
        do those of a rule.
        """
        if not self._number:
            return self._points.path[0] if self._points.stack else str(self._count)
        first = self._points.path[0] if self._points.stack and self._unit != "para" else ""
        return "" if first[1:2].islower() else first

    def _marked(self, block: Block) -> tuple[str, str, str]:
        """A block's marker, its text, and both as shown; counters of rules' lists are dropped."""
        marker, text = block.marker, block.text
        if self._rules and marker[:1].isdigit():
            marker = ""
        if not marker and (point := POINT.match(text)) and not (self._rules and RULE.match(text)):
            return point["marker"], text[point.end() :], text
        return marker, text, f"{marker} {text}".strip()

    def _locator(self) -> Locator:
        if self._unit or self._number:
            return Locator(self._place, self._unit, (self._number, *self._points.path))
        if self._points.stack and not self._seen_article:
            first, *rest = self._points.path
            return Locator(self._place, "paragraph", (first.strip("()"), *rest))
        place = self._place or ("" if self._seen_article else self._under())
        path = self._points.path or (str(self._count),)
        return Locator(place, "point" if self._points.stack else "paragraph", path)

    def _named(self, what: str) -> str:
        return ", ".join(filter(None, (self._place, what)))

    def _under(self) -> str:
        """What stands before the first article: a treaty's preamble, a section of a statement."""
        heading = self.draft.heading
        if heading:
            return shorten(heading[-1], 60, placeholder="…")
        return "Preamble" if self._has_articles else ""
