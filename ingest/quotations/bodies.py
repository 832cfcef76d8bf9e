"""Which body "it" or "they" stands for: the one that fits, and none where two may be meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.quotations.cues import is_saying
from ingest.quotations.grammar import phrase
from ingest.quotations.narration import is_verb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from ingest.quotations.narration import Sentence

BODIES = frozenset(
    """
administration agency army association authority board body bureau campaign charity church
committee commission company congregation corporation council court department firm foundation
government group institute ministry network newspaper office organisation organization panel
paper party police service state team tribunal union watchdog
""".split()
)
STUDIES = frozenset("study report survey poll analysis ruling bill order".split())
"""What says something in an article without anybody who wrote it ("The cost, it said")."""
SEVERAL = frozenset(["they", "them", "their"])
REACH = 4
"""How many sentences back a pronoun's body may have done something."""
MOST_TOGETHER = 12
"""Tokens of a phrase that names several bodies."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body where it does something: the sentence, the token, and what it is called."""

    sentence: int
    at: int
    name: str
    """What it is called; ``""`` for a name that may be no body's and hides those before it."""
    several: bool
    leads: bool
    """Whether it is the doer of the sentence's main verb."""
    says: bool


class Bodies:
    """The bodies of a document in the order in which the narration speaks of them."""

    def __init__(self) -> None:
        self._found: list[Body] = []

    def read(self, token: Token, sentence: Sentence) -> None:
        """Note the body that ``token`` is the head of, if it does something."""
        if token.dep_ in {"nsubj", "agent"} and (is_body(token) or _may_be_body(token)):
            first, end = together(token)
            several = token.tag_ == "NNS" or end > phrase(token)[1]
            verb = token.head
            says = is_verb(verb) and is_saying(verb.lower_)
            name = body_name(token.doc[first:end].text) if says or is_body(token) else ""
            leads = verb.dep_ == "ROOT" or (verb.dep_ == "conj" and verb.head.dep_ == "ROOT")
            self._found.append(Body(sentence.number, token.i, name, several, leads, says))
        elif (name := _before_a_verb(token)) != "":
            self._found.append(Body(sentence.number, token.i, name, False, True, True))

    def since(self, after: int, upto: int) -> list[Body]:
        """The bodies of the sentences past number ``after``, up to ``upto``."""
        return [body for body in self._found if after < body.sentence <= upto]

    def meant(self, pronoun: Token, sentence: Sentence) -> str:
        """The name of the body that ``pronoun`` stands for; ``""`` where none or two fit."""
        several = pronoun.lower_ in SEVERAL
        near = [
            body
            for body in self.since(sentence.number - REACH - 1, sentence.number)
            if (several or not body.several)
            and (body.sentence < sentence.number or body.at < pronoun.i)
        ]
        here = [body for body in near if body.sentence == sentence.number]
        if name := only(body for body in here if body.says):
            return name
        return only([*here, *nearest(body for body in near if body.sentence < sentence.number)])


def nearest(bodies: Iterable[Body]) -> list[Body]:
    """Those of the last sentence that has any; of these the doers of its main verb, if any."""
    known = list(bodies)
    last = max((body.sentence for body in known), default=-1)
    near = [body for body in known if body.sentence == last]
    return [body for body in near if body.leads] or near


def only(bodies: Iterable[Body]) -> str:
    """What all of them are called; ``""`` where they are several, or none."""
    names = {body.name.casefold(): body.name for body in bodies}
    return next(iter(names.values())) if len(names) == 1 else ""


def is_body(token: Token) -> bool:
    """Whether a noun may stand for a body, or several people, that says something."""
    if token.tag_ in {"NNS", "NNPS"} or token.lower_ in STUDIES:
        return True
    return token.ent_type_ in {"ORG", "NORP", "GPE"} or token.lower_ in BODIES


def _may_be_body(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.ent_type_ not in {"DATE", "PERSON"}


def together(head: Token) -> tuple[int, int]:
    """The phrase headed by ``head`` with what "and" joins to it: "Norway and Chad announced"."""
    first, end = phrase(head)
    joined = [t for t in head.conjuncts if t.i > head.i and t.pos_ in {"NOUN", "PROPN"}]
    links = {c.lower_ for t in (head, *joined) for c in t.children if c.dep_ == "cc"}
    if not joined or links != {"and"}:
        return first, end
    last = phrase(joined[-1])[1]
    plain = all(t.is_alpha or t.text in {",", "-", "’s", "'s"} for t in head.doc[first:last])
    return (first, last) if plain and last - first <= MOST_TOGETHER else (first, end)


def _before_a_verb(token: Token) -> str:
    """The name before what is a verb, though the parser took it for a noun: "X forecasts that"."""
    verb = token.head
    doc = token.doc
    if token.dep_ != "compound" or token.pos_ != "PROPN" or verb.i != token.i + 1:
        return ""
    followed = verb.i + 1 < len(doc) and doc[verb.i + 1].lower_ == "that"
    if not followed or verb.dep_ != "ROOT" or verb.tag_ not in {"NNS", "VBZ"} or verb.ent_type_:
        return ""
    words = [t.text for t in doc[verb.left_edge.i : verb.i]]
    return body_name(" ".join(words)) if all(word[:1].isupper() for word in words) else ""


def body_name(words: str) -> str:
    """What a body or an unnamed source is called: no article before a proper name."""
    words = words.replace(" ’s", "’s").replace(" 's", "'s").strip()
    first, _, rest = words.partition(" ")
    return rest if first.lower() == "the" and rest[:1].isupper() else words
