"""What a difference in words does to what was said."""

from __future__ import annotations

from assistant.quotes.verdict import Finding, Verdict
from assistant.words import stem

TRIVIAL = frozenset(
    "a an the that this of to in on at for by with and as so very just also well really quite um "
    "er then there indeed actually simply".split()
)
"""Words whose change leaves the sense as it was."""

NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor without hardly scarcely barely cannot deny "
    "denied refuse refused fail failed".split()
)
MODALS = frozenset("will would shall should can could may might must ought".split())
QUANTIFIERS = frozenset(
    "all every each some any many most few several only almost nearly about more less least always "
    "often sometimes half both barely up".split()
)
PERSONS = frozenset("i we you he she they it me us him her them my our your his their its".split())


def changed(source: list[str], quote: list[str]) -> Finding:
    """The finding for words of a source that a quotation has otherwise; either may be empty."""
    told = _told(source, quote)
    ours, theirs = set(source) - set(quote), set(quote) - set(source)
    touched = ours | theirs
    for what, words in (
        ("a negation", NEGATIONS),
        ("a modal verb", MODALS),
        ("a quantity", QUANTIFIERS),
        ("a person", PERSONS),
    ):
        if touched & words:
            return Finding(kind=Verdict.ALTERED_MEANING, detail=f"{what} differs: {told}")
    if any(word[0].isdigit() for word in touched):
        return Finding(kind=Verdict.ALTERED_MEANING, detail=f"a number differs: {told}")
    weighty_source = [word for word in source if word in ours and word not in TRIVIAL]
    weighty_quote = [word for word in quote if word in theirs and word not in TRIVIAL]
    if not weighty_source and not weighty_quote:
        return Finding(kind=Verdict.ALTERED_MINOR, detail=f"small words differ: {told}")
    if not quote:
        return Finding(kind=Verdict.OMISSION_UNMARKED, detail=f"left out without a mark: {told}")
    if _plural(weighty_source, weighty_quote):
        return Finding(kind=Verdict.ALTERED_MINOR, detail=f"the form of a word differs: {told}")
    return Finding(kind=Verdict.ALTERED_MEANING, detail=f"a key word differs: {told}")


def _plural(source: list[str], quote: list[str]) -> bool:
    """Whether the words are the same but for a plural's s; a verb's form is its tense."""
    if len(source) != len(quote):
        return False
    return all(
        stem(a) == stem(b) and {a, b} in ({a, a + "s"}, {b, b + "s"})
        for a, b in zip(source, quote, strict=True)
    )


def _told(source: list[str], quote: list[str]) -> str:
    if not quote:
        return f"“{' '.join(source)}” stands in the source"
    if not source:
        return f"“{' '.join(quote)}” does not stand in the source"
    return f"“{' '.join(source)}” in the source, “{' '.join(quote)}” in the quotation"
