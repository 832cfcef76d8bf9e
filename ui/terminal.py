"""How results look on a terminal. Results go to standard output, all else to standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.answer import Status
from assistant.attribution import dated, stated
from assistant.figures.claims import FigureVerdict
from assistant.instruments import instrument_facts
from assistant.quotes.verdict import Verdict
from ui.versions import changes
from vectorstore.records import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.answer import Answer, Citation, Sentence
    from assistant.figures import FigureAnswer
    from assistant.quotes import Check, Match
    from assistant.quotes.draft import DraftCheck
    from assistant.said import Said
    from ingest.report import Report
    from ui.shapes import Stories
    from vectorstore.holdings import EntrySummary, Version
    from vectorstore.records import Document, Entry, Hit, Passage

# Lines are wrapped only on a terminal: a pipe gets each result on a line of its own.
console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
progress = Console(highlight=False, stderr=True)

EXCERPT = 300
"""Characters of a passage shown in a list."""

PLAIN = "the name"
"""A reason that goes without saying: the very name that was asked for."""

MOST_LISTED = 20


def show_stream(answers: Iterable[Answer]) -> Answer:
    """Print an answer's sentences as they come, then what they rest on; give back the whole."""
    shown = 0
    for last in answers:
        if last.pending and not last.sentences:
            progress.print(Text(f"{last.pending}…", style="dim"))
        for sentence in last.sentences[shown:]:
            console.print(_sentence(sentence))
        shown = len(last.sentences)
    _show_rest(last)
    return last


def _sentence(sentence: Sentence) -> Text:
    marks = "".join(f"[{number}]" for number in sentence.citations)
    text = Text(sentence.text + " ").append(marks, style="bold cyan")
    if sentence.attribution:
        text.append(f" ({sentence.attribution})", style="dim")
    return text


def _show_rest(answer: Answer) -> None:
    if answer.clarification:
        console.print(Text(answer.clarification.question, style="bold yellow"))
        for choice in answer.clarification.choices:
            _indented(Text(choice))
    elif answer.status is Status.NOT_FOUND:
        console.print(Text("Not found.", style="bold yellow"))
    for note in answer.notes:
        console.print(Text(note, style="dim"))
    if answer.citations:
        console.print()
    for citation in answer.citations:
        console.print(_reference(citation))
        _indented(Text(f"“{_excerpt(citation.text)}”", style="italic"))
    if answer.nearest:
        console.print(Text("\nThe nearest passages:", style="dim"))
        show_hits(answer.nearest)


def show_figures(found: FigureAnswer, *, sql: bool = False) -> None:
    """Print a figure with its release, its cells and all that bears on it."""
    from assistant.figures.wording import statement as figure_statement

    if found.outcome is None:
        console.print(Text("Not found.", style="bold yellow"))
        if not found.nearest:
            console.print(Text("No table here is about this.", style="dim"))
        for near in found.nearest:
            console.print(Text(f"Near: {near}.", style="dim"))
        return
    console.print(Text(found.statement, style="bold"))
    told = ", ".join(part for part in (found.publisher, found.release, found.standing) if part)
    console.print(Text(told, style="dim"))
    console.print(Text(found.how))
    for other in found.others:
        why = f" ({other.why})" if other.why else ""
        console.print(Text(f"Another table has: {figure_statement(other.outcome)}{why}"))
        console.print(Text(f"  {other.words}", style="dim"))
    for reading in found.readings:
        console.print(Text(f"Read as “{reading.words}”: {figure_statement(reading.outcome)}"))
    if found.newer:
        console.print(Text(f"Newer in the same table: {figure_statement(found.newer)}"))
    if found.same:
        console.print(Text(f"The same in: {'; '.join(found.same)}.", style="dim"))
    for note in found.notes:
        console.print(Text(note, style="dim"))
    if sql and found.sql:
        console.print(Text(f"\n{found.sql}", style="cyan"))


def _reference(citation: Citation) -> Text:
    text = Text(f"[{citation.number}] ", style="bold cyan")
    text.append(_describe(citation.entry, citation.locator), style="default not bold")
    if citation.entry.url:
        text.append(f"\n    {citation.entry.url}", style="dim not bold")
    return text


def _describe(entry: Entry, locator: str) -> str:
    parts = [entry.title, entry.publisher, dated(entry), locator]
    return ", ".join(part for part in parts if part)


def show_hits(hits: Sequence[Hit]) -> None:
    """Print passages, the best first."""
    if not hits:
        console.print("Nothing found.")
    for hit in hits:
        text = Text(f"{hit.rank}. ", style="bold").append(
            _describe(hit.entry, hit.passage.locator), style="not bold"
        )
        console.print(text)
        _indented(Text(_excerpt(hit.text)))
        for twin in hit.twins:
            _indented(Text(f"also in: {_describe(twin.entry, twin.passage.locator)}", style="dim"))


def _indented(text: Text) -> None:
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, 4)))
    else:
        console.print(Text("    ").append_text(text))


def _excerpt(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= EXCERPT else flat[:EXCERPT].rsplit(" ", 1)[0] + " …"


def show_said(found: Sequence[Said]) -> None:
    """Print quotations: who, the words, where."""
    for one in found:
        who = one.quotation.speaker or "Nobody named"
        role = f", {one.quotation.role}" if one.quotation.role else ""
        console.print(Text(f"{who}{role}", style="bold"))
        marks = "“{}”" if one.quotation.form is not Form.INDIRECT else "{}"
        _indented(Text(marks.format(" ".join(" … ".join(one.parts).split()))))
        _indented(Text(_describe(one.entry, one.locator), style="dim"))
        if one.why not in {"", PLAIN}:
            _indented(Text(f"taken for the same person: {one.why}", style="dim"))
    console.print(Text(f"{len(found)} quotations", style="bold"))


def show_check(found: Check) -> None:
    """Print a check: the verdict, why, and where the words stand, with what differs marked."""
    style = {Verdict.VERBATIM: "bold green", Verdict.NORMALISED: "bold green"}
    verdict = found.verdict
    console.print(Text(verdict.value.replace("_", " "), style=style.get(verdict, "bold red")))
    console.print(Text(found.explanation))
    for match in found.matches[:MOST_LISTED]:
        who = f"{match.speaker}: " if match.speaker else ""
        console.print(Text(f"\n{who}{_describe(match.entry, match.locator)}", style="dim"))
        _indented(_difference(match))


def show_draft(found: DraftCheck) -> None:
    """Print a draft's quotations, each with its verdict, those that must be mended in full."""
    if not found.quotes:
        console.print("No quotation was found in the draft.")
    for number, one in enumerate(found.quotes, 1):
        passes = one.passes(found.profile)
        line = Text(f"{number}. ", style="bold")
        verdict = one.check.verdict.value.replace("_", " ")
        line.append(verdict, style="bold green" if passes else "bold red")
        line.append(f"  {one.check.speaker or 'nobody named'}: “{_excerpt(one.check.quote)}”")
        console.print(line)
        if passes:
            continue
        _indented(Text(one.check.explanation))
        for match in one.check.matches[:1]:
            _indented(_difference(match))
            _indented(Text(_describe(match.entry, match.locator), style="dim"))
    for figure in found.figures:
        claim = figure.check
        if claim.verdict is not FigureVerdict.NOT_FOUND:
            style = "bold red" if claim.verdict is FigureVerdict.DIFFERS else "bold green"
            line = Text(f"{claim.shown}: ").append(claim.verdict.value, style=style)
            console.print(line.append(f"  {claim.explanation}", style="default not bold"))
    if found.quotes:
        told = f"{len(found.mended)} of {len(found.quotes)} quotations must be mended"
        console.print(Text(told, style="bold"))
    if found.miscounted:
        told = f"{len(found.miscounted)} of {len(found.figures)} figures differ from the tables"
        console.print(Text(told, style="bold"))


def _difference(match: Match) -> Text:
    """The words side by side: what the source has struck out of, what the quotation adds."""
    return _marked(match.diff)


def _marked(rows: Iterable[tuple[str, str, str]]) -> Text:
    text = Text()
    for kind, ours, theirs in rows:
        if kind == "equal":
            text.append(" ".join(ours.split()) + " ")
            continue
        if ours:
            text.append(f"[-{' '.join(ours.split())}-]", style="red").append(" ")
        if theirs:
            text.append(f"{{+{' '.join(theirs.split())}+}}", style="green").append(" ")
    return text


def show_report(report: Report) -> None:
    """Print what became of an ingest: counts, documents that are new, every failure."""
    done = (
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, "
        f"{report.duplicates} duplicates, {len(report.failed)} failed in {report.seconds:.1f} s"
    )
    new = [document for document in report.documents if document.outcome in {"added", "updated"}]
    for document in new[:MOST_LISTED]:
        date = f", {document.published}" if document.published else ""
        publisher = f", {document.publisher}" if document.publisher else ""
        line = f"{document.outcome} {document.id} {document.kind}: {document.title}"
        figures = f", {document.observations:,} figures" if document.observations else ""
        console.print(Text(f"{line}{publisher}{date} ({document.passages} passages{figures})"))
        if document.note:
            console.print(Text(f"  {document.note}", style="yellow"))
    if len(new) > MOST_LISTED:
        console.print(f"… and {len(new) - MOST_LISTED} more (onrecord sources list shows all)")
    for removed in report.removed:
        console.print(Text(f"removed {removed.id}: {removed.path} is no more"))
    for failure in report.failed:
        console.print(Text(f"failed {failure.path}: {failure.error}", style="red"))
        if failure.hint:
            console.print(Text(f"  {failure.hint}"))
    console.print(Text(done, style="bold"))


def show_sources(summaries: Sequence[EntrySummary], stories: Stories) -> None:
    """Print the sources as a table; a copy of another says of which."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("ID", "Kind", "Published", "Publisher", "Title", "Passages"):
        table.add_column(heading, overflow="fold")
    copied = any(summary.entry.id in stories for summary in summaries)
    if copied:
        table.add_column("Copy of", overflow="fold")
    for summary in summaries:
        entry = summary.entry
        date = entry.published.isoformat() if entry.published else "–"
        cells = (entry.id, entry.kind.value, date, entry.publisher or "–", entry.title)
        witness = stories.get(entry.id, (entry.id,))[0]
        copy = [Text("" if witness == entry.id else witness)] if copied else []
        table.add_row(*(Text(cell) for cell in cells), str(summary.passages), *copy)
    console.print(table)
    total = sum(summary.passages for summary in summaries)
    console.print(Text(f"{len(summaries)} sources, {total:,} passages", style="bold"))


def show_document(
    document: Document, passages: Sequence[Passage], story: Sequence[str] = ()
) -> None:
    """Print what is known of a document, then its text.

    ``story`` are the ids of all copies of what it tells, the one that stands for them first.
    """
    console.print(Text(document.title, style="bold"))
    others = ", ".join(one for one in story if one != document.id)
    for name, value in (
        ("id", document.id),
        ("kind", document.kind.value),
        ("class", document.source_class.value),
        ("publisher", document.publisher),
        ("author", document.author),
        ("section", document.section),
        ("published", _dated(document)),
        ("updated", stated(document.updated)),
        ("language", _languages(document, passages)),
        *(instrument_facts(document.instrument) if document.instrument else ()),
        ("licence", document.licence),
        ("caution", document.caution),
        ("url", document.url),
        ("path", document.path),
        ("passages", str(len(passages))),
        ("copies", others and f"{others} (one story; {story[0]} stands for it)"),
    ):
        if value:
            console.print(Text(f"{name}: {value}", style="dim"))
    console.print()
    console.print(Text(document.text))


def _languages(document: Document, passages: Sequence[Passage]) -> str:
    """The language of a document, and the others that parts of it are in."""
    spoken = dict.fromkeys([document.language, *(passage.language for passage in passages)])
    return ", ".join(language for language in spoken if language)


def _dated(document: Document) -> str:
    """The day of publication, with how it is known where the source does not state it."""
    day = stated(document.published) or "not stated"
    return f"{day} ({document.dating})" if document.dating else day


def show_history(document: Document, versions: Sequence[Version]) -> None:
    """Print what changed from each earlier version to the one after it, the latest first."""
    console.print(Text(f"\n{len(versions)} earlier versions", style="bold"))
    later = document
    for number, version in zip(range(len(versions), 0, -1), versions, strict=True):
        console.print(
            Text(
                f"\nVersion {number}, until {version.replaced:%d %B %Y %H:%M} UTC ", style="bold"
            ).append(f"(onrecord sources show {document.id} --version {number})", style="not bold")
        )
        found = changes(version.document.text, later.text)
        for change in found:
            _indented(_marked(change.words))
        if not found:
            _indented(Text("The text is the same; its tables are not.", style="dim"))
        later = version.document
