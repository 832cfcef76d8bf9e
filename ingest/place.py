"""Where in an agreement the next words stand, and what a lawyer would call that place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ingest.numbering import Points
from ingest.sections import Locator

PREAMBLE = "Preamble"
RULE_UNIT = "para"
CLAUSE = "signature clause"
NOTE = "publisher's note"
TERM = ", “"


@dataclass(slots=True)
class Place:
    """Goes from heading to heading, from number to number; never two provisions in one place.

    An annex or an article whose name came before in the same instrument is told apart from it: by
    its chapter, else by a count ("Annex [2]").
    """

    instrument: str = ""
    annex: str = ""
    division: str = ""
    """A part of an annex or a final act: "Resolution No. 56", "IV"."""
    chapter: str = ""
    unit: str = ""
    number: str = ""
    points: Points = field(default_factory=Points)
    count: int = 0
    """Paragraphs without a number since the last heading that begins a count."""
    articles: bool = False
    """Whether an article has come, in whichever instrument."""
    closing: bool = False
    _annexes: Counter[tuple[str, ...]] = field(default_factory=Counter)
    _numbers: Counter[tuple[str, ...]] = field(default_factory=Counter)
    _qualifier: str = ""

    @property
    def name(self) -> str:
        """The instrument (the first one is not named), annex and division."""
        return joined(self.instrument, self.annex, self.division)

    def begin_instrument(self, name: str, *, preamble: bool) -> None:
        """Another treaty, or the same one in another language; "" for the first."""
        self.instrument, self.annex = name, PREAMBLE if preamble else ""
        self.division = self.chapter = ""
        self._leave()

    def begin_annex(self, name: str) -> None:
        """An annex or a schedule."""
        self._annexes[self.instrument, name] += 1
        times = self._annexes[self.instrument, name]
        self.annex = name if times == 1 else f"{name} [{times}]"
        self.division = self.chapter = ""
        self._leave()

    def begin_division(self, name: str) -> None:
        """A part of what has no articles."""
        self.division = name
        self._leave()

    def begin_chapter(self, name: str) -> None:
        """A chapter: articles are numbered through, so that it is no part of their names."""
        self.chapter = name
        self._leave()

    def begin_article(self, unit: str, number: str) -> None:
        """An article, or what takes its place: an objective, a section."""
        if self.annex == PREAMBLE:
            self.annex = ""
        self.unit, self.number = unit, self._once(unit, number)
        self.points, self.count = Points(), 0
        self.articles, self.closing = True, False

    def begin_rule(self, number: str) -> None:
        """A paragraph of rules, with the number that it bears."""
        self.unit, self.number = RULE_UNIT, number
        self.points = Points()

    def begin_definition(self, term: str) -> None:
        """A term among the definitions of a rule: they are cited by it."""
        self.number = f"{self.number.partition(TERM)[0]}{TERM}{term}”"
        self._numbers[self.name, RULE_UNIT, self.number] += 1
        times = self._numbers[self.name, RULE_UNIT, self.number]
        self.number += f" [{times}]" if times > 1 else ""
        self.points = Points()

    def leave_definition(self) -> None:
        """Back among the definitions of the rule, to none of them."""
        self.number = self.number.partition(TERM)[0]
        self.points = Points()

    def close(self) -> None:
        """What follows are the words above the signatures."""
        if self.annex == PREAMBLE:
            self.annex = ""
        self._leave()
        self.closing = True

    def locator(self, under: str) -> Locator:
        """The locator of what comes now; ``under`` names the place that has no name of its own."""
        path = self.points.path
        if self.closing:
            return Locator(self.instrument, CLAUSE)
        if self.unit or self.number:
            return Locator(joined(self.name, self._qualifier), self.unit, (self.number, *path))
        if path and not self.articles and not self.name:
            return Locator(
                self.name, "paragraph", (path[0].removeprefix("(").removesuffix(")"), *path[1:])
            )
        place = self.name or (self.chapter if self.articles or self.chapter else under)
        return Locator(place, "point" if path else "paragraph", path or (str(self.count),))

    def whole(self) -> str:
        """Which numbered paragraph of an article a point belongs to; "" for the article itself.

        The lettered points of an article without numbered paragraphs belong to all of it, and so
        do those of a rule.
        """
        path = self.points.path
        if not self.number:
            return path[0] if path else str(self.count)
        first = path[0] if path and self.unit != RULE_UNIT else ""
        return "" if first[1:2].islower() or first.startswith(",") else first

    def _leave(self) -> None:
        self.unit = self.number = self._qualifier = ""
        self.points, self.count = Points(), 0
        self.closing = False

    def _once(self, unit: str, number: str) -> str:
        self._qualifier = ""
        self._numbers[self.name, unit, number] += 1
        if self._numbers[self.name, unit, number] == 1:
            return number
        if self.chapter:
            self._qualifier = self.chapter
            self._numbers[self.name, self.chapter, unit, number] += 1
            times = self._numbers[self.name, self.chapter, unit, number]
        else:
            times = self._numbers[self.name, unit, number]
        return number if times == 1 else f"{number} [{times}]"


def joined(*places: str) -> str:
    """Places, the widest first, as one name."""
    return ", ".join(filter(None, places))
