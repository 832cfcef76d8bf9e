"""A saved or fetched web page: its main text with headings, items and tables, and nothing else."""

from __future__ import annotations

import html
import re
from itertools import count
from typing import TYPE_CHECKING

import lxml.html
from lxml import etree

from ingest.errors import ReadError
from ingest.normalise import decode, normalise, one_line
from ingest.readers.html_metadata import page_metadata
from ingest.reading import Block, Part, Reading, Style, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

CHARSET = re.compile(rb"charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>", re.IGNORECASE)

DROPPED_TAGS = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "aside",
        "form",
        "button",
        "svg",
        "iframe",
        "object",
        "embed",
        "select",
        "input",
        "textarea",
        "label",
        "video",
        "audio",
        "canvas",
        "footer",
        "dialog",
        "menu",
        "img",
        "picture",
        "map",
        "head",
        "figcaption",
    ]
)
DROPPED_ROLES = frozenset(
    [
        "navigation",
        "banner",
        "contentinfo",
        "search",
        "complementary",
        "dialog",
        "alertdialog",
        "alert",
        "menu",
    ]
)
FURNITURE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|breadcrumbs?|related|share|sharing|social|newsletter|"
    r"subscri\w+|paywall|promo\w*|adverts?|advertisement|ads?|sidebar|comments?|feedback|"
    r"print-(?:link|meta-data)|published-dates|metadata|visually-hidden|sr-only|screen-reader\w*|"
    r"organisation-logos?|contents-list|back-to-top|skip-link|recommend\w*|most-(?:read|popular)|"
    r"outbrain|taboola|site-?nav|navbar|navigation|toolbar|title__context|signup|sign-up|"
    r"accessibility-warning|attachment-thumb|trending|read-more|read-next|up-next|"
    r"caption|byline-share|tags|topics)(?:$|[\s_-])",
    re.IGNORECASE,
)
MAIN_SHARE = 0.4
"""What holds more of the page's words than this is no furniture, whatever its class is called."""

HIDDEN = re.compile(
    r"<(script|style|head|nav|footer)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL
)
TAG = re.compile(r"<[^<>]*>")

DEEPEST = 150
"""Levels of nesting that are followed; a page beyond is damaged or hostile, read line by line."""

BLOCK_TAGS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "li",
        "table",
        "blockquote",
        "pre",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "details",
        "summary",
        "address",
        "fieldset",
        "tbody",
        "thead",
        "tr",
        "td",
        "th",
        "center",
        "body",
        "html",
    ]
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
PRE = re.compile(r"pre-(?:wrap|line)|white-space:\s*pre", re.IGNORECASE)
NEWLINE = "\x0b"
"""Stands for a line break that is meant, until white space has been collapsed."""


def read_html(data: bytes) -> Reading:
    """A web page; raises ReadError where it has no text."""
    text = _characters(data)
    root = parse(text)
    found = page_metadata(root)
    parts = _bare(text) if _depth(root) > DEEPEST else page_parts(root)
    parts = list(_below_title(parts, found.title))
    if not parts:
        raise ReadError(
            "The page holds no text of its own.",
            "Open it in a browser and save it as a complete page or as PDF, then ingest that.",
        )
    return Reading(format="html", parts=tuple(parts), found=found)


def fragment_parts(markup: str) -> list[Part]:
    """The text of a piece of HTML that holds nothing but content."""
    root = parse(f"<html><body>{markup}</body></html>")
    _prune(root)
    return list(_Walk().parts(root))


def parse(text: str) -> HtmlElement:
    """The tree of a page; raises ReadError where there is none."""
    text = DECLARATION.sub("", text)
    try:
        # Deeper trees than libxml2 takes by default are cut off in silence.
        parser = lxml.html.HTMLParser(huge_tree=True)
        root: HtmlElement = lxml.html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError("The page is empty or no HTML.", "Save the page again.") from error
    return root


def page_parts(root: HtmlElement) -> list[Part]:
    """The main text of a whole page."""
    for element in list(root.iter(*DROPPED_TAGS)):
        if element.tag != "head":
            _drop(element)
    main = _main(root)
    _prune(main)
    return list(_Walk().parts(main))


def _bare(text: str) -> list[Part]:
    """The text of a page without regard to its tree, a block for each stretch between tags."""
    text = HIDDEN.sub("\n", text)
    lines = map(one_line, html.unescape(TAG.sub("\n", text)).split("\n"))
    return [Block(text=line) for line in lines if line]


def _depth(element: HtmlElement) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(element, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _characters(data: bytes) -> str:
    declared = CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def _main(root: HtmlElement) -> HtmlElement:
    """The element that holds the text: what the page itself marks as such, else what looks it."""
    marked = root.xpath("//*[@itemprop='articleBody'] | //main | //*[@role='main'] | //article")
    body = root.find("body")
    body = root if body is None else body
    fullest = max(marked, key=_words, default=None)
    if fullest is not None and _words(fullest) >= 25:
        return fullest
    _prune(body)
    return body if _link_share(body) < 0.3 else _likely(root, body)


def _likely(root: HtmlElement, body: HtmlElement) -> HtmlElement:
    import trafilatura  # only pages that mark nothing need its guess

    document = trafilatura.bare_extraction(
        etree.tostring(root, encoding="unicode"), include_comments=False, favor_recall=True
    )
    text = getattr(document, "text", "") or ""
    paragraphs = (f"<p>{_escaped(line)}</p>" for line in text.split("\n") if line)
    return parse("".join(paragraphs)) if text.strip() else body


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _prune(main: HtmlElement) -> None:
    """Take out of ``main`` what its tags, roles and classes call furniture."""
    limit = _words(main) * MAIN_SHARE
    for element in list(main.iterdescendants()):
        if not isinstance(element.tag, str):
            _drop(element)
        elif element.getroottree().getroot() is not None and _is_furniture(element):
            hidden = element.get("aria-hidden") == "true" or "hidden" in element.attrib
            if hidden or _words(element) <= limit:
                _drop(element)


def _is_furniture(element: HtmlElement) -> bool:
    if element.get("role", "") in DROPPED_ROLES or "hidden" in element.attrib:
        return True
    if element.get("aria-hidden") == "true" or "display:none" in element.get("style", "").replace(
        " ", ""
    ):
        return True
    # A heading's id is made of its words, which are the text's own: "related-information".
    own = "" if element.tag in HEADINGS else element.get("id", "")
    names = f"{element.get('class', '')} {own}"
    return bool(FURNITURE_CLASS.search(names))


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _words(element: HtmlElement) -> int:
    return len(" ".join(element.itertext()).split())


def _link_share(element: HtmlElement) -> float:
    links = sum(_words(link) for link in element.iter("a"))
    return links / max(1, _words(element))


def _below_title(parts: list[Part], title: str) -> Iterator[Part]:
    """Without the page's own headline and the short lines above it (its kind, its section)."""
    heads = [
        at for at, part in enumerate(parts[:8]) if isinstance(part, Block) and part.text == title
    ]
    above = parts[: heads[0]] if heads else []
    if heads and all(isinstance(part, Block) and len(part.text.split()) < 12 for part in above):
        parts = parts[heads[0] + 1 :]
    return iter(parts)


class _Walk:
    """Goes through a tree in order and gathers its parts."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._shape = (Style.PARAGRAPH, 0, "")

    def parts(self, element: HtmlElement) -> Iterator[Part]:
        yield from self._inside(element, pre=False, depth=-1)
        yield from self._close()

    def _inside(self, element: HtmlElement, *, pre: bool, depth: int) -> Iterator[Part]:
        pre = (
            pre
            or element.tag == "pre"
            or bool(PRE.search(f"{element.get('class')} {element.get('style')}"))
        )
        depth += element.tag in {"ul", "ol"}
        self._add(element.text, pre=pre)
        numbers = _numbers(element)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in DROPPED_TAGS:
                yield from self._child(child, pre=pre, depth=depth, marker=_marker(child, numbers))
            self._add(child.tail, pre=pre)

    def _child(self, child: HtmlElement, *, pre: bool, depth: int, marker: str) -> Iterator[Part]:
        if child.tag == "br":
            self._text.append(NEWLINE)
        elif child.tag not in BLOCK_TAGS:
            yield from self._inside(child, pre=pre, depth=depth)
        elif child.tag == "table" and (table := _table(child)):
            yield from self._close()
            yield table
        else:
            yield from self._close()
            before = self._shape
            self._shape = _shape(child, depth, marker, before)
            yield from self._inside(child, pre=pre, depth=depth)
            yield from self._close()
            self._shape = before if child.tag in HEADINGS or child.tag == "li" else self._shape
            if child.tag in HEADINGS or child.tag == "li":
                self._shape = (before[0], before[1], "")

    def _add(self, text: str | None, *, pre: bool) -> None:
        if text:
            self._text.append(normalise(text).replace("\n", NEWLINE) if pre else text)

    def _close(self) -> Iterator[Part]:
        style, level, marker = self._shape
        for line in "".join(self._text).split(NEWLINE):
            if text := one_line(line):
                yield Block(text=text, style=style, level=level, marker=marker)
                marker = ""
                self._shape = (style, level, "")
        self._text = []


def _shape(
    element: HtmlElement, depth: int, marker: str, outer: tuple[Style, int, str]
) -> tuple[Style, int, str]:
    if element.tag in HEADINGS and outer[0] is not Style.ITEM:
        return Style.HEADING, HEADINGS[element.tag], ""
    if element.tag == "li":
        return Style.ITEM, max(0, depth), marker
    return outer


def _numbers(element: HtmlElement) -> Iterator[int] | None:
    if element.tag != "ol":
        return None
    start = element.get("start", "1")
    return count(int(start) if start.lstrip("-").isdigit() else 1)


def _marker(item: HtmlElement, numbers: Iterator[int] | None) -> str:
    if item.tag != "li" or numbers is None:
        return ""
    number = next(numbers)
    kind = item.getparent().get("type", "1")
    if kind in {"a", "A"} and 1 <= number <= 26:
        return f"({chr(ord(kind) + number - 1)})"
    return f"{number}."


def _table(element: HtmlElement) -> Table | None:
    """A table of data; None for one that only lays out a page."""
    if element.find(".//table") is not None:
        return None
    rows = [_row(row) for row in element.iter("tr")]
    rows = [row for row in rows if row]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return None
    caption = element.find("caption")
    return Table(
        rows=_spanned(rows),
        caption="" if caption is None else one_line(" ".join(caption.itertext())),
    )


def _row(row: HtmlElement) -> list[tuple[str, int, int]]:
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    return [
        (one_line(" ".join(cell.itertext())), _span(cell, "colspan"), _span(cell, "rowspan"))
        for cell in cells
    ]


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "1")
    return min(100, max(1, int(value))) if value.isdigit() else 1


def _spanned(rows: list[list[tuple[str, int, int]]]) -> tuple[tuple[str, ...], ...]:
    """Rows of plain cells: one that spans rows is repeated in each, so each can be read alone."""
    below: dict[tuple[int, int], str] = {}
    grid = []
    for at, row in enumerate(rows):
        line: list[str] = []
        for text, columns, height in row:
            while (at, len(line)) in below:
                line.append(below[at, len(line)])
            for further in range(1, height):
                below[at + further, len(line)] = text
            line.extend([text] + [""] * (columns - 1))
        while (at, len(line)) in below:
            line.append(below[at, len(line)])
        grid.append(tuple(line))
    return tuple(grid)
