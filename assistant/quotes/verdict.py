"""What a check can find of a quotation, how grave each finding is, and what may go to print."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Group(StrEnum):
    """What a finding is about."""

    WORDING = "wording"
    COMPLETENESS = "completeness"
    SPEAKER = "speaker"
    SOURCES = "sources"


class Verdict(StrEnum):
    """A finding; in the order of the definition each is graver than the one before it.

    The order is that of the harm done when it goes to print:

    * What confirms harms nobody, and is never a headline.
    * A fair cut, marked or plain to see, leaves every word the speaker's; so a change that an
      editor may make (marks, spelling, brackets) outranks it, though it need not be mended either.
    * Then what the reader cannot see: no speaker in the sources, small words changed, words left
      out, sources that differ, words that the speaker was only reading out, another's wording.
    * Then what turns the sense: a cut before "unless", a gap over a "not", a changed word, two
      sayings made one.
    * Words in the wrong mouth are graver still: all of it is false, and of a person.
    * Words that no source has come last: nothing at all stands behind them here.
    """

    SPEAKER_CONFIRMED = "speaker_confirmed"
    SINGLE_SOURCE = "single_source"
    VERBATIM = "verbatim"
    TRUNCATED = "truncated"
    ELLIPSIS = "ellipsis"
    NORMALISED = "normalised"
    BRACKETED = "bracketed"
    SPEAKER_UNKNOWN = "speaker_unknown"
    ALTERED_MINOR = "altered_minor"
    OMISSION_UNMARKED = "omission_unmarked"
    CONFLICTING = "conflicting"
    SPEAKER_QUOTING = "speaker_quoting"
    PARAPHRASE = "paraphrase"
    ELLIPSIS_MISLEADING = "ellipsis_misleading"
    TRUNCATED_MISLEADING = "truncated_misleading"
    ALTERED_MEANING = "altered_meaning"
    SPLICED = "spliced"
    MISATTRIBUTED = "misattributed"
    NOT_FOUND = "not_found"

    @property
    def gravity(self) -> int:
        """0 for what confirms; the higher the worse."""
        return GRAVITY[self]

    @property
    def group(self) -> Group:
        """What it is about."""
        return GROUPS[self]

    @property
    def stands(self) -> bool:
        """Whether nothing has to be mended: it is no worse than ``normalised``."""
        return self.gravity <= Verdict.NORMALISED.gravity


GRAVITY = {verdict: place for place, verdict in enumerate(Verdict)}

GROUPS = {
    **dict.fromkeys(Verdict, Group.WORDING),
    Verdict.TRUNCATED: Group.COMPLETENESS,
    Verdict.TRUNCATED_MISLEADING: Group.COMPLETENESS,
    Verdict.ELLIPSIS: Group.COMPLETENESS,
    Verdict.ELLIPSIS_MISLEADING: Group.COMPLETENESS,
    Verdict.OMISSION_UNMARKED: Group.COMPLETENESS,
    Verdict.SPLICED: Group.COMPLETENESS,
    Verdict.SPEAKER_CONFIRMED: Group.SPEAKER,
    Verdict.SPEAKER_QUOTING: Group.SPEAKER,
    Verdict.SPEAKER_UNKNOWN: Group.SPEAKER,
    Verdict.MISATTRIBUTED: Group.SPEAKER,
    Verdict.CONFLICTING: Group.SOURCES,
    Verdict.SINGLE_SOURCE: Group.SOURCES,
    Verdict.NOT_FOUND: Group.SOURCES,
}

CONFIRMING = frozenset({Verdict.SPEAKER_CONFIRMED, Verdict.SINGLE_SOURCE})
"""Findings that say nothing against a quotation, and so never stand in the headline."""


class Profile(StrEnum):
    """Whose rules a quotation is held to.

    Both flag every change of sense, speaker, splice and hidden omission.
    """

    STRICT = "strict"
    """An agency's: nothing may change but what is left out under a mark."""
    LENIENT = "lenient"
    """Grammar may be tidied: words in brackets, articles, fillers, a plural."""

    def passes(self, verdict: Verdict) -> bool:
        """Whether a quotation of this verdict may go to print."""
        tidied = {Verdict.BRACKETED, Verdict.ALTERED_MINOR}
        return verdict.stands or (self is Profile.LENIENT and verdict in tidied)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found, with its evidence in words."""

    kind: Verdict
    detail: str
    plain: bool = False
    """Whether every reader of the quotation sees it, or nobody claimed otherwise: it is told, and
    is not the headline. A fragment of a sentence ("a measly deal") pretends to be nothing more."""


def headline(findings: Iterable[Finding]) -> Verdict:
    """The gravest finding that says something against the quotation, or how it stands."""
    telling = [one.kind for one in findings if not one.plain and one.kind not in CONFIRMING]
    return max(telling, key=lambda kind: kind.gravity, default=Verdict.VERBATIM)
