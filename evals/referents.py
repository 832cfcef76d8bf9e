"""Brackets that name what "it" or "the deal" stands for, held against labelled sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from assistant.referents import put_in
from assistant.sentences import shown_spans

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant.referents.antecedents import Referent
    from vectorstore.library import Library
    from vectorstore.records import Document


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence of a document with what its words stand for, by the word: alternatives each."""

    document: str
    at: str
    held: bool
    means: dict[str, tuple[str, ...]]
    may: dict[str, tuple[str, ...]]


@dataclass(slots=True)
class Tally:
    """Brackets right and wrong, and words that should have had one."""

    sentences: int = 0
    right: int = 0
    wrong: int = 0
    wanted: int = 0
    found: int = 0
    errors: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of the brackets, the share that is right; 1 where there are none."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of the words that lean on something named before, the share that is told."""
        return self.found / self.wanted if self.wanted else 1.0


def labelled(path: Path) -> Iterator[Labelled]:
    """The sentences of a labelled set."""
    for source in yaml.safe_load(path.read_text(encoding="utf-8")):
        for row in source["sentences"]:
            yield Labelled(
                document=source["document"],
                at=row["at"],
                held=source.get("held", False),
                means=_alternatives(row.get("means", {})),
                may=_alternatives(row.get("may", {})),
            )


def _alternatives(given: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {word: tuple(meant.split(" | ")) for word, meant in given.items()}


def score(sentences: Iterator[Labelled], library: Library) -> dict[str, Tally]:
    """What the brackets of each sentence, shown by itself, are worth: "open" and "held".

    Raises LookupError where a document has no sentence that begins as the label says.
    """
    documents = {
        summary.entry.path.rsplit("/", 1)[-1]: summary.entry.id for summary in library.entries()
    }
    tallies = {"open": Tally(), "held": Tally()}
    for one in sentences:
        document = library.document(documents[one.document])
        start, end = _place(document, one)
        text = document.text[start:end]
        told = {
            document.text[: found.at].split("\n")[-1]: found
            for found in put_in(text, start, document, library.quotations(document.id))
        }
        _count(tallies["held" if one.held else "open"], one, told)
    return tallies


def _count(tally: Tally, one: Labelled, told: dict[str, Referent]) -> None:
    """Add a sentence; ``told`` has its referents by the line up to the word."""
    tally.sentences += 1
    tally.wanted += len(one.means)
    for before, found in told.items():
        words = found.words
        word = next((w for w in {**one.means, **one.may} if before.endswith(w)), "")
        accepted = (*one.means.get(word, ()), *one.may.get(word, ()))
        if any(meant.lower() in words.lower() for meant in accepted):
            tally.right += 1
            tally.found += word in one.means
        else:
            tally.wrong += 1
            tally.errors.append(f"{one.document}: {one.at} … {before.split()[-1:]} [{words}]")
    for word in one.means:
        if not any(before.endswith(word) for before in told):
            tally.missed.append(f"{one.document}: {one.at} … {word}")


def _place(document: Document, one: Labelled) -> tuple[int, int]:
    for start, end in shown_spans(document.text):
        if " ".join(document.text[start:end].split()).startswith(one.at):
            return start, end
    raise LookupError(f"{one.document} has no sentence that begins with “{one.at}”")
