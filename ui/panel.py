"""The source that stands open beside whatever is being done: one for all tabs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.cite import locator_at
from ui import render
from vectorstore.errors import OnRecordError

if TYPE_CHECKING:
    from ui.needs import LibraryLike

SCRIPT = Path(__file__).with_name("panel.js")
CHANGED = "This source has been updated since that answer, so the words it cited are not marked."


def source_panel(library: LibraryLike) -> gr.HTML:
    """The panel. Any control on the page with ``data-document`` opens a source in it."""

    def source(place: dict[str, Any]) -> str:
        return opened(library, place)

    return gr.HTML(
        elem_id="source",
        js_on_load=SCRIPT.read_text(encoding="utf-8"),
        server_functions=[source],
        apply_default_css=False,
    )


def opened(library: LibraryLike, place: dict[str, Any]) -> str:
    """The HTML of the source at a place that the browser names, or of why it cannot be shown.

    ``place`` has ``document``, ``start``, ``end`` and may have ``digest`` (of the source when it
    was cited) and ``reach``. It comes from outside: nothing in it is trusted.
    """
    try:
        document = library.document(str(place.get("document", "")))
        start, end = _number(place, "start"), _number(place, "end")
        changed = place.get("digest") not in {None, "", document.digest}
        if changed:
            start = end = 0
        locator = next(
            (
                locator_at(passage, document.text[passage.start : passage.end], start)
                for passage in library.passages(document.id)
                if passage.start <= start < min(end, passage.end)
            ),
            "",
        )
    except OnRecordError as problem:
        return render.unopened(problem)
    return render.source(
        document,
        start,
        end,
        locator=locator,
        reach=max(_number(place, "reach"), render.REACH),
        note=CHANGED if changed else "",
    )


def _number(place: dict[str, Any], name: str) -> int:
    """A whole number of the place, 0 for anything else."""
    text = str(place.get(name, ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
