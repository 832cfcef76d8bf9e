"""References from one provision to another of the same instrument, as lawyers write them.

"paragraph 2 of Article 3", "Article 1 A (2)", "paragraphs 339A to 339B", "the preceding paragraph",
"artikel 7, derde lid": each is a link from the words to a locator. They are found in the words of a
provision and its own locator alone, so that nothing more has to be kept. What is of another
instrument ("Article 33 of the Convention" in a protocol) is none: it stands in no text here for
certain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.headings import article_heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ARTICLES = frozenset({"article", "artikel", "art."})
RULES = frozenset({"para"})

LOCATED = re.compile(
    r"^(?:(?P<place>.+), )?(?P<unit>Article|Artikel|Art\.|para|paragraph|paragraaf|Objective"
    r"|Section|Regulation|Rule|Clause|Principle|point)s? (?P<number>[^\s(,]+)(?P<path>(?:\(.*)?)"
    r"(?:, indents? [\d–]+)?$",
    re.IGNORECASE,
)
STEP = re.compile(r"\((?:second|third|\w+) list\)|\([^()]{1,6}\)")

NUMBER = r"(?:\d{1,3}(?:\s?[A-Z]\b)?|[IVXL]{1,6}\b)"
PATH = r"(?:\s?\([0-9a-z]{1,4}\))*"
MORE = r"(?:,\s*|,?\s+(?:and|or|to|en|of|tot|[-–])\s+|–)"
STEPS = r"\([0-9a-z]{1,4}\)"
COUNT = rf"(?:\d{{1,2}}|\(\d{{1,2}}\)){PATH}(?![\d.]|,\s+lid\b)"
COUNTS = rf"{COUNT}(?:{MORE}(?:{COUNT}|{STEPS}))*"
RULED = r"[A-Z]{0,3}\d{1,4}[A-Z]{0,4}(?:\.\d{1,2})?(?:\([0-9A-Za-z]{1,4}\))*"
ORDINAL = {
    "eerste": "1", "tweede": "2", "derde": "3", "vierde": "4", "vijfde": "5", "zesde": "6",
    "zevende": "7",
}  # fmt: skip
ORDINALS = rf"(?:{'|'.join(ORDINAL)})(?:{MORE}(?:{'|'.join(ORDINAL)}))*"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

OF_ARTICLE = re.compile(
    rf"\b(?:sub-?)?(?:paragraphs?|leden|lid)\s+(?P<counts>{COUNTS})\s+(?:of|van)\s+"
    rf"(?:(?P<this>th(?:is|e\s+present)|dit)\s+)?[Aa]rti(?:cle|kel)\b(?:\s+(?P<number>{NUMBER}{PATH}))?"
)
OF_SECTION = re.compile(
    rf"\b(?:(?:paragraph|lid)\s+(?P<count>{COUNT})\s+(?:of|van)\s+)?"
    rf"(?:section|afdeling)\s+(?P<letter>[A-Z])\b(?P<path>{PATH})\s+(?:of|van)\s+"
    rf"(?:(?:this|dit)\s+[Aa]rti(?:cle|kel)\b|[Aa]rti(?:cle|kel)\s+(?P<number>{NUMBER}))"
)
SECTION_OF = re.compile(
    rf"\b[Aa]rti(?:cle|kel)\s+(?P<number>{NUMBER}),\s+(?:section|afdeling)\s+(?P<letter>[A-Z])\b"
    rf"(?P<path>{PATH})"
)
BY_ARTICLE = re.compile(
    rf"\b(?:[Aa]rticles?|[Aa]rtikel(?:en|s)?|[Aa]rts?\.)\s+(?P<numbers>{NUMBER}{PATH}"
    rf"(?:{MORE}(?:{NUMBER}{PATH}|{STEPS}))*)"
    rf"(?:,?\s+(?:sub-?)?(?:paragraphs?|lid|leden)\s+(?P<counts>{COUNTS})"
    rf"|,?\s+(?P<ordinals>{ORDINALS})\s+lid)?"
)
BY_COUNT = re.compile(
    rf"(?<!\d, )\b(?:paragraphs?|leden|lid)\s+(?P<counts>{COUNTS})"
    r"(?!\s+(?:of|van)\s+(?!this\b|the\s+present\b|dit\b|deze\b))"
)
BY_ORDINAL = re.compile(
    rf"\b(?P<ordinals>{ORDINALS})\s+lid\b(?!,?\s+van\s+(?!dit\b|deze\b))", re.IGNORECASE
)
BY_RULE = re.compile(rf"\b(?:sub-?)?paragraphs?\s+(?P<numbers>{RULED}(?:{MORE}{RULED})*)")
PRECEDING = re.compile(
    r"\b(?:the|het)\s+(?:immediately\s+)?(?P<two>two\s+)?(?:preceding|foregoing|previous|above|"
    r"voorgaande?|vorige)\s+(?:sub-?)?(?:paragraphs?|lid|leden)\b"
)
THIS = re.compile(r"\b(?:this|the present|dit)\s+[Aa]rti(?:cle|kel)\b")
ROW = re.compile(r"^(?:[\s,;]|and|or|en|of|van|in|under|with|de)*$")
"""What stands between the members of a row of references."""

OWN = re.compile(
    r"\b\w*(?:protocol|agreement|convention|treaty|declaration|constitution|statute|statuut|charter"
    r"|overeenkomst|verdrag)\b",
    re.IGNORECASE,
)
FOREIGN = re.compile(
    r"^\s+(?:thereof\b|per \d)"
    r"|^(?:,?\s+(?:respectively|inclusive|above|below))?,?\s+(?:of|to|in|under|van|bij)\s+"
    r"(?P<own>this|the\s+present|these|dit|deze)?\s*(?:[\w’'-]+\s+){0,4}?"
    r"(?P<noun>Agreement|Convention|Protocol|Treaty|Act|Acts|Appendix|Annex|Schedule|Regulations?|"
    r"[Rr]ules|Directive|Constitution|Statute|Charter|Declaration|Order|Part|Overeenkomst|Verdrag|"
    r"Uitvoeringsprotocol|Statuut|Bijlage)\b"
)


@dataclass(frozen=True, slots=True)
class Located:
    """A locator, taken apart: "Annex 1, Article 3(2)(a)"."""

    place: str
    unit: str
    number: str
    path: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """Place, unit and number, as they are compared."""
        return self.place.casefold(), self.unit.casefold(), self.number.casefold()

    def __str__(self) -> str:
        named = f"{self.unit} {self.number}{''.join(self.path)}"
        return f"{self.place}, {named}" if self.place else named


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Words ``[start, end)`` of a text that name another provision, and its locator."""

    start: int
    end: int
    target: Located


@lru_cache(maxsize=20_000)
def located(locator: str) -> Located | None:
    """A locator taken apart; None for one that is of no provision ("Annex 1, table 2, row 3")."""
    match = LOCATED.match(locator.removesuffix(" (deleted)"))
    if match is None:
        return None
    return Located(
        place=match["place"] or "",
        unit=match["unit"],
        number=match["number"],
        path=tuple(STEP.findall(match["path"])),
    )


def references(text: str, locator: str, title: str = "") -> list[Reference]:
    """The references in ``text``, the words of the provision at ``locator``, in their order.

    ``title`` is the document's; a reference "of the Agreement" is one of an agreement's own.
    """
    here = located(locator)
    if here is None:
        return []
    found: list[Reference] = []
    for reference in _found(text, here):
        taken = any(reference.start < one.end and one.start < reference.end for one in found)
        if not _is_line(text, reference) and (not taken or _beside(reference, found)):
            found.append(reference)
    found.sort(key=lambda one: (one.start, one.end))
    return [
        one
        for one in _aimed(found, text, here, title)
        if (one.target.key, one.target.path) != (here.key, here.path)
    ]


def resolve(target: Located, locators: Iterable[str]) -> list[int]:
    """Which of a document's ``locators``, by number, the target is; empty where it is not there.

    The provision itself with what stands within it; where only a wider stretch has a locator (an
    article kept whole, "Article 3(1)–(2)"), that one.
    """
    within, around = [], []
    for number, locator in enumerate(locators):
        one = located(locator)
        if one is None or one.key != target.key:
            if one and not target.path and _is_section(one, target):
                within.append(number)
            continue
        depth = len(target.path)
        if one.path[:depth] == target.path and "–" not in locator:
            within.append(number)
        elif _spans(locator, target) or (
            "–" not in locator and target.path[: len(one.path)] == one.path
        ):
            around.append((len(one.path), number))
    if within:
        return within
    nearest = max((depth for depth, _ in around), default=0)
    return [number for depth, number in around if depth == nearest]


def _is_section(one: Located, article: Located) -> bool:
    """Whether it is a lettered section of an article: Article 1A of Article 1."""
    letter, number = one.number[-1:], one.number[:-1]
    return letter.isupper() and number.isdigit() and replace(one, number=number).key == article.key


def _spans(locator: str, target: Located) -> bool:
    """Whether a locator is a run that holds the target: "Article 3(1)–(3)"."""
    run = re.search(r"\((\w+)\)–\((\w+)\)$", locator)
    if run is None or not target.path:
        return False
    before = located(locator[: run.start()])
    depth = len(before.path) if before else 0
    if before is None or len(target.path) <= depth or before.path != target.path[:depth]:
        return False
    first, last, one = run[1], run[2], target.path[depth].strip("()")
    if first.isdigit() and last.isdigit() and one.isdigit():
        return int(first) <= int(one) <= int(last)
    return len(first) == len(one) == len(last) and first <= one <= last


def _is_line(text: str, reference: Reference) -> bool:
    """Whether the words are a line of their own: the heading of an article."""
    before, after = text[: reference.start], text[reference.end :]
    if article_heading(text[reference.start : reference.end]) is None:
        return False
    return before[-1:] in {"", "\n"} and after.lstrip(" ")[:1] in {"", "\n"}


def _beside(reference: Reference, found: Sequence[Reference]) -> bool:
    """Whether it is one of several targets that the same words name: "paragraphs 2 and 3"."""
    return any((one.start, one.end) == (reference.start, reference.end) for one in found)


class _Aim(Enum):
    """In which instrument a reference is."""

    UNSAID = "unsaid"
    HERE = "here"
    MAIN = "main"
    """The agreement that a protocol in the same file carries out."""
    ELSEWHERE = "elsewhere"


def _aimed(found: Sequence[Reference], text: str, here: Located, title: str) -> Iterator[Reference]:
    """The references to provisions of this file; a row is in the instrument of its last one."""
    aims: list[_Aim] = []
    later: Reference | None = None
    for one in reversed(found):
        aim = _aim(text[one.end :], here, title)
        if (
            later
            and aim is _Aim.UNSAID
            and (one.end > later.start or ROW.match(text[one.end : later.start]))
        ):
            aim = aims[-1]
        aims.append(aim)
        later = one
    for one, aim in zip(found, reversed(aims), strict=True):
        if aim is _Aim.MAIN:
            yield replace(one, target=replace(one.target, place=""))
        elif aim is not _Aim.ELSEWHERE:
            yield one


def _aim(after: str, here: Located, title: str) -> _Aim:
    """Which instrument a reference is in, by the words that follow it."""
    match = FOREIGN.match(after)
    if match is None:
        return _Aim.UNSAID
    if match["own"]:
        return _Aim.HERE
    noun = (match["noun"] or "").casefold()
    main = OWN.search(title)
    own = OWN.search(here.place) or main
    if own and own[0].casefold() == noun:
        return _Aim.HERE
    if main and main[0].casefold() == noun and here.place and "(" not in here.place:
        return _Aim.MAIN
    return _Aim.ELSEWHERE


def _found(text: str, here: Located) -> Iterator[Reference]:
    """The widest forms first: what is inside another reference is no reference of its own."""
    unit = here.unit.casefold()
    if unit in RULES:
        yield from _rules(text, here)
    elif unit in ARTICLES:
        yield from _of_articles(text, here)
        yield from _by_articles(text, here)
        yield from _by_counts(text, here)
        yield from _relative(text, here)


def _rules(text: str, here: Located) -> Iterator[Reference]:
    for match in BY_RULE.finditer(text):
        for number in re.findall(RULED, match["numbers"]):
            bare, paren, rest = number.partition("(")
            steps = tuple(STEP.findall(paren + rest))
            yield _reference(match, replace(here, number=bare, path=steps))


def _of_articles(text: str, here: Located) -> Iterator[Reference]:
    for match in OF_ARTICLE.finditer(text):
        if not match["this"] and not match["number"]:
            continue
        article = _article(match["number"], here) if match["number"] else replace(here, path=())
        for path in _counts(match["counts"]):
            yield _reference(match, replace(article, path=(*article.path, *path)))
    for form in (OF_SECTION, SECTION_OF):
        for match in form.finditer(text):
            number = match["number"] or here.number.rstrip(UPPER)
            counted = match.groupdict().get("count")
            path = (f"({counted})",) if counted else tuple(STEP.findall(_closed(match["path"])))
            yield _reference(match, replace(here, number=number + match["letter"], path=path))


def _by_articles(text: str, here: Located) -> Iterator[Reference]:
    for match in BY_ARTICLE.finditer(text):
        last = here
        targets = []
        for number in re.findall(rf"{NUMBER}{PATH}|{STEPS}", match["numbers"]):
            last = _step(number, last) if number[0] == "(" else _article(number, here)
            targets.append(last)
        for target in targets[:-1]:
            yield _reference(match, target)
        within = _paths(match)
        for path in within or [()]:
            yield _reference(match, replace(last, path=(*last.path, *path)))


def _by_counts(text: str, here: Located) -> Iterator[Reference]:
    for form in (BY_COUNT, BY_ORDINAL):
        for match in form.finditer(text):
            for path in _paths(match):
                yield _reference(match, replace(here, path=path))


def _relative(text: str, here: Located) -> Iterator[Reference]:
    for match in PRECEDING.finditer(text):
        first = here.path[0].strip("()") if here.path else ""
        back = range(2, 0, -1) if match["two"] else range(1, 2)
        for step in back:
            if first.isdigit() and int(first) > step:
                yield _reference(match, replace(here, path=(f"({int(first) - step})",)))
    for match in THIS.finditer(text):
        yield _reference(match, replace(here, path=()))


def _paths(match: re.Match[str]) -> list[tuple[str, ...]]:
    """The paragraphs that a match names, by number or in words."""
    named = match.groupdict()
    if named.get("counts"):
        return list(_counts(match["counts"]))
    words = re.findall("|".join(ORDINAL), (named.get("ordinals") or "").lower())
    return [(f"({ORDINAL[word]})",) for word in words]


def _step(written: str, before: Located) -> Located:
    """The next of a row: "(3)" in "Article 10 (2) and (3)"."""
    return replace(before, path=(*before.path[:-1], written))


def _reference(match: re.Match[str], target: Located) -> Reference:
    return Reference(start=match.start(), end=match.end(), target=target)


def _article(written: str, here: Located) -> Located:
    """An article as it is written: "1 A (2)" is Article 1A(2)."""
    bare, paren, rest = written.partition("(")
    steps = tuple(STEP.findall(_closed(paren + rest)))
    return replace(here, number="".join(bare.split()), path=steps)


def _closed(path: str) -> str:
    """A path without the spaces that are written between its steps."""
    return "".join(path.split())


def _counts(written: str) -> Iterator[tuple[str, ...]]:
    """Paragraphs as they are written: "2, 3 (a) and (b)" are three, "2 to 4" as well."""
    last: tuple[str, ...] = ()
    through = False
    for count, more in re.findall(rf"({COUNT}|{STEPS})|({MORE})", written):
        if more:
            through = more.strip(" ,") in {"to", "tot", "–", "-"}
            continue
        steps = tuple(STEP.findall(_closed(re.sub(r"^(\d+)", r"(\1)", count))))
        if not steps[0][1].isdigit():
            last = (*last[:-1], *steps)
        else:
            first, current = int(last[0][1:-1]) if last else 0, int(steps[0][1:-1])
            for between in range(first + 1, current) if through else ():
                yield (f"({between})",)
            last = steps
        yield last
        through = False
