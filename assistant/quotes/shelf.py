"""Sources as words: read once, kept while there is room, read anew when the index has changed."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.quotes.tokens import Token, norms, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vectorstore.library import Library
    from vectorstore.records import Document, Passage, Quotation

MOST_BYTES = 64 * 1024 * 1024
"""What the words kept may take; a word as it is compared takes about ``WORD_BYTES``."""

WORD_BYTES = 140
SUMMED = 50
"""Books after which what is held is summed up."""

BLOCK = 400
"""Characters that are taken apart at a time, on to the end of the paragraph."""


@dataclass(frozen=True, eq=False)
class Stretch:
    """A run of words of a document: of its text, or of a speech without what interrupts it."""

    tokens: Sequence[Token]
    speech: Quotation | None = None
    """The quotation whose parts these are, when narration or captions were left out."""

    @cached_property
    def norms(self) -> list[str]:
        """The words as they are compared."""
        return norms(self.tokens)

    @cached_property
    def joined(self) -> str:
        """The words in one string, each between NULs: searching it matches whole words only."""
        return "\0".join(["", *self.norms, ""])


@dataclass
class Book:
    """A document and its quotations, taken apart into words as far as that was asked for."""

    document: Document
    quotations: Sequence[Quotation]
    passages: Sequence[Passage] = ()
    _blocks: dict[int, list[Token]] = field(default_factory=dict)
    _parts: dict[tuple[int, int], list[Token]] = field(default_factory=dict)
    words: int = 0

    @cached_property
    def _edges(self) -> list[int]:
        """Where blocks begin: at the ends of lines, since no number or name runs over one."""
        text, edges = self.document.text, [0]
        while (at := text.find("\n", edges[-1] + BLOCK)) >= 0:
            edges.append(at + 1)
        return edges

    def stretches(self, regions: Iterable[tuple[int, int]]) -> list[Stretch]:
        """The words of these regions of the text and of each broken speech in them.

        Regions are widened to whole blocks, and are one where they touch.
        """
        wanted = sorted({at for region in regions for at in self._touched(*region)})
        runs: list[list[int]] = []
        for number in wanted:
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        found = [Stretch([t for number in run for t in self._block(number)]) for run in runs]
        return [one for one in found if one.tokens] + self._speeches(found)

    def _touched(self, start: int, end: int) -> range:
        first = bisect_right(self._edges, max(0, start)) - 1
        last = bisect_right(self._edges, max(start, end - 1)) - 1
        return range(first, last + 1)

    def _block(self, number: int) -> list[Token]:
        if number not in self._blocks:
            edges = self._edges
            last = edges[number + 1] if number + 1 < len(edges) else len(self.document.text)
            self._blocks[number] = tokenise(self.document.text, edges[number], last)
            self.words += len(self._blocks[number])
        return self._blocks[number]

    def _speeches(self, runs: Sequence[Stretch]) -> list[Stretch]:
        """Each broken speech that the runs touch, as far as they reach and a part further."""
        spans = [(run.tokens[0].start, run.tokens[-1].end) for run in runs if run.tokens]
        speeches = []
        for quotation in self.quotations:
            if len(quotation.parts) < 2:
                continue
            near = [
                place
                for place, (start, end) in enumerate(quotation.parts)
                if any(start < last and first < end for first, last in spans)
            ]
            if near:
                parts = quotation.parts[max(0, near[0] - 1) : near[-1] + 2]
                words = [token for part in parts for token in self._part(part)]
                speeches.append(Stretch(words, quotation))
        return [speech for speech in speeches if speech.tokens]

    def _part(self, part: tuple[int, int]) -> list[Token]:
        if part not in self._parts:
            self._parts[part] = tokenise(self.document.text, *part)
            self.words += len(self._parts[part])
        return self._parts[part]


class Shelf:
    """The books of a library that were used last, at most ``most`` bytes of them.

    It notices a new generation of the index by itself; threads take turns.
    """

    def __init__(self, library: Library, most: int = MOST_BYTES) -> None:
        self._library = library
        self._most = most
        self._turn = threading.RLock()
        self._books: OrderedDict[str, Book] = OrderedDict()
        self._generation = -1
        self._since = 0

    def renew(self) -> None:
        """Let go of what may have changed since it was read."""
        with self._turn:
            generation = self._library.generation
            if generation != self._generation:
                self._books.clear()
                self._generation = generation

    def empty(self) -> None:
        """Let go of every book."""
        with self._turn:
            self._books.clear()

    def book(self, document_id: str) -> Book:
        """A document's book. Raises OnRecordError where there is no such document."""
        with self._turn:
            if document_id not in self._books:
                self._make_room()
                self._books[document_id] = Book(
                    self._library.document(document_id), self._library.quotations(document_id)
                )
            self._books.move_to_end(document_id)
            return self._books[document_id]

    def passages(self, book: Book) -> Sequence[Passage]:
        """The passages of a book, read when they are first asked for."""
        if not book.passages:
            book.passages = self._library.passages(book.document.id)
        return book.passages

    def _make_room(self) -> None:
        """Now and then: what is held grows by the words read, which is slow to sum up each time."""
        self._since += 1
        if self._since < SUMMED:
            return
        self._since = 0
        held = sum(_bytes(book) for book in self._books.values())
        while held > self._most and len(self._books) > 1:
            _, oldest = self._books.popitem(last=False)
            held -= _bytes(oldest)


def _bytes(book: Book) -> int:
    # Four bytes a character where one needs them is the most that a text takes.
    return 4 * len(book.document.text) + WORD_BYTES * book.words + 500 * len(book.quotations)
