"""The file of answers: written line by line, read back whole, taken up again after a stop."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from pydantic import ValidationError

from evals.errors import RunError
from evals.records import FORMAT, LINE, Record, RunHeader, StoredFailure

if TYPE_CHECKING:
    from pathlib import Path

COMPARED = ("index_digest", "llm", "embedding_fingerprint")
"""What must be the same for answers to stand in one file."""


class AnswerFile:
    """Answers on their way to a file. A line is whole or not there: a torn one is dropped."""

    def __init__(self, path: Path, header: RunHeader, done: dict[str, Record]) -> None:
        self.path = path
        self.header = header
        self.done = done

    @classmethod
    def open(cls, path: Path, header: RunHeader) -> Self:
        """A new file, or one to be taken up again. RunError where its answers are of another run.

        Failures in it are not kept: those cases are asked again.
        """
        if not path.exists() or not path.stat().st_size:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(header.model_dump_json() + "\n", encoding="utf-8")
            return cls(path, header, {})
        before, records = read_answers(path)
        must_match(before, header, path)
        kept: dict[str, Record] = {
            name: one for name, one in records.items() if not isinstance(one, StoredFailure)
        }
        lines = [before.model_dump_json(), *(one.model_dump_json() for one in kept.values())]
        replace_text(path, "".join(f"{line}\n" for line in lines))
        return cls(path, before, kept)

    def add(self, record: Record) -> None:
        """Keep one answer, for good."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(record.model_dump_json() + "\n")
        self.done[record.id] = record


def read_answers(path: Path) -> tuple[RunHeader, dict[str, Record]]:
    """The header and the records by id. Raises RunError, naming the line, where one is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RunError(f"{path} cannot be read ({error}).", "Check the path.") from error
    torn = lines.pop()  # after the last line end: "" or what a killed run had begun to write
    found = [_line(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if torn.strip() and not found:
        found = [_line(path, 1, torn)]
    if not found or not isinstance(found[0], RunHeader):
        raise RunError(
            f"{path} is no file of answers: its first line does not say what made them.",
            "Name a file that `onrecord eval --answers` wrote.",
        )
    header = found[0]
    if header.format != FORMAT:
        raise RunError(
            f"{path} has format {header.format}, this version reads {FORMAT}.",
            "Answer the questions again.",
        )
    return header, {one.id: one for one in found[1:] if not isinstance(one, RunHeader)}


def _line(path: Path, number: int, line: str) -> RunHeader | Record:
    try:
        return LINE.validate_python(json.loads(line, parse_constant=_refuse))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise RunError(
            f"{path}, line {number}, {where}: {first['msg']}.", "Answer the questions again."
        ) from error
    except ValueError as error:
        raise RunError(
            f"{path}, line {number}: it is not JSON with finite figures ({error}).",
            "Answer the questions again, or take the line out.",
        ) from error


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no figure")


def must_match(before: RunHeader, now: RunHeader, path: Path) -> None:
    """Raise RunError where answers were made from another index or by another model."""
    for name in COMPARED:
        old, new = getattr(before, name), getattr(now, name)
        if old != new:
            what = name.replace("_", " ")
            raise RunError(
                f"The answers in {path} are of another {what} ({_short(old)}, now {_short(new)}).",
                "Name another file with --answers, or the index and model that made these.",
            )


def _short(value: str) -> str:
    return value[:16] or "unknown"


def replace_text(path: Path, text: str) -> None:
    """Write a file whole or not at all. Raises RunError where it cannot be written."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_text(text, encoding="utf-8")
        scratch.replace(path)
    except OSError as error:
        with suppress(OSError):
            scratch.unlink()
        raise RunError(
            f"{path} cannot be written ({error.strerror}).", "Check the path and the space."
        ) from error
