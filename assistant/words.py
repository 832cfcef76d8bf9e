"""The words of a text as they are compared: lower case, stemmed, a country for its people."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from assistant.places import PHRASES, place_of
from assistant.wordlists import lines

WORD = re.compile(r"\d+(?:[.,]\d+)*(?:[A-Z]{1,3}\b)?|[^\W\d_]+(?:['’][^\W\d_]+)?|\d+\w*")

PHRASE = re.compile(rf"\b(?:{'|'.join(PHRASES)})\b", re.IGNORECASE)
UNITED_STATES = re.compile(r"\bU\.?S\.?(?:A\.?)?(?=\W|$)")

CAPITALISED = re.compile(r"\b[A-Z][a-z]\w*(?:(?: (?:of|for|and|on|the|to|in))* [A-Z][a-z]\w*)+")
"""A name of several words."""

STOP_WORDS = frozenset(
    "a an the of in on at to for from by with and or but if then is are was were be been being do "
    "does did done have has had having what which who whom whose when where why how that this "
    "these those it its he she they them him his her their we you i me my your our as not no than "
    "so such can could will would shall should may might must about into over under between during "
    "after before up down out off there here all any each few more most other some only own same "
    "too very just say says said saying tell told me many much long s t d ll ve re us please give "
    "get got also until till upon know find show according actually exactly currently ever yet "
    "still often happen happens happened "
    "happening".split()
)


SAME = dict.fromkeys(("agre", "deal", "accord", "treati", "pact", "arrang"), "agreement")
"""Stems of words that this field uses for one thing: who agrees on returns makes a deal, which one
paper calls a treaty and the next an accord. A memorandum is none: one state often has both."""


def words(text: str) -> list[str]:
    """Lower-case words and numbers of ``text``; "1,900" is "1900", "Iraq's" is "iraq"."""
    found = []
    for match in WORD.finditer(text):
        word = match.group().lower().replace("’", "'")
        if word[0].isdigit():
            word = re.sub(r",(?=\d{3}\b)", "", word)
        found.append(word.removesuffix("'s").removesuffix("'"))
    return found


def terms(text: str) -> list[str]:
    """The stems of the words of ``text`` that carry its sense."""
    folded = PHRASE.sub(lambda match: PHRASES[match.group().lower()].upper(), text)
    # "US" the country and "us" the pronoun differ only by their capitals.
    folded = UNITED_STATES.sub("USA", folded)
    return [stem(word) for word in words(folded) if word not in STOP_WORDS]


def acronyms(text: str) -> frozenset[str]:
    """The initials of the names in ``text``, as terms: "iom" for "… Organization for Migration".

    A title may run on before a name and after it, so that each stretch of a run may be one.
    """
    runs = (re.findall(r"\b([A-Z])\w+", match.group()) for match in CAPITALISED.finditer(text))
    return frozenset(
        "".join(run[first:last]).lower()
        for run in runs
        for first in range(len(run))
        for last in range(first + 2, len(run) + 1)
    )


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Snowball (Porter 2) stem of a lower-case word, of its plain form where it is irregular.

    A country's people stem to the country.
    """
    place = place_of(word)
    if place or not word.isalpha():
        return place or word
    forms = _forms()
    stemmed = forms.get(word) or str(_stemmer().stemWord(word))
    stemmed = forms.get(stemmed, stemmed)
    return SAME.get(stemmed, stemmed)


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    """Irregular forms, and their stems, to the stem of the plain form."""
    found: dict[str, str] = {}
    for line in lines("forms.txt"):
        plain, *others = line.split()
        for form in others:
            found[form] = found[_stemmer().stemWord(form)] = str(_stemmer().stemWord(plain))
    return found


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")
