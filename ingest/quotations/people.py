"""The people of a document: what it calls each, and who a mention of one stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from ingest.quotations.given_names import HE, SHE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Gender(Enum):
    """The pronoun somebody goes by, as far as the document tells."""

    HE = "he"
    SHE = "she"
    UNKNOWN = ""

    def fits(self, other: Gender) -> bool:
        """Whether one person can be both."""
        return self is other or Gender.UNKNOWN in {self, other}


_WHOLE = """
senator representative governor general lieutenant president chancellor secretary minister mayor
judge justice sheriff speaker attorney ambassador commissioner chairman chairwoman director
manager spokesman spokeswoman spokesperson professor reverend pope king queen prince princess
cardinal archbishop bishop imam rabbi pastor councillor councilman councilwoman
""".split()
_HONORIFICS = "mr mrs ms miss sir dame lord lady baroness baron".split()
TITLES = {
    **{title: title for title in _WHOLE},
    **dict.fromkeys(_HONORIFICS, ""),
    "sen": "senator",
    "sens": "senator",
    "rep": "representative",
    "reps": "representative",
    "congressman": "representative",
    "congresswoman": "representative",
    "gov": "governor",
    "govs": "governor",
    "lt": "lieutenant",
    "gen": "general",
    "col": "colonel",
    "capt": "captain",
    "sgt": "sergeant",
    "prof": "professor",
    "dr": "doctor",
    "rev": "reverend",
}
"""Words that stand before a name, and the role that each is short for."""

GENDERED = {
    Gender.HE: frozenset(
        """
mr sir lord baron king prince pope spokesman congressman chairman councilman businessman man boy
father son brother husband uncle nephew grandfather grandson salesman alderman policeman
statesman actor priest imam widower gentleman assemblyman anchorman frontman
""".split()
    ),
    Gender.SHE: frozenset(
        """
mrs ms miss dame lady baroness queen princess spokeswoman congresswoman chairwoman councilwoman
businesswoman woman girl mother daughter sister wife aunt niece grandmother granddaughter
actress widow nun assemblywoman stateswoman policewoman
""".split()
    ),
}

ROLES = frozenset(
    """
MP activist actor actress adviser advisor advocate agent aide aides alderman ally ambassador
analyst anchor applicant archbishop architect assemblyman assemblywoman assistant asylum-seeker
athlete attendee attorney aunt author backbencher bailiff baker banker baron baroness barrister
billionaire bishop blogger boss boy boyfriend broker brother bundler businessman businesswoman
butcher bystander caller campaigner candidate canvasser captain cardinal carpenter caseworker
celebrity chair chairman chairperson chairwoman challenger chancellor chaplain chief classmate
cleaner clerk co-chair co-founder coach colleague colonel columnist comedian commander
commentator commissioner comptroller congressman congresswoman conservative consultant contender
cook coordinator cop coroner correspondent councillor councilman councilwoman counsel counselor
cousin critic customer czar daughter defendant defender delegate democrat demonstrator dentist
deputy detainee detective developer diplomat director doctor donor dreamer driver economist
editor elector electrician engineer ex-president executive expert farmer father fellow filmmaker
firefighter foreman founder freshman friend front-runner frontrunner fundraiser general girl
girlfriend governor granddaughter grandfather grandmother grandson grower guard head heckler
historian hopeful host husband imam immigrant incumbent independent inmate inspector
intellectual interpreter investigator janitor jeweller journalist judge jurist juror justice
king lady landlord lawmaker lawyer leader lecturer lender liberal libertarian lieutenant
listener lobbyist lord magistrate magnate man manager marcher marshal mate mayor mechanic member
mep migrant millionaire minister moderator mogul monarch mother mp musician nanny neighbor
neighbour nephew newcomer niece nominee novelist nun nurse officer official onlooker operative
opponent organiser organizer owner panelist paramedic parent participant partner passenger
passer-by pastor patriarch peer pharmacist photographer physician picker pilot player plumber
poet policeman politician pollster pontiff pope premier president president-elect priest prime
principal prisoner producer professor prosecutor protester psychologist publisher pundit queen
rabbi rancher rapper reader realtor reformer refugee registrar rep reporter representative
republican researcher resident retiree reverend rival roofer roommate runner scholar scientist
sculptor secretary sen senator sergeant sheriff shopkeeper shopper singer sister socialist
socialite soldier solicitor son source speaker spokesman spokesperson spokeswoman staffer star
statesman strategist student superdelegate superintendent supporter surgeon surrogate survivor
teacher technician teenager tenant tourist trader trainer translator traveler traveller
treasurer trooper trucker tsar tycoon uncle undersecretary veteran vice victim viewer volunteer
voter waiter waitress warden whip widow widower wife winner witness woman worker writer
""".split()
)
"""Heads of phrases that mean a person."""

POLITICAL = frozenset(
    """
candidate nominee front-runner frontrunner contender hopeful politician lawmaker senator governor
representative congressman congresswoman president republican democrat conservative leader
secretary minister mate incumbent challenger chairman chairwoman
""".split()
)
"""Roles that one politician may have together."""
PUBLIC = frozenset(
    """
billionaire millionaire businessman businesswoman mogul tycoon magnate developer celebrity star
executive veteran lawyer attorney prosecutor surgeon doctor freshman newcomer
""".split()
)
"""What politicians are besides, or were before."""

NEVER_RECENT = frozenset(
    """
president pope queen king official source aide spokesman spokeswoman spokesperson prosecutor
witness expert voter supporter protester judge member analyst adviser advisor staffer reporter
moderator officer prime critic opponent rival wife husband mother father brother sister son
daughter
""".split()
)
"""Phrases that stand for somebody of whom the document says so, never for the last named."""

NAME_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'-]*[\w]"
PARTICLE = r"(?:de|del|della|van|von|der|den|al|bin|ben|el|la|di|da|dos|le|du|ter|zu)"
FULL_NAME = re.compile(
    rf"\b(?P<first>{NAME_WORD})"
    rf"(?P<rest>(?:[ \t]+(?:[A-Z]\.|{PARTICLE}(?=[ \t])|{NAME_WORD})){{1,4}})"
)
NICKNAMED = re.compile(
    rf"\b(?P<first>{NAME_WORD})[ \t][“\"‘']{NAME_WORD}[”\"’'][ \t](?P<last>{NAME_WORD})"
)
TITLED_NAME = re.compile(
    r"\b(?P<title>(?:Mr|Mrs|Ms|Sen|Rep|Gov|Gen|Dr|Prof)\b\.?|Miss|Sir|Dame|Lord|Lady|Baroness|President"
    r"|Senator|Governor|Congressman|Congresswoman|Chancellor|Mayor|Judge|Justice|Sheriff|Pope"
    r"|Councillor)[ \t]+"
    rf"(?P<name>{NAME_WORD}(?:[ \t]+{NAME_WORD}){{0,2}})"
)
PART_OF_NAME = frozenset("pope king queen prince princess lord lady baroness baron".split())
"""Titles without which some bearers have no name ("Pope Francis", "Lady Hale")."""
SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])
NO_NAME = frozenset(
    """
house senate party university college department committee council street avenue road county
city state court act bill institute foundation center centre association union church school
hospital airport tower hotel campaign administration government office bureau agency service
news times post journal tribune herald magazine press television radio network show day week
month january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday republicans democrats conservatives
republican democrat democratic conservative labour american americans national international
""".split()
)
COMMON = frozenset(
    """
a an and as at but by for from he her him his how i if in is it its not of on or our she so that the
their them then there these they this those to we what when where which who why will with you your
""".split()
)
MARK = re.compile(r"[“”\"]")
POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(slots=True, eq=False)
class Person:
    """Somebody whom the document names, or keeps unnamed ("a Home Office spokesman")."""

    name: str
    gender: Gender = Gender.UNKNOWN
    roles: list[str] = field(default_factory=list)
    mentions: int = 0
    named: bool = True

    @property
    def words(self) -> list[str]:
        """The name in lower case, suffixes and initials left out."""
        return _words(self.name)

    @property
    def role(self) -> str:
        """The longest of the roles that the document gives them."""
        return max(self.roles, key=len, default="")

    def learn(self, *, role: str = "", gender: Gender = Gender.UNKNOWN) -> None:
        """Note what a mention tells."""
        if role and role not in self.roles:
            self.roles.append(role)
        self.gender = self.gender if gender is Gender.UNKNOWN else gender

    def may_be(self, description: str) -> bool:
        """Whether nothing known of them speaks against "the candidate", "the senator"."""
        roles = [plain_role(word) for role in self.roles for word in role.split()[-1:]]
        if not roles:
            return True
        public = POLITICAL | PUBLIC
        return description in public and all(role in public for role in roles)

    def is_called(self, description: Iterable[str]) -> int:
        """How many words of ``description`` one of their roles shares; 0 unless its head does."""
        wanted = [plain_role(w) for w in description]
        best = 0
        for role in self.roles:
            words = [plain_role(w) for w in re.findall(r"[\w-]+", role)]
            if wanted and wanted[-1] in words:
                best = max(best, len(set(wanted) & set(words)))
        return best


class People:
    """Everybody a document names; mentions by surname or first name find the full name."""

    def __init__(self) -> None:
        self._by_word: dict[str, list[Person]] = {}
        self.everybody: list[Person] = []

    def add(self, name: str, *, title: str = "", role: str = "") -> Person | None:
        """Note a mention of ``name``; None where it is no name of a person."""
        words = _words(name)
        if not words or not is_name(words) or MARK.search(name):
            return None
        known = self.find(name, title_gender(title)) if len(words) == 1 else self._same(words, name)
        person = known or self._new(name)
        if len(words) > len(person.words):
            self._rename(person, name)
        person.mentions += 1
        given = given_gender(words) if len(words) > 1 else Gender.UNKNOWN
        person.learn(role=role, gender=title_gender(title) if title_gender(title).value else given)
        if TITLES.get(title.lower().strip(".")):
            person.learn(role=TITLES[title.lower().strip(".")])
        return person

    def is_surname(self, word: str) -> bool:
        """Whether somebody of the document bears ``word`` (in lower case) as the last name."""
        return any(p.words[-1:] == [word] for p in self._by_word.get(word, ()))

    def find(self, name: str, gender: Gender = Gender.UNKNOWN) -> Person | None:
        """Whom ``name`` (full, surname or first name) stands for: of several, the most named."""
        words = _words(name)
        if not words:
            return None
        held = [p for p in self._by_word.get(words[-1], []) if p.gender.fits(gender)]
        if len(words) > 1:
            return next((p for p in held if _agree(words, p.words, name, p.name)), None)
        last = [p for p in held if p.words[-1] == words[0]]
        return max(last or held, key=lambda p: p.mentions, default=None)

    def _same(self, words: Sequence[str], name: str) -> Person | None:
        for person in self._by_word.get(words[-1], []):
            if _agree(words, person.words, name, person.name):
                return person
        return None

    def _new(self, name: str) -> Person:
        person = Person(name)
        self.everybody.append(person)
        self._enter(person)
        return person

    def _rename(self, person: Person, name: str) -> None:
        person.name = name
        self._enter(person)

    def _enter(self, person: Person) -> None:
        for word in person.words:
            held = self._by_word.setdefault(word, [])
            if person not in held:
                held.append(person)


def names_in(text: str) -> Iterator[tuple[str, str]]:
    """Full names of ``text`` that a given name or a title shows to be names, with the title."""
    for match in TITLED_NAME.finditer(text):
        yield clean_name(match["name"]), match["title"]
    for match in NICKNAMED.finditer(text):
        yield clean_name(f"{match['first']} {match['last']}"), ""
    for match in FULL_NAME.finditer(text):
        first = match["first"].lower()
        if first in HE or first in SHE:
            yield clean_name(match.group()), ""


def clean_name(name: str) -> str:
    """A name as its bearer would write it: no title or possessive, one space between words."""
    words = POSSESSIVE.sub("", " ".join(name.split()).strip(" ,.;:")).split()
    while len(words) > 1 and _is_title(words[0]):
        words = words[1:]
    return " ".join(words)


def _is_title(word: str) -> bool:
    plain = word.lower().strip(".,")
    return (plain in TITLES or plain in ROLES) and plain not in PART_OF_NAME


def is_name(words: Sequence[str]) -> bool:
    """Whether words (in lower case) can be a person's name: "bill clinton", not "white house"."""
    first, *rest = words
    unlikely = first in NO_NAME and not (rest and given_gender(words) is not Gender.UNKNOWN)
    return not unlikely and not any(w in NO_NAME or w in COMMON for w in rest or words)


def title_gender(title: str) -> Gender:
    """The pronoun that a title or a role implies."""
    for word in re.findall(r"[a-z-]+", title.lower()):
        for gender, words in GENDERED.items():
            if word in words:
                return gender
    return Gender.UNKNOWN


def given_gender(words: Sequence[str]) -> Gender:
    """The pronoun that a given name implies."""
    if words[0] in HE:
        return Gender.HE
    return Gender.SHE if words[0] in SHE else Gender.UNKNOWN


def plain_role(word: str) -> str:
    """A word of a role with its short forms undone ("Sen." is "senator")."""
    word = word.lower().strip(".")
    return TITLES.get(word) or {"lawyer": "attorney", "leader": "leader"}.get(word, word)


def _words(name: str) -> list[str]:
    words = [POSSESSIVE.sub("", w).strip(".,").lower() for w in name.split()]
    kept = [w for w in words if w and len(w) > 1 and w not in SUFFIXES]
    while len(kept) > 1 and kept[0] in TITLES:
        kept = kept[1:]
    return kept


def _suffix(name: str) -> str:
    last = name.rsplit(maxsplit=1)[-1].strip(".,").lower() if name.split() else ""
    return last if last in SUFFIXES else ""


def _agree(words: Sequence[str], others: Sequence[str], name: str, other: str) -> bool:
    """Whether two names are one person's: first and last word, suffix; or a bare surname."""
    if words[-1] != others[-1] or _suffix(name) != _suffix(other):
        return False
    if len(words) == 1 or len(others) == 1:
        return len(words) == len(others)
    return words[0] == others[0]
