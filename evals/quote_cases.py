"""Checks of quotations with the verdict they ought to get: how they are kept, and built again.

A case over a file of the corpus keeps no text of it: where the words stand, a digest, and what was
done to them. Cases over this project's own texts may carry their words.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SET = Path(__file__).parent / "sets" / "quote_checks.jsonl"
ROOTS = {
    "demo": Path(__file__).parent / "corpora" / "demo",
    "desk": Path(__file__).parent / "corpora" / "desk",
    "corpus": Path(__file__).resolve().parents[1].parent / "shared" / "corpus",
}
"""Where the files of a case stand; ``corpus`` may be missing."""

Edit = tuple[str, int, int, str]
"""("replace", first word, words replaced, words put there); words are those between spaces.

("swap", 0, 0, "old→new") writes characters otherwise, wherever they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """``length`` characters of a file from ``start`` on; ``digest`` tells if they have changed."""

    file: str
    start: int
    length: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A quotation to be checked, and what ought to be found."""

    id: str
    about: str
    """The finding it is there for."""
    expect: str
    """The verdict it ought to get."""
    held: bool
    """Whether it is kept aside, and nothing is tuned on it."""
    speaker: str = ""
    slices: tuple[Slice, ...] = ()
    join: str = " "
    edits: tuple[Edit, ...] = ()
    quote: str = ""
    """The words themselves, where they are this project's own."""
    findings: tuple[str, ...] = field(default=())
    """Findings that must be there besides."""


class MissingText(Exception):
    """A case's file is not there, or no longer says what it said."""


def read(place: str) -> str:
    """The text of a file named as ``demo/articles/x.md``. Raises MissingText."""
    root, _, rest = place.partition("/")
    path = ROOTS[root] / rest
    if not path.exists():
        raise MissingText(place)
    return path.read_text(encoding="utf-8")


def cut(place: str, start: int, end: int) -> Slice:
    """The slice of a file's text between two offsets."""
    words = read(place)[start:end]
    return Slice(file=place, start=start, length=end - start, digest=digest(words))


def digest(words: str) -> str:
    """What tells whether words are still the same."""
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def quotation(case: Case) -> str:
    """The words to be checked. Raises MissingText where a file is not there or has changed."""
    if case.quote:
        return case.quote
    pieces = []
    for one in case.slices:
        kept = read(one.file)[one.start : one.start + one.length]
        if digest(kept) != one.digest:
            raise MissingText(f"{one.file} has changed")
        pieces.append(" ".join(kept.split()))
    words = case.join.join(pieces).split(" ")
    for kind, first, many, put in case.edits:
        if kind == "replace":
            words[first : first + many] = [put] if put else []
        elif kind == "swap":
            old, _, new = put.partition("→")
            words = " ".join(words).replace(old, new).split(" ")
    return " ".join(words)


def load(path: Path = SET) -> list[Case]:
    """The cases of a set."""
    cases = []
    for line in path.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        raw["slices"] = tuple(Slice(**one) for one in raw.get("slices", ()))
        raw["edits"] = tuple((k, f, m, p) for k, f, m, p in raw.get("edits", ()))
        raw["findings"] = tuple(raw.get("findings", ()))
        cases.append(Case(**raw))
    return cases


def save(cases: Sequence[Case], path: Path = SET) -> None:
    """Write a set, a case a line, without what is empty."""
    lines = []
    for case in cases:
        told = {name: value for name, value in asdict(case).items() if value not in ("", (), [])}
        lines.append(json.dumps(told | {"held": case.held}, ensure_ascii=False))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
