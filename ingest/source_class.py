"""What stands behind a source: a law, an official count, a government, a parliament, a reporter.

Taken from what the source says of itself (kind, publisher, section, address); what none of these
tells stays unknown, for a class is shown to readers and nothing shown is guessed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vectorstore.records import Kind, SourceClass

if TYPE_CHECKING:
    from ingest.reading import Found

OFFICIAL = re.compile(
    r"\b(?:home office|ministry|ministers?|department|government|gov\.uk|white house|cabinet|"
    r"border force|embassy|commission|council of the (?:european union|eu)|frontex|euaa|europol|"
    r"united nations|unhcr|iom|international organi[sz]ation for migration|council of europe|"
    r"prime minister's office|10 downing street|no\.? ?10|state department|homeland security|"
    r"foreign office|auswärtiges amt|ministère|ministerie)\b",
    re.IGNORECASE,
)
COUNTING = re.compile(
    r"\b(?:office for national statistics|ons|eurostat|statistics? (?:authority|office|agency|"
    r"netherlands|canada)|destatis|insee|istat|census|bureau of statistics)\b",
    re.IGNORECASE,
)
PARLIAMENT = re.compile(
    r"\b(?:hansard|parliament|house of (?:commons|lords|representatives)|congress(?:ional)?|senate|"
    r"bundestag|assemblée nationale|select committee)\b",
    re.IGNORECASE,
)
OPINION = re.compile(
    r"\b(?:opinion|op-?ed|comment(?:ary|isfree)?|editorial|column(?:ist)?|letters?|blog)\b",
    re.IGNORECASE,
)
TITLED = re.compile(r"(?:opinion|comment|editorial|letters?)\s*[:|–-]", re.IGNORECASE)
STATED = re.compile(
    r"\b(?:press[ _]release|speech|(?:oral|written)[ _]statement|government[ _]response|"
    r"news[ _]story|authored[ _]article|remarks|fact[ _]?sheet|briefing)\b",
    re.IGNORECASE,
)
PARLIAMENTS = ("parliament.uk", "congress.gov", "europarl.europa.eu")
GOVERNMENTS = (".gov.uk", ".gov", ".europa.eu", ".un.org", "unhcr.org", "iom.int", "coe.int")


def classify(kind: Kind, found: Found, address: str = "") -> SourceClass:
    """The class of a source that says ``found`` of itself and was read from ``address``."""
    url = urlsplit(found.url or address)
    host = url.hostname or ""
    if kind is Kind.AGREEMENT:
        return SourceClass.LAW
    official = _is_official(found, host)
    if kind is Kind.STATISTICS:
        counted = official or COUNTING.search(found.publisher)
        return SourceClass.STATISTIC if counted else SourceClass.UNKNOWN
    if _within(host, PARLIAMENTS) or PARLIAMENT.search(found.publisher):
        return SourceClass.PARLIAMENT
    if OPINION.search(f"{found.kind} {_first_folder(url.path)}") or _titled_as_opinion(found):
        return SourceClass.OPINION
    if official:
        return SourceClass.GOVERNMENT
    return SourceClass.REPORTING if found.publisher or found.author else SourceClass.UNKNOWN


def _is_official(found: Found, host: str) -> bool:
    stated = bool(STATED.search(found.kind)) and not found.publisher
    return bool(OFFICIAL.search(found.publisher)) or _within(host, GOVERNMENTS) or stated


def _within(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == one.lstrip(".") or host.endswith("." + one.lstrip(".")) for one in domains)


def _first_folder(path: str) -> str:
    return " ".join(path.split("/")[1:3]).replace("-", " ")


def _titled_as_opinion(found: Found) -> bool:
    return TITLED.match(found.title) is not None
