"""The chat tab: questions, streamed answers, filters."""

from __future__ import annotations

import logging
from calendar import monthrange
from collections.abc import Iterator  # noqa: TC003 - gradio resolves an event's hints
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.answer import Turn
from ingest.language import name_of
from ui import render
from ui.keep import keep_row
from ui.render import KIND_NAMES
from vectorstore.errors import OnRecordError
from vectorstore.records import Filters, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assistant.answer import Answer
    from ui.needs import AssistantLike, LibraryLike

log = logging.getLogger(__name__)

LONGEST_QUESTION = 4_000
SCRIPT = Path(__file__).with_name("chat.js")

LANGUAGE_NOTE = (
    "The bundled model reads English. Text in other languages is found by its words, not by its "
    "sense, until a multilingual model is named (see “Other languages” in the documentation)."
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of this conversation as it stands on the page.

    ``turn`` is what a follow-up may refer to: ``None`` while, or when, there is no answer.
    """

    html: str
    turn: Turn | None = None
    answer: Answer | None = None
    """What is kept when the conversation is: ``None`` where there is no answer."""


def chat_tab(
    assistant: AssistantLike,
    examples: Sequence[str],
    holdings: gr.State,
    settings: Mapping[str, str],
) -> None:
    """Builds the tab inside the surrounding Blocks. A change of ``holdings`` renews the welcome.

    ``settings`` stand in what is kept of a conversation.
    """
    past = gr.State(())
    conversation = gr.HTML(
        lambda: _conversation(assistant, (), examples),
        elem_id="conversation",
        js_on_load=SCRIPT.read_text(encoding="utf-8"),
        apply_default_css=False,
    )
    with gr.Column(elem_id="composer"):
        notice = gr.HTML(elem_id="notice", apply_default_css=False)
        with gr.Row(elem_id="ask-row"):
            box = gr.Textbox(
                label="Your question",
                placeholder="Ask the sources…",
                lines=1,
                max_lines=6,
                container=False,
                scale=1,
                elem_id="question",
                autofocus=True,
            )
            ask = gr.Button("Ask", variant="primary", scale=0, min_width=80, elem_id="ask")
        with gr.Row(elem_id="below-question"):
            filters = _filter_fields(assistant.library)
            clear = gr.Button("New conversation", size="sm", scale=0, elem_id="clear")
        keep_row(past, settings)

    def answered(
        question: str, past: tuple[Exchange, ...], *fields: Any
    ) -> Iterator[tuple[Any, Any, Any, Any]]:
        """Yields what the conversation, its state, the question's box and the notice become."""
        if not question.strip():
            yield gr.skip(), gr.skip(), gr.skip(), ""
            return
        try:
            chosen = read_filters(*fields)
            check_length(question)
        except OnRecordError as problem:  # the question stays in its box, to be mended
            yield gr.skip(), gr.skip(), gr.skip(), render.error(problem)
            return
        for exchange in converse(assistant, question.strip(), past, chosen):
            now = (*past, exchange)
            yield _conversation(assistant, now, examples), now, "", ""

    def example_answered(
        event: gr.EventData, past: tuple[Exchange, ...], *fields: Any
    ) -> Iterator[tuple[Any, Any, Any, Any]]:
        yield from answered(str(event.question), past, *fields)

    outputs = [conversation, past, box, notice]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    gr.on([box.submit, ask.click], answered, [box, past, *filters], outputs, **quiet)
    conversation.example(example_answered, [past, *filters], outputs, **quiet)
    holdings.change(
        lambda past: gr.skip() if past else _conversation(assistant, (), examples),
        past,
        conversation,
        **quiet,
    )
    clear.click(
        lambda: (_conversation(assistant, (), examples), (), "", ""), None, outputs, **quiet
    )


def converse(
    assistant: AssistantLike, question: str, past: Sequence[Exchange], filters: Filters
) -> Iterator[Exchange]:
    """The exchange as it grows: at work, partial answers, the answer or what went wrong."""
    history = [exchange.turn for exchange in past if exchange.turn]

    def shown(body: str, *, busy: bool = False) -> Exchange:
        return Exchange(render.exchange(question, body, scope=render.scope(filters), busy=busy))

    try:
        counts = assistant.library.counts()
        if not counts.documents:
            yield shown(render.no_sources())
            return
        yield shown(render.searching(counts), busy=True)
        found = None
        for found in assistant.stream(question, history, filters):
            yield shown(render.answer(found), busy=True)
        if found is not None:
            turn = Turn(question=question, answer=found.text)
            yield replace(shown(render.answer(found)), turn=turn, answer=found)
    except OnRecordError as problem:
        yield shown(render.error(problem))
    # A conversation outlives any one question: whatever it met, the page must say so and go on.
    except Exception:
        log.exception("The question %r could not be answered", question[:200])
        yield shown(render.error(render.UNEXPECTED))


def check_length(question: str) -> None:
    """Raises OnRecordError for a question that no person would ask."""
    if len(question) > LONGEST_QUESTION:
        raise OnRecordError(
            f"That question is {len(question):,} characters long.",
            f"Ask in at most {LONGEST_QUESTION:,}; to ask about a longer text, add it in Sources.",
        )


def read_filters(
    kinds: Sequence[str],
    publishers: Sequence[str],
    since: str,
    until: str,
    languages: Sequence[str] = (),
) -> Filters:
    """The filters as the form states them. Raises OnRecordError for a date that is none."""
    first, last = _dates(since)[0], _dates(until)[1]
    if first and last and first > last:
        raise OnRecordError(
            f"No date is both since {render.day(first)} and until {render.day(last)}.",
            "Change one of the two dates in Filters.",
        )
    return Filters(
        kinds=tuple(Kind(kind) for kind in kinds or ()),
        publishers=tuple(publishers or ()),
        since=first,
        until=last,
        languages=tuple(languages or ()),
    )


def _dates(text: str) -> tuple[date | None, date | None]:
    """The first and the last day of a year, a month or a day: "2025", "2025-03", "2025-03-31"."""
    text = (text or "").strip()
    if not text:
        return None, None
    try:
        match [int(part) for part in text.split("-")]:
            case [year]:
                return date(year, 1, 1), date(year, 12, 31)
            case [year, month]:
                return date(year, month, 1), date(year, month, monthrange(year, month)[1])
            case [year, month, day]:
                return date(year, month, day), date(year, month, day)
    except ValueError:
        pass
    raise OnRecordError(
        f"“{text[:40]}” is not a date.",
        "Write a year, a month or a day: 2025, 2025-03, 2025-03-31.",
    )


def _filter_fields(library: LibraryLike) -> list[gr.components.Component]:
    with gr.Accordion("Filters", open=False, elem_id="filters"):
        kinds = gr.CheckboxGroup(
            [(name, kind.value) for kind, name in KIND_NAMES.items()], label="Kind"
        )
        publishers = gr.Dropdown(
            _publishers(library), value=[], multiselect=True, label="Publisher"
        )
        with gr.Row():
            dates = [
                gr.Textbox(label=label, placeholder="2025 or 2025-03-31", min_width=120)
                for label in ("Published since", "Published until")
            ]
        languages = gr.Dropdown(
            _languages(library), value=[], multiselect=True, label="Language", info=LANGUAGE_NOTE
        )
    # A list of choices that another process adds to is read again whenever it is about to be used.
    for field, choices in ((publishers, _publishers), (languages, _languages)):
        field.focus(
            partial(_renewed, choices, library),
            None,
            field,
            show_progress="hidden",
            api_visibility="private",
        )
    return [kinds, publishers, *dates, languages]


def _renewed(choices: Callable[[LibraryLike], Sequence[Any]], library: LibraryLike) -> Any:
    return gr.update(choices=choices(library))


def _languages(library: LibraryLike) -> list[tuple[str, str]]:
    """The languages that there is text in, by name, each with its code."""
    try:
        return [(name_of(code), code) for code in library.languages()]
    except OnRecordError:
        return []  # the conversation says what is wrong with the index


def _publishers(library: LibraryLike) -> list[str]:
    try:
        entries = [summary.entry for summary in library.entries()]
    except OnRecordError:
        return []  # the conversation says what is wrong with the index
    return sorted({entry.publisher for entry in entries if entry.publisher}, key=str.casefold)


def _conversation(
    assistant: AssistantLike, exchanges: Sequence[Exchange], examples: Sequence[str]
) -> str:
    if exchanges:
        return "".join(exchange.html for exchange in exchanges)
    try:
        return render.welcome(assistant.library.counts(), examples)
    except OnRecordError as problem:
        return render.error(problem)
