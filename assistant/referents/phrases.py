"""Noun phrases by rule: what a sentence is about, and what is named in a text.

There is no parser at hand when a question is asked (loading one takes two seconds), so a phrase is
taken only where its words leave no doubt about where it ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.wordlists import lines
from assistant.words import stem, terms

LABEL = re.compile(r"^\s*(?:(?:\d{1,3}|[A-Za-z])[.)]|\(\w{1,4}\)|[-•])\s+")
"""What numbers a paragraph or point: "2. ", "(a) "."""
FRONTED = re.compile(
    r"(?:(?:In|On|At|By|As of|Over|From|Since|During|Under|After|Before|For|Within|Throughout"
    r"|Three months before|Earlier|Later|Today|Then|Also|Respectively|Recogni[sz]ing)\b"
    r"(?:(?!\b(?:it|they|he|she)\b)[^,;:“”\"]){0,110}, "
    r"|(?:Respectively|Today|Moreover|However|Meanwhile), |In between "
    r"|(?:In|On|By|Since|Until) (?:\d{1,2} |early |late |the end of )?(?:[A-Z][a-z]+ )?\d{4} "
    r"|Over the whole of \d{4} )"
)
"""What may stand before the subject of a sentence."""
TOKEN = re.compile(r"[£€$]?\d[\d,.]*\d%?|\d%?|[^\W\d_][\w’'.-]*[\w’']|[^\W_]|[“”\"‘(),;:–—]")
PREPOSITIONS = frozenset(
    "in on at of by for from to with under during until after before into over about between "
    "against through since without within among towards than via per as".split()
)
DETERMINERS = frozenset("a an the this that these those its their his her our both each".split())
VERBS = frozenset(word for line in lines("verbs.txt") for word in line.split())
"""Finite verbs of news and treaties, and the auxiliaries: one ends the subject before it."""
AUXILIARIES = frozenset("is are was were has have had will shall would must may can".split())
ADVERBS = frozenset(
    "also now then still never therefore again often usually later first very once".split()
)
BREAKS = frozenset("who which that whose where when and or but if while because".split())
NO_SUBJECT = (
    PREPOSITIONS
    | BREAKS
    | frozenset(
        "there it they he she we you i what how why only up few much none some many most no not "
        "although though whereas unless once such earlier later up marked counted taken these "
        "those his her its their".split()
    )
)
"""Words that no phrase begins with that could stand in a bracket."""
NO_HEAD = frozenset(
    "first second third last other others same former latter rest next only whole best worst most "
    "three two four five one ones latest earliest".split()
)
"""What stands where a noun was left out: "The first was made in 1984"."""
MOST_WORDS = 17
"""Words of a phrase that a bracket may hold."""

LONGEST_INITIALS = 6
"""Letters of a word in capitals that is a name; a longer one is a label ("BACKGROUND")."""
PLURALS = frozenset("people children men women police judges".split())
SINGULARS = frozenset(
    "united kingdom netherlands philippines news series business access process basis "
    "congress progress crisis headquarters".split()
)

MEASURES = frozenset(
    "number figure total rate share spending cost count amount level sum population backlog "
    "proportion average".split()
)
BODIES = frozenset(
    "ministry office department committee court council commission parliament congress agency "
    "tribunal authority board organization organisation administration conference party service "
    "government police union ministries panel commons lords unhcr iom frontex eurostat home "
    "downing street audit".split()
)
DOCUMENTS = frozenset(
    "report paper letter release statement note judgment ruling review survey article document "
    "study request notice".split()
)
AGREEMENTS = frozenset(
    "deal agreement treaty accord pact arrangement memorandum convention communiqué communique "
    "declaration protocol compact constitution".split()
)
LAWS = frozenset("act bill law legislation regulation order rule".split())
PLANS = frozenset("scheme plan pilot policy programme program partnership strategy".split())
INSTRUMENTS = AGREEMENTS | LAWS | PLANS | {"statement"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: ``start`` and ``end`` are offsets into the text that it was taken from."""

    start: int
    end: int
    text: str
    head: str
    """Its main noun in lower case."""
    plural: bool

    @property
    def content(self) -> frozenset[str]:
        """The stems that tell it from others of its kind."""
        return frozenset(terms(self.text)) - KINDS


KINDS = frozenset(stem(word) for word in INSTRUMENTS | BODIES | DOCUMENTS - {"home"}) | frozenset(
    terms(
        "present recent current proposed new first latest separate whole signed earlier previous "
        "joint final same old"
    )
)
"""Stems that do not tell one agreement, law or body from another."""


def opening(sentence: str) -> int:
    """Where the subject of a sentence may begin, after its number and what is put in front."""
    label = LABEL.match(sentence)
    at = label.end() if label else len(sentence) - len(sentence.lstrip())
    fronted = FRONTED.match(sentence, at)
    return fronted.end() if fronted else at


@lru_cache(maxsize=512)
def subject(sentence: str) -> Phrase | None:
    """What a sentence says something of: the words before its first verb, where they are plain."""
    begin = opening(sentence)
    tokens = list(TOKEN.finditer(sentence, begin))
    end = _verb(tokens)
    if end is None:
        return None
    words = _without_aside(tokens[:end])
    if len(words) > MOST_WORDS:
        return None
    while words and words[-1].group() in ADVERBS:
        words.pop()
    if not words or words[0].group().lower() in NO_SUBJECT:
        return None
    if any(word.group() in {"The", "A", "An", "This"} for word in words[1:]):
        return None  # a label and a sentence
    if any(word.group() in {"he", "she", "it", "they", "we", "I"} for word in words):
        return None  # its clause leans on something as well
    if any(_begins_another(words, place) for place in range(1, len(words))):
        return None
    if words[0].group().isupper() and len(words[0].group()) > LONGEST_INITIALS:
        return None
    if any(word.group() in '“”"‘();:–—' for word in words):
        return None
    phrase = _phrase(sentence, words[0].start(), words[-1].end())
    return phrase if phrase.head and phrase.head not in NO_HEAD else None


def predicate(sentence: str) -> str:
    """What a sentence says of its subject, from its first verb on; ``""`` where none is known."""
    tokens = list(TOKEN.finditer(sentence, opening(sentence)))
    end = _verb(tokens)
    return "" if end is None else sentence[tokens[end].start() :]


def _verb(tokens: list[re.Match[str]]) -> int | None:
    """The place of the first verb that belongs to the subject itself."""
    relative = False
    for place, token in enumerate(tokens):
        word = token.group()
        if word in {"who", "which", "that", "whose"} and place:
            relative = True
        elif word.lower() in VERBS and place:
            before = tokens[place - 1].group().lower()
            if (
                word[0].isupper()
                or (before in DETERMINERS - {"that"})
                or before.endswith(("’s", "'s"))
            ):
                continue  # "Returns", "the report", "its results" are nouns
            if before == "to" or _is_participle(tokens, place):
                continue  # "the plan to send …", "seekers housed by …"
            if relative and word not in {"not", "do"}:
                relative = word in {"do", "does", "did", "has", "have"}
                continue
            return place
    return None


def _begins_another(words: list[re.Match[str]], place: int) -> bool:
    """Whether a phrase begins that is no part of this one: a verb was missed ("employs a …")."""
    word, before = words[place].group(), words[place - 1].group()
    article = word in {"a", "an", "the", "this", "its", "their", "his", "her"}
    joins = before.lower() in PREPOSITIONS | {"and", "or", "all", "both", ",", "than"}
    capital = word[0].isupper() and before.islower() and before.endswith("s") and place > 1
    return (article or capital) and not joins


def _is_participle(tokens: list[re.Match[str]], place: int) -> bool:
    """Whether "returned" in "people returned to France were …" is no verb of its own."""
    rest = [token.group() for token in tokens[place + 1 : place + 14]]
    if not tokens[place].group().endswith("ed") or not rest or rest[0] not in PREPOSITIONS:
        return False
    clause = next((n for n, word in enumerate(rest) if word in BREAKS or not word[0].isalnum()), 14)
    return rest[0] == "by" or any(word in AUXILIARIES for word in rest[:clause])


def _without_aside(words: list[re.Match[str]]) -> list[re.Match[str]]:
    """A subject without ", signed by …,"; nothing where its commas are another thing."""
    commas = [place for place, word in enumerate(words) if word.group() == ","]
    if not commas:
        return words
    if commas[-1] == len(words) - 1 and len(commas) == 2:
        return words[: commas[0]]
    listed = any(word.group() in {"and", "or"} for word in words[commas[-1] :])
    return words if listed and commas[-1] < len(words) - 1 else []


def _phrase(text: str, start: int, end: int) -> Phrase:
    words = [match.group() for match in TOKEN.finditer(text, start, end)]
    head = _head(words)
    joined = any(word == "and" for word in words) and not any(
        word in PREPOSITIONS for word in words[: words.index("and")]
    )
    capital = text[start : start + 1].isupper() and " " in text[start:end]
    name = capital and words[0] not in {"The", "A", "An", "This"} and head[:1].islower() is False
    several = words[0] in {"Both", "All", "Several", "Many"}
    plural = (joined and not _is_one_name(words)) or ((several or not name) and is_plural(head))
    return Phrase(start, end, text[start:end], head.lower(), plural)


def _is_one_name(words: list[str]) -> bool:
    """Whether "and" stands within one name: "the Border Security, Asylum and Immigration Act"."""
    last = _head(words)
    return last.lower() in LAWS | {"pact"} and last[0].isupper()


def _head(words: list[str]) -> str:
    """The main noun: the last word before a preposition, a clause or a year."""
    found = ""
    for place, word in enumerate(words):
        low = word.lower()
        if place and (low in PREPOSITIONS or low in BREAKS - {"and", "or"} or low == ","):
            if low == "," and "and" in words[place:]:
                continue
            break
        if low.endswith("ing") and place and word.islower() and found:
            break
        if not word[0].isdigit() and low not in DETERMINERS and word not in {"and", "or"}:
            found = word
    return found


def is_plural(noun: str) -> bool:
    """Whether a noun names several."""
    low = noun.lower()
    if low in PLURALS:
        return True
    return (
        low.endswith("s")
        and not low.endswith(("ss", "us", "is", "’s", "'s"))
        and (low not in SINGULARS)
    )
