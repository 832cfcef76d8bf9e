"""The check tab: a draft is pasted, and every quotation in it is held against the sources."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.quotes import Profile
from assistant.quotes.draft import check_draft, draft_of
from ui import render
from ui.report import STYLE, draft_result, result_line
from vectorstore.errors import OnRecordError

if TYPE_CHECKING:
    from ui.needs import CheckDraft
    from vectorstore.library import Library

log = logging.getLogger(__name__)

INSIDE = (
    ":scope { color: var(--ink); background: var(--paper); padding: 1rem; border-radius: 6px; } "
    ".findings { padding-left: 1.2rem !important; list-style: disc; } "
    ".result, .summary, .findings, blockquote, .diff, .context { margin-block: 0.6rem !important; }"
)
"""The report keeps its own paper and ink on a dark page."""

PROFILES = [
    ("Strict: nothing may change but a marked ellipsis", Profile.STRICT.value),
    ("Lenient: grammar may be tidied", Profile.LENIENT.value),
]


def check_tab(check: CheckDraft) -> None:
    """Builds the tab inside the surrounding Blocks; ``check`` is :func:`checked` of a library."""
    draft = gr.Textbox(
        label="Your draft",
        placeholder="Paste a text. Every quotation in it is looked up in the sources.",
        lines=8,
        max_lines=24,
        elem_id="draft",
    )
    profile = gr.Radio(PROFILES, value=Profile.STRICT.value, label="Rules", elem_id="profile")
    start = gr.Button("Check the quotations", variant="primary", elem_id="check")
    outcome = gr.HTML(elem_id="checked", apply_default_css=False)
    quiet: dict[str, Any] = {"api_visibility": "private", "concurrency_limit": 1}
    start.click(check, [draft, profile], outcome, **quiet)


def checked(library: Library, text: str, rules: str) -> str:
    """What was found of a pasted draft, as HTML; or what is wrong with it."""
    try:
        found = check_draft(draft_of(text or ""), library, profile=Profile(rules))
    except OnRecordError as problem:
        return render.error(problem)
    # The page outlives any one draft: whatever it met, it must say so and go on.
    except Exception:
        log.exception("A draft could not be checked")
        return render.error(render.UNEXPECTED)
    style = STYLE.read_text(encoding="utf-8")
    return (
        f"<style>@scope (.quote-report) {{ {style} {INSIDE} }}</style>"
        f'<div class="quote-report" role="status">{result_line(found)}{draft_result(found)}</div>'
    )
