"""``onrecord quotes``: who said what, where, when."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from ui.options import filter_options, filters, index_option, json_option

if TYPE_CHECKING:
    from assistant.said import Said
    from vectorstore.library import Library
    from vectorstore.records import Filters


@click.command("quotes", short_help="Look through who said what, where, when.")
@click.option("--speaker", default="", metavar="NAME", help='Only this person\'s: "Chris Philp".')
@click.option("--about", default="", metavar="TEXT", help="Only what was said near this subject.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "jsonl"]),
    default="text",
    show_default=True,
    help="jsonl: a document a line, with its text and all its quotations.",
)
@filter_options
@index_option
@json_option
def command(
    speaker: str, about: str, form: str, index: str | None, as_json: bool, **chosen: Any
) -> None:
    """Print the quotations that the sources hold."""
    from assistant.build import open_library
    from assistant.said import said
    from assistant.settings import load_settings

    with open_library(load_settings(index=index)) as library:
        if form == "jsonl" and not as_json:
            print_documents(library, speaker, filters(**chosen))
            return
        found = said(library, speaker, about, filters(**chosen))
    if as_json:
        from ui.shapes import said_json

        click.echo(json.dumps({"quotes": [said_json(one) for one in found]}, ensure_ascii=False))
    elif form == "csv":
        print_table(found)
    else:
        from ui.terminal import show_said

        show_said(found)


def print_documents(library: Library, speaker: str, chosen: Filters) -> None:
    """A JSON line for each document: its text and the quotations in it."""
    from assistant.people import same_person
    from assistant.said import of_document

    for summary in library.entries(chosen):
        document = library.document(summary.entry.id)
        quotes = [
            {
                "quote": one.text,
                "start": one.quotation.start,
                "end": one.quotation.end,
                "speaker": one.quotation.speaker,
                "cue": one.cue,
                "mention": one.mention,
                "kind": one.quotation.form.value,
            }
            for one in of_document(library, document)
            if not speaker or same_person(speaker, one.quotation.speaker)
        ]
        line = {"doc_id": document.id, "text": document.text, "quotes": quotes}
        click.echo(json.dumps(line, ensure_ascii=False))


def print_table(found: list[Said]) -> None:
    """A row for each quotation, with a header row."""
    writer = csv.writer(sys.stdout)
    writer.writerow(("speaker", "role", "quote", "form", "cue", "title", "publisher", "published",
                     "locator", "url", "document_id", "start", "end"))  # fmt: skip
    for one in found:
        entry, quotation = one.entry, one.quotation
        writer.writerow((quotation.speaker, quotation.role, one.text, quotation.form.value, one.cue,
                         entry.title, entry.publisher, entry.published or "", one.locator,
                         entry.url, entry.id, quotation.start, quotation.end))  # fmt: skip
