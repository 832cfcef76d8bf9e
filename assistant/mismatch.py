"""Where a sentence has the words of a question and yet tells of something else.

A plan for what was done, one step of an agreement for another, a figure for a change, one row of a
table for the largest of them: each is like the question in words and sense, and wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.agreement import HOME, OPPOSITES, clauses, is_year
from assistant.claims import figures, places, word_set
from assistant.question import Asked, Want
from assistant.words import terms

if TYPE_CHECKING:
    from assistant.candidates import Candidate

CURRENCIES = frozenset("£€$")
COUNTED = frozenset({Want.NUMBER, Want.MONEY, Want.SHARE})

STEPS = tuple(
    frozenset(terms(words))
    for words in (
        "proposed",
        "announced announcement published unveiled",
        "signed signature signatory",
        "ratified",
        "adopted passed approved",
        "introduced",
        "repealed terminated revoked",
        "extended renewed",
    )
)
"""Stems of the steps that an agreement or a law goes through, each on a day of its own."""

ANNOUNCED = STEPS[1]
LAWS = frozenset(terms("agreement convention protocol declaration act bill law statute"))
"""Stems of what goes through these steps."""

AGREED = frozenset(
    terms("agree agreed agreement accord deal pact treaty sign signed memorandum arrangement")
)
"""Stems of what two countries do together."""

DONE = re.compile(r"\b(?:did|was|were|has|have|had|been)\b", re.IGNORECASE)
"""How a question asks for what has come to pass."""

PLANNED = re.compile(
    r"\b(?:will|would|shall|(?:is|are|was|were) to (?=[a-z])|plan(?:s|ned)?|aims?|expect(?:s|ed)?|"
    r"forecasts?|intend(?:s|ed)?|pledge[sd]?|promise[sd]?|commits?|budget(?:ed)?|once|if|unless)\b",
    re.IGNORECASE,
)
"""What tells that something is to come, or hangs on a condition."""

BY_HOW_MUCH = re.compile(r"\bby how (?:much|many)\b", re.IGNORECASE)
CHANGE = (
    OPPOSITES[0][0]
    | OPPOSITES[0][1]
    | word_set(
        "more fewer less than double doubled treble trebled triple tripled halve halved times "
        "quicker faster slower cut change changed plummet plummeted"
    )
)
"""Words that tell of a change or a difference."""

SUPERLATIVE = re.compile(
    r"\b(?:(?<!at )most(?! recent)|largest|biggest|highest|greatest|fewest|(?<!at )least|lowest|"
    r"smallest|peak(?:ed)?|record)\b",
    re.IGNORECASE,
)
ORDINAL = re.compile(
    r"\b(first|second|third|fourth|fifth) (?!(?:half|quarter|time|week|month|year|day|few|"
    r"two|three|six|seven|nine|ten)s?\b)([\w’'-]+)",
    re.IGNORECASE,
)
"""A word that singles one out of several; no part of a year."""


def mismatches(asked: Asked, candidate: Candidate) -> list[str]:
    """What the question asks for, where the candidate tells of something else with its words."""
    found = []
    if Want.DATE in asked.wants and _of_another_step(asked, candidate):
        found.append("that step")
    if asked.wants & COUNTED:
        if _only_planned(asked, candidate):
            found.append("what came to pass")
        if BY_HOW_MUCH.search(asked.text) and not _tells_change(candidate):
            found.append("the change")
        found += _not_singled_out(asked, candidate)
    if _is_between_others(asked, candidate):
        found.append("those who agreed")
    if not asked.provisions and candidate.hit.passage.locator.endswith(" (deleted)"):
        found.append("any words still in force")
    if SUPERLATIVE.search(asked.text) and _is_any_row(candidate):
        found.append("which is foremost")
    return found


def _of_another_step(asked: Asked, candidate: Candidate) -> bool:
    """Whether it tells of steps of an agreement or a law, and of none that is asked about.

    Of a law's formal steps each is told by its own word, so that it has to be there.
    """
    wanted = [step for step in STEPS if step & set(asked.terms)]
    told = [step for step in STEPS if step & candidate.stems]
    if not wanted or any(step in told for step in wanted):
        return False
    formal = LAWS & set(asked.terms) and ANNOUNCED not in wanted
    return bool(told or formal)


def _is_between_others(asked: Asked, candidate: Candidate) -> bool:
    """Whether countries other than those asked about agree there, by its words and headings.

    The passage may name them all the same, in passing. At home it is "the government".
    """
    ours = places(asked.text) - HOME
    if not ours or not AGREED & set(asked.terms) or candidate.is_row:
        return False
    hit = candidate.hit
    view = " \n ".join((candidate.text, hit.entry.title, *hit.passage.heading))
    told = places(view) - HOME
    return bool(told) and not ours <= told


def _only_planned(asked: Asked, candidate: Candidate) -> bool:
    """Whether the past is asked about and every figure is of what is to come."""
    if candidate.is_row or not DONE.search(asked.text) or PLANNED.search(asked.text):
        return False
    counting = [
        clause
        for clause in clauses(candidate.text)
        if any(
            figure.shown[-1].isdigit()
            and not is_year(figure)
            and (figure.unit not in CURRENCIES or Want.MONEY in asked.wants)
            for figure in figures(clause)
        )
    ]
    return bool(counting) and all(PLANNED.search(clause) for clause in counting)


def _tells_change(candidate: Candidate) -> bool:
    return not CHANGE.isdisjoint(re.findall(r"[a-z]+", candidate.text.lower()))


def _not_singled_out(asked: Asked, candidate: Candidate) -> list[str]:
    """What the question singles out and it does not: "flights" are not "the first flight"."""
    told = terms(" ".join((*candidate.hit.passage.heading, candidate.text)))
    told = ["first" if term == "initi" else term for term in told]
    near = {(one, other) for at, one in enumerate(told) for other in told[at + 1 : at + 4]}
    wanted = (terms(match.group()) for match in ORDINAL.finditer(asked.text))
    return [" ".join(pair) for pair in wanted if len(pair) == 2 and tuple(pair) not in near]


def _is_any_row(candidate: Candidate) -> bool:
    """Whether it is one row of a table and does not tell that it is the foremost."""
    return candidate.is_row and not SUPERLATIVE.search(candidate.text)
