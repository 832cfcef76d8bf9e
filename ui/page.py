"""The page: its tabs, and the source that stands open beside them.

A tab is a function that builds itself from what it needs, in a module of its own. To add one, write
that function and name it in ``build_page``.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Read by gradio, its client and the hub's: nothing is told to anybody about this page.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import gradio as gr
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from ui import render
from ui.chat import chat_tab
from ui.check import check_tab
from ui.evaluate import evaluate_tab
from ui.needs import AddFiles, AssistantLike, CheckDraft, LibraryLike, Remove, RunQuestions
from ui.panel import source_panel
from ui.privacy import PrivatePage
from ui.sources import sources_tab
from vectorstore.errors import OnRecordError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["AddFiles", "AssistantLike", "LibraryLike", "Remove", "build_page", "launch"]

STYLES = [Path(__file__).with_name(name) for name in ("style.css", "evaluate.css")]
EXAMPLES = (
    "How many Iraqis arrived by small boat in the year to March 2025, and who says so?",
    "What did Chris Philp say about the returns deal with Iraq?",
    "What does Article 33 of the Refugee Convention say, and what is the exception?",
    "How much did the Rwanda scheme cost?",
    "Which day had the most small-boat arrivals?",
)
LARGEST_UPLOAD = "250mb"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def build_page(
    assistant: AssistantLike,
    *,
    add_files: AddFiles,
    remove: Remove,
    examples: Sequence[str] = EXAMPLES,
    settings: Mapping[str, str] | None = None,
    check: CheckDraft | None = None,
    run_questions: RunQuestions | None = None,
) -> gr.Blocks:
    """The page over an assistant.

    ``add_files(paths, progress)`` reads files into the library that the assistant answers from and
    reports; ``remove(document_id)`` takes one out. Both may raise an OnRecordError, such as
    IndexLocked, which the page then shows. ``settings`` stand in what is kept of a conversation.
    ``check(text, profile)`` tells what was found of a draft, as HTML; without it there is no tab.
    ``run_questions(questions, progress)`` evaluates; without it questions are only written.
    """
    library = assistant.library
    _keep_uploads_private()  # before any component is made: each keeps its files where it was then
    page: gr.Blocks = gr.Blocks(title="On Record", analytics_enabled=False, fill_width=True)
    with page:
        holdings = gr.State(lambda: _holdings(library))
        header = gr.HTML(lambda: _header(library), elem_id="masthead", apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="work"), gr.Tabs(elem_id="tabs"):
                with gr.Tab("Chat"):
                    chat_tab(assistant, examples, holdings, settings or {})
                if check is not None:
                    with gr.Tab("Check"):
                        check_tab(check)
                with gr.Tab("Sources"):
                    sources_tab(library, add_files, remove, holdings)
                with gr.Tab("Evaluate", elem_id="evaluate"):
                    evaluate_tab(library, run_questions)
            source_panel(library)
        _watch(library, holdings, header)
    return page


def _watch(library: LibraryLike, holdings: gr.State, header: gr.HTML) -> None:
    """Keeps ``holdings`` true, whoever adds or removes; the tabs renew themselves upon it."""
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

    def seen(before: object) -> object:
        now = _holdings(library)
        return gr.skip() if now == before else now

    gr.Timer(3).tick(seen, holdings, holdings, **quiet)
    holdings.change(lambda: _header(library), None, header, **quiet)


def _holdings(library: LibraryLike) -> tuple[int, int] | str:
    """How many documents and passages there are, or why that cannot be said."""
    try:
        counts = library.counts()
    except OnRecordError as problem:
        return str(problem)
    return counts.documents, counts.passages


def _header(library: LibraryLike) -> str:
    try:
        held = render.holdings(library.counts())
    except OnRecordError:
        held = "the sources cannot be read"
    return (
        "<header><h1>On Record</h1><p>Answers on migration policy, cited to the very words they "
        f'rest on. <span class="held">{held}.</span></p></header>'
    )


def launch(
    page: gr.Blocks,
    host: str = "127.0.0.1",
    port: int = 7860,
    auth: Sequence[tuple[str, str]] | None = None,
    *,
    wait: bool = True,
) -> str:
    """Serves the page on that host and port only, and returns its address.

    With ``wait`` it returns when the server is stopped. Uploads stand in a folder that only this
    user can read and that goes when the process ends. Raises OnRecordError when the port is taken.
    """
    _check_free(host, port)
    page.queue(default_concurrency_limit=4)
    _, address, _ = page.launch(
        server_name=host,
        server_port=port,
        auth=list(auth) if auth else None,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        run_history=False,
        enable_monitoring=False,
        mcp_server=False,
        ssr_mode=False,
        pwa=False,
        footer_links=[],
        max_file_size=LARGEST_UPLOAD,
        app_kwargs={"middleware": _middleware(host), "docs_url": None, "redoc_url": None},
        theme=_theme(),
        head="".join(f"<style>{one.read_text(encoding='utf-8')}</style>" for one in STYLES),
    )
    if wait:
        page.block_thread()
    return str(address)


def _middleware(host: str) -> list[Middleware]:
    """Confines the page; on this machine only, it answers to this machine's names alone.

    The second is against a site that points a name of its own at 127.0.0.1 to read the sources.
    """
    confined = [Middleware(PrivatePage)]
    if host in LOOPBACK:
        confined.append(Middleware(TrustedHostMiddleware, allowed_hosts=list(LOOPBACK)))
    return confined


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as problem:
            raise OnRecordError(
                f"The page cannot be served on {host}:{port} ({problem.strerror}).",
                f"Another program may use that port: try `onrecord serve --port {port + 1}`.",
            ) from problem


def _keep_uploads_private() -> None:
    if "GRADIO_TEMP_DIR" not in os.environ:
        folder = tempfile.mkdtemp(prefix="onrecord-")  # mode 0700
        os.environ["GRADIO_TEMP_DIR"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


def _theme() -> gr.Theme:
    """Gradio's plainest, in fonts that are already there: its own would be fetched."""
    return gr.themes.Base(
        primary_hue="slate",
        neutral_hue="stone",
        radius_size="sm",
        font=["Helvetica Neue", "Arial", "sans-serif"],
        font_mono=["Consolas", "monospace"],
    )
