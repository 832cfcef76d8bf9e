"""What the buttons over the table of questions do: draft, load, check, approve, keep."""

from __future__ import annotations

import logging
from collections.abc import Iterator  # noqa: TC003 - gradio resolves an event's hints
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import gradio as gr

from ui import question_rows, render
from ui.trials import note
from vectorstore.errors import OnRecordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from evals.questions import Question
    from ui.needs import LibraryLike
    from vectorstore.library import Library

    Rows: TypeAlias = list[list[str]]

log = logging.getLogger(__name__)

DRAFTS = 20
WHOLE = "Every question holds together, and its gold stands in the sources."
READING = '<div class="working"><p>Reading the sources for questions<span> …</span></p></div>'


class Desk:
    """The table of one library's questions. Each step takes what the browser has of the table."""

    def __init__(self, library: LibraryLike) -> None:
        self._library = cast("Library", library)

    def names(self) -> str:
        """What the sources may be called in a gold source, for the browser to choose from."""
        try:
            entries = [one.entry for one in self._library.entries()]
        except OnRecordError:
            return ""
        return question_rows.source_names(
            [one.path.replace("\\", "/").rpartition("/")[2] or one.title for one in entries]
        )

    def draft(self, text: str) -> Iterator[tuple[Any, str]]:
        """Adds drafts to the table."""
        yield gr.skip(), READING
        yield self._changed(text, self._with_drafts)

    def load(self, path: str, text: str) -> tuple[Any, str]:
        """Adds the questions of a file to the table."""
        return self._changed(text, lambda rows: _with_file(rows, Path(path)))

    def check(self, text: str) -> tuple[Any, str]:
        """Says what is wrong, at the field and as a list."""
        return self._changed(text, lambda rows: (rows, ""))

    def approve(self, text: str) -> tuple[Any, str]:
        """Approves every row in which nothing is wrong."""

        def change(rows: Rows) -> tuple[Rows, str]:
            from evals.editing import approve

            return approve(rows, self._library), "Approved, where nothing is wrong."

        return self._changed(text, change)

    def keep(self, text: str) -> tuple[str, str]:
        """The table as the text of a CSV file, finished or not; and a message."""
        from evals.editing import as_csv

        try:
            rows = question_rows.sent(text)
        except OnRecordError as problem:
            return "", render.error(problem)
        if not rows:
            return "", note("There is nothing to keep yet.")
        return as_csv(rows), note("“onrecord eval questions.csv --report report.html” runs it too.")

    def approved(self, text: str) -> list[Question]:
        """The questions to be run. Raises SetError where one is wrong, OnRecordError if none is."""
        from evals.editing import questions

        found = questions([row for row in question_rows.sent(text) if question_rows.read(row)])
        if not found:
            raise OnRecordError(
                "No question is approved yet.",
                "Read each question, correct it, and tick “Read and approved”.",
            )
        return found

    def _changed(self, text: str, change: Callable[[Rows], tuple[Rows, str]]) -> tuple[Any, str]:
        """The table after a change, with what is wrong in it, and the message."""
        from evals.editing import problems

        try:
            rows, message = change(question_rows.sent(text))
            wrong = problems(rows, self._library)
        except OnRecordError as problem:
            return gr.skip(), render.error(problem)
        # The page outlives any one table: whatever it met, it must say so and go on.
        except Exception:
            log.exception("The questions could not be worked on")
            return gr.skip(), render.error(render.UNEXPECTED)
        told = note(message) if message else ""
        if wrong:
            told += question_rows.problem_list(wrong)
        elif not message:
            told = note(WHOLE if rows else "There is nothing to check yet.")
        return question_rows.table(rows, wrong), told

    def _with_drafts(self, rows: Rows) -> tuple[Rows, str]:
        from evals.drafting import draft
        from evals.editing import added

        found = draft(self._library, DRAFTS, seed=len(rows))  # others each time
        if not found:
            raise OnRecordError("Nothing in the sources suggests a question.", "Write your own.")
        before = len(rows)
        rows = added(rows, found)
        if len(rows) == before:
            return rows, "Every draft that the sources suggest stands here already."
        new = render.count(len(rows) - before, "draft")
        return (
            rows,
            f"{new} added. They are templates: read and correct each before approving it.",
        )


def _with_file(rows: Rows, path: Path) -> tuple[Rows, str]:
    from evals.editing import added
    from evals.questions import Question
    from evals.reading import load_set

    cases = load_set(path)
    found = [case for case in cases if isinstance(case, Question)]
    message = f"{render.count(len(found), 'question')} loaded from {path.name}."
    if others := len(cases) - len(found):
        message += (
            f" {others} other cases of it (quotations to check, texts) cannot be edited here; "
            "`onrecord eval` runs them."
        )
    return added(rows, found), message
