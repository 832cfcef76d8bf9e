"""Whether two names are one person's, as far as the names alone can tell."""

from __future__ import annotations

import re

TITLES = frozenset(
    "mr mrs ms miss dr sir dame lord lady baroness prof professor president vice prime minister "
    "chancellor senator sen representative rep governor gov mayor secretary judge justice chief "
    "general gen colonel col captain the rt hon right honourable commissioner ambassador mp mep "
    "shadow home foreign security deputy former".split()
)
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def same_person(one: str, other: str) -> bool:
    """Whether the names can be one person's: the same surname, and given names that agree.

    "Sir Keir Starmer" and "Mr Starmer" can be; "Ana Ruiz" and "Bo Ruiz" cannot. Never by force: a
    name of titles alone ("the minister") is nobody's.
    """
    ours, theirs = naming(one), naming(other)
    if not ours or not theirs or ours[-1] != theirs[-1]:
        return False
    return all(_agree(a, b) for a, b in zip(ours[:-1], theirs[:-1], strict=False))


def naming(name: str) -> list[str]:
    """The words of a name that are no titles, in lower case; [] where it is titles alone."""
    words = [match.group().casefold().replace("’", "'") for match in WORD.finditer(name)]
    return [word.removesuffix("'s") for word in words if word not in TITLES]


def _agree(one: str, other: str) -> bool:
    """Whether two given names agree: the same, or one the other's initial."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) == 1 and long.startswith(short))
