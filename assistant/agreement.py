"""Where a sentence and its source use the same words and yet do not say the same.

A negated rule is as similar to the rule as a copy of it. Each function here looks at one way to
turn a statement round while keeping its words, and returns what it found, in words for a reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.claims import Figure, figures, moments, places, word_set
from assistant.words import STOP_WORDS, stem

if TYPE_CHECKING:
    from collections.abc import Iterator

NEGATION = re.compile(
    r"\b(?:not|no|never|without|neither|nor|none|nobody|nothing|cannot|barely|hardly|scarcely|"
    r"rarely|seldom|unless|except|(?:has|have|had) yet to|failed to|fails to|refused to|refuses to|"
    r"declined to|lack of|lacks?|lacked|unable to)\b|n[’']t\b|(?<!a )\bfew\b(?! of)",
    re.IGNORECASE,
)
NOT_NEGATING = re.compile(
    r"\b(?:not only|no doubt|no later than|no less than|no fewer than|no more than|no earlier than|"
    r"no matter|not least|no\. ?\d)\b",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"\b(?:unless|except|only|solely|if|provided|subject to|save)\b", re.IGNORECASE
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

ADVERB = re.compile(r"\b(?:up|down)\b(?!\s+(?:from|by|[£€$\d]))", re.IGNORECASE)
""" "Up" and "down" that tell of no change: "up to", "crack down on"."""

CLAUSE = re.compile(r"[,;:–—|\n]\s+|\s+(?:and|but|while|whereas|compared with|compared to)\s+")
HOME = frozenset({"uk"})
"""The country that nearly every sentence here is about: naming it tells figures not apart."""

SET_OFF = 7
"""Words of a clause that only says when or where: "In the year to March 2025, …"."""

Kind = Callable[[str], frozenset[str]]
WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")

OPPOSITES = (
    (
        word_set(
            "rise rises rose risen rising increase increases increased increasing grow grows grew "
            "grown growth climb climbed soar soared soaring jump jumped surge surged higher up"
        ),
        word_set(
            "fall falls fell fallen falling decrease decreases decreased decreasing drop drops "
            "dropped decline declined declining plunge plunged lower reduced reduction down"
        ),
    ),
    (
        word_set("lawful lawfully legal legally"),
        word_set("unlawful unlawfully illegal illegally"),
    ),
    (
        word_set("allow allows allowed permit permits permitted"),
        word_set("forbid forbids forbidden prohibit prohibits prohibited ban bans banned"),
    ),
    (word_set("accept accepts accepted"), word_set("reject rejects rejected")),
    (
        word_set("support supports supported praise praised welcome welcomed"),
        word_set("oppose opposes opposed criticise criticised criticized condemn condemned"),
    ),
    (
        word_set("include includes included including"),
        word_set("exclude excludes excluded excluding"),
    ),
    (word_set("more"), word_set("fewer less")),
    (word_set("minimum"), word_set("maximum")),
    (word_set("granted"), word_set("refused rejected denied")),
    (word_set("enforced"), word_set("voluntary")),
    (word_set("most highest largest biggest"), word_set("fewest least lowest smallest")),
    (word_set("before"), word_set("after")),
    (word_set("quicker faster"), word_set("slower")),
    (word_set("little few scant"), word_set("ample plenty much many")),
    (word_set("provisional"), word_set("final")),
    (word_set("grant granted"), word_set("refusal refused")),
    (word_set("consent consents consented"), word_set("refusal refuse refuses refused")),
    (word_set("against"), word_set("for")),
    (word_set("agreed announced"), word_set("rejected refused cancelled")),
    (word_set("asking"), word_set("asked")),
    (word_set("sending"), word_set("receiving")),
)

AT_LEAST = re.compile(
    r"(?:\b(?:more than|over|above|at least|no fewer than|no less than|upwards of|in excess of|"
    r"exceed(?:s|ed|ing)?|minimum of)\s+(?:an? )?)$",
    re.IGNORECASE,
)
AT_MOST = re.compile(
    r"(?:\b(?:fewer than|less than|under|below|up to|at most|no more than|nearly|almost|"
    r"just short of|maximum of)\s+(?:an? )?)$",
    re.IGNORECASE,
)
TOWARDS = re.compile(r"\b(to|from)\s+(?:about |around |over |nearly |[£€$])?$", re.IGNORECASE)


def negations(claim: str, source: str) -> Iterator[str]:
    """A negation that only one of the two has, and a condition that the claim leaves out."""
    mine, theirs = _scopes(claim), _scopes(source)
    words = _sense(claim)
    unmatched = [scope for _, scope in theirs]
    for cue, scope in mine:
        # One negation answers one: "shall not … without" is not the source's "shall … without".
        match = next((other for other in unmatched if scope & other), None)
        if match is not None:
            unmatched.remove(match)
        elif scope:
            yield f"it says “{cue}” where the cited words do not"
    for cue, scope in theirs:
        governed = scope & words
        # Two of the words that a negation governs make it the same matter, or its only one.
        if len(governed) >= min(2, len(scope)) > 0 and not any(scope & s for _, s in mine):
            yield f"it leaves out “{cue}” of the cited words"
    if HARD_CONDITION.search(source) and not CONDITION.search(claim):
        yield "it leaves out the condition in the cited words"


def _scopes(text: str) -> list[tuple[str, frozenset[str]]]:
    harmless = [match.span() for match in NOT_NEGATING.finditer(text)]
    cues = [
        match
        for match in NEGATION.finditer(text)
        if not any(start <= match.start() < end for start, end in harmless)
    ]
    return [
        (match.group().lower(), _after(text, match.end(), _reach(text, match))) for match in cues
    ]


def _reach(text: str, cue: re.Match[str]) -> int:
    opens = re.search(r"(?:^|[.;:!?\n])[^\w.;:!?\n]*(?:\w{1,3}[.)]\s+)?$", text[: cue.start()])
    return WIDE_SCOPE if opens else SCOPE


def _after(text: str, position: int, reach: int) -> frozenset[str]:
    stems: list[str] = []
    for match in WORD.finditer(text, position):
        # "whether or not." and "no." govern nothing beyond the end of their clause.
        if re.search(r"[.;:!?\n]", text[position : match.start()]):
            break
        if match.group().lower() not in STOP_WORDS:
            stems.append(stem(match.group().lower()))
        position = match.end()
        if len(stems) == reach:
            break
    return frozenset(stems)


def _sense(text: str) -> frozenset[str]:
    words = (match.group().lower() for match in WORD.finditer(text))
    return frozenset(stem(word) for word in words if word not in STOP_WORDS)


def opposites(claim: str, source: str) -> Iterator[str]:
    """A word of the claim where the source has only its opposite: "rose" for "fell"."""
    mine = {match.group().lower() for match in WORD.finditer(ADVERB.sub("", claim))}
    theirs = {match.group().lower() for match in WORD.finditer(ADVERB.sub("", source))}
    for pair in OPPOSITES:
        for ours, others in (pair, pair[::-1]):
            if mine & ours and not mine & others and theirs & others and not theirs & ours:
                said, there = min(mine & ours), min(theirs & others)
                yield f"it says “{said}” where the cited words say “{there}”"


def bounds(claim: str, source: str) -> Iterator[str]:
    """A bound ("up to", "more than") added to, turned or left off a figure; "to" for "from"."""
    theirs = figures(source)
    for mine in figures(claim):
        same = [f for f in theirs if f.value == mine.value]
        if same and not any(_same_bound(claim, mine, source, other) for other in same):
            yield f"it bounds {mine.shown} in another way than the cited words"
        if same and not any(_same_direction(claim, mine, source, other) for other in same):
            yield f"it takes “to” for “from”, or “from” for “to”, at {mine.shown}"


def _same_bound(claim: str, mine: Figure, source: str, other: Figure) -> bool:
    said, there = _bound(claim, mine), _bound(source, other)
    # To drop "more than" understates; to drop "up to" claims what was not said.
    return said == there or (said == "" and there == ">")


def _bound(text: str, figure: Figure) -> str:
    before = text[: figure.start]
    return ">" if AT_LEAST.search(before) else "<" if AT_MOST.search(before) else ""


def _same_direction(claim: str, mine: Figure, source: str, other: Figure) -> bool:
    said, there = TOWARDS.search(claim[: mine.start]), TOWARDS.search(source[: other.start])
    return not (said and there) or said[1].lower() == there[1].lower()


def rivals(claim: str, source: list[str]) -> Iterator[str]:
    """A figure that the source gives for another country or another time.

    ``source`` is the cited words sentence by sentence. Where the sentence or the clause that holds
    the figure names countries (or years), and none that the claim's clause names, the figure
    belongs to them.
    """
    for clause in clauses(claim):
        for figure in figures(clause):
            if is_year(figure):
                continue
            holders = [sentence for sentence in source if _holds(sentence, figure)]
            for kind in (places, years):
                ours = _owners(clause, claim, kind)
                if ours and holders and not any(_bound_to(s, figure, ours, kind) for s in holders):
                    yield f"the cited words do not give {figure.shown} for {_listed(ours)}"


def _owners(clause: str, claim: str, kind: Kind) -> frozenset[str]:
    """Whose figure a clause gives: what it names, or a short one beside it ("In 2024")."""
    beside = [part for part in clauses(claim) if len(part.split()) <= SET_OFF]
    bare = [part for part in beside if all(is_year(figure) for figure in figures(part))]
    own = (kind(clause) - HOME) or frozenset().union(*(kind(part) - HOME for part in bare))
    # What the whole sentence is about when it names one alone: "In 2021 most came …, with 12,658".
    alone = kind(claim) - HOME
    counting = [c for c in clauses(claim) if any(not is_year(f) for f in figures(c))]
    return own or (alone if len(alone) == 1 and len(counting) == 1 else frozenset())


def _bound_to(sentence: str, figure: Figure, ours: frozenset[str], kind: Kind) -> bool:
    near = [part for part in clauses(sentence) if _holds(part, figure)] or [sentence]
    around = kind(sentence) - HOME
    if around and not around & ours:
        return False
    return any(not (found := kind(part) - HOME) or bool(found & ours) for part in near)


def _holds(text: str, figure: Figure) -> bool:
    return any(f.value == figure.value for f in figures(text))


def _listed(found: frozenset[str]) -> str:
    return ", ".join(sorted(word.title() if len(word) > 3 else word.upper() for word in found))


def years(text: str) -> frozenset[str]:
    """The years that ``text`` names, alone or in dates."""
    alone = {figure.shown for figure in figures(text) if is_year(figure)}
    return frozenset(alone | {str(moment.year) for moment in moments(text) if moment.year})


def is_year(figure: Figure) -> bool:
    """Whether a figure is written as a year is: "2024", and not "2,024"."""
    return re.fullmatch(r"(?:19|20)\d\d", figure.shown) is not None


def clauses(text: str) -> list[str]:
    """``text`` cut at commas, dashes, line ends and the words that join clauses."""
    return [part for part in CLAUSE.split(text) if part and part.strip()]
