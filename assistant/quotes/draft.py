"""Checking a draft: every quotation and attributed statement in it, in one pass."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.figures.claims import FigureVerdict, check_claims
from assistant.quotes.check import LONGEST, Check, desk_of
from assistant.quotes.verdict import Profile, Verdict
from assistant.sentences import shown_spans
from ingest.errors import ReadError
from ingest.normalise import decode
from ingest.quotations import extract
from ingest.readers import HEAD, identify, read
from vectorstore.errors import OnRecordError
from vectorstore.records import Form, Quotation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from assistant.figures.claims import FigureCheck
    from assistant.quotes.check import Desk
    from ingest.reading import Reading
    from vectorstore.library import Library

MOST_WORDS = 200_000
"""Words of the longest text that is taken for a draft."""

LEAST_UNCLAIMED = 4
"""Words between marks from which on they are checked though nothing says who speaks."""

DIGIT = re.compile(r"\d")
MARKED = re.compile(r"“([^“”\n]{12,2000})”|\"([^\"\n]{12,2000})\"|«([^«»\n]{12,2000})»")
WRAPPED = re.compile(r"(?<=[^\n]{40})\n(?=[^\s\-*•\d#>])")
"""A line that is broken for its width alone."""

REPORTED = frozenset(
    {Verdict.PARAPHRASE, Verdict.BRACKETED, Verdict.ALTERED_MINOR, Verdict.OMISSION_UNMARKED}
)
"""What is no fault in a statement that is reported without quotation marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text that is going to print."""

    name: str
    format: str
    title: str
    text: str
    paragraphs: tuple[tuple[int, int], ...]
    """The spans of its paragraphs and headings in ``text``, in order."""
    published: date | None = None
    """Its day, where it says one: "the last seven days" are those before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftQuote:
    """A quotation of a draft, ``draft.text[start:end]``, and what was found of it."""

    start: int
    end: int
    form: Form
    check: Check

    def passes(self, profile: Profile) -> bool:
        """Whether it may go to print by the rules of ``profile``."""
        if self.form is Form.INDIRECT and self.check.verdict in REPORTED:
            return True
        return self.check.passes(profile)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFigure:
    """A number of a draft, ``draft.text[start:end]``, and what the tables say to it."""

    start: int
    end: int
    check: FigureCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCheck:
    """What was found of a draft."""

    draft: Draft
    quotes: tuple[DraftQuote, ...]
    figures: tuple[DraftFigure, ...]
    """What the tables say to the numbers of its sentences."""
    profile: Profile
    documents: int
    passages: int

    @property
    def summary(self) -> dict[Verdict, int]:
        """How many quotations have each verdict, the gravest first."""
        counts = Counter(one.check.verdict for one in self.quotes)
        return dict(sorted(counts.items(), key=lambda pair: -pair[0].gravity))

    @property
    def mended(self) -> tuple[DraftQuote, ...]:
        """The quotations that have to be mended before it goes to print."""
        return tuple(one for one in self.quotes if not one.passes(self.profile))

    @property
    def miscounted(self) -> tuple[DraftFigure, ...]:
        """The numbers for which the tables have others."""
        return tuple(one for one in self.figures if one.check.verdict is FigureVerdict.DIFFERS)

    @property
    def passes(self) -> bool:
        """Whether nothing has to be mended."""
        return not self.mended and not self.miscounted


def read_draft(data: bytes, name: str) -> Draft:
    """A draft from the bytes of a text, Markdown, HTML, DOCX or PDF file.

    Of plain text the offsets are those of the text itself, with line ends of one character. Raises
    ReadError, with a remedy, where it cannot be read or there is nothing in it.
    """
    known = name if "." in name else f"{name}.txt"
    form = identify(data[:HEAD], known).name
    if form == "text":
        return draft_of(decode(data), name)
    reading = read(data, known)
    texts = [block.text for block in reading.blocks if block.text]
    if not texts:
        raise ReadError("There is no text in the draft.", "Check the file, or paste its text.")
    title = reading.found.title or next(iter(_headings(reading)), "")
    made = _joined(texts, name, reading.format, title)
    return _bounded(replace(made, published=reading.found.published))


def draft_of(text: str, name: str = "draft") -> Draft:
    """A draft of plain text. Raises ReadError where there is nothing in it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if not text.strip():
        raise ReadError("There is no text in the draft.", "Check the file, or paste its text.")
    paragraphs = tuple(match.span() for match in re.finditer(r"[^\n](?:[^\n]|\n(?!\s*\n))*", text))
    return _bounded(Draft(name=name, format="text", title="", text=text, paragraphs=paragraphs))


def check_draft(
    draft: Draft,
    library: Library,
    *,
    profile: Profile = Profile.STRICT,
    progress: Callable[[int, int], None] | None = None,
) -> DraftCheck:
    """Every quotation and attributed statement of ``draft``, checked against the library."""
    desk = desk_of(library)
    text = WRAPPED.sub(" ", draft.text)  # as long as it was: the offsets stay
    found = quotations_of(text)
    quotes = []
    for done, quotation in enumerate(found):
        if progress is not None:
            progress(done, len(found))
        checked = _checked(quotation, text, desk)
        if checked is not None:
            quotes.append(checked)
    counts = library.counts()
    return DraftCheck(
        draft=draft,
        quotes=tuple(quotes),
        figures=tuple(_figures(draft, text, library)),
        profile=profile,
        documents=counts.documents,
        passages=counts.passages,
    )


def _figures(draft: Draft, text: str, library: Library) -> Iterator[DraftFigure]:
    """The numbers of a draft's sentences, held against the tables, if the library has any."""
    if not library.figure_heads():
        return
    for first, last in draft.paragraphs:
        for start, end in shown_spans(text[first:last]):
            sentence = text[first + start : first + end]
            if not DIGIT.search(sentence):
                continue
            for one in check_claims(sentence, library, draft.published):
                at = first + start
                yield DraftFigure(start=at + one.start, end=at + one.end, check=one)


def quotations_of(text: str) -> list[Quotation]:
    """What a draft puts in somebody's mouth, and what stands between marks with nobody named."""
    found = extract(text)
    for match in MARKED.finditer(text):
        start, end = match.span(match.lastindex or 0)
        claimed = any(q.start < end and start < q.end for q in found)
        if not claimed and len(text[start:end].split()) >= LEAST_UNCLAIMED:
            found.append(Quotation(start=start, end=end, parts=((start, end),), form=Form.DIRECT))
    return sorted(found, key=lambda quotation: quotation.start)


def _checked(quotation: Quotation, text: str, desk: Desk) -> DraftQuote | None:
    parts = [text[start:end].strip() for start, end in quotation.parts]
    words = " ".join(part for part in parts if part)
    if not any(character.isalnum() for character in words):
        return None
    if len(words) > LONGEST:
        words = words[:LONGEST].rsplit(" ", 1)[0]
    if quotation.form is Form.INDIRECT:
        found = desk.statement(words, speaker=quotation.speaker)
    else:
        found = desk.check(words, speaker=quotation.speaker, marked=True)
        if len(parts) > 1 and not found.verdict.stands:
            # Narration between two parts may stand for words that are left out.
            apart = desk.check(" … ".join(parts), speaker=quotation.speaker, marked=True)
            if apart.verdict.gravity < found.verdict.gravity:
                found = apart
    return DraftQuote(start=quotation.start, end=quotation.end, form=quotation.form, check=found)


def _headings(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if block.style.value == "heading"]


def _joined(texts: Sequence[str], name: str, form: str, title: str) -> Draft:
    spans, at = [], 0
    for text in texts:
        spans.append((at, at + len(text)))
        at += len(text) + 2
    return Draft(
        name=name, format=form, title=title, text="\n\n".join(texts), paragraphs=tuple(spans)
    )


def _bounded(draft: Draft) -> Draft:
    words = len(draft.text.split())
    if words > MOST_WORDS:
        raise OnRecordError(
            f"The draft has {words:,} words; at most {MOST_WORDS:,} are checked at a time.",
            "Check it in parts.",
        )
    return draft
