"""What a web page says of itself, outside its text: JSON-LD first, then meta elements."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ingest.dates import as_date
from ingest.normalise import one_line
from ingest.reading import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

WORKS = re.compile(
    r"Article|Dataset|Report|Posting|CreativeWork|Legislation|Statement|WebPage|Page$"
)
STORY = re.compile(r"Article|Posting|Report$|Statement")
SITES_OF_MANY = {"GOV.UK"}
"""Sites that carry many publishers: the organisation named as author is who published."""

SUFFIX = re.compile(r"\s+(?:[|–—·»]|-)\s+[^|–—·»]{2,40}$")


def page_metadata(root: HtmlElement, *, marked_up: bool = True) -> Found:
    """Title, publisher, author, dates and address, each from the most explicit place.

    These are JSON-LD, then meta elements (OpenGraph and others), then microdata, then the page.
    Without ``marked_up`` microdata are not looked for (in a tree that is nested without end).
    """
    metas = _metas(root)
    said = _from_json_ld(root, metas).or_else(_from_metas(metas))
    said = said.or_else(_from_microdata(root) if marked_up else Found()).or_else(_from_page(root))
    # Which address is the page's own, the page says for just that purpose.
    return replace(said, url=_canonical(root) or said.url)


def _from_json_ld(root: HtmlElement, metas: dict[str, str]) -> Found:
    work = max(_works(root), key=_tells_of_story, default={})
    publisher = _name(work.get("publisher"))
    author = _name(work.get("author"))
    if publisher in SITES_OF_MANY:
        publisher = metas.get("govuk:primary-publishing-organisation") or author or publisher
        author = ""
    return Found(
        kind=metas.get("govuk:format", ""),
        title=_text(work.get("headline") or work.get("name")),
        publisher=publisher,
        author="" if author == publisher else author,
        section=_name(work.get("articleSection")),
        published=as_date(work.get("datePublished")),
        updated=as_date(work.get("dateModified")),
        language=_text(work.get("inLanguage")),
        licence=_text(work.get("license")),
    )


def _works(root: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" in script.get("type", ""):
            try:
                data = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            yield from _objects(data)


def _tells_of_story(work: dict[str, Any]) -> tuple[bool, int]:
    """An article says more of the story than the page that shows it; then what says most."""
    return any(STORY.search(kind) for kind in _kinds(work.get("@type"))), len(work)


def _objects(data: object, depth: int = 6) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(data, list):
        for one in data:
            yield from _objects(one, depth - 1)
    elif isinstance(data, dict):
        yield from _objects(data.get("@graph", []), depth - 1)
        if any(WORKS.search(kind) for kind in _kinds(data.get("@type"))):
            yield data


def _kinds(value: object) -> list[str]:
    return [str(kind) for kind in value] if isinstance(value, list) else [str(value)]


def _name(value: object, depth: int = 4) -> str:
    if depth == 0:
        return ""
    if isinstance(value, list):
        return ", ".join(filter(None, (_name(one, depth - 1) for one in value[:10])))
    return _name(value.get("name"), depth - 1) if isinstance(value, dict) else _text(value)


def _text(value: object) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _metas(root: HtmlElement) -> dict[str, str]:
    """The page's meta elements by name, the first of each."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas.setdefault(name.lower(), one_line(meta.get("content") or ""))
    return metas


def _from_metas(metas: dict[str, str]) -> Found:
    def first(*names: str) -> str:
        return next((metas[name] for name in names if metas.get(name)), "")

    author = first("author", "article:author", "citation_author", "parsely-author", "dc.creator")
    return Found(
        title=first("og:title", "citation_title", "twitter:title", "dc.title"),
        publisher=first(
            "govuk:primary-publishing-organisation", "og:site_name", "citation_publisher",
            "dc.publisher", "application-name",
        ),
        author="" if author.startswith("http") else author,
        section=first("article:section", "parsely-section", "section"),
        published=as_date(first(
            "article:published_time", "govuk:first-published-at", "datepublished",
            "citation_publication_date", "dc.date.issued", "dcterms.issued", "dcterms.created",
            "dc.date", "pubdate", "publish-date", "parsely-pub-date", "sailthru.date", "date",
        )),
        updated=as_date(first(
            "article:modified_time", "govuk:public-updated-at", "datemodified", "og:updated_time",
        )),
        url=first("og:url"),
    )  # fmt: skip


def _from_microdata(root: HtmlElement) -> Found:
    """What the elements of the first story say that is marked up as one (schema.org microdata)."""
    scopes = root.xpath("//*[@itemscope and @itemtype]")
    story = next((one for one in scopes if STORY.search(one.get("itemtype"))), None)
    if story is None:
        return Found()
    said: dict[str, str] = {}
    for element in story.iterdescendants():
        name = element.get("itemprop") if isinstance(element.tag, str) else None
        if name and _scope(element) is story:
            said.setdefault(name, _value(element))
    return Found(
        title=said.get("headline") or said.get("name", ""),
        publisher=said.get("publisher", ""),
        author=said.get("author", ""),
        section=said.get("articleSection", ""),
        published=as_date(said.get("datePublished")),
        updated=as_date(said.get("dateModified")),
        language=said.get("inLanguage", ""),
    )


def _scope(element: HtmlElement) -> HtmlElement | None:
    """The thing that a property is of."""
    return next((one for one in element.iterancestors() if "itemscope" in one.attrib), None)


def _value(element: HtmlElement) -> str:
    if "itemscope" in element.attrib:
        names = element.xpath(".//*[@itemprop='name']")
        return _value(names[0]) if names else one_line(element.text_content())[:120]
    stated = element.get("content") or element.get("datetime")
    return one_line(stated if stated is not None else element.text_content())[:300]


def _from_page(root: HtmlElement) -> Found:
    licence = root.xpath("string(//a[@rel='license']/@href | //link[@rel='license']/@href)")
    time = root.xpath("string(//time[@pubdate or @itemprop='datePublished']/@datetime)")
    author = root.xpath("//a[contains(concat(' ', @rel, ' '), ' author ')]")
    return Found(
        title=_heading(root) or SUFFIX.sub("", one_line(root.xpath("string(//title)"))),
        author=one_line(author[0].text_content())[:120] if author else "",
        published=as_date(time),
        language=(root.get("lang") or "").split("-")[0].lower(),
        licence=licence,
    )


def _canonical(root: HtmlElement) -> str:
    address = str(root.xpath("string(//link[@rel='canonical']/@href)")).strip()
    return address if address.startswith(("http://", "https://")) else ""


def _heading(root: HtmlElement) -> str:
    headings = [one_line(" ".join(heading.itertext())) for heading in root.iter("h1")]
    headings = [heading for heading in headings if heading]
    return headings[0] if len(headings) == 1 else ""
