"""Who "he" is, put in brackets where a sentence is shown away from the one that named him."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vectorstore.records import Quotation

PRONOUN = re.compile(r"(?:he|she|they|him|her)", re.IGNORECASE)


def with_referents(text: str, start: int, quotations: Sequence[Quotation]) -> str:
    """``text`` on one line, with the speaker's name beside each pronoun that stands for one.

    ``text`` begins at the offset ``start`` of its document, whose ``quotations`` tell who speaks. A
    name that the text itself has before the pronoun needs no bracket.
    """
    put: dict[int, str] = {}
    for quotation in quotations:
        if not quotation.speaker or quotation.mention is None:
            continue
        first, last = (at - start for at in quotation.mention)
        surname = quotation.speaker.split()[-1]
        inside = 0 <= first < last <= len(text)
        if inside and PRONOUN.fullmatch(text[first:last]) and surname not in text[:first]:
            put[last] = quotation.speaker
    for last in sorted(put, reverse=True):
        text = f"{text[:last]} [{put[last]}]{text[last:]}"
    return " ".join(text.split())
