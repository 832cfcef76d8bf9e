"""What comes in: whether it is new, and what has to be stored of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vectorstore import vectors
from vectorstore.embedding import contextualise
from vectorstore.errors import OnRecordError
from vectorstore.holdings import Change
from vectorstore.rows import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vectorstore.observations import FigureTable
    from vectorstore.reading import Reader
    from vectorstore.records import Document, Passage, Quotation


class Item(NamedTuple):
    """What is read of one source."""

    document: Document
    passages: Sequence[Passage]
    quotations: Sequence[Quotation] = ()
    figures: Sequence[FigureTable] = ()


def _must_be_storable(
    document: Document, passages: Sequence[Passage], quotations: Sequence[Quotation]
) -> None:
    """Raise OnRecordError for what would break the store's promises later."""
    try:
        document.text.encode()
    except UnicodeEncodeError as error:
        raise OnRecordError(
            f"The text of {document.path or document.id} holds half a character at position "
            f"{error.start}, which cannot be stored.",
            "Read the file again with the encoding it was written in.",
        ) from error
    spans = [(passage.start, passage.end) for passage in passages]
    spans += [(quotation.start, quotation.end) for quotation in quotations]
    for start, end in spans:
        if not 0 <= start <= end <= len(document.text):
            raise OnRecordError(
                f"A part of {document.path or document.id} lies outside its text: "
                f"[{start}, {end}) of {len(document.text)} characters.",
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


def piece(item: Item) -> Piece:
    """The document with the keys of its passages' vectors."""
    return Piece(
        document=item.document,
        passages=item.passages,
        embedded=[vectors.key(text) for text in contexts(item.document, item.passages)],
        quotations=item.quotations,
        figures=item.figures,
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
    for item in items:
        document = item.document
        _must_be_storable(document, item.passages, item.quotations)
        change = _change(item, catalogue)
        if change is Change.ADDED and (document.digest, document.text) in seen:
            change = Change.DUPLICATE
        seen.add((document.digest, document.text))
        changes.append(change)
    return changes


def _change(item: Item, catalogue: Reader) -> Change:
    document = item.document
    kept = catalogue.find(document.id)
    if kept is None:
        twin = catalogue.same(document.digest, document.text)
        return Change.ADDED if twin is None else Change.DUPLICATE
    # A better reader may find another title or other passages in the same words.
    same = (
        kept == document
        and catalogue.passages(document.id) == list(item.passages)
        and catalogue.quotations(document.id) == list(item.quotations)
        and catalogue.figure_tables(document.id) == list(item.figures)
    )
    return Change.UNCHANGED if same else Change.UPDATED
