"""What changed between two versions of a document. Pure functions."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vectorstore.errors import OnRecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vectorstore.holdings import Version
    from vectorstore.records import Document

WORD = re.compile(r"\S+\s*")
MOST_WORDS = 4_000
"""A longer stretch is told as replaced, not word by word."""

Row = tuple[str, str, str]
"""``equal``, ``insert``, ``delete`` or ``replace``; the words before; the words after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A stretch of paragraphs that is not what it was, and the words in which it differs."""

    before: str
    after: str
    words: tuple[Row, ...]


def changes(before: str, after: str) -> list[Changed]:
    """The paragraphs that differ, in order; what stayed is left out."""
    old, new = before.splitlines(), after.splitlines()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    found = []
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            continue
        was = "\n".join(line for line in old[first:last] if line)
        now = "\n".join(line for line in new[start:end] if line)
        if was or now:
            found.append(Changed(before=was, after=now, words=tuple(_words(was, now))))
    return found


def _words(before: str, after: str) -> list[Row]:
    old, new = WORD.findall(before), WORD.findall(after)
    if not old or not new or len(old) + len(new) > MOST_WORDS:
        kind = "insert" if not old else "delete" if not new else "replace"
        return [(kind, before, after)]
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [
        (kind, "".join(old[first:last]), "".join(new[start:end]))
        for kind, first, last, start, end in matcher.get_opcodes()
    ]


def version_of(document: Document, earlier: Sequence[Version], wanted: str) -> tuple[int, Document]:
    """The version of a document that a number (1 is the oldest) or a digest's beginning names.

    ``earlier`` are the versions before ``document``, the latest first. Raises OnRecordError where
    there is no such version.
    """
    versions = [*(version.document for version in reversed(earlier)), document]
    for number, version in enumerate(versions, start=1):
        if wanted == str(number) or (len(wanted) >= 8 and version.digest.startswith(wanted)):
            return number, version
    raise OnRecordError(
        f"{document.id} has no version {wanted}: they are numbered 1 (the oldest) to "
        f"{len(versions)} (the current one).",
        f"See them all: onrecord sources show {document.id} --history",
    )
