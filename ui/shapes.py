"""The JSON that the commands print. Other programs rely on these names: add, never rename."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.versions import changes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from assistant.answer import Answer, Citation
    from assistant.quotes import Check, Match
    from assistant.quotes.draft import DraftCheck, DraftFigure
    from assistant.said import Said
    from vectorstore.holdings import EntrySummary, Version
    from vectorstore.records import Document, Entry, Hit, Instrument

    Stories = Mapping[str, tuple[str, ...]]
    """For each document that has copies, all that tell its story, their witness first."""


def search_json(query: str, hits: list[Hit]) -> dict[str, Any]:
    """What ``onrecord search --json`` prints."""
    return {"query": query, "hits": [hit_json(hit) for hit in hits]}


def hit_json(hit: Hit) -> dict[str, Any]:
    """One passage found, with its near-identical twins in other documents."""
    return {
        "rank": hit.rank,
        "score": hit.score,
        "document_id": hit.entry.id,
        "path": hit.entry.path,
        "title": hit.entry.title,
        "publisher": hit.entry.publisher,
        "published": _day(hit.entry.published),
        "kind": hit.entry.kind.value,
        "locator": hit.passage.locator,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.text,
        "twins": [hit_json(twin) for twin in hit.twins],
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    """What ``onrecord ask --json`` prints."""
    from ui.figures import figure_json

    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "status": answer.status.value,
        "answer": answer.text,
        "sentences": [
            {
                "text": sentence.text,
                "citations": list(sentence.citations),
                "attribution": sentence.attribution,
            }
            for sentence in answer.sentences
        ],
        "citations": [_citation(citation) for citation in answer.citations],
        "notes": list(answer.notes),
        "clarification": answer.clarification
        and {
            "question": answer.clarification.question,
            "choices": list(answer.clarification.choices),
        },
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
        "nearest": [hit_json(hit) for hit in answer.nearest],
        "figure": figure_json(answer.figure) if answer.figure else None,
        "model": answer.model,
        "seconds": round(answer.seconds, 3),
    }


def check_json(found: Check) -> dict[str, Any]:
    """What ``onrecord check --json`` prints."""
    return {
        "quote": found.quote,
        "speaker": found.speaker,
        "verdict": found.verdict.value,
        "findings": [
            {
                "kind": finding.kind.value,
                "detail": finding.detail,
                "group": finding.kind.group.value,
                "plain": finding.plain,
            }
            for finding in found.findings
        ],
        "explanation": found.explanation,
        "searched": {"documents": found.documents, "passages": found.passages},
        "matches": [_match(match) for match in found.matches],
        "nearest": _match(found.nearest) if found.nearest else None,
    }


def draft_json(found: DraftCheck) -> dict[str, Any]:
    """What ``onrecord check --draft --json`` prints; the offsets are those of ``text``."""
    return {
        "draft": found.draft.name,
        "title": found.draft.title,
        "text": found.draft.text,
        "profile": found.profile.value,
        "quotes": [
            {
                **check_json(one.check),
                "draft_start": one.start,
                "draft_end": one.end,
                "form": one.form.value,
                "passes": one.passes(found.profile),
            }
            for one in found.quotes
        ],
        "figures": [_claim(figure) for figure in found.figures],
        "summary": {verdict.value: count for verdict, count in found.summary.items()},
        "searched": {"documents": found.documents, "passages": found.passages},
    }


def _claim(figure: DraftFigure) -> dict[str, Any]:
    one = figure.check
    return {
        "draft_start": figure.start,
        "draft_end": figure.end,
        "text": one.shown,
        "value": one.value,
        "unit": one.unit,
        "verdict": one.verdict.value,
        "explanation": one.explanation,
        "theirs": one.theirs,
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "document_id": match.entry.id,
        "path": match.entry.path,
        "title": match.entry.title,
        "publisher": match.entry.publisher,
        "published": _day(match.entry.published),
        "start": match.start,
        "end": match.end,
        "text": match.text,
        "speaker": match.speaker,
        "cue": match.cue,
        "locator": match.locator,
        "similarity": match.similarity,
        "diff": [list(row) for row in match.diff],
        "parts": [list(part) for part in match.parts],
        "before": match.before,
        "after": match.after,
        "verdict": match.verdict.value,
        "primary": match.primary,
        "url": match.entry.url,
    }


def said_json(one: Said) -> dict[str, Any]:
    """One quotation of ``onrecord quotes --json``."""
    entry, quotation = one.entry, one.quotation
    return {
        "document_id": entry.id,
        "path": entry.path,
        "url": entry.url,
        "title": entry.title,
        "publisher": entry.publisher,
        "published": _day(entry.published),
        "kind": entry.kind.value,
        "locator": one.locator,
        "start": quotation.start,
        "end": quotation.end,
        "parts": [list(part) for part in quotation.parts],
        "text": one.text,
        "form": quotation.form.value,
        "speaker": quotation.speaker,
        "role": quotation.role,
        "mention": one.mention,
        "cue": one.cue,
        "same_person": one.why,
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    """A document without its text."""
    return {
        "id": entry.id,
        "path": entry.path,
        "url": entry.url,
        "kind": entry.kind.value,
        "class": entry.source_class.value,
        "title": entry.title,
        "publisher": entry.publisher,
        "author": entry.author,
        "section": entry.section,
        "published": _day(entry.published),
        "dating": entry.dating,
        "updated": _day(entry.updated),
        "language": entry.language,
        "licence": entry.licence,
        "caution": entry.caution,
        "digest": entry.digest,
        "instrument": _instrument(entry.instrument) if entry.instrument else None,
    }


def _instrument(said: Instrument) -> dict[str, Any]:
    """What an agreement says of itself, with the spans of the words that it rests on."""
    return {
        "parties": list(said.parties),
        "signed": _day(said.signed),
        "signed_at": said.signed_at,
        "standing": said.standing.value,
        "in_force": _day(said.in_force),
        "facts": [{"name": one.name, "start": one.start, "end": one.end} for one in said.facts],
    }


def summary_json(summary: EntrySummary, stories: Stories) -> dict[str, Any]:
    """A line of ``onrecord sources list --json``."""
    counts = {"passages": summary.passages, "quotations": summary.quotations}
    copies = copies_json(summary.entry.id, stories)
    return {**entry_json(summary.entry), **counts, **copies}


def copies_json(document_id: str, stories: Stories) -> dict[str, Any]:
    """Which document stands for all copies of a document's story, and which are the others."""
    story = stories.get(document_id, (document_id,))
    return {"witness": story[0], "copies": [one for one in story if one != document_id]}


def history_json(document: Document, versions: Sequence[Version]) -> list[dict[str, Any]]:
    """The earlier versions of a document, the latest first, and what changed after each."""
    shown = []
    later = document
    for number, version in zip(range(len(versions), 0, -1), versions, strict=True):
        shown.append(
            {
                **entry_json(version.document),
                "version": number,
                "replaced": version.replaced.isoformat(),
                "changes": [
                    {
                        "before": change.before,
                        "after": change.after,
                        "diff": [list(row) for row in change.words],
                    }
                    for change in changes(version.document.text, later.text)
                ],
            }
        )
        later = version.document
    return shown


def _citation(citation: Citation) -> dict[str, Any]:
    entry = citation.entry
    return {
        "number": citation.number,
        "document_id": entry.id,
        "digest": entry.digest,
        "path": entry.path,
        "title": entry.title,
        "publisher": entry.publisher,
        "published": _day(entry.published),
        "url": entry.url,
        "kind": entry.kind.value,
        "class": entry.source_class.value,
        "locator": citation.locator,
        "start": citation.start,
        "end": citation.end,
        "text": citation.text,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
