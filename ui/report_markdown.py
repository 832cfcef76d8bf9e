"""The check of a draft as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.attribution import dated
from ui.report import FIGURE_WORDS, WORDS

if TYPE_CHECKING:
    from assistant.quotes import Match
    from assistant.quotes.draft import DraftCheck, DraftQuote

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
MOST_MATCHES = 4
LEGEND = (
    "In a comparison ~~struck through~~ stands in the source alone, **bold** in the draft alone."
)


def draft_markdown(found: DraftCheck) -> str:
    """The report: counts, then each quotation with its findings and where it stands."""
    name = found.draft.title or found.draft.name
    lines = [f"# Quotations of “{_plain(name)}”, checked", ""]
    if not found.quotes:
        lines += ["No quotation was found in the draft.", ""]
    else:
        wrong = len(found.mended)
        lines += [f"{wrong} of {len(found.quotes)} quotations must be mended.", ""]
        lines += [f"- {WORDS[verdict]}: {count}" for verdict, count in found.summary.items()]
    searched = f"Searched: {found.documents:,} documents, {found.passages:,} passages."
    lines += ["", f"{searched} Rules: {found.profile.value}.", ""]
    if found.quotes:
        lines += [LEGEND, ""]
    for number, quote in enumerate(found.quotes, 1):
        lines += _quote(number, quote)
    if found.figures:
        lines += ["## The figures", ""]
        lines += [
            f"- **{_plain(one.check.shown)}**: {FIGURE_WORDS[one.check.verdict]}. "
            f"{_plain(one.check.explanation)}"
            for one in found.figures
        ]
    return "\n".join(lines).rstrip() + "\n"


def _quote(number: int, quote: DraftQuote) -> list[str]:
    one = quote.check
    who = _plain(one.speaker) or "nobody named"
    lines = [f"## {number}. {WORDS[one.verdict]}", "", f"> {_plain(one.quote)}", ""]
    lines += [f"In the draft: {who}.", ""]
    for finding in sorted(one.findings, key=lambda finding: -finding.kind.gravity):
        lines.append(f"- **{WORDS[finding.kind]}.** {_plain(finding.detail)}.")
    lines.append("")
    for match in one.matches[:MOST_MATCHES]:
        lines += [f"{_where(match)}:", "", f"> {_difference(match)}", ""]
    return lines


def _where(match: Match) -> str:
    entry = match.entry
    parts = [match.speaker, entry.title, entry.publisher, dated(entry), match.locator, entry.url]
    return _plain(", ".join(part for part in parts if part))


def _difference(match: Match) -> str:
    pieces = []
    for kind, *both in match.diff:
        ours, theirs = map(_plain, both)
        if kind == "equal":
            pieces.append(theirs or ours)
            continue
        pieces += [f"~~{ours}~~"] if ours else []
        pieces += [f"**{theirs}**"] if theirs else []
    return " ".join(pieces)


def _plain(text: str) -> str:
    """Text of a source or a draft with nothing in it that Markdown would take for a mark."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
