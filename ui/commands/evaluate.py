"""``onrecord eval``: how far the assistant can be trusted on these sources."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ui.commands.beir import command as _beir
from ui.options import index_option, llm_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.settings import Settings
    from evals.evaluate import Demands
    from evals.judged.run import Bench
    from evals.questions import Case
    from evals.results import Result

FILE = click.Path(exists=True, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


class Evaluations(click.Group):
    """``eval SET…`` is ``eval run SET…``: what is no subcommand is a set."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``run`` before anything that names no subcommand."""
        if args and args[0] not in self.commands and args[0] not in {"-h", "--help"}:
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group("eval", cls=Evaluations, short_help="Measure how far the answers can be trusted.")
def command() -> None:
    """Put question sets to the assistant and score what it answers.

    `onrecord eval SET…` runs sets (.yaml, .jsonl, .csv, .xlsx, .ods, or a BEIR folder);
    `onrecord eval run --help` has all options, `onrecord eval beir FOLDER` measures retrieval.
    """


@command.command("run")
@click.argument("sets", nargs=-1, type=FILE, metavar="SET...")
@click.option("--demo", is_flag=True, help="The shipped sets over the demo sources.")
@click.option("--json", "json_out", type=OUT, metavar="OUT", help="The result as JSON.")
@click.option("--report", type=OUT, metavar="OUT.html", help="A page with plots and every answer.")
@click.option("--csv", "csv_out", type=OUT, metavar="OUT", help="A row a question.")
@click.option("--markdown", type=OUT, metavar="OUT", help="For a pull request or a wiki.")
@click.option("--junit", type=OUT, metavar="OUT", help="JUnit XML, for a CI server.")
@click.option("--ragas", type=OUT, metavar="OUT", help="The answers for ragas, as JSON.")
@click.option("--ragchecker", type=OUT, metavar="OUT", help="The answers for RAGChecker.")
@click.option(
    "--answers",
    type=OUT,
    metavar="FILE",
    help="Where the answers are kept: what is there is not asked again.",
)
@click.option("--compare", type=FILE, metavar="OLD.json", help="An older result to stand beside.")
@click.option("--fail-under", multiple=True, metavar="METRIC=VALUE", help="The least it must be.")
@click.option(
    "--fail-if-worse",
    multiple=True,
    metavar="METRIC:MARGIN",
    help="How much worse than OLD.json it may be, chance aside.",
)
@click.option(
    "--judge",
    metavar="SPEC",
    help="A chat model that judges the answers besides, such as openai:gpt-5: faithfulness, "
    "correctness, relevance. It is calibrated first, and never gates.",
)
@click.option(
    "--judge-times",
    type=click.IntRange(1, 20),
    default=3,
    show_default=True,
    help="How often the judge is asked for each judgement.",
)
@click.option(
    "--parallel", type=click.IntRange(1, 64), help="Questions asked (and judged) at once."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of the resampling.")
@llm_option
@index_option
def run(
    sets: tuple[Path, ...],
    demo: bool,
    index: str | None,
    llm: str | None,
    answers: Path | None,
    parallel: int | None,
    seed: int,
    **options: Any,
) -> int:
    """Put the questions of SET… to the assistant, score the answers, report.

    The exit code is 1 when a question failed, a threshold was missed, or a judge gave out.
    """
    from assistant.settings import load_settings
    from evals.evaluate import How, evaluate
    from evals.reading import Understood, read_sets, told_where

    if folders := [path for path in sets if path.is_dir()]:
        return _retrieval(folders[0], index, options["json_out"])
    demands, bench = _demands(options), _bench(options, load_settings(llm=llm), parallel)
    with _sources(demo, index) as (place, shipped):
        paths = list(sets)
        if not paths and not shipped:
            raise click.UsageError("Name a question set, or --demo for the shipped ones.")
        read = read_sets(sets) if sets else Understood()
        settings = load_settings(index=place, llm=llm)
        with (
            told_where(read.origins),
            _opened(settings) as library,
            _kept(answers) as path,
            _bars() as bar,
        ):
            result = evaluate(
                [*read.cases, *shipped],
                library,
                settings,
                path,
                sets=[*(path.name for path in paths), *(["the shipped sets"] if demo else [])],
                demands=demands,
                how=How(
                    seed=seed,
                    parallel=parallel or 0,
                    judge=replace(bench, progress=bar("Judging")) if bench else None,
                ),
                progress=bar("Asking"),
            )
    _write(result, options)
    return 0 if result.passes else 1


def _retrieval(folder: Path, index: str | None, json_out: Path | None) -> int:
    """A folder among the sets: a retrieval data set, with which none of the other options goes."""
    from click.core import ParameterSource

    context = click.get_current_context()
    given = {
        name
        for name in context.params
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    if given - {"sets", "index", "json_out"} or len(context.params["sets"]) > 1:
        raise click.UsageError(
            f"{folder} is a retrieval data set: it is measured by itself, and of these options "
            "only --index and --json go with it. `onrecord eval beir --help` has its own."
        )
    where = Path(index) if index else None
    done: int = context.invoke(_beir, folder=folder, index=where, json_out=json_out)
    return done


def _demands(options: dict[str, Any]) -> Demands:
    from evals.evaluate import Demands
    from evals.gates import Floor, NoWorse

    return Demands(
        compare=options["compare"],
        floors=tuple(Floor.parse(text) for text in options["fail_under"]),
        no_worse=tuple(NoWorse.parse(text) for text in options["fail_if_worse"]),
    )


@contextmanager
def _sources(demo: bool, index: str | None) -> Iterator[tuple[str | None, list[Case]]]:
    """The index to ask, and the cases that go with it."""
    if not demo:
        yield index, []
        return
    from evals.shipped import demo_index, shipped_cases

    with demo_index(index) as place:
        yield place, shipped_cases()


@contextmanager
def _opened(settings: Any) -> Iterator[Any]:
    from assistant.build import open_library

    with open_library(settings) as library:
        yield library


@contextmanager
def _kept(answers: Path | None) -> Iterator[Path]:
    """Where the answers are kept; where they can be found again is told when a run is stopped."""
    if answers is None:
        from datetime import UTC, datetime

        import platformdirs

        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        answers = platformdirs.user_data_path("onrecord") / "runs" / f"{stamp}.jsonl"
    try:
        yield answers
    except BaseException:
        if answers.exists():
            click.echo(f"To go on where this stopped: --answers {answers}", err=True)
        raise
    click.echo(f"The answers are kept in {answers}", err=True)


@contextmanager
def _bars() -> Iterator[Callable[[str], Callable[[int, int], None] | None]]:
    """What makes a bar of a name; none where nobody looks on."""
    if not sys.stderr.isatty():
        yield lambda _name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:

        def bar(name: str) -> Callable[[int, int], None]:
            task = bars.add_task(name, total=None, visible=False)
            return lambda done, total: bars.update(task, completed=done, total=total, visible=True)

        yield bar


def _bench(options: dict[str, Any], settings: Settings, parallel: int | None) -> Bench | None:
    """The judge that was asked for; its model is loaded, and nothing sent."""
    import platformdirs

    from assistant.models import load_chat_model
    from evals.judged.run import Bench, without_judge
    from vectorstore.errors import ModelError

    spec = options["judge"]
    if spec is None:
        return None
    try:
        model = load_chat_model(spec)
    except ModelError as error:
        raise without_judge(error) from error
    if model is None:
        raise click.UsageError("--judge names a chat model, such as openai:gpt-5.")
    return Bench(
        model=model,
        calibrated=platformdirs.user_data_path("onrecord") / "judges" / "calibration.jsonl",
        times=options["judge_times"],
        parallel=parallel or 0,
        tokens=settings.tokens_per_question,
        tell=lambda message: click.echo(message, err=True),
    )


def _write(result: Result, options: dict[str, Any]) -> None:
    from evals.report.terminal import show
    from evals.report.written import WRITERS

    for name, writer in WRITERS.items():
        if path := options.get(name):
            writer(result, path)
            click.echo(f"Written: {path}", err=True)
    show(result)


@command.command("schema")
def schema() -> None:
    """Print the JSON Schema of question sets."""
    from evals.questions import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@command.command("metrics")
def metrics() -> None:
    """Print every metric with its definition and source, as Markdown."""
    from evals.report.metrics_page import page

    click.echo(page(), nl=False)


command.add_command(_beir)


@command.command("new")
@click.argument("out", type=OUT)
@click.option("--count", type=click.IntRange(1, 1000), default=30, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True, help="Which ones are chosen.")
@index_option
def new(out: Path, count: int, seed: int, index: str | None) -> None:
    """Draft a question set from the index into OUT (.yaml, .jsonl or .csv).

    Each draft has the exact words of a source that answer it, and the tag `draft`: read it, correct
    it, take the tag off.
    """
    from assistant.settings import load_settings
    from evals.drafting import draft
    from evals.reading.writing import write_set

    if out.exists():
        raise click.UsageError(f"{out} is there already; name another file.")
    with _opened(load_settings(index=index)) as library:
        questions = draft(library, count, seed=seed)
    if not questions:
        raise click.ClickException("Nothing in the sources suggests a question: write your own.")
    write_set(questions, out)
    click.echo(f"{len(questions)} drafts in {out}: read, correct, take the tag “draft” off.")
