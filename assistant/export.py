"""A conversation to keep: as Markdown, as a Word document, as a record that can be audited."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Status
from assistant.references import bibtex, csl, escaped, footnote, plain
from vectorstore.errors import OnRecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from assistant.answer import Citation
    from vectorstore.records import Entry, Filters

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no XML, and so no Word document, may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What was asked and answered, in order, and the settings under which it was."""

    answers: tuple[Answer, ...]
    settings: Mapping[str, str]
    """What the answers depend on besides the sources: models, index."""


def exported(conversation: Conversation, suffix: str) -> bytes:
    """The conversation in the format that a file's suffix names (see ``FORMATS``).

    Raises OnRecordError for another suffix.
    """
    write = FORMATS.get(suffix.lower())
    if write is None:
        raise OnRecordError(
            f"A conversation cannot be written as “{suffix}”.",
            f"Name a file that ends in one of: {', '.join(FORMATS)}.",
        )
    return write(conversation)


def save(conversation: Conversation, path: Path) -> None:
    """Write the conversation to a file, whole or not at all. Raises OnRecordError."""
    data = exported(conversation, path.suffix)
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OnRecordError(
            f"{path} cannot be written: {error.strerror or error}.", "Name another file."
        ) from error


def markdown(conversation: Conversation) -> str:
    """Each question with its answer, and a footnote for every citation."""
    lines: list[str] = ["# Conversation", ""]
    notes: list[str] = []
    for answer in conversation.answers:
        shift = len(notes)
        lines += [f"## {escaped(answer.question)}", ""]
        if answer.standalone_question != answer.question:
            lines += [f"*Understood as: {escaped(answer.standalone_question)}*", ""]
        for sentence in answer.sentences:
            marks = "".join(f"[^{number + shift}]" for number in sentence.citations)
            who = f" ({escaped(sentence.attribution)})" if sentence.attribution else ""
            lines += [f"{escaped(sentence.text)}{marks}{who}", ""]
        lines += [line for note in _notes(answer) for line in (f"> {escaped(note)}", "")]
        notes += [
            re.sub(r"^\[\^\d+\]", f"[^{citation.number + shift}]", footnote(citation))
            for citation in answer.citations
        ]
    settings = "; ".join(f"{name}: {value}" for name, value in conversation.settings.items())
    return "\n".join((*lines, *notes, "", f"*{escaped(settings)}*", ""))


def docx(conversation: Conversation) -> bytes:
    """The same as a Word document, with the sources of each answer under it."""
    from docx import Document

    document = Document()
    document.core_properties.title = "Conversation"
    for answer in conversation.answers:
        document.add_heading(_printable(answer.question), level=1)
        if answer.standalone_question != answer.question:
            told = f"Understood as: {answer.standalone_question}"
            document.add_paragraph().add_run(_printable(told)).italic = True
        for sentence in answer.sentences:
            paragraph = document.add_paragraph(_printable(sentence.text))
            mark = paragraph.add_run("".join(f"[{number}]" for number in sentence.citations))
            mark.font.superscript = True
            if sentence.attribution:
                paragraph.add_run(_printable(f" ({sentence.attribution})")).italic = True
        for note in _notes(answer):
            document.add_paragraph(_printable(note), style="Intense Quote")
        for citation in answer.citations:
            document.add_paragraph(_printable(_numbered(citation)), style="List Paragraph")
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def audit(conversation: Conversation) -> dict[str, Any]:
    """Everything that happened: questions, filters, passages with digests, steps and their cost."""
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "onrecord": version("onrecord"),
        "settings": dict(conversation.settings),
        "exchanges": [_exchange(answer) for answer in conversation.answers],
    }


def _exchange(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "filters": _filters(answer.filters),
        "status": answer.status.value,
        "model": answer.model,
        "seconds": round(answer.seconds, 4),
        "sentences": [
            {
                "text": sentence.text,
                "citations": list(sentence.citations),
                "attribution": sentence.attribution,
            }
            for sentence in answer.sentences
        ],
        "citations": [
            {
                "number": citation.number,
                **_source(citation.entry),
                "locator": citation.locator,
                "start": citation.start,
                "end": citation.end,
                "text": citation.text,
            }
            for citation in answer.citations
        ],
        "notes": list(answer.notes),
        "clarification": answer.clarification
        and {
            "question": answer.clarification.question,
            "choices": list(answer.clarification.choices),
        },
        "considered": [
            {
                **_source(one.entry),
                "locator": one.locator,
                "start": one.start,
                "end": one.end,
                "score": one.score,
                "kept": one.kept,
                "why": one.why,
            }
            for one in answer.considered
        ],
        "steps": [
            {
                "name": step.name,
                "detail": step.detail,
                "seconds": round(step.seconds, 4),
                "tokens_in": step.tokens_in,
                "tokens_out": step.tokens_out,
            }
            for step in answer.steps
        ],
    }


def _source(entry: Entry) -> dict[str, str]:
    return {
        "document_id": entry.id,
        "digest": entry.digest,
        "title": entry.title,
        "class": entry.source_class.value,
        "url": entry.url,
        "path": entry.path,
    }


def _filters(filters: Filters) -> dict[str, Any]:
    return {
        "kinds": [kind.value for kind in filters.kinds],
        "classes": [one.value for one in filters.classes],
        "publishers": list(filters.publishers),
        "since": filters.since and filters.since.isoformat(),
        "until": filters.until and filters.until.isoformat(),
        "documents": list(filters.documents),
    }


def _notes(answer: Answer) -> list[str]:
    opening = ["Not found."] if answer.status is Status.NOT_FOUND else []
    if answer.clarification:
        opening = [answer.clarification.question, *answer.clarification.choices]
    return [*opening, *answer.notes]


def _numbered(citation: Citation) -> str:
    return f"[{citation.number}] {plain(citation)} “{' '.join(citation.text.split())}”"


def _printable(text: str) -> str:
    return CONTROL.sub("", text)


def _cited(conversation: Conversation) -> list[Citation]:
    return [citation for answer in conversation.answers for citation in answer.citations]


FORMATS: dict[str, Callable[[Conversation], bytes]] = {
    ".md": lambda conversation: markdown(conversation).encode(),
    ".docx": docx,
    ".json": lambda conversation: _dumped(audit(conversation)),
    ".bib": lambda conversation: bibtex(_cited(conversation)).encode(),
    ".csl": lambda conversation: _dumped(csl(_cited(conversation))),
}
"""What a conversation is written as, by a file's suffix; ``.json`` is the audit."""


def _dumped(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
