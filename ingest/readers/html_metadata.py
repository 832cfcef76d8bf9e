"""What a web page says of itself, outside its text: JSON-LD first, then meta elements."""

from __future__ import annotations

import json
import re
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
SITES_OF_MANY = {"GOV.UK"}
"""Sites that carry many publishers: the organisation named as author is who published."""

SUFFIX = re.compile(r"\s+(?:[|–—·»]|-)\s+[^|–—·»]{2,40}$")


def page_metadata(root: HtmlElement) -> Found:
    """Title, publisher, author, dates and address, each from the most explicit place."""
    metas = _metas(root)
    return _from_json_ld(root, metas).or_else(_from_metas(metas)).or_else(_from_page(root))


def _from_json_ld(root: HtmlElement, metas: dict[str, str]) -> Found:
    work = max(_works(root), key=len, default={})
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
            except ValueError:
                continue
            yield from _objects(data)


def _objects(data: object) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for one in data:
            yield from _objects(one)
    elif isinstance(data, dict):
        yield from _objects(data.get("@graph", []))
        if any(WORKS.search(kind) for kind in _kinds(data.get("@type"))):
            yield data


def _kinds(value: object) -> list[str]:
    return [str(kind) for kind in value] if isinstance(value, list) else [str(value)]


def _name(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value)))
    return _name(value.get("name")) if isinstance(value, dict) else _text(value)


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
        published=as_date(first(
            "article:published_time", "govuk:first-published-at", "datepublished",
            "citation_publication_date", "dc.date.issued", "dc.date", "pubdate", "publish-date",
        )),
        updated=as_date(first(
            "article:modified_time", "govuk:public-updated-at", "datemodified", "og:updated_time",
        )),
        url=first("og:url"),
    )  # fmt: skip


def _from_page(root: HtmlElement) -> Found:
    canonical = root.xpath("string(//link[@rel='canonical']/@href)")
    licence = root.xpath("string(//a[@rel='license']/@href | //link[@rel='license']/@href)")
    time = root.xpath("string(//time[@pubdate or @itemprop='datePublished']/@datetime)")
    return Found(
        title=_heading(root) or SUFFIX.sub("", one_line(root.xpath("string(//title)"))),
        published=as_date(time),
        url=canonical if canonical.startswith("http") else "",
        language=(root.get("lang") or "").split("-")[0].lower(),
        licence=licence,
    )


def _heading(root: HtmlElement) -> str:
    headings = [one_line(" ".join(heading.itertext())) for heading in root.iter("h1")]
    headings = [heading for heading in headings if heading]
    return headings[0] if len(headings) == 1 else ""
