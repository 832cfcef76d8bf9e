"""What comes in: whether it is new, and what has to be stored of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vectorstore import vectors
from vectorstore.embedding import contextualise
from vectorstore.errors import OnRecordError
from vectorstore.holdings import Change
from vectorstore.records import Document, Passage
from vectorstore.rows import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vectorstore.reading import Reader

Item = tuple[Document, Sequence[Passage]]


def _must_be_storable(document: Document, passages: Sequence[Passage]) -> None:
    """Raise OnRecordError for what would break the store's promises later."""
    try:
        document.text.encode()
    except UnicodeEncodeError as error:
        raise OnRecordError(
            f"The text of {document.path or document.id} holds half a character at position "
            f"{error.start}, which cannot be stored.",
            "Read the file again with the encoding it was written in.",
        ) from error
    for passage in passages:
        if not 0 <= passage.start <= passage.end <= len(document.text):
            raise OnRecordError(
                f"A passage of {document.path or document.id} lies outside its text: "
                f"[{passage.start}, {passage.end}) of {len(document.text)} characters.",
                "This is an error of the program that split it; please report it.",
            )


def without_repeats(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Groups in which no id comes twice, so that the later of two versions replaces the earlier."""
    group: dict[str, Item] = {}
    for item in items:
        if item[0].id in group:
            yield list(group.values())
            group = {}
        group[item[0].id] = item
    if group:
        yield list(group.values())


def piece(document: Document, passages: Sequence[Passage]) -> Piece:
    """The document with the keys of its passages' vectors."""
    return Piece(
        document=document,
        passages=passages,
        embedded=[vectors.key(text) for text in contexts(document, passages)],
    )


def contexts(document: Document, passages: Sequence[Passage]) -> Iterator[str]:
    """What is embedded for each passage."""
    for passage in passages:
        yield contextualise(
            document.title, passage.heading, document.text[passage.start : passage.end]
        )


def classify(items: Sequence[Item], catalogue: Reader) -> list[Change]:
    """What adding each item comes to. Raises OnRecordError for one that cannot be stored."""
    changes = []
    seen: set[tuple[str, str]] = set()
    for document, passages in items:
        _must_be_storable(document, passages)
        change = _change(document, passages, catalogue)
        if change is Change.ADDED and (document.digest, document.text) in seen:
            change = Change.DUPLICATE
        seen.add((document.digest, document.text))
        changes.append(change)
    return changes


def _change(document: Document, passages: Sequence[Passage], catalogue: Reader) -> Change:
    kept = catalogue.find(document.id)
    if kept is None:
        twin = catalogue.same(document.digest, document.text)
        return Change.ADDED if twin is None else Change.DUPLICATE
    # A better reader may find another title or other passages in the same words.
    same = kept == document and catalogue.passages(document.id) == list(passages)
    return Change.UNCHANGED if same else Change.UPDATED
