"""Notes: what a release says about its figures, and which figures a note is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.statistics import NOTES
from ingest.tables import text_rows, without_notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ingest.reading import Table

Sections = list[tuple[str, dict[str, str]]]

NUMBERED = re.compile(
    r"^(?P<number>\d{1,2}[a-z]?|[A-F])(?:\.0)?(?:[.:)]\s*|\s+(?=[A-Z]))(?P<text>.{15,})"
)
SHEET = re.compile(r"^[A-Za-z]{2,6}_\d\d")
SHEETS = re.compile(r"\b(?P<name>[A-Za-z]{2,6})_(?P<first>\d\d) ?(?:-|–|to) ?(?P<last>\d\d)\b")
HEADING = re.compile(r"^(?!Notes?\b|Link\b|Back\b)[A-Z](?!.*(?:https?:|www\.))[^.;:]{3,90}$")
REFERENCES = re.compile(r"\d{1,2}[a-z]?(?:\s*[-–]\s*\d{1,2})?|\b[A-F]\b")
RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
PROVISIONAL = re.compile(
    r"\b(?:data|figures|statistics)\b[^.]{0,120}\bprovisional\b|\bprovisional\b[^.]{0,40}\b(?:data|figures)",
    re.IGNORECASE,
)
SPECIAL = re.compile(r"^(?:notes?|global|back to|end of|publication date)\b", re.IGNORECASE)
MOST = 12
"""Notes that one table brings along."""

FEW_MEMBERS = 12
"""Members of a dimension up to which notes may speak of each by its name."""

ENOUGH = 0.75
"""The share of a name's words that a note has to have to be about it."""

WORD = re.compile(r"[a-z]{3,}")
COMMON = {"the", "and", "for", "from", "data", "dataset", "number", "table", "year", "total"}


def numbered(tables: Iterable[Table]) -> Sections:
    """The notes of the sheets that hold them, by number, under the lines that head each run.

    A run begins where numbers begin anew, or under a line that is a heading or names a sheet; any
    other line between numbered notes goes on with the one above it.
    """
    found: Sections = []
    for table in tables:
        heading: list[str] = []
        last = 0
        for _, line in text_rows(table) if NOTES.search(table.sheet) else ():
            match = NUMBERED.match(line)
            if match is None:
                heading.append(line)
                continue
            number = int(re.sub(r"\D", "", match["number"]) or 0)
            if not found or number < last or any(map(_heads, heading)):
                found.append(("\n".join(heading), {}))
            found[-1][1].setdefault(match["number"].lower(), match["text"].strip())
            heading, last = [], number
    return found


def _heads(line: str) -> bool:
    return bool(SHEET.match(line) or HEADING.match(line))


def _names(heading: str, sheet: str) -> bool:
    """Whether a heading names a sheet, by itself or in a range ("RCM_02 - 05")."""
    if not sheet:
        return False
    if sheet.lower() in heading.lower():
        return True
    spans = SHEETS.finditer(heading)
    return any(
        f"{span['name']}_{number:02}".lower() == sheet.lower()
        for span in spans
        for number in range(int(span["first"]), int(span["last"]) + 1)
    )


def for_table(sections: Sections, sheet: str, title: str) -> dict[str, str]:
    """The notes that a table's labels refer to: where numbers begin anew, those of its section."""
    numbers = [number for _, notes in sections for number in notes]
    if len(set(numbers)) == len(numbers):
        return {number: text for _, notes in sections for number, text in notes.items()}
    return section(sections, sheet, title)


def section(sections: Sections, sheet: str, title: str) -> dict[str, str]:
    """The notes under the heading that names a table by its sheet or by the words of its title."""
    named = [notes for heading, notes in sections if _names(heading, sheet)]
    if named:
        return named[0] if len(named) == 1 else {}
    words = _words(title)
    alike = [
        (max(_alike(_words(line), words) for line in heading.split("\n")), notes)
        for heading, notes in sections
    ]
    best = max((score for score, _ in alike), default=0.0)
    found = [notes for score, notes in alike if score == best]
    return found[0] if best and len(found) == 1 else {}


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text.lower())) - COMMON


def _alike(heading: frozenset[str], title: frozenset[str]) -> float:
    """How much a heading and a title say the same; 0 unless one says nearly all of the other."""
    shared = len(heading & title)
    if shared < 2 or shared < ENOUGH * min(len(heading), len(title)):
        return 0.0
    return shared / len(heading | title)


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


def spelled(reference: str, known: dict[str, str], sections: Sections) -> str:
    """The notes that a cell refers to ("20, 5a"), in their own words where they are known."""
    numbers = [number.strip().lower() for number in reference.split(",") if number.strip()]
    only = {number: _only(number, sections) for number in numbers}
    return " ".join(known.get(number) or only[number] or f"Note {number}." for number in numbers)


def _only(number: str, sections: Sections) -> str:
    """The one note that has this number in all sections, or ""."""
    found = [notes[number] for _, notes in sections if number in notes]
    return found[0] if len(found) == 1 else ""


def about(label: str, known: dict[str, str]) -> tuple[str, ...]:
    """The notes that a label refers to."""
    return tuple(known[number] for number in references(label) if number in known)[:MOST]


def provisional(lines: Iterable[str]) -> bool:
    """Whether a release says that its figures are provisional."""
    return any(PROVISIONAL.search(line) for line in lines)


def telling(names: Sequence[str], known: dict[str, str]) -> tuple[str, ...]:
    """Of notes that no label refers to, those about what has these names; all, if they are few."""
    if len(known) <= MOST:
        return tuple(known.values())
    wanted = [_words(name) for name in names]
    scored = [
        (max((_shared(words, one) for one in wanted if one), default=0.0), -at, text)
        for at, text in enumerate(known.values())
        for words in [_words(text)]
    ]
    best = sorted(scored, reverse=True)[:MOST]
    chosen = [(-at, text) for score, at, text in best if score >= ENOUGH]
    return tuple(text for _, text in sorted(chosen))


def _shared(words: frozenset[str], name: frozenset[str]) -> float:
    return len(words & name) / len(name) if len(name) > 1 else 0.0
