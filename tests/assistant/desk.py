"""A small library of known sources, for tests of how questions are answered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from vectorstore import Document, Form, Item, Kind, Library, Passage, Quotation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vectorstore.embedding import Embedder

ARRIVALS = (
    "Small boats brought 4,100 Elbonians to the coast in 2024, Harbour Office figures show.",
    "They came in 82 boats.",
    "“We will not look away,” minister Ana Ruiz said. She added: “Returns must be lawful.”",
    "Opposition leader Bo Lind called the plan a waste of £3 million.",
)
TREATY = (
    "1. Each Party takes back its own nationals.",
    "2. A Party answers a request within 21 days. Silence counts as consent.",
)


def document(name: str, kind: Kind, title: str, paragraphs: Sequence[str], **known: object) -> Item:
    """A document of paragraphs, each a passage, with what the tests need to know of it."""
    text = "\n\n".join(paragraphs)
    passages, start = [], 0
    for number, paragraph in enumerate(paragraphs, 1):
        place = f"Article 7({number})" if kind is Kind.AGREEMENT else f"paragraph {number}"
        heading = ("Article 7",) if kind is Kind.AGREEMENT else ()
        end = start + len(paragraph)
        passages.append(Passage(start=start, end=end, locator=place, heading=heading))
        start = end + 2
    made = Document(id=name, kind=kind, title=title, digest=name, text=text, **known)  # type: ignore[arg-type]
    return Item(made, passages, _speech(text))


def _speech(text: str) -> list[Quotation]:
    found = []
    for words in ("We will not look away,", "Returns must be lawful."):
        start = text.find(words)
        if start >= 0:
            end = start + len(words)
            found.append(
                Quotation(
                    start=start,
                    end=end,
                    parts=((start, end),),
                    form=Form.DIRECT,
                    speaker="Ana Ruiz",
                )
            )
    return found


def sources() -> list[Item]:
    """A story, a treaty and a table."""
    return [
        document(
            "story",
            Kind.ARTICLE,
            "Elbonian arrivals rise",
            ARRIVALS,
            publisher="Morning Post",
            published=date(2025, 3, 4),
        ),
        document("treaty", Kind.AGREEMENT, "Elbonia readmission treaty", TREATY),
        document(
            "table",
            Kind.STATISTICS,
            "Arrivals by nationality",
            ["Nationality Elbonia: 2023: people 3,900; 2024: people 4,100"],
            publisher="Harbour Office",
        ),
    ]


def library(place: Path, embedder: Embedder) -> Library:
    """The sources in a library of their own, open for reading."""
    with Library.open(place, embedder, write=True) as writing:
        writing.add(sources())
    return Library.open(place, embedder)
