"""Sources that are not to leave the machine, whatever chat model answers."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vectorstore.records import Entry


@dataclass(frozen=True, slots=True)
class Private:
    """Patterns of paths, addresses and publishers, as a shell has them: ``*/drafts/*``."""

    patterns: tuple[str, ...] = ()

    def holds(self, entry: Entry) -> bool:
        """Whether a source is one of these."""
        names = [entry.path, entry.url, entry.publisher]
        return any(
            fnmatchcase(name.casefold(), pattern.casefold())
            for pattern in self.patterns
            for name in names
            if name
        )

    def note(self, withheld: int, model: str) -> tuple[str, ...]:
        """What an answer says of the passages that were withheld."""
        if not withheld:
            return ()
        what = "1 passage" if withheld == 1 else f"{withheld} passages"
        return (f"{what} of private sources were not sent to {model}.",)
