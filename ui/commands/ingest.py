"""``onrecord ingest``: from files and URLs to an index."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from ui.options import KINDS, index_option, json_option
from vectorstore.records import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.report import Progress, Report
    from vectorstore.library import Library


@click.command("ingest", short_help="Read files, folders and URLs into the index.")
@click.argument("places", nargs=-1, required=True, metavar="PATH_OR_URL...")
@click.option("--kind", type=KINDS, help="What the sources are; found out for each if not given.")
@index_option
@json_option
def command(places: tuple[str, ...], kind: str | None, index: str | None, as_json: bool) -> int:
    """Read sources into the index: files, folders (with what is below them), URLs, .jsonl.

    What is unchanged since the last time is skipped, what changed replaces its old version. A file
    that cannot be read is named with the reason, and the rest carried on (exit code 1).
    """
    from assistant.build import open_library
    from assistant.settings import load_settings

    with open_library(load_settings(index=index), write=True) as library:
        report = _ingest(places, library, Kind(kind) if kind else None, quiet=as_json)
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        from ui.terminal import show_report

        show_report(report)
    return 1 if report.failed else 0


def _ingest(places: tuple[str, ...], library: Library, kind: Kind | None, *, quiet: bool) -> Report:
    from ingest.run import ingest

    if quiet and not sys.stderr.isatty():
        return ingest(places, library, kind=kind)
    with _bar() as advance:
        return ingest(places, library, kind=kind, progress=advance)


def _bar() -> _Bar:
    return _Bar()


class _Bar:
    """A progress bar on standard error."""

    def __enter__(self) -> Callable[[Progress], None]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        self.bars = Bars(
            TextColumn("Reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[path]}", style="dim"),
            console=Console(stderr=True),
            transient=True,
        )
        self.bars.start()
        self.task = self.bars.add_task("", total=None, path="")
        return self._advance

    def _advance(self, progress: Progress) -> None:
        from rich.markup import escape

        self.bars.update(
            self.task,
            completed=progress.done,
            total=progress.total,
            path=escape(progress.path[-50:]),
        )

    def __exit__(self, *_: object) -> None:
        self.bars.stop()
