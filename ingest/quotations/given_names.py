"""Common given names, by the pronoun that most of their bearers go by.

Only names that say something: those that men and women alike bear ("Alex", "Robin") are left
out, and then a title, a role or nothing decides. The names stand in the list beside this module.
"""

from __future__ import annotations

from pathlib import Path


def _names(section: str) -> frozenset[str]:
    lines = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split("\n")
    following = lines[lines.index(f"[{section}]") + 1 :]
    end = following.index("")
    return frozenset(name for line in following[:end] for name in line.split())


HE = _names("he")
SHE = _names("she")
