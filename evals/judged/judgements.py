"""Judgements on file: JSON Lines, one as soon as it is there, found again by what it judged."""

from __future__ import annotations

import json
from threading import Lock
from typing import TYPE_CHECKING, Literal, Self, TypeAlias

from pydantic import FiniteFloat, ValidationError

from evals.errors import RunError
from evals.records import Kept
from evals.store import replace_text

if TYPE_CHECKING:
    from pathlib import Path

Key: TypeAlias = tuple[str, str, str, str, int]
"""Judgement, digest of what was shown, model, digest of the prompt, repeat."""

REMEDY = "Take the line out, or name other answers with --answers."


class Judgement(Kept):
    """What a judge found, once. Of what was judged it holds only what the reason may quote."""

    record: Literal["judgement"] = "judgement"
    task: str
    item: str
    """Digest of all that the judge was shown."""
    model: str
    """The setting that names the judge."""
    prompts: str
    """Digest of what the judge was told."""
    repeat: int
    label: str
    """Empty where the reply could not be read, twice: a failure of its own kind."""
    reason: str = ""
    """In the judge's words; the beginning of the reply where it could not be read."""
    reported: str = ""
    """The model's name as its provider reports it."""
    temperature: FiniteFloat | None = None
    """None where it was left to the provider."""
    asked: int = 1
    tokens_in: int = 0
    tokens_out: int = 0

    @property
    def key(self) -> Key:
        """What it is found by."""
        return (self.task, self.item, self.model, self.prompts, self.repeat)


class JudgementFile:
    """Judgements on their way to a file. A line is whole or not there: a torn one is dropped."""

    def __init__(self, path: Path, done: dict[Key, Judgement]) -> None:
        self.path = path
        self.done = done
        self._writing = Lock()

    @classmethod
    def open(cls, path: Path) -> Self:
        """A new file, or one to be taken up again. Raises RunError, naming a line that is wrong."""
        if not path.exists():
            return cls(path, {})
        try:
            *lines, torn = path.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise RunError(f"{path} cannot be read ({error}).", "Check the path.") from error
        found = [_line(path, number, one) for number, one in enumerate(lines, 1) if one.strip()]
        if torn:  # what a killed run had begun to write
            replace_text(path, "".join(f"{line}\n" for line in lines))
        return cls(path, {one.key: one for one in found})

    def add(self, judgement: Judgement) -> None:
        """Keep one judgement, for good. Raises RunError where it cannot be written."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._writing, self.path.open("a", encoding="utf-8") as file:
                file.write(judgement.model_dump_json() + "\n")
        except OSError as error:
            raise RunError(
                f"{self.path} cannot be written ({error.strerror}).", "Check the path and space."
            ) from error
        self.done[judgement.key] = judgement


def beside(answers: Path) -> Path:
    """Where the judgements of a file of answers are kept."""
    return answers.with_name(f"{answers.stem}.judged.jsonl")


def _line(path: Path, number: int, line: str) -> Judgement:
    try:
        return Judgement.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise RunError(f"{path}, line {number}, {where}: {first['msg']}.", REMEDY) from error
    except ValueError as error:
        raise RunError(f"{path}, line {number}: it is not JSON ({error}).", REMEDY) from error
