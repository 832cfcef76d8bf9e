"""A page saved by Safari (.webarchive): a property list with the page in it."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError

from ingest.errors import ReadError
from ingest.readers.html import read_html
from ingest.reading import Found

if TYPE_CHECKING:
    from ingest.reading import Reading


def read_webarchive(data: bytes) -> Reading:
    """The page of a web archive; raises ReadError where there is none."""
    try:
        main = plistlib.loads(data, fmt=plistlib.FMT_BINARY)["WebMainResource"]
        page, url = main["WebResourceData"], str(main.get("WebResourceURL", ""))
        encoding = str(main.get("WebResourceTextEncodingName", ""))
    except (
        plistlib.InvalidFileException, ExpatError, KeyError, TypeError, ValueError,
        AttributeError, IndexError, OverflowError, RecursionError, MemoryError,
    ) as error:  # fmt: skip
        raise ReadError("The web archive is damaged.", "Save the page again, as HTML.") from error
    if not isinstance(page, bytes):
        raise ReadError("The web archive holds no page.", "Save the page again, as HTML.")
    reading = read_html(page, encoding=encoding)
    return reading.with_found(Found(url=url if url.startswith("http") else ""))
