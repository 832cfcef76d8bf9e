"""A citation in the forms that people paste: plain, Markdown, BibTeX, CSL JSON.

CSL: the item types and variables of the Citation Style Language 1.0.2; BibTeX: the classic entry
types, with ``@misc`` for what they do not know.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assistant.attribution import dated
from vectorstore.records import Kind, SourceClass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from assistant.answer import Citation

CSL_TYPES = {
    SourceClass.LAW: "treaty",
    SourceClass.STATISTIC: "dataset",
    SourceClass.GOVERNMENT: "report",
    SourceClass.PARLIAMENT: "hearing",
    SourceClass.REPORTING: "article-newspaper",
    SourceClass.OPINION: "article-newspaper",
}
KINDS = {Kind.AGREEMENT: "treaty", Kind.STATISTICS: "dataset", Kind.ARTICLE: "article"}
TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#",
    "_": r"\_", "$": r"\$", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|!])")


def plain(citation: Citation) -> str:
    """One line, as far as it is known: "Title, Publisher, 20 August 2025, paragraph 7. URL"."""
    entry = citation.entry
    parts = [entry.author, entry.title, entry.publisher, dated(entry), citation.locator]
    line = ", ".join(part for part in parts if part)
    return f"{line}. {entry.url}" if entry.url else f"{line}."


def footnote(citation: Citation) -> str:
    """A Markdown footnote with the words relied on: nothing of a source is taken for markup."""
    words = escaped(" ".join(citation.text.split()))
    return f"[^{citation.number}]: {escaped(plain(citation))} “{words}”"


def escaped(text: str) -> str:
    """``text`` for Markdown, so that no link, image or tag of a source is rendered."""
    return MARKDOWN.sub(r"\\\1", text)


def bibtex(citations: Sequence[Citation]) -> str:
    """A BibTeX entry for each document cited, its passages in the note."""
    entries = []
    for key, cited in _by_document(citations).items():
        entry = cited[0].entry
        kind = "article" if entry.kind is Kind.ARTICLE and entry.publisher else "misc"
        fields = {
            "title": f"{{{_tex(entry.title)}}}",
            "author": f"{{{_tex(entry.author)}}}" if entry.author else "",
            "journal" if kind == "article" else "howpublished": _tex(entry.publisher),
            "year": str(entry.published.year) if entry.published else "",
            "date": entry.published.isoformat() if entry.published else "",
            "url": entry.url.replace("{", "%7B").replace("}", "%7D"),
            "note": _tex("; ".join(dict.fromkeys(one.locator for one in cited if one.locator))),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        entries.append("\n".join((f"@{kind}{{{key},", *lines, "}")))
    return "\n\n".join(entries) + "\n" if entries else ""


def csl(citations: Sequence[Citation]) -> list[dict[str, Any]]:
    """A CSL JSON item for each document cited, its passages in the note."""
    return [_item(key, cited) for key, cited in _by_document(citations).items()]


def _item(key: str, cited: Sequence[Citation]) -> dict[str, Any]:
    entry = cited[0].entry
    container = "container-title" if entry.kind is Kind.ARTICLE else "publisher"
    fields: dict[str, Any] = {
        "id": key,
        "type": CSL_TYPES.get(entry.source_class, KINDS[entry.kind]),
        "title": entry.title,
        container: entry.publisher,
        "author": [{"literal": entry.author}] if entry.author else [],
        "issued": _issued(entry.published),
        "URL": entry.url,
        "language": entry.language,
        "note": "; ".join(dict.fromkeys(one.locator for one in cited if one.locator)),
    }
    return {name: value for name, value in fields.items() if value}


def _issued(day: date | None) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else {}


def _by_document(citations: Sequence[Citation]) -> dict[str, list[Citation]]:
    found: dict[str, list[Citation]] = {}
    for citation in citations:
        found.setdefault(_key(citation), []).append(citation)
    return found


def _key(citation: Citation) -> str:
    """A key of letters and digits; the document's id keeps two of one name apart."""
    entry = citation.entry
    first = re.sub(r"\W", "", (entry.author or entry.publisher or entry.title).split(" ")[0])
    year = str(entry.published.year) if entry.published else ""
    identifier = re.sub(r"\W", "", entry.id)[:6]
    return f"{first.encode('ascii', 'ignore').decode().lower()}{year}{identifier}"


def _tex(text: str) -> str:
    return "".join(TEX.get(character, character) for character in text)
