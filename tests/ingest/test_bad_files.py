from __future__ import annotations

import os

import pytest
from ingest_files import docx, package, pdf, understood, xlsx

from ingest.errors import ReadError
from ingest.readers import FORMATS, identify, read, too_large

SHEET = xlsx({"S": [["Year", "N"], [2023, 5], [2024, 6]]})

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

REFUSED = {
    "empty.txt": (b"", "empty"),
    "blank.md": (b" \n\n \t ", "empty"),
    "nuls.txt": (b"\x00" * 400, "empty"),
    "junk.txt": (bytes(range(256)) * 40, "binary"),
    "junk.pdf": (bytes(reversed(range(256))) * 40, "binary"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "picture"),
    "photo.pdf": (b"\xff\xd8\xff\xe0" + b"x" * 100, "picture"),
    "archive.docx": (package({"a.png": b"\x89PNG"}), "picture"),
    "packed.csv": (b"\x1f\x8b\x08\x00" + b"x" * 50, "compressed"),
    "letter.doc": (OLE + "WordDocument".encode("utf-16-le"), "old Word"),
    "secret.xlsx": (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "old.xls": (OLE, "damaged"),
    "letter.rtf": (rb"{\rtf1 }", "no text"),
    "style.css": (b"body { color: red }", "style sheet"),
    "slides.pptx": (package({"[Content_Types].xml": "", "ppt/p.xml": ""}), "presentation"),
    "mailbox.txt": (b"From a@b Tue May  6 09:30:00 2025\nA: b\nC: d\n\nHi\n" * 2, "mailbox"),
    "feed.xml": (b"<?xml version='1.0'?><rss><item>words</item></rss>", "XML"),
    "secret.pdf": (pdf([["words"]], encrypted=True), "encrypted"),
    "scan.pdf": (pdf([[], []]), "no text layer"),
    "cut.pdf": (pdf([["words"]])[:200], "damaged"),
    "cut.xlsx": (SHEET[: len(SHEET) // 2], "cut short"),
    "cut.docx": (docx([("Normal", "words")])[:3000], "cut short"),
    "empty.html": (b"<html><body><nav>Home</nav></body></html>", "no text"),
    "broken.json": (b'{"text": "no end', "not JSON"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_reason_and_remedy(name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(ReadError, match=reason) as caught:
        read(data, name)
    assert caught.value.remedy.endswith(".") or caught.value.remedy.endswith(")")
    assert "\n" not in f"{caught.value}{caught.value.remedy}"


def test_a_package_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked() -> None:
    bomb = package({"[Content_Types].xml": "", "xl/workbook.xml": b"\0" * 400_000_000})
    with pytest.raises(ReadError, match="unpacks to"):
        read(bomb, "bomb.xlsx")


def test_random_bytes_are_refused_whatever_their_name() -> None:
    for ending in (".txt", ".md", ".html", ".csv", ".pdf", ".docx", ".xlsx", ".json", ".jsonl", ""):
        with pytest.raises(ReadError):
            read(os.urandom(5_000), f"random{ending}")


def test_what_is_too_large_says_how_large_it_may_be() -> None:
    error = too_large(FORMATS["text"], 200_000_000)
    assert "200 MB" in str(error)
    assert "32 MB" in str(error)
    assert identify(b"plain words " * 6_000, "big.txt").most == FORMATS["text"].most


def test_deep_nesting_and_endless_lines_are_survived() -> None:
    deep = (
        "<main>"
        + "<div>" * 3_000
        + "The words in the middle of it all are still found there."
        + ("</div>" * 3_000 + "</main>")
    )
    assert (
        "words in the middle"
        in understood(f"<html><body>{deep}</body></html>", "deep.html")[0].text
    )
    long, passages = understood("word " * 60_000, "long.txt")
    assert len(passages) > 200
    assert len(long.text) > 290_000


def test_a_ragged_table_is_read_as_far_as_it_goes() -> None:
    document, _ = understood("Year,N\n2023,5,extra\n2024\n\n2025,7\n", "ragged.csv")
    assert "Year 2025: N 7" in document.text
    assert "extra" in document.text
