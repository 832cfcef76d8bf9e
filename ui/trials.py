"""A run of questions from the page: in a thread of its own, telling how far it is, stoppable."""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from time import perf_counter
from typing import TYPE_CHECKING

from ui.render import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from threading import Event

    from assistant.settings import Settings
    from evals.questions import Question
    from evals.results import Result
    from ui.needs import RunQuestions
    from vectorstore.library import Library

SET = "written on the page"
FORMATS = {"report.html": "report", "result.json": "json_out", "answers.csv": "csv_out"}
"""The files of a result, and the writer of each."""


class Stopped(Exception):
    """Somebody has stopped the run."""


def runner(library: Library, settings: Settings) -> RunQuestions:
    """What puts questions to the assistant that the settings describe, and scores its answers.

    The answers are kept while the page is served: a run that was stopped goes on where it was, as
    long as neither its questions nor the sources have changed.
    """
    kept = tempfile.TemporaryDirectory(prefix="onrecord-runs-")

    def run(questions: Sequence[Question], progress: Callable[[int, int], None]) -> Result:
        from evals.evaluate import evaluate
        from evals.index_digest import index_digest
        from evals.score import set_digest

        index = index_digest(library, library.embedder.fingerprint)
        path = Path(kept.name) / f"{index[:16]}-{set_digest(questions)[:16]}.jsonl"
        return evaluate(questions, library, settings, path, sets=[SET], progress=progress)

    return run


def running(
    run: RunQuestions, questions: Sequence[Question], stop: Event
) -> Iterator[tuple[int, int] | Result]:
    """How many questions of how many are answered, again and again; the result at the end.

    Raises Stopped once ``stop`` is set and the question that was being answered is done, and
    whatever the run raises.
    """
    steps: SimpleQueue[tuple[int, int] | None] = SimpleQueue()

    def progress(done: int, total: int) -> None:
        if stop.is_set():
            raise Stopped
        steps.put((done, total))

    with ThreadPoolExecutor(1, "evaluating") as worker:
        made = worker.submit(run, questions, progress)
        made.add_done_callback(lambda _: steps.put(None))
        try:
            yield from iter(steps.get, None)
        finally:
            stop.set()  # if nobody listens any longer, nobody waits for the answers
    yield made.result()


def told(done: int, total: int, began: float) -> str:
    """How far a run is, and how long it may take yet. ``began`` is of ``perf_counter``."""
    left = ""
    if done and done < total:
        seconds = (perf_counter() - began) / done * (total - done)
        left = f", about {_duration(seconds)} left"
    return (
        f'<div class="working"><p>Answering: {done} of {total}{left}</p>'
        f'<progress max="{total}" value="{done}" aria-label="Questions answered"></progress></div>'
    )


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min"


def files(result: Result) -> list[str]:
    """The result as files to be taken away, in the order of ``FORMATS``."""
    from evals.report.written import WRITERS

    # In the page's own folder of files, which only this user can read and which goes with it.
    folder = tempfile.mkdtemp(prefix="evaluation-", dir=os.environ.get("GRADIO_TEMP_DIR"))
    paths = [Path(folder) / name for name in FORMATS]
    for path, writer in zip(paths, FORMATS.values(), strict=True):
        WRITERS[writer](result, path)
    return [str(path) for path in paths]


def note(text: str) -> str:
    """A message that all is well."""
    return f'<p class="note" role="status">{escape(text)}</p>'
