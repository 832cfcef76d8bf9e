"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from vectorstore.records import Filters, Kind, SourceClass

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    Command = TypeVar("Command", bound=Callable[..., Any])

CLASSES = click.Choice([one.value for one in SourceClass if one])
KINDS = click.Choice([kind.value for kind in Kind])
DAY = click.DateTime(["%Y-%m-%d"])

index_option = click.option(
    "--index",
    metavar="DIR_OR_URL",
    help="The index: a directory, or the URL of a Chroma server. [ONRECORD_INDEX]",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object and nothing else."
)
llm_option = click.option(
    "--llm",
    metavar="SPEC",
    help="Who answers: extractive (word for word, no model) or a LangChain chat model such as "
    "ollama:llama3.2, openai:gpt-5 or anthropic:claude-sonnet-4-5. [ONRECORD_LLM]",
)

_FILTERS = (
    click.option("--kind", "kinds", multiple=True, type=KINDS, help="Only sources of this kind."),
    click.option(
        "--class",
        "classes",
        multiple=True,
        type=CLASSES,
        help="Only sources that weigh so, for example official ones.",
    ),
    click.option(
        "--publisher", "publishers", multiple=True, metavar="NAME", help="Only this publisher's."
    ),
    click.option("--since", type=DAY, metavar="YYYY-MM-DD", help="Published on or after."),
    click.option("--until", type=DAY, metavar="YYYY-MM-DD", help="Published on or before."),
    click.option(
        "--document", "documents", multiple=True, metavar="ID", help="Only this document."
    ),
    click.option(
        "--language",
        "languages",
        multiple=True,
        metavar="CODE",
        callback=lambda _context, _option, codes: tuple(_language(code) for code in codes),
        help="Only passages in this language: en, nl, fr.",
    ),
)


def filter_options(command: Command) -> Command:
    """Add ``--kind``, ``--publisher``, ``--since``, ``--until``, ``--document``, ``--language``."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


def filters(
    kinds: tuple[str, ...],
    classes: tuple[str, ...],
    publishers: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    documents: tuple[str, ...],
    languages: tuple[str, ...] = (),
) -> Filters:
    """The filters that a command line asked for; a usage error where they exclude everything."""
    if since and until and since > until:
        raise click.UsageError(f"--since {since:%Y-%m-%d} is later than --until {until:%Y-%m-%d}.")
    return Filters(
        kinds=tuple(Kind(kind) for kind in kinds),
        classes=tuple(SourceClass(one) for one in classes),
        publishers=publishers,
        since=since.date() if since else None,
        until=until.date() if until else None,
        documents=documents,
        languages=languages,
    )


def _language(code: str) -> str:
    """A language code as passages bear it; a usage error where it is none."""
    short = code.strip().lower().split("-")[0]
    if not (2 <= len(short) <= 3 and short.isascii() and short.isalpha()):
        raise click.UsageError(f"--language {code!r} is no code of a language, such as en or nl.")
    return short
