"""Documents for the tests of the store, made up from a number; the same number, the same words."""

from __future__ import annotations

import hashlib
import random
from datetime import date, timedelta

from vectorstore import Document, Kind, Library, Passage

VOCABULARY = """
asylum border return visa crossing boat claim appeal quota permit family student worker refugee
treaty minister coast port camp transfer route hotel backlog decision grant refusal detention
sponsor salary threshold scheme agency patrol island council figure estimate
"""
WORDS = VOCABULARY.split()
PUBLISHERS = ("Home Office", "Eurostat", "The Harbour Gazette")

Item = tuple[Document, list[Passage]]


def document(
    document_id: str,
    *texts: str,
    title: str = "",
    kind: Kind = Kind.ARTICLE,
    publisher: str = "",
    published: date | None = None,
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
