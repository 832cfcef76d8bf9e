"""The words of questions and of tables, folded so that the same thing has the same word."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.places import place_of
from assistant.words import terms

CONCEPTS: tuple[tuple[str, str], ...] = (
    (r"cross(?:ed|es|ing|ings)? (?:of )?the (?:english )?channel in small boats", "smallboat"),
    (r"cross(?:ed|es|ing|ings)? (?:of )?the (?:english )?channel", "smallboat"),
    (r"(?:english )?channel (?:migrants?|crossings?|arrivals?)", "smallboat"),
    (
        r"(?:made|make|making) the (?:\w+ )?(?:crossing|journey across the (?:water|channel))",
        "smallboat",
    ),
    (r"small[- _]?boats? (?:crossings?|arrivals?)", "smallboat"),
    (r"small[- _]?boats?|dingh(?:y|ies)", "smallboat"),
    (r"border crossings?", "bordercrossing"),
    (r"unaccompanied (?:asylum[- ]seeking )?(?:children|child|minors?)", "uasc"),
    (r"first[- ]time (?:asylum )?(?:applicants?|applications?)", "firsttime asylumapplication"),
    (
        (
            r"\b(?:share|proportion|percentage)(?= of [^?]{0,60}asylum (?:claims?|applications?)"
            r"[^?]{0,30}\b(?:granted|successful|accepted)\b)"
        ),
        "grantrate",
    ),
    (r"asylum[- ]seekers? (?:who )?appl(?:y|ied)", "asylumapplication"),
    (r"asylum (?:claims?|applications?|requests?|applicants?)", "asylumapplication"),
    (r"(?:claim|appl|seek|sought)\w* (?:for )?(?:uk )?asylum", "asylumapplication"),
    (r"first[- ]time", "firsttime"),
    (r"main applicants?", "mainapplicant"),
    (r"(?:initial )?grant rates?|recognition rates?", "grantrate"),
    (r"acceptance rates?", "acceptancerate"),
    (r"(?:a)?waiting (?:for )?(?:an? )?(?:initial )?(?:asylum )?decisions?", "awaitdecision"),
    (r"asylum backlog|backlog", "awaitdecision"),
    (r"work[- ]in[- ]progress|\bwip\b", "workinprogress"),
    (r"foreign national offenders?|foreign criminals?|\bfnos?\b", "offender"),
    (r"national referral mechanism|\bnrm\b|modern slavery", "nrm"),
    (r"\breferr(?:ed|als?)\b", "referral"),
    (r"no recourse to public funds|\bnrpf\b", "nrpf"),
    (r"aged? (?:17 and under|under 18)|17 and under|under[- ]18s?|children|child|minors?", "child"),
    (r"\b(?:boys|men|males?)\b", "male"),
    (r"\b(?:girls|women|females?)\b", "female"),
    (
        (
            r"\brefused (?:entry )?at port(?: and (?:subsequently )?(?:departed|left))?\b"
            r"|\bport returns?\b"
        ),
        "refusedport",
    ),
    (r"\b(?:deport\w*|remov(?:als?|ed)|returnees|returned|returns?|sent back)\b", "return"),
    (r"\bforc(?:ed|ibly)\b|\benforced\b", "enforced"),
    (r"\b(?:lost|losing|lose) (?:their|his|her) li(?:ves|fe)\b|\bloss of life\b", "death"),
    (r"\bdrown\w*\b", "death drowned"),
    (r"\b(?:died|deaths?|dead|killed|fatalities)\b", "death"),
    (r"\b(?:detained|detention)\b", "detention"),
    (r"\b(?:spent|spend|spending|costs?)\b", "cost"),
    (r"\b(?:prevent\w*|stopped|intercepted)\b", "prevented"),
    (r"\b(?:caseworkers?|caseworking staff)\b", "staff"),
    (r"\b(?:inhabitants|population|lived|residents)\b", "population"),
    (r"\bresettle\w*\b", "resettlement"),
    (r"\b(?:fines|fined)\b", "penalties"),
    (r"\basylum seekers\b", "asylumseeker"),
    (r"\bgrants?\b|\bgranted\b", "granted"),
    (r"\b(?:rejected|rejections?|refused|refusals?)\b", "refused"),
    (r"\bappl(?:y|ied|ies|ying)\b", "application"),
    (r"\b(?:average|mean) (?=(?:cost|days|number))", "average "),
)
"""What people and tables call a thing, and its one word here; the first that fits is taken."""

_FOLDS = [(re.compile(form, re.IGNORECASE), word) for form, word in CONCEPTS]

GENERIC = frozenset(
    terms(
        "arrive arrived arrivals cross crossed crossing crossings people persons person migrants "
        "migrant number numbers figure "
        "figures total totals detected detections recorded uk official data statistics came come "
        "count counted home office government year years quarter month day "
        "week days weeks months quarters annual annually quarterly monthly daily weekly time "
        "series ending end period first last value individuals enter entered reach reached "
        "english made make happen happened registered reported report take took latest age aged "
        "ages sum altogether overall different country countries nationality nationalities "
        "nation nations"
    )
)
"""Words that most tables could claim; a question is not about them."""

OPERATIONS = frozenset(
    terms(
        "change changed rise rose risen fall fell fallen increase increased decrease decreased "
        "drop dropped difference compare compared comparison percentage percent share proportion "
        "average most highest lowest least largest smallest biggest fewest top busiest quietest "
        "record peak "
        "rank ranking than higher lower grow grew growth per each every between since until from "
        "during half recent five three ten two four six seven single list show me give come make "
        "up whole by versus against"
    )
)
"""Words that say what to do with figures."""

LIGHT = frozenset(
    terms(
        "someone somebody anybody anyone everyone alone altogether together combined lodged made "
        "submitted received issued given brought carried held holding hold system recorded "
        "journey dangerous overall roughly approximately including included among amongst "
        "previous next following compared respectively according way ways using used accounted "
        "account accounts share represent represented come coming claim source sources say says "
        "place went left occurred there them see seen saw turned waters across via route ones lot "
        "far date calendar financial"
    )
)
"""Words of a question that say nothing of what is counted."""

NARROWING = frozenset(
    terms(
        "smallboat uasc asylumapplication firsttime mainapplicant grantrate acceptancerate "
        "awaitdecision bordercrossing offender nrm child male female return enforced "
        "voluntary death "
        "detention cost prevented staff resettlement penalties refusedport granted refused family "
        "uncontrolled landings pregnant cumulative inadmissibility appeals cohort transferred "
        "reunion waiver per rejected outstanding decisions survivors withdrawn population "
        "percentage rate average hold age gender"
    )
)
"""What makes a figure one of fewer things: a table about it answers only who asks for it."""

GROUPS = frozenset(terms("child female male uasc offender family pregnant"))
"""Kinds of people: a table about one of them is about fewer, however its measure is named."""

NEUTRAL = frozenset(terms("data dataset number total count volume value round new initial"))
"""Words in the name of a measure that make it no narrower."""

POLITICAL = frozenset(
    terms(
        "arab republic rep islamic democratic people bolivarian plurinational federation kingdom "
        "occupied territories state states former"
    )
)
"""What official names of countries have besides the name that people use."""

PEOPLE = re.compile(
    r"how many (?:[\w-]+ ){0,3}?(?:people|persons?|migrants?|individuals|children|men|women|"
    r"girls|boys|refugees|offenders|applicants|arrivals|deaths|asylum seekers|nationals)\b"
    r"|\bwho\b.*\bsmall boat",
    re.IGNORECASE,
)
BOATS = re.compile(
    r"how many (?:small )?(?:boats|dinghies|vessels)\b|number of (?:small )?boats\b",
    re.IGNORECASE,
)
EVENTS = re.compile(r"how many (?:prevention )?events\b", re.IGNORECASE)


OTHER = re.compile(r"\bother\b", re.IGNORECASE)


@lru_cache(maxsize=200_000)
def fold(text: str) -> tuple[str, ...]:
    """The words of a text that carry its sense, each thing by its one word."""
    text = text.replace("_", " ")
    for form, word in _FOLDS:
        text = form.sub(f" {word} ", text)
    return tuple(dict.fromkeys(terms(text)))


def specific(text: str) -> frozenset[str]:
    """The words of a text that not every table could claim."""
    return frozenset(fold(text)) - GENERIC


@lru_cache(maxsize=200_000)
def member_words(member: str) -> frozenset[str]:
    """The words by which a member of a dimension is named; what stands in brackets is not asked."""
    plain = re.sub(r"\([^)]*\)", " ", member).strip() or member
    words = frozenset(fold(plain))
    if OTHER.search(plain):
        words |= {"other"}  # which no question's words are: "EU Other" is not the EU
    if any(place_of(word) for word in words):
        words -= POLITICAL
    return (words - GENERIC) or (words if len(words) > 1 else frozenset())


def counted_in(question: str) -> str:
    """What a question wants counted: "boats", "people", "events" or "" where it does not say."""
    if BOATS.search(question):
        return "boats"
    if EVENTS.search(question):
        return "events"
    return "people" if PEOPLE.search(question) else ""
