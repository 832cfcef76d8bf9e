"""E-books (EPUB): the chapters in their reading order, as one document."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ingest.dates import as_date
from ingest.errors import ReadError
from ingest.normalise import decode, one_line
from ingest.readers.html import message_parts
from ingest.readers.packages import MOST_XML, opened, part, tree
from ingest.reading import Found, Part, Reading

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
FONTS_ONLY = (b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC")
PAGES = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml"}
MOST_CHAPTERS = 5_000


def read_epub(data: bytes) -> Reading:
    """An e-book; raises ReadError where it is locked or broken."""
    with opened(data) as package:
        _must_be_open(part(package, "META-INF/encryption.xml"))
        place = _package_place(package)
        book = tree(part(package, place) or b"<none/>")
        parts: list[Part] = []
        size = 0
        for name in _chapters(book, posixpath.dirname(place)):
            chapter = part(package, name)
            size += len(chapter)
            if size > MOST_XML:
                raise ReadError("The book is longer than any text.", "Split it into smaller files.")
            parts += message_parts(decode(chapter)) if chapter else []
    if not parts:
        raise ReadError("The book holds no text.", "Open it in a reader, and save its text.")
    return Reading(format="epub", parts=tuple(parts), found=_said(book))


def _must_be_open(encryption: bytes) -> None:
    # Fonts are scrambled in books that are not locked.
    if encryption.count(b"EncryptionMethod") > sum(map(encryption.count, FONTS_ONLY)):
        raise ReadError("The book is encrypted (DRM).", "Ingest a copy without a lock.")


def _package_place(package: zipfile.ZipFile) -> str:
    root = tree(part(package, "META-INF/container.xml") or b"<none/>")
    place = root.find(f".//{CONTAINER}rootfile")
    if place is None:
        raise ReadError("The book is damaged: it does not say what it holds.", "Download it again.")
    return str(place.get("full-path") or "")


def _chapters(book: Any, folder: str) -> Iterator[str]:
    """The names of the pages in reading order, without the table of contents."""
    items = {item.get("id"): item for item in book.iter(f"{OPF}item")}
    for count, place in enumerate(book.iter(f"{OPF}itemref")):
        item = items.get(place.get("idref"))
        if count >= MOST_CHAPTERS or item is None or place.get("linear") == "no":
            continue
        contents = "nav" in (item.get("properties") or "").split()
        if item.get("media-type") in PAGES and not contents:
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))


def _said(book: Any) -> Found:
    def all_of(name: str) -> list[str]:
        texts = (one_line(one.text or "") for one in book.iter(f"{DC}{name}"))
        return [text for text in texts if text]

    days = [as_date(text) for text in all_of("date")]
    return Found(
        title=next(iter(all_of("title")), ""),
        author=", ".join(all_of("creator")[:10]),
        publisher=next(iter(all_of("publisher")), ""),
        published=next((day for day in days if day), None),
        language=next(iter(all_of("language")), ""),
        licence=next(iter(all_of("rights")), "")[:300],
    )
