"""What stands where: the words of a source tied together otherwise than it ties them.

A sentence may have every word of its source and say another thing: who has twelve months and who
has six, seventeen arrivals for a return or seventeen returns for an arrival.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations, islice, pairwise, permutations
from typing import TYPE_CHECKING

from assistant.agreement import CLAUSE, is_year
from assistant.binding import UNITS
from assistant.claims import MONTHS, TITLES, Figure, figures, moments, names, places
from assistant.places import place_of
from assistant.thesaurus import Word, words_of
from assistant.wording import common, light, said, sense
from assistant.words import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PARTS = re.compile(
    r"[,;:.\n–—|]+\s+|\s+(?:and|but|while|whereas|where|although|though|compared with|against)\s+"
)
PIVOT = re.compile(
    r"\b(?:for (?:each|every)|rather than|instead of|in place of|and not|but not|but no\w*|"
    r"where|whereas|counted in|than)\b|(?<=,) not\b|(?<=\d) per\b",
    re.IGNORECASE,
)
EXACT = 2
"""Words of sense and figures that make a clause."""
MOST_PIVOTS = 10
MOST_PARTS = 40
"""Clauses of a source that are compared, each with each."""


def crossed(claim: str, source: str) -> Iterator[str]:
    """Two clauses of a claim that each mix what two clauses of the source keep apart."""
    ours = [items for part in PARTS.split(claim) if len(items := _items(part)) >= EXACT]
    theirs = [items for part in PARTS.split(source) if len(items := _items(part)) >= EXACT]
    del theirs[MOST_PARTS:]
    for (first, second), (one, two) in (
        (mine, there) for mine in combinations(ours, 2) for there in combinations(theirs, 2)
    ):
        only, other = one - two, two - one
        here, yonder = first - second, second - first
        if _mixed(here, yonder, only, other) or _mixed(here, yonder, other, only):
            yield "it mixes what the cited words keep apart"
            return


def _mixed(
    here: frozenset[str], yonder: frozenset[str], only: frozenset[str], other: frozenset[str]
) -> bool:
    """Whether two clauses have each the words of one and the figures of the other."""
    return all(
        (_words(here & only), _values(here & other), _words(yonder & other), _values(yonder & only))
    )


def _words(items: frozenset[str]) -> bool:
    return any(item[0].isalpha() for item in items)


def _values(items: frozenset[str]) -> bool:
    return any(item[0].isdigit() for item in items)


def _items(text: str) -> frozenset[str]:
    values = {f"{f.value.normalize():f}{f.unit}" for f in figures(text) if not is_year(f)}
    words = [word for word in sense(text) if word.stem not in light()]
    said_alike = {f"like {group}" for word in words for group in word.groups}
    return frozenset(values) | {word.stem for word in words} | said_alike


def turned(claim: str, nearest: str) -> Iterator[str]:
    """What stands before and after "for every", "rather than" and the like, exchanged."""
    for mine in islice(PIVOT.finditer(claim), MOST_PIVOTS):
        left, right = _sides(claim, mine)
        for other in islice(PIVOT.finditer(nearest), MOST_PIVOTS):
            if _kind(mine.group()) != _kind(other.group()):
                continue
            before, after = _sides(nearest, other)
            straight = _shared(left, before, after) + _shared(right, after, before)
            across = _shared(left, after, before) + _shared(right, before, after)
            if across > straight and _shared(left, after, before) and _shared(right, before, after):
                yield f"it turns round what stands on either side of “{mine.group()}”"
                return


def _kind(pivot: str) -> str:
    lower = pivot.lower()
    if lower.startswith("for") or lower == "per":
        return "each"
    return (
        "than"
        if lower == "than"
        else "not"
        if "not" in lower or "instead" in lower or "rather" in lower or "place" in lower
        else lower
    )


def _sides(text: str, pivot: re.Match[str]) -> tuple[list[Word], list[Word]]:
    before = re.split(r"[.;:\n]", text[: pivot.start()])[-1]
    after = re.split(r"[,.;:\n]", text[pivot.end() :], maxsplit=1)[0]
    return list(sense(before))[-4:], list(sense(after))[:4]


def _shared(ours: Sequence[Word], here: Sequence[Word], elsewhere: Sequence[Word]) -> int:
    """How many of ``ours`` stand in ``here`` and not ``elsewhere``."""
    return sum(
        any(_alike(w, o) for o in here) and not any(_alike(w, o) for o in elsewhere) for w in ours
    )


def _alike(one: Word, other: Word) -> bool:
    return one.stem == other.stem or bool(one.groups & other.groups)


ACTS = re.compile(
    r"^\W*(?:\d+\.\s+)?(?:The\s)?(?P<who>(?:[A-Z][\w’'-]*\s){1,2})(?=[a-z])(?!and\b|or\b|of\b|in\b)"
)
PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|be|being)\s+(?:\w+ly\s+)?"
    r"(?:\w{2,}(?:ed|en|wn)|paid|borne|made|sent|held|met|told|put|brought|found|left|kept|set)\b"
)


def acting(claim: str, nearest: str) -> Iterator[str]:
    """Of two countries the other one has what the cited sentence has one of them do."""
    for actor, found in ((_country_acting, places), (_role_acting, _roles)):
        mine, theirs = actor(claim), actor(nearest)
        if mine and theirs and mine != theirs and theirs in found(claim) and mine in found(nearest):
            yield f"the cited words have {theirs.title()} do it, and not {mine.title()}"


def _country_acting(sentence: str) -> str:
    """The country that a sentence opens with as what acts, or ""."""
    opening = ACTS.match(sentence)
    if opening is None or PASSIVE.search(CLAUSE.split(sentence, maxsplit=1)[0]):
        return ""
    return next(iter(places(opening["who"])), "")


def _role_acting(sentence: str) -> str:
    """The side of an agreement that acts: after "by" in a passive, or at the opening."""
    if PASSIVE.search(sentence):
        by = re.search(rf"\bby the {ROLE.pattern}", sentence, re.IGNORECASE)
        return _role(by[1]) if by else ""
    opening = re.match(rf"^\W*(?:\d+\.\s+)?The {ROLE.pattern}", sentence, re.IGNORECASE)
    return _role(opening[1]) if opening else ""


def _roles(sentence: str) -> set[str]:
    return {_role(match[1]) for match in ROLE.finditer(sentence)}


def _role(word: str) -> str:
    return word.lower().replace("request", "ask")


COUNTED_IN = re.compile(r"\b(?:counted|measured|expressed) in (\w+)", re.IGNORECASE)


def measures(claim: str, nearest: str) -> Iterator[str]:
    """Counted in people where the source counts in cases."""
    yield from _counts(claim, nearest)
    mine, theirs = COUNTED_IN.search(claim), COUNTED_IN.search(nearest)
    if mine and theirs and stem(mine[1].lower()) != stem(theirs[1].lower()):
        yield f"the cited words count in {theirs[1]} and not in {mine[1]}"


PERSONS = frozenset(
    stem(word)
    for word in "people person persons individuals men women children migrants refugees seekers "
    "passengers applicants claimants nationals citizens minors arrivals somebody everybody".split()
)
OTHER_UNITS = frozenset(
    stem(word) for word in "cases claims detections crossings events boats households".split()
)


def _counts(claim: str, nearest: str) -> Iterator[str]:
    """“71,000 people” of cases, in a source that speaks of no people at all."""
    if {word.stem for word in words_of(nearest)} & PERSONS:
        return
    unit = TABLE_UNIT.search(nearest)
    for figure in figures(claim):
        after = re.match(r"\s([^\W\d_]+)", claim[figure.end :])
        there = [unit[1]] if unit else []
        there += [_counted(nearest, f) for f in figures(nearest) if f.value == figure.value]
        other = next((word for word in there if stem(word) in OTHER_UNITS), "")
        if other and after and stem(after[1].lower()) in PERSONS:
            yield f"the cited words do not count {after[1]}"


TABLE_UNIT = re.compile(r"\bunit:? (\w+)")


TOWARDS = re.compile(
    r"\b(?P<way>back to|in from|out of|to|from|into)\s+(?:(?:the|a|an|its|their|his|her|that|this|"
    r"\d+)\s+)*"
    r"(?P<what>[^\W\d_][\w’'-]*(?:\s[^\W\d_][\w’'-]*)?)"
)
AWAY = frozenset({"from", "in from", "out of"})


def directions(claim: str, source: str) -> Iterator[str]:
    """“From France” where the cited words only say "to France", and the other way round."""
    theirs = [(way, what) for way, what in _ways(source)]
    for way, what in _ways(claim):
        same = {other for other, goal in theirs if goal & what}
        if same and way not in same:
            yield f"it takes “to” for “from”, or “from” for “to”, at {'/'.join(sorted(what))}"


def _ways(text: str) -> list[tuple[bool, frozenset[str]]]:
    """Whether away from it or not, and the words that tell the goal."""
    found = []
    for match in TOWARDS.finditer(text):
        goal = frozenset(
            word.stem
            for word in words_of(match["what"])[:2]
            if word.of_sense and word.shown not in MONTHS and word.stem not in light()
        )
        if goal:
            found.append((match["way"].lower() in AWAY, goal))
    return found


def loose_qualifiers(claim: str, nearest: str) -> Iterator[str]:
    """“Asylum claims” where the cited sentence has "Iraqi claims" and nothing of asylum."""
    mine, theirs = words_of(claim), words_of(nearest)
    ours, there = ({word.stem for word in words} for words in (mine, theirs))
    named = {word for name in names(claim) for word in name.words}
    for before, word in pairwise(mine):
        plain = before.stem in there | common() or {before.stem, before.shown} & named
        if plain or not (_qualifies(before) and _qualifies(word)):
            continue
        qualifiers = [a for a, b in pairwise(theirs) if b.stem == word.stem]
        told = [q for q in qualifiers if _qualifies(q) and q.stem not in ours | TITLES]
        if qualifiers and len(told) == len(qualifiers) and not any(_alike(before, q) for q in told):
            yield f"it says “{before.shown} {word.shown}” for “{told[0].shown} {word.shown}”"


def peoples(claim: str, source: str) -> Iterator[str]:
    """“British ministry” where the cited words only have a French one."""
    mine, theirs = words_of(claim), words_of(source)
    for before, word in pairwise(mine):
        place = place_of(before.shown)
        if not place or place == before.shown or not _qualifies(word):
            continue
        there = {place_of(a.shown) for a, b in pairwise(theirs) if b.stem == word.stem} - {""}
        if there and place not in there:
            yield f"the cited words have no {before.shown.title()} {word.shown}"


OWN = frozenset({"own", "all", "other"})


def _qualifies(word: Word) -> bool:
    return word.shown in OWN or (
        word.of_sense
        and len(word.shown) > 1
        and word.shown[0].isalpha()
        and word.stem not in light()
        and word.shown not in MONTHS
    )


CONDITIONS = re.compile(r"\b(?:if|provided|unless|condition|conditions|must|only)\b", re.IGNORECASE)


def joined(claim: str, nearest: str) -> Iterator[str]:
    """“Or” between conditions that the source joins by "and", and the other way round."""
    if not CONDITIONS.search(claim):
        return
    for conjunction, follow in _joins(claim):
        there = {other for other, goal in _joins(nearest) if goal & follow}
        if there and conjunction not in there:
            yield f"it says “{conjunction}” where the cited words say “{min(there)}”"


def _joins(text: str) -> list[tuple[str, frozenset[str]]]:
    found = []
    for match in re.finditer(r"\b(and|or)\s((?:\S+\s*){1,4})", text):
        clause = re.split(r"[,.;:\n]|\b(?:and|or)\b", match[2], maxsplit=1)[0]
        goal = frozenset(w.stem for w in words_of(clause) if w.of_sense and w.stem not in light())
        found.append((match[1], goal))
    return found


def loose_days(claim: str, sentences: Sequence[str]) -> Iterator[str]:
    """The one day that a claim names, where the sentence that tells of it names only others."""
    mine = [moment for moment in moments(claim) if moment.month]
    if len({(m.year, m.month, m.day) for m in mine}) != 1 or len(sentences) < 2:
        return
    nearest = max(sentences, key=lambda sentence: _told(claim, sentence))
    found = [moment for moment in moments(nearest) if moment.month]
    if not found or any(mine[0].within(m) or m.within(mine[0]) for m in found):
        return
    holding = [s for s in sentences if any(mine[0].within(m) for m in moments(s))]
    if all(_told(claim, s) < ASIDE * _told(claim, nearest) for s in holding):
        yield f"the cited words do not give {mine[0].shown} for it"


ASIDE = 0.5
WHOLE = 0.65
"""Share of the words that the nearest sentence has of a claim, below which another is not meant."""


def loose_values(claim: str, sentences: Sequence[str]) -> Iterator[str]:
    """A figure of another sentence where the nearest one has its own of the same kind."""
    parts = [part for part in PARTS.split(claim) if part and figures(part)]
    counts = [figure for figure in figures(claim) if not is_year(figure)]
    parts += [claim] if len(counts) == 1 else []
    for part in parts if len(sentences) > 1 else ():
        nearest = max(sentences, key=lambda sentence: _told(part, sentence))
        for figure in figures(part):
            if is_year(figure) or any(f.value == figure.value for f in figures(nearest)):
                continue
            kind = _counted(part, figure)
            rivals = [f for f in figures(nearest) if kind and _counted(nearest, f) == kind]
            values = {f.value for f in figures(claim)}
            holding = [s for s in sentences if any(f.value == figure.value for f in figures(s))]
            if any(rival.value not in values for rival in rivals) and all(
                _told(part, s) < (WHOLE if part == claim else ASIDE) * _told(part, nearest)
                for s in holding
            ):
                yield f"the cited words give {rivals[0].shown} where it gives {figure.shown}"


def paired(claim: str, sentences: Sequence[str]) -> Iterator[str]:
    """“1,305 people in 25 boats” where the sentence of the first has 27 boats."""
    for part in STRETCH.split(claim):
        found = [figure for figure in figures(part or "") if not is_year(figure)]
        for first, second in permutations(found[:MOST_PAIRED], 2):
            kind = _counted(part, second)
            holding = [s for s in sentences if _has(s, first)]
            if not kind or not holding or any(_has(s, second) for s in holding):
                continue
            rivals = [f for s in holding for f in figures(s) if _counted(s, f) == kind]
            if any(f.value != first.value for f in rivals):
                yield f"the cited words do not give {second.shown} with {first.shown}"


MOST_PAIRED = 8
"""Figures of a clause that are held against each other, each with each."""


def _has(text: str, figure: Figure) -> bool:
    return any(other.value == figure.value for other in figures(text))


def _counted(text: str, figure: Figure) -> str:
    """What a figure counts: its unit, or the stem of the word after it."""
    after = re.match(r"\s([^\W\d_]+)", text[figure.end :])
    return figure.unit or (stem(after[1].lower()) if after else "")


def _told(claim: str, sentence: str) -> float:
    there = said(sentence)
    wanted = sense(claim)
    return sum(
        (w.stem in there.stems) + 0.9 * (w.stem not in there.stems and there.answers(w))
        for w in wanted
    )


STRETCH = re.compile(
    r"[,;:.\n]+\s+|\s+(?:and|but|while|whereas|where|although|though|of whom|of which)\s+"
)


def strayed(claim: str, source: str) -> Iterator[str]:
    """A figure or a date of a claim whose words the source ties to another one of its kind."""
    theirs = _stretches(source)
    for part in _stretches(claim):
        for kind, value in _of_kind(part):
            wanted = _tied(part) - {value}
            own = [other for other in theirs if (kind, value) in _of_kind(other)]
            wanted -= {v for k, v in _of_kind(part) if k == kind} | HOME_NAMES
            rivals = [
                other
                for other in theirs
                if (kind, value) not in _of_kind(other)
                and any(k == kind for k, _ in _of_kind(other))
            ]
            here = frozenset().union(*(_answers(wanted, other) for other in own))
            if (
                own
                and all(map(_weighty, own))
                and any(_outdoes(_answers(wanted, other), here) for other in rivals)
            ):
                yield f"the cited words tie {value} to something else"


def _outdoes(there: frozenset[str], here: frozenset[str]) -> bool:
    """Whether one stretch has all that another has of a claim, and enough besides."""
    besides = there - here
    named = any(item[0].isupper() or item[0].isdigit() for item in besides)
    return here < there and (len(besides) >= STRAYS or not here or named)


STRAYS = 2
HOME_NAMES = frozenset({"United", "Kingdom", "Uk", "Britain"})
"""What nearly every sentence here is about: it ties nothing."""


def _weighty(text: str) -> bool:
    return any(word.stem not in light() for word in sense(text))


def _stretches(text: str) -> list[str]:
    """Clauses, one that only says when put before the next: "on 16 September, a court"."""
    parts: list[str] = []
    held = ""
    for part in STRETCH.split(text):
        if not part or not part.strip():
            continue
        if not _weighty(part) and moments(part):
            held = f"{held} {part}"
            if parts:
                parts[-1] += f" {part}"
        else:
            parts.append(f"{held} {part}")
            held = ""
    return parts


@lru_cache(maxsize=1024)
def _of_kind(text: str) -> frozenset[tuple[str, str]]:
    """The figures and dates of ``text``, each with its kind: its unit of money or time, or none."""
    dated = {("date", f"{m.day} {m.month} {m.year}") for m in moments(text) if m.month}
    counted = {
        (_kind_of(text, f), f"{f.value.normalize():f}")
        for f in figures(text)
        if not is_year(f) and not TOTALS.match(text[f.end :])
    }
    roles = {("role", match.group(1).lower()) for match in ROLE.finditer(text)}
    return frozenset(dated | counted | roles)


ROLE = re.compile(
    r"\b(asking|asked|requesting|requested|sending|receiving)\s(?:party|state|"
    r"country)",
    re.IGNORECASE,
)
"""Who is who in an agreement between two."""
TOTALS = re.compile(
    r"\s(?:totals?|figures?|numbers?|parts?|versions?|dates?|reports?)\b", re.IGNORECASE
)


def _kind_of(text: str, figure: Figure) -> str:
    unit = UNITS.match(text[figure.end :])
    return figure.unit or (unit[1].lower() if unit else "")


@lru_cache(maxsize=1024)
def _tied(text: str) -> frozenset[str]:
    words = {w.shown for w in sense(text) if w.stem not in light()}
    words |= {m.shown.lower() for m in moments(text) if not m.day and not m.year}
    named = {word for name in names(text) for word in name.words}
    words = {word.title() if word in named else word for word in words}
    values = {f"{f.value.normalize():f}" for f in figures(text)}
    return frozenset(words | values)


def _answers(wanted: frozenset[str], other: str) -> frozenset[str]:
    there, values = said(other), {f"{f.value.normalize():f}" for f in figures(other)}
    return frozenset(
        item
        for item in wanted
        if (item in values if item[0].isdigit() else there.answers(words_of(item.lower())[0]))
    )
