"""What a question demands of a sentence, and whether the sentence, read where it stands, meets it.

Similar words alone never make evidence: a sentence about another country, year or speaker is
similar, and wrong.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.agreement import HOME, clauses
from assistant.claims import names, places
from assistant.mismatch import ANNOUNCED, LAWS, mismatches
from assistant.places import place_of
from assistant.points import point_at
from assistant.question import DAY, MODIFIERS, MONTH, NAME, Asked, Want, is_named, spellings
from assistant.sentences import shown_spans
from assistant.when import asked_spans, asked_times, of_another_span, of_another_time
from assistant.words import terms, words
from vectorstore.records import Kind

if TYPE_CHECKING:
    from assistant.candidates import Candidate
    from vectorstore.records import Hit

COUNTED = frozenset({Want.NUMBER, Want.MONEY, Want.SHARE})
DEMANDED = COUNTED | {Want.DURATION, Want.SPEECH, Want.DATE}
"""The types of answer that a sentence must hold; the others only speak for it ("who has priority?"
may be answered by "pedestrians", which no rule here knows for persons)."""

FEW = 3
"""Words of a question of which nearly each one tells what happened."""

ABOUT = COUNTED | {Want.DATE}
"""The types of answer that a sentence may hold of something else than what is asked about."""

PEOPLE = frozenset("peopl person migrant individu arriv cross".split())
GENERIC = PEOPLE | frozenset("number total figur new".split())
"""Stems of what any count may be of."""

GOING = frozenset(terms("go come"))
"""Stems of verbs that tell no more than where to: who was sent went."""

PART_OF_YEAR = frozenset(terms("first second third fourth last quarter half"))
"""Stems by which a part of a year is asked for: a sentence may name its months instead."""

BEGINNING = frozenset(terms("start begin"))
STARTS_TO = re.compile(r"\b(?:start|begin|began)\w* to (?=[a-z])")
"""A beginning that a date tells by itself: what applies from June starts to apply then."""

OF_TYPE = frozenset(
    "cost spent spend worth money paid pay gave give share rate percentag proport averag".split()
)
"""Stems that ask for money or a share: a sentence may have them, or only the sign (£, %)."""

OF_A_PERSON = re.compile(
    r"\b(?:criticised|criticized|attacked|accused|condemned|denounced|slammed) (?:him|her|them)\b",
    re.IGNORECASE,
)
CRITICISM = frozenset(
    terms(
        "criticised criticized criticism critics attacked accused condemned denounced opposed "
        "slammed"
    )
)
"""Stems of words by which somebody speaks against something."""

SPENDING = frozenset("cost spend expenditur price budget fund money fee".split())

NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty "
    "hundred thousand million billion half third quarter dozen".split()
)
NUMBERS = re.compile(rf"\d|\b(?:{'|'.join(NUMBER_WORDS)})\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH}\b(?:,? \d{{4}})?|\b\d{{1,2}}(?:st|nd|rd|th)\b"
    r"|\b(?:1[5-9]|20)\d\d(?:/\d\d)?\b"
)
RELATIVE = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Yy]esterday|[Tt]oday|[Tt]omorrow|century|centuries|"
    r"spring|summer|autumn|winter|(?:last|this|next|earlier|same) (?:week|month|year|day|night)|"
    r"the (?:next|following|previous) (?:day|week|month|year)|(?:days?|weeks?|months?|years?) "
    r"(?:later|earlier|before|after|ago)|\d{3,4}s|season)\b"
)
"""What tells a time by another."""

ASKS_CONDITION = re.compile(
    r"^when (?:(?P<state>is|are)|does|do|can|may|must|shall|should|would|could)\b", re.IGNORECASE
)
"""A "when" that holds of any case, not of one past or coming: "when may a person work?". With "is"
only a rule is so asked: it knows no dates."""
CONDITION = re.compile(
    r"\b(?:if|when|whenever|where|unless|until|once|after|before|upon|within|during|while|"
    r"provided|as (?:soon|long) as|in (?:the )?(?:case|event)|in cases)\b",
    re.IGNORECASE,
)
"""What tells such a case."""

SPAN_OF_TIME = re.compile(
    r"\b[\w.,]+ (?:(?:working|calendar) )?(?:days?|weeks?|months?|years?|hours?|minutes?)\b",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"^\W*\d+[.)](?= )|\b(?:[Aa]rticle|[Ss]ection|[Pp]aragraph|[Cc]hapter|[Nn]ote|[Tt]able|"
    r"[Pp]oint|[Rr]ule|[Pp]art|[Aa]nnex|Act|Art\.|para|No\.)s? \d+\w*(?:\(\w+\))*"
)
SHARE = re.compile(
    r"\d ?%|\bper ?cent\b|\bpercent|\b(?:half|third|quarter|fifth)s?\b|\bfour times\b"
)
PERCENT = re.compile(r"\d[\d.,]* ?(?:%|per ?cent\b|percentage)")
MONEY = re.compile(
    r"[£$€]\s?\d|\b\d[\d,.]*(?: \w+)? (?:pounds|euros?|dollars)\b|\bfree of charge\b"
)
SUM = re.compile(r"[£$€]\s?\d[\d.,]*(?: ?(?:m|bn|k|million|billion|thousand)\b)?")
MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
SPEECH = re.compile(
    r"[“”\"«»]|\b(?:said|says|told|added|called|described|argued|claimed|warned|insisted|"
    r"accused|criticised|criticized|tweeted|wrote|reported|according to|judged|concluded|"
    r"found that|stated|stressed|urged|denied|welcomed|praised|condemned|demanded|"
    r"predicts?|predicted)\b"
)
BOUNDING = re.compile(r"\W*(?:(?:ever )?since|after|before|until|once)\b", re.IGNORECASE)
OFFICE = re.compile(
    r"\b(?:minister|secretary|president|premier|chancellor|commissioner|ambassador|spokes\w+|"
    r"director|chair\w*|judge|mayor|official|envoy|governor)s?\b",
    re.IGNORECASE,
)
PROPER = re.compile(r"(?<![.!?“\"] )(?<!^)\b[A-Z][\w’'-]+")


def unmet(asked: Asked, candidate: Candidate) -> list[str]:
    """The demands of the question that the candidate does not meet; empty when it meets all."""
    near = _figure_scope(candidate) if asked.wants & COUNTED else candidate.passage
    place = _place(candidate)
    missing = [" ".join(name) for name in asked.names if not is_named(name, candidate.passage)]
    # A person is known by a surname, a law only by all words of its name.
    missing += [" ".join(law) for law in asked.laws if not candidate.passage.issuperset(law)]
    missing += [name for name in asked.called if not _calls(name, candidate)]
    missing += [phrase for phrase in asked.phrases if _is_of_another(phrase, candidate)]
    missing += [number for number in asked.numbers if number not in near]
    missing += [day for day in asked.days if not _on(day, f"{place} {candidate.text}")]
    missing += _another_time(asked, candidate)
    missing += [place for place in asked.provisions if not _speaks_of(place, candidate)]
    missing += [want.value for want in asked.wants & DEMANDED if not has(want, asked, candidate)]
    missing += [name for name in counted_people(asked) if not _is_counted(name, asked, candidate)]
    missing += ["criticism"] * _lacks_criticism(asked, candidate)
    missing += [] if is_news(asked, candidate) else mismatches(asked, candidate)
    missing += _another_span(asked, candidate)
    missing += ["who that is"] * _identifies_nobody(asked, candidate)
    # The title of a story may list much that this passage is not about; a table's is its subject.
    seen = candidate.told | candidate.headed | candidate.written
    missing += [term for term in asked.counted if term not in GENERIC and term not in seen]
    if Want.DATE in asked.wants and not missing and _only_since(asked, candidate.text):
        missing.append("when it happened")
    if asked.wants & ABOUT and not missing and not _is_about(asked, candidate):
        missing.append("what is counted" if asked.wants & COUNTED else "what happened")
    return missing


def _another_time(asked: Asked, candidate: Candidate) -> list[str]:
    """The times asked about, where a figure is of none of them."""
    times = asked_times(asked.text) if asked.wants & COUNTED else ()
    if not times:
        return []
    around = candidate.passage | candidate.date
    told = [candidate.text] if candidate.is_row else clauses(candidate.text)
    counting = [clause for clause in told if _counts_wanted(clause, asked)]
    apart = of_another_time(times, candidate.text, around, counting)
    return [moment.shown for moment in times] if apart else []


def _another_span(asked: Asked, candidate: Candidate) -> list[str]:
    """The parts of a year asked about, where a figure is of another or of the whole year."""
    spans = asked_spans(asked.text) if asked.wants & COUNTED else ()
    return [span.label for span in spans if of_another_span(span, candidate.text)]


def _counts_wanted(clause: str, asked: Asked) -> bool:
    """Whether a clause has a figure of the sort that is asked for: a share is no count."""
    return _counts(clause if Want.SHARE in asked.wants else PERCENT.sub(" ", clause), asked)


COUNTS_PEOPLE = re.compile(r"\bhow many ((?:[\w’'-]+ ){0,2}[\w’'-]+)", re.IGNORECASE)


def counted_people(asked: Asked) -> list[str]:
    """The countries whose people a question counts: "how many Iraqis"."""
    asks = COUNTS_PEOPLE.search(asked.text) if asked.wants & COUNTED else None
    return [place for word in words(asks[1]) if (place := place_of(word))] if asks else []


def _is_counted(place: str, asked: Asked, candidate: Candidate) -> bool:
    """Whether a sentence has a count and the people: a story on Iraq counts others too."""
    if candidate.is_row:
        return place in candidate.told
    return any(
        place in terms(sentence) and _counts(sentence, asked)
        for start, end in shown_spans(candidate.text)
        if (sentence := candidate.text[start:end])
    )


def _lacks_criticism(asked: Asked, candidate: Candidate) -> bool:
    """Whether criticism is asked for and neither the passage nor its heading is one.

    Who accuses "her" criticises a person, and no agreement or scheme.
    """
    if not asks_for_criticism(asked):
        return False
    return not CRITICISM & candidate.passage or bool(OF_A_PERSON.search(candidate.text))


def _calls(name: str, candidate: Candidate) -> bool:
    """Whether the word by which an agreement is called stands there: "the Pact" is no treaty."""
    return (
        re.search(rf"\b{name}s?\b", f"{_place(candidate)} {candidate.hit.text}".lower()) is not None
    )


def asks_for_criticism(asked: Asked) -> bool:
    """Whether it is asked who spoke against something."""
    return bool(CRITICISM & set(asked.terms))


def has(want: Want, asked: Asked, candidate: Candidate) -> bool:
    """Whether the candidate holds an answer of the type that the question wants."""
    text = candidate.text
    match want:
        case Want.NUMBER:
            return _counts(text, asked)
        case Want.MONEY:
            # A table may have its currency in a note, and only its subject in the headings.
            spent = candidate.is_row and candidate.told & SPENDING
            return bool(spent or MONEY.search(text)) and _counts(text, asked)
        case Want.SHARE:
            return candidate.is_row or bool(SHARE.search(text))
        case Want.DATE:
            return _tells_when(asked, candidate) or is_news(asked, candidate)
        case Want.DURATION:
            return bool(SPAN_OF_TIME.search(text))
        case Want.SPEECH:
            return says(asked, candidate) or bool(SPEECH.search(text))
        case Want.PERSON:
            return _has_person(asked, text)
        case Want.PLACE:
            named = terms(" ".join(PROPER.findall(DATE.sub(" ", text))))
            return bool(set(named) - set(asked.terms))


NEWS = re.compile(r"\b(?:new|has|have|will|(?:is|are) set to|announce[sd]?)\b", re.IGNORECASE)
"""What reports something as it happens, and not as something gone by."""


def tells_time(text: str) -> bool:
    """Whether a text has a date, or a time told by another."""
    return bool(DATE.search(text) or RELATIVE.search(text))


def is_news(asked: Asked, candidate: Candidate) -> bool:
    """Whether the day of a report is that of the announcement which is asked for.

    So it is where the report's own headline is about it, and the sentence tells it as news and of
    no other country.
    """
    entry = candidate.hit.entry
    if not ANNOUNCED & set(asked.terms) or entry.kind is not Kind.ARTICLE or not entry.published:
        return False
    headline = frozenset(terms(entry.title))
    meant = asked.names or tuple((term,) for term in asked.terms if place_of(term))
    about = bool(meant) and all(is_named(name, headline) for name in meant)
    about = about and not LAWS.isdisjoint(headline & set(asked.terms))
    told = {place for term in candidate.stems if (place := place_of(term))} - HOME
    others = told - {term for name in meant for term in name}
    news = NEWS.search(candidate.text) and not LAWS.isdisjoint(candidate.stems)
    return bool(about and news and not others)


def _tells_when(asked: Asked, candidate: Candidate) -> bool:
    """Whether a sentence has a time, or the condition for which "when may …" asks: no row has."""
    asks = ASKS_CONDITION.match(asked.text)
    if candidate.is_row:
        return asks is None
    if tells_time(candidate.text):
        return True
    of_case = asks and (not asks["state"] or candidate.hit.entry.kind is Kind.AGREEMENT)
    return bool(of_case and CONDITION.search(candidate.text))


def _has_person(asked: Asked, text: str) -> bool:
    """Whether a text names somebody or an office that the question does not: no country signs."""
    known = set(asked.terms)
    named = [name for name in names(text) if not places(name.shown)]
    return bool(OFFICE.search(text)) or any(set(terms(name.shown)) - known for name in named)


WHO_IS = re.compile(
    rf"^(?:and |so |but )?who (?:is|are|was|were) (?:the |an? )?(?-i:{NAME.pattern})\W*$",
    re.IGNORECASE,
)
"""A question who somebody is that is named or called by an office, and nothing else."""


HOLDER = re.compile(rf"^(?:and |so |but )?who (?:is|was) the\b.*{OFFICE.pattern}", re.IGNORECASE)
"""A question who holds an office."""

ADDRESS = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sir|Dame|Lord|Lady|Prof)\b")
"""How a text of rules names the one who signed or held an office, if at all."""


def _identifies_nobody(asked: Asked, candidate: Candidate) -> bool:
    """Whether it is asked who somebody is, and the sentence does not say it of them.

    A text of rules speaks of an office on every page and seldom of who holds it.
    """
    if HOLDER.match(asked.text) and candidate.hit.entry.kind is Kind.AGREEMENT:
        return ADDRESS.search(candidate.text) is None
    if not WHO_IS.match(asked.text):
        return False
    named = all(is_named(name, candidate.told) for name in asked.names)
    return not named or not has(Want.PERSON, asked, candidate)


def counts_something_else(asked: Asked, candidate: Candidate) -> bool:
    """Whether people are asked for and the sentence has no word for them."""
    return any(term in PEOPLE for term in asked.counted) and not candidate.stems & PEOPLE


def is_at(provision: str, candidate: Candidate) -> bool:
    """Whether the candidate stands at a place of a legal text: "article 33"."""
    hit = candidate.hit
    if point := point_at(hit.passage, hit.text, candidate.start):
        hit = replace(hit, passage=replace(hit.passage, locator=point.locator))
    if is_place(provision, hit):
        return True
    # A point of a short provision has no locator of its own: it begins with its mark.
    around, step, mark = provision.rpartition("(")
    if lettered := LETTERED.fullmatch(provision):
        around, step, mark = lettered["around"], "(", lettered["mark"]
    marks = (f"({mark}", mark, f"{mark.removesuffix(')')}.")
    begins = candidate.text.lstrip().lower().startswith(marks)
    return bool(step) and begins and is_at(around, candidate)


LETTERED = re.compile(r"(?P<around>article \d+)(?P<mark>[a-z])")
"""A lettered section of an article: "article 1f"."""


def is_place(provision: str, hit: Hit) -> bool:
    """Whether a passage stands at a place of a legal text: "article 33"."""
    place = _place_of(hit)
    return any(
        re.search(rf"\b{re.escape(written)}(?!\w)", place) for written in spellings(provision)
    )


def has_year_in_part_only(asked: Asked, text: str) -> bool:
    """Whether the question is of a whole year and the text names it only with a month."""
    if re.search(MONTH, asked.text) or "so far" in asked.text.lower():
        return False
    years = [number for number in asked.numbers if YEAR.fullmatch(number)]
    alone = re.sub(rf"{MONTH} \d{{4}}", " ", text)
    return any(year in text and year not in alone for year in years)


def _place(candidate: Candidate) -> str:
    return _place_of(candidate.hit)


def _place_of(hit: Hit) -> str:
    passage = hit.passage
    return " ".join((hit.entry.title, *passage.heading, passage.locator)).lower()


def _figure_scope(candidate: Candidate) -> frozenset[str]:
    """Where a figure's year may stand: its sentence, its headings; else the date."""
    scope = candidate.stems | candidate.around
    dated = YEAR.search(candidate.text) and any(m.year for m in asked_times(candidate.text))
    return scope if dated else scope | candidate.date


def _is_about(asked: Asked, candidate: Candidate) -> bool:
    """Whether a figure or a date stands beside what the question is about.

    Of its words two thirds in the passage, for a date half of many, and a third in the sentence
    itself. A row that tells a day has them all, as it has no other way to say what happened.
    """
    spans = PART_OF_YEAR if asked_spans(asked.text) else frozenset()
    aspect = BEGINNING if STARTS_TO.search(asked.text) else frozenset()
    aspect |= ANNOUNCED if is_news(asked, candidate) else frozenset()
    focus = [
        term
        for term in asked.focus
        if term not in asked.numbers | GENERIC | GOING | spans | aspect
        and (term in candidate.told or term not in OF_TYPE)
    ]
    told = sum(term in candidate.told for term in focus)
    seen = sum(term in candidate.passage for term in focus)
    most = 2 / 3 if asked.wants & COUNTED or len(focus) <= FEW else 1 / 2
    if candidate.is_row and Want.DATE in asked.wants:
        most = 1
    return seen >= most * len(focus) and 3 * told >= len(focus)


def _only_since(asked: Asked, text: str) -> bool:
    """Whether what is asked about only bounds something else: "since it was signed, 2025 saw …"."""
    about = {clause: len(set(asked.focus) & set(terms(clause))) for clause in clauses(text)}
    most = max(about.values(), default=0)
    telling = [clause for clause, shared in about.items() if shared == most > 0]
    return bool(telling) and all(
        BOUNDING.match(clause) and not DATE.search(clause) for clause in telling
    )


def _is_of_another(phrase: str, candidate: Candidate) -> bool:
    """Whether an office or a name is another's here, or an office (in lower case) not named."""
    texts = (candidate.text, candidate.hit.text)
    unnamed = phrase.islower() and phrase not in candidate.hit.text.lower()
    return unnamed or any(_is_another(phrase, text) for text in texts)


def _is_another(phrase: str, text: str) -> bool:
    """Whether ``text`` has the phrase only as part of another: "shadow home secretary"."""
    found = list(re.finditer(rf"(\w+[ -])?\b{re.escape(phrase)}\b", text, re.IGNORECASE))
    return bool(found) and all((match[1] or "").lower().strip(" -") in MODIFIERS for match in found)


def _on(day: str, text: str) -> bool:
    """Whether ``text`` names a day, in either order of day and month."""
    named = {frozenset(m.group().lower().split()) for m in DAY.finditer(text)}
    named |= {frozenset(m.group().split()) for m in DAY.finditer(text.title())}
    return frozenset(day.split()) in {frozenset(part.lower() for part in each) for each in named}


def _speaks_of(provision: str, candidate: Candidate) -> bool:
    return is_at(provision, candidate) or bool(
        re.search(rf"\b{re.escape(provision)}(?!\w)", candidate.text, re.IGNORECASE)
    )


def says(asked: Asked, candidate: Candidate) -> bool:
    """Whether the one asked about speaks here, or is the body that published it."""
    if not asked.names:
        return False
    publisher = frozenset(terms(candidate.hit.entry.publisher))
    return (
        any(is_named(asked.names[0], frozenset(terms(name))) for name in candidate.speakers)
        or set(asked.names[0]) <= publisher
    )


def _counts(text: str, asked: Asked) -> bool:
    """Whether a number stands there that counts something: no date, duration, label or echo.

    Money counts no people, and nothing else that "how many" asks for.
    """
    if not NUMBERS.search(text):
        return False
    sums = (SUM,) if MANY.search(asked.text) else ()
    for pattern in (*sums, DATE, SPAN_OF_TIME, LABEL):
        text = pattern.sub(" ", text)
    return any(
        (word[0].isdigit() or word in NUMBER_WORDS) and word not in asked.numbers
        for word in words(text)
    )
