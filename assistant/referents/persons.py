"""Who "he" is in narration, where one person only was named in the sentence before."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.referents.phrases import opening, subject
from ingest.quotations.people import Gender, given_gender, names_in, title_gender

if TYPE_CHECKING:
    from collections.abc import Sequence

PERSONAL = re.compile(r"(?P<word>He|She|His)\b(?!['’])\s+")
GENDERS = {"He": Gender.HE, "His": Gender.HE, "She": Gender.SHE}
WINDOW = 6000
"""Characters before, in which a person's full name is looked for."""


def person(pronoun: re.Match[str] | None, before: Sequence[str], text: str) -> str | None:
    """The full name of whom a pronoun stands for.

    ``before`` are the sentences of its paragraph before it, the nearest first; ``text`` is all that
    stands before. None where the sentence before is not about one person whose name tells that
    they go by the pronoun, or where it names somebody else who may be meant.
    """
    if pronoun is None or not before:
        return None
    gender = GENDERS[pronoun["word"]]
    people = _people(text[-WINDOW:])
    again = PERSONAL.match(before[0], opening(before[0]))
    named = [name for name in people if name.split()[-1] in before[0]]
    if again:
        same = GENDERS[again["word"]] is gender and not named
        return person(again, before[1:], text) if same else None
    about = subject(before[0])
    if about is None or about.plural or len(named) != 1:
        return None
    (name,) = named
    of_him = about.text.split()[-1] == name.split()[-1]
    return name if of_him and people[name] is gender else None


@lru_cache(maxsize=64)
def _people(text: str) -> dict[str, Gender]:
    """The full names in ``text``, each with the pronoun that the name or its title tells."""
    found: dict[str, Gender] = {}
    for name, title in names_in(text):
        words = [word.lower() for word in name.split()]
        titled = title_gender(title)
        gender = titled if titled is not Gender.UNKNOWN else given_gender(words)
        if len(words) > 1 and found.get(name, Gender.UNKNOWN) is Gender.UNKNOWN:
            found[name] = gender
    return found
