"""Documents of word processors, e-books and messages, made byte by byte."""

from __future__ import annotations

import io
from email.message import EmailMessage
from html import escape
from typing import TYPE_CHECKING

from ingest_files import package

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BASE = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{x}="{BASE}{name}:1.0"'
    for x, name in (
        *((x, x) for x in ("office", "table", "text", "style", "meta")),
        ("draw", "drawing"),
    )
)
LIST_STYLE = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" '
    'style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" '
    'style:num-format="a" style:num-prefix="(" style:num-suffix=")"/></text:list-style>'
)


def odt(body: str, *, title: str = "", author: str = "", manifest: str = "") -> bytes:
    """An OpenDocument text whose office:text holds ``body``."""
    mime = "application/vnd.oasis.opendocument.text"
    return package(
        {
            "mimetype": mime,
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{BASE}manifest:1.0">{manifest}'
            "</m:manifest>",
            "meta.xml": f'<office:document-meta {SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<office:meta><dc:title>{escape(title)}</dc:title><meta:initial-creator>"
            f"{escape(author)}</meta:initial-creator><dc:date>2025-01-01</dc:date></office:meta>"
            "</office:document-meta>",
            "content.xml": f"<office:document-content {SPACES}><office:automatic-styles>"
            f"{LIST_STYLE}</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        }
    )


def epub(
    chapters: Sequence[str | bytes], *, title: str = "", extra: Mapping[str, str] | None = None
) -> bytes:
    """An e-book of XHTML chapters; ``extra`` are further files of it."""
    items = "".join(
        f'<item id="c{n}" href="text/c{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(chapters))
    )
    refs = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    files: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:'
        'container"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/'
        f'dc/elements/1.1/"><metadata><dc:title>{escape(title)}</dc:title><dc:creator>Ann Ode'
        "</dc:creator><dc:publisher>Harbour Press</dc:publisher><dc:date>2024-05-01</dc:date>"
        '<dc:language>en</dc:language></metadata><manifest><item id="n" href="nav.xhtml" '
        'properties="nav" media-type="application/xhtml+xml"/>'
        f'{items}</manifest><spine><itemref idref="n"/>{refs}</spine></package>',
        "OEBPS/nav.xhtml": "<html><body><nav><a href='x'>Contents</a></nav></body></html>",
    }
    for number, chapter in enumerate(chapters):
        body = chapter.encode() if isinstance(chapter, str) else chapter
        files[f"OEBPS/text/c{number}.xhtml"] = (
            b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>c'
            b"</title></head><body>" + body + b"</body></html>"
        )
    return package(files | dict(extra or {}))


def message(
    text: str = "",
    *,
    page: str = "",
    attached: Mapping[str, bytes] | None = None,
    **fields: str,
) -> bytes:
    """An e-mail with a text, a page or both, and attachments by their names."""
    made = EmailMessage()
    said = {
        "Subject": "Border plan agreed",
        "From": "Harbour Press Office <press@harbour.example>",
        "To": "desk@gazette.example",
        "Date": "Tue, 06 May 2025 09:30:00 +0100",
        "Message-ID": "<1@harbour.example>",
    }
    for name, value in (
        said | {name.replace("_", "-"): value for name, value in fields.items()}
    ).items():
        made[name] = value
    if text:
        made.set_content(text)
    if page and text:
        made.add_alternative(page, subtype="html")
    elif page:
        made.set_content(page, subtype="html")
    for name, data in (attached or {}).items():
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def numbered_docx(paragraphs: Sequence[tuple[int, str]]) -> bytes:
    """A Word document whose paragraphs are numbered by Word: (depth, text); -1 is not numbered.

    The levels count "Article 1", "1.", "(a)".
    """
    import docx
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (form, pattern) in enumerate(
            [("decimal", "Article %1"), ("decimal", "%2."), ("lowerLetter", "(%3)")]
        )
    )
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {space} w:abstractNumId="90">{levels}</w:abstractNum>')
    )
    numbering.append(
        parse_xml(f'<w:num {space} w:numId="91"><w:abstractNumId w:val="90"/></w:num>')
    )
    for depth, text in paragraphs:
        paragraph = document.add_paragraph(text, style="Heading 2" if depth == 0 else None)
        if depth >= 0:
            paragraph._p.get_or_add_pPr().append(
                parse_xml(
                    f'<w:numPr {space}><w:ilvl w:val="{depth}"/><w:numId w:val="91"/></w:numPr>'
                )
            )
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
