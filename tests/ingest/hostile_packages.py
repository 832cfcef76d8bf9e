"""Damaged and hostile packages: archives, office documents, e-books, messages, PDF."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from hostile_texts import EITHER, READ, STORY, Case, random_bytes
from ingest_files import docx, ods, package, pdf, xlsx
from office_files import LIST_STYLE, SPACES, epub, message, odt
from pdf_files import lines, of_streams, placed

if TYPE_CHECKING:
    from collections.abc import Iterator

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "hahahahaha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
XXE = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = xlsx({"S": [["Year", "N"], [2023, 5], [2024, 6]]})
LETTER = docx([("Heading 1", "Returns"), ("Normal", STORY)])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def changed(data: bytes, **parts: bytes | str | None) -> bytes:
    """A package with parts put in the place of others (None: left out); "__" stands for "/"."""
    new = {name.replace("__", "/").replace("_x", ".x"): content for name, content in parts.items()}
    files: dict[str, bytes | str] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        for name in old.namelist():
            files[name] = old.read(name)
    for name, content in new.items():
        if content is None:
            files.pop(name, None)
        else:
            files[name] = content
    return package(files)


BOMB = 400_000_000


@lru_cache(maxsize=1)
def deflated_zeros() -> tuple[bytes, int, int]:
    """400 MB of zeros, deflated once for every bomb; their CRC-32 and their Adler-32."""
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -15)
    megabytes = b"\0" * 10_000_000
    parts, crc, adler = [], 0, 1
    for _ in range(BOMB // len(megabytes)):
        parts.append(squeeze.compress(megabytes))
        crc, adler = zlib.crc32(megabytes, crc), zlib.adler32(megabytes, adler)
    return b"".join(parts) + squeeze.flush(), crc, adler


def bomb(*names: str) -> bytes:
    """A ZIP in which each name is 400 MB of zeros."""
    data, crc, _ = deflated_zeros()
    made, listed = b"", b""
    for name in names:
        facts = struct.pack("<5H3I2H", 20, 0, 8, 0, 33, crc, len(data), BOMB, len(name), 0)
        listed += b"PK\x01\x02" + struct.pack("<H", 20) + facts
        listed += struct.pack("<3H2I", 0, 0, 0, 0, len(made)) + name.encode()
        made += b"PK\x03\x04" + facts + name.encode() + data
    count = len(names)
    end = struct.pack("<4H2IH", 0, 0, count, count, len(listed), len(made), 0)
    return made + listed + b"PK\x05\x06" + end


def archives() -> Iterator[Case]:
    good = {"good.txt": STORY}
    plain = package({**good, "more.md": f"# More\n\n{STORY}"})
    yield "cut.zip", plain[: len(plain) // 2], "damaged"
    yield "no-list.zip", plain[:-30], "damaged"
    yield "head-only.zip", b"PK\x03\x04", "damaged"
    yield "empty.zip", package({}), "empty"
    yield "only-folders.zip", package({"a/": "", "b/": ""}), "no files"
    for number, name in enumerate(
        [
            "../out.txt",
            "/etc/out.txt",
            "a/../../out.txt",
            "C:\\out.txt",
            "..\\..\\out.txt",
            "a\\..\\..\\b.txt",
        ]
    ):
        yield f"escape-{number}.zip", package({**good, name: STORY}), "leads out"
    yield "bomb.zip", bomb("zeros.txt"), "unpacks to"
    yield "many-bombs.zip", bomb(*(f"{n}.txt" for n in range(9))), "unpacks to"
    yield "bomb-within.zip", package({**good, "inner.zip": bomb("zeros.txt")}), "unpacks to"
    deep = package(good)
    for _ in range(12):
        deep = package({"inner.zip": deep})
    yield "deep.zip", deep, "archives deep"
    locked = bytearray(plain)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.rindex(mark)
        locked[at + offset] |= 1
    yield "locked.zip", bytes(locked), "encrypted"
    wrong = bytearray(plain)
    wrong[wrong.index(b"PK\x01\x02") + 16] ^= 0xFF
    wrong[14] ^= 0xFF
    yield "wrong-sum.zip", bytes(wrong), "damaged"
    odd = bytearray(plain)
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = odd.rindex(mark)
        odd[at + offset] = 97
    yield "odd-method.zip", bytes(odd), "damaged"
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("good.txt", STORY)
        archive.writestr(link, "/etc/passwd")
    yield "link.zip", made.getvalue(), "link"
    yield "twice.zip", _twice(), READ
    yield "many.zip", package({f"{n}.png": b"\x89PNG" for n in range(3_000)}), "picture"
    yield (
        "mixed.zip",
        package({**good, "a.pdf": b"%PDF-1.4", "b.docx": b"PK\x03\x04", "c.exe": b"MZ"}),
        "damaged",
    )
    yield (
        "odd-names.zip",
        package({"a\nb.txt": STORY, "é" * 90 + ".txt": STORY, "\u202etxt.exe": STORY}),
        READ,
    )
    yield "noise-after.zip", plain + random_bytes(500, 5), EITHER
    yield "by-name.zip", LETTER, READ


def _twice() -> bytes:
    import warnings

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("a.txt", STORY)
        archive.writestr("a.txt", f"{STORY}\n\nAnother.")
    return made.getvalue()


def workbooks() -> Iterator[Case]:
    for part in (3, 2):
        yield f"cut-{part}.xlsx", SHEET[: len(SHEET) * (part - 1) // part], "damaged|cut short"
    yield "bomb.xlsx", bomb("[Content_Types].xml", "xl/workbook.xml"), "unpacks to"
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = "<worksheet " + main + "><sheetData>{}</sheetData></worksheet>"
    cell = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
    far = sheet.format(cell.format(1, "A") + cell.format(1_048_576, "XFD"))
    yield "far-apart.xlsx", changed(SHEET, xl__worksheets__s1_xml=far), "spans"
    yield "laughs.xlsx", changed(SHEET, xl__worksheets__s1_xml=LAUGHS + sheet.format("&i;")), EITHER
    yield "fetch.xlsx", changed(SHEET, xl__worksheets__s1_xml=XXE + sheet.format("&i;")), EITHER
    yield "no-sheet.xlsx", changed(SHEET, xl__worksheets__s1_xml=None), EITHER
    yield (
        "broken-sheet.xlsx",
        changed(SHEET, xl__worksheets__s1_xml="<worksheet><sheetData><row"),
        EITHER,
    )
    yield "odd-cells.xlsx", changed(
        SHEET, xl__worksheets__s1_xml=sheet.format('<row r="x"><c r="?"><v>--</v></c></row>')
    ), EITHER  # fmt: skip
    yield "no-book.xlsx", changed(SHEET, xl__workbook_xml=None), "neither"
    yield "no-cells.xlsx", xlsx({"S": []}), "no text"
    yield "locked.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted"
    yield "noise.xls", OLE + random_bytes(4_000, 6), "damaged"
    yield "letter.doc", OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "old Word"
    yield "message.msg", OLE + b"\0" * 600 + "__substg1.0_".encode("utf-16-le"), "Outlook"
    sheets = ods({"S": [["Year", "N"], [2023, 5]]})
    repeated = zipfile.ZipFile(io.BytesIO(sheets)).read("content.xml").decode().replace(
        "<table:table-row>", '<table:table-row table:number-rows-repeated="1048576">'
    ).replace(
        "<table:table-cell ", '<table:table-cell table:number-columns-repeated="16384" '
    )  # fmt: skip
    yield "repeated.ods", changed(sheets, content_xml=repeated), "damaged|spans"
    yield "broken.ods", changed(sheets, content_xml="<office:document"), "damaged"


def letters() -> Iterator[Case]:
    document = f'<w:document xmlns:w="{WORD}"><w:body>{{}}</w:body></w:document>'
    words = f"<w:p><w:r><w:t>{STORY}</w:t></w:r></w:p>"
    yield "cut.docx", LETTER[: len(LETTER) // 2], "damaged|cut short"
    yield "cut-late.docx", LETTER[:-30], "damaged|cut short"
    yield "bomb.docx", bomb("[Content_Types].xml", "word/document.xml"), "unpacks to"
    yield "long.docx", changed(LETTER, word__document_xml=b" " * 61_000_000), "MB"
    yield "laughs.docx", changed(LETTER, word__document_xml=LAUGHS + document.format("&i;")), EITHER
    yield "fetch.docx", changed(LETTER, word__document_xml=XXE + document.format("&i;")), EITHER
    yield "no-text.docx", changed(LETTER, word__document_xml=None), "neither"
    yield "empty.docx", changed(LETTER, word__document_xml=document.format("")), "no text"
    yield "broken.docx", changed(LETTER, word__document_xml="<w:document><w:body><w:p>"), "damaged"
    yield "no-types.docx", changed(LETTER, **{"[Content_Types]_xml": None}), "damaged"
    nest = 100
    deep = "<w:tbl><w:tr><w:tc>" * nest + words + "</w:tc></w:tr></w:tbl>" * nest
    yield "deep.docx", changed(LETTER, word__document_xml=document.format(deep)), EITHER
    deep = "<w:tbl><w:tr><w:tc>" * 5_000 + words + "</w:tc></w:tr></w:tbl>" * 5_000
    yield "very-deep.docx", changed(LETTER, word__document_xml=document.format(deep)), "damaged"
    boxes = "<w:p><w:r><w:txbxContent>" * 60 + words + "</w:txbxContent></w:r></w:p>" * 60
    yield "boxes.docx", changed(LETTER, word__document_xml=document.format(boxes)), READ
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr>{words}</w:tc>'
    span = f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"
    yield "spans.docx", changed(LETTER, word__document_xml=document.format(span)), READ
    style = '<w:style w:styleId="A"><w:basedOn w:val="A"/></w:style>'
    styles = f'<w:styles xmlns:w="{WORD}">{style}</w:styles>'
    own = f'<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>{STORY}</w:t></w:r></w:p>'
    yield (
        "circle.docx",
        changed(LETTER, word__styles_xml=styles, word__document_xml=document.format(own)),
        EITHER,
    )
    yield (
        "many-runs.docx",
        changed(LETTER, word__document_xml=document.format(words * 900)),
        EITHER,
    )
    yield (
        "slides.pptx",
        package({"[Content_Types].xml": "<a/>", "ppt/presentation.xml": "<a/>"}),
        "presentation",
    )


def open_documents() -> Iterator[Case]:
    good = odt(f"<text:p>{STORY}</text:p>")
    wrapped = (
        f"<office:document-content {SPACES}>{LIST_STYLE}<office:body><office:text>{{}}"
        "</office:text></office:body></office:document-content>"
    )
    yield "cut.odt", good[: len(good) // 2], "damaged"
    yield (
        "laughs.odt",
        changed(good, content_xml=LAUGHS + wrapped.format("<text:p>&i;</text:p>")),
        "entities",
    )
    yield (
        "fetch.odt",
        changed(good, content_xml=XXE + wrapped.format("<text:p>&i;</text:p>")),
        "entities",
    )
    yield "locked.odt", odt("", manifest="<m:encryption-data/>"), "encrypted"
    yield "broken.odt", changed(good, content_xml="<office:document"), "damaged"
    yield "no-text.odt", changed(good, content_xml=None), "no text"
    yield "empty.odt", odt(""), "no text"
    yield "deep.odt", odt("<text:section>" * 5_000 + "</text:section>" * 5_000), "damaged"
    boxes = f"<text:p>{STORY}</text:p>"
    for _ in range(60):
        boxes = f"<text:p><draw:frame><draw:text-box>{boxes}</draw:text-box></draw:frame></text:p>"
    yield "boxes.odt", odt(boxes), READ
    lists = (
        "<text:list><text:list-item>" * 100
        + "<text:p>Deep.</text:p>"
        + "</text:list-item></text:list>" * 100
    )
    yield "lists.odt", odt(f"<text:p>{STORY}</text:p>{lists}"), READ
    row = (
        '<table:table-row><table:table-cell table:number-columns-repeated="9999999">'
        "<text:p>a</text:p></table:table-cell></table:table-row>"
    )
    yield (
        "repeated.odt",
        odt(f"<text:p>{STORY}</text:p><table:table>{row * 20}</table:table>"),
        READ,
    )


def rich_texts() -> Iterator[Case]:
    good = rb"{\rtf1\ansi " + STORY.encode("cp1252") + rb"\par }"
    yield "cut.rtf", good[:60], READ
    yield "head-only.rtf", rb"{\rtf1", "no text"
    yield "deep.rtf", rb"{\rtf1 " + b"{" * 300_000 + STORY.encode("cp1252"), EITHER
    yield "closed.rtf", rb"{\rtf1 words of it " + b"}" * 300_000 + STORY.encode("cp1252"), EITHER
    yield "odd-hex.rtf", good[:-1] + rb"\'zz\'8 \'ff}", READ
    yield "odd-numbers.rtf", good[:-1] + rb"\u99999999999? \u-99999? \uc-5 \uc999999 x}", EITHER
    yield "no-page.rtf", rb"{\rtf1\ansi\ansicpg99999 " + STORY.encode("cp1252") + b"}", READ
    yield "links.rtf", rb"{\rtf1 " + rb'{\field{\*\fldinst{HYPERLINK "x"' * 20_000, "no text"
    yield "picture.rtf", rb"{\rtf1 words of it {\pict " + b"ff" * 2_000_000 + b"}}", READ
    yield "binary.rtf", rb"{\rtf1 words of it \bin9999999 " + random_bytes(900, 7), EITHER
    yield "info.rtf", rb"{\rtf1{\info{\title " + b"x" * 500_000 + b"}}" + good[6:], READ


def books() -> Iterator[Case]:
    good = epub([f"<p>{STORY}</p>"])
    yield "cut.epub", good[: len(good) // 2], "damaged"
    yield (
        "locked.epub",
        epub(["<p>x</p>"], extra={"META-INF/encryption.xml": "<e><EncryptionMethod/></e>"}),
        "DRM",
    )
    yield (
        "no-place.epub",
        changed(good, **{"META-INF__container_xml": "<container/>"}),
        "does not say",
    )
    yield (
        "laughs.epub",
        changed(good, **{"META-INF__container_xml": LAUGHS + "<x>&i;</x>"}),
        "entities",
    )
    yield "no-chapters.epub", epub([]), "no text"
    yield "missing.epub", changed(good, OEBPS__text__c0_xhtml=None), "no text"
    yield "deep.epub", epub(["<div>" * 50_000 + STORY]), READ
    yield "escape.epub", changed(good, **{"OEBPS__book.opf": None}), "no text|damaged"
    yield "bomb.epub", bomb("META-INF/container.xml", "c.xhtml"), "unpacks to"
    yield "long.epub", epub([b"<p>" + b"a" * 70_000_000]), "MB"


def messages() -> Iterator[Case]:
    good = message(STORY, attached={"a.txt": STORY.encode()})
    yield "cut.eml", good[:-90], READ
    yield "head-only.eml", good[: good.index(b"\n\n")] + b"\n\n", EITHER
    yield "no-boundary.eml", good.replace(b"boundary=", b"border="), EITHER
    head = b"From: a@b.example\nSubject: s\nMIME-Version: 1.0\nMessage-ID: <1>\n"
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(2_000)
    )
    yield "deep.eml", head + deep, EITHER
    yield (
        "many-parts.eml",
        head + b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 30_000,
        EITHER,
    )
    yield (
        "long-field.eml",
        b"Subject: " + b"a" * 5_000_000 + b"\n" + head + b"\n" + STORY.encode(),
        EITHER,
    )
    yield "many-fields.eml", head + b"X-A: b\n" * 100_000 + b"\n" + STORY.encode(), EITHER
    yield (
        "odd-charset.eml",
        head + b"Content-Type: text/plain; charset=klingon\n\n" + STORY.encode(),
        READ,
    )
    yield (
        "odd-words.eml",
        head.replace(b": s", b": =?x-bad?q?=zz?= =?utf-8?b?!!?=") + b"\n" + STORY.encode(),
        READ,
    )
    yield "odd-base64.eml", head + b"Content-Transfer-Encoding: base64\n\n" + b"!!!!" * 300, EITHER
    yield "odd-date.eml", head + b"Date: 99 Foo 20255 99:99:99 +9999\n\n" + STORY.encode(), READ
    nested = STORY.encode()
    for _ in range(9):
        nested = message(
            "See it.", attached={"m.eml": nested if nested[:4] != b"The " else message(STORY)}
        )
    yield "nested.eml", nested, "archives deep"
    yield "bomb.eml", message(STORY, attached={"a.zip": bomb("zeros.txt")}), "unpacks to"
    yield (
        "program.eml",
        message(STORY, attached={"invoice.pdf.exe": b"MZ" + random_bytes(99, 8)}),
        "program",
    )
    yield "mailbox.eml", b"From a@b Tue May  6 09:30:00 2025\nA: b\nC: d\n\nHi\n" * 5, "mailbox"
    yield (
        "saved.mhtml",
        (
            b"From: <Saved by Blink>\nMIME-Version: 1.0\n"
            b"Content-Type: multipart/related; boundary=b\n\n--b--"
        ),
        "no page",
    )


def portable() -> Iterator[Case]:
    good = placed([lines(STORY.replace("“", "'").replace("”", "'").split("\n"))])
    for share in (0.1, 0.4, 0.7, 0.95):
        yield f"cut-{int(share * 100)}.pdf", good[: int(len(good) * share)], EITHER
    yield "head-only.pdf", b"%PDF-1.7\n", "damaged"
    yield "noise.pdf", b"%PDF-1.7\n" + random_bytes(9_000, 9), "damaged"
    yield "locked.pdf", pdf([["words"]], encrypted=True), "encrypted"
    yield "no-pages.pdf", good.replace(b"/Count 1", b"/Count 0").replace(b"[4 0 R]", b"[]"), EITHER
    yield "circle.pdf", good.replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"), EITHER
    yield "many-kids.pdf", good.replace(b"/Count 1", b"/Count 99999999"), EITHER
    yield "blank.pdf", of_streams([b""] * 500), "nothing on them"
    yield "box.pdf", good.replace(b"[0 0 595 842]", b"[0 0 -1 1e9]"), EITHER
    packed = zlib.compress(b"BT /F1 9 Tf (word) Tj ET\n" * 200_000, 6)
    bomb = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    yield (
        "stream-bomb.pdf",
        of_streams(
            [b"/X Do"],
            [bomb.replace(b"<<", b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9]", 1)],
            "/XObject << /X 4 0 R >>",
        ),
        EITHER,
    )
    yield (
        "letters.pdf",
        of_streams([b"BT /F1 9 Tf 9 9 Td " + (b"(" + b"a" * 9_000 + b") Tj ") * 60 + b"ET"]),
        "characters",
    )
    yield "nested.pdf", of_streams([b"[" * 200_000 + b"q " * 200_000]), EITHER
    raw, _, adler = deflated_zeros()
    data = b"\x78\x9c" + raw + struct.pack(">I", adler)
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 20000 /Height 20000 /BitsPerComponent 8 "
        b"/ColorSpace /DeviceGray /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
    ) % (len(data), data)
    yield "huge-pictures.pdf", of_streams(
        [b"q 595 0 0 842 0 0 cm /X Do Q"] * 30, [picture], "/XObject << /X 4 0 R >>"
    ), "no text layer"  # fmt: skip
    yield (
        "own-form.pdf",
        of_streams(
            [b"/X Do"],
            [
                (
                    b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources "
                    b"<< /XObject << /X 4 0 R >> >> /Length 5 >>\nstream\n/X Do\nendstream"
                )
            ],
            "/XObject << /X 4 0 R >>",
        ),
        EITHER,
    )
    yield "picture.pdf", b"\xff\xd8\xff\xe0" + random_bytes(900, 10), "picture"
    yield "page.pdf", b"<html><body><main><p>" + STORY.encode() + b"</p></main></body></html>", READ


def others() -> Iterator[Case]:
    for name, head, reason in (
        ("photo.txt", b"\x89PNG\r\n\x1a\n", "picture"), ("photo.md", b"GIF89a", "picture"),
        ("scan.docx", b"II*\x00", "picture"), ("packed.txt", b"\x1f\x8b\x08\x00", "compressed"),
        ("packed.bz2", b"BZh9", "compressed"), ("packed.7z", b"7z\xbc\xaf\x27\x1c", "archive"),
        ("packed.rar", b"Rar!\x1a\x07", "archive"), ("run.txt", b"\x7fELF", "program"),
        ("run.pdf", b"MZ\x90\x00", "program"), ("base.csv", b"SQLite format 3\0", "database"),
        ("t.parquet", b"PAR1", "Parquet"), ("film.txt", b"RIFF\0\0\0\0AVI ", "film"),
        ("page.webarchive", b"bplist00" + b"WebMainResource", "damaged"),
    ):  # fmt: skip
        yield name, head + random_bytes(400, 11), reason
    yield "packed.tar", b"a" + b"\0" * 256 + b"ustar" + b"\0" * 400, "archive"


def cases() -> Iterator[Case]:
    for family in (
        archives,
        workbooks,
        letters,
        open_documents,
        rich_texts,
        books,
        messages,
        portable,
        others,
    ):
        yield from family()
