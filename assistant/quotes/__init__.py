"""Checking a quotation: where it stands, what differs, who said it, and in how many sources."""

from assistant.quotes.check import Check, Desk, Match, check, desk_of
from assistant.quotes.verdict import Finding, Profile, Verdict

__all__ = ["Check", "Desk", "Finding", "Match", "Profile", "Verdict", "check", "desk_of"]
