"""Who says so, kept: what a source only reports is no fact, and its speaker is no other.

Also what a source only expects: a plan is not done, and "may" is not "must".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.agreement import clauses
from assistant.claims import TITLES, fold, name_words, names
from assistant.wording import answered, light, said, sense
from assistant.words import STOP_WORDS, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CLAIMED = re.compile(
    r"\b(?:claim(?:s|ed)?|argue[sd]?|accuse[sd]?|forecasts?|predict(?:s|ed)?|warn(?:s|ed)?|"
    r"describe[sd]?(?=.{1,60}\bas\b)|boast(?:s|ed)?|insist(?:s|ed)?|allege[sd]?|suggest(?:s|ed)?|"
    r"believe[sd]?|"
    r"said|says|told|tells|wrote|writes|reported that|reports that|[Aa]ccording to|called|calls|"
    r"denounced?|promise[sd]?|vow(?:s|ed)?|estimate[sd]|reckon(?:s|ed)?|contend(?:s|ed)?)\b"
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
TOLD = re.compile(
    rf"{CLAIMED.pattern}|{REPORTING.pattern}|\b(?:saying|stating|adding|warning|arguing|put(?:s|"
    rf"ting)?|"
    r"found|finds?|point(?:s|ed)? out|not(?:es|ed|ing)|set(?:s|ting)? out|admit(?:s|ted)?|"
    r"acknowledge[sd]?|conclude[sd]?|show(?:s|ed)?|reveal(?:s|ed)?|announce[sd]?|reckon(?:s|ed)?|"
    r"expects?|foresees?|name[sd]?|naming|portray(?:s|ed)?|maintain(?:s|ed)?|state[sd]?|"
    r"explain(?:s|ed)?|claiming|"
    r"add(?:s|ed)?|cite[sd]?|hold(?:s)?|held|according|criticis\w+|complain\w*|in the words)\b",
    re.IGNORECASE,
)
"""What may tell in a claim that somebody says it: more than what marks a source's claim as one."""
IT_SAYS = re.compile(r"\b(?:it|he|she|they) (?:says?|said|added|argued|claimed)\b", re.IGNORECASE)
PRONOUN = re.compile(r"^\W*(?:he|she|they|it|his|her|their)\b", re.IGNORECASE)

PLANNED = re.compile(
    r"\b(?:(?:is|are|was|were) to (?=[a-z])|[Ww]ill\b|[Ww]ould\b|[Ff]orecasts?\b|[Ee]xpect(?:s|"
    r"ed)?\b|"
    r"[Pp]lan(?:s|ned)?\b|[Ii]ntend(?:s|ed)?\b|[Pp]ropose[sd]?\b|should\b|could\b|may\b|might\b|"
    r"[Hh]opes?\b|[Aa]ims?\b)"
)
"""A plan or a possibility. "May" with a capital is the month, or opens no clause of a source."""
LEAVES_OPEN = re.compile(
    rf"{PLANNED.pattern}|\b(?:can|cannot|allow(?:s|ed)|allowed|permitted|entitled|[Dd]ue|possible|"
    rf"possibly|"
    r"scheduled|provided|predict(?:s|ed)?|estimate[sd]?|project(?:s|ed)|foresee[sn]?|meant|"
    r"supposed|lets?|up to|powers?|rights?|unless|no others?|ought|able|(?:must|shall) not|unable|"
    r"forbidden|barred|"
    rf"free to|justif(?:y|ies))\b"
)
"""What tells in a claim that it is no more than planned, allowed or possible."""
SOFT = re.compile(
    r"\b(?:should|ought to|preferabl[ey]|ideally|normally|usually|generally|in general|"
    r"recommended|advised|"
    r"if possible|where possible|encouraged)\b",
    re.IGNORECASE,
)
UNLESS = re.compile(r"\b(?:unless|except)\b", re.IGNORECASE)
NOT = r"(?! (?:not|no|never)\b)"
"""What is forbidden is neither a duty nor a choice."""
POSSIBLE = re.compile(rf"\b(?:may|might|could|perhaps|possibly)\b{NOT}")
OPEN = re.compile(
    r"\b(?:may|can|could|might|would|allow\w*|permit\w*|entitle\w*|free to|up to|possib\w+|"
    r"either|option|choice|choices|exception|if|right|power|when)\b"
)
OBLIGES = re.compile(
    rf"\b(?:must|shall|has to|have to|(?:is|are) (?:required|obliged) to)\b{NOT}", re.IGNORECASE
)
PERMITS = re.compile(
    rf"\b(?:may|can|could|might|(?:is|are) (?:allowed|permitted|free) to)\b{NOT}", re.IGNORECASE
)
NEGATED = re.compile(r"\b(?:no|nobody|neither|none) ", re.IGNORECASE)


def facts_of_claims(claim: str, nearest: str, around: str) -> Iterator[str]:
    """What the source only reports stated without who says so.

    ``around`` are all cited words: they tell who "it" is that says so.
    """
    told = NO_CLAIM.sub(" ", nearest)
    where = around if IT_SAYS.search(nearest) else nearest
    if CLAIMED.search(told) and not CLAIMED.search(claim) and not _names_reporter(claim, where):
        yield "it states as fact what the source only reports"


def _names_reporter(claim: str, nearest: str) -> bool:
    """Whether the claim has a verb of report of its own: "the Home Office counted"."""
    return bool(TOLD.search(claim)) and bool(
        {word for name in names(claim) for word in name.words}
        & {word for name in names(nearest) for word in name.words}
    )


def other_speakers(claim: str, nearest: str, known: frozenset[str]) -> Iterator[str]:
    """A speaker who is not the one that the cited sentence has before its verb of report."""
    mine, theirs = _speaker(claim, known), _speaker(nearest, known)
    reporters = {stem(word) for words in _reporters(claim) for word in words}
    if not (mine and theirs) or _telling(theirs, known) <= reporters:
        return
    if not PRONOUN.match(theirs) and not _same(mine, theirs, known):
        yield f"the cited words are not said by {mine.strip()}"


def _speaker(text: str, known: frozenset[str]) -> str:
    """What stands before the first verb that reports, as far as it names somebody; else ""."""
    match = CLAIMED.search(text)
    if match is None or match.group().lower().startswith("according"):
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


PART = re.compile(
    r"[,;:]\s+|\s+(?:and|but|while|whereas|although|though|as)\s+(?=(?:the |The )?[A-Z])"
)
ENOUGH = 2
"""Words of sense by which a sentence is known for the one that a clause tells."""


def others_words(claim: str, sentences: Sequence[str], known: frozenset[str]) -> Iterator[str]:
    """Somebody told to say what a sentence of another has, while theirs is another sentence."""
    for part in PART.split(claim):
        speaker = _surname(part, known)
        named = {word for name in names(part, known) for word in name.words}
        words = [w for w in sense(part) if w.stem not in light() and w.shown not in named]
        told = [sum(map(said(sentence).answers, words)) for sentence in sentences]
        if not speaker or not told or max(told) < ENOUGH or told.count(max(told)) > 1:
            continue
        best = sentences[told.index(max(told))]
        other = _surname(best, known)
        elsewhere = any(_surname(sentence, known) == speaker for sentence in sentences)
        if other and elsewhere and speaker not in name_words(best):
            yield f"the cited words have {other.title()} say it, and not {speaker.title()}"


def _surname(sentence: str, known: frozenset[str]) -> str:
    """The last word of the name that a sentence opens with, before a verb of report; else ""."""
    opening = SAYS.match(sentence.strip()) or ACCORDING.match(sentence.strip())
    found = names(opening["who"], known | {fold(opening["who"].strip())}) if opening else []
    return found[0].words[-1] if found else ""


SAYS = re.compile(
    r"^(?:The )?(?P<who>(?:[A-Z][\w’'-]*\s){1,4})(?:had |has |have )?(?:[a-z]+ly )?"
    r"(?:said|says|told|wrote|writes|claim(?:s|ed)|argue[sd]|reckon(?:s|ed)|describe[sd]|stated?|"
    r"report(?:s|ed)|warn(?:s|ed)|insist(?:s|ed)|call(?:s|ed)|put|accuse[sd]|added|predict(?:s|ed)|"
    r"announced|count(?:s|ed)|has|gives?|gave|dates?)\b"
)


ACCORDING = re.compile(r"^According to (?:the )?(?P<who>(?:[A-Z][\w’'-]*[\s,]){1,4})")


def wrong_reporter(claim: str, nearest: str, own: frozenset[str]) -> Iterator[str]:
    """Somebody told to report what the cited sentence has another report.

    ``own`` are the words of whoever published it and of its title.
    """
    theirs = _reporters(nearest)
    if not theirs:
        return
    there = {word for name in names(nearest) for word in name.words} | own
    there |= {word for reporter in theirs for word in reporter}
    for reporter in _reporters(claim):
        if not set(reporter) & there:
            yield f"the cited words are not reported by {' '.join(reporter).title()}"


REPORTER = re.compile(
    r"\b(?P<before>(?:[A-Z][\w’'-]*(?: of| to| the| for| and)? ?){1,8})"
    r"(?:reports?|reported|said|says|wrote|writes|counts?|counted|found|finds|shows?|noted|notes|"
    r"claim(?:s|ed)|argue[sd]|told|added|warn(?:s|ed)|announced|admit(?:s|ted)|estimate[sd]|"
    r"conclude[sd])\b"
    r"|\b[Aa]ccording to (?:the )?(?P<after>(?:[A-Z][\w’'-]* ?){1,8})"
)


def _reporters(text: str) -> list[tuple[str, ...]]:
    """The names that stand right beside a verb of report."""
    found = []
    for match in REPORTER.finditer(text):
        before = match["before"] or ""
        # "Auditors warned": a plain word is no name for opening a sentence.
        plain = match.start() == 0 and len(before.split()) == 1 and not names(before)
        found += [] if plain else [n.words for n in names("by " + (before or match["after"]))]
    return found


def done_for_planned(claim: str, nearest: str) -> Iterator[str]:
    """A plan, a forecast or a possibility told as done; "must" for "may"; "should" for "must".

    Only what the claim takes of the cited sentence counts: its other clauses may plan what they
    like.
    """
    relied = " ; ".join(relied_on(claim, nearest))
    if PLANNED.search(relied) and not LEAVES_OPEN.search(claim) and not OBLIGES.search(relied):
        yield "it states as done what the cited words expect"
    if OBLIGES.search(claim) and not OBLIGES.search(nearest) and PERMITS.search(nearest):
        yield "it makes a duty of what the cited words allow"
    if PERMITS.search(claim) and not PERMITS.search(nearest) and OBLIGES.search(nearest):
        yield "it makes a choice of what the cited words require"
    if SOFT.search(claim) and not SOFT.search(nearest) and not UNLESS.search(nearest):
        yield "it softens what the cited words say"
    if POSSIBLE.search(claim) and not OPEN.search(nearest) and not NEGATED.search(nearest):
        yield "it makes a possibility of what the cited words state"


SENTENCE = re.compile(r"(?<=[.;!?”])\s+(?=[A-Z“(])")
RELIED = 0.4
"""Share of the words of a cited clause that a claim says where it takes what the clause says."""


def relied_on(claim: str, nearest: str) -> list[str]:
    """The clauses of the cited words that a claim takes up; all where it takes up none."""
    parts = [part for sentence in SENTENCE.split(nearest) for part in clauses(sentence)]
    return [part for part in parts if answered(part, claim) >= RELIED] or parts
