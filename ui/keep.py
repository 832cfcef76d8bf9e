"""Keeping a conversation: a format, a button, a file to download."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.export import Conversation, exported

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ui.chat import Exchange

NAMES = {
    "Markdown": ".md",
    "Word": ".docx",
    "Record to audit (JSON)": ".json",
    "Sources as BibTeX": ".bib",
    "Sources as CSL JSON": ".csl",
}


def keep_row(past: gr.State, settings: Mapping[str, str]) -> None:
    """Builds the choice of a format and its button; ``past`` holds the exchanges."""
    with gr.Accordion("Keep this conversation", open=False, elem_id="keep"), gr.Row():
        form = gr.Dropdown(list(NAMES), value="Markdown", show_label=False, container=False)
        save = gr.Button("Make the file", size="sm", scale=0, elem_id="save")
        kept = gr.DownloadButton("Download", size="sm", scale=0, visible=False, elem_id="kept")
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

    def written(past: Sequence[Exchange], form: str) -> Any:
        path = file_of(past, NAMES[form], settings)
        return gr.update(value=str(path), label=f"Download {path.name}", visible=True)

    save.click(written, [past, form], kept, **quiet)
    form.change(lambda: gr.update(visible=False), None, kept, **quiet)


def file_of(past: Sequence[Exchange], suffix: str, settings: Mapping[str, str]) -> Path:
    """The answered exchanges of a conversation as a file of their own in a new folder."""
    answers = tuple(exchange.answer for exchange in past if exchange.answer is not None)
    data = exported(Conversation(answers=answers, settings=settings), suffix)
    # In the page's own folder of files, which only this user can read and which goes with it.
    folder = tempfile.mkdtemp(prefix="conversation-", dir=os.environ.get("GRADIO_TEMP_DIR"))
    path = Path(folder) / f"conversation{suffix}"
    path.write_bytes(data)
    return path
