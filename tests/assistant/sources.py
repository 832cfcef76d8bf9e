"""Passages to answer from, in words of our own."""

from __future__ import annotations

from datetime import date

from vectorstore.records import Entry, Hit, Kind, Passage

STORY = (
    "Ministers have struck a returns deal with Iraq to discourage small boat crossings.\n\n"
    "Security Minister Dan Jarvis signed the agreement during a visit to London by an Iraqi deputy "
    "minister. The Home Office said it would bring about the “swift” return of people who have no "
    "legal right to stay in Britain. The government paid £800,000 to Baghdad in 2024 for border "
    "training.\n\n"
    "The number of Iraqis who arrived by small boat has fallen to 1,900 in the year to March 2025, "
    "down from 2,600 in the year before, Home Office figures show. More than 50,000 people have "
    "crossed since Labour took office.\n\n"
    "Mr Jarvis said: “We are building a lasting partnership with our Iraqi friends.”\n\n"
    "The deal was attacked by the shadow home secretary, Chris Philp.\n\n"
    "He said: “This is a measly deal. Hardly any small boat arrivals come from Iraq.”"
)
TREATY = (
    "1. No contracting state shall expel or return a refugee to the frontiers of territories where "
    "his life would be threatened.\n"
    "2. A state may refuse entry to a person unless that person holds a valid visa.\n"
    "3. A request shall be made within 14 days of arrival."
)
TABLE = (
    "Small boat arrivals by nationality, year ending March 2025\n"
    "Iraq | 1,900 | 5%\n"
    "Vietnam | 2,300 | 6%\n"
    "All nationalities | 38,023 | 100%"
)


def entry(
    name: str = "story", kind: Kind = Kind.ARTICLE, title: str = "Returns deal with Iraq"
) -> Entry:
    """The catalogue's entry of a source."""
    return Entry(
        id=name,
        kind=kind,
        title=title,
        digest="0" * 64,
        publisher="The Daily Example",
        author="A. Reporter",
        published=date(2025, 8, 20),
    )


def hit(text: str, source: Entry | None = None, start: int = 0, rank: int = 1) -> Hit:
    """``text`` as found at ``start`` of its document."""
    passage = Passage(start=start, end=start + len(text), locator=f"paragraph {rank}")
    return Hit(rank=rank, score=1.0, entry=source or entry(), passage=passage, text=text)


def passages(text: str = STORY, source: Entry | None = None) -> list[Hit]:
    """Each paragraph of ``text`` as a hit whose offsets count in ``text``."""
    hits, start = [], 0
    for rank, paragraph in enumerate(text.split("\n\n"), 1):
        hits.append(hit(paragraph, source, start, rank))
        start += len(paragraph) + 2
    return hits
