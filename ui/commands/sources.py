"""``onrecord sources``: what the index holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from ui.options import filter_options, filters, index_option, json_option

if TYPE_CHECKING:
    from vectorstore.library import Library


@click.group("sources", short_help="List, show and remove what the index holds.")
def command() -> None:
    """List, show and remove the sources that the index holds."""


@command.command("list")
@filter_options
@index_option
@json_option
def list_sources(index: str | None, as_json: bool, **chosen: Any) -> None:
    """List the sources."""
    with _library(index) as library:
        summaries = library.entries(filters(**chosen))
        stories = library.stories()
    if as_json:
        from ui.shapes import summary_json

        shown = {"sources": [summary_json(summary, stories) for summary in summaries]}
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    from ui.terminal import show_sources

    show_sources(summaries, stories)


@command.command("show")
@click.argument("document_id", metavar="ID")
@click.option("--history", is_flag=True, help="Earlier versions, and what changed between them.")
@click.option(
    "--version",
    metavar="N",
    help="The text of one version: 1 is the oldest; or the beginning of the digest that a citation "
    "gives.",
)
@index_option
@json_option
def show_source(
    document_id: str, history: bool, version: str | None, index: str | None, as_json: bool
) -> None:
    """Show one source: what is known of it, and its text."""
    from ui.shapes import copies_json, entry_json, history_json
    from ui.versions import version_of

    with _library(index) as library:
        document = library.document(document_id)
        passages = library.passages(document_id)
        versions = library.history(document_id)
        stories = library.stories()
    number = len(versions) + 1
    if version is not None:
        number, shown_version = version_of(document, versions, version)
        # Passages are kept of what is searched; an earlier version's text is kept whole.
        passages = passages if shown_version is document else []
    else:
        shown_version = document
    if as_json:
        shown = {
            **entry_json(shown_version),
            "version": number,
            "versions": len(versions) + 1,
            **copies_json(document_id, stories),
            "text": shown_version.text,
            "passages": [
                {
                    "start": passage.start,
                    "end": passage.end,
                    "locator": passage.locator,
                    "language": passage.language,
                }
                for passage in passages
            ],
            **({"history": history_json(document, versions)} if history else {}),
        }
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    from ui.terminal import show_document, show_history

    if number <= len(versions):
        click.echo(f"Version {number} of {len(versions) + 1}: replaced, no answer rests on it.")
    show_document(shown_version, passages, stories.get(document_id, ()))
    if history:
        show_history(document, versions)


@command.command("remove")
@click.argument("document_ids", nargs=-1, required=True, metavar="ID...")
@index_option
def remove_sources(document_ids: tuple[str, ...], index: str | None) -> None:
    """Take sources out of the index; the files they were read from stay where they are."""
    with _library(index, write=True) as library:
        titles = {name: library.document(name).title for name in dict.fromkeys(document_ids)}
        for name, title in titles.items():
            library.remove(name)
            click.echo(f"Removed {name}: {title}")


def _library(index: str | None, *, write: bool = False) -> Library:
    """The library without its embedding model, which listing and removing do not need."""
    from assistant.settings import load_settings
    from vectorstore.library import Library

    return Library.open(load_settings(index=index).index, write=write)
