"""Agreements: treaties, joint statements, rules, legislation, cited as lawyers cite them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from textwrap import shorten
from typing import TYPE_CHECKING

from ingest.language import detect, name_of
from ingest.numbering import LETTERED, POINT, POINTS, Points, arabic, rule_number
from ingest.reading import Block, Reading, Style, Table
from ingest.sections import Draft, Locator
from ingest.statistics import add_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ingest.reading import Part

NUMBER = r"(?:[IVXLC]+|\d{1,3}(?:\s?(?:bis|ter|quater)|[a-zA-Z])?|[一二三四五六七八九十]{1,5})"
ARTICLE = re.compile(
    rf"^(?P<unit>Article|Artikel|Artículo|Art\.|Objective|Section|Sec\.|Regulation|Rule|Clause|Principle|"
    rf"Paragraph|Paragraaf)"
    rf"\s+(?P<number>{NUMBER})(?![\w(])[.:]?\s*[-–—]?\s*(?P<title>.*)$",
    re.IGNORECASE,
)
CHINESE = re.compile(r"^(?P<unit>第)(?P<number>[一二三四五六七八九十百\d]+)(?P<title>[條条].*)$")
ANNEX = re.compile(
    r"^(?P<name>(?:Annex|Appendix|Schedule|Bijlage|Attachment|Annexe)\b(?:\s+[\dIVXA-Z]{1,5}\b(?:\s[A-Z]\b)?)?)"
    r"(?P<title>.*)$",
    re.IGNORECASE,
)
INSTRUMENT = re.compile(
    r"\b(?:protocol|agreement|convention|treaty|declaration|final act|overeenkomst|verdrag"
    r"|slotakte)\b",
    re.IGNORECASE,
)
FINAL_ACT = re.compile(r"^(?:final act|slotakte)\b", re.IGNORECASE)
CLOSING = re.compile(
    r"^(?:IN (?:FAITH|WITNESS) (?:WHERE|THERE)OF|DONE (?:at|in|this)\b|TEN BLIJKE WAARVAN"
    r"|GEDAAN te\b|"
    r"EN FOI DE QUOI|FAIT à\b)|\b(?:appended our signatures|onze handtekening(?:en)? geplaatst)\b",
    re.IGNORECASE,
)
"""What opens the words above the signatures, which are part of no article."""

RUN_IN = re.compile(r"^(?P<unit>Section|Sec\.)\s+(?P<number>\d{1,3}[a-z]?)\.\s+(?=[A-Z(])")
ENDED = re.compile(r"[.;:,!?]$")
DELETED = re.compile(r"^[A-Z]{0,3}\d[\w.]*(?:\([0-9A-Za-z]{1,4}\))*\.?\s*\[?DELETED\]?\.?$")
IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")

TOGETHER = 30
"""Word pieces up to which neighbouring numbered paragraphs share a passage: only tiny ones do."""

REPEATED, LONGEST_NOTE = 5, 15
LONGEST_TITLE = 14
SAMPLE = 30
"""Parts of the text after a title by which its language is told."""


def compose(reading: Reading) -> Draft:
    """The text of an agreement with a locator for each of its paragraphs."""
    return _Writer(reading.parts).write()


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


def repeated_notes(blocks: Iterable[Block]) -> list[str]:
    """Notes of a publisher that stand again and again ("Enters into force on a later date")."""
    times = Counter(
        block.text
        for block in blocks
        if block.style is Style.PARAGRAPH
        and 4 <= len(block.text.split()) <= LONGEST_NOTE
        and not ENDED.search(block.text)
    )
    return [text for text, count in times.items() if count >= REPEATED]


def _ideographic(text: str) -> bool:
    return len(IDEOGRAPH.findall(text)) > 0.3 * len(text)


def _two_scripts(blocks: Sequence[Block]) -> bool:
    """Whether a text stands beside its translation into a language of another script."""
    share = sum(_ideographic(block.text) for block in blocks) / max(1, len(blocks))
    return 0.1 < share < 0.9


class _Writer:
    """Adds blocks to a draft, knowing which article and paragraph they stand in."""

    def __init__(self, parts: Sequence[Part]) -> None:
        blocks = [part for part in parts if isinstance(part, Block)]
        self.draft = Draft()
        self._parts = parts
        self._rules = is_rules(blocks)
        self._has_articles = any(
            article_heading(block.text) for block in blocks if block.style is not Style.ITEM
        )
        self._two_scripts = _two_scripts(blocks)
        self._language = self._language_from(0)
        self._notes = repeated_notes(blocks)
        self._noted: set[str] = set()
        self._instrument, self._annex = "", ""
        self._annexes: Counter[tuple[str, str]] = Counter()
        self._unit, self._number = "", ""
        self._points = Points()
        self._count = 0
        self._titled = True
        self._tables = 0
        self._seen_article = self._closing = self._ideographic = False

    def write(self) -> Draft:
        for at, part in enumerate(self._parts):
            if isinstance(part, Table):
                self._table(part)
            elif part.text in self._notes:
                self._note(part.text)
            else:
                self._block(self._without_note(part), at)
        self.draft.finish()
        return self.draft

    def _language_from(self, at: int) -> str:
        blocks = (part for part in self._parts[at : at + SAMPLE] if isinstance(part, Block))
        return detect(" ".join(block.text for block in blocks))

    def _table(self, table: Table) -> None:
        self._tables += 1
        self._titled = True
        place = ", ".join(filter(None, (self._place, f"table {self._tables}")))
        add_table(self.draft, replace(table, sheet=""), place=place)

    def _note(self, text: str) -> None:
        """What the publisher repeats under every article is kept once."""
        if text not in self._noted:
            self._noted.add(text)
            self.draft.add(text, Locator(unit="publisher's note"), group=text, comfort=0)

    def _without_note(self, block: Block) -> Block:
        note = next((note for note in self._notes if block.text.endswith(note)), "")
        return replace(block, text=block.text.removesuffix(note).rstrip()) if note else block

    def _block(self, block: Block, at: int) -> None:
        heading = block.style is Style.HEADING
        article = article_heading(block.text) if heading or block.style is Style.PARAGRAPH else None
        if article and not block.marker:
            self._article(article, block.level if heading else 3, block.text)
        elif heading or self._is_title(block):
            self._heading(block, at)
        else:
            self._paragraph(block)
            self._titled = True

    def _article(self, match: re.Match[str], level: int, text: str) -> None:
        unit, number = match["unit"], " ".join(match["number"].split())
        if match.re is CHINESE and self._two_scripts:
            unit, number = "Article", arabic(number)
        elif match.re is CHINESE:
            unit, number = "", f"第{number}{match['title'][:1]}"
        elif unit.lower() in {"paragraph", "paragraaf"}:
            unit = unit.lower()
        self._unit = unit.capitalize() if unit.isupper() or unit == "article" else unit
        self._number = number
        self._points, self._count, self._titled = Points(), 0, False
        self._seen_article, self._closing = True, False
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

    def _heading(self, block: Block, at: int) -> None:
        annex = ANNEX.match(block.text)
        level = block.level or 4
        if annex and len(block.text.split()) <= LONGEST_TITLE:
            self._annex = self._annex_named(_quiet(" ".join(annex["name"].split())))
            self._leave()
            self._titled = False
        elif self._titled and self._begins_instrument(block.text):
            self._instrument, self._annex = self._named_in_full(block.text, at), ""
            self._leave()
            level = 1
        elif self._titled and not self._unit and not self._place:
            self._count = 0
        if self._place:
            self._points.close()
        elif not self._unit:
            self._points = Points()
        doubled = self._two_scripts and _ideographic(block.text)
        self._titled = not ((annex and not self._titled) or (doubled and not self._titled))
        self.draft.begin(block.text, level)

    def _annex_named(self, name: str) -> str:
        """The name of an annex, told apart from one of the same name in the same instrument."""
        self._annexes[self._instrument, name] += 1
        times = self._annexes[self._instrument, name]
        return name if times == 1 else f"{name} [{times}]"

    def _begins_instrument(self, heading: str) -> bool:
        """Whether a heading after the last article is the title of another treaty or language."""
        return self._seen_article and heading[:1].isupper() and bool(INSTRUMENT.search(heading))

    def _named_in_full(self, title: str, at: int) -> str:
        """An instrument's short name, with its language where that is not the first one's."""
        final = FINAL_ACT.match(title)
        short = _quiet(final[0] if final else re.split(r"\s+(?:between|tussen|\()", title)[0])
        language = self._language_from(at)
        same = language in {"", self._language}
        self.draft.language = "" if same else language
        return shorten(short, 60, placeholder="…") + ("" if same else f" ({name_of(language)})")

    @property
    def _place(self) -> str:
        return ", ".join(filter(None, (self._instrument, self._annex)))

    def _leave(self) -> None:
        """What follows stands in another part: an annex, a protocol."""
        self._unit, self._number = "", ""
        self._points, self._count, self._tables = Points(), 0, 0
        self._closing = False

    def _paragraph(self, block: Block) -> None:
        marker, text, shown = self._marked(block)
        if not (shown or text):
            return
        if self._two_scripts and self._ideographic is not _ideographic(text):
            self._ideographic, self._points = not self._ideographic, Points()
        if CLOSING.search(text) and self._seen_article:
            self._leave()
            self._closing = True
        if self._rules and (rule := rule_number(text)):
            self._enter_rule(rule, text)
        elif section := RUN_IN.match(text):
            self._unit, self._number, self._seen_article = "Section", section["number"], True
            self._points = Points()
        elif marker:
            self._points.enter(marker)
        else:
            self._points.leave_list(inner=block.style is Style.ITEM)
        self._points.before = block.text
        self._count += not self._points
        self._add(shown, tight=bool(marker))

    def _enter_rule(self, rule: re.Match[str], text: str) -> None:
        """Paragraph "344A(i)" of rules, or "339NB. (i) The interview": both begin at a point."""
        self._unit, self._number = "para", rule["number"].rstrip(".")
        self._points = Points()
        for marker in POINTS.findall(rule["points"]):
            self._points.enter(marker)
        if first := POINT.match(text[rule.end() :]):
            self._points.enter(first["marker"])

    def _add(self, shown: str, *, tight: bool) -> None:
        locator = self._locator()
        deleted = self._rules and bool(DELETED.match(shown))
        if deleted:
            locator = replace(locator, note=" (deleted)")
        group = (locator.place, locator.unit, self._number, self._whole())
        if self._ideographic:
            locator = replace(locator, place=_joined("Chinese text", locator.place))
        self.draft.add(
            shown,
            locator,
            group=(*group, self._ideographic),
            comfort=0 if deleted else TOGETHER,
            tight=tight,
            language="zh" if self._ideographic and self._language != "zh" else None,
        )

    def _whole(self) -> str:
        """Which numbered paragraph of an article a point belongs to; "" for the article itself.

        The lettered points of an article without numbered paragraphs belong to all of it, and so
        do those of a rule.
        """
        if not self._number:
            return self._points.path[0] if self._points else str(self._count)
        first = self._points.path[0] if self._points and self._unit != "para" else ""
        return "" if first[1:2].islower() else first

    def _marked(self, block: Block) -> tuple[str, str, str]:
        """A block's marker, its text, and both as shown; counters of rules' lists are dropped."""
        marker, text = block.marker, block.text
        if self._rules and marker[:1].isdigit():
            marker = ""
        if not marker and (point := POINT.match(text)) and not (self._rules and rule_number(text)):
            return point["marker"], text[point.end() :], text
        return marker, text, f"{marker} {text}".strip()

    def _locator(self) -> Locator:
        if self._closing:
            return Locator(self._instrument, "signature clause")
        if self._unit or self._number:
            return Locator(self._place, self._unit, (self._number, *self._points.path))
        if self._points and not self._seen_article:
            first, *rest = self._points.path
            return Locator(self._place, "paragraph", (first.strip("()"), *rest))
        place = self._place or ("" if self._seen_article else self._under())
        path = self._points.path or (str(self._count),)
        return Locator(place, "point" if self._points else "paragraph", path)

    def _under(self) -> str:
        """What stands before the first article: a treaty's preamble, a section of a statement."""
        heading = self.draft.heading
        if heading:
            return shorten(heading[-1], 60, placeholder="…")
        return "Preamble" if self._has_articles else ""


def _quiet(title: str) -> str:
    """A heading without its shouting."""
    return title.capitalize() if title.isupper() and len(title) > 5 else title


def _joined(*places: str) -> str:
    return ", ".join(filter(None, places))
