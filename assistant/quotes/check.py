"""Checking one quotation against a library."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.attribution import dated
from assistant.people import same_person
from assistant.quotes.place import Match, Placed, place, to_match
from assistant.quotes.sense import nearest_in_sense
from assistant.quotes.verdict import Finding, Verdict, headline
from vectorstore.errors import OnRecordError
from vectorstore.twins import near_identical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vectorstore.library import Library
    from vectorstore.records import Hit

__all__ = ["Check", "Match", "QuoteError", "check"]

LONGEST = 20_000
"""Characters; a longer text is a draft."""

DOCUMENTS = 25
"""Documents in which a quotation is looked for, those that share most of its words first."""

MARKS = "\"'“”„«»‘’‚‹› \t\n"


class QuoteError(OnRecordError):
    """What was given to be checked is no quotation."""


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

    @property
    def verdict(self) -> Verdict:
        """The gravest finding."""
        return headline(list(self.findings))

    @property
    def explanation(self) -> str:
        """The findings as sentences, the gravest first."""
        told = sorted(self.findings, key=lambda finding: -finding.kind.gravity)
        return " ".join(f"{finding.detail[0].upper()}{finding.detail[1:]}." for finding in told)


def check(quote: str, library: Library, *, speaker: str = "") -> Check:
    """Find ``quote`` in the sources and say what is right and wrong with it.

    ``speaker`` is who is said to have said it; without one nothing is said of the speaker. Raises
    QuoteError for a quotation without words or longer than 20,000 characters.
    """
    plain = _checked(quote)
    hits = library.search(plain, DOCUMENTS, weights=(0.0, 1.0))
    placed = _placed(plain, hits, library)
    if placed:
        best = placed[0]
        findings = [*best.findings, *_speakers(placed, speaker), *_witnesses(placed)]
        matches = [to_match(plain, one, library) for one in placed]
    else:
        findings, matches = _unfound(plain, library)
    counts = library.counts()
    return Check(
        quote=quote,
        speaker=speaker,
        findings=tuple(findings),
        matches=tuple(matches),
        documents=counts.documents,
        passages=counts.passages,
    )


def _checked(quote: str) -> str:
    plain = " ".join(quote.split()).strip(MARKS)
    if not any(character.isalnum() for character in plain):
        raise QuoteError("There are no words to check.", 'For example: onrecord check "the words"')
    if len(plain) > LONGEST:
        raise QuoteError(
            f"The quotation has {len(plain):,} characters; at most {LONGEST:,} can be checked.",
            "Check its parts.",
        )
    return plain


def _placed(quote: str, hits: Sequence[Hit], library: Library) -> list[Placed]:
    """Where the quotation stands, the best place of each document, the best document first."""
    names = dict.fromkeys(one.entry.id for hit in hits for one in (hit, *hit.twins))
    found = [place(quote, library.document(name), library.quotations(name)) for name in names]
    told = [one for one in found if one is not None]
    best = max((one.share for one in told), default=0.0)
    # A source that has less of the words says nothing against one that has them all.
    kept = [one for one in told if one.share >= best - 0.05]
    return sorted(kept, key=lambda one: (headline(one.findings).gravity, -one.share))


def _speakers(placed: Sequence[Placed], speaker: str) -> list[Finding]:
    """Whether those who are quoted with these words are the one who is said to have said them."""
    if not speaker:
        return []
    equal = [one for one in placed if one.findings == placed[0].findings]
    known = {one.speaker: one for one in equal if one.speaker}
    right = [name for name in known if same_person(name, speaker)]
    wrong = [name for name in known if not same_person(name, speaker)]
    if not known:
        detail = f"the sources have the words but do not say that {speaker} said them"
        return [Finding(kind=Verdict.SPEAKER_UNKNOWN, detail=detail)]
    told = "; ".join(f"{name} ({dated(known[name].document)})" for name in wrong)
    if right and wrong:
        detail = f"sources differ on who said it: {', '.join(right)}, but also {told}"
        return [Finding(kind=Verdict.CONFLICTING, detail=detail)]
    if wrong:
        detail = f"these are the words of {told}, not of {speaker}"
        return [Finding(kind=Verdict.MISATTRIBUTED, detail=detail)]
    return [Finding(kind=Verdict.SPEAKER_CONFIRMED, detail=f"the speaker is {right[0]}")]


def _witnesses(placed: Sequence[Placed]) -> list[Finding]:
    """Whether one source alone has the words; copies of one story are one."""
    independent: list[str] = []
    for one in placed:
        around = one.document.text[max(0, one.start - 200) : one.end + 200]
        if not any(near_identical(around, other) for other in independent):
            independent.append(around)
    if len(independent) > 1:
        return []
    copies = f", in {len(placed)} copies" if len(placed) > 1 else ""
    return [Finding(kind=Verdict.SINGLE_SOURCE, detail=f"one source has it{copies}")]


def _unfound(quote: str, library: Library) -> tuple[list[Finding], list[Match]]:
    """The sense, if a source has that at least; else not found, and what came nearest."""
    counts = library.counts()
    nearest = nearest_in_sense(quote, library)
    if nearest is not None and nearest.same:
        detail = "the sense is in a source, the words are not"
        return [Finding(kind=Verdict.PARAPHRASE, detail=detail)], [nearest.match]
    detail = f"not found in {counts.documents:,} documents ({counts.passages:,} passages)"
    if nearest is not None:
        words = re.sub(r"\s+", " ", nearest.match.text)
        detail += f"; the nearest is “{words}” ({nearest.match.entry.title})"
    return [Finding(kind=Verdict.NOT_FOUND, detail=detail)], []
