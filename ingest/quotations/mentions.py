"""Who a mention in the narration stands for: names, pronouns, "the minister", "a spokesman".

There is no coreference model to be had, so these are rules that can be read. A pronoun is the
nearest person before it that fits, subjects first; a description is the person whom the document
calls so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.quotations.bodies import BODIES, Bodies, body_name, nearest, only, together
from ingest.quotations.cues import DOCUMENTS, is_saying
from ingest.quotations.grammar import LEFT, apposed, is_passive, phrase
from ingest.quotations.narration import is_verb
from ingest.quotations.people import (
    NEVER_RECENT,
    NO_NAME,
    ROLES,
    TITLES,
    Gender,
    People,
    Person,
    clean_name,
    given_gender,
    is_name,
    names_in,
    title_gender,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Token

    from ingest.quotations.narration import Sentence

PRONOUNS = {
    "he": Gender.HE,
    "him": Gender.HE,
    "his": Gender.HE,
    "himself": Gender.HE,
    "she": Gender.SHE,
    "her": Gender.SHE,
    "hers": Gender.SHE,
    "herself": Gender.SHE,
}
GROUP = frozenset(["they", "them", "their", "it", "its"])
NOBODY = frozenset(
    """
i we you me us one this that these those there what who which whom whoever everyone nobody
anyone someone
""".split()
)
ASKED = frozenset("asked told pressed reminded questioned informed confronted shown".split())
PERSON_PRONOUNS = frozenset(["who", "whose"])
DETERMINERS = frozenset("the a an his her their its and".split())
DEMONYM = re.compile(r"(?:an|[kt]er|ite|ese|crat)$")
ISSUED = frozenset(["release"])
"""What bodies write, not persons."""
APPOSED_WITHIN = 4
INTRODUCTION = 3
"""How many sentences after a description the name that it stands for may come."""
OPENS = 0.2
"""How far in the foreground the name is that a sentence begins with."""
REACH = 14
"""How many sentences back a pronoun's person may have been spoken of."""


@dataclass(slots=True)
class Seen:
    """A person spoken of: where, and how much in the foreground (0 is the doer of the sentence)."""

    sentence: int
    at: int
    person: Person
    rank: float


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is taken to have spoken, and the words of the text that say so."""

    name: str
    role: str = ""
    mention: tuple[int, int] | None = None
    person: Person | None = None


class Mentions:
    """Every person of a document in the order in which the narration speaks of them."""

    def __init__(self, text: str, title: str, sentences: Sequence[Sentence]) -> None:
        self.people = People()
        self.seen: list[Seen] = []
        self.bodies = Bodies()
        self.persons: dict[tuple[int, int], Person] = {}
        self._awaited: tuple[int, str, Gender] | None = None
        self._note_names(text, title, sentences)
        for sentence in sentences:
            self._read(sentence)

    def speaker(self, head: Token, sentence: Sentence) -> Speaker:
        """Whom the phrase headed by ``head`` stands for."""
        first, end = phrase(head)
        doc = head.doc
        mention = sentence.frame.span(doc[first], doc[end - 1])
        other = _apposed_name(head)
        if head.lower_ in NOBODY and (other is None or head.lower_ != "one"):
            return Speaker("", mention=mention)
        if head.lower_ in GROUP:
            return Speaker(self.bodies.meant(head, sentence), mention=mention)
        person = self.persons.get((sentence.number, head.i)) or self._person(head, sentence)
        if person is None and other is not None:
            person = self._named(other)
        if person is None and _is_somebody(head, first):
            person = self._recent(Gender.UNKNOWN, sentence.number, head.i, named=True)
        if person and not self._is_among_bodies(person, head, sentence):
            named = self._name_span(head, sentence) or mention
            return Speaker(person.name, person.role, named, person)
        if head.lower_ in PRONOUNS:
            return Speaker("", mention=mention)
        determined = doc[first].lower_ in {"the", "his", "her", "this"}
        if head.lower_ in DOCUMENTS and determined and not _is_owned(doc[first : head.i]):
            writer = self._writer(sentence, head)
            if writer:
                return replace(writer, mention=mention)
        first, end = together(head)
        mention = sentence.frame.span(doc[first], doc[end - 1])
        return Speaker(body_name(doc[first:end].text), mention=mention)

    def _is_among_bodies(self, person: Person, head: Token, sentence: Sentence) -> bool:
        """Whether a name that may be no person's stands beside a body: "Lind Sun and BN News"."""
        unsure = person.gender is Gender.UNKNOWN and not person.roles and head.pos_ == "PROPN"
        beside = [t for t in head.conjuncts if t.i > head.i and t.pos_ == "PROPN"]
        others = any(self.persons.get((sentence.number, t.i)) for t in beside)
        return unsure and bool(beside) and not others and together(head) != phrase(head)

    def _note_names(self, text: str, title: str, sentences: Sequence[Sentence]) -> None:
        """Full names first, so that a surname alone finds its full name wherever that stands."""
        found = [*names_in(title), *names_in(text)]
        found += [
            (clean_name(entity.text), "")
            for sentence in sentences
            for entity in sentence.span.ents
            if _is_person(entity) and not sentence.is_quoted(entity[0])
        ]
        found.sort(key=lambda name: len(name[0].split()) < 2)
        for name, before in found:
            self.people.add(name, title=before)

    def _read(self, sentence: Sentence) -> None:
        for token in sentence.span:
            if sentence.is_quoted(token):
                continue
            person = self._person(token, sentence)
            if person:
                self.persons[sentence.number, token.i] = person
                rank = _rank(token, sentence)
                if rank > OPENS and token.i - sentence.span.start < 3 and _opens(token, sentence):
                    rank = OPENS
                self._introduce(person, rank, sentence)
                self.seen.append(Seen(sentence.number, token.i, person, rank))
            else:
                self.bodies.read(token, sentence)

    def _introduce(self, person: Person, rank: float, sentence: Sentence) -> None:
        """Who is named first after "The immigration minister has …" is the immigration minister."""
        if self._awaited is None or rank > 0.1 or not person.named:
            return
        since, role, gender = self._awaited
        if (
            sentence.number - since <= INTRODUCTION
            and not person.roles
            and person.gender.fits(gender)
        ):
            person.learn(role=role, gender=gender)
        self._awaited = None

    def _person(self, token: Token, sentence: Sentence) -> Person | None:
        if token.lower_ in PRONOUNS:
            # "Told that Ana Ruiz disagreed, he paused": not the one whom he is told of.
            asked = sentence.span[0].lower_ in ASKED and _is_subject(token)
            at = sentence.span.start if asked else token.i
            return self._recent(PRONOUNS[token.lower_], sentence.number, at)
        proper = token.pos_ == "PROPN" or token.ent_type_ == "PERSON" or self._is_surname(token)
        if proper and token.text[:1].isupper():
            found = self._named(token)
            if found:
                return found
        if token.pos_ in {"NOUN", "PROPN"} and token.lower_ in ROLES and token.dep_ != "compound":
            return self._described(token, sentence)
        return None

    def _is_surname(self, token: Token) -> bool:
        """Whether a word that the parser took for another is somebody's name all the same."""
        open_class = token.tag_[:2] in {"NN", "VB", "JJ"}
        return token.text.istitle() and open_class and self.people.is_surname(token.lower_)

    def _named(self, token: Token) -> Person | None:
        """The person whose name ends at ``token``."""
        if _goes_on(token):
            return None
        name = _name_ending(token)
        words = name.split()
        if not name or not is_name([word.lower() for word in words]):
            return None
        first, _ = phrase(token)
        role = _role_before(token, name, first)
        gender = title_gender(role)
        person = self.people.find(name, gender)
        if person is None and len(words) > 1:
            person = self.people.find(words[-1], gender) if words[0].lower() in TITLES else None
        if person is None and _looks_personal(token, role):
            person = self.people.add(name)
        if person:
            person.learn(role=role, gender=gender)
            _learn_apposition(token, person)
        return person

    def _described(self, token: Token, sentence: Sentence) -> Person | None:
        """Whom "the Texas senator", "the shadow home secretary", "a spokesman" stands for."""
        named = apposed(token)
        if named is not None and named.pos_ == "PROPN":
            person = self._named(named)
            if person:
                first, end = phrase(token)
                person.learn(role=_role_text(token.doc[first:end].text))
                return person
        called = _named_by_clause(token)
        if called is not None:
            return self._named(called) or self.people.add(called.text)
        if token.dep_ in {"appos", "attr", "oprd"} or token.tag_ in {"NNS", "NNPS"}:
            return None
        first, end = phrase(token)
        words = token.doc[first:end]
        description = [w.lower_ for w in words if w.i <= token.i and w.is_alpha and w.dep_ != "det"]
        gender = title_gender(token.lower_)
        lead = words[0].lower_
        if lead in {"the", "this", "that"} or (words[0].pos_ == "PROPN" and token.i == end - 1):
            known = self._called(description, gender)
            known = known or self._by_recency(token, gender, sentence, lead)
            if known or lead != "the":
                return known
        return self._unnamed(words.text, token, sentence)

    def _called(self, description: list[str], gender: Gender) -> Person | None:
        """The person, of those spoken of so far, whose role has most words of the description."""
        best: tuple[int, int] = (0, -1)
        found = None
        for order, seen in enumerate(self.seen):
            if seen.person.gender.fits(gender):
                score = seen.person.is_called(description)
                if score and (score, order) > best:
                    best, found = (score, order), seen.person
        if found is None:
            for person in self.people.everybody:
                score = person.is_called(description)
                if score > best[0] and person.gender.fits(gender):
                    best, found = (score, -1), person
        return found

    def _by_recency(
        self, token: Token, gender: Gender, sentence: Sentence, lead: str
    ) -> Person | None:
        if (
            lead != "the"
            or token.lower_ in NEVER_RECENT
            or any(child.dep_ == "poss" for child in token.children)
            or token.dep_ not in {"nsubj", "nsubjpass"}
        ):
            return None
        recent = self._recent(gender, sentence.number, token.i, named=True)
        return recent if recent and recent.may_be(token.lower_) else None

    def _unnamed(self, words: str, token: Token, sentence: Sentence) -> Person | None:
        """Somebody whom the document keeps unnamed, from now on "he", "she", "the spokesman"."""
        if _rank(token, sentence) > 0.5:
            return None
        return Person(words, title_gender(token.lower_), [_role_text(words)], named=False)

    def _recent(
        self, gender: Gender, sentence: int, at: int, *, named: bool = False
    ) -> Person | None:
        """The person spoken of last that fits, a sentence's doer before the others in it."""
        best: tuple[float, int] | None = None
        found = None
        for order in range(len(self.seen) - 1, -1, -1):
            seen = self.seen[order]
            distance = sentence - seen.sentence
            if distance > REACH:
                break
            if distance < 0:
                continue
            if not seen.person.gender.fits(gender) or (named and not seen.person.named):
                continue
            unsure = 0.3 if seen.person.gender is Gender.UNKNOWN else 0.0
            cost = (distance + seen.rank + unsure, order)
            if distance == 0 and seen.at >= at:
                continue
            if best is None or cost[0] < best[0]:
                best, found = cost, seen.person
        return found

    def _writer(self, sentence: Sentence, document: Token) -> Speaker | None:
        """Whose "the statement" is: the person or the body that last did something.

        None where two bodies may be meant, or where only a person may have made a release.
        """
        person = self._recent(Gender.UNKNOWN, sentence.number, document.i)
        last = max((s.sentence for s in self.seen if s.person is person), default=-1)
        bodies = [
            body
            for body in self.bodies.since(last, sentence.number)
            if body.at != document.i and body.name.split(" ")[-1].lower() not in DOCUMENTS
        ]
        if bodies:
            name = only(nearest(bodies))
            return Speaker(name) if name else None
        if person is None or document.lower_ in ISSUED:
            return None
        return Speaker(person.name, person.role, person=person)

    def _name_span(self, head: Token, sentence: Sentence) -> tuple[int, int] | None:
        """The span of the very name, where the phrase has titles and roles before it."""
        named = head if head.pos_ == "PROPN" else apposed(head)
        if named is None or named.pos_ != "PROPN" or head.lower_ in PRONOUNS:
            return None
        name = _name_ending(named)
        end = phrase(named)[1]
        last = head.doc[end - 1]
        first = end - 1
        while first > 0 and head.doc[first].idx > last.idx + len(last) - len(name):
            first -= 1
        return sentence.frame.span(head.doc[first], last) if name else None


def _apposed_name(head: Token) -> Token | None:
    """The name in apposition to a phrase: "one of them, Ana Ruiz", "another detainee, Ana Ruiz"."""
    near = [head, *(t for t in head.subtree if 0 < t.i - head.i <= APPOSED_WITHIN)]
    names = (apposed(token) for token in near)
    return next((name for name in names if name is not None and name.pos_ == "PROPN"), None)


def _named_by_clause(token: Token) -> Token | None:
    """The name in "a caller from Huron named Chuy"."""
    names = (
        child
        for verb in token.subtree
        if verb.dep_ == "acl" and verb.lower_ in {"named", "called"} and verb.i > token.i
        for child in verb.children
    )
    return next((name for name in names if name.pos_ == "PROPN" and name.text[0].isupper()), None)


def _is_somebody(head: Token, first: int) -> bool:
    """Whether "the Kentuckian", "the freshman", "the 74-year-old" can only be a person."""
    if head.doc[first].lower_ != "the" or head.tag_ in {"NNS", "NNPS"}:
        return False
    body = head.ent_type_ == "ORG" or head.lower_ in BODIES or head.lower_ in NO_NAME
    people = head.text[:1].isupper() and not body and DEMONYM.search(head.text) is not None
    return people or head.lower_ in {"old", "freshman", "newcomer", "native", "latter", "former"}


def _is_owned(words: Iterable[Token]) -> bool:
    """Whether the words before "release" say whose it is: "the government release"."""
    return any(
        (word.dep_ in {"compound", "poss", "nmod"} and word.pos_ == "PROPN")
        or word.lower_ in BODIES
        for word in words
    )


def _is_person(entity: object) -> bool:
    label, text = getattr(entity, "label_", ""), getattr(entity, "text", "")
    return label == "PERSON" and len(text) < 60 and text[:1].isupper()


def _goes_on(token: Token) -> bool:
    """Whether a name goes on after ``token``, or only modifies what comes after it."""
    doc = token.doc
    if token.dep_ == "compound" and token.head.i > token.i:
        same = token.ent_type_ == "PERSON" and token.head.ent_type_ == "PERSON"
        return same or token.head.pos_ in {"NOUN", "PROPN"}
    after = doc[token.i + 1] if token.i + 1 < len(doc) else None
    return bool(
        after is not None
        and after.ent_type_ == "PERSON"
        and after.ent_iob_ == "I"
        and after.pos_ == "PROPN"
        and after.lower_.strip(".") not in {"jr", "sr"}
    )


def _name_ending(token: Token) -> str:
    """The name that ends at ``token``: its entity, or the capitalised words that are no titles."""
    doc = token.doc
    first = token.i
    while first > 0 and token.i - first < 4 and _belongs(doc[first - 1], token):
        first -= 1
    end = token.i + 1
    if end < len(doc) and doc[end].lower_.strip(".") in {"jr", "sr"} and doc[end].text[0].isupper():
        end += 1
    words = doc[first:end].text.split()
    for at in range(len(words) - 1):
        if given_gender([words[at].lower()]) is not Gender.UNKNOWN:
            return clean_name(" ".join(words[at:]))
    return clean_name(" ".join(words))


def _belongs(before: Token, last: Token) -> bool:
    if not (before.text[:1].isupper() and before.pos_ in {"PROPN", "ADJ", "NOUN"}):
        return False
    lower = before.lower_.strip(".")
    given = given_gender([lower]) is not Gender.UNKNOWN
    if lower in TITLES or lower in ROLES or (lower in NO_NAME and not given):
        return False
    if last.ent_type_ == "PERSON" and before.ent_type_ != "PERSON":
        plain = before.pos_ == "PROPN" and before.dep_ == "compound" and before.text.istitle()
        return before.ent_type_ == "" and (given or plain)
    return given or before.dep_ in {"compound", "nmod", "amod"}


def _role_before(token: Token, name: str, first: int) -> str:
    doc = token.doc
    start = token.i
    while start > first and doc[start].idx > token.idx + len(token) - len(name):
        start -= 1
    words = [t for t in doc[first : max(first, start)] if t.dep_ in LEFT]
    if not any(_plain(t.text) in ROLES or _plain(t.text) in TITLES for t in words):
        return ""
    return _role_text(" ".join(t.text for t in words if not t.is_punct))


def _role_text(text: str) -> str:
    words = text.replace(" ’s", "’s").replace(" 's", "'s").split()
    while words and (words[0].lower() in DETERMINERS or TITLES.get(_plain(words[0])) == ""):
        words = words[1:]
    return " ".join(words)


def _plain(word: str) -> str:
    return word.lower().strip(".")


def _looks_personal(token: Token, role: str) -> bool:
    if token.ent_type_ == "PERSON" or title_gender(role) is not Gender.UNKNOWN:
        return True
    if not token.ent_type_ and _acts_as_person(token):
        return True
    last = role.rsplit(maxsplit=1)[-1].lower().strip(".") if role else ""
    return last in TITLES or last in ROLES


def _acts_as_person(token: Token) -> bool:
    """A name alone that says something, or of which "who" or "himself" is said."""
    says = token.dep_ == "nsubj" and is_verb(token.head) and is_saying(token.head.lower_)
    who = any(t.lower_ in PERSON_PRONOUNS for c in token.children for t in c.children)
    after = token.nbor().lower_ if token.i + 1 < len(token.doc) else ""
    return says or who or after in {"himself", "herself"}


def _learn_apposition(token: Token, person: Person) -> None:
    """What stands after a name: "Hope Hicks, a spokeswoman for the campaign"."""
    role = apposed(token)
    if role is not None and role.pos_ in {"NOUN", "PROPN"} and role.lower_ in ROLES:
        first, end = phrase(role)
        person.learn(role=_role_text(token.doc[first:end].text), gender=title_gender(role.lower_))


def _rank(token: Token, sentence: Sentence) -> float:
    """How much in the foreground a mention stands: doers 0, other subjects, objects, owners."""
    dep, head = token.dep_, token.head
    if dep == "nsubj" and (head.dep_ == "ROOT" or is_verb(head)):
        return 0.0
    if dep == "pobj" and head.dep_ == "agent":
        return 0.0
    if dep == "pobj" and head.lower_ == "to" and head.head.lower_ == "according":
        return 0.0
    if dep == "nsubjpass" and (head.dep_ == "ROOT" or not is_passive(head)):
        return 0.1
    if dep in {"nsubj", "nsubjpass"}:
        return 0.5
    if dep == "attr" and any(c.lower_ == "it" for c in head.children):
        return 0.0  # "It was Millard who"
    if dep == "appos" and head.i < token.i:
        return _rank(head, sentence)
    if dep == "conj":
        return _rank(head, sentence) + 0.2 if head.i != token.i else 1.0
    if dep in {"dobj", "dative", "ROOT"}:
        return 1.0
    return 1.6 if dep == "poss" else 1.3


def _is_subject(token: Token) -> bool:
    return token.dep_ in {"nsubj", "nsubjpass"} and token.head.dep_ == "ROOT"


def _opens(token: Token, sentence: Sentence) -> bool:
    """Whether a sentence begins with this name, whatever the parser made of it."""
    lead = token.doc[sentence.span.start : token.i]
    owns = token.i + 1 < len(token.doc) and token.nbor().tag_ == "POS"
    return token.text.istitle() and not owns and all(t.text.istitle() for t in lead)
