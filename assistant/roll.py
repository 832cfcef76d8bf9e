"""The people whom sources quote, told together across documents, and why.

Names and offices are held against each other by rules that can be read, and every match says what
it rests on. Two bearers of a surname, or two holders of an office at about one time, are no match:
nobody is made one person by force.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.attribution import dated
from assistant.people import naming, same_person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from vectorstore.records import Entry

AROUND = 183
"""Days by which a document that calls somebody by an office may be older or newer."""
OFFICES = frozenset(
    """
minister secretary chancellor president premier governor senator mayor commissioner ambassador
speaker chair chairman chairwoman leader chief director judge justice king queen pope attorney
solicitor spokesman spokeswoman spokesperson general whip nominee
""".split()
)
DETERMINERS = frozenset("the a an our his her their this".split())
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A speaker as one document has it, with what it calls the speaker besides."""

    name: str
    role: str
    entry: Entry


class Roll:
    """Everybody whom the sources quote."""

    def __init__(self, spoken: Iterable[Spoken]) -> None:
        self._spoken = [one for one in spoken if one.name]
        self._names: dict[str, set[tuple[str, ...]]] = {}
        self._holders: dict[tuple[str, ...], list[Spoken]] = {}
        for one in self._spoken:
            parts = naming(one.name)
            if parts:
                self._names.setdefault(parts[-1], set()).add(tuple(parts))
                office = office_of(one.role)
                if office:
                    self._holders.setdefault(office, []).append(one)

    @property
    def names(self) -> list[str]:
        """The speakers' names, each once."""
        return list(dict.fromkeys(one.name for one in self._spoken))

    def why(self, asked: str, said: Spoken) -> str:
        """Why ``said`` is of the person asked for, "" where it is not or cannot be told."""
        if not said.name or not asked.strip():
            return ""
        if asked.casefold().strip() == said.name.casefold():
            return "the name"
        ours, theirs = naming(asked), naming(said.name)
        if ours and theirs:
            return self._by_name(asked, said)
        if ours:
            return self._by_office(asked, said)
        return self._asked_by_office(asked, said)

    def _by_name(self, asked: str, said: Spoken) -> str:
        ours, theirs = naming(asked), naming(said.name)
        if not same_person(asked, said.name):
            return ""
        if ours == theirs:
            return "the same name, titles aside"
        if len(ours) == 1:
            return f"the surname: {said.name}"
        bearers = [parts for parts in self._names.get(ours[-1], ()) if len(parts) > 1]
        if any(not same_person(asked, " ".join(parts)) for parts in bearers):
            return ""  # another bearer of the surname is quoted as well
        return f"nobody else in the sources is called {theirs[-1].capitalize()}"

    def _by_office(self, asked: str, said: Spoken) -> str:
        """The sources quote an office ("the Prime Minister"): whether it was the person's then."""
        holder = self._holder(office_of(said.name), said.entry.published)
        if holder is None or not same_person(asked, holder.name):
            return ""
        return _called(said.name, holder)

    def _asked_by_office(self, asked: str, said: Spoken) -> str:
        """An office is asked for: who is called so there, or at about that time."""
        office = office_of(asked)
        if not office:
            return ""
        if office in {office_of(said.role), office_of(said.name)}:
            return f"called {said.role or said.name} there"
        holder = self._holder(office, said.entry.published)
        if holder is None or not naming(said.name) or not same_person(said.name, holder.name):
            return ""
        return _called(asked, holder)

    def _holder(self, office: tuple[str, ...], when: date | None) -> Spoken | None:
        """The one person whom documents of about ``when`` call by an office; None if not one."""
        if not office or when is None:
            return None
        near = [
            one
            for one in self._holders.get(office, ())
            if one.entry.published and abs((one.entry.published - when).days) <= AROUND
        ]
        if not near or any(not same_person(near[0].name, one.name) for one in near):
            return None
        return min(near, key=lambda one: abs(((one.entry.published or when) - when).days))


def office_of(text: str) -> tuple[str, ...]:
    """The words of an office without "the", in lower case; () where it is none."""
    words = [word.casefold() for word in WORD.findall(text)]
    while words and words[0] in DETERMINERS:
        words = words[1:]
    return tuple(words) if any(word in OFFICES for word in words) else ()


def _called(office: str, holder: Spoken) -> str:
    place = ", ".join(filter(None, (f"“{holder.entry.title}”", dated(holder.entry))))
    return f"{holder.name} is called {' '.join(office_of(office))} in {place}"
