"""``onrecord search``: the passages themselves."""

from __future__ import annotations

import json
from typing import Any

import click

from ui.options import filter_options, filters, index_option, json_option


@click.command("search", short_help="Find passages.")
@click.argument("query")
@click.option("-k", "count", default=10, show_default=True, type=click.IntRange(1, 1000))
@filter_options
@index_option
@json_option
def command(query: str, count: int, index: str | None, as_json: bool, **chosen: Any) -> None:
    """Find the passages nearest to QUERY, by sense and by words."""
    from assistant.build import open_library
    from assistant.settings import load_settings

    with open_library(load_settings(index=index)) as library:
        hits = library.search(query, count, filters(**chosen))
    if as_json:
        from ui.shapes import search_json

        click.echo(json.dumps(search_json(query, hits), ensure_ascii=False))
        return
    from ui.terminal import show_hits

    show_hits(hits)
