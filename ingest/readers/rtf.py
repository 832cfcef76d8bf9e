"""Rich text (RTF): its paragraphs and tables; fonts, pictures and hidden groups are left out."""

from __future__ import annotations

import re
from itertools import groupby

from ingest.errors import ReadError
from ingest.normalise import normalise, one_line
from ingest.readers.text import text_blocks
from ingest.reading import Found, Part, Reading, Table

FIELD_CODE = re.compile(r"\\\*\s{0,9}\\fldinst")
INFO = re.compile(r"\{\\info\b(.{0,8000})", re.DOTALL)
FIELD = r"\{{\\{name}\b\s*([^{{}}]{{1,2000}})\}}"


def read_rtf(data: bytes) -> Reading:
    """A rich-text file; raises ReadError where it is broken."""
    # RTF is ASCII with escapes. The code of a field is renamed, so that a link is shown by its
    # words alone, and not looked for by a search that takes time without bound.
    source = FIELD_CODE.sub(r"\\*\\fldinsx", data.decode("latin-1"))
    text = normalise(_plain(source))
    parts: list[Part] = []
    for is_row, lines in groupby(text.split("\n"), key=lambda line: line.rstrip().endswith("|")):
        if is_row:
            rows = (tuple(map(one_line, line.rstrip()[:-1].split("|"))) for line in lines)
            parts.append(Table(rows=tuple(rows)))
        else:
            parts += text_blocks("\n".join(lines))
    return Reading(format="rtf", parts=tuple(parts), found=_said(source))


def _plain(source: str) -> str:
    from striprtf.striprtf import rtf_to_text

    try:
        return str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, OverflowError, TypeError, RecursionError) as error:
        raise ReadError(
            f"The rich-text file is damaged ({one_line(str(error))}).",
            "Open it in a word processor and save it as DOCX.",
        ) from error


def _said(source: str) -> Found:
    info = INFO.search(source)

    def of(name: str) -> str:
        match = re.search(FIELD.format(name=name), info[1]) if info else None
        return one_line(_plain("{\\rtf1\\ansi " + match[1] + "}")) if match else ""

    return Found(title=of("title"), author=of("author"), publisher=of("company"))
