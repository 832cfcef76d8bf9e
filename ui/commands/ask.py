"""``onrecord ask``: a question, an answer, the words it rests on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ui.options import filter_options, filters, index_option, json_option, llm_option

if TYPE_CHECKING:
    from assistant.answer import Answer, Turn


@click.command("ask", short_help="Ask the sources a question.")
@click.argument("question")
@click.option(
    "--history",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Earlier turns, so that "And with Vietnam?" is understood: a JSON list of '
    '{"question": …, "answer": …}, oldest first.',
)
@click.option(
    "--export",
    "exports",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep the answer: .md, .docx, .json (a record of all that happened, to audit), .bib or "
    ".csl (its sources).",
)
@filter_options
@llm_option
@index_option
@json_option
def command(
    question: str,
    history: Path | None,
    exports: tuple[Path, ...],
    llm: str | None,
    index: str | None,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Answer QUESTION from the sources, each sentence cited to the words it rests on.

    What the sources do not say is answered with "not found" and what was searched.
    """
    from assistant import build_assistant, load_settings

    turns = read_history(history) if history else []
    settings = load_settings(index=index, llm=llm)
    _check_suffixes(exports)
    assistant = build_assistant(settings)
    with assistant.library:
        if as_json:
            from ui.shapes import answer_json

            answer = assistant.ask(question, turns, filters(**chosen))
            click.echo(json.dumps(answer_json(answer), ensure_ascii=False))
        else:
            from ui.terminal import show_stream

            answer = show_stream(assistant.stream(question, turns, filters(**chosen)))
    _export(answer, settings.told, exports)


def _check_suffixes(exports: tuple[Path, ...]) -> None:
    """A usage error for a file that nothing can be written as, before anything is asked."""
    if not exports:
        return
    from assistant.export import FORMATS

    for path in exports:
        if path.suffix.lower() not in FORMATS:
            raise click.UsageError(f"--export {path}: name a file in {', '.join(FORMATS)}.")


def _export(answer: Answer, settings: dict[str, str], exports: tuple[Path, ...]) -> None:
    if not exports:
        return
    from assistant.export import Conversation, save

    for path in exports:
        save(Conversation(answers=(answer,), settings=settings), path)
        click.echo(f"Written: {path}", err=True)


def read_history(path: Path) -> list[Turn]:
    """The earlier turns in a file; a usage error that says which turn is wrong, and how."""
    from assistant.answer import Turn

    try:
        turns = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{path} is not JSON: {error}") from error
    if not isinstance(turns, list):
        raise click.UsageError(f"{path} must hold a list of turns.")
    for number, turn in enumerate(turns, 1):
        if not (
            isinstance(turn, dict)
            and isinstance(turn.get("question"), str)
            and isinstance(turn.get("answer", ""), str)
        ):
            raise click.UsageError(
                f'{path}, turn {number}: must be {{"question": "…", "answer": "…"}}.'
            )
    return [Turn(question=turn["question"], answer=turn.get("answer", "")) for turn in turns]
