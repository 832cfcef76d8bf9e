"""Agreements: treaties, joint statements, rules, legislation, cited as lawyers cite them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from textwrap import shorten
from typing import TYPE_CHECKING

from ingest.headings import (
    ANNEX,
    CHAPTER,
    CHINESE,
    CLOSING,
    DIVISION,
    ENDED,
    FINAL_ACT,
    INSTRUMENT,
    RUN_IN,
    article_heading,
    is_short,
    quiet,
)
from ingest.language import detect, name_of
from ingest.numbering import POINT, POINTS, Points, arabic
from ingest.place import NOTE, PREAMBLE, RULE_UNIT, Place, joined
from ingest.reading import Block, Reading, Style, Table
from ingest.rules import DEFINED, counted_twice, is_deleted, is_rules, rule_number
from ingest.sections import Draft, Locator
from ingest.statistics import add_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ingest.reading import Part

IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")

QUOTED = re.compile(r"^(?P<marker>[A-Z])(?=[\"“„'‘][A-Z])")
"""A lettered part of a final act that opens as a quotation: A"The Conference, …"."""

DASH = re.compile(r"^[−–—-]\s")
MARKS = "\"“„'‘"

TOGETHER = 30
"""Word pieces up to which neighbouring numbered paragraphs share a passage: only tiny ones do."""

CHAPTERED = 2
"""The level of a chapter's heading, whatever the source marks it as: articles stand below it."""

REPEATED, LONGEST_NOTE = 5, 15
SAMPLE = 30
"""Parts of the text after a title by which its language is told."""


def compose(reading: Reading) -> Draft:
    """The text of an agreement with a locator for each of its paragraphs."""
    return _Writer(reading.parts).write()


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


def is_ideographic(text: str) -> bool:
    """Whether a text is Chinese."""
    return len(IDEOGRAPH.findall(text)) > 0.3 * len(text)


class _Scripts:
    """Tells a text from its translation into a language of another script beside it."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        share = sum(is_ideographic(block.text) for block in blocks) / max(1, len(blocks))
        self.two = 0.1 < share < 0.9
        others = (block.text for block in blocks if not is_ideographic(block.text))
        self._other = detect(" ".join(others)) if self.two else ""
        self.ideographic = False

    def changes(self, text: str) -> bool:
        """Go on with ``text``; whether it is in the other script than the one before."""
        before = self.ideographic
        self.ideographic = self.two and is_ideographic(text)
        return self.ideographic is not before

    @property
    def language(self) -> str | None:
        """The language of what comes now; None where it is not told by the script."""
        if not self.two:
            return None
        return "zh" if self.ideographic else self._other


class _Writer:
    """Adds blocks to a draft, knowing which article and paragraph they stand in."""

    def __init__(self, parts: Sequence[Part]) -> None:
        blocks = [part for part in parts if isinstance(part, Block)]
        self.draft = Draft()
        self._parts = parts
        self._rules = is_rules(blocks) or counted_twice(blocks)
        self._has_articles = any(
            article_heading(block.text) for block in blocks if block.style is not Style.ITEM
        )
        self._scripts = _Scripts(blocks)
        self._language = self._language_from(0)
        self._notes = repeated_notes(blocks)
        self._noted: set[str] = set()
        self._place = Place()
        self._titled = True
        self._tables = 0

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
        place = joined(self._place.name, f"table {self._tables}")
        add_table(self.draft, replace(table, sheet=""), place=place)

    def _note(self, text: str) -> None:
        """What the publisher repeats under every article is kept once."""
        if text not in self._noted:
            self._noted.add(text)
            self.draft.add(text, Locator(unit=NOTE), group=text, comfort=0, language=detect(text))

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
        if match.re is CHINESE and self._scripts.two:
            unit, number = "Article", arabic(number)
        elif match.re is CHINESE:
            unit, number = "", f"第{number}{match['title'][:1]}"
        elif unit.lower() in {"paragraph", "paragraaf"}:
            unit = unit.lower()
        unit = unit.capitalize() if unit.isupper() or unit == "article" else unit
        self._place.begin_article(unit, number)
        self._titled = False
        self.draft.begin(text, max(level, CHAPTERED + 1) if self._place.chapter else level)

    def _is_title(self, block: Block) -> bool:
        """A short line right under "Article 33" that names it."""
        return (
            not self._titled
            and block.style is Style.PARAGRAPH
            and is_short(block.text)
            and not ENDED.search(block.text)
            and not POINT.match(block.text)
            and not is_deleted(block.text)
        )

    def _heading(self, block: Block, at: int) -> None:
        annex = ANNEX.match(block.text) if is_short(block.text) else None
        level = block.level or 4
        if annex:
            self._place.begin_annex(quiet(" ".join(annex["name"].split())))
            self._tables = 0
            level = min(level, CHAPTERED)
        elif self._titled and self._opens(block.text, at):
            level = self._level(block)
        if self._place.name:
            self._place.points.close()
        elif not self._place.unit:
            self._place.points = Points()
        doubled = self._scripts.two and is_ideographic(block.text)
        self._titled = not ((annex or doubled) and (annex or not self._titled))
        self.draft.begin(block.text, level)

    def _level(self, block: Block) -> int:
        """The level of a heading that opens a part: below an instrument stands a chapter."""
        if self._place.chapter and CHAPTER.match(block.text):
            return CHAPTERED
        return 1 if INSTRUMENT.search(block.text) else block.level or 4

    def _opens(self, heading: str, at: int) -> bool:
        """Whether a heading that stands by itself opens another part, which is then gone to."""
        place = self._place
        if self._begins_instrument(heading):
            name = self._named_in_full(heading, at)
            place.begin_instrument(name, preamble=self._articles_follow(at))
        elif division := self._division(heading):
            place.begin_division(" ".join(division["name"].split()))
        elif (chapter := CHAPTER.match(heading)) and self._has_articles and not self._rules:
            place.begin_chapter(quiet(" ".join(chapter["name"].split())))
        elif not place.unit and not place.name:
            place.count = 0
            return False
        else:
            return False
        self._tables = 0
        return True

    def _begins_instrument(self, heading: str) -> bool:
        """Whether a heading after the last article is the title of another treaty or language."""
        return (
            self._place.articles
            and heading[:1].isupper()
            and bool(INSTRUMENT.search(heading))
            and not DIVISION.match(heading)
        )

    def _division(self, heading: str) -> re.Match[str] | None:
        """A part of an annex or of an act that has no articles."""
        apart = bool(self._place.name) and not self._place.unit
        return DIVISION.match(heading) if apart else None

    def _articles_follow(self, at: int) -> bool:
        """Whether what an instrument begins with comes before articles: it is a preamble then."""
        blocks = (part for part in self._parts[at + 1 : at + 1 + SAMPLE] if isinstance(part, Block))
        headings = (block.text for block in blocks if block.style is Style.HEADING)
        for heading in headings:
            if article_heading(heading):
                return True
            if INSTRUMENT.search(heading) and not CHAPTER.match(heading):
                return False
        return False

    def _named_in_full(self, title: str, at: int) -> str:
        """An instrument's short name, with its language where that is not the first one's."""
        final = FINAL_ACT.match(title)
        short = quiet(final[0] if final else re.split(r"\s+(?:between|tussen|\()", title)[0])
        language = self._language_from(at)
        same = language in {"", self._language}
        self.draft.language = "" if same else language
        return shorten(short, 60, placeholder="…") + ("" if same else f" ({name_of(language)})")

    def _paragraph(self, block: Block) -> None:
        marker, text, shown = self._marked(block)
        if not (shown or text):
            return
        place = self._place
        if self._scripts.changes(text):
            place.points = Points()
        if CLOSING.search(text) and place.articles:
            place.close()
        if self._rules and (rule := rule_number(text)):
            self._enter_rule(rule, text)
        elif self._rules and place.unit == RULE_UNIT and (defined := DEFINED.match(text)):
            place.begin_definition(" ".join(defined["term"].split()))
        elif self._rules and is_deleted(text):
            place.leave_definition()
        elif section := RUN_IN.match(text):
            place.begin_article("Section", section["number"])
        elif marker:
            place.points.enter(marker)
        elif (block.style is Style.ITEM or DASH.match(text)) and place.number and not self._rules:
            place.points.indent()
        else:
            place.points.leave_list(inner=block.style is Style.ITEM)
        place.points.before = block.text
        place.count += not place.points
        self._add(shown, tight=bool(marker))

    def _enter_rule(self, rule: re.Match[str], text: str) -> None:
        """Paragraph "344A(i)" of rules, or "339NB. (i) The interview": both begin at a point."""
        self._place.begin_rule(rule["number"].rstrip("."))
        for marker in POINTS.findall(rule["points"]):
            self._place.points.enter(marker)
        if first := POINT.match(text[rule.end() :]):
            self._place.points.enter(first["marker"])

    def _add(self, shown: str, *, tight: bool) -> None:
        locator = self._place.locator(self._under())
        deleted = is_deleted(shown)
        if deleted:
            locator = replace(locator, note=" (deleted)")
        group = (locator.place, locator.unit, self._place.number, self._place.whole())
        if self._scripts.ideographic:
            locator = replace(locator, place=joined("Chinese text", locator.place))
        self.draft.add(
            shown,
            locator,
            group=(*group, self._scripts.ideographic),
            comfort=0 if deleted else TOGETHER,
            tight=tight,
            language=self._scripts.language,
        )

    def _marked(self, block: Block) -> tuple[str, str, str]:
        """A block's marker, its text, and both as shown; counters of rules' lists are dropped."""
        marker, text = block.marker, block.text
        if self._rules and marker[:1].isdigit():
            marker = ""
        if not marker and not (self._rules and rule_number(text)):
            inner = text.lstrip(MARKS)
            if point := POINT.match(inner) or QUOTED.match(text):
                return point["marker"], text[len(text) - len(inner) + point.end() :], text
        return marker, text, f"{marker} {text}".strip()

    def _under(self) -> str:
        """What stands before the first article: a treaty's preamble, a section of a statement."""
        heading = self.draft.heading
        if heading:
            return shorten(heading[-1], 60, placeholder="…")
        return PREAMBLE if self._has_articles else ""
