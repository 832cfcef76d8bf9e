"""Answers and sources as HTML.

Pure functions. Every word that comes from a source, a model or a person passes through ``escape``
and is never read as HTML or Markdown. A control that opens a source carries where to open it
(``data-document``, ``data-start``, ``data-end``), so those of earlier answers go on working.
"""

from __future__ import annotations

import html
import re
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.answer import COMPUTED, Status
from assistant.attribution import dated
from assistant.instruments import instrument_facts
from vectorstore.errors import OnRecordError
from vectorstore.records import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from assistant.answer import Answer, Citation, Clarification, Considered, Sentence, Step
    from ui.needs import CountsLike
    from vectorstore.records import Document, Entry, Filters, Hit

KIND_NAMES = {
    Kind.ARTICLE: "Article",
    Kind.AGREEMENT: "Agreement",
    Kind.STATISTICS: "Statistics",
}
REACH = 20_000
"""Characters of a source shown on each side of the cited words before the reader asks for more."""

UNEXPECTED = OnRecordError(
    "Something went wrong inside On Record.",
    "Nothing is lost. Ask again; if it happens again, the terminal that runs it says more.",
)

_SURROGATES = re.compile("[\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def escape(text: str) -> str:
    """The text as HTML that shows it and does nothing else, in an element or a quoted attribute."""
    # Half a surrogate pair (left by a broken file) cannot be sent as UTF-8 at all.
    return html.escape(_SURROGATES.sub("\ufffd", text))


def day(when: date | None) -> str:
    """The date as it is written in a sentence: "20 August 2025"."""
    return f"{when.day} {when:%B %Y}" if when else "date not stated"


def count(number: int, noun: str) -> str:
    """The number with its noun: "1 source", "1,234 passages"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def holdings(counts: CountsLike) -> str:
    """How much there is to search: "15 sources, 1,234 passages"."""
    return f"{count(counts.documents, 'source')}, {count(counts.passages, 'passage')}"


def web_address(url: str) -> str:
    """The URL when it is one that a person may follow from a page (http, https), otherwise ""."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme.lower() in {"http", "https"} and parts.netloc else ""


# An exchange: a question and what became of it


def exchange(question: str, body: str, *, scope: str = "", busy: bool = False) -> str:
    """One question with whatever stands beneath it (an answer, a message, a sign of work)."""
    within = f'<p class="scope">Searched only: {escape(scope)}</p>' if scope else ""
    return (
        f'<article class="exchange" aria-busy="{str(busy).lower()}">'
        f'<h2 class="question" dir="auto">{escape(question)}</h2>{within}{body}</article>'
    )


def welcome(counts: CountsLike, examples: Sequence[str]) -> str:
    """What stands where the conversation will be, before the first question."""
    if not counts.documents:
        return no_sources()
    buttons = "".join(
        f'<li><button type="button" class="example" data-question="{escape(example)}">'
        f"{escape(example)}</button></li>"
        for example in examples
    )
    return (
        '<section class="welcome"><h2>Ask, and see who says so</h2>'
        "<p>Every sentence of an answer stands on words in your sources. Follow its number to "
        "read them where they were published.</p>"
        + (f'<ul class="examples">{buttons}</ul>' if buttons else "")
        + "</section>"
    )


def no_sources() -> str:
    """What is said when the index is empty."""
    return (
        '<section class="welcome empty" role="status"><h2>No sources yet</h2>'
        "<p>Add articles, agreements or statistics, and ask about them here.</p>"
        '<p><button type="button" class="plain" data-tab="Sources">Add files in Sources</button>'
        "</p></section>"
    )


def searching(counts: CountsLike) -> str:
    """What is said while nothing is found yet."""
    return _working(f"Searching {count(counts.passages, 'passage')}")


def _working(doing: str) -> str:
    return f'<p class="working" role="status">{escape(doing)}<span aria-hidden="true">…</span></p>'


def error(problem: OnRecordError) -> str:
    """What went wrong and what to do next."""
    remedy = f"<p>{escape(problem.remedy)}</p>" if problem.remedy else ""
    return (
        f'<div class="problem" role="alert"><p><strong>{escape(str(problem))}</strong></p>'
        f"{remedy}</div>"
    )


def scope(filters: Filters) -> str:
    """The filters in words: "agreements; Home Office; since 1 March 2025". "" without filters."""
    plurals = {
        Kind.ARTICLE: "articles",
        Kind.AGREEMENT: "agreements",
        Kind.STATISTICS: "statistics",
    }
    parts = [
        " and ".join(plurals[kind] for kind in filters.kinds),
        " or ".join(filters.publishers),
        f"since {day(filters.since)}" if filters.since else "",
        f"until {day(filters.until)}" if filters.until else "",
        f"in {' or '.join(filters.languages)}" if filters.languages else "",
    ]
    return "; ".join(part for part in parts if part)


def answer(found: Answer) -> str:
    """The answer: its sentences with their citations, then the sources they cite, then notes."""
    if found.clarification is not None:
        return _understood(found) + _asked_back(found.clarification) + _made(found)
    if found.pending and not found.sentences:
        return _understood(found) + _working(found.pending)
    if found.status is Status.NOT_FOUND and not found.sentences:
        return _understood(found) + _not_found(found) + _made(found)
    partly = (
        '<p class="status">Answered in part: the sources do not say the rest.</p>'
        if found.status is Status.PARTLY
        else ""
    )
    return (
        f'{_understood(found)}<div class="answer {found.status}">{partly}'
        f"{''.join(_paragraphs(found))}</div>"
        f"{_working(found.pending) if found.pending else ''}"
        f"{_drawn(found)}{_cited(found.citations)}{_notes(found.notes)}{_origin(found)}{_made(found)}"
    )


def _asked_back(asked: Clarification) -> str:
    buttons = "".join(
        f'<li><button type="button" class="example" data-question="{escape(choice)}">'
        f"{escape(choice)}</button></li>"
        for choice in asked.choices
    )
    return (
        f'<section class="asked-back"><h3>{escape(asked.question)}</h3>'
        f'<ul class="examples">{buttons}</ul></section>'
    )


def _made(found: Answer) -> str:
    """How the answer came about: each step, and every passage looked at with its fate."""
    if found.seconds <= 0 or found.pending:  # it still grows
        return ""
    steps = "".join(f"<li>{escape(_step(step))}</li>" for step in found.steps)
    passages = "".join(_fate(one) for one in found.considered)
    passages = f'<ul class="considered">{passages}</ul>' if passages else ""
    return (
        '<details class="made"><summary>How this answer was made</summary>'
        f'<ol class="steps">{steps}</ol>{passages}</details>'
    )


def _step(step: Step) -> str:
    tokens = step.tokens_in + step.tokens_out
    cost = f", {step.tokens_in:,} + {step.tokens_out:,} tokens" if tokens else ""
    return f"{step.name}: {step.detail} ({1000 * step.seconds:,.0f} ms{cost})"


def _fate(one: Considered) -> str:
    kept = "kept" if one.kept else "dropped"
    return (
        f'<li class="{kept}"><button type="button" class="source-line" '
        f"{_place(one.entry, one.start, one.end)}>"
        f"<span>{_description(one.entry, one.locator)}"
        f'<span class="snippet">{kept.capitalize()}: {escape(one.why)}</span></span></button></li>'
    )


def _understood(found: Answer) -> str:
    if found.standalone_question.strip() in {"", found.question.strip()}:
        return ""
    asked = escape(found.standalone_question)
    return (
        f'<p class="scope">Understood as: {asked} '
        f'<button type="button" class="plain" data-edit="{asked}">Correct this</button></p>'
    )


def _paragraphs(found: Answer) -> Iterator[str]:
    """The sentences in paragraphs, each run of one attribution with it beneath.

    Sentences taken from a source stand apart: set as one paragraph they would read as if nothing
    had stood between them.
    """
    citations = {citation.number: citation for citation in found.citations}
    apart = "<br>" if found.model in {"extractive", COMPUTED} else " "
    for attribution, sentences in groupby(found.sentences, key=lambda s: s.attribution):
        text = apart.join(_sentence(sentence, citations) for sentence in sentences)
        source = f'<small class="attribution">{escape(attribution)}</small>' if attribution else ""
        yield f'<p dir="auto">{text}{source}</p>'


def _sentence(sentence: Sentence, citations: dict[int, Citation]) -> str:
    links = "".join(
        _link(citations[number]) for number in sentence.citations if number in citations
    )
    return f'<span class="sentence">{escape(sentence.text)}{links}</span>'


def _link(citation: Citation) -> str:
    entry = citation.entry
    label = f"Source {citation.number}: {entry.title}, {_provenance(entry)}. Show the words."
    return (
        f'<button type="button" class="citation" {_place(entry, citation.start, citation.end)} '
        f'aria-label="{escape(label)}" title="{escape(_shortened(citation.text, 240))}">'
        f"{citation.number}</button>"
    )


def _cited(citations: Iterable[Citation]) -> str:
    lines = "".join(
        f'<li><button type="button" class="source-line" '
        f"{_place(citation.entry, citation.start, citation.end)}>"
        f'<span class="number">{citation.number}</span>'
        f"<span>{_description(citation.entry, citation.locator)}</span></button></li>"
        for citation in citations
    )
    return f'<ol class="cited" aria-label="Sources of this answer">{lines}</ol>' if lines else ""


def _notes(notes: Sequence[str]) -> str:
    lines = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return f'<ul class="notes" aria-label="Notes">{lines}</ul>' if lines else ""


ORIGINS = {
    "extractive": "Sentences taken word for word from the sources",
    COMPUTED: "Computed from the tables of the sources",
}


def _drawn(found: Answer) -> str:
    """The chart of an answer that was computed, with the cells behind it."""
    if found.figure is None or found.seconds <= 0:  # it still grows
        return ""
    from ui.figures import figure_html

    return figure_html(found.figure)


def _origin(found: Answer) -> str:
    if found.seconds <= 0 or found.pending:  # it still grows
        return ""
    made = ORIGINS.get(found.model, f"Written by {found.model} from the sources")
    return f'<p class="origin">{escape(made)}, {found.seconds:.1f} s</p>'


def _not_found(found: Answer) -> str:
    notes = "".join(f"<p>{escape(note)}</p>" for note in found.notes)
    nearest = "".join(_near(hit) for hit in found.nearest)
    if nearest:
        nearest = f'<h4>What came nearest, without answering</h4><ul class="nearest">{nearest}</ul>'
    return (
        '<section class="not-found"><h3>Not found in these sources</h3>'
        f"{notes or '<p>Nothing in them answers this question.</p>'}{nearest}</section>"
    )


def _near(hit: Hit) -> str:
    passage = hit.passage
    return (
        f'<li><button type="button" class="source-line" '
        f"{_place(hit.entry, passage.start, passage.end)}>"
        f"<span>{_description(hit.entry, passage.locator)}"
        f'<span class="snippet" dir="auto">{escape(_shortened(hit.text, 180))}</span>'
        "</span></button></li>"
    )


def _description(entry: Entry, locator: str) -> str:
    meta = [_provenance(entry), weighed(entry).lower(), locator]
    line = " · ".join(escape(part) for part in meta if part)
    return f'<cite dir="auto">{escape(entry.title)}</cite><span class="meta">{line}</span>'


def weighed(entry: Entry) -> str:
    """What a source is, as a reader weighs it: its class, or its kind where that is unknown."""
    return entry.source_class.value.capitalize() or KIND_NAMES[entry.kind]


def _provenance(entry: Entry) -> str:
    return ", ".join(part for part in (entry.publisher, dated(entry)) if part)


def _place(entry: Entry, start: int, end: int) -> str:
    """Where a control opens a source. The digest tells when the source has changed since."""
    return (
        f'data-document="{escape(entry.id)}" data-start="{start}" data-end="{end}" '
        f'data-digest="{escape(entry.digest)}"'
    )


def _shortened(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


# A source, open at the words


def source(
    document: Document,
    start: int,
    end: int,
    *,
    locator: str = "",
    reach: int = REACH,
    note: str = "",
) -> str:
    """The source with ``document.text[start:end]`` marked.

    At most ``reach`` characters stand on each side of the marked words; where the source has more,
    a button asks for it. ``note`` is said above the text. A span outside the text marks nothing.
    """
    start, end = max(start, 0), min(end, len(document.text))
    if start >= end:
        start, end = 0, 0
    first = _line_start(document.text, start - reach)
    last = _line_end(document.text, end + reach)
    language = f' lang="{document.language}"' if _LANGUAGE.fullmatch(document.language) else ""
    return (
        f"{_masthead(document, locator)}"
        + (f'<p class="changed" role="status">{escape(note)}</p>' if note else "")
        + f'<div class="source-text" tabindex="0" role="region" aria-label="Text of the source"'
        f"{language}>"
        + _more("earlier", document, start, end, reach if first else 0)
        + '<div class="words" dir="auto">'
        + marked(document.text, start, end, first, last)
        + "</div>"
        + _more("later", document, start, end, reach if last < len(document.text) else 0)
        + "</div>"
    )


def marked(text: str, start: int, end: int, first: int, last: int) -> str:
    """``text[first:last]``, a block a line, with ``[start, end)`` in ``<mark>``.

    The text content of the result is exactly that stretch of the text, line ends included.
    """
    lines = []
    at = first
    for line in text[first:last].splitlines(keepends=True):
        head = line[: max(start - at, 0)]
        words = line[len(head) : max(end - at, 0)]
        tail = line[len(head) + len(words) :]
        mark = f"<mark>{escape(words)}</mark>" if words else ""
        blank = ' class="blank"' if not line.strip() else ""
        lines.append(f"<div{blank}>{escape(head)}{mark}{escape(tail)}</div>")
        at += len(line)
    return "".join(lines)


def _line_start(text: str, near: int) -> int:
    return text.rfind("\n", 0, near) + 1 if near > 0 else 0


def _line_end(text: str, near: int) -> int:
    if near >= len(text):
        return len(text)
    found = text.find("\n", near)
    return len(text) if found < 0 else found + 1


def _more(which: str, document: Document, start: int, end: int, reach: int) -> str:
    if not reach:
        return ""
    return (
        f'<p class="more"><button type="button" class="plain" {_place(document, start, end)} '
        f'data-reach="{reach * 10}">Show the {which} text</button></p>'
    )


def _masthead(document: Document, locator: str) -> str:
    facts = {
        "Publisher": escape(document.publisher or "not stated"),
        "Author": escape(document.author),
        "Section": escape(document.section),
        "Published": escape(day(document.published))
        + (f" ({escape(document.dating)})" if document.dating else ""),
        "Updated": escape(day(document.updated)) if document.updated else "",
        **_instrument(document),
        "Where": escape(locator),
        "Link": _anchor(document.url),
        "File": f'<span class="path">{escape(document.path)}</span>' if document.path else "",
        "Licence": escape(document.licence),
        "Caution": escape(document.caution),
    }
    rows = "".join(
        f"<div><dt>{name}</dt><dd>{fact}</dd></div>" for name, fact in facts.items() if fact
    )
    return (
        '<header class="masthead"><button type="button" class="close" data-close '
        'aria-label="Close the source">✕</button>'
        f'<p class="kind">{weighed(document)}</p>'
        f'<h2 tabindex="-1" dir="auto">{escape(document.title)}</h2><dl>{rows}</dl></header>'
    )


def _instrument(document: Document) -> dict[str, str]:
    """What an agreement says of itself."""
    said = document.instrument
    return {
        name.capitalize(): escape(fact) for name, fact in (instrument_facts(said) if said else ())
    }


def _anchor(url: str) -> str:
    address = web_address(url)
    if not address:
        return escape(url)  # shown, so that nothing is hidden, but not a link
    shown = _shortened(address.split("://", 1)[1], 90)
    return (
        f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(shown)}'
        '<span class="sr-only"> (opens in a new window)</span></a>'
    )


def unopened(problem: OnRecordError) -> str:
    """The panel of a source that cannot be shown."""
    return (
        '<header class="masthead"><button type="button" class="close" data-close '
        'aria-label="Close the source">✕</button>'
        f'<h2 tabindex="-1">The source cannot be shown</h2></header>{error(problem)}'
    )
