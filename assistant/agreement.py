"""Where a sentence and its source use the same words and yet do not say the same.

A negated rule is as similar to the rule as a copy of it. Each function here looks at one way to
turn a statement round while keeping its words, and returns what it found, in words for a reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.claims import Figure, figures, moments, places, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

ADVERB = re.compile(
    r"(?<!revised )(?<!corrected )\b(?:up|down)\b(?!\s+(?:from|by|[£€$\d]))", re.IGNORECASE
)
"""“Up” and "down" that tell of no change: "up to", "crack down on"."""

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
            "grown growth raise raised climb climbed soar soared soaring "
            "jump jumped surge surged higher up"
        ),
        word_set(
            "fall falls fell fallen falling decrease decreases decreased decreasing drop drops "
            "dropped decline declined declining plunge plunged lower lowered reduced reduction down"
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
    (word_set("more fuller"), word_set("fewer less")),
    (
        word_set("begin begins began begun start starts started"),
        word_set("end ends ended stop stops stopped"),
    ),
    (
        word_set(
            "keep keeps kept retain retains retained preserve preserves preserved survive survives "
            "survived uphold upholds upheld confirm confirms confirmed"
        ),
        word_set(
            "remove removes removed lift lifts lifted repeal repeals repealed abolish abolishes "
            "abolished scrap scraps scrapped revoke revokes revoked cancel cancels cancelled"
        ),
    ),
    (word_set("minimum"), word_set("maximum")),
    (word_set("granted"), word_set("refused rejected denied")),
    (
        word_set("enforced forced forcibly compulsory compulsorily"),
        word_set("voluntary voluntarily willingly"),
    ),
    (word_set("most highest largest biggest"), word_set("fewest least lowest smallest")),
    (word_set("before until"), word_set("after")),
    (word_set("beforehand"), word_set("afterwards later")),
    (word_set("quicker faster"), word_set("slower")),
    (word_set("little few scant"), word_set("ample plenty much many")),
    (word_set("provisional"), word_set("final")),
    (word_set("grant granted"), word_set("refusal refused")),
    (word_set("consent consents consented"), word_set("refusal refuse refuses refused")),
    (word_set("against"), word_set("for")),
    (word_set("agreed announced"), word_set("rejected refused cancelled")),
    (word_set("asking requesting"), word_set("asked requested")),
    (
        word_set("agree agrees concur concurs coincide coincides unanimous"),
        word_set("disagree disagrees differ differs vary varies diverge diverges conflict"),
    ),
    (word_set("neither nobody"), word_set("either both")),
    (word_set("admit admits admitted"), word_set("returned sent removed deported expelled")),
    (
        word_set("confirm confirms confirmed uphold upholds upheld"),
        word_set(
            "withdraw withdraws withdrew withdrawn retract retracted revoke revoked overturned"
        ),
    ),
    (word_set("withdraw withdrew withdrawn"), word_set("publish published release released")),
    (word_set("sending"), word_set("receiving")),
)

AT_LEAST = re.compile(
    r"(?:\b(?:more than|over|above|at least|no fewer than|no less than|upwards of|in excess of|"
    r"exceed(?:s|ed|ing)?|minimum\b[^.;:\n]{0,80}?\b(?:of|at|is|was))\s+(?:an? )?)$",
    re.IGNORECASE,
)
AT_MOST = re.compile(
    r"(?:\b(?:fewer than|less than|under|below|(?<!add )(?<!adds )(?<!added )up to|close to|"
    r"as much as|as many as|at most|no more than|nearly|almost|"
    r"just short of|(?:maximum|top (?=\w+ of)|ceiling|upper limit)\b[^.;:\n]{0,80}?\b(?:of|at|is|"
    r"was)"
    r")\s+(?:an? )?)$",
    re.IGNORECASE,
)
AT_MOST_NEGATED = re.compile(
    r"\b(?:no|not) (?:more|longer|later|higher|greater) than\s$|\bas long as\s$", re.IGNORECASE
)
WITHIN = re.compile(r"\b(?:within|inside)\s(?:the )?$", re.IGNORECASE)
"""“Within seven days" is at most seven, and in seven."""
OR_MORE = re.compile(r"(?:\s[^\W\d_]+){0,2}\s(?:or more|at least|at the least)\b", re.IGNORECASE)
OR_LESS = re.compile(
    r"(?:\s[^\W\d_]+){0,2}\s(?:or less|or fewer|at most|at the most)\b", re.IGNORECASE
)
TOWARDS = re.compile(r"\b(to|from)\s+(?:about |around |over |nearly |[£€$])?$", re.IGNORECASE)


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
    if "within" in {said, there}:
        return ">" not in {said, there}
    return said == there or (said == "" and there == ">")


def _bound(text: str, figure: Figure) -> str:
    before, after = text[: figure.start], text[figure.end :]
    if AT_MOST_NEGATED.search(before):
        return "<"
    if WITHIN.search(before):
        return "within"
    if re.search(r"\bover\s$", before) and re.match(r"\s(?:days|weeks|months|years)", after):
        return ""  # "over six months" is during them
    if AT_LEAST.search(before) or OR_MORE.match(after):
        return ">"
    return "<" if AT_MOST.search(before) or OR_LESS.match(after) else ""


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
    near = [part for part in _stretches(sentence) if _holds(part, figure)] or [sentence]
    around = kind(sentence) - HOME
    if around and not around & ours:
        return False
    return any(not (found := kind(part) - HOME) or bool(found & ours) for part in near)


def _stretches(sentence: str) -> list[str]:
    """The clauses of a sentence, what only says when with the one before: "…, in June 2023"."""
    parts: list[str] = []
    for part in re.split(rf"{CLAUSE.pattern}|\s+from\s+(?=[£€$]?\d)", sentence):
        only_when = all(is_year(figure) for figure in figures(part)) and years(part)
        if parts and only_when and len(part.split()) <= SET_OFF:
            parts[-1] += f", {part}"
        else:
            parts.append(part)
    return parts


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
