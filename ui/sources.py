"""The sources tab: what the index holds, adding files, removing."""

from __future__ import annotations

import logging
from collections.abc import Iterator  # noqa: TC003 - gradio resolves an event's hints
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui import listing, render
from vectorstore.errors import OnRecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.needs import AddFiles, LibraryLike, ProgressLike, Remove


log = logging.getLogger(__name__)

SCRIPT = Path(__file__).with_name("sources.js")


def sources_tab(
    library: LibraryLike, add_files: AddFiles, remove: Remove, holdings: gr.State
) -> None:
    """Builds the tab inside the surrounding Blocks. A change of ``holdings`` renews the list."""
    upload = gr.File(file_count="multiple", label="Add files", elem_id="upload", height=150)
    outcome = gr.HTML(elem_id="outcome", apply_default_css=False)
    wanted = gr.Textbox(
        label="Find a source", placeholder="Part of a title or a publisher", elem_id="wanted"
    )
    table = gr.HTML(
        lambda: listed(library, ""),
        elem_id="sources",
        js_on_load=SCRIPT.read_text(encoding="utf-8"),
        apply_default_css=False,
    )

    def added(paths: list[str], wanted: str) -> Iterator[tuple[Any, Any, Any]]:
        """Yields what the upload field, the message and the list become."""
        for message in adding(add_files, paths or []):
            yield gr.skip(), message, gr.skip()
        yield None, gr.skip(), listed(library, wanted)

    def removed(event: gr.EventData, wanted: str) -> tuple[str, str]:
        return removal(remove, str(event.document)), listed(library, wanted)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    upload.upload(added, [upload, wanted], [upload, outcome, table], concurrency_limit=1, **quiet)
    table.confirmed(removed, wanted, [outcome, table], concurrency_limit=1, **quiet)
    for changed in (wanted.change, holdings.change):
        changed(lambda text: listed(library, text), wanted, table, **quiet)


def listed(library: LibraryLike, wanted: str) -> str:
    """The table of sources that match, or why there is none."""
    try:
        return listing.sources(library.entries(), wanted or "")
    except OnRecordError as problem:
        return render.error(problem)


def adding(add_files: AddFiles, paths: Sequence[str]) -> Iterator[str]:
    """Adds the files, saying how far it has come, then what became of them."""
    steps: SimpleQueue[ProgressLike | None] = SimpleQueue()
    with ThreadPoolExecutor(1, "adding files") as worker:
        made = worker.submit(add_files, paths, steps.put)
        made.add_done_callback(lambda _: steps.put(None))
        for step in iter(steps.get, None):
            yield listing.progress(step)
    try:
        yield listing.report(made.result())
    except OnRecordError as problem:
        yield render.error(problem)
    # The page outlives any one upload: whatever it met, it must say so and go on.
    except Exception:
        log.exception("Files could not be added")
        yield render.error(render.UNEXPECTED)


def removal(remove: Remove, document_id: str) -> str:
    """Removes the document; says so, or why not."""
    try:
        remove(document_id)
    except OnRecordError as problem:
        return render.error(problem)
    return '<div class="report" role="status"><p><strong>Removed.</strong></p></div>'
