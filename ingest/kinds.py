"""Which of the three kinds a source is, by what it says of itself and by how it is made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.headings import article_heading
from ingest.reading import Style
from ingest.rules import is_rules
from ingest.tables import NUMBER
from vectorstore.records import Kind

if TYPE_CHECKING:
    from ingest.reading import Reading, Table

STATED = {
    Kind.STATISTICS: re.compile(
        r"statistic|data_?set|dataset|transparency_data|^data$", re.IGNORECASE
    ),
    Kind.AGREEMENT: re.compile(
        r"agreement|treaty|convention|protocol|legislation|regulation|^rules?$|declaration|compact|"
        r"memorandum_of_understanding|international_treaty|joint_statement",
        re.IGNORECASE,
    ),
    Kind.ARTICLE: re.compile(
        r"article|news|press|speech|statement|blog|report|story|remarks|fact_?sheet|interview",
        re.IGNORECASE,
    ),
}
SERIES = re.compile(
    r"\b(?:statistics|time series|data ?sets?|data tables|figures for|"
    r"last 7 days|last seven days)\b"
    r"|\b(?:daily|weekly|monthly|quarterly|annual) (?:data|number|figures)\b",
    re.IGNORECASE,
)
SERIES_ADDRESS = re.compile(r"/(?:statistics|statistical-data-sets)/")
REPORTED = re.compile(
    r"^(?:fact sheet|icymi|remarks|readout|press (?:release|briefing)|statement (?:by|from|on)|"
    r"speech|"
    r"news|background|memorandum on|q&a|explainer|analysis|what )",
    re.IGNORECASE,
)
INSTRUMENT = re.compile(
    r"\b(?:convention|treaty|protocol|memorandum of understanding|constitution of|"
    r"immigration rules|global compact|charter of|communiqu[eé])\b"
    r"|\b(?:joint|los angeles|new york|political|ministerial|summit)\b.{0,30}"
    r"\b(?:declaration|statement)\b"
    r"|^(?:[\w-]+ ){0,6}(?:agreement|accord|arrangement)\b.{0,20}"
    r"\b(?:between|on|for|relating|concerning|regarding)\b"
    r"|\b(?:declaration|resolution) (?:on|concerning|of)\b"
    r"|^executive order\b|\b(?:regulations?|act|order) (?:19|20)\d\d\b",
    re.IGNORECASE,
)
AGREED = re.compile(
    r"\b(?:have agreed as follows|contracting (?:parties|states?)|hereinafter referred to as|"
    r"high contracting|states? part(?:y|ies)|signatory hereto|the parties shall|"
    r"shall enter into force|"
    r"we, the heads of|zijn het volgende overeengekomen|overeenkomstsluitende)\b",
    re.IGNORECASE,
)
SPOKEN = re.compile(
    r"[”\"’,] (?:he|she|they|[A-Z]\w+)(?: [A-Z]\w+)? (?:said|told|added)"
    r"|\bsaid[:,]? [“\"]|\bsaid on \w+day"
)


def guess_kind(reading: Reading, title: str) -> Kind:
    """The kind of a source: as stated, else as it is built, else an article."""
    if reading.format in {"workbook", "csv"}:
        return Kind.STATISTICS
    stated = next(
        (kind for kind, words in STATED.items() if words.search(reading.found.kind)), None
    )
    if stated:
        return stated
    if _is_agreement(reading, title):
        return Kind.AGREEMENT
    return Kind.STATISTICS if _is_series(reading, title) else Kind.ARTICLE


def _is_agreement(reading: Reading, title: str) -> bool:
    blocks = list(reading.blocks)
    articles = sum(
        bool(article_heading(block.text)) for block in blocks if block.style is not Style.ITEM
    )
    if articles >= 3 or is_rules(blocks):
        return True
    sample = " ".join(block.text for block in blocks[:60])[:20_000]
    if len(SPOKEN.findall(sample)) >= 2 or REPORTED.match(title):
        return False
    named = bool(INSTRUMENT.search(title))
    agreed = len(set(map(str.lower, AGREED.findall(sample))))
    return agreed >= 2 or (named and (agreed >= 1 or articles >= 1 or not SPOKEN.search(sample)))


def _is_series(reading: Reading, title: str) -> bool:
    """A page or text that is there for its figures."""
    figures = sum(map(_figures, reading.tables))
    if SERIES_ADDRESS.search(reading.found.url) and (figures or SERIES.search(title)):
        return True
    if figures >= 6 and (SERIES.search(title) or SERIES.search(_opening(reading))):
        return True
    words = sum(len(block.text.split()) for block in reading.blocks)
    return figures * 6 > words


def _opening(reading: Reading) -> str:
    return " ".join(block.text for block in list(reading.blocks)[:4])[:1_000]


def _figures(table: Table) -> int:
    return sum(bool(NUMBER.match(cell)) for row in table.rows[:400] for cell in row)
