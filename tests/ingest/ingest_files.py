"""Small real files of every format, made byte by byte where no library writes them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from html import escape
from typing import TYPE_CHECKING

from ingest import agreement
from ingest.readers import read
from ingest.understand import Origin, titled, understand
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ingest.sections import Draft
    from vectorstore.records import Document, Kind, Passage

PAGE_OF_A_SITE = """<!doctype html><html lang="en"><head><title>Boats fall | The Harbour</title>
<meta property="og:site_name" content="The Harbour Gazette">
<link rel="canonical" href="https://example.org/boats">
<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Boats fall",
 "datePublished": "2025-08-20T08:00:00Z", "dateModified": "2025-08-21",
 "author": {"@type": "Person", "name": "Ann Ode"}}]}</script></head><body>
<div class="cookie-banner"><p>We use cookies to make this site better for everyone.</p></div>
<header><nav><a href="/">Home</a> <a href="/uk">UK</a></nav></header>
<main><article><h1>Boats fall</h1><p class="byline">By Ann Ode</p>
<p>Arrivals by small boat fell in June, the <a href="/ho">Home Office</a> said on Thursday.</p>
<figure><img src="x.jpg"><figcaption>A boat at sea</figcaption></figure>
<h2>What changed</h2><p>Officials named three causes of it,<br>and ministers welcomed them.</p>
<ol><li>Weather</li><li>Patrols</li></ol>
<table><caption>Arrivals</caption><tr><th>Month</th><th>People</th></tr>
<tr><td>June</td><td>1,200</td></tr><tr><td>July</td><td>900</td></tr></table>
<aside class="related"><h3>Related stories</h3><p>Something else entirely.</p></aside>
<div class="newsletter-signup"><p>Sign up to our newsletter</p></div></article></main>
<footer><p>© The Harbour Gazette. All rights reserved.</p></footer></body></html>"""


Cell = str | int | float | None
Sheets = dict[str, list[list[Cell]]]


def understood(
    data: bytes | str, name: str, *, kind: Kind | None = None, path: str = ""
) -> tuple[Document, list[Passage]]:
    """The one document of a file, read and understood as in a run."""
    raw = data.encode() if isinstance(data, str) else data
    origin = Origin(uri=f"/x/{name}", digest=hashlib.sha256(raw).hexdigest(), path=path or name)
    return understand(read(raw, name), origin, FakeEmbedder(), kind)[0]


def composed(path: Path) -> Draft:
    """The text and sections of an agreement."""
    return agreement.compose(titled(read(path.read_bytes(), path.name))[0])


def shown(document: Document, passages: Sequence[Passage]) -> dict[str, str]:
    """The passages' texts by locator."""
    return {passage.locator: document.text[passage.start : passage.end] for passage in passages}


def package(files: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of ``files``; the first is stored as it is, as OpenDocument wants it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number, (name, content) in enumerate(files.items()):
            how = zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=how)
    return made.getvalue()


def xlsx(sheets: Sheets) -> bytes:
    """An Excel workbook."""
    names = list(sheets)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rel = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbered = list(enumerate(names, 1))
    files = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/'
        'package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.'
        'openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{kind}.sheet.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/s{n}.xml" ContentType="{kind}.worksheet+xml"/>'
            for n, _ in numbered
        )
        + "</Types>",
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{rel}"><Relationship Id="r" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{main}" xmlns:r="{office}">'
        "<sheets>"
        + "".join(f'<sheet name="{escape(x)}" sheetId="{n}" r:id="r{n}"/>' for n, x in numbered)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<?xml version="1.0"?><Relationships xmlns="{rel}">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/s{n}.xml"/>'
            for n, _ in numbered
        )
        + "</Relationships>",
    }
    for number, name in numbered:
        files[f"xl/worksheets/s{number}.xml"] = (
            f'<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>'
            + "".join(_row(at, row) for at, row in enumerate(sheets[name], 1))
            + "</sheetData></worksheet>"
        )
    return package(files)


def _row(number: int, row: list[Cell]) -> str:
    cells = []
    for column, value in enumerate(row):
        place = f"{chr(65 + column)}{number}"
        if isinstance(value, str):
            cells.append(f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>')
        elif value is not None:
            cells.append(f'<c r="{place}"><v>{value}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'


def ods(sheets: Sheets) -> bytes:
    """An OpenDocument spreadsheet."""

    def cell(value: Cell) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, str):
            return (
                '<table:table-cell office:value-type="string"><text:p>'
                f"{escape(value)}</text:p></table:table-cell>"
            )
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'

    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    base = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = " ".join(f'xmlns:{x}="{base}{x}:1.0"' for x in ("office", "table", "text"))
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return package(
        {
            "mimetype": mime,
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{base}manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
            "</manifest:manifest>",
            "content.xml": f'<?xml version="1.0"?><office:document-content {spaces}><office:body>'
            f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
            "</office:document-content>",
        }
    )


def docx(parts: Sequence[tuple[str, str] | list[list[str]]], title: str = "") -> bytes:
    """A Word document of (style, text) paragraphs and tables."""
    import docx as python_docx

    document = python_docx.Document()
    document.core_properties.title = title
    for part in parts:
        if isinstance(part, tuple):
            document.add_paragraph(part[1], style=part[0])
        else:
            table = document.add_table(rows=len(part), cols=len(part[0]))
            for row, cells in zip(table.rows, part, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def pdf(pages: Sequence[Sequence[str]], *, title: str = "", encrypted: bool = False) -> bytes:
    """A PDF with a text layer: one list of lines a page; no lines make a page without text."""
    count = len(pages)
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(count))
    font = 3 + 2 * count
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"({escaped(line)}) Tj 0 -14 Td " for line in lines)
        stream = f"BT /F1 11 Tf 60 780 Td {shown}ET" if lines else "0 0 10 10 re f"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {4 + 2 * number} 0 R "
            f"/Resources << /Font << /F1 {font} 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    objects.append(f"<< /Title ({escaped(title)}) /CreationDate (D:20250101000000Z) >>")
    trailer = f"/Root 1 0 R /Info {len(objects)} 0 R"
    if encrypted:
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>")
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<{'43' * 16}> <{'43' * 16}>]"
    return assembled(objects, trailer)


def escaped(text: str) -> str:
    """``text`` as it stands between the brackets of a PDF string."""
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def assembled(objects: Sequence[str | bytes], trailer: str) -> bytes:
    """The bytes of a PDF of these objects, numbered from 1."""
    made = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        raw = content.encode("latin-1") if isinstance(content, str) else content
        made += b"%d 0 obj\n%s\nendobj\n" % (number, raw)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return (
        made
        + f"trailer << /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF".encode()
    )
