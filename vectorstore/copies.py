"""Whether one document is a copy of another: an agency's story as another paper carried it.

Measured on copies of one agency story (5-word shingles of the smaller that the larger has): copies
0.52 to 0.60, rewrites 0.20, independent reports under 0.06. What is *not* a copy although it shares
as much: two reports that quote one statement; two fillings of one form (the same weekly page with
other figures, one model agreement with another party); a short statement inside a long report.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from vectorstore.records import Kind
from vectorstore.shingles import Shingles, containment

if TYPE_CHECKING:
    from vectorstore.shingles import Numbers

COPY = 0.4
"""Containment from which an article is a copy: between rewrites (0.20) and copies (0.52)."""

KIN = 0.2
"""What a copy of a copy must still share with the document that stands for all."""

NARRATION = 0.25
"""Containment of the words outside quotation marks that a copy must have as well."""

LEAST_NARRATION = 5
"""Shingles outside quotation marks from which they are looked at by themselves."""

SIZES = 0.2
"""The part of the longer one's length that a copy must have: an article that prints a whole
statement is not the statement."""

LEAST_SHINGLES = 20
"""Texts of fewer shingles are copies only of the very same words."""

FORM = 0.5
FORM_GAIN = 0.03
"""Two fillings of one form: of what the smaller does not share, more than half is shared once names
and figures are blanked, and that is more than a corrected figure makes (3 % of all)."""

SAME_INSTRUMENT = 0.9
NAME = re.compile(r"\b[^\W\d_a-z]\w{2,}")
NAME_COUNT = 3
"""How often a name stands in an agreement that is about it."""


def comparable(kind: Kind) -> bool:
    """Whether documents of this kind have copies.

    Tables have not: one that shares rows with another is no copy of it, and a page of figures is
    next week's page with other figures.
    """
    return kind is not Kind.STATISTICS


def is_copy(one: Shingles, other: Shingles, *, agreement: bool) -> bool:
    """Whether two documents tell one story in the same words; symmetric.

    Where one of them is an ``agreement`` nearly all words must be the same, and the names in it.
    """
    small, large = sorted((one, other), key=lambda text: len(text.plain))
    fewest, most = len(small.plain), len(large.plain)
    if fewest < LEAST_SHINGLES:
        return fewest > 0 and _same(small.plain, large.plain)
    share = containment(small.plain, large.plain)
    if share < COPY or fewest < SIZES * most:
        return False
    if agreement:
        return share >= SAME_INSTRUMENT and not _other_names(one.text, other.text)
    narrated = min(len(one.narration), len(other.narration))
    if narrated >= LEAST_NARRATION and containment(one.narration, other.narration) < NARRATION:
        return False
    return not _one_form(one, other, share)


def is_kin(one: Shingles, other: Shingles) -> bool:
    """Whether a copy of a copy still tells the same story."""
    return containment(one.plain, other.plain) >= KIN


def _same(one: Numbers, other: Numbers) -> bool:
    return len(one) == len(other) and bool((one == other).all())


def _one_form(one: Shingles, other: Shingles, share: float) -> bool:
    gain = containment(one.blanked, other.blanked) - share
    return gain > FORM_GAIN and gain > FORM * (1 - share)


def _other_names(one: str, other: str) -> bool:
    """Whether each text is full of a name that the other never has."""
    ours, theirs = (Counter(NAME.findall(text)) for text in (one, other))
    return all(
        any(count >= NAME_COUNT and name not in lacking for name, count in having.items())
        for having, lacking in ((ours, theirs), (theirs, ours))
    )
