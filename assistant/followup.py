"""A follow-up made to stand on its own by rule: what it leaves out, or points to, is put in.

The rules know three things that a follow-up can change (a country, a time, a person) and two kinds
of word that point back (pronouns and "that deal"). What fits none of them stays as it is: a wrong
subject finds wrong sources, and the question as looked up is shown to the person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.claims import MONTHS, capitalised, fold, names
from assistant.places import FORMS, PHRASES, place_of
from assistant.question import PROVISION

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.answer import Turn

HEAD = re.compile(
    r"^(?:(?:and|but|or|so|ok|okay|well|no|then|also)\b[,\s]*)*"
    r"(?:(?:what|how) about\b|i (?:meant|mean)\b|same (?:question |thing )?for\b)?\s*",
    re.IGNORECASE,
)
VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|"
    r"who|what|when|where|why|which|how)\b",
    re.IGNORECASE,
)
PREPOSITION = re.compile(
    r"^(?:with|in|from|for|to|by|on|of|about|between|since|under)\b\s*", re.IGNORECASE
)
MOST_WORDS = 8
"""Words of a follow-up that is only the part which changes."""

MONTH = "|".join(name.title() for name in MONTHS)
PERIOD = re.compile(
    r"\b(?:the )?(?:first|second|last) (?:half|quarter|(?:three|six) months) of \d{4}"
    rf"|\b(?:the )?(?:year|quarter|month|week)s? (?:to|ending|ended)(?: in)? "
    rf"(?:(?:{MONTH}) )?\d{{4}}"
    rf"|\b(?:\d{{1,2}} )?(?:{MONTH})(?: \d{{1,2}})?,? \d{{4}}|\b(?:{MONTH})\b"
    r"|\b(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?|\b(?:this|last|next) (?:year|month|week|quarter)\b"
    r"|\btoday\b|\bthe (?:year|month|week|quarter) before\b"
)

GOES_ON = re.compile(r"(?:and|but|so)\b", re.IGNORECASE)
OF_LAW = re.compile(r" of (?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")

BARE = re.compile(
    r"(?:and |so |but )?(?:since |until |by |from )?(?:when|where|why|who|whom|how(?: (?:many|much|"
    r"long|often|so))?|which(?: ones?)?|by how much)(?: (?:exactly|then))?\W*$",
    re.IGNORECASE,
)
"""A follow-up that is only its question word."""

PERSONAL = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
THING = (
    r"(?:deal|agreement|treaty|pact|accord|scheme|plan|policy|act|bill|law|rules?|convention|"
    r"statement|partnership|programme|pilot|communiqué|declaration|protocol|memorandum)"
)
POINTS_BACK = re.compile(
    r"\b(?P<it>it(?! (?:true|right|legal|lawful|possible)\b)|its|they|them|their)\b"
    r"|\b(?P<there>there|(?<=says )so|(?<=said )so)(?=\W*$)"
    # "evidence that …" points nowhere: only where a thing can stand, and no clause follows.
    r"|(?:\b(?:is|was|are|were|do|does|did|has|have|will|can|of|about|by|for|to|with|from|after|"
    r"before|say|said)\s+|^)(?P<that>this|that|these|those)"
    r"(?=\W*$|\s+(?:\w+\W*$|[a-z]+ (?:with|to)\b))"
    rf"|\b(?P<thing>(?:the|this|that|these|those) (?:same )?{THING}s?)\b"
    r"(?! (?:with|between|on|of)\b)",
    re.IGNORECASE,
)
ASKS_WHAT_WAS_SAID = re.compile(
    r"\b(?:say|said|think|thought|react|comment|respond|criticis)", re.IGNORECASE
)
NOUN_PHRASE = re.compile(
    rf"\b(?:the|a|an|this|that)\s+(?:[\w’'–-]+\s+){{0,4}}?{THING}s?\b"
    r"(?:\s+(?:with|between|on|of|for)\s+(?:the\s+)?[A-Z][\w’'-]*"
    r"(?:(?:\s+(?:and|of)\s+(?:the\s+)?|\s+)[A-Z][\w’'-]*)*)?"
)
AGREED = re.compile(
    r"\b(?P<one>(?:the\s+)?[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*)\s+(?:\w+\s+)?"
    r"(?:agree|agreed|sign|signed|make|made|strike|struck|reach|reached)\b.*?\bwith\s+"
    r"(?P<other>(?:the\s+)?[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*)"
)
ASPECT = re.compile(r"(?<=say)s? (?:about|on) [^?]*", re.IGNORECASE)
"""What one article was asked for in particular."""
LEADING = re.compile(
    r"^(?:(?:what|who|whom|when|where|why|which|how(?: many| much| long)?)\b\s*)?"
    r"(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b\s*)?",
    re.IGNORECASE,
)


def standalone(question: str, history: Sequence[Turn]) -> str:
    """``question`` as it has to be asked without the turns before it, the latest last."""
    thread: list[str] = []
    answer = ""
    for turn in history:
        thread, answer = _continued(turn.question, thread, answer), turn.answer
    return _continued(question, thread, answer)[-1]


def _continued(question: str, thread: list[str], answer: str) -> list[str]:
    """The thread with ``question`` made standalone; a new one where it needs nothing from before.

    A thread is the standalone questions about one subject, the latest last; ``answer`` is what its
    last one was answered.
    """
    if not thread:
        return [question]
    before = thread[-1]
    rest = _stripped(question)
    # "And with Vietnam?", "What about 2024?": only what changes is said.
    if _is_elliptical(question, rest):
        return [*thread, _changed(before, rest)]
    # "When?": all but the question word is left out.
    if BARE.match(question.strip()):
        return [*thread, f"{question.strip(' ?.!')} ({_topic(thread)})?"]
    # "Why did he say that?": a person, named in the question before or else in its answer.
    person = _last_person(before) or _last_person(answer)
    of_person = bool(PERSONAL.search(question) and person and not _last_person(question))
    if of_person:
        question = _person_put_in(question, person)
    # "Who criticised it?", "Is that deal in force?": a thing, the subject of the thread.
    pointing = POINTS_BACK.search(question)
    if pointing and (of_person or not _names_its_subject(question, pointing)):
        return [*thread, _subject_put_in(question, pointing, thread)]
    # "And what is the exception?": of the provision that was asked for.
    if (place := _place_of_law(before)) and _goes_on(question):
        return [*thread, f"{question.strip(' ?.!')} ({place})?"]
    return [*thread, question] if of_person else [question]


def _stripped(question: str) -> str:
    return HEAD.sub("", question.strip(), count=1).strip(" ?.!,")


def _place_of_law(question: str) -> str:
    """The last provision that a question names, with the law it is of, or ``""``."""
    found = list(PROVISION.finditer(question))
    if not found:
        return ""
    law = OF_LAW.match(question, found[-1].end())
    return found[-1].group() + (law.group() if law else "")


def _goes_on(question: str) -> bool:
    """Whether a question goes on with the one before ("And what …?") and names nothing new."""
    named = PROVISION.search(question) or names(question) or _things(question)
    return bool(GOES_ON.match(question.strip())) and not named


def _is_elliptical(question: str, rest: str) -> bool:
    announced = rest != question.strip(" ?.!,")
    short = 0 < len(rest.split()) <= MOST_WORDS and not VERB.search(rest)
    return short and (announced or len(rest.split()) <= 4)


@dataclass(frozen=True)
class _Part:
    """A kind of thing that a follow-up can change: how it is found, how it is put in."""

    find: Callable[[str], list[tuple[int, int]]]
    fit: Callable[[str, str], str]


def _changed(before: str, rest: str) -> str:
    """The question before with the one part changed that ``rest`` names, or with it added."""
    for part in (PROVISION_PART, COUNTRY, PERIOD_PART, PERSON, THING_PART, DEED_PART):
        new = part.find(rest)
        old = part.find(before)
        if new and old:
            (start, end), (first, last) = old[-1], new[-1]
            if part is PROVISION_PART:  # another article, another matter
                before = ASPECT.sub("", before)
            return before[:start] + part.fit(before[start:end], rest[first:last]) + before[end:]
        if new:
            break
    if PREPOSITION.match(rest.lower()):
        rest = rest[0].lower() + rest[1:]
    if PERIOD.search(rest) and not PREPOSITION.match(rest):
        rest = f"in {rest}"
    elif COUNTRY.find(rest) and not PREPOSITION.match(rest):
        rest = f"for {rest}"
    return f"{before.rstrip(' ?.!')} {rest}?"


def _countries(text: str) -> list[tuple[int, int]]:
    found = [m.span() for m in capitalised(text) if place_of(fold(m.group()))]
    found += [
        match.span()
        for phrase in PHRASES
        for match in re.finditer(rf"\b{phrase}\b", text, re.IGNORECASE)
    ]
    foreign = [span for span in sorted(found) if _country(text[span[0] : span[1]]) != "uk"]
    return foreign or ([] if len(text.split()) > MOST_WORDS else sorted(found))


def _country(word: str) -> str:
    return fold(word)


def _in_the_form_of(old: str, new: str) -> str:
    """The new country in the grammar of the old: "Iraqis" and "Vietnam" make "Vietnamese"."""
    was, is_now = _country(old), _country(new)
    if old.lower() == was or is_now not in FORMS or was not in FORMS:
        possessive = "'s" if re.search(r"[’']s$", old) else ""
        return re.sub(r"[’']s$", "", new) + possessive
    forms, others = FORMS[was].split(), FORMS[is_now].split()
    place = forms.index(old.lower()) if old.lower() in forms else 0
    if len(forms) == 1 and new.lower() in others:
        return new  # "Vietnamese" may be one or many: "Albanians" tells which
    return others[min(place, len(others) - 1)].title()


def _periods(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in PERIOD.finditer(text)]


def _persons(text: str) -> list[tuple[int, int]]:
    return [
        (name.start, name.end)
        for name in names(text)
        if not any(place_of(word) for word in name.words)
        and not PERIOD.search(name.shown)
        and not re.search(
            rf"\b{THING}\b|Office|Council|Court|Commission|Channel", name.shown, re.IGNORECASE
        )
    ]


def _things(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(rf"\b{THING}\b", text, re.IGNORECASE)]


def _deeds(text: str) -> list[tuple[int, int]]:
    """Participles: "And signed?" after "When was it announced?"."""
    return [match.span() for match in re.finditer(r"\b[a-z]{2,}ed\b", text)]


def _as_given(old: str, new: str) -> str:
    del old
    return new


def _provisions(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in PROVISION.finditer(text)]


PROVISION_PART = _Part(_provisions, _as_given)
COUNTRY = _Part(_countries, _in_the_form_of)
PERIOD_PART = _Part(_periods, _as_given)
PERSON = _Part(_persons, _as_given)
THING_PART = _Part(_things, _as_given)
DEED_PART = _Part(_deeds, _as_given)


def _last_person(text: str) -> str:
    found = _persons(text)
    whole = [text[start:end] for start, end in found if " " in text[start:end]]
    return whole[-1] if whole else text[found[-1][0] : found[-1][1]] if found else ""


def _person_put_in(question: str, person: str) -> str:
    def instead(match: re.Match[str]) -> str:
        owner = match.group().lower() in ("his", "hers") or (
            match.group().lower() == "her" and re.match(r"\s+\w", question[match.end() :])
        )
        return f"{person}'s" if owner else person

    return PERSONAL.sub(instead, question, count=1)


def _names_its_subject(question: str, pointing: re.Match[str]) -> bool:
    """Whether the question itself names what its pronoun means: not in "did X say about it"."""
    before = question[: pointing.start()]
    return bool(names(before)) and not ASKS_WHAT_WAS_SAID.search(before)


def _subject_put_in(question: str, pointing: re.Match[str], thread: Sequence[str]) -> str:
    kind = str(pointing.lastgroup)
    about = next((found for earlier in reversed(thread) if (found := subject(earlier))), "")
    start, end = pointing.span(kind)
    after = question[end:]
    # Where a noun cannot simply take the word's place, what is meant follows in brackets.
    beside = kind == "that" and (
        re.match(r"\s+\w+\W*$", after) or re.search(r"\bsa(?:y|id)\s+$", question[:start])
    )
    if not about or kind == "there" or beside:
        return f"{question.rstrip(' ?.!')} ({about or _topic(thread)})?"
    owner = "'s" if pointing.group().lower() in ("its", "their") else ""
    return question[:start] + about + owner + after


def _topic(thread: Sequence[str]) -> str:
    """The words of the last question of the thread that did not lean on another's topic itself."""
    own = next((earlier for earlier in reversed(thread) if "(" not in earlier), thread[0])
    return LEADING.sub("", own.strip(" ?.!"), count=1)


def subject(question: str) -> str:
    """The thing a question is about, as a noun phrase that can stand for "it", or ``""``."""
    if phrase := NOUN_PHRASE.search(question):
        return re.sub(r"^(?:an?|this|that)\b", "the", phrase.group(), flags=re.IGNORECASE)
    if agreed := AGREED.search(question):
        one, other = (re.sub(r"[’']s$", "", agreed[key]) for key in ("one", "other"))
        return f"the agreement between {one} and {other}"
    named = [name for name in names(question) if len(name.words) > 1]
    law = [name.shown for name in named if re.search(rf"\b{THING}\b", name.shown, re.IGNORECASE)]
    return f"the {law[-1]}" if law else ""
