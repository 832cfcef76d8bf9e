"""What a difference in words does to what was said."""

from __future__ import annotations

import re

from assistant.quotes.verdict import Finding, Verdict
from assistant.words import stem

FILLERS = frozenset(
    "a an the that this of to as so very just also well really quite um er uh then there indeed "
    "actually simply now here and".split()
)
"""Words that may come or go and leave the sense as it was."""

ALIKE = (
    frozenset("a an the this that these those".split()),
    frozenset("in on at within".split()),
    frozenset("to towards toward into".split()),
    frozenset("of for".split()),
    frozenset("very really quite so".split()),
)
"""Words of which one stands for another and leaves the sense as it was."""

NEGATIONS = frozenset(
    "not no never none nobody nothing nowhere neither nor without hardly scarcely barely deny "
    "denied refuse refused fail failed cannot".split()
)
MODALS = frozenset("will would shall should can could may might must ought".split())
QUANTIFIERS = frozenset(
    "all every each some any many most few several only almost nearly about more less least always "
    "often sometimes half both barely up".split()
)
PERSONS = frozenset("i we you he she they it me us him her them my our your his their its".split())
TELLING = (
    ("a negation", NEGATIONS),
    ("a modal verb", MODALS),
    ("a quantity", QUANTIFIERS),
    ("a person", PERSONS),
)
LONG = 4
"""Words left out from which on it is a stretch that is missing, not a word that is changed."""

JOINED = re.compile(r"(co|re|pre|non|anti|mid|multi|inter|over|under|sub|counter)[a-z]{4,}")
BE = {"is", "has"}


def changed(source: list[str], quote: list[str]) -> Finding:
    """The finding for words of a source that a quotation has otherwise; either may be empty."""
    told = _told(source, quote)
    if written_apart(source, quote):
        return Finding(kind=Verdict.NORMALISED, detail=f"written otherwise: {told}")
    if not quote and len(source) >= LONG:
        return Finding(kind=Verdict.OMISSION_UNMARKED, detail=f"left out without a mark: {told}")
    ours, theirs = _beyond(source, quote), _beyond(quote, source)
    touched = {*ours, *theirs}
    for what, words in TELLING:
        if touched & words:
            return Finding(kind=Verdict.ALTERED_MEANING, detail=f"{what} differs: {told}")
    if any(word[0].isdigit() for word in touched):
        return Finding(kind=Verdict.ALTERED_MEANING, detail=f"a number differs: {told}")
    if _small(ours, theirs):
        return Finding(kind=Verdict.ALTERED_MINOR, detail=f"small words differ: {told}")
    if not quote:
        return Finding(kind=Verdict.OMISSION_UNMARKED, detail=f"left out without a mark: {told}")
    if _plural(ours, theirs):
        return Finding(kind=Verdict.ALTERED_MINOR, detail=f"the form of a word differs: {told}")
    return Finding(kind=Verdict.ALTERED_MEANING, detail=f"a key word differs: {told}")


def written_apart(source: list[str], quote: list[str]) -> bool:
    """Whether words differ in a space after a prefix, or an 's that stands for a verb, alone."""
    if "".join(source) == "".join(quote) and JOINED.fullmatch("".join(quote)):
        return True
    short, long = sorted((source, quote), key=len)
    return len(short) == 1 and len(long) == 2 and long[1] in BE and short[0] == f"{long[0]}'s"


def _beyond(words: list[str], others: list[str]) -> list[str]:
    """The words that ``others`` does not have, each as often as it has it more."""
    left = list(others)
    found = []
    for word in words:
        if word in left:
            left.remove(word)
        else:
            found.append(word)
    return found


def _small(ours: list[str], theirs: list[str]) -> bool:
    """Whether only small words come, go or stand for each other; or the order alone is other."""
    if not ours and not theirs:
        return True
    if not ours or not theirs:
        return set(ours + theirs) <= FILLERS
    return len(ours) == len(theirs) and all(
        a != b and any({a, b} <= group for group in ALIKE)
        for a, b in zip(ours, theirs, strict=True)
    )


def _plural(ours: list[str], theirs: list[str]) -> bool:
    """Whether the words are the same but for a plural's s; a verb's form is its tense."""
    if len(ours) != len(theirs):
        return False
    return all(
        stem(a) == stem(b) and {a, b} in ({a, a + "s"}, {b, b + "s"})
        for a, b in zip(ours, theirs, strict=True)
    )


def _told(source: list[str], quote: list[str]) -> str:
    if not quote:
        return f"“{' '.join(source)}” stands in the source"
    if not source:
        return f"“{' '.join(quote)}” does not stand in the source"
    return f"“{' '.join(source)}” in the source, “{' '.join(quote)}” in the quotation"
