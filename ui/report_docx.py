"""A draft as a Word document with a comment at every quotation."""

from __future__ import annotations

import copy
import io
from typing import TYPE_CHECKING, Any

from assistant.attribution import dated
from ingest.normalise import one_line
from ui.report import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.quotes.draft import DraftCheck, DraftQuote

AUTHOR, INITIALS = "On Record", "OR"
HIGHLIGHTS = {True: "BRIGHT_GREEN", False: "YELLOW"}


def draft_docx(found: DraftCheck, original: bytes | None = None) -> bytes:
    """The draft with comments and highlights; in its own document where it is a Word document.

    ``original``: the bytes of that document, whose styles, images and tables are kept.
    """
    import docx  # python-docx, slow to import

    if original is not None and found.draft.format == "docx":
        document = docx.Document(io.BytesIO(original))
    else:
        document = docx.Document()
        document.core_properties.title = found.draft.title or found.draft.name
        for start, end in found.draft.paragraphs:
            document.add_paragraph(one_line(found.draft.text[start:end]))
    _annotate(document, found)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _annotate(document: Any, found: DraftCheck) -> None:
    left = list(found.draft.paragraphs)
    for paragraph in _paragraphs(document):
        span = _span(one_line(paragraph.text), left, found.draft.text)
        if span is None:
            continue
        start, end = span
        here = [one for one in found.quotes if start <= one.start < end]
        for one in reversed(here):  # from the end, so that what is before stays in its place
            first = len(one_line(found.draft.text[start : one.start] + "|")) - 1
            last = len(one_line(found.draft.text[start : min(one.end, end)] + "|")) - 1
            _comment(document, paragraph, (first, last), one, found)


def _span(text: str, left: list[tuple[int, int]], draft: str) -> tuple[int, int] | None:
    """Where the words of a paragraph stand in the draft, taken from the spans that are left.

    The reader may have put before them what Word only draws, such as the number of an item.
    """
    if not text:
        return None
    for place, (start, end) in enumerate(left):
        if one_line(draft[start:end]).endswith(text):
            del left[: place + 1]
            if one_line(draft[start:end]) == text:
                return start, end
            return start + max(0, draft[start:end].rfind(text[:20])), end
    return None


def _paragraphs(document: Any) -> Iterator[Any]:
    """The paragraphs that the reader of Word documents takes, in its order."""
    from docx.table import Table

    for item in document.iter_inner_content():
        if not isinstance(item, Table):
            yield item


def _comment(
    document: Any, paragraph: Any, span: tuple[int, int], one: DraftQuote, found: DraftCheck
) -> None:
    from docx.enum.text import WD_COLOR_INDEX

    runs = _isolated(paragraph, *span)
    if not runs:
        return
    passes = one.passes(found.profile)
    for run in runs:
        run.font.highlight_color = getattr(WD_COLOR_INDEX, HIGHLIGHTS[passes])
    document.add_comment(runs, text=_told(one), author=AUTHOR, initials=INITIALS)


def _told(one: DraftQuote) -> str:
    check = one.check
    lines = [WORDS[check.verdict].upper()]
    ranked = sorted(check.findings, key=lambda finding: -finding.kind.gravity)
    lines += [f"{WORDS[finding.kind]}: {finding.detail}." for finding in ranked]
    for match in check.matches[:2]:
        entry = match.entry
        parts = [match.speaker, entry.title, entry.publisher, dated(entry), match.locator]
        lines.append(", ".join(part for part in parts if part) + f": “{one_line(match.text)}”")
    return "\n".join(lines)


def _isolated(paragraph: Any, first: int, last: int) -> list[Any]:
    """The runs that are exactly the characters ``[first, last)`` of the text on one line.

    Runs are split where they reach over the edge, each half in the style of the whole.
    """
    for edge in (last, first):
        _split(paragraph, edge)
    kept, at = [], 0
    seen = ""
    for run in paragraph.runs:
        seen += run.text
        end = len(one_line(seen + "|")) - 1
        if at >= first and end <= last and run.text:
            kept.append(run)
        at = end
    return kept


def _split(paragraph: Any, edge: int) -> None:
    """Make two runs of the one that holds the character at ``edge``."""
    from docx.text.run import Run

    seen = ""
    for run in paragraph.runs:
        before = len(one_line(seen + "|")) - 1
        after = len(one_line(seen + run.text + "|")) - 1
        if before < edge < after:
            at = next(
                n for n in range(len(run.text) + 1)
                if len(one_line(seen + run.text[:n] + "|")) - 1 >= edge
            )  # fmt: skip
            twin = copy.deepcopy(run.element)
            run.element.addnext(twin)
            whole = run.text
            run.text = whole[:at]
            Run(twin, paragraph).text = whole[at:]
            return
        seen += run.text
