"""Negations that only one of a sentence and its source has, and conditions left out.

A negation may be told by a word that negates by itself: who "declines" does not take, what a count
"leaves out" does not appear in it. Such a word answers a negation, and needs an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.agreement import CLAUSE
from assistant.thesaurus import Word, words_of
from assistant.wording import answered, light, said, sense
from assistant.words import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NEGATION = re.compile(
    r"\b(?:not|no|never|without|neither|nor|none|nobody|nothing|cannot|barely|hardly|scarcely|"
    r"rarely|seldom|unless|except|save (?=where|if|when|for)|(?:has|have|had) yet to|failed to|"
    r"fails to|refused to|refuses to|"
    r"declined to|lack of|lacks?|lacked|unable to)\b|n[’']t\b|(?<!a )\bfew\b(?! of)",
    re.IGNORECASE,
)
NOT_NEGATING = re.compile(
    r"\b(?:not only|no doubt|no later than|no less than|no fewer than|no more than|no earlier than|"
    r"no matter|not least|no\. ?\d)\b|(?<=, )not (?=(?:about |around )?[£€$]?\d)",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"\b(?:unless|except|only|solely|if|provided|subject to|save|once|on no others?|"
    r"no other (?:grounds?|reasons?|cases?)|other than|"
    r"no longer if|apart from|limited to|restricted to|where|when|just)\b",
    re.IGNORECASE,
)
HARD_CONDITION = re.compile(
    r"\b(?:unless|except (?:where|when|if|in|for|that|as)"
    r"|only (?:for|if|when|where|in|on|after))\b",
    re.IGNORECASE,
)
SCOPE = 3
"""Words of sense after a negation that it is taken to govern."""
WIDE_SCOPE = 8
"""The same for one that opens its sentence: "No state shall expel or return a refugee"."""


BY_ITSELF = re.compile(
    r"\b(?:declin(?:e|es|ed|ing)(?! (?:of|in|by|from|to \d))|refus\w+|reject\w*|turn(?:s|ed)? down|"
    r"exclu\w+|leaves? out|left out|leaving out|omit\w*|fail\w*|lack\w*|drop(?:s|ped)? out|"
    r"los(?:e|es|t|ing)|end(?:s|ed)?|stop\w*|ceas\w+|expir\w+|run out|lapse[sd]?|gone|instead|"
    r"rather than|(?:stay|remain)(?:s|ed)? (?:on|in|behind|put|at)|prevent\w*|den(?:y|ies|ied)|"
    r"forb\w+|prohibit\w*|"
    r"ban(?:s|ned)?|bar(?:s|red)?|avoid\w*|ground(?:s|ed)|block(?:s|ed)?|halt(?:s|ed)?|cancel\w*|"
    r"called off|thwart\w*|unlike|scarce|scant|exception\w*|unable|impossible|absen\w+|"
    r"rule[sd]? out|exempt\w*|spare[sd]?|miss(?:es|ed|ing)?|unlawful\w*|unauthori[sz]ed|"
    r"undetected|unnoticed|unaccompanied|"
    r"alone|irregular\w*|illegal\w*|only|other than|apart from|save for|too \w+ (?:to|for)|"
    r"too (?:little|few)|advisory|poor|uneven|silen\w+|hold(?:s)? up|"
    r"held up|prompt\w*|immediately|at once|abandon\w*|scrap\w*)\b",
    re.IGNORECASE,
)
"""Words that negate by themselves, and may stand for a negation."""
EXCLUDES = re.compile(
    r"\b(?:leaves? out|left out|omits?|omitted|exclud(?:e|es|ed)|refus(?:e|es|ed)|reject(?:s|ed)?|"
    r"den(?:y|ies|ied)|forbids?|forbidden|prohibit(?:s|ed)|rule[sd]? out|unable|stopped|stops|"
    r"ceased|ceases)\b",
    re.IGNORECASE,
)
"""The few of them that turn a sentence round when they are left away."""
FEW = re.compile(
    r"\b(?:few|little|hardly|scarcely|barely|rare(?:ly)?|seldom|scant|scarce|meagre|infrequent(?:ly)?|"
    r"uncommon)\b",
    re.IGNORECASE,
)
"""Ways to say that there is next to nothing of a thing: one answers another."""
TURNS = re.compile(
    rf"{EXCLUDES.pattern}|\b(?:only|except|unless|fail\w*|lack\w*|miss\w*|ban\w*|barred|bars|"
    rf"exempt\w*|"
    r"apart|other than|alone|declin\w+|turn\w*(?: \w+)? (?:down|away)|prevent\w*|unsuccessful\w*|"
    r"stop\w*|"
    r"instead|rather)\b",
    re.IGNORECASE,
)
"""What may stand for one of these in a claim."""
TAKES_IN = re.compile(r"\binclud(?:ing|es?|ed)\b|\beven in\b", re.IGNORECASE)
EXCEPTED = re.compile(
    r"\b(?:except\w*|save for|apart from|other than|exempt\w*|exclud\w+|unless|barring|not)\b",
    re.IGNORECASE,
)
USED = 0.4
"""Share of a clause's words that a claim has to say for the clause to be what it relies on."""


SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Cue:
    """A negation and the words that it governs."""

    shown: str
    start: int
    governed: tuple[Word, ...]


def negations(claim: str, source: str) -> Iterator[str]:
    """A negation that only one of the two has, and a condition that the claim leaves out."""
    mine, theirs = _cues(claim), _cues(source)
    if FEW.search(claim) and FEW.search(source):
        mine = [cue for cue in mine if not FEW.fullmatch(cue.shown)]
        theirs = [cue for cue in theirs if not FEW.fullmatch(cue.shown)]
    unmatched = list(theirs)
    spare = _only_of(
        " ".join(s for s in SENTENCE.split(source) if answered(s, claim) >= USED), claim
    )
    for cue in mine:
        # One negation answers one: "shall not … without" is not the source's "shall … without".
        match = next((other for other in unmatched if _meet(cue.governed, other.governed)), None)
        match = match or next((o for o in unmatched if _same_clause(claim, cue, source, o)), None)
        if match is not None:
            unmatched.remove(match)
        elif _phrased(cue, source):
            continue
        elif cue.governed and spare:
            spare.pop()
        elif cue.governed:
            yield f"it says “{cue.shown}” where the cited words do not"
    yield from _left_out(claim, source, mine, unmatched)
    taken_in = TAKES_IN.search(claim)
    if taken_in and EXCEPTED.search(source) and not EXCEPTED.search(claim):
        yield f"it says “{taken_in.group().lower()}” of what the cited words except"
    if not theirs and not mine:
        yield from _excludes(claim, source)
    if HARD_CONDITION.search(source) and not CONDITION.search(claim):
        yield "it leaves out the condition in the cited words"


def _excludes(claim: str, source: str) -> Iterator[str]:
    """A word of the claim that excludes, for which the source has none: each answers one."""
    unmatched = [match.group() for match in TURNS.finditer(ATTRIBUTE.sub(" ", source))]
    open_words = []
    for match in EXCLUDES.finditer(claim):
        same = next((word for word in unmatched if _say_same(word, match.group())), None)
        if same is not None:
            unmatched.remove(same)
        else:
            open_words.append(match.group().lower())
    for word in open_words[len(unmatched) :]:
        if " " in word or not said(source).answers(words_of(word)[0]):
            yield f"it says “{word}” where the cited words do not"


ATTRIBUTE = re.compile(
    r"\b(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?<!\bis )(?<!\bare )"
    r"(?:refused|rejected|excluded|unsuccessful|banned)"
    r"(?= (?:asylum|applica|claim|people|seeker|migrant))",
    re.IGNORECASE,
)
"""“Refused asylum seekers" are a group, and nothing is refused by naming them."""


def _say_same(one: str, other: str) -> bool:
    return _meet(words_of(one.lower()), words_of(other.lower()))


def _left_out(claim: str, source: str, mine: Sequence[Cue], theirs: Sequence[Cue]) -> Iterator[str]:
    own = [word for word in _only_of(claim, source) if word not in NO_ANSWER]
    there = said(claim)
    for cue in theirs:
        governed = [word for word in cue.governed if there.answers(word)]
        # Two of the words that a negation governs make it the same matter, or its only one.
        same = len(governed) >= min(2, len(cue.governed)) > 0
        same = same or (
            bool(governed)
            and governed[0] == cue.governed[0]
            and answered(_clause(source, cue.start), claim) >= SAME_MATTER
        )
        told = any(_meet(cue.governed, other.governed) for other in mine) or _phrased(cue, claim)
        if same and not told:
            if own:
                own.pop()
            else:
                yield f"it leaves out “{cue.shown}” of the cited words"
    for match in EXCLUDES.finditer(source):
        turned = mine or TURNS.search(claim)
        if not turned and answered(_around(source, match.start()), claim) >= USED:
            yield f"it leaves out “{match.group().lower()}” of the cited words"


def _only_of(text: str, other: str) -> list[str]:
    """Words of ``text`` that negate by themselves and that ``other`` does not have."""
    there = {stem(match.group().lower()) for match in BY_ITSELF.finditer(other)}
    found = [match.group().lower() for match in BY_ITSELF.finditer(text)]
    return [word for word in found if stem(word) not in there]


def _phrased(cue: Cue, text: str) -> bool:
    """Whether ``text`` has another word for a negation with what it governs: "prompt"."""
    together = " ".join((cue.shown, *(word.shown for word in cue.governed[:1])))
    parts = words_of(together)
    alone = frozenset().union(*(words_of(word.shown)[0].groups for word in parts))
    groups = frozenset().union(*(word.groups for word in parts)) - alone
    return bool(groups & said(text).groups)


def _same_clause(claim: str, cue: Cue, source: str, other: Cue) -> bool:
    """Whether two negations stand in clauses that share two words of sense or more."""
    ours = [w for w in sense(_clause(claim, cue.start)) if w.stem not in light()]
    theirs = [w for w in sense(_clause(source, other.start)) if w.stem not in light()]
    return sum(_meet([word], theirs) for word in ours) >= SAME_CLAUSE


NO_ANSWER = frozenset({"only", "end", "ends", "ended", "prompt", "promptly", "immediately"})
"""Words that may stand for a negation that a claim adds, but not for one that it leaves out."""
SAME_MATTER = 0.5
SAME_CLAUSE = 2
"""Words of sense that two clauses share when they are about one matter."""


def _clause(text: str, position: int) -> str:
    """The clause of ``text`` that holds ``position``."""
    start = 0
    for match in CLAUSE.finditer(text):
        if match.start() > position:
            return text[start : match.start()]
        start = match.end()
    return text[start:]


def _meet(ours: Sequence[Word], others: Sequence[Word]) -> bool:
    return any(a.stem == b.stem or a.groups & b.groups for a in ours for b in others)


def _word(match: re.Match[str]) -> Word:
    return words_of(match.group())[0]


def _around(text: str, position: int) -> str:
    """The sentence of ``text`` that holds ``position``."""
    start = max(text.rfind(mark, 0, position) for mark in (". ", "\n", "; ")) + 1
    ends = [at for mark in (". ", "\n", "; ") if (at := text.find(mark, position)) >= 0]
    return text[start : min(ends, default=len(text))]


def _cues(text: str) -> list[Cue]:
    harmless = [match.span() for match in NOT_NEGATING.finditer(text)]
    return [
        Cue(match.group().lower(), match.start(), _governed(text, match))
        for match in NEGATION.finditer(text)
        if not any(start <= match.start() < end for start, end in harmless)
    ]


def _governed(text: str, cue: re.Match[str]) -> tuple[Word, ...]:
    """The words after a negation; where it ends its clause ("the Articles it may not"), before."""
    after = _after(text, cue.end(), _reach(text, cue))
    if after:
        return after
    before = re.split(r"[,.;:!?\n]", text[: cue.start()])[-1]
    return tuple(word for word in words_of(before) if word.of_sense)[-SCOPE:]


def _reach(text: str, cue: re.Match[str]) -> int:
    opens = re.search(r"(?:^|[.;:!?\n])[^\w.;:!?\n]*(?:\w{1,3}[.)]\s+)?$", text[: cue.start()])
    return WIDE_SCOPE if opens else SCOPE


def _after(text: str, position: int, reach: int) -> tuple[Word, ...]:
    # "whether or not." and "no." govern nothing beyond the end of their clause.
    clause = re.split(r"[.;:!?\n]", text[position:], maxsplit=1)[0]
    return tuple(word for word in words_of(clause) if word.of_sense)[:reach]
