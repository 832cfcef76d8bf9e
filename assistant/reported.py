"""Who says so, kept: what a source only reports is no fact, and its speaker is no other.

Also what a source only expects: a plan is not done, and "may" is not "must".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.claims import TITLES, fold, names
from assistant.words import STOP_WORDS, stem

if TYPE_CHECKING:
    from collections.abc import Iterator

CLAIMED = re.compile(
    r"\b(?:claim(?:s|ed)?|argue[sd]?|accuse[sd]?|forecasts?|predict(?:s|ed)?|warn(?:s|ed)?|"
    r"describe[sd]?(?=.{1,60}\bas\b)|boast(?:s|ed)?|insist(?:s|ed)?|allege[sd]?|suggest(?:s|ed)?|believe[sd]?|"
    r"said|says|told|tells|wrote|writes|reported that|reports that|according to|called|calls|"
    r"denounced?|promise[sd]?|vow(?:s|ed)?|estimate[sd])\b"
)
NO_CLAIM = re.compile(
    r"\b(?:figures?|data|statistics|tables?|series|records?) (?:\w+ ){0,2}(?:shows?|say|said)\b"
    r"|\baccording to (?:[\w-]+ ){1,4}(?:figures?|data|statistics)\b"
    r"|\bso[- ]called\b|\bis called\b|\bare called\b|\bcalled on\b",
    re.IGNORECASE,
)
REPORTING = re.compile(
    r"\b(?P<verb>claim|argue|accuse|forecast|predict|warn|describe|insist|allege|say|said|tell|"
    r"told|write|wrote|report|call|give|gave|count|record)(?:e?s|e?d)?\b"
)
PRONOUN = re.compile(r"^\W*(?:he|she|they|it|his|her|their)\b", re.IGNORECASE)

PLANNED = re.compile(
    r"\b(?:is|are|was|were) to (?=[a-z])|\b(?:will|would|forecasts?|expect(?:s|ed)?|plan(?:s|ned)?|"
    r"intend(?:s|ed)?|propose[sd]?|should|could|may|might|hopes?|aims?)\b",
    re.IGNORECASE,
)
NOT = r"(?! (?:not|no|never)\b)"
"""What is forbidden is neither a duty nor a choice."""
OBLIGES = re.compile(
    rf"\b(?:must|shall|has to|have to|(?:is|are) (?:required|obliged) to)\b{NOT}", re.IGNORECASE
)
PERMITS = re.compile(
    rf"\b(?:may|can|could|might|(?:is|are) (?:allowed|permitted|free) to)\b{NOT}", re.IGNORECASE
)
NEGATED = re.compile(r"\b(?:no|nobody|neither|none) ", re.IGNORECASE)


def facts_of_claims(claim: str, nearest: str) -> Iterator[str]:
    """What the source only reports stated without who says so."""
    told = NO_CLAIM.sub(" ", nearest)
    if CLAIMED.search(told) and not CLAIMED.search(claim) and not _names_reporter(claim, nearest):
        yield "it states as fact what the source only reports"


def _names_reporter(claim: str, nearest: str) -> bool:
    """Whether the claim has a verb of report of its own: "the Home Office counted"."""
    return bool(REPORTING.search(claim)) and bool(
        {word for name in names(claim) for word in name.words}
        & {word for name in names(nearest) for word in name.words}
    )


def other_speakers(claim: str, nearest: str, known: frozenset[str]) -> Iterator[str]:
    """A speaker who is not the one that the cited sentence has before its verb of report."""
    mine, theirs = _speaker(claim, known), _speaker(nearest, known)
    if mine and theirs and not PRONOUN.match(theirs) and not _same(mine, theirs, known):
        yield f"the cited words are not said by {mine.strip()}"


def _speaker(text: str, known: frozenset[str]) -> str:
    """What stands before the first verb that reports, as far as it names somebody; else ""."""
    match = CLAIMED.search(text)
    if match is None or match.group().startswith("according"):
        return ""
    before = re.split(r"[,;:“”\"\n]\s*", text[: match.start()])[-1]
    subject = before.strip()
    return subject if names(subject, known) or re.match(r"(?:The|A|An) [a-z]", subject) else ""


def _same(mine: str, theirs: str, known: frozenset[str]) -> bool:
    """Whether two subjects share a word that tells who it is, and none names somebody else."""
    ours, others = _telling(mine, known), _telling(theirs, known)
    return bool(ours & others) or not ours or not others


def _telling(subject: str, known: frozenset[str]) -> set[str]:
    named = {word for name in names(subject, known) for word in name.words}
    plain = {
        stem(fold(word))
        for word in re.findall(r"[^\W\d_]+", subject)
        if word.lower() not in STOP_WORDS | TITLES
    }
    return {stem(word) for word in named} or plain


def done_for_planned(claim: str, nearest: str) -> Iterator[str]:
    """A plan, a forecast or a possibility told as done; "must" for "may"."""
    if PLANNED.search(nearest) and not PLANNED.search(claim) and not OBLIGES.search(nearest):
        yield "it states as done what the cited words expect"
    if OBLIGES.search(claim) and not OBLIGES.search(nearest) and PERMITS.search(nearest):
        yield "it makes a duty of what the cited words allow"
    if PERMITS.search(claim) and not PERMITS.search(nearest) and OBLIGES.search(nearest):
        yield "it makes a choice of what the cited words require"
