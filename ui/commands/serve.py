"""``onrecord serve``: the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.options import index_option, llm_option

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.settings import Settings
    from ui.needs import AddFiles, ProgressLike, Remove, ReportLike
    from vectorstore.library import Library


@click.command("serve", short_help="Open the page.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=7860, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--auth",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Who may use the page: a file with a line NAME:PASSWORD for each.",
)
@click.option("--demo", is_flag=True, help="Load the demo sources if the index is empty.")
@llm_option
@index_option
def command(
    host: str, port: int, auth: Path | None, demo: bool, llm: str | None, index: str | None
) -> None:
    """Open the page: ask, follow citations into the sources, add sources.

    Only this machine can reach it unless --host says otherwise; then give --auth too.
    """
    from assistant.build import build_assistant
    from assistant.settings import load_settings

    users = read_users(auth) if auth else None
    settings = load_settings(index=index, llm=llm)
    prepare(settings, demo=demo)
    assistant = build_assistant(settings)

    from ui.check import checked
    from ui.page import build_page, launch
    from ui.trials import runner

    page = build_page(
        assistant,
        add_files=_adder(settings),
        remove=_remover(settings),
        check=lambda text, rules: checked(assistant.library, text, rules),
        settings=settings.told,
        run_questions=runner(assistant.library, settings),
    )
    address = launch(page, host, port, users, wait=False)
    click.echo(f"On Record: {address} (Ctrl-C stops it)", err=True)
    page.block_thread()


def prepare(settings: Settings, *, demo: bool) -> None:
    """Make the index if there is none; with ``demo`` fill an empty one with the demo sources."""
    from assistant.build import open_library
    from vectorstore.errors import IndexMissing

    # Opened for writing only where something is to be written: another process may be ingesting.
    try:
        with open_library(settings) as library:
            empty = not library.counts().documents
    except IndexMissing:
        with open_library(settings, write=True):
            empty = True
    if demo and empty:
        with open_library(settings, write=True) as library:
            _load_demo(library)


def _load_demo(library: Library) -> None:
    from evals.corpora import DEMO
    from ingest.run import ingest

    click.echo("Loading the demo sources …", err=True)
    report = ingest([str(DEMO)], library)
    click.echo(f"{report.added} demo sources loaded in {report.seconds:.1f} s.", err=True)


def _adder(settings: Settings) -> AddFiles:
    """Adds files by opening the library for writing, and only for as long as it takes."""

    def add(paths: Sequence[str], progress: Callable[[ProgressLike], None]) -> ReportLike:
        import platformdirs

        from assistant.build import open_library
        from ingest.run import ingest
        from ui.uploads import keep

        lasting = platformdirs.user_data_path("onrecord") / "uploads"
        with open_library(settings, write=True) as library:
            return ingest(keep(paths, lasting), library, progress=progress)

    return add


def _remover(settings: Settings) -> Remove:
    def remove(document_id: str) -> None:
        from assistant.build import open_library

        with open_library(settings, write=True) as library:
            library.remove(document_id)

    return remove


def read_users(path: Path) -> list[tuple[str, str]]:
    """The names and passwords in a file; a usage error that says which line is wrong."""
    users = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        name, colon, password = line.strip().partition(":")
        if not line.strip():
            continue
        if not (name and colon and password):
            raise click.UsageError(f"{path}, line {number}: must be NAME:PASSWORD.")
        users.append((name, password))
    if not users:
        raise click.UsageError(f"{path} names nobody.")
    return users
