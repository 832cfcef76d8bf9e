"""Checking a quotation: where it stands, what differs, who said it, and in how many sources."""

from assistant.quotes.check import Check, Match, check
from assistant.quotes.verdict import Finding, Verdict

__all__ = ["Check", "Finding", "Match", "Verdict", "check"]
