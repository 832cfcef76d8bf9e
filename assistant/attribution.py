"""Who says so: the source of a sentence, in the words a reader would print.

"Home Office data, reported by the Evening Standard, 20 August 2025".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vectorstore.records import Kind

if TYPE_CHECKING:
    from datetime import date

    from vectorstore.records import Entry, Passage

BODY = r"(?:the )?((?:[A-Z][\w’'&-]*)(?: (?:of|for|and|on) (?=[A-Z])| (?=[A-Z])|[A-Z][\w’'&-]*)*)"
DATA = r"(data|figures|statistics|estimates|numbers|records|analysis|research)"
SAYS = r"(?:shows?|showed|suggest(?:s|ed)?|indicates?|reveal(?:ed)?|say|said|put)"

REPORTED = (
    re.compile(rf"\b{BODY} {DATA} {SAYS}\b"),
    re.compile(rf"\b{DATA} from {BODY} {SAYS}\b"),
    re.compile(rf"\b[Aa]ccording to {BODY}(?:[’']s? {DATA}| {DATA})?"),
    re.compile(rf"\b{BODY} (?:said|says|announced|confirmed|reported|found|estimated|estimates)\b"),
)
"""Forms in which a sentence names where it has its facts from, the most telling first."""

NOT_A_SOURCE = frozenset("He She They It This That These Those We I You There The But And".split())


def attribute(
    text: str, entry: Entry, passage: Passage, speaker: str = "", *, verbatim: bool = True
) -> str:
    """The source of ``text``, a sentence of ``passage`` in the document of ``entry``.

    ``speaker`` is who says it, where that is known, ``verbatim`` whether in these very words.
    """
    when = dated(entry)
    if entry.kind is Kind.AGREEMENT:
        return f"{entry.title}, {passage.locator}"
    publisher = entry.publisher or entry.title
    if entry.kind is Kind.STATISTICS:
        return f"{publisher}, {when}" if entry.publisher else f"{entry.title}, {when}"
    if speaker:
        said = "quoted" if verbatim else "reported"
        return f"{speaker[:1].upper()}{speaker[1:]}, {said} by {publisher}, {when}"
    source = named_source(text)
    if source and source.lower() not in publisher.lower():
        return f"{source}, reported by {publisher}, {when}"
    return f"{publisher}, {when}"


def named_source(text: str) -> str:
    """The body or person that the sentence itself gives as its source, or ``""``."""
    for form in REPORTED:
        for match in form.finditer(text):
            parts = [part for part in match.groups() if part]
            body = next(part for part in parts if part[0].isupper()).strip()
            if body.split()[0] in NOT_A_SOURCE:
                continue
            kind = next((part for part in parts if part[0].islower()), "")
            return f"{body} {kind}".strip()
    return ""


def dated(entry: Entry) -> str:
    """When a document was published and last updated, as far as it says so."""
    published, updated = stated(entry.published), stated(entry.updated)
    if not updated or updated == published:
        return published or "date not stated"
    return f"{published}, updated {updated}" if published else f"updated {updated}"


def stated(day: date | None) -> str:
    """A date as people write it: "20 August 2025"; ``""`` for none."""
    return f"{day.day} {day:%B %Y}" if day else ""
