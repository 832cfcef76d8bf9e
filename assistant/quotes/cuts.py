"""What a quotation was cut from, and whether the cut turns what was said.

A cut misleads where the words beside it limit, negate or redirect what is left: "we will take
them | but only families", "it is not | a crisis", "if the court agrees, | we will leave".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.quotes.given import MARKS
from assistant.quotes.wording import MODALS, NEGATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.quotes.given import Given
    from assistant.quotes.tokens import Token

LIMITS = frozenset(
    "but unless not until till except only if without though although however provided providing "
    "yet nor never".split()
)
"""Words that limit, negate or redirect what stands before them."""

LIMITING = re.compile(
    r"(?:(?:as|so) long as|rather than|instead of|subject to|other than|apart from|depending on"
    r"|on (?:the )?condition|in theory|at least in theory|for now|with the exception|save for"
    r"|even if|or at least|or so (?:he|she|they)|assuming|in the hope|as if|as though)\b"
)
LATER = re.compile(
    r"\b(?:unless|except|only if|only when|but only|but not|but never|provided that)\b"
)
"""What limits a statement from further on in its sentence."""

CONTRASTS = frozenset("but though although however yet".split())
RELATIVE = frozenset("who whom whose which".split())
"""Those limit what stands before them only where no comma parts them from it."""

TIMES = frozenset("before after when where while".split())
"""Those limit what may, must or will be."""

FINITE = MODALS | frozenset("am is are was were has have had do does did not".split())
"""Words that a statement nearly always has one of."""

PAST = frozenset(
    "was were had did came went said saw made took gave got left fell rose began found brought "
    "told held kept met paid ran sent set spent stood thought won wrote counted".split()
)

FRAMES = re.compile(
    r"\b(?:"
    r"(?:no (?:evidence|suggestion|proof|reason to believe|sign|question of)|not true|untrue|false"
    r"|a? ?myth|wrong|nonsense|absurd|ridiculous|misleading|a lie|unlikely|impossible)"
    r"(?: (?:to|is to|would be to) (?:say|claim|suggest|think|believe|pretend|argue))?"
    r"|(?:deny|denies|denied|denying|doubts?|doubted|reject(?:s|ed)?|disputes?|disputed)"
    r"|refus(?:e|es|ed|ing) to|fail(?:s|ed|ing)? to|rather than|instead of|far from"
    r"|if|whether|unless|suppose|supposing|imagine|pretend(?:s|ed|ing)?|as if|as though"
    r")(?: (?:that|it is|there is|the|a|an|we|they|he|she|it|i|you|this|these|to|is|are|be|being"
    r"|was|were|by))*$"
)
"""What takes back or only supposes the words that follow."""

CONDITION = re.compile(
    r"^(?:but |and |so |then )?(?:if|unless|only if|provided|should|were|until)\b"
)
DOUBTLESS = frozenset(
    "doubt question wonder secret surprise surprised denying only just mistake".split()
)
"""After a negation these affirm: "there is no doubt that", "not only"."""

TITLES = frozenset("mr mrs ms dr st sen rep gov gen lt col rev hon prof no vs".split())
JOINING = frozenset({"and", "but", "or", "because", "so"})
BEFORE = 4
"""Words before a cut in which a negation turns what follows."""

FURTHEST = 40
END_MARKS = re.compile(r"[.!?](?!\w)|[\n”]|(?<=\w)\"(?=\s|$)")
OPENING = re.compile(r"[“„«]|(?:^|\s)[\"‘](?=\S|$)")
DENIALS = frozenset({"not", "never", "neither", "nor"})
CLAUSE_MARKS = re.compile(r"[,;:–—]")


def left(tokens: Sequence[Token], at: int, text: str) -> list[Token]:
    """The words of the same sentence, and of the same speech, before the word ``at``."""
    kept: list[Token] = []
    for place in range(at - 1, max(-1, at - 1 - FURTHEST), -1):
        token, after = tokens[place], tokens[place + 1]
        between = text[token.end : after.start]
        if _ends(token, between) or OPENING.search(between):
            break
        kept.append(token)
    return kept[::-1]


def right(tokens: Sequence[Token], at: int, text: str) -> list[Token]:
    """The words of the same sentence after the word ``at - 1``."""
    kept: list[Token] = []
    for place in range(at, min(len(tokens), at + FURTHEST)):
        before, token = tokens[place - 1], tokens[place]
        if _ends(before, text[before.end : token.start]):
            break
        kept.append(token)
    return kept


def _ends(token: Token, between: str) -> bool:
    """Whether what stands between two words ends a sentence, or the speech that they are of."""
    if not END_MARKS.search(between):
        return False
    return not (between.strip() == "." and token.norm in TITLES)


def turned_before(
    tokens: Sequence[Token], at: int, text: str, part: Given, *, since: int = 0
) -> str:
    """The words before a cut that turn what follows it, as they stand; ``""`` for none.

    Words before the offset ``since`` were not cut.
    """
    sentence = [token for token in left(tokens, at, text) if token.start >= since]
    if not sentence:
        return _denied(tokens, at, text) if not since else ""
    clause = _clause(sentence, tokens[at], text)
    told = text[sentence[0].start : sentence[-1].end]
    if clause:
        near = [token.norm for token in clause[-BEFORE:]]
        if any(
            word in NEGATIONS and not DOUBTLESS & {*near[place + 1 : place + 2], *part.norms[:1]}
            for place, word in enumerate(near)
        ):
            return _tail(clause, text)
        if FRAMES.search(" ".join(token.norm for token in clause)):
            return _tail(clause, text)
    between = text[sentence[-1].end : tokens[at].start]
    opening = " ".join(token.norm for token in sentence)
    if "," in between and CONDITION.match(opening) and states(part):
        return told
    return ""


def _denied(tokens: Sequence[Token], at: int, text: str) -> str:
    """The narrator's "not" right before the marks that open at ``at``: it was not “a crisis”."""
    near = tokens[max(0, at - 2) : at]
    if not near or not OPENING.search(text[near[-1].end : tokens[at].start]):
        return ""
    joined = text[near[0].start : tokens[at].start]
    if CLAUSE_MARKS.search(joined) or END_MARKS.search(joined):
        return ""
    turned = near[-1].norm in DENIALS or near[0].norm in DENIALS
    return text[near[0].start : near[-1].end] if turned else ""


def turned_after(
    tokens: Sequence[Token], at: int, text: str, part: Given, *, until: int | None = None
) -> str:
    """The words after a cut that turn what stands before it, as they stand; ``""`` for none.

    Words from the offset ``until`` on were not cut.
    """
    after = [t for t in right(tokens, at, text) if until is None or t.end <= until]
    if not after:
        return ""
    told = text[after[0].start : after[-1].end]
    following = " ".join(token.norm for token in after)
    first = after[0].norm
    comma = bool(re.search(r"[,;:]", text[tokens[at - 1].end : after[0].start]))
    stated = states(part)
    if first in CONTRASTS and not stated:
        return ""  # "a measly deal", but …: the words are quoted for themselves
    if first in LIMITS or LIMITING.match(following):
        return told
    if first in RELATIVE and not comma:
        return told
    if first in TIMES and not comma and (MODALS & set(part.norms) or (stated and not _past(part))):
        return told
    return told if stated and LATER.search(following) else ""


def _past(part: Given) -> bool:
    """Whether words tell of what has been, which no "when" limits."""
    return any(word in PAST or word.endswith("ed") for word in part.norms)


def states(part: Given) -> bool:
    """Whether words state something, rather than being a phrase in another sentence."""
    if len(part.norms) < 2:
        return False
    return part.text.lstrip(MARKS)[:1].isupper() or bool(FINITE & set(part.norms))


def _clause(sentence: Sequence[Token], following: Token, text: str) -> list[Token]:
    """The end of ``sentence`` that no comma, dash or "and" parts from the word that follows."""
    kept: list[Token] = []
    after = following
    for token in reversed(sentence):
        if CLAUSE_MARKS.search(text[token.end : after.start]) or token.norm in JOINING:
            break
        kept.append(token)
        after = token
    return kept[::-1]


def _tail(clause: Sequence[Token], text: str) -> str:
    return text[clause[-8:][0].start : clause[-1].end]
