"""``onrecord quotes``: who said what, where, when."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from ui.options import filter_options, filters, index_option, json_option
from vectorstore.records import Form

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from assistant.said import Said
    from vectorstore.library import Library
    from vectorstore.records import Filters

MARKED = (Form.DIRECT, Form.MIXED)


@click.command("quotes", short_help="Look through who said what, where, when.")
@click.option("--speaker", default="", metavar="NAME", help='Only this person\'s: "Chris Philp".')
@click.option("--about", default="", metavar="TEXT", help="Only what was said near this subject.")
@click.option(
    "--form",
    "forms",
    multiple=True,
    type=click.Choice([form.value for form in Form]),
    help="Only this form: whole words (direct), fragments within the writer's sentence (mixed), "
    "reported speech (indirect). If none is named all, and with jsonl direct and mixed.",
)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "csv", "jsonl"]),
    default="text",
    show_default=True,
    help="jsonl: a document a line, with its text and every stretch of speech in it.",
)
@click.option("--oldest-first", is_flag=True, help="In the order in which it was published.")
@filter_options
@index_option
@json_option
def command(
    speaker: str,
    about: str,
    forms: tuple[str, ...],
    shape: str,
    oldest_first: bool,
    index: str | None,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Print the quotations that the sources hold."""
    from assistant.build import open_library
    from assistant.said import by_date, said, similar_speakers
    from assistant.settings import load_settings

    with open_library(load_settings(index=index)) as library:
        found = [
            one
            for one in said(library, speaker, about, filters(**chosen))
            if not forms or one.quotation.form in forms
        ]
        if oldest_first:
            found = by_date(found)
        if speaker and not found:
            tell_nobody(speaker, similar_speakers(library, speaker))
        if shape == "jsonl" and not as_json:
            marked = found if forms else [one for one in found if one.quotation.form in MARKED]
            every = not (speaker or about)
            print_documents(library, marked, filters(**chosen) if every else None)
            return
    if as_json:
        from ui.shapes import said_json

        click.echo(json.dumps({"quotes": [said_json(one) for one in found]}, ensure_ascii=False))
    elif shape == "csv":
        print_table(found)
    else:
        from ui.terminal import show_said

        show_said(found)


def tell_nobody(speaker: str, similar: Sequence[str]) -> None:
    """Say on standard error that nobody of that name is quoted, and who is."""
    near = f" Quoted are, among others: {', '.join(similar)}." if similar else ""
    click.echo(f"Nothing that was asked for is quoted of “{speaker}”.{near}", err=True)


def print_documents(library: Library, found: Sequence[Said], all_of: Filters | None) -> None:
    """A JSON line for each document that holds some of ``found``, or for ``all_of`` those chosen.

    A quotation that narration or a new paragraph breaks gives a record for each of its parts, so
    that "quote" is nothing but the speaker's words.
    """
    by_document: dict[str, list[Said]] = {}
    for one in found:
        by_document.setdefault(one.entry.id, []).append(one)
    names: Collection[str] = by_document
    if all_of is not None:
        names = [summary.entry.id for summary in library.entries(all_of)]
    for name in names:
        document = library.document(name)
        here = sorted(by_document.get(name, []), key=lambda one: one.quotation.start)
        line = {"doc_id": name, "text": document.text, "quotes": list(_stretches(here))}
        click.echo(json.dumps(line, ensure_ascii=False))


def _stretches(found: Iterable[Said]) -> Iterator[dict[str, Any]]:
    for one in found:
        quotation = one.quotation
        for number, (start, end) in enumerate(quotation.parts):
            yield {
                "quote": one.parts[number],
                "start": start,
                "end": end,
                "speaker": quotation.speaker,
                "cue": one.cue,
                "mention": one.mention,
                "role": quotation.role,
                "kind": quotation.form.value,
                "part": [number + 1, len(quotation.parts)],
            }


def print_table(found: Sequence[Said]) -> None:
    """A row for each quotation, with a header row."""
    writer = csv.writer(sys.stdout)
    writer.writerow(("speaker", "role", "quote", "form", "cue", "title", "publisher", "published",
                     "locator", "url", "document_id", "start", "end", "same_person"))  # fmt: skip
    for one in found:
        entry, quotation = one.entry, one.quotation
        writer.writerow((quotation.speaker, quotation.role, one.text, quotation.form.value, one.cue,
                         entry.title, entry.publisher, entry.published or "", one.locator,
                         entry.url, entry.id, quotation.start, quotation.end,
                         one.why))  # fmt: skip
