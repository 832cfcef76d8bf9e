"""Checking one quotation against a library."""

from __future__ import annotations

import threading
import weakref
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.cite import locator_at
from assistant.people import same_person
from assistant.quotes.ellipses import in_parts
from assistant.quotes.given import MARKS, given
from assistant.quotes.lookup import Lookup
from assistant.quotes.place import Placed, placings, quotation_over
from assistant.quotes.sense import Near, Senses, paraphrase, shown
from assistant.quotes.shelf import Shelf
from assistant.quotes.speakers import speakers, spoken_by
from assistant.quotes.splice import gapped, spliced
from assistant.quotes.verdict import Finding, Profile, Verdict, headline
from assistant.quotes.witnesses import conflicts, independent, outranks, primary
from vectorstore.errors import OnRecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.quotes.difference import Row
    from assistant.quotes.given import Given
    from assistant.quotes.shelf import Book, Stretch
    from vectorstore.library import Library
    from vectorstore.records import Document, Entry

__all__ = ["Check", "Desk", "Match", "QuoteError", "check"]

LONGEST = 20_000
"""Characters; a longer text is a draft."""

AROUND = 160
"""Characters of the source shown on either side of a match."""

NEAR_BEST = 0.3
"""How much less of the words a source may have than the best one to be shown beside it."""

MOST_MATCHES = 12
NEARLY = 0.85
"""The part of a quotation's words with which a place is surely where it stands."""

LONG_RUN, MOST_BEYOND = 5, 3
"""Words that the best place has not, from which on they are looked up; documents looked through."""

REWORDED = 0.85
"""The part of a quotation's words above which it is the source's wording, altered."""


class QuoteError(OnRecordError):
    """What was given to be checked is no quotation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A place where a quotation stands, as it is shown."""

    entry: Entry
    start: int
    end: int
    text: str
    speaker: str
    cue: str
    locator: str
    similarity: float
    diff: tuple[Row, ...]
    before: str = ""
    """The words of the source before it, a line or two."""
    after: str = ""
    parts: tuple[tuple[int, int], ...] = ()
    """The spans of the very words, where they do not stand in one."""
    verdict: Verdict = Verdict.VERBATIM
    """What is to be said of the words at this place alone."""
    primary: bool = False
    """Whether it is the speech, release or record itself, and no report of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What was found of a quotation."""

    quote: str
    speaker: str
    findings: tuple[Finding, ...]
    matches: tuple[Match, ...]
    documents: int
    """How many documents were searched."""
    passages: int
    nearest: Match | None = None
    """Of a quotation that no source has: what comes nearest."""

    @property
    def verdict(self) -> Verdict:
        """The gravest finding."""
        return headline(self.findings)

    @property
    def explanation(self) -> str:
        """The findings as sentences, the gravest first."""
        told = sorted(self.findings, key=lambda finding: -finding.kind.gravity)
        return " ".join(f"{one.detail[:1].upper()}{one.detail[1:]}." for one in told)

    def passes(self, profile: Profile = Profile.STRICT) -> bool:
        """Whether it may go to print by the rules of ``profile``."""
        return profile.passes(self.verdict)


def check(quote: str, library: Library, *, speaker: str = "") -> Check:
    """Find ``quote`` in the sources and say what is right and wrong with it.

    ``speaker`` is who is said to have said it; without one nothing is said of the speaker. Raises
    QuoteError for a quotation without words or longer than 20,000 characters.
    """
    return desk_of(library).check(quote, speaker=speaker)


_desks: weakref.WeakKeyDictionary[Library, Desk] = weakref.WeakKeyDictionary()
_turn = threading.Lock()


def desk_of(library: Library) -> Desk:
    """The desk of a library, the same as long as the library is held."""
    with _turn:
        desk = _desks.get(library)
        if desk is None:
            # It must not keep its own key alive.
            desk = _desks[library] = Desk(weakref.proxy(library))
        return desk


class Desk:
    """Checks quotations against one library; what it has read it keeps, while there is room."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._shelf = Shelf(library)
        self._lookup = Lookup(library)
        self._senses = Senses(library)
        self._seen: tuple[int, int, int] = (-1, 0, 0)

    def forget(self) -> None:
        """Let go of everything that was read."""
        self._seen = (-1, 0, 0)
        self._shelf.empty()

    def check(self, quote: str, *, speaker: str = "", marked: bool = False) -> Check:
        """What :func:`check` says.

        ``marked``: the words stood between quotation marks, so that a source that only reports
        their sense does not bear them out.
        """
        plain = checked(quote)
        documents, passages = self._counts()
        placed = self._placed(given(plain), passages)
        near = self._reworded(plain, placed)
        if near is not None:
            findings, nearest = [paraphrase(near)], None
            matches = [self._spoken(shown(plain, near))]
            findings += [_stated(matches[0], speaker)] if speaker else []
        elif placed:
            ranked = _ranked(placed, speaker)
            findings, nearest = self._findings(ranked, speaker, marked=marked), None
            matches = [self.match(one) for one in ranked[:MOST_MATCHES]]
        else:
            findings, matches, nearest = self._senses.unfound(plain, documents, passages)
        return Check(
            quote=quote,
            speaker=speaker,
            findings=tuple(findings),
            matches=tuple(matches),
            documents=documents,
            passages=passages,
            nearest=nearest,
        )

    def statement(self, text: str, *, speaker: str = "") -> Check:
        """What is found of a statement that a draft reports without quotation marks.

        Its words need not be the source's; its figures, its denials and its speaker must.
        """
        exact = self.check(text, speaker=speaker)
        if exact.verdict.stands or exact.verdict in {
            Verdict.MISATTRIBUTED,
            Verdict.SPEAKER_UNKNOWN,
        }:
            return exact
        near = self._senses.nearest(text)
        if near is None or not self._senses.reports(text, near):
            return exact
        match = self._spoken(shown(text, near))
        detail = f"reported in other words; the source has “{' '.join(near.text.split())}”"
        findings = [Finding(kind=Verdict.PARAPHRASE, detail=detail)]
        difference = self._senses.difference(text, near)
        if difference:
            findings.append(Finding(kind=Verdict.ALTERED_MEANING, detail=difference))
        if speaker:
            findings.append(_stated(match, speaker))
        return replace(exact, findings=tuple(findings), matches=(match,), nearest=None)

    def _reworded(self, quote: str, placed: Sequence[Placed]) -> Near | None:
        """The sentence that a quotation gives in other words altogether, if it does.

        One word changed is an alteration; where several are, and the sense is the source's, it was
        put in other words.
        """
        best = max(placed, key=lambda one: one.share, default=None)
        if best is None or best.share > REWORDED or best.verdict is not Verdict.ALTERED_MEANING:
            return None
        if sum(kind != "equal" for kind, _, _ in best.diff) < 2:
            return None
        near = self._senses.nearest(quote)
        return near if near is not None and self._senses.same(quote, near) else None

    def _spoken(self, match: Match) -> Match:
        """A match of the running text with the speaker whom the source gives it to."""
        said = quotation_over(self.library.quotations(match.entry.id), match.start, match.end)
        return match if said is None else replace(match, speaker=said.speaker)

    def match(self, placed: Placed) -> Match:
        """A place as it is shown."""
        document = placed.document
        text = document.text
        entry = entry_of(document)
        return Match(
            entry=entry,
            start=placed.start,
            end=placed.end,
            text=text[placed.start : placed.end],
            speaker=placed.speaker,
            cue=text[slice(*placed.said.cue)] if placed.said and placed.said.cue else "",
            locator=self._locator(placed),
            similarity=round(placed.share, 3),
            diff=placed.diff,
            before=_before(text, placed.start),
            after=_after(text, placed.end),
            parts=placed.parts,
            verdict=placed.verdict,
            primary=primary(document),
        )

    def _counts(self) -> tuple[int, int]:
        """How many documents and passages there are, counted anew when the index has changed."""
        generation = self.library.generation
        if generation != self._seen[0]:
            counts = self.library.counts()
            self._shelf.renew()
            self._lookup.renew()
            self._seen = generation, counts.documents, counts.passages
        return self._seen[1], self._seen[2]

    def _placed(self, quote: Given, passages: int) -> list[Placed]:
        """Where the quotation stands in each document, or its pieces where it is one of pieces."""
        books: dict[str, tuple[Book, Sequence[Stretch]]] = {}
        found: list[Placed] = []
        for phrases in (False, True):
            for place in self._lookup.places(quote.text, passages, phrases=phrases):
                if not place.likely and any(one.share >= NEARLY for one in found):
                    break  # the others have a piece of it at most
                if place.document_id in books:
                    continue
                book = self._shelf.book(place.document_id)
                stretches = book.stretches(place.regions)
                books[place.document_id] = book, stretches
                found += _in_book(quote, book, stretches)
            if any(one.share >= NEARLY for one in found):
                break
        if any(one.whole for one in found):
            return found
        best = max(found, key=lambda one: one.share, default=None)
        if best is not None:
            books |= self._beyond(best, passages)
        if len(quote.parts) == 1 and (best is None or best.share < 1.0 or gapped(best)):
            pieced = spliced(quote, list(books.values()))
            if pieced is not None and (
                best is None or pieced.share > best.share + 0.05 or gapped(best)
            ):
                return [pieced, *(one for one in found if one.share >= pieced.share)]
        return found

    def _beyond(self, best: Placed, passages: int) -> dict[str, tuple[Book, Sequence[Stretch]]]:
        """Documents that have a long run of the quotation which its best place has not."""
        added = [theirs for kind, _, theirs in best.diff if kind in {"insert", "replace"}]
        longest = max(added, key=len, default="")
        if len(longest.split()) < LONG_RUN:
            return {}
        books: dict[str, tuple[Book, Sequence[Stretch]]] = {}
        for place in self._lookup.places(longest, passages)[:MOST_BEYOND]:
            if place.likely:
                book = self._shelf.book(place.document_id)
                books[f"{place.document_id} beyond"] = book, book.stretches(place.regions)
        return books

    def _findings(self, ranked: Sequence[Placed], speaker: str, *, marked: bool) -> list[Finding]:
        best = ranked[0]
        equal = [one for one in ranked if _as_good(one, best)]
        return [
            *best.findings,
            *speakers(equal, speaker, marked=marked),
            *conflicts(best, ranked),
            *independent(equal, self.library),
        ]

    def _locator(self, placed: Placed) -> str:
        document = placed.document
        passages = self._shelf.passages(placed.book)
        around = next((p for p in passages if p.start <= placed.start < p.end), None)
        if around is None:
            return ""
        return locator_at(around, document.text[around.start : around.end], placed.start)


def checked(quote: str) -> str:
    """A quotation without its marks. Raises QuoteError where there is nothing to check."""
    plain = " ".join(quote.split()).strip(MARKS)
    if not any(character.isalnum() for character in plain):
        raise QuoteError("There are no words to check.", 'For example: onrecord check "the words"')
    if len(plain) > LONGEST:
        raise QuoteError(
            f"The quotation has {len(plain):,} characters; at most {LONGEST:,} can be checked.",
            "Check its parts, or the text that quotes it: onrecord check --draft FILE",
        )
    return plain


def entry_of(document: Document) -> Entry:
    """A document; its type says that no more of it than its entry is meant."""
    return document


def _stated(match: Match, speaker: str) -> Finding:
    """Whether the nearest sentence of the sources is the speaker's."""
    if match.speaker and same_person(match.speaker, speaker):
        return Finding(kind=Verdict.SPEAKER_CONFIRMED, detail=f"the speaker is {match.speaker}")
    if match.speaker:
        detail = f"the source has this of {match.speaker}, not of {speaker}"
        return Finding(kind=Verdict.MISATTRIBUTED, detail=detail)
    detail = f"the source has this, but does not say that {speaker} said it"
    return Finding(kind=Verdict.SPEAKER_UNKNOWN, detail=detail)


def _in_book(quote: Given, book: Book, stretches: Sequence[Stretch]) -> list[Placed]:
    if len(quote.parts) == 1:
        return placings(quote, book, stretches)
    parted = in_parts(quote, book, stretches)
    return [parted] if parted is not None else []


def _as_good(one: Placed, best: Placed) -> bool:
    return one.verdict is best.verdict and one.share >= best.share - 0.001


def _ranked(placed: Sequence[Placed], speaker: str) -> list[Placed]:
    """The places, the best first: whole words, then the speaker named, then the primary source.

    A source that has less of the words says nothing against one that has them all. Of one document
    the best place is shown, or the one in the speaker's own words.
    """
    most = max(one.share for one in placed)
    kept = [one for one in placed if one.share >= most - NEAR_BEST]
    kept.sort(
        key=lambda one: (
            one.verdict.gravity,
            -one.share,
            not (speaker and spoken_by(one, speaker)),
            one.said is None,
            not primary(one.document),
            one.document.published or date.max,
        )
    )
    first: dict[str, Placed] = {}
    for one in kept:
        first.setdefault(one.document.id, one)
    ranked = list(first.values())
    decisive = next((one for one in ranked[1:] if outranks(one, ranked[0])), None)
    if decisive is not None:
        ranked.remove(decisive)
        ranked.insert(0, decisive)
    return ranked


def _before(text: str, start: int) -> str:
    first = max(0, start - AROUND)
    piece = text[first:start]
    return piece if not first else "… " + piece.split(" ", 1)[-1]


def _after(text: str, end: int) -> str:
    piece = text[end : end + AROUND]
    return piece if end + AROUND >= len(text) else piece.rsplit(" ", 1)[0] + " …"
