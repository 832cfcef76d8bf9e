"""The tab in which a person writes questions, runs them, and reads the result."""

from __future__ import annotations

import logging
from collections.abc import Iterator  # noqa: TC003 - gradio resolves an event's hints
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import TYPE_CHECKING, Any

import gradio as gr

from evals.errors import SetError
from ui import question_rows, render, trials
from ui.question_desk import Desk
from ui.trials import Stopped, note
from vectorstore.errors import OnRecordError

if TYPE_CHECKING:
    from evals.results import Result
    from ui.needs import LibraryLike, RunQuestions

log = logging.getLogger(__name__)

SCRIPT = Path(__file__).with_name("questions.js")
SETS = [".csv", ".xlsx", ".xls", ".ods", ".yaml", ".yml", ".jsonl"]
ROWS = "() => window.onrecordQuestions?.() ?? '[]'"
FILE_AND_ROWS = "(file) => [file, window.onrecordQuestions?.() ?? '[]']"
"""What the browser sends: the table as it stands there, alone or with a file."""
TO_THE_RESULT = (
    "() => { document.getElementById('result-head').scrollIntoView(); return onrecordQuestions(); }"
)

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
ONE: dict[str, Any] = {"concurrency_limit": 1, **QUIET}

WRITE = (
    "<h2>Questions</h2><p>How far can the answers on these sources be trusted? Write what the desk "
    "would ask, and where the answer stands; also what the sources do not answer. Draft questions "
    "or load a spreadsheet, correct them, and approve those that you have read.</p>"
)
RUN = (
    "<h2>Result</h2><p>Of the approved questions, on the sources as they are now; or look at one "
    "that was kept.</p>"
)

NOTHING = OnRecordError(
    "There is no result to compare yet.", "Run the questions, or show a result, first."
)
UNREADY = OnRecordError(
    "Something is wrong with an approved question, so none was asked.",
    "Press “Check”: it tells what, and leads to the place.",
)


def evaluate_tab(library: LibraryLike, run: RunQuestions | None = None) -> None:
    """Builds the tab over a library. Without ``run`` questions are written, not answered."""
    desk = Desk(library)
    sent = gr.Textbox(visible=False)
    gr.HTML(WRITE, elem_classes="section", apply_default_css=False)
    with gr.Column():  # the bar stays in sight as long as the table is
        with gr.Row(elem_id="question-bar", elem_classes="toolbar"):
            drafted = gr.Button("Draft from the sources", size="sm")
            loaded = gr.UploadButton("Load a set", file_types=SETS, size="sm")
            added = gr.Button("Write a question", size="sm")
            checked = gr.Button("Check", size="sm")
            approved = gr.Button("Approve all", size="sm")
            kept = gr.Button("Download the questions", size="sm")
            start = gr.Button(
                "Run the approved ones", variant="primary", size="sm", visible=run is not None
            )
        told = gr.HTML(elem_id="problems", apply_default_css=False)
        gr.HTML('<p id="question-count" role="status"></p>', apply_default_css=False)
        table = gr.HTML(
            # No function, which is called as the page loads: it would replace what is written.
            question_rows.table([]),
            elem_id="questions",
            js_on_load=SCRIPT.read_text(encoding="utf-8"),
            apply_default_css=False,
        )
        names = gr.HTML(desk.names, visible="hidden", apply_default_css=False)
    table.change(desk.names, None, names, **QUIET)
    drafted.click(desk.draft, sent, [table, told], js=ROWS, **ONE)
    loaded.upload(desk.load, [loaded, sent], [table, told], js=FILE_AND_ROWS, **ONE)
    added.click(None, None, None, js="() => { onrecordAdd(); }", **QUIET)
    checked.click(desk.check, sent, [table, told], js=ROWS, **ONE)
    approved.click(desk.approve, sent, [table, told], js=ROWS, **ONE)
    file = gr.Textbox(visible=False)
    kept.click(desk.keep, sent, [file, told], js=ROWS, **ONE).then(
        None, file, None, js="(text) => { onrecordKept(text); }", **QUIET
    )
    stop, outcome = _result_part()
    if run is not None:
        trial = Trial(desk, run)
        start.click(trial.run, sent, [start, stop, *outcome], js=TO_THE_RESULT, **ONE)
        stop.click(trial.stop, None, [stop, outcome[0]], **QUIET)


def _result_part() -> tuple[gr.Button, list[Any]]:
    """Builds the lower part; gives its stop button, and the components that a result becomes."""
    from evals.report.html import SCRIPT as REPORT_SCRIPT

    gr.HTML(RUN, elem_id="result-head", elem_classes="section", apply_default_css=False)
    result = gr.State()
    with gr.Row(elem_classes="toolbar"):
        stop = gr.Button("Stop", size="sm", visible=False)
        shown = gr.UploadButton("Show a result.json", file_types=[".json"], size="sm")
        older = gr.UploadButton("Compare with an older one", file_types=[".json"], size="sm")
    progress = gr.HTML(elem_id="progress", apply_default_css=False)
    with gr.Row(elem_classes="toolbar", visible=False) as taken:
        files = [gr.DownloadButton(f"Download {name}", size="sm") for name in trials.FORMATS]
    page = gr.HTML(elem_id="result", js_on_load=REPORT_SCRIPT, apply_default_css=False)
    outcome = [progress, page, result, taken, *files]
    shown.upload(_read, shown, outcome, **ONE)
    older.upload(_compared, [older, result], outcome, **ONE)
    return stop, outcome


class Trial:
    """Runs of the approved questions, one at a time, each to be stopped by who began it."""

    def __init__(self, desk: Desk, run: RunQuestions) -> None:
        self._desk = desk
        self._run = run
        self._stops: dict[str, Event] = {}

    def run(self, text: str, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Yields what the buttons and the result become."""
        idle = gr.update(interactive=True), gr.update(visible=False)
        busy = gr.update(interactive=False), gr.update(visible=True, interactive=True)
        name = request.session_hash or ""
        stop = self._stops[name] = Event()
        for step in self._steps(text, stop):
            if isinstance(step, str):
                yield *busy, *_only(step)
            else:
                yield *idle, *step
        self._stops.pop(name, None)

    def stop(self, request: gr.Request) -> tuple[Any, str]:
        """Stops this person's run after the question that is being answered."""
        if stop := self._stops.get(request.session_hash or ""):
            stop.set()
        return gr.update(interactive=False), note("Stopping after this question …")

    def _steps(self, text: str, stop: Event) -> Iterator[str | tuple[Any, ...]]:
        """How far it is, as HTML; at last what the result's components become."""
        done, began = 0, perf_counter()
        try:
            questions = self._desk.approved(text)
            yield trials.told(0, len(questions), began)
            for step in trials.running(self._run, questions, stop):
                if not isinstance(step, tuple):
                    yield _shown(step)
                    return
                done = step[0]
                if not stop.is_set():
                    yield trials.told(*step, began)
        except Stopped:
            yield _only(note(f"Stopped. {done + 1} questions are answered; run again to go on."))
        except SetError:
            yield _only(render.error(UNREADY))
        except OnRecordError as problem:
            yield _only(render.error(problem))
        # The page outlives any one run: whatever it met, it must say so and go on.
        except Exception:
            log.exception("The questions could not be run")
            yield _only(render.error(render.UNEXPECTED))


def _read(path: str) -> tuple[Any, ...]:
    from evals.results import read_result

    try:
        return _shown(read_result(Path(path)))
    except OnRecordError as problem:
        return _only(render.error(problem))


def _compared(path: str, result: Result | None) -> tuple[Any, ...]:
    from evals.compare import compare
    from evals.results import read_result

    if result is None:
        return _only(render.error(NOTHING))
    try:
        found = compare(result, read_result(Path(path)), Path(path).name)
        return _shown(result.model_copy(update={"comparison": found}))
    except OnRecordError as problem:
        return _only(render.error(problem))


def _shown(result: Result) -> tuple[Any, ...]:
    """What the components of the result become: message, page, state, row of files, files."""
    from evals.report.html import fragment

    files = trials.files(result)
    return (note("Done."), fragment(result), result, gr.update(visible=True), *files)


def _only(message: str) -> tuple[Any, ...]:
    """A message, and everything else as it was."""
    return (message, *(gr.skip() for _ in range(3 + len(trials.FORMATS))))
