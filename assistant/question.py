"""What a question asks for: its words, its names and numbers, the type of answer it wants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.places import place_of
from assistant.words import STOP_WORDS, stem, terms, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Want(StrEnum):
    """A type of answer that a question's form calls for."""

    MONEY = "money"
    DURATION = "duration"
    SHARE = "share"
    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    SPEECH = "speech"


FORMS = {
    Want.MONEY: r"""
        \bhow\ much\ (?:[\w’'-]+\ ){0,6}(?:costs?|paid|pay|spen[dt]|worth|money|fund\w*|g[ai]ve)\b
        | \bwhat\ (?:[\w’'-]+\ ){0,5}(?:costs?|price|fee|budget)\b
        """,
    Want.DURATION: r"""
        \bhow\ long\b | \bhow\ (?:quickly|soon|old)\b | \btime[-\ ]limit | \bdeadline\b
        | \bhow\ many\ (?:\w+\ )?(?:days|weeks|months|years)\b | \bwithin\ (?:what|which)\b
        """,
    Want.SHARE: r"""
        \b(?:what|which)\ (?:(?:is|was|were|are)\ )?(?:the\ )?(?:\w+\ ){0,3}
        (?:percentage|proportion|share|rate)\b
        | \bhow\ much\ (?:\w+er|more|less)\b
        | ^(?!(?:who|whom|what|when|where|why|which|how|is|are|was|were|do|does|did|can|has|have)\b)
        (?:[\w’'-]+\ ){0,4}(?:percentage|proportion|share|rate)\b.*\b(?:19|20)\d\d\W*$
        """,
    Want.NUMBER: r"""
        \bhow\ many\b | \bhow\ much\b | (?<!^is\ the\ )(?<!^are\ the\ )\bnumbers?\ of\b
        | \bhow\ did\ .*\bvote\b
        | \bwhat\ (?:(?:is|was|were|are)\ )?(?:the\ )?(?:\w+\ )?
        (?:number|figure|total|population|migration)\b
        """,
    Want.DATE: r"""
        ^when\b | \b(?:and|since|until|till|from|by)\ when\b
        | \b(?:what|which)\ (?:date|day|month|year)\b
        """,
    Want.PLACE: r"^where\b | \band\ where\b | \bwhich\ (?:country|city|place)\b",
    Want.SPEECH: r"""
        \bwhat\ (?:did|does|do|has|have|had)\ .*\b(?:say|said|claim(?:ed)?|argued?|think|call(?:ed)?
        |described?|respond|comment)\b
        | \bhow\ did\ .*\b(?:react|respond|describe)\b
        | \bwho\ (?:said|says|called|claimed|critici[sz]ed|described|warned|argued)\b
        | \b(?:quote|reaction|response|comment)s?\ (?:of|from|by|to)\b
        """,
    Want.PERSON: r"\bwho\b | \bwhom\b | \bwhose\b | \bwhich\ (?:minister|official|person)\b",
}
WANTS = {want: re.compile(form, re.VERBOSE) for want, form in FORMS.items()}

FIGURES = frozenset({Want.MONEY, Want.DURATION, Want.SHARE, Want.NUMBER})
"""A question wants one of these at most, the first that its form calls for."""

SECONDARY = re.compile(
    r"(?:,? (?:and|&) )(?:who (?:says|said) (?:so|it|that|this)|according to wh(?:om|at)"
    r"|what is the source|where (?:is|does) (?:that|this|it) (?:from|come from))\b[?]?",
    re.IGNORECASE,
)
"""A part that asks for the source: every answer names it, so it puts no demand on the sentence."""

JOIN = re.compile(
    r"\?\s+|[,;]? and (?=(?:what|who|when|how|where|why|which|did|does|is|are|was|were)\b)",
    re.IGNORECASE,
)
"""Where one question ends and the next begins."""

NAME = re.compile(r"[A-Z][\w’'-]*(?:(?: (?:of|for) (?=[A-Z])| |-)[A-Z][\w’'-]*)*")

MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DAY = re.compile(rf"\b\d{{1,2}} {MONTH}\b|\b{MONTH} \d{{1,2}}\b(?!\d)")

PROVISION = re.compile(
    r"\b(?:article|artikel|section|paragraph|para|rule|objective|annex|chapter|schedule|point) "
    r"(?:\d+\w*(?: (?-i:[A-Z])\b)?(?: ?\(\w+\))*|[IVXL]+\b(?: ?\(\w+\))*|[A-Z]\b)",
    re.IGNORECASE,
)
ROLES = frozenset(
    "party parties state states member members contracting signatory government governments".split()
)
"""What an agreement calls those who made it: capitals that name nobody."""

SORT = {stem("agreement")}
"""The stem of every word for an agreement: a name that is no more names one by the word itself."""

APPENDED = frozenset({"annex", "schedule"})
WRITTEN = {
    "paragraph": ("para", "paragraaf"),
    "para": ("paragraph",),
    "article": ("art.", "artikel"),
    "artikel": ("article", "art."),
    "annex": ("bijlage",),
}
"""How else a unit is written in locators, in English or in the language of a text."""

LEGAL = re.compile(
    r"\bwhat (?:does|do|did) (?:the |this |that )?(?:[\w-]+ ){0,4}(?:article|section|paragraph|"
    r"treaty|convention|agreement|deal|accord|act|law|rules?|protocol|directive|statement|regulation|"
    r"communiqué|memorandum|pact|compact|declaration)s?\b(?! .*\b(?:minister|secretary)\b)"
)
"""A question what a text says, which is no speech."""

MODIFIERS = frozenset("shadow former deputy acting ex vice assistant".split())
"""Words that make another office of the one they stand before."""

OFFICES = re.compile(
    rf"\b(?:(?:{'|'.join(sorted(MODIFIERS))})[- ])?"
    r"(?:home|foreign|prime|interior|justice|immigration) (?:secretary|minister)\b",
    re.IGNORECASE,
)
"""Offices, which people write with and without capitals."""

LOWER_LAW = re.compile(
    r"\bthe ((?:(?!(?:the|a|an|and|in|with|under|about|between)\b)[a-z][a-z’'-]+ ){1,3}"
    r"(?:convention|compact|directive|regulations?|protocol|pact|act|memorandum|"
    r"rules))\b"
)
"""A law that people name without capitals: "the refugee convention"."""

TITLE_YEAR = re.compile(
    r"\b(?:19|20)\d\d(?= (?:convention|protocol|treaty|act|directive|regulation)\b)"
    r"|(?<=\bact )(?:19|20)\d\d\b",
    re.IGNORECASE,
)
"""A year that belongs to a title: the text has to be of it, and need not say it."""

VERBS = frozenset(
    "come came live lived work die died leave left stay stayed get got go went enter cross seek "
    "sought make made gave take took began begin fell rose".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, taken apart. All but ``text`` and ``terms`` are demands on an answer."""

    text: str
    terms: tuple[str, ...]
    """The stems of its words, in order, each once."""
    names: tuple[tuple[str, ...], ...] = ()
    """The stems of each proper name, in order, a country for its people."""
    called: tuple[str, ...] = ()
    """In lower case, what the question calls an agreement by its name alone: "the Pact"."""
    phrases: tuple[str, ...] = ()
    """Names of two words and more as they are written; offices in lower case: "home secretary"."""
    laws: tuple[tuple[str, ...], ...] = ()
    """The stems of laws that are named without capitals, which are among the names too."""
    numbers: frozenset[str] = frozenset()
    days: tuple[str, ...] = ()
    """Days in lower case: "22 august"."""
    counted: tuple[str, ...] = ()
    """The stems of what "how many" asks for: "enforced returns"."""
    provisions: tuple[str, ...] = ()
    """Places in a legal text, in lower case: "article 33"."""
    wants: frozenset[Want] = frozenset()

    @property
    def focus(self) -> list[str]:
        """The terms that are no names: what the question is about."""
        named = {part for name in self.names for part in name}
        return [term for term in self.terms if term not in named]


def understand(question: str) -> Asked:
    """Take a question apart."""
    text = SECONDARY.sub("", question).strip()
    named = [m.group() for m in NAME.finditer(text) if m.start()]
    # The number of a provision is a demand of its own, and none on what the provision says.
    numbers = [word for word in words(PROVISION.sub(" ", text)) if word[0].isdigit()]
    wants = _wants(text)
    return Asked(
        text=text,
        terms=tuple(dict.fromkeys(terms(TITLE_YEAR.sub(" ", text)))),
        names=tuple(_names(text)),
        called=tuple(name.lower() for name in named if set(terms(name)) == SORT),
        phrases=(
            *(phrase for phrase in named if " " in phrase and not OFFICES.search(phrase)),
            *(match.group().lower() for match in OFFICES.finditer(text)),
        ),
        laws=tuple(_laws(text)),
        # A lone digit ("2 facts about…") is seldom a fact that the answer must repeat.
        numbers=frozenset(number for number in numbers if len(number) > 1),
        days=tuple(m.group().lower() for m in DAY.finditer(text)),
        counted=tuple(_counted(text.lower())) if Want.NUMBER in wants else (),
        provisions=tuple(_provision(m.group()) for m in PROVISION.finditer(text)),
        wants=frozenset(wants),
    )


def parts(question: str) -> list[str]:
    """The questions within a question: "What does Article 33 say, and what is the exception?".

    A later part that names nothing itself is asked of what the first part names.
    """
    whole = SECONDARY.sub("", question).strip()
    found = [part.strip(" ,;?") for part in JOIN.split(whole)]
    found = [part for part in found if terms(part)]
    if len(found) < 2:
        return [whole]
    named = [m.group() for m in PROVISION.finditer(found[0])]
    named += [m.group() for m in NAME.finditer(PROVISION.sub("", found[0])) if m.start()]
    subject = ", ".join(named)
    return [found[0]] + [
        part if not subject or any(True for _ in _names(part)) else f"{part} ({subject})"
        for part in found[1:]
    ]


def is_named(name: Sequence[str], stems: frozenset[str]) -> bool:
    """Whether a name is there: its last word (a surname, a noun) and half of all its words."""
    return name[-1] in stems and 2 * sum(part in stems for part in name) >= len(name)


def spellings(provision: str) -> tuple[str, ...]:
    """How a place in a legal text may be written in a locator: "para 345D" for "paragraph 345D"."""
    unit, _, number = provision.partition(" ")
    return (provision, *(f"{written} {number}" for written in WRITTEN.get(unit, ())))


def _provision(written: str) -> str:
    """A place as locators have it: "Article 1 A (2)" is "article 1a(2)"."""
    unit, *number = written.lower().split()
    # Annex 1 A keeps its space: so it is headed.
    return f"{unit} {(' ' if unit in APPENDED else '').join(number)}"


def _wants(text: str) -> set[Want]:
    lower = text.lower()
    found: set[Want] = set()
    for want, form in WANTS.items():
        if form.search(lower) and not (want in FIGURES and found & FIGURES):
            found.add(want)
    if PROVISION.search(text) or LEGAL.search(lower):
        found.discard(Want.SPEECH)
    if Want.SPEECH in found:
        found.discard(Want.PERSON)
    return found


def _names(text: str) -> Iterable[tuple[str, ...]]:
    placed = [match.span() for match in PROVISION.finditer(text)]
    for match in NAME.finditer(text):
        of_place = any(start <= match.start() < end for start, end in placed)
        if of_place or re.fullmatch(MONTH, match.group()):
            continue
        found = tuple(terms(match.group()))
        # A capital at the start says nothing, unless it is a country's or more of them follow.
        alone = match.start() == 0 and " " not in match.group()
        role = ROLES.issuperset(match.group().lower().split())
        if found and not role and not (alone and not place_of(match.group().lower())):
            yield found
    yield from _laws(text)


def _laws(text: str) -> list[tuple[str, ...]]:
    return [tuple(terms(law[1])) for law in LOWER_LAW.finditer(text)]


def _counted(question: str) -> Iterable[str]:
    """What is asked for: the words after "how many" up to a verb, "population" of "what is the"."""
    asked = re.search(r"\bhow many ((?:[\w’'-]+ ?){1,4})", question)
    asked = asked or re.search(
        r"\bwhat (?:is|was|are|were) (?:the )?((?:\w+ ){1,2}?)(?:of|to)\b", question
    )
    for place, word in enumerate(words(asked[1]) if asked else []):
        # "unaccompanied children" begins with what looks like a verb.
        if word in STOP_WORDS or word in VERBS or (place and word.endswith("ed")):
            return
        if not place_of(word):
            yield stem(word)
