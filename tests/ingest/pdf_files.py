"""PDF files with every piece of text where it is wanted."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ingest_files import assembled, escaped

if TYPE_CHECKING:
    from collections.abc import Sequence

Run = tuple[float, float, float, str]
"""Left and baseline in points from the lower left corner of an A4 page, size, text."""

FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>"


def placed(pages: Sequence[Sequence[Run]]) -> bytes:
    """A PDF of runs of text, in the order given."""
    streams = [
        "".join(
            f"BT /F1 {size} Tf {x} {y} Td ({escaped(text)}) Tj ET\n" for x, y, size, text in page
        )
        for page in pages
    ]
    return of_streams([stream.encode("cp1252") for stream in streams])


def of_streams(streams: Sequence[bytes], more: Sequence[bytes] = (), use: str = "") -> bytes:
    """A PDF of pages' contents; ``more`` are objects from number 4 on, ``use`` resources."""
    first = 4 + len(more)
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        FONT.encode(),
        *more,
    ]
    for number, stream in enumerate(streams):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents "
            f"{first + 1 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> {use} >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return assembled(objects, "/Root 1 0 R")


def lines(
    texts: Sequence[str], *, left: float = 60, top: float = 760, size: float = 10
) -> list[Run]:
    """Lines below each other."""
    return [(left, top - 1.4 * size * at, size, text) for at, text in enumerate(texts)]


def scanned(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF whose pages are pictures of printed lines."""
    from PIL import Image, ImageDraw, ImageFont

    pictures = []
    for page in pages:
        picture = Image.new("L", (1240, 1754), 255)
        font = ImageFont.load_default(size=30)
        draw = ImageDraw.Draw(picture)
        for at, line in enumerate(page):
            draw.text((120, 120 + 48 * at), line, fill=0, font=font)
        pictures.append(picture)
    made = io.BytesIO()
    pictures[0].save(made, "PDF", save_all=True, append_images=pictures[1:], resolution=150)
    return made.getvalue()
