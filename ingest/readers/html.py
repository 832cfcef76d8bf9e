"""A saved or fetched web page: its main text with headings, items and tables, and nothing else."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import lxml.html
from lxml import etree

from ingest.errors import ReadError
from ingest.normalise import decode, one_line
from ingest.readers.html_metadata import page_metadata
from ingest.readers.html_tree import DROPPED_TAGS, HEADINGS, tree_parts
from ingest.reading import Block, Part, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

CHARSET = re.compile(rb"charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>", re.IGNORECASE)

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


def read_html(data: bytes, *, encoding: str = "") -> Reading:
    """A web page; raises ReadError where it has no text.

    ``encoding`` is what whoever saved the page says it is in; it overrides what the page declares.
    """
    text = _characters(data, encoding)
    root = parse(text)
    deep = _depth(root) > DEEPEST
    found = page_metadata(root, marked_up=not deep)
    parts = _bare(text) if deep else page_parts(root)
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
    return tree_parts(root)


def message_parts(text: str) -> list[Part]:
    """The text of a message in HTML, which lays itself out in tables; [] where it has none."""
    try:
        root = parse(text)
    except ReadError:
        return []
    if _depth(root) > DEEPEST:
        return _bare(text)
    for element in list(root.iter("head", "script", "style", "title", "img")):
        _drop(element)
    return tree_parts(root)


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
    return tree_parts(main)


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


def _characters(data: bytes, encoding: str) -> str:
    declared = CHARSET.search(data[:4096])
    encoding = encoding or (declared[1].decode("ascii") if declared else "")
    if encoding and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(encoding)
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
