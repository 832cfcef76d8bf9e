"""Readers, one for each family of formats, and the choice between them.

``read_all`` is a pure function of a file's bytes (or its path), name and declared type, and what it
gives can be pickled, so that a worker process can run it.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.readers.allowance import Allowance
from ingest.readers.identify import FORMATS, HEAD, MEGABYTE, ZIP, Format, identify
from ingest.readers.packages import content_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.reading import Reading

__all__ = [
    "FORMATS",
    "HEAD",
    "READER_VERSION",
    "Format",
    "identify",
    "read",
    "read_all",
    "too_large",
]

READER_VERSION = "3"
"""Raised when readers learn something: files read by an older version are read again."""


def read_all(
    source: bytes | Path, name: str, content_type: str = "", allowance: Allowance | None = None
) -> list[Reading]:
    """Every document that a file other than JSON Lines holds: one, or the members of an archive.

    With a path instead of bytes, PDFs and archives are read piece by piece and never held whole.
    A member of an archive or an e-mail that cannot be read comes as a Reading with an ``error``;
    what makes the whole file unreadable is raised as ReadError.
    ``allowance`` is what an archive around this file leaves it to use.
    """
    allowance = allowance or Allowance()
    form = _format(source, name, content_type)
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    if size > form.most:
        raise too_large(form, size)
    module, function = form.reader.split(":")
    reader: Callable[..., Reading | list[Reading]] = getattr(
        import_module(f"ingest.readers.{module}"), function
    )
    if form.holds_others:
        readings = reader(source, allowance)
    elif isinstance(source, Path) and form.name != "pdf":
        readings = reader(source.read_bytes())
    else:
        readings = reader(source)
    return readings if isinstance(readings, list) else [readings]


def read(data: bytes, name: str, content_type: str = "") -> Reading:
    """The one document that a file holds; raises ReadError where there is none or several."""
    if identify(data[:HEAD], name, content_type).name == "jsonl":
        raise ReadError("A JSON Lines file holds many documents.", "Ingest it instead.")
    everything = read_all(data, name, content_type)
    readings = [reading for reading in everything if not reading.empty]
    if not readings and (errors := [one.error for one in everything if one.error]):
        raise errors[0]
    if len(readings) != 1:
        raise ReadError(
            "There is no text in it." if not readings else "It holds several documents.",
            "Check the file." if not readings else "Ingest it instead.",
        )
    return readings[0]


def too_large(form: Format, size: int) -> ReadError:
    """The refusal of a file above its format's bound."""
    return ReadError(
        f"The file has {size / MEGABYTE:,.0f} MB; {form.name} is read up to "
        f"{form.most / MEGABYTE:,.0f} MB.",
        "Split it into smaller files.",
    )


def _format(source: bytes | Path, name: str, content_type: str) -> Format:
    if isinstance(source, Path):
        with source.open("rb") as file:
            head = file.read(HEAD)
    else:
        head = source[:HEAD]
    form = identify(head, name, content_type)
    # The first 64 kB of a package need not name what it is; the list at its end does.
    return FORMATS[content_of(source)] if head.startswith(ZIP) else form
