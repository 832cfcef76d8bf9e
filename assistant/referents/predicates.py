"""What can be said of what: an agreement comes into force, a figure falls, a body warns.

What a predicate fits, and what else it names that could be meant, decides whether the subject of
one sentence is the "it" of the next.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.claims import MONTHS
from assistant.places import place_of
from assistant.referents.named import named
from assistant.referents.phrases import (
    BODIES,
    DOCUMENTS,
    INSTRUMENTS,
    MEASURES,
    PREPOSITIONS,
    VERBS,
    is_plural,
)
from ingest.quotations.people import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.referents.phrases import Phrase

MODAL = re.compile(r"^(?:shall|must)\b")
NOTHING = re.compile(
    r"^(?:[\w-]+,? ){0,3}?(?:is|was|are|were|be|been|becomes?|became|remains?|remained|proves?|"
    r"proved|seems?|seemed|appears?|appeared|takes|took|makes|made|turns|turned|follows|emerged|happens|"
    r"means|meant|looks|comes|came)\b[\w ,’-]{0,60}?,? "
    r"(?:(?<!of )(?<!in )(?<!at )that|to|what|whether|how|why|who|which|if|when|where)\b"
    r"|^(?:also |only )?"
    r"(?:(?:comes?|came)(?: (?:as|after|amid|before|when|on|at)\b|,| \w+ (?:after|before))"
    r"|(?:means|meant|follows|followed|marks|marked|raises|raised|brings|brought|happens|happened|"
    r"leads|led|helps|helped)\b"
    r"|(?:is|was|would be|will be)(?: now| also)? (?:the |an? )?(?:first|second|third|latest|last|"
    r"largest|biggest|highest|lowest|worst|only|least|most)\b)"
)
"""An "it" that stands for nothing named ("it is expected that"), or for all that was told before
("it comes as ministers …", "it was the first time")."""

OF_INSTRUMENTS = re.compile(
    r"^(?:also |then |now )?(?:(?:(?:is|was|were|are|has|have|had|will|would|shall|should|must|may|"
    r"be|been|not|never|to|first|formally|finally) )+"
    r"(?:in force|signed|ratified|concluded|repealed|terminated|renewed|enacted|endorsed|"
    r"open for signature|opened for signature|come into force|enter into force|expire\b)|"
    r"(?:came|comes|come|enter|enters|entered) into force|"
    r"(?:took|takes|take) effect|(?:received|receives|receive) Royal Assent|expires?\b|expired\b)"
)
"""What is said of agreements and laws alone."""

OF_TEXTS = re.compile(
    r"^(?:also |then )?(?:will |would |shall )?(?:sets? (?:up|out)|covers?\b|covered|obliges?\b|"
    r"repeals?\b|allows?\b|requires?\b|provides?\b|bars?\b|lets?\b|binds?\b|applies|is about|"
    r"has (?:\w+ )?(?:articles|paragraphs|provisions)|committed|commits)"
)
"""What is said of agreements, laws, plans and papers."""

OF_BODIES = re.compile(
    r"^(?:also |then |now |later |has |had )*(?:warns?|warned|says?|said|announced?|announces|"
    r"judges?|judged|argues?|argued|urges?|urged|publish(?:es|ed)|asks?|asked|promised|pledged|insists?|"
    r"insisted|denied|denies|found|criticised|recommends?|recommended|intends?|decided|admitted|"
    r"expects|called for|granted|made an exception|shows|showed)\b"
)
OF_FIGURES = re.compile(
    r"^(?:also |then |now )?(?:is|was|were|had been|has been|stood|stands|rose|fell|grew|dropped|"
    r"(?:had )?peaked|reached|totalled|went)(?: (?:at|to|by|from|about|over|under|nearly|almost|up|"
    r"down|only|some|more than))* [£€$]?\d"
)
CALLED = re.compile(r"\b(?:calls?|called|known as|named) (?:it|them|the|a)\b")
"""What gives a thing another name; the name is no other thing."""
PARTS = re.compile(r"^(?:\w+ )?(?:paragraphs?|articles?|provisions?|terms|sections?|preamble)\b")
IN_PLACE = re.compile(r"\b(?:in|from|to|of|at|for|across|through|within|against)\s+(?:the\s+)?$")
TIMES = frozenset(
    "year week month day period end beginning start time quarter half hour first same last next "
    "course number lot matter fall rise total".split()
)
NOUN = re.compile(r"\b(?P<det>[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)\s+(?P<words>[^\W_][\w’' -]{0,60})")
CLAUSE = re.compile(
    r"(?:\b(?:because|although|though|while|whereas|since|but|if|unless|until|when|where|which|yet)\b"
    r"|;|:|, and\b|\bthat\b)\s+(?!it\b|they\b|is\b|are\b|was\b|were\b|has\b|have\b|had\b)[^,;]*?"
    r"\b(?:the|a|an|this|its)\s+[a-z]"
)
"""A clause with a subject of its own, which the next sentence may go on about."""

OF_SEVERAL = re.compile(
    r"\b(?:of|on|for|by|in|from|with|between) "
    r"(?:(?!of\b|on\b|and\b)[\w’-]+ ){0,3}?[a-z]+(?<![su])s\b"
)
OF_A_THING = re.compile(r"\b(?:of|on|for|by|in|from|with) (?:(?:the|an?|its|their) )?[a-z]")
"""A phrase that holds a second thing, which may be meant as well as the first."""
REPEALS = re.compile(r"^(?:repeals?|repealed|replaces?|replaced|amends?|amended)\b")
TO_SOMEBODY = re.compile(
    r"\b(?:told|asked?|asks|urged?|urges|with|for|against|and|by|to) (?:the )?"
    r"(?!United |European |Royal |Parliament\b)(?P<name>[A-Z][\w’-]+)"
)
"""Somebody or some state that the subject deals with, and that may be meant instead."""
SPEECH_AFTER = re.compile(
    r", (?:the |The )?[A-Z][\w’' ]{2,40} (?:said|says|reported|show|shows)\.?$"
)
PEOPLE = re.compile(
    r"\b(?:people|persons|refugees|migrants|seekers|children|minors|nationals|applicants|citizens|"
    r"workers|passengers|judges|officers|prisoners|families|members|employers|officials|offenders|"
    r"leaders|ministers|unions|parties|groups|councils|states|countries|governments|campaigners|"
    r"charities|lawyers|police|MPs|peers|critics|experts|smugglers|gangs|counterparts|authorities|"
    r"Conservatives|Democrats|Republicans)\b"
)
LEADERS = re.compile(
    r"\b(?:leaders|Leaders|[Pp]residents|[Mm]inisters|[Pp]arties|States|auditors)$"
)
OF_LEADERS = re.compile(
    r"^(?:also |then |further )?(?:agreed|reaffirmed|discussed|committed|pledged|signed|directed|"
    r"acknowledged|undertook|decided)\b"
)
"""What leaders and states do, and the people whom they speak of do not."""
CLAUSE_OF_SEVERAL = re.compile(
    r"(?:\b(?:because|although|though|while|whereas|since|but|if|unless|until|when|where|which)\b"
    r"|;|:|, and\b|\bthat\b)\s+(?!they\b)[^,;.]*?\b(?!was\b|is\b|has\b|its\b|this\b)[a-z]+s\b"
)


def suits(phrase: Phrase, word: str, rest: str) -> bool:
    """Whether what is said can be said of such a thing."""
    noun = phrase.head
    if noun in TIMES or (noun in MEASURES and OF_A_THING.search(phrase.text)):
        return noun in MEASURES and word == "it" and bool(OF_FIGURES.match(rest))
    if phrase.text.startswith(("This ", "That ", "Each ", "Every ", "Another ", "One ")):
        return phrase.text.startswith("This ") and noun in INSTRUMENTS
    if word == "its":
        return not OF_A_THING.search(phrase.text)
    if OF_FIGURES.match(rest):
        return noun in MEASURES
    if OF_BODIES.match(rest):
        return noun in BODIES | DOCUMENTS
    if OF_TEXTS.match(rest) or OF_INSTRUMENTS.match(rest):
        return noun in INSTRUMENTS | DOCUMENTS | {"count", "series", "section", "figure"}
    return not OF_A_THING.search(phrase.text)


def has_rivals(said: str, word: str, rest: str) -> bool:
    """Whether what is said of the subject names another thing that could be meant."""
    if REPEALS.match(said):
        return False
    if OF_FIGURES.match(rest) and word == "it":
        return any(noun in MEASURES for noun in _nouns(said))
    if OF_BODIES.match(rest) and word == "it":
        speak = BODIES | DOCUMENTS
        return any(noun in speak for noun in _nouns(said)) or _is_to_somebody(said)
    if any(one.noun[0].islower() for one in named(said)):
        return True  # "passed legislation" has no article
    return _is_to_somebody(said) or any(noun not in TIMES for noun in _nouns(said))


def _is_to_somebody(said: str) -> bool:
    """Whether the subject deals with somebody who is named; a country may be just a place."""
    return any(
        match["name"].lower() not in MONTHS and not place_of(match["name"].lower())
        for match in TO_SOMEBODY.finditer(said)
    )


def _nouns(said: str) -> Iterator[str]:
    """The single things that a predicate names with an article, each by its main noun."""
    said = re.sub(r"^(?:is|was) (?:an?|the) [\w -]+?(?=[,.]| of\b)", "", said)  # the same thing
    for match in NOUN.finditer(said):
        if match["det"].lower() in {"its", "their"}:
            continue
        words = re.split(
            r"[ ](?:" + "|".join(sorted(PREPOSITIONS | {"and", "or"})) + r")\b", match["words"]
        )
        first = words[0].split()
        place = match["words"][:1].isupper() and IN_PLACE.search(said, 0, match.start())
        if first and not place and not first[0][0].isdigit():
            kept = [word for word in first if word.lower() not in VERBS] or first
            several = kept[-1].endswith("s") and not kept[-1].endswith(("ss", "us", "is"))
            if not several:
                yield kept[0].lower() if kept[0].lower() in TIMES else kept[-1].lower()


def has_several(said: str) -> bool:
    """Whether what is said of several names others who could be meant by "they"."""
    direct = re.split(rf"\b(?:{'|'.join(sorted(PREPOSITIONS))})\b", said)[0]
    first = re.search(r"^\W*\w+", direct)
    objects = direct[first.end() :] if first else ""
    return bool(
        PEOPLE.search(said)
        or CLAUSE_OF_SEVERAL.search(said)
        or any(
            is_plural(word) for word in re.findall(r"\b[a-z]{3,}\b", objects) if word not in VERBS
        )
    )


def is_person(phrase: Phrase) -> bool:
    """Whether a subject is somebody, who is no "it"."""
    words = phrase.text.split()
    if phrase.head in PERSONS:
        return True
    if words[0] in {"The", "A", "An", "This"} or phrase.head in BODIES | INSTRUMENTS:
        return False
    if not words[-1][0].isupper() or place_of(phrase.head):
        return False
    return not words[-1].isupper()


def is_country(phrase: Phrase) -> bool:
    """Whether a subject is a state."""
    return bool(place_of(phrase.head)) or phrase.text.endswith((" Kingdom", " States", " Union"))


PERSONS = (ROLES - {"source", "chair", "chief", "host"}) | frozenset(
    "person man national child applicant boy individual alien".split()
)
