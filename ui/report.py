"""The check of a draft as one HTML page that can be mailed, printed and read without a mouse.

Nothing in it is fetched: no script, no font, no image.
"""

from __future__ import annotations

from html import escape
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from assistant.attribution import dated
from assistant.figures.claims import FigureVerdict
from assistant.quotes.splice import SEAM
from assistant.quotes.verdict import Verdict
from ui.render import web_address
from vectorstore.records import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.quotes import Check, Match
    from assistant.quotes.draft import DraftCheck, DraftFigure, DraftQuote
    from assistant.quotes.verdict import Finding, Profile

STYLE = Path(__file__).with_name("report.css")
MOST_MATCHES = 4

WORDS = {
    Verdict.VERBATIM: "Verbatim",
    Verdict.NORMALISED: "Right; only marks or spelling differ",
    Verdict.BRACKETED: "Words in brackets",
    Verdict.ALTERED_MINOR: "Small words changed",
    Verdict.ALTERED_MEANING: "Changed in meaning",
    Verdict.PARAPHRASE: "Said in other words",
    Verdict.TRUNCATED: "Cut short",
    Verdict.TRUNCATED_MISLEADING: "Cut so that it misleads",
    Verdict.ELLIPSIS: "Left out, and marked",
    Verdict.ELLIPSIS_MISLEADING: "The ellipsis misleads",
    Verdict.OMISSION_UNMARKED: "Words left out without a mark",
    Verdict.SPLICED: "Spliced",
    Verdict.SPEAKER_CONFIRMED: "Speaker confirmed",
    Verdict.MISATTRIBUTED: "Another’s words",
    Verdict.SPEAKER_QUOTING: "The speaker is quoting somebody",
    Verdict.SPEAKER_UNKNOWN: "Speaker not in the sources",
    Verdict.CONFLICTING: "Sources differ",
    Verdict.SINGLE_SOURCE: "One source",
    Verdict.NOT_FOUND: "Not found in these sources",
}
"""Each finding as an editor would say it."""


FIGURE_WORDS = {
    FigureVerdict.SUPPORTED: "as the tables have it",
    FigureVerdict.ROUNDED: "right when rounded",
    FigureVerdict.PROVISIONAL: "as first announced",
    FigureVerdict.DIFFERS: "the tables have another figure",
    FigureVerdict.NOT_FOUND: "not in the tables here",
}
FIGURE_TONES = {FigureVerdict.DIFFERS: "bad", FigureVerdict.NOT_FOUND: "quiet"}


def draft_report(found: DraftCheck) -> str:
    """The page of a draft's check."""
    name = found.draft.title or found.draft.name
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>Quotations of “{escape(name)}”, checked</title>"
        f"<style>{STYLE.read_text(encoding='utf-8')}</style></head><body>"
        '<a class="skip" href="#quotations">Go to the quotations</a>'
        f"{_header(found, name)}<main>{draft_result(found)}</main>"
        "<footer><p>Made by On Record. It says what these sources have, not what is true. "
        "A quotation that is not found here may stand elsewhere.</p></footer></body></html>"
    )


def draft_result(found: DraftCheck) -> str:
    """The part of the report that the page shows as well: the draft, then each quotation."""
    if not found.quotes:
        return (
            '<section id="quotations"><h2>No quotation was found</h2><p>Nothing in the draft '
            "stands between quotation marks or is attributed to anybody.</p></section>"
            f"{_figures(found)}"
        )
    cards = "".join(_card(n, one, found) for n, one in enumerate(found.quotes, 1))
    return (
        f"{_draft_text(found)}"
        '<section id="quotations" aria-labelledby="quotations-title">'
        f'<h2 id="quotations-title">The quotations</h2>{LEGEND}{cards}</section>{_figures(found)}'
    )


LEGEND = (
    '<p class="legend">In each comparison <del><span class="sr">only in the source: </span>struck '
    'through</del> stands in the source alone, <ins><span class="sr">only in the draft: </span>'
    "underlined</ins> in the draft alone.</p>"
)


def result_line(found: DraftCheck) -> str:
    """What is to be done, in a line, and how many quotations have each verdict."""
    wrong = len(found.mended)
    if not found.quotes:
        told = "No quotation was found"
    elif wrong:
        told = f"{wrong} of {len(found.quotes)} quotations must be mended"
    else:
        told = f"All {len(found.quotes)} quotations stand"
    if found.miscounted:
        told += f"; {len(found.miscounted)} of {len(found.figures)} figures differ from the tables"
    rows = "".join(
        f'<li class="{_tone(verdict, found.profile)}"><span>{WORDS[verdict]}</span> '
        f"<b>{count}</b></li>"
        for verdict, count in found.summary.items()
    )
    return (
        f'<p class="result {"good" if found.passes else "bad"}">{told}</p>'
        f'<ul class="summary" aria-label="How many of each">{rows}</ul>'
        f'<p class="quiet">Searched: {found.documents:,} documents, {found.passages:,} passages. '
        f"Rules: {found.profile.value}.</p>"
    )


def _header(found: DraftCheck, name: str) -> str:
    return (
        f'<header><p class="kicker">Quotation check</p><h1>{escape(name)}</h1>'
        f"{result_line(found)}</header>"
    )


def _draft_text(found: DraftCheck) -> str:
    """The draft with every quotation marked and linked to what was found of it."""
    draft = found.draft
    blocks = []
    for start, end in draft.paragraphs:
        inside = [(n, q) for n, q in enumerate(found.quotes, 1) if start <= q.start < end]
        blocks.append(f"<p>{_marked(draft.text, start, end, inside, found.profile)}</p>")
    return (
        '<section aria-labelledby="draft-title"><h2 id="draft-title">The draft</h2>'
        f'<div class="draft" dir="auto">{"".join(blocks)}</div></section>'
    )


def _marked(
    text: str,
    start: int,
    end: int,
    inside: Sequence[tuple[int, DraftQuote]],
    profile: Profile,
) -> str:
    pieces, at = [], start
    for number, quote in inside:
        if quote.start < at:
            continue
        last = max(quote.start, min(quote.end, end))
        tone = "good" if quote.passes(profile) else _tone(quote.check.verdict, profile)
        pieces.append(escape(text[at : quote.start]))
        pieces.append(
            f'<a class="mark {tone}" href="#q{number}">{escape(text[quote.start : last])}'
            f'<sup><span class="sr">, quotation </span>{number}</sup></a>'
        )
        at = last
    return "".join(pieces) + escape(text[at:end])


def _card(number: int, quote: DraftQuote, found: DraftCheck) -> str:
    one = quote.check
    tone = "good" if quote.passes(found.profile) else _tone(one.verdict, found.profile)
    who = escape(one.speaker) if one.speaker else "nobody named"
    form = "reported of" if quote.form is Form.INDIRECT else "given to"
    return (
        f'<article id="q{number}" class="card {tone}" aria-labelledby="q{number}-title">'
        f'<h3 id="q{number}-title"><span class="number">{number}</span> '
        f'<span class="badge {tone}">{WORDS[one.verdict]}</span></h3>'
        f'<blockquote dir="auto">{escape(one.quote)}</blockquote>'
        f'<p class="quiet">In the draft {form} <b>{who}</b></p>'
        f"{_findings(one, found.profile)}{_matches(one)}</article>"
    )


def _findings(one: Check, profile: Profile) -> str:
    told = sorted(one.findings, key=lambda finding: -finding.kind.gravity)
    rows = "".join(_finding(finding, profile) for finding in told)
    return f'<ul class="findings">{rows}</ul>'


def _finding(finding: Finding, profile: Profile) -> str:
    tone = "quiet" if finding.plain else _tone(finding.kind, profile)
    return (
        f'<li class="{tone}"><b>{WORDS[finding.kind]}.</b> '
        f"{escape(finding.detail[:1].upper() + finding.detail[1:])}.</li>"
    )


def _matches(one: Check) -> str:
    if not one.matches:
        if one.nearest is None:
            return ""
        return (
            '<details class="source"><summary>The nearest there is</summary>'
            f"{_source(one.nearest)}</details>"
        )
    shown = [_match(match) for match in one.matches[:MOST_MATCHES]]
    rest = len(one.matches) - len(shown)
    more = f'<p class="quiet">And in {rest} more sources.</p>' if rest else ""
    return "".join(shown) + more


def _match(match: Match) -> str:
    return (
        f'<section class="match"><h4>{_heading(match)}</h4>'
        f'<p class="diff" dir="auto">{difference(match)}</p>'
        f'<details class="source"><summary>The words in the source</summary>{_source(match)}'
        "</details></section>"
    )


def _heading(match: Match) -> str:
    entry = match.entry
    who = f"<b>{escape(match.speaker)}</b>, in " if match.speaker else ""
    outlet = escape(entry.publisher or "publisher not stated")
    first = ' <span class="tag">primary source</span>' if match.primary else ""
    return f"{who}<cite>{escape(entry.title)}</cite>, {outlet}, {dated(entry)}{first}"


def _source(match: Match) -> str:
    address = web_address(match.entry.url)
    where = f"{escape(match.locator)}. " if match.locator else ""
    if address:
        where += f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(address)}</a>'
    elif match.entry.path:
        # The name alone: the page is mailed, and folders are nobody else's business.
        where += f'<span class="path">{escape(PurePath(match.entry.path).name)}</span>'
    return (
        f'<p class="context" dir="auto">{escape(match.before)}<mark>{escape(match.text)}</mark>'
        f'{escape(match.after)}</p><p class="quiet">{where}</p>'
    )


def difference(match: Match) -> str:
    """The words of the source and of the draft side by side, as HTML."""
    pieces = []
    for kind, *both in match.diff:
        ours, theirs = (escape(" ".join(words.split())) for words in both)
        if kind == "equal":
            pieces.append(theirs or ours)
            continue
        if ours == SEAM:
            seam = '<span class="seam"><span class="sr">joined here to </span>‖</span>'
            pieces.append(seam)
        elif ours:
            pieces.append(f'<del><span class="sr">only in the source: </span>{ours}</del>')
        if theirs:
            pieces.append(f'<ins><span class="sr">only in the draft: </span>{theirs}</ins>')
    return " ".join(pieces)


def _figures(found: DraftCheck) -> str:
    if not found.figures:
        return ""
    rows = "".join(_figure(figure) for figure in found.figures)
    return (
        '<section aria-labelledby="figures-title"><h2 id="figures-title">The figures</h2>'
        f'<ul class="findings">{rows}</ul></section>'
    )


def _figure(figure: DraftFigure) -> str:
    one = figure.check
    tone = FIGURE_TONES.get(one.verdict, "good")
    return (
        f'<li class="{tone}"><b>{escape(one.shown)}: {FIGURE_WORDS[one.verdict]}.</b> '
        f"{escape(one.explanation)}</li>"
    )


def _tone(verdict: Verdict, profile: Profile) -> str:
    """How a finding looks: good, to be looked at, or bad."""
    if profile.passes(verdict):
        return "good"
    return "doubt" if verdict.gravity < Verdict.PARAPHRASE.gravity else "bad"
