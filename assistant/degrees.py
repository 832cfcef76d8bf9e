"""How much a sentence claims: of all or of some, at a rate, as the most, by how much it changed.

Such words are few and short, so likeness of wording passes over them; each class of them is held
against the same class in the cited words.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.agreement import clauses, is_year
from assistant.claims import SMALL, Figure, figures, moments
from assistant.restated import SPAN, length
from assistant.wording import said, sense
from assistant.words import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ALL = re.compile(
    r"(?<!\bat )(?<!\bafter )(?<!\bin )(?<!\babove )(?<!\bhardly )(?<!\bscarcely )(?<!\bbarely )"
    r"\b(?:all(?!-time)|every|everyone|everybody|always|entire(?:ly)?|"
    r"wholly|fully|in full|universal(?:ly)?|completely|any(?! (?:more|longer|way|case|such|"
    r"other)\b))\b",
    re.IGNORECASE,
)
ALL_THERE = re.compile(
    r"(?<!\bat )(?<!\bafter )(?<!\bin )(?<!\babove )\b(?:all|every|each|any(?:one|body|thing)?|"
    r"both|whole|entire(?:ly)?|either|no|none|nobody|never|"
    r"always|per|wholly|fully|complete(?:ly)?|unanimous\w*|universal\w*|throughout|total|"
    r"100%|whoever|whatever|wherever|everyone|whose)\b",
    re.IGNORECASE,
)
MOST = re.compile(
    r"(?<!\bthe )(?<!\bat )\b(?:most(?= (?:of )?[a-z]+)|majority|mostly)\b(?! (?:likely|recent))",
    re.IGNORECASE,
)
MOST_THERE = re.compile(
    r"\b(?:most|majority|mostly|mainly|largely|largest|highest|more than half|chiefly|main|"
    r"than any|more|usual\w*|general\w*|typical\w*|common\w*|normal\w*)\b|"
    r"\b(?:[5-9]\d|100)(?:\.\d+)?(?:%| per cent)",
    re.IGNORECASE,
)
ONLY = re.compile(
    r"(?<!\bnot )(?<!\bsecond )\b(?:only|solely|exclusively|nobody but|nothing but)\b"
    r"(?! (?:about |around |some |an? )?(?:[£€$]?\d|half|a third|two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|twenty))",
    re.IGNORECASE,
)
ONLY_THERE = re.compile(
    r"\b(?:only|solely|exclusively|sole|alone|unless|except|no other|just|nothing else|no one else|"
    r"no|none|nobody|not|few|limited|restricted|merely|single|no more)\b",
    re.IGNORECASE,
)
NOT_ONLY = re.compile(r"\bnot (?:only|just|solely|exclusively)\b", re.IGNORECASE)
MANY = re.compile(r"(?<!\bas )(?<!\bhow )(?<!\bso )\b(?:many|numerous|plenty)\b", re.IGNORECASE)
MANY_THERE = re.compile(
    r"\b(?:many|numerous|plenty|most|much|large|lots?|several|thousands|various|widely|"
    r"\w*thousand)\b",
    re.IGNORECASE,
)
SOME = re.compile(
    r"\b(?:some(?! (?:\w+ )?\d)|several|a few|certain|partly|in part)\b", re.IGNORECASE
)
WHOLLY = re.compile(
    r"\b(?:all|every|no|none|entire|whole|fully|wholly|unanimous\w*)\b", re.IGNORECASE
)
PARTLY = re.compile(
    r"\b(?:some|several|few|certain|part|parts|partly|many|much|a number|various|among)\b",
    re.IGNORECASE,
)

ENOUGH = re.compile(
    r"(?<!\bnot )\b(?:good|well|strong|reliable|large|big)\senough\b"
    r"|(?<!\bnot )\b(?:adequate|sufficient)(?:ly)?\b",
    re.IGNORECASE,
)
TOO = re.compile(r"\btoo \w+ (?:to|for)\b|\binsufficient\b|\binadequate\b", re.IGNORECASE)

RATE = re.compile(
    r"\b(?:an?|per|every|each)\s(?P<unit>hour|day|night|week|month|quarter|year)\b"
    r"(?! (?:later|before|earlier|after|ago|previously|of|or|from|to|[’']s|and a half))"
    r"|\b(?P<adverb>dai|week|month|year|annual)ly\b(?! \w)",
    re.IGNORECASE,
)
WHOLE = re.compile(
    r"\b(?:whole|entire|full|complete|all)\s(?:of\s)?(?:the\s)?(?:year|period|month|(?:19|"
    r"20)\d\d)\b"
    r"|\bthroughout\s(?:the\s)?(?:year|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
HALF = re.compile(
    r"(?:\b(?P<less>less than|fewer than|under|below|not even)|\b(?P<more>more than|over|above|"
    r"well over)"
    r"|\b(?:about|around|roughly|almost|nearly|by|one|"
    r"a))?\s*\bhalf\b(?P<again>(?: \w+){0,3} again)?",
    re.IGNORECASE,
)
UNMATCHED = re.compile(
    r"\bthan (?:(?:in|on|at|for|from) )?any\b|\bthan ever\b|\bever (?:recorded|counted|seen)\b|"
    r"\ball-time\b",
    re.IGNORECASE,
)
UNMATCHED_THERE = re.compile(
    r"\b(?:any|ever|record|highest|most|peak|largest|biggest|lowest|fewest|never|no other)\b",
    re.IGNORECASE,
)
SURPASSED = re.compile(r"\bonly\b[^.;\n]{0,60}\b(?:more|higher|fewer|lower|less)\b", re.IGNORECASE)
RANKED = re.compile(r"\b(?:second|third|fourth|fifth)[- ](?:\w+est|most)\b", re.IGNORECASE)

CHANGE = re.compile(
    r"\b(?:rose|rise[sn]?|risen|rising|increas\w+|grew|grow\w*|climb\w*|jump\w*|surg\w+|soar\w*|"
    r"up|higher|more|swell\w*|swollen|mount\w*|balloon\w*|bump\w*|rocket\w*|spik\w+|lift\w*|rais\w+|"
    r"slid\w*|s[ai]nk\w*|sunk|eas(?:ed|es|ing)|dwindl\w*|tumbl\w*|slump\w*|trim\w*|lower\w*|edg\w+|"
    r"collaps\w*|plummet\w*|crash\w*|dip\w*|slip\w*|reced\w*|mov(?:e[ds]?|ing)|"
    r"fell|falls?|fallen|falling|drop\w*|declin\w+|decreas\w+|shrank|shrunk|shrink\w*|down|lower|"
    r"fewer|less|plunge\w*|"
    r"cut|reduc\w+|slower|quicker|faster|doubled|change[sd]?|than|above|below|gain\w*|loss|"
    r"surpass\w*|exceed\w*|overt[ao]\w+)\b",
    re.IGNORECASE,
)
BY = re.compile(
    r"\b(?:(?P<by>by|(?:drop|fall|rise|increase|decrease|decline|growth|reduction|jump|surge) of)|"
    r"(?P<to>(?<!close )to))\s"
    r"(?:about |around |over |nearly |almost |roughly |more than |less than |some |an? )*[£€$]?$",
    re.IGNORECASE,
)
AGO = re.compile(
    r"\b(?:(?P<one>a|one|the)|(?P<many>two|three|four|five|\d)) years? (?:before|earlier|"
    r"previously)\b"
    r"|\b(?:the )?previous year\b",
    re.IGNORECASE,
)
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9}


def quantities(claim: str, nearest: str) -> Iterator[str]:
    """“All”, "most", "some" and "only" where the cited sentence has nothing of the kind."""
    for mine, theirs in (
        (ALL, ALL_THERE),
        (MOST, MOST_THERE),
        (ONLY, ONLY_THERE),
        (MANY, MANY_THERE),
    ):
        found = mine.search(claim)
        if found and not theirs.search(nearest):
            yield f"it says “{found.group().lower()}” where the cited words do not"
    yield from _most_of_few(claim, nearest)
    enough, too = ENOUGH.search(claim), TOO.search(nearest)
    if enough and too and not ENOUGH.search(nearest):
        yield f"it says “{enough.group()}” where the cited words say “{too.group()}”"
    beyond = NOT_ONLY.search(claim)
    if beyond and ONLY.search(nearest):
        yield f"it says “{beyond.group().lower()}” where the cited words say only"
    some = SOME.search(claim)
    if some and WHOLLY.search(nearest) and not PARTLY.search(nearest):
        yield f"it says “{some.group().lower()}” of what the cited words say of all or none"


EXACT = re.compile(r"\b(?:exact(?:ly)?|precise(?:ly)?|to the day)\b", re.IGNORECASE)
ROUGH = re.compile(
    r"\b(?:about|around|roughly|approximately|round(?:ed|s)?|almost|nearly|estimate[sd]?|over|"
    r"more than|up to)\b",
    re.IGNORECASE,
)


FEW_OF = re.compile(r"(?<!a )\b(?:few|hardly any|little|a minority)\b", re.IGNORECASE)


def _most_of_few(claim: str, nearest: str) -> Iterator[str]:
    """“Most” in a clause where the clause of the source that tells of it has "few"."""
    theirs = clauses(nearest)
    for part in clauses(claim):
        found, words = MOST.search(part), sense(part)
        best = max(theirs, key=lambda s: sum(map(said(s).answers, words)), default="")
        if found and FEW_OF.search(best) and not MOST.search(best):
            yield f"it says “{found.group().lower()}” where the cited words say few"


def exactly(claim: str, source: str) -> Iterator[str]:
    """“Exactly” of a figure that the cited words round."""
    found = EXACT.search(claim)
    if found and ROUGH.search(source) and not EXACT.search(source):
        yield f"it says “{found.group().lower()}” where the cited words are rough"


def rates(claim: str, source: str) -> Iterator[str]:
    """A figure given by the day or by the year where the cited words give it otherwise."""
    for figure in figures(claim):
        rate = _rate(claim, figure)
        there = [_rate(source, f) for f in figures(source) if f.value == figure.value]
        left_off = not rate and ("" in there or RATE.search(claim))
        if there and rate not in there and not left_off and not is_year(figure):
            yield f"it gives {figure.shown} at another rate than the cited words"


def _rate(text: str, figure: Figure) -> str:
    """“year” for a figure that is followed by "a year", as far as no other figure comes between."""
    after = re.split(r"[.;:,\n]|\band\b|\d", text[figure.end : figure.end + 60], maxsplit=1)[0]
    match = RATE.search(after)
    return (
        (match["unit"] or match["adverb"]).lower().replace("dai", "day").replace("annual", "year")
        if match
        else ""
    )


def whole_periods(claim: str, sentences: Sequence[str]) -> Iterator[str]:
    """A figure told of a whole year or period whose own sentence does not say so."""
    if not WHOLE.search(claim):
        return
    for figure in figures(claim):
        holding = [s for s in sentences if any(f.value == figure.value for f in figures(s))]
        if not is_year(figure) and holding and not any(WHOLE.search(s) for s in holding):
            yield f"the cited words do not give {figure.shown} for a whole period"


def halves(claim: str, nearest: str) -> Iterator[str]:
    """“Under half” for "about half" or "half as many again"."""
    mine, theirs = HALF.search(claim), list(HALF.finditer(nearest))
    if mine and theirs and not any(_half(mine) == _half(other) for other in theirs):
        yield f"it says “{mine.group().strip()}” where the cited words do not"


def _half(match: re.Match[str]) -> tuple[bool, bool, bool]:
    return bool(match["less"]), bool(match["more"]), bool(match["again"])


def ranks(claim: str, nearest: str) -> Iterator[str]:
    """The most or the least of all, of which the cited words say nothing or name an exception."""
    found = UNMATCHED.search(claim)
    if found and (not UNMATCHED_THERE.search(nearest) or SURPASSED.search(nearest)):
        yield f"it says “{found.group()}” where the cited words do not"
    ranked = RANKED.search(claim)
    if ranked and not re.search(rf"\b{ranked.group()[:5]}", nearest, re.IGNORECASE):
        yield f"it says “{ranked.group()}” where the cited words do not"


def changes(claim: str, source: str) -> Iterator[str]:
    """By how much something changed told as the level it reached, or the other way round."""
    for figure in figures(claim):
        if is_year(figure):
            continue
        mine = _by(claim, figure)
        same = [f for f in figures(source) if f.value == figure.value]
        theirs = [_by(source, f) for f in same]
        if mine == "by" and same and not any(_tells_change(source, f) for f in same):
            yield f"the cited words do not tell of a change by {figure.shown}"
        if {mine, *theirs} == {"by", "to"} and mine not in theirs:
            yield f"it takes “to” for “by”, or “by” for “to”, at {figure.shown}"


def _by(text: str, figure: Figure) -> str:
    found = BY.search(text[: figure.start])
    if not found:
        return ""
    if found["by"]:
        return "by" if CHANGE.search(text[max(0, found.start() - 40) : found.end()]) else ""
    return "to" if CHANGE.search(text[max(0, found.start() - 40) : found.start()]) else ""


def _tells_change(text: str, figure: Figure) -> bool:
    start = max(text.rfind(mark, 0, figure.start) for mark in (". ", "\n", "; "))
    ends = [at for mark in (". ", "\n") if (at := text.find(mark, figure.end)) >= 0]
    return CHANGE.search(text[max(start, 0) : min(ends, default=len(text))]) is not None


def years_ago(claim: str, source: str) -> Iterator[str]:
    """“A year before” where the source has the figure two years before, and the like."""
    anchors = {int(f.shown) for f in figures(claim) if is_year(f)}
    if len(anchors) != 1:
        return
    for match in AGO.finditer(claim):
        before = [f for f in figures(claim) if f.end <= match.start() and not is_year(f)]
        apart = NUMBERS.get((match["many"] or "").lower()) or int(match["many"] or 1)
        given = [
            _year_after(source, f)
            for f in figures(source)
            if before and f.value == before[-1].value
        ]
        if given and all(given) and min(anchors) - apart not in given:
            yield f"the cited words do not give {before[-1].shown} for “{match.group()}”"


def months_ago(claim: str, sentences: Sequence[str]) -> Iterator[str]:
    """“A year before” of a figure that its source gives for three months before."""
    anchors = {(m.year, m.month) for m in moments(claim) if m.year and m.month}
    for match in MONTHS_AGO.finditer(claim):
        before = [f for f in figures(claim) if f.end <= match.start() and not is_year(f)]
        if len(anchors) != 1 or not before:
            continue
        if re.search(r"[,;:]|\b(?:as|than)\b", claim[before[-1].end : match.start()]):
            continue
        ((year, month),) = anchors
        there = [
            {(m.year or year) * 12 + m.month for m in moments(s) if m.month}
            for s in sentences
            if any(f.value == before[-1].value for f in figures(s))
        ]
        apart = _months(match)
        wanted = year * 12 + month - apart
        spans = {_months(m) for s in sentences for m in MONTHS_AGO.finditer(s)}
        told = apart in spans or (not spans and any(BY_ITS_OWN.search(s) for s in sentences))
        if not told and there and all(found and wanted not in found for found in there):
            yield f"the cited words do not give {before[-1].shown} for “{match.group()}”"


def _months(match: re.Match[str]) -> int:
    number = match["many"].lower() if match["many"] else "1"
    return (NUMBERS.get(number) or int(number)) * (12 if match["unit"].lower() == "year" else 1)


BY_ITS_OWN = re.compile(r"\b(?:year|months?) (?:before|earlier|previously)\b|\bprevious year\b")
MONTHS_AGO = re.compile(
    r"\b(?:an?|one|the|(?P<many>two|three|four|five|six|nine|\d+)) (?P<unit>year|month)s? "
    r"(?:before|earlier|previously)\b",
    re.IGNORECASE,
)


DAYS_APART = re.compile(
    rf"\b(?P<number>an?|one|{'|'.join(w for w, v in SMALL.items() if v > 1)}|\d+) "
    r"(?P<unit>day|week)s? (?:(?P<before>before|earlier|sooner|beforehand|previously)|"
    r"(?P<after>later|after|afterwards))\b",
    re.IGNORECASE,
)


def days_apart(claim: str, source: str) -> Iterator[str]:
    """“A day sooner” of what its source dates a day later, "a week after" of a day after."""
    mine, theirs = days(claim), days(source)
    told = {length(match) for match in SPAN.finditer(source)}
    for match in DAYS_APART.finditer(claim):
        number = match["number"].lower()
        apart = int(number) if number.isdigit() else SMALL.get(number, 1)
        apart *= 7 if match["unit"].lower() == "week" else 1
        way = timedelta(days=-apart if match["before"] else apart)
        dated = any(day + way in theirs for day in mine)
        if not dated and (Decimal(apart), "d") not in told:
            yield f"the cited words have nothing “{match.group()}”"


def days(text: str) -> set[date]:
    """The days that ``text`` dates; one without a year takes that of another."""
    found = moments(text)
    years = [moment.year for moment in found if moment.year]
    days = set()
    for moment in found:
        year = moment.year or (years[0] if years else None)
        if year and moment.month and moment.day:
            with suppress(ValueError):
                days.add(date(year, moment.month, moment.day))
    return days


def _year_after(text: str, figure: Figure) -> int:
    """The year that follows a figure directly ("48.3% in 2022"); 0 without."""
    found = re.match(r"\s(?:in|for|of)\s((?:19|20)\d\d)\b", text[figure.end :])
    return int(found[1]) if found else 0


UP = (
    r"up|more|higher|rise|rose|risen|increase[ds]?|grew|growth|above|gain|jump(?:ed)?|climb(?:ed)?|"
    r"rais(?:ed|es|ing)|lift(?:ed|s|ing)|swelled|ballooned|mounted|bumped|rocketed|surged|soared"
)
DOWN = (
    r"down|fewer|less|lower|falls?|fell|fallen|drop(?:ped)?|decline[ds]?|decrease[ds]?|below|cut|"
    r"shrank|reduction|slid|sank|eased|dwindled|tumbled|slumped|trimm(?:ed|ing)|lower(?:ed|ing)|"
    r"collapsed|plummeted|plunged|crashed|dipped|slipped|receded|reduced"
)
SIGN = re.compile(
    rf"^\s?(?:\w+\s)?(?:(?P<up>{UP})|(?P<down>{DOWN}))\b|"
    rf"\b(?:(?P<was_up>{UP})|(?P<was_down>{DOWN}))(?:\s(?:by|of|about|around|some|nearly|almost|"
    rf"roughly|over|more than|an?))*\s?$",
    re.IGNORECASE,
)


def signs(claim: str, source: str) -> Iterator[str]:
    """A share more told as a share less."""
    for figure in figures(claim):
        mine = _sign(claim, figure)
        theirs = {_sign(source, f) for f in figures(source) if f.value == figure.value}
        if mine and theirs and "" not in theirs and mine not in theirs and figure.unit == "%":
            yield f"it turns the change by {figure.shown} round"


def _sign(text: str, figure: Figure) -> str:
    after = SIGN.search(re.split(r"[.,;:\n]", text[figure.end : figure.end + 20])[0])
    before = SIGN.search(text[max(0, figure.start - 30) : figure.start])
    for match in (after, before):
        if match and any(match.groupdict().values()):
            return "up" if match["up"] or match["was_up"] else "down"
    return ""


THAN = re.compile(
    r"\b(?:(?P<more>more|higher|larger|greater|above)|(?P<less>fewer|less|lower|smaller|"
    r"below))\s(?:than\s)?(?:the\s)?$"
)


NEAR = 60
"""Characters between two figures that are compared."""


def compared(claim: str) -> Iterator[str]:
    """Of two figures the smaller called the larger."""
    found = [figure for figure in figures(claim) if not is_year(figure)]
    for figure in found:
        than = THAN.search(claim[: figure.start])
        before = [f for f in found if f.end < figure.start and f.unit == figure.unit]
        if (
            not than
            or not before
            or than.start() - before[-1].end > NEAR
            or than.start() < before[-1].end
        ):
            continue
        if (before[-1].value > figure.value) != bool(than["more"]):
            yield f"{before[-1].shown} is not {than.group().strip()} {figure.shown}"


MULTIPLIED = re.compile(
    r"\b(?:(?P<twice>doubl|tw(?:ice|o times|ofold))|(?P<thrice>tripl|trebl|three ?(?:times|fold))|"
    r"(?P<four>quadrupl|four ?(?:times|fold))|(?P<halved>halv(?=e|ing)))\w*",
    re.IGNORECASE,
)


def multiplied(claim: str, source: str) -> Iterator[str]:
    """“Doubled” where the cited words neither say so nor have two figures that bear it out.

    Where they do, the claim says "rose" by now (``assistant/restated.py``).
    """
    there = {match.lastgroup for match in MULTIPLIED.finditer(source)}
    if re.search(r"\bhalf\b", source):
        there.add("halved")
    for match in MULTIPLIED.finditer(claim):
        if match.lastgroup not in there:
            yield f"the cited words do not bear out “{match.group()}”"


CONDITIONAL = re.compile(
    r"\b(?:if|unless|once|until|provided(?: that)?|as soon as|as long as(?! (?:\d|two|three|four|"
    r"five|six|seven|eight|nine|ten|twelve))|on condition that)\s"
    r"(?P<clause>[^,.;:]+)"
)


def conditions(claim: str, relied: str) -> Iterator[str]:
    """A condition of which the cited words have hardly a word."""
    there = said(relied)
    for match in CONDITIONAL.finditer(claim):
        wanted = sense(match["clause"])
        if wanted and sum(map(there.answers, wanted)) < MOST_OF_IT * len(wanted):
            yield f"the cited words have no condition “{match.group()}”"


MOST_OF_IT = 0.5


MOVED = re.compile(
    rf"\b(?:(?P<up>{UP}|grew|rising|growing|climb\w*|soar\w*)|(?P<down>{DOWN}|falling|shrink\w*))\b"
    r"(?P<between>[^.;:]{0,60}?)(?<!\w)to\s(?:about |around |roughly |over |nearly |almost |some |"
    r"just )?[£€$]?$",
    re.IGNORECASE,
)


def moved(claim: str) -> Iterator[str]:
    """“Fell from 31,079 to 38,023”: what moved the other way than its figures."""
    found = [figure for figure in figures(claim) if not is_year(figure)]
    for figure in found:
        match = MOVED.search(claim[: figure.start])
        before = [f for f in found if f.end <= figure.start and f.unit == figure.unit]
        after = re.match(
            r"[^.;,]{0,40}?\bfrom\s(?:about |around |roughly |over )?[£€$]?(?=\d)",
            claim[figure.end :],
        )
        start = [f for f in found if after and f.start == figure.end + after.end()]
        origin = (start or before[-1:])[:1]
        if not match or not origin or origin[0].unit != figure.unit:
            continue
        if "by" in match["between"].split() and not start:
            continue
        if (figure.value > origin[0].value) != bool(match["up"]) and figure.value != origin[
            0
        ].value:
            yield f"{origin[0].shown} to {figure.shown} is not {match['up'] or match['down']}"


MOVED_TO = re.compile(rf"\b(?:(?P<up>{UP})|(?P<down>{DOWN}))\s(?:\w+\s)?to\s[£€$]?$", re.IGNORECASE)


def moved_to(claim: str, source: str) -> bool:
    """Whether "lowered to 1,137" is borne out: all else that the source counts so is more."""
    for figure in figures(claim):
        match = MOVED_TO.search(claim[: figure.start])
        noun = _noun(claim, figure)
        others = [f for f in figures(source) if f.value != figure.value and not is_year(f)]
        others = [f for f in others if noun and _noun(source, f) == noun]
        there = any(f.value == figure.value for f in figures(source))
        if match and there and others:
            return all((f.value < figure.value) == bool(match["up"]) for f in others)
    return False


def _noun(text: str, figure: Figure) -> str:
    after = re.match(r"\s([^\W\d_]+)", text[figure.end :])
    return stem(after[1].lower()) if after else ""


STAGES = (
    re.compile(
        r"\b(?:in(?:to)? force|t(?:ak|ook)\w* effect|effective from|appl(?:y|ies|ied) (?:from|"
        r"since)|"
        r"valid from|commencement|operative)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:propos\w+|put(?:s|ting)? forward|drafts?|drafted)\b", re.IGNORECASE),
    re.compile(r"\b(?:talks|negotiat\w+|discussions)\b", re.IGNORECASE),
    re.compile(r"\bratif\w+|\bapproved by parliament\b", re.IGNORECASE),
    re.compile(r"(?<!\bnot )(?<!\bno )(?<!\bnon-)\b(?:legally )?binding\b", re.IGNORECASE),
)
"""Stages that a text or a plan goes through, each by the words that tell of it."""
BEGINS = re.compile(
    r"\b(?:start\w*|beg[iau]n\w*|appl(?:y|ies|ied)|came in|effective)\b", re.IGNORECASE
)


def stages(claim: str, relied: str) -> Iterator[str]:
    """“In force” for "published", "talks" for "signed": another stage than the source tells of."""
    for number, stage in enumerate(STAGES):
        found = stage.search(claim)
        begins = number == 0 and BEGINS.search(relied)
        if found and not stage.search(relied) and not begins:
            yield f"the cited words do not say “{found.group().lower()}”"
