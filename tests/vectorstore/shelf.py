"""Documents for the tests of the store, made up from a number; the same number, the same words."""

from __future__ import annotations

import hashlib
import random
from datetime import date, timedelta

import numpy as np

from vectorstore import Document, Kind, Library, Passage
from vectorstore.observations import (
    MISSING,
    Dimension,
    FigureTable,
    Measure,
    Nature,
    Release,
    TableHead,
)
from vectorstore.records import Missing, Period, SourceClass

VOCABULARY = """
asylum border return visa crossing boat claim appeal quota permit family student worker refugee
treaty minister coast port camp transfer route hotel backlog decision grant refusal detention
sponsor salary threshold scheme agency patrol island council figure estimate
"""
WORDS = VOCABULARY.split()
PUBLISHERS = ("Home Office", "Eurostat", "The Harbour Gazette")

Item = tuple[Document, list[Passage]]
Whole = tuple[Document, list[Passage], tuple[()], list[FigureTable]]


def document(
    document_id: str,
    *texts: str,
    title: str = "",
    kind: Kind = Kind.ARTICLE,
    publisher: str = "",
    published: date | None = None,
    source_class: SourceClass = SourceClass.UNKNOWN,
) -> Item:
    """A document of these passages, one paragraph each."""
    text = "\n\n".join(texts)
    passages = []
    start = 0
    for number, part in enumerate(texts, start=1):
        passages.append(Passage(start=start, end=start + len(part), locator=f"paragraph {number}"))
        start += len(part) + 2
    return (
        Document(
            id=document_id,
            kind=kind,
            title=title or document_id,
            digest=digest(text),
            path=f"{document_id}.txt",
            publisher=publisher,
            published=published,
            source_class=source_class,
            text=text,
        ),
        passages,
    )


def invented(number: int, edition: int = 1) -> Item:
    """Document ``number`` as its ``edition`` had it; every edition changes its first paragraph."""
    chance = random.Random(number)  # noqa: S311 - not a secret
    paragraphs = [
        " ".join(chance.choice(WORDS) for _ in range(30)) + f" {number}x{part}."
        for part in range(chance.randint(1, 4))
    ]
    if edition > 1:
        paragraphs[0] = f"Edition {edition} corrects it. {paragraphs[0]}"
    return document(
        f"doc-{number:05}",
        *paragraphs,
        title=f"Report {number}",
        kind=list(Kind)[number % 3],
        publisher=PUBLISHERS[number % len(PUBLISHERS)],
        published=date(2022, 1, 1) + timedelta(days=number) if number % 4 else None,
    )


def with_figures(number: int, edition: int = 1) -> Whole:
    """Document ``number`` with a table of as many rows as it likes; editions revise the figures."""
    document, passages = invented(number, edition)
    return document, passages, (), [figures(number, edition)]


def some_with_figures(number: int, edition: int = 1) -> Whole:
    """Document ``number``; every fourth has a table."""
    document, passages, none, tables = with_figures(number, edition)
    return document, passages, none, tables if number % 4 == 0 else []


def figures(number: int, edition: int = 1) -> FigureTable:
    """The table of document ``number``: arrivals by land and year, one of them not collected."""
    rows = 2 + number % 5
    values = np.arange(rows) * 1000.5 + edition
    values[0] = np.nan
    head = TableHead(
        sheet="T_01",
        title=f"Arrivals {number}",
        dimensions=(Dimension(name="Land", members=("Iraq", "Total"), totals=(1,)),),
        measures=(Measure(name="People", nature=Nature.FLOW, unit="people", column=2),),
        periods=(Period(first=date(2022, 1, 1), last=date(2022, 12, 31), label="2022"),),
        remarks=("", "Revised"),
        rows=rows,
        end=4,
        release=Release(next_update=date(2026, 1, 1), contact="figures@example.org"),
    )
    columns = {
        "row": np.arange(rows) + 2,
        "period": np.zeros(rows, np.int64),
        "d0": np.arange(rows) % 2,
        "m0": values,
        "x0": np.array([1 + MISSING.index(Missing.NOT_COLLECTED)] + [0] * (rows - 1)),
        "remark": np.array([0] * (rows - 1) + [1]),
    }
    return FigureTable(head=head, columns=columns)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def found(library: Library, query: str, k: int = 10) -> list[tuple[str, str, float]]:
    """What a search shows: document, text and score of each hit."""
    return [(hit.entry.id, hit.text, round(hit.score, 9)) for hit in library.search(query, k)]


def contents(library: Library) -> dict[str, tuple[Document, list[Passage], list[Document]]]:
    """All that the store holds: each document, its passages and its earlier versions."""
    return {
        (name := summary.entry.id): (
            library.document(name),
            library.passages(name),
            [version.document for version in library.history(name)],
        )
        for summary in library.entries()
    }


def held_figures(library: Library) -> dict[str, tuple[list[FigureTable], int]]:
    """The tables that each document has, and how many tables of its replaced versions are kept."""
    held: dict[str, tuple[list[FigureTable], int]] = {
        summary.entry.id: ([], 0) for summary in library.entries()
    }
    for kept in library.figure_heads():
        now, before = held[kept.document_id]
        if kept.current:
            now.append(library.figure_table(kept))
        held[kept.document_id] = now, before + (not kept.current)
    return held
