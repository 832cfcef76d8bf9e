"""What a check can find of a quotation, and how grave each finding is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """A finding; in the order of the definition each is graver than the one before it.

    Those that only confirm come first and are never a headline. A change that keeps the sense is
    less grave than a cut, a cut less than a change of the sense, and words in the wrong mouth or of
    nobody are the gravest.
    """

    SPEAKER_CONFIRMED = "speaker_confirmed"
    SINGLE_SOURCE = "single_source"
    VERBATIM = "verbatim"
    NORMALISED = "normalised"
    BRACKETED = "bracketed"
    ELLIPSIS = "ellipsis"
    TRUNCATED = "truncated"
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
        return list(Verdict).index(self)


HARMLESS = frozenset({Verdict.SPEAKER_CONFIRMED, Verdict.SINGLE_SOURCE})
"""Findings that confirm, and so never stand in the headline."""

PRINTABLE = frozenset({Verdict.VERBATIM, Verdict.NORMALISED})
"""Headlines after which nothing has to be mended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found, with its evidence in words."""

    kind: Verdict
    detail: str


def headline(findings: list[Finding]) -> Verdict:
    """The gravest finding that says something against the quotation, or how it stands."""
    telling = [finding.kind for finding in findings if finding.kind not in HARMLESS]
    return max(telling, key=lambda kind: kind.gravity, default=Verdict.VERBATIM)
