"""How many sources have the words, which of them is the speech itself, and where they differ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.attribution import dated
from assistant.people import same_person
from assistant.quotes.verdict import Finding, Verdict
from vectorstore.records import Kind
from vectorstore.twins import near_identical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.quotes.place import Placed
    from vectorstore.library import Library
    from vectorstore.records import Entry

LEAST_ALIKE, LEAST_ALIKE_DATED = 0.85, 0.7
"""The part of a quotation that another source must have, to be a report of the same words; and
where the days of both are known to be near, and the speaker is one."""

LEAST_WORDS = 6
"""Words from which on two wordings are of one saying, and not of two that are alike."""

DAYS = 10
"""Days between two documents on one saying."""

OFFICIAL = re.compile(
    r"(?:^|\.)(?:gov|gouv|gob|mil)(?:\.[a-z]{2})?$|(?:^|\.)(?:parliament|legislation)\.(?:uk|scot)$"
    r"|(?:^|\.)europa\.eu$|(?:^|\.)(?:un|unhcr|iom)\.(?:org|int)$|(?:^|\.)whitehouse\.gov$"
    r"|(?:^|\.)(?:senedd\.wales|parl\.gc\.ca)$"
)
"""Hosts on which those who speak publish what they said."""

BODIES = re.compile(
    r"\b(?:home office|foreign(?:, commonwealth)?.*office|cabinet office|ministry"
    r"|department (?:of|for)"
    r"|prime minister's office|10 downing street|white house|house of (?:commons|lords)|hansard"
    r"|parliament|european (?:commission|council|parliament)|gov\.?uk|uk government|hm government"
    r"|united nations|unhcr|national audit office|supreme court)\b",
    re.IGNORECASE,
)
SPOKEN = re.compile(
    r"^(?:remarks|speech|statement|oral statement|press (?:release|conference)|transcript|address"
    r"|written statement|readout|joint (?:statement|declaration))\b"
    r"|\b(?:speech|oral statement|statement to parliament|press release|transcript)\b",
    re.IGNORECASE,
)
PAPERS = re.compile(
    r"\b(?:news|post|times|guardian|standard|mail|mirror|telegraph|herald)\b", re.IGNORECASE
)


def primary(entry: Entry) -> bool:
    """Whether a document is the speech, release, record or instrument itself, not a report of it.

    By who publishes it; by its title where nobody is named.
    """
    if entry.kind is not Kind.ARTICLE:
        return entry.kind is Kind.AGREEMENT
    host = urlsplit(entry.url).hostname or ""
    if OFFICIAL.search(host):
        return True
    if entry.publisher:
        return bool(BODIES.search(entry.publisher)) and not PAPERS.search(entry.publisher)
    return bool(SPOKEN.search(entry.title))


def independent(equal: Sequence[Placed], library: Library) -> list[Finding]:
    """Whether one source alone has the words; copies of one story are one."""
    stories = {library.witness(one.document.id) for one in equal}
    around: list[str] = []
    for one in equal:
        # Two stories may still share one agency's paragraph.
        told = one.document.text[max(0, one.start - 300) : one.end + 300]
        if not any(near_identical(told, other) for other in around):
            around.append(told)
    if min(len(stories), len(around)) > 1:
        return []
    copies = f", in {len(equal)} copies that count once" if len(equal) > 1 else ""
    return [Finding(kind=Verdict.SINGLE_SOURCE, detail=f"one source has it{copies}")]


def conflicts(best: Placed, placed: Sequence[Placed]) -> list[Finding]:
    """Other sources that have the same saying in words that mean something else."""
    if len(best.document.text[best.start : best.end].split()) < LEAST_WORDS:
        return []
    found = []
    for other in placed:
        if other is not best and _same_saying(best, other) and _differs(best, other):
            told = f"{_shown(best)}; but {_shown(other)}"
            # A report that has it otherwise says nothing against the speech itself.
            plain = primary(best.document) and not primary(other.document)
            found.append(
                Finding(kind=Verdict.CONFLICTING, detail=f"sources differ: {told}", plain=plain)
            )
    return found[:3]


def outranks(other: Placed, best: Placed) -> bool:
    """Whether a source with less of the words decides against one that has them.

    The speech itself does so against a report of it, and so does, against a fragment, the sentence
    that it was cut from.
    """
    if other.document.id == best.document.id or not _same_saying(best, other):
        return False
    if len(best.document.text[best.start : best.end].split()) < LEAST_WORDS - 1:
        return False
    if other.share == 1.0 and other.verdict is Verdict.TRUNCATED_MISLEADING:
        return best.said is not None
    first = primary(other.document) and not primary(best.document)
    return first and _differs(best, other)


def _same_saying(best: Placed, other: Placed) -> bool:
    if other.document.id == best.document.id or other.share < LEAST_ALIKE_DATED:
        return False
    if best.said is None or other.said is None:
        # Nobody's words: two reports of one fact, which differ where their figures do.
        return best.said is other.said and other.share >= LEAST_ALIKE and _recounted(other)
    if best.speaker and other.speaker and not same_person(best.speaker, other.speaker):
        return False
    one, another = best.document.published, other.document.published
    if one is None or another is None or not (best.speaker and other.speaker):
        return other.share >= LEAST_ALIKE
    return abs((one - another).days) <= DAYS


def _recounted(other: Placed) -> bool:
    """Whether a figure stands where the quotation has another."""
    return any(
        kind == "replace" and all(any(map(str.isdigit, words)) for words in (ours, theirs))
        for kind, ours, theirs in other.diff
    )


def _differs(best: Placed, other: Placed) -> bool:
    kinds = {finding.kind for finding in other.findings}
    ours = {finding.kind for finding in best.findings}
    return Verdict.ALTERED_MEANING in kinds and Verdict.ALTERED_MEANING not in ours


def _shown(placed: Placed) -> str:
    document = placed.document
    words = " ".join(document.text[placed.start : placed.end].split())
    source = document.publisher or document.title
    return f"“{words}” ({source}, {dated(document)})"
