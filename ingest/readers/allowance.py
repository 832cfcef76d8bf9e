"""How much the members of an archive may come to, whatever is packed into what."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.errors import ReadError

MEGABYTE = 1_000_000
DEEPEST = 4
MOST_MEMBERS = 20_000
MOST_UNPACKED = 2_000 * MEGABYTE


@dataclass(slots=True)
class Allowance:
    """What is left to be used; shared by everything inside one file."""

    unpacked: int = MOST_UNPACKED
    """Bytes that may still be unpacked."""
    members: int = MOST_MEMBERS
    depth: int = DEEPEST
    """How many levels of archives within archives may still follow."""

    def inner(self) -> Allowance:
        """Go one level down; raises ReadError where that is too deep."""
        if self.depth <= 0:
            raise ReadError(
                f"It is packed {DEEPEST} archives deep.", "Unpack it and ingest what it holds."
            )
        self.depth -= 1
        return self

    def outer(self) -> None:
        """Come back up."""
        self.depth += 1

    def spend(self, size: int) -> None:
        """Count a member of ``size`` bytes; raises ReadError where the bound is passed."""
        self.members -= 1
        self.unpacked -= size
        if self.members < 0:
            raise ReadError(
                f"The archive holds more than {MOST_MEMBERS:,} files.",
                "Unpack it and ingest the folder.",
            )
        if self.unpacked < 0:
            raise ReadError(
                f"The archive unpacks to more than {MOST_UNPACKED / MEGABYTE:,.0f} MB.",
                "Unpack it and ingest the folder, if it is what you meant.",
            )
