"""``onrecord check``: is it what they said, and did they say it."""

from __future__ import annotations

import json

import click

from ui.options import index_option, json_option


@click.command("check", short_help="Check a quotation before it goes to print.")
@click.argument("quote")
@click.option("--speaker", default="", metavar="NAME", help="Who is said to have said it.")
@index_option
@json_option
def command(quote: str, speaker: str, index: str | None, as_json: bool) -> int:
    """Find QUOTE in the sources: what differs, what it was cut from, whose words they are.

    The exit code is 1 when something has to be mended: anything worse than `normalised`.
    """
    from assistant.build import open_library
    from assistant.quotes import check
    from assistant.settings import load_settings

    with open_library(load_settings(index=index)) as library:
        found = check(quote, library, speaker=speaker)
    if as_json:
        from ui.shapes import check_json

        click.echo(json.dumps(check_json(found), ensure_ascii=False))
    else:
        from ui.terminal import show_check

        show_check(found)
    return 0 if found.verdict.stands else 1
