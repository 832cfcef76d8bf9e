"""A question that compares, taken apart: a question of each of the things that are compared.

Where no passage speaks of both, each may still be told by a passage of its own. What is asked of
each is what the comparison rests on: how many, when, or what there is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.places import FORMS
from assistant.words import stem, terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PLACE = "|".join(
    sorted({form for place in FORMS for form in (place, *FORMS[place].split()) if len(form) > 2})
)
NAMED = rf"\b(?:[A-Z][\w’'-]*|(?:{PLACE})\b(?:[’']s)?)"
NAMES = rf"{NAMED}(?:(?: of | |–){NAMED})*"
PREPOSITION = r"(?:with|in|from|to|of|by|for|on|at|under) "
ENDS_NAMED = re.compile(rf"^(?P<head>.*?)(?P<items>(?:the )?{NAMES}(?:, {NAMES})*)$")
BEGINS_NAMED = re.compile(
    rf"^(?P<preposition>{PREPOSITION})?(?P<item>(?P<the>the )?{NAMES})(?P<tail>.*)$"
)
DETERMINER = re.compile(r"^(?:the|a|an|its|his|her|their|our)\b", re.IGNORECASE)

AGREEMENT = stem("agreement")

AGREEMENTS = re.compile(r"\b(deal|accord|treat|pact|agreement|arrangement)(?:ies|s)\b")
"""What several countries have one of each: "the agreements with Vietnam and Iraq"."""

LONGEST = 300
"""Characters of a question of which it can be clear what it compares."""

MOST = 5
"""Things that are looked up each by itself."""

AND = ("(?:versus|vs\\.?)", "and", "(?:with|to|against)")
OR = ("or", "than")
DIFFERS = ("(?:differ from|compare (?:with|to))",)
"""What stands between two things that are compared, the surest first."""

MORE = r"(?:more|fewer|less)"
EARLIER = r"(?:first|earlier|sooner|later|last)"
DID = r"(?P<did>did|do|does|have|has|had|was|were|is|are)"

LIKENESS = (
    (re.compile(r"^(?:please )?(?:compare|contrast) (?P<things>.+)$", re.IGNORECASE), AND),
    (
        re.compile(
            r"^(?:what|which) (?:is|are|was|were) the (?:\w+ )?(?:differences?|similarit\w+) "
            r"between (?P<things>.+)$",
            re.IGNORECASE,
        ),
        AND,
    ),
    (
        re.compile(r"^how (?:do|does|did) (?P<things>.+ compare (?:with|to) .+)$", re.IGNORECASE),
        DIFFERS,
    ),
    (re.compile(r"^how (?:do|does|did) (?P<things>.+ differ from .+)$", re.IGNORECASE), DIFFERS),
    (
        re.compile(
            r"^how (?:do|does|did) (?P<things>.+?) (?:differ|compare)"
            r"(?P<on>(?: (?:on|in|about)\b.*)?)$",
            re.IGNORECASE,
        ),
        AND,
    ),
)
"""How it is asked in what things differ, and what then stands between them."""

MORE_OF = re.compile(rf"^{DID}(?P<there> there)? {MORE} (?P<things>.+)$", re.IGNORECASE)
"""\"Did more Iraqis or Albanians arrive?\""""
HAS_MORE = re.compile(
    rf"^{DID} (?P<things>.+?) (?P<verb>\w+) {MORE} (?!often|likely|\w+ly\b)(?P<counted>.+)$",
    re.IGNORECASE,
)
"""\"Did Iran or Iraq have more arrivals?\""""
WHICH_MORE = re.compile(
    rf"^which (?:\w+ )?(?P<verb>\w+) {MORE} (?P<counted>.+?)[,:] (?P<things>.+)$", re.IGNORECASE
)
"""\"Which country sent more people, Iran or Iraq?\""""
WHICH_FIRST = re.compile(
    rf"^(?:which|what|who)(?: of (?:these|them|the two))? (?P<deed>.+?) {EARLIER}[,:] "
    r"(?P<things>.+)$",
    re.IGNORECASE,
)
"""\"Which was signed first, the deal with Iraq or with Vietnam?\""""
COMING = re.compile(r"^(?:\w+ )?(?:came|comes|is|was|were|are)\b ?", re.IGNORECASE)
WAS_FIRST = re.compile(
    rf"^(?P<was>was|were|did) (?P<things>.+) (?P<deed>\w+) {EARLIER}$", re.IGNORECASE
)
"""\"Was the deal with Iraq or with Vietnam signed first?\""""


def sides(question: str) -> list[str]:
    """A question of each thing compared; none where nothing is, or it is not clear what."""
    text = question.strip(" ?.!")
    if len(text) > LONGEST:
        return []
    found = _likeness(text) or _number(text) or _order(text)
    several = len({frozenset(terms(one)) for one in found}) > 1
    return found if several and len(found) <= MOST else []


def _likeness(text: str) -> list[str]:
    for form, joints in LIKENESS:
        if match := form.match(text):
            on = match.groupdict().get("on") or ""
            return [f"What is said of {thing}{on}?" for thing in things(match["things"], joints)]
    return []


def _number(text: str) -> list[str]:
    if match := MORE_OF.match(text):
        did = f"{match['did'].lower()}{match['there'] or ''}"
        return [
            f"How many {' '.join(f'{thing} {did} {rest}'.split())}?"
            for thing, rest in _apart(match["things"])
        ]
    if match := HAS_MORE.match(text):
        asked = f"How many {match['counted']} {match['did'].lower()}"
        return [f"{asked} {thing} {match['verb']}?" for thing in things(match["things"], OR[:1])]
    if match := WHICH_MORE.match(text):
        asked = f"How many {match['counted']} was it that"
        return [f"{asked} {thing} {match['verb']}?" for thing in things(match["things"], OR[:1])]
    return []


def _order(text: str) -> list[str]:
    if match := WHICH_FIRST.match(text):
        did = "was" if COMING.match(match["deed"]) else "was it that"
        deed = COMING.sub("", match["deed"])
    elif match := WAS_FIRST.match(text):
        did, deed = match["was"].lower(), match["deed"]
    else:
        return []
    found = things(match["things"], OR[:1])
    if not deed and all(AGREEMENT in terms(thing) for thing in found):
        deed = "signed or announced"  # how an agreement comes
    return [f"When {did} {f'{thing} {deed}'.strip()}?" for thing in found]


def things(text: str, joints: Sequence[str]) -> list[str]:
    """The things that stand in ``text`` beside each other, what they share said of each.

    "the agreements with Vietnam and Iraq" are "the agreement with Vietnam" and "… with Iraq".
    """
    for left, right in _parted(text, joints):
        found = _named(left, right)
        if not found and bool(DETERMINER.match(left)) == bool(DETERMINER.match(right)):
            found = [(left, ""), (right, "")]
        told = [f"{thing}{tail}" for thing, tail in found]
        if told and all(any(term.isalpha() for term in terms(thing)) for thing in told):
            return told
    return []


def _apart(text: str) -> list[tuple[str, str]]:
    """Things that are counted, each with what is said of it: ("Iraqis", "arrive by boat")."""
    for left, right in _parted(text, OR):
        if named := _named(left, right):
            return [(thing, tail.strip()) for thing, tail in named]
        # Without a name nothing tells where a thing ends, but that the two are alike.
        length = len(left.split())
        words = right.split()
        if length <= len(words):
            rest = " ".join(words[length:])
            return [(left, rest), (" ".join(words[:length]), rest)]
    return []


def _parted(text: str, joints: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The text before and after what stands between two things, the likeliest place first."""
    for joint in joints:
        places = [
            (text[: match.start()], text[match.end() :])
            for match in re.finditer(rf",? {joint} ", text, re.IGNORECASE)
        ]
        yield from sorted(places, key=_unlikely)


def _unlikely(pair: tuple[str, str]) -> tuple[bool, int]:
    """How little it looks as if two things were parted here: two are alike, each with "the"."""
    left, right = pair
    return not DETERMINER.match(right), abs(len(left.split()) - len(right.split()))


def _named(left: str, right: str) -> list[tuple[str, str]]:
    """Things that differ by a name only, each with what follows both: "people from Iraq"."""
    before, after = ENDS_NAMED.match(left), BEGINS_NAMED.match(right)
    if not before or not after or (after["the"] and after["tail"]):
        return []
    head, preposition = before["head"], after["preposition"] or ""
    if head.endswith("between ") or not head.endswith(preposition):
        return []
    names = [*before["items"].split(", "), after["item"]]
    head, tail = (AGREEMENTS.sub(_one, part) for part in (head, after["tail"]))
    return [(f"{head}{name}", tail) for name in names]


def _one(several: re.Match[str]) -> str:
    return "treaty" if several[1] == "treat" else several[1]
