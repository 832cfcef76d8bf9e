"""The numbers that lead to a provision: what a paragraph's own marker is, and what it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

POINT = re.compile(
    r"^(?P<marker>\d{1,3}[.)]|\([0-9]{1,3}\)|\(?[a-z]{1,4}\)|\([A-Z]{1,3}\)|[A-Z]\.|[a-z]\."
    r"|[（(][一二三四五六七八九十甲乙丙丁戊己庚辛子丑寅卯]{1,3}[）)])\s*(?=[^\s\d.]|\()"
)
ROMAN = re.compile(r"^[ivx]+$")
POINTS = re.compile(r"\([0-9A-Za-z]{1,4}\)")
INDENT = "-"
DIGITS, TEN = "〇一二三四五六七八九", "十"
ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def arabic(number: str) -> str:
    """A number in our figures, where it is a Chinese one below a hundred."""
    if not number or not set(number) <= set(DIGITS) | {TEN}:
        return number
    tens, ten, ones = number.rpartition(TEN)
    return str(
        (DIGITS.find(tens) if tens else 1) * 10 * bool(ten)
        + max(0, DIGITS.find(ones) if ones else 0)
    )


@dataclass(slots=True)
class _Level:
    """One step on the way to a point: the style of its marker, its label, the how-manieth list."""

    style: str
    label: str
    list: int = 1

    @property
    def shown(self) -> str:
        """The label, and which list it is in where an earlier list had it too."""
        if self.list == 1:
            return self.label
        return f"({_ordinal(self.list)} list){self.label}"


def _ordinal(number: int) -> str:
    if number - 2 < len(ORDINALS):
        return ORDINALS[number - 2]
    ending = "th" if number // 10 % 10 == 1 else ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


@dataclass(slots=True)
class Points:
    """The numbers that lead to a point, outermost first; a style seen before goes on there.

    A label that an earlier list of the same paragraph had is told apart from it.
    """

    before: str = ""
    """The text that came last: what introduces a list ends with a colon."""
    _stack: list[_Level] = field(default_factory=list)
    _seen: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    _lists: dict[tuple[str, ...], int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self._stack)

    @property
    def path(self) -> tuple[str, ...]:
        """The labels, outermost first: ("(1)", "(a)")."""
        return tuple(level.shown for level in self._stack)

    def enter(self, marker: str) -> None:
        """Go to the point that ``marker`` ("1.", "(a)", "B.") begins."""
        style, label = self._style(marker)
        if (style.startswith("1") and self._is_sublist(style, label)) or self._goes_on_below(
            style, label
        ):
            style = f"{style}below"
        styles = [level.style for level in self._stack]
        if style in styles:
            del self._stack[styles.index(style) :]
        self._stack.append(_Level(style, label, self._list(label)))

    def indent(self) -> None:
        """Go to the next item of a list that numbers nothing: a dash, a bullet."""
        last = self._stack.pop() if self._stack and self._stack[-1].style == INDENT else None
        number = int(last.label.rpartition(" ")[2]) + 1 if last else 1
        label = f", indent {number}"
        self._stack.append(_Level(INDENT, label, self._list(label)))

    def close(self) -> None:
        """A heading stands between: what comes next is no point of what came before."""
        self._stack.clear()

    def leave_list(self, *, inner: bool) -> None:
        """Text without a marker: it goes on with the paragraph that the list is part of.

        ``inner`` says that it is an item of its own without a number, below the last point.
        """
        if not inner:
            numbered = bool(self._stack) and self._stack[0].style[0] in "1Ac"
            del self._stack[1 if numbered else 0 :]

    def _list(self, label: str) -> int:
        parent = self.path
        number = self._lists.get(parent, 1)
        seen = self._seen.setdefault((*parent, str(number)), set())
        if label in seen:
            number += 1
            self._lists[parent] = number
            seen = self._seen.setdefault((*parent, str(number)), set())
        seen.add(label)
        return number

    def _label(self, style: str) -> str:
        return next((level.label for level in self._stack if level.style == style), "")

    def _is_sublist(self, style: str, label: str) -> bool:
        """Whether a list begins again at 1 inside a numbered paragraph, as scraped lists do."""
        return label == "(1)" and bool(self._label(style)) and self.before.endswith(":")

    def _goes_on_below(self, style: str, label: str) -> bool:
        inner = self._label(f"{style}below")
        if not inner or label != f"({int(inner[1:-1]) + 1})":
            return False
        outer = f"({int(self._label(style)[1:-1]) + 1})"
        return label != outer or not self.before.endswith(".")

    def _style(self, marker: str) -> tuple[str, str]:
        core = marker.strip("().（）")
        # Typists mix the brackets of two scripts: they tell no two lists apart.
        shape = marker.replace(core, "") if core.isascii() else ""
        if core.isdigit():
            return f"1{shape}", f"({core})"
        if core[0].isdigit() or not core.isascii():
            counted = set(core) <= set(DIGITS) | {TEN} or core.isascii()
            return f"{'c' if counted else 's'}{shape}", f"({core})"
        if core.isupper():
            return f"A{shape}", core if shape == "." else f"({core})"
        roman = ROMAN.match(core) and not self._follows(core, f"a{shape}")
        return f"{'i' if roman else 'a'}{shape}", f"({core})"

    def _follows(self, letter: str, style: str) -> bool:
        """Whether ``letter`` goes on with a row of letters: i after h is no Roman one."""
        return len(letter) == 1 and self._label(style) == f"({chr(ord(letter) - 1)})"
