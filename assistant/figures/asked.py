"""What a question wants of figures: which thing, which periods, and what to do with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.figures.calendar import Named, named_periods, without_periods
from assistant.figures.vocabulary import GENERIC, LIGHT, OPERATIONS, counted_in, fold
from assistant.places import place_of
from vectorstore.records import Period

if TYPE_CHECKING:
    from datetime import date


class Operation(StrEnum):
    """What is to be done with the figures that are found."""

    TOTAL = "total"
    CHANGE = "change"
    PERCENT_CHANGE = "percentage change"
    SHARE = "share"
    RANKING = "ranking"
    EXTREME = "extreme period"
    AVERAGE = "average"
    SERIES = "series"


class Grain(StrEnum):
    """How long the periods are that a question counts by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
UNIT = r"(?:day|week|month|quarter|year)"
GRAIN = UNIT.replace("?:", "?P<grain>")
MOST = r"(?:most|highest|largest|biggest|greatest|busiest|record|peak|top|commonest|more)"
LEAST = r"(?:fewest|lowest|smallest|least|quietest)"
ADVERBS = {
    "daily": Grain.DAY,
    "weekly": Grain.WEEK,
    "monthly": Grain.MONTH,
    "quarterly": Grain.QUARTER,
    "yearly": Grain.YEAR,
    "annual": Grain.YEAR,
    "annually": Grain.YEAR,
}

EXTREME = re.compile(
    rf"\b(?:which|what|in (?:which|what)|on (?:which|what)) (?:single |one |calendar )?{GRAIN}\b"
    rf"(?=.*\b(?:{MOST}|{LEAST})\b)"
    rf"|\b(?:{MOST}|{LEAST}) (?:single )?(?P<grain2>{UNIT})\b"
    rf"|\b(?:{MOST}|{LEAST})\b[^?]*\b(?:in|on|for) (?:a|any|one) (?:single )?"
    rf"(?P<grain3>{UNIT})\b"
    rf"|\b(?P<adverb>daily|weekly|monthly|quarterly|annual) (?:record|peak|high)\b",
    re.IGNORECASE,
)
RANKING = re.compile(
    r"\b(?:which|what)(?: were| was| are| is)?(?: the)? "
    rf"(?:(?:{MOST}|{LEAST}) (?:common )?)?(?:(?P<count>\d+|two|three|four|five|six|seven|ten) )?"
    rf"(?:(?:{MOST}|{LEAST}) (?:common )?)?"
    r"(?P<by>nationalit(?:y|ies)|countr(?:y|ies)|age groups?|regions?|local authorit(?:y|ies)"
    r"|councils?|methods?(?: of entry)?|sex(?:es)?|schemes?|(?:EU )?member states?|types? of \w+"
    r"|origins?|outcomes?|causes?|nations?)\b",
    re.IGNORECASE,
)
TOP = re.compile(
    rf"\b(?:top|{MOST} common|leading|main) (?:(?P<count>\d+|two|three|four|five|six|seven|ten) )?"
    r"(?P<by>nationalit(?:y|ies)|countr(?:y|ies)(?: of \w+)?|age groups?|regions?"
    r"|local authorit(?:y|ies)|causes?|origins?|nations?)\b",
    re.IGNORECASE,
)
ANY_RANKING = re.compile(
    r"\b(?:which|what) (?P<count>)(?P<by>[a-z]+(?: [a-z]+)?) (?:had|has|have|saw|received|accounted"
    r"|recorded|took|made|lodged|granted|resettled|got|issued|were|was)\b",
    re.IGNORECASE,
)
EXTREMITY = re.compile(rf"\b(?:{MOST}|{LEAST})\b", re.IGNORECASE)
BREAKDOWN = re.compile(
    r"\bby (?P<by>nationality|country|age(?: group)?|sex|region|method)\b", re.IGNORECASE
)
AVERAGE = re.compile(
    rf"\b(?:average|mean|on average)\b[^?]*?\b(?:per|an?|each|every|in an?) {GRAIN}\b"
    rf"|\b(?:per|an?|each|every) (?P<grain2>{UNIT}),? on average\b"
    r"|\b(?:average|mean) (?P<adverb>daily|weekly|monthly|quarterly|yearly|annual)\b"
    r"|\b(?P<adverb2>daily|weekly|monthly|quarterly|yearly|annual) (?:average|mean)\b",
    re.IGNORECASE,
)
SERIES = re.compile(
    rf"\b(?:each|every|per|by|year on|month by|week by) {GRAIN}\b"
    r"|\b(?P<adverb>daily|weekly|monthly|quarterly|yearly|annual(?:ly)?) (?:figures|numbers|totals"
    r"|arrivals|series|breakdown|trend)|\bover time\b|\btrend\b|\btime series\b",
    re.IGNORECASE,
)
SHARE = re.compile(
    r"\b(?:what|which) (?:(?:is|was|were) (?:the )?)?(?:share|proportion|percentage|percent"
    r"|per cent|fraction)\b"
    r"|\bhow (?:large|big|high) (?:a|was the) (?:share|proportion|percentage)\b"
    r"|\b(?:share|proportion|percentage|per cent) of\b",
    re.IGNORECASE,
)
PERCENT_CHANGE = re.compile(
    r"\b(?:by (?:what|how many|which) (?:percent\w*|per cent|proportion)"
    r"|percentage (?:change|rise|fall|increase|decrease|drop)|% change"
    r"|(?:in|as a) per ?cent\w*\b[^?]*\b(?:rise|fall|change|increase))"
    r"|\b(?:what|which) (?:was|is) the per ?cent\w* (?:change|rise|fall|increase|decrease|drop)",
    re.IGNORECASE,
)
CHANGED = r"(?:change|rise|rose|fall|fell|drop|increase|decrease|grow|grew|go (?:up|down)|decline)"
CHANGE = re.compile(
    rf"\bhow (?:much )?(?:did|have|has|had)\b[^?]*\b{CHANGED}|\bby how (?:much|many)\b"
    rf"|\bhow (?:many|much) (?:more|fewer|less|higher|lower)\b|\bdifference between\b"
    r"|\b(?:what|how large) (?:was|is) the "
    r"(?:change|rise|fall|increase|decrease|difference|drop)\b"
    rf"|\bdid [^?]* {CHANGED}\b",
    re.IGNORECASE,
)
SPAN = re.compile(
    r"\b(?:from|between) (?P<one>[^?,]*?\d{4}(?:[/-]\d\d)?)(?: and| to|,? compared with) "
    r"(?P<other>[^?,]*?\d{4}(?:[/-]\d\d)?)",
    re.IGNORECASE,
)
LATEST = re.compile(
    r"\b(?:latest|most recent(?:ly)?|newest|current(?:ly)?|now|so far)\b", re.IGNORECASE
)
FIGURES = re.compile(
    r"\bhow (?:many|much|large|big|high)\b|\bnumber of\b"
    r"|\b(?:what|which)\b[^?]*\b(?:number|total|figures?|share|proportion|percentage|rate|average|backlog|cost|population|most|highest|lowest|fewest"
    r"|busiest|record)\b|\b(?:compare|rank|list|show|give)\b|\bhow did\b[^?]*\bchange\b"
    r"|\bby how (?:much|many)\b|\bdid\b[^?]*\b(?:rise|fall|increase|decrease|double|halve)\b"
    r"|^(?:total|average|number)\b|\btop (?:\d+|three|five|ten)\b|\bwhen did (?:the )?most\b",
    re.IGNORECASE,
)
DENOMINATOR = re.compile(
    r"\b(?:share|proportion|percentage|per ?cent|percent|fraction) of (?:all |the )?(?P<whole>.+?)"
    r"\b(?P<verb>was|were|are|is|came|come|had|have|has|did|involved|made|raised|went|arrived|from"
    r"|that|who|ended|lived)\b(?P<part>.+)",
    re.IGNORECASE,
)
RATE = re.compile(
    r"\b(?:average|mean|median|per (?!cent\b|annum\b)\w+"
    r"|each (?!year|month|week|day|quarter)\w+)\b",
    re.IGNORECASE,
)
BY_WHOM = re.compile(
    r"\b(?:according to|does|did|do|says?|by) (?:the )?([A-Z]\w*[A-Z]\w*|Eurostat|Home Office)\b"
    r"|\b([A-Z]\w*[A-Z]\w*|Eurostat|Home Office)(?:[’']s?)? (?:data|figures|statistics|numbers)\b"
)
SEEKING = frozenset(fold("unaccompanied children"))
GRANTED = frozenset(fold("grant rate"))
OF_A_RATE = frozenset(fold("asylum claims granted initial decision successful accepted"))
APPLIED = frozenset(fold("asylum applications"))
YEAR_PAIR = re.compile(r"(?P<one>(?:19|20)\d\d) ?(?:to|and|-|–) ?(?P<other>(?:19|20)\d\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of figures, taken apart."""

    text: str
    plain: str
    """The text without its periods."""
    words: frozenset[str]
    """The words that a table must account for."""
    said: frozenset[str]
    """All its words: a table may be about these and is no narrower for it."""
    generic: frozenset[str]
    """Words that most tables could claim; they decide between equals."""
    periods: tuple[Named, ...]
    operation: Operation
    grain: Grain | None = None
    by: str = ""
    """What members are ranked by: "nationality"."""
    count: int = 1
    """How many of a ranking are wanted."""
    least: bool = False
    counted: str = ""
    rate: bool = False
    """Whether a mean or a price is wanted that only a table of such can give: "per boat"."""
    latest: bool = False
    by_whom: frozenset[str] = frozenset()
    """The words of the source that it names: "according to UNHCR"."""
    whole: frozenset[str] | None = None
    """Of a share: the words of what it is a share of."""

    @property
    def things(self) -> frozenset[str]:
        """Its words that are no countries: what is counted, not of whom."""
        return frozenset(word for word in self.words if not place_of(word))

    @property
    def compares(self) -> bool:
        """Whether two figures are put into relation."""
        return self.operation in {Operation.CHANGE, Operation.PERCENT_CHANGE}


def is_of_figures(question: str) -> bool:
    """Whether the form of a question asks for a figure."""
    return FIGURES.search(question) is not None


def understand(question: str, today: date | None = None) -> Asked:
    """Take a question apart; relative periods ("last year") are as of ``today``."""
    named = named_periods(question, today)
    plain = without_periods(question, named)
    operation, details = _operation(question, plain)
    if operation in {Operation.CHANGE, Operation.PERCENT_CHANGE}:
        named = _endpoints(question, named, today)
    details["plain"] = plain
    by = str(details.get("by", ""))
    words = frozenset(fold(_unmarked(plain)))
    if words & GRANTED:
        words -= OF_A_RATE  # a grant rate is of claims, by what was granted of them
    rate = operation is Operation.TOTAL and RATE.search(plain) is not None
    return Asked(
        text=question,
        words=words - GENERIC - OPERATIONS - LIGHT - frozenset(fold(by)),
        said=words | _implied(words, question),
        generic=words & GENERIC,
        periods=tuple(named),
        operation=operation,
        counted="" if rate else counted_in(question),
        rate=rate,
        latest=bool(LATEST.search(plain)),
        by_whom=_by_whom(plain),
        **details,  # type: ignore[arg-type]
    )


def _by_whom(plain: str) -> frozenset[str]:
    match = BY_WHOM.search(plain)
    return frozenset(fold(match[1] or match[2])) if match else frozenset()


def _implied(words: frozenset[str], question: str) -> frozenset[str]:
    """What the words say without saying it: who counts asylum applications counts applications."""
    implied = set(fold(counted_in(question)))
    if counted_in(question) == "boats":
        implied |= set(fold("small boats"))
    if words & APPLIED:
        implied |= set(fold("applications"))
    if words & SEEKING:
        implied |= set(fold("applications")) | APPLIED
    return frozenset(implied)


def _unmarked(text: str) -> str:
    return LATEST.sub(" ", text)


def _operation(question: str, plain: str) -> tuple[Operation, dict[str, object]]:
    """The operation and what else its form says, the most telling form first."""
    least = bool(re.search(rf"\b{LEAST}\b", plain, re.IGNORECASE))
    if match := EXTREME.search(plain):
        return Operation.EXTREME, {"grain": _grain(match), "least": least}
    ranked = TOP.search(question)
    if ranked is None and (EXTREMITY.search(question) or _counts(question)):
        ranked = RANKING.search(question) or ANY_RANKING.search(question)
    if ranked:
        by = re.sub(r"^types? of ", "", ranked["by"].lower())
        count = ranked["count"] or ""
        number = int(count) if count.isdigit() else NUMBERS.get(count.lower(), 1)
        return Operation.RANKING, {"by": by, "count": number, "least": least}
    if PERCENT_CHANGE.search(plain):
        return Operation.PERCENT_CHANGE, {}
    if CHANGE.search(plain):
        return Operation.CHANGE, {}
    if match := AVERAGE.search(plain):
        return Operation.AVERAGE, {"grain": _grain(match)}
    if SHARE.search(plain):
        return Operation.SHARE, {"whole": _whole(plain)}
    if match := SERIES.search(plain):
        return Operation.SERIES, {"grain": _grain(match)}
    if match := BREAKDOWN.search(plain):
        return Operation.RANKING, {"by": match["by"].lower(), "count": 10}
    return Operation.TOTAL, {}


def _counts(question: str) -> bool:
    match = RANKING.search(question)
    return bool(match and match["count"])


def _grain(match: re.Match[str]) -> Grain | None:
    found = match.groupdict()
    named = next((found[name] for name in ("grain", "grain2", "grain3") if found.get(name)), "")
    if named:
        return Grain(named.lower())
    adverb = found.get("adverb") or found.get("adverb2") or ""
    return ADVERBS.get(adverb.lower())


def _whole(plain: str) -> frozenset[str]:
    match = DENOMINATOR.search(plain)
    return frozenset(fold(match["whole"])) if match else frozenset()


def _endpoints(question: str, named: list[Named], today: date | None) -> list[Named]:
    """The two periods between which a change is asked for, where they were read as one span."""
    if len(named) != 1:
        return named
    one = named[0]
    match = SPAN.search(question) or YEAR_PAIR.search(one.period.label)
    if match is None:
        return named
    ends = [
        found[0]
        for part in (match["one"], match["other"])
        if (found := named_periods(part.strip(), today))
    ]
    if len(ends) == 2:
        return [_moved(end, one) for end in ends]
    # "between March and June 2023": the first month has its year from the second.
    return _months(one) or named


def _months(one: Named) -> list[Named]:
    first, last = one.period.first, one.period.last
    if (first.year, first.month) == (last.year, last.month):
        return []
    ends = []
    for day in (first, last):
        label = f"{day:%B %Y}"
        ends += [_moved(found, one) for found in named_periods(label)]
    return ends


def _moved(found: Named, one: Named) -> Named:
    period = Period(first=found.period.first, last=found.period.last, label=found.period.label)
    return Named(one.start, one.end, period, found.open, one.at_end)
