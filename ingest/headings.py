"""The headings of an agreement: which one opens an article, an annex, a chapter, an instrument."""

from __future__ import annotations

import re

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
CHAPTER = re.compile(
    r"^(?P<name>(?:Chapter|Hoofdstuk|Title|Titel|Part|Deel|Afdeling|Capítulo|Chapitre|Kapitel)"
    r"\s+(?:[IVXLC]+|\d{1,3}))\b(?!\s+of\b)",
    re.IGNORECASE,
)
DIVISION = re.compile(
    r"^(?P<name>(?:(?:Resolution|Resolutie|Decision|Besluit|Recommendation)\s+(?:No\.?\s*)?\d{1,4}"
    r"|[IVXL]{1,6}))\.?$",
    re.IGNORECASE,
)
"""What sets apart the parts of an annex or a final act, which have no articles."""

INSTRUMENT = re.compile(
    r"\b(?:protocol|agreement|convention|treaty|declaration|final act|overeenkomst|verdrag"
    r"|slotakte)\b"
    r"|^(?:the )?(?:constitution|statute|statuut|charter|handvest|covenant|compact|pact"
    r"|memorandum of understanding)\b",
    re.IGNORECASE,
)
FINAL_ACT = re.compile(r"^(?:final act|slotakte)\b", re.IGNORECASE)
CLOSING = re.compile(
    r"^(?:IN (?:FAITH|WITNESS) (?:WHERE|THERE)OF|DONE (?:at|in|this)\b|TEN BLIJKE WAARVAN"
    r"|GEDAAN te\b|"
    r"EN FOI DE QUOI|FAIT à\b|下列簽署人|下列签署人)"
    r"|\b(?:appended our signatures|onze handtekening(?:en)? geplaatst)\b",
    re.IGNORECASE,
)
"""What opens the words above the signatures, which are part of no article."""

RUN_IN = re.compile(r"^(?P<unit>Section|Sec\.)\s+(?P<number>\d{1,3}[a-z]?)\.\s+(?=[A-Z(])")
LETTERS = re.compile(r"[IVXLC]+|[A-Z]")
ENDED = re.compile(r"[.;:,!?]$")
LONGEST_TITLE = 14
"""Words."""


def article_heading(text: str) -> re.Match[str] | None:
    """The match of a line that heads an article, a section or an objective, else None."""
    match = CHINESE.match(text) or ARTICLE.match(text)
    if match is None or not is_short(text) or ENDED.search(match["title"]):
        return None
    title = match["title"].strip()
    # "Article 5 of the Agreement" and "Article 12 applies" are no headings.
    return None if title[:1].islower() else match


def is_short(text: str) -> bool:
    """Whether a line has no more words than a heading or a title has."""
    return len(text.split()) <= LONGEST_TITLE


def quiet(title: str) -> str:
    """A heading without its shouting; a Roman number or a letter in it stays as it is."""
    if not title.isupper() or len(title) <= 4:
        return title
    words = zip(title.split(), title.capitalize().split(), strict=True)
    return " ".join(
        given if at and LETTERS.fullmatch(given) else word for at, (given, word) in enumerate(words)
    )
