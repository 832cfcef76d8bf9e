"""Notes: what a release says about its figures, and which figures a note is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.statistics import NOTES
from ingest.tables import text_rows, without_notes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.reading import Table

Sections = list[tuple[str, dict[str, str]]]

NUMBERED = re.compile(
    r"^(?P<number>\d{1,2}[a-z]?|[A-F])(?:\.0)?(?:[.:)]\s*|\s+(?=[A-Z]))(?P<text>.{15,})"
)
REFERENCES = re.compile(r"\d{1,2}[a-z]?(?:\s*[-–]\s*\d{1,2})?|\b[A-F]\b")
RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
PROVISIONAL = re.compile(
    r"\b(?:data|figures|statistics)\b[^.]{0,60}\bprovisional\b|\bprovisional\b[^.]{0,40}\b(?:data|figures)",
    re.IGNORECASE,
)
SPECIAL = re.compile(r"^(?:notes?|global|back to|end of|publication date)\b", re.IGNORECASE)
MOST = 12


def numbered(tables: Iterable[Table]) -> Sections:
    """The notes of the sheets that hold them, by number, under the line that heads each run."""
    found: list[tuple[str, dict[str, str]]] = []
    for table in tables:
        heading = ""
        for _, line in text_rows(table) if NOTES.search(table.sheet) else ():
            match = NUMBERED.match(line)
            if match is None:
                heading = line
            elif not found or heading != found[-1][0]:
                found.append((heading, {match["number"].lower(): match["text"].strip()}))
            else:
                found[-1][1].setdefault(match["number"].lower(), match["text"].strip())
    return found


def for_table(sections: Sections, sheet: str) -> dict[str, str]:
    """The notes of one table: where numbers begin anew for each table, those under its name."""
    numbers = [number for _, notes in sections for number in notes]
    if len(set(numbers)) == len(numbers):
        return {number: text for _, notes in sections for number, text in notes.items()}
    named = [notes for heading, notes in sections if sheet and sheet.lower() in heading.lower()]
    return named[0] if len(named) == 1 else {}


def references(label: str) -> list[str]:
    """The numbers of the notes that end a label: "Data1-3" refers to 1, 2 and 3."""
    plain = without_notes(label)
    tail = label[len(plain) :] if label.startswith(plain) else ""
    numbers: list[str] = []
    for reference in REFERENCES.findall(tail):
        span = RANGE.fullmatch(reference)
        if span and int(span[1]) < int(span[2]) < 60:
            numbers += map(str, range(int(span[1]), int(span[2]) + 1))
        else:
            numbers.append(reference.lower())
    return numbers


def about(label: str, known: dict[str, str]) -> tuple[str, ...]:
    """The notes that a label refers to."""
    return tuple(known[number] for number in references(label) if number in known)[:MOST]


def provisional(lines: Iterable[str]) -> bool:
    """Whether a release says that its figures are provisional."""
    return any(PROVISIONAL.search(line) for line in lines)
