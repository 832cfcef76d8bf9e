"""The ``onrecord`` command: a verb a module, errors told in one place.

Nothing heavy is imported until a command that needs it runs.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.metadata import version

import click

from vectorstore.errors import OnRecordError, StoreError

# Private by default, whatever is imported later: these are read when the libraries are.
PRIVATE = {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
}

COMMANDS = {
    "ingest": "ui.commands.ingest",
    "ask": "ui.commands.ask",
    "search": "ui.commands.search",
    "check": "ui.commands.check",
    "statistics": "ui.commands.statistics",
    "quotes": "ui.commands.quotes",
    "sources": "ui.commands.sources",
    "eval": "ui.commands.evaluate",
    "serve": "ui.commands.serve",
    "doctor": "ui.commands.doctor",
}

WRONG_USAGE = {"QuestionError", "QuoteError", "SettingsError", "SetError", "MetricError"}

DONE, FAILED, USAGE, INDEX = 0, 1, 2, 3
"""Exit codes: done; done but something failed; wrong usage; the index cannot be used."""


class Verbs(click.Group):
    """Imports a command's module when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a newcomer needs them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("onrecord"), prog_name="onrecord")
def group() -> None:
    """Ask migration-policy sources; every sentence is cited to the words it rests on.

    Start with `onrecord ingest FOLDER`, then `onrecord ask "…"` or `onrecord serve`.
    """


def main() -> None:
    """Run the command line; every error of ours becomes two lines and an exit code."""
    os.environ.update({name: os.environ.get(name, value) for name, value in PRIVATE.items()})
    try:
        sys.exit(group(standalone_mode=False) or DONE)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. What was reported as done is kept.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output went away (`onrecord … | head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)
    except OnRecordError as error:
        tell(error)
        sys.exit(exit_code(error))


def tell(error: OnRecordError) -> None:
    """Say on standard error what was wrong and what to do next."""
    click.echo(f"onrecord: {error}", err=True)
    if error.remedy:
        click.echo(f"  {error.remedy}", err=True)


def exit_code(error: OnRecordError) -> int:
    """The contract's exit code for an error that ended the command."""
    if isinstance(error, StoreError):
        return INDEX
    # By name, so that telling an error does not import the assistant.
    return USAGE if type(error).__name__ in WRONG_USAGE else FAILED
