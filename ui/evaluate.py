"""The tab in which a person writes questions, corrects drafts, and looks at a run's results."""

from __future__ import annotations

import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import gradio as gr

from vectorstore.errors import OnRecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.needs import LibraryLike
    from vectorstore.library import Library

    Table = Sequence[Sequence[object]]

DRAFTS = 20
HELP = (
    "Draft questions from the sources or load a set, correct them in the table, check, and take "
    "the file: `onrecord eval questions.csv --report report.html` runs it. One gold source a line: "
    "document | exact words."
)


def evaluate_tab(library: LibraryLike) -> None:
    """Builds the tab over a library."""
    from evals.reading.writing import COLUMNS

    quiet: dict[str, Any] = {"api_visibility": "private"}
    gr.Markdown(HELP)
    with gr.Row():
        drafted = gr.Button("Draft from the sources")
        loaded = gr.UploadButton("Load a set", file_types=[".csv", ".yaml", ".jsonl", ".xlsx"])
        checked = gr.Button("Check")
        passed = gr.Button("Approve all")
        taken = gr.DownloadButton("Take the file")
    table = gr.Dataframe(
        headers=list(COLUMNS),
        datatype="str",
        type="array",
        interactive=True,
        wrap=True,
        label="Questions",
        elem_id="questions",
    )
    told = gr.HTML(elem_id="problems", apply_default_css=False)
    shown = gr.UploadButton("Show a result (result.json)", file_types=[".json"])
    result = gr.HTML(elem_id="result", apply_default_css=False)

    drafted.click(lambda: _drafted(library), None, [table, told], **quiet)
    loaded.upload(_loaded, loaded, [table, told], **quiet)
    checked.click(lambda rows: _checked(rows, library), table, told, **quiet)
    passed.click(lambda rows: _approved(rows, library), table, [table, told], **quiet)
    taken.click(_taken, table, [taken, told], **quiet)
    shown.upload(_result, shown, result, **quiet)


def _drafted(library: LibraryLike) -> tuple[Any, str]:
    from evals.drafting import draft
    from evals.editing import rows

    try:
        found = draft(cast("Library", library), DRAFTS)
    except OnRecordError as error:
        return gr.skip(), _problem(error)
    return rows(found), _note(f"{len(found)} drafts. Read each before you approve it.")


def _loaded(path: str) -> tuple[Any, str]:
    from evals.editing import rows
    from evals.questions import Question
    from evals.reading import load_set

    try:
        cases = [case for case in load_set(Path(path)) if isinstance(case, Question)]
    except OnRecordError as error:
        return gr.skip(), _problem(error)
    return rows(cases), _note(f"{len(cases)} questions.")


def _checked(rows: Table, library: LibraryLike) -> str:
    from evals.editing import problems

    found = problems(rows, cast("Library", library))
    if not found:
        return _note("Every question holds together, and its gold stands in the sources.")
    return "".join(f'<p class="problem">{escape(str(one))}</p>' for one in found)


def _approved(rows: Table, library: LibraryLike) -> tuple[Any, str]:
    from evals.editing import approve

    try:
        return approve(rows, cast("Library", library)), _note("Approved.")
    except OnRecordError as error:
        return gr.skip(), _problem(error)


def _taken(rows: Table) -> tuple[Any, str]:
    from evals.editing import as_file

    try:
        return str(as_file(rows, Path(tempfile.mkdtemp(prefix="onrecord-")))), ""
    except OnRecordError as error:
        return gr.skip(), _problem(error)


def _result(path: str) -> str:
    from evals.report.html import fragment
    from evals.results import read_result

    try:
        return fragment(read_result(Path(path)))
    except OnRecordError as error:
        return _problem(error)


def _note(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _problem(error: OnRecordError) -> str:
    return f'<p class="problem">{escape(str(error))} {escape(error.remedy)}</p>'
