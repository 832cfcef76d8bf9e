"""``onrecord ingest``: from files and URLs to an index."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from ui.options import KINDS, index_option, json_option
from vectorstore.records import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.settings import Settings
    from ingest.crew import Limits
    from ingest.report import Progress, Report
    from vectorstore.library import Library


@click.command("ingest", short_help="Read files, folders and URLs into the index.")
@click.argument("places", nargs=-1, required=True, metavar="PATH_OR_URL...")
@click.option("--kind", type=KINDS, help="What the sources are; found out for each if not given.")
@click.option(
    "--watch",
    is_flag=True,
    help="Go on watching the folders: what is added, changed or removed is taken in. Ctrl-C ends.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=0),
    metavar="N",
    help="Processes that read (default: one a core where there is much to read; 0: none).",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=1),
    metavar="SECONDS",
    default=120.0,
    show_default=True,
    help="How long reading one document may take, beside 10 seconds a megabyte.",
)
@index_option
@json_option
def command(
    places: tuple[str, ...],
    kind: str | None,
    watch: bool,
    workers: int | None,
    time_limit: float,
    index: str | None,
    as_json: bool,
) -> int:
    """Read sources into the index: files, folders (with what is below them), URLs, .jsonl.

    What is unchanged since the last time is skipped, what changed replaces its old version. A file
    that cannot be read is named with the reason, and the rest carried on (exit code 1).
    """
    from assistant.build import open_library
    from assistant.settings import load_settings
    from ingest.crew import Limits

    settings = load_settings(index=index)
    how = _How(Kind(kind) if kind else None, workers, Limits(seconds=time_limit), as_json)
    if watch:
        report = _watch(places, settings, how)
    else:
        with open_library(settings, write=True) as library:
            report = _ingest(places, library, how)
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        from ui.terminal import show_report

        show_report(report)
    return 1 if report.failed else 0


@dataclass(frozen=True, slots=True)
class _How:
    """What the options ask for."""

    kind: Kind | None
    workers: int | None
    limits: Limits
    quiet: bool


def _ingest(places: tuple[str, ...], library: Library, how: _How) -> Report:
    from ingest.run import ingest

    if how.quiet and not sys.stderr.isatty():
        return ingest(places, library, kind=how.kind, workers=how.workers, limits=how.limits)
    with _Bar() as advance:
        return ingest(
            places,
            library,
            kind=how.kind,
            progress=advance,
            workers=how.workers,
            limits=how.limits,
        )


def _watch(places: tuple[str, ...], settings: Settings, how: _How) -> Report:
    """Watch until Ctrl-C; each burst is told on standard error as it is taken in."""
    from ingest.watch import Watch
    from vectorstore.embedding import load_embedder
    from vectorstore.library import Library

    embedder = load_embedder(settings.embedding_model)  # loaded once, not for each burst
    return Watch(
        places=places,
        open_library=lambda: Library.open(settings.index, embedder, write=True),
        told=_tell_burst,
        waiting=lambda error: click.echo(f"Waiting: {error}", err=True),
        kind=how.kind,
        workers=how.workers,
        limits=how.limits,
    ).run()


def _tell_burst(report: Report) -> None:
    for document in report.documents:
        if document.outcome in {"added", "updated"}:
            click.echo(f"{document.outcome} {document.id}: {document.path}", err=True)
    for removed in report.removed:
        click.echo(f"removed {removed.id}: {removed.path} is no more", err=True)
    for failure in report.failed:
        click.echo(f"failed {failure.path}: {failure.error}\n  {failure.hint}", err=True)
    click.echo("Watching; Ctrl-C ends.", err=True)


class _Bar:
    """A progress bar on standard error."""

    def __enter__(self) -> Callable[[Progress], None]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bars

        self.bars = Bars(
            TextColumn("Reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[left]}"),
            TextColumn("{task.fields[path]}", style="dim"),
            console=Console(stderr=True),
            transient=True,
        )
        self.bars.start()
        self.task = self.bars.add_task("", total=None, path="", left="")
        return self._advance

    def _advance(self, progress: Progress) -> None:
        from rich.markup import escape

        self.bars.update(
            self.task,
            completed=progress.done,
            total=progress.total,
            path=escape(progress.path[-50:]),
            left=_spoken(progress.seconds_left),
        )

    def __exit__(self, *_: object) -> None:
        self.bars.stop()


def _spoken(seconds: float | None) -> str:
    """The time left as a person would say it; nothing while it is not known."""
    if seconds is None:
        return ""
    if seconds < 60:
        return "less than a minute left"
    if seconds < 5400:
        return f"about {round(seconds / 60)} min left"
    return f"about {seconds / 3600:.1f} h left"
