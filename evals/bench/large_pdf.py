"""What a PDF of 2,000 pages costs to read: the memory may not grow with the pages.

python -m evals.bench.large_pdf [--pages 2000]

The file is made here: pages of prose in one and in two columns, each with a running head and its
number, of words drawn at random from a list. Each size is read in a process of its
own, so that its peak is its own.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from evals.bench.measure import finish, seconds, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = 2_000
MOST_MEGABYTES = 400.0
MOST_GROWTH = 60.0
"""Megabytes more that 2,000 pages may take than 100: their text, and little else."""

WORDS = (
    "minister agreement return border claim court figure week office house record party policy "
    "signed said told read moved held counted named asked left country capital department report"
).split()
LINES = 46


def main() -> None:
    """Make the files, read each in a process of its own, and print the peaks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.read:
        _read(given.read)
        return
    with tempfile.TemporaryDirectory() as scratch:
        peaks = {}
        for pages in (100, given.pages):
            path = Path(scratch) / f"{pages}.pdf"
            path.write_bytes(made(pages))
            print(f"{pages:,} pages, {path.stat().st_size / 1e6:.1f} MB")
            peaks[pages] = _measured(path)
    growth = peaks[given.pages] - peaks[100]
    finish(
        verdict(f"peak memory, {given.pages:,} pages", peaks[given.pages], MOST_MEGABYTES, " MB"),
        verdict(f"more than of 100 pages by, {given.pages:,} pages", growth, MOST_GROWTH, " MB"),
    )


def _measured(path: Path) -> float:
    """Read a file in another process; its peak resident memory in MB."""
    command = [sys.executable, "-m", "evals.bench.large_pdf", "--read", str(path)]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603
    print(told.rstrip())
    return float(told.rsplit(" ", 2)[-2])


def _read(path: Path) -> None:
    from ingest.readers import read_all

    blocks = 0

    def action() -> None:
        nonlocal blocks
        blocks = sum(1 for reading in read_all(path, path.name) for _ in reading.blocks)

    wall = seconds(action)
    used = resource.getrusage(resource.RUSAGE_SELF)
    peak = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    processor = f"{used.ru_utime:.1f} s of CPU"
    print(f"  {blocks:,} paragraphs in {wall:.1f} s ({processor}), peak {peak:.0f} MB")


def made(pages: int) -> bytes:
    """A PDF of ``pages`` pages, every third in two columns."""
    draw = random.Random(11)  # noqa: S311 - prose, not secrets
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(pages)), pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
    ]
    for number in range(pages):
        stream = "".join(_page(draw, number)).encode("ascii")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _file(objects)


def _page(draw: random.Random, number: int) -> Iterator[str]:
    yield _run(60, 805, "Record of returns, volume two")
    columns = [(60, 8), (310, 8)] if number % 3 == 2 else [(60, 16)]
    for line in range(LINES):
        for left, words in columns:
            text = " ".join(draw.choices(WORDS, k=words))
            if line % 6 == 5:
                text = text[: len(text) // 2].rstrip() + "."
            yield _run(left, 780 - 16 * line, text.capitalize() if line % 6 == 0 else text)
    yield _run(290, 30, str(number + 1))


def _run(left: int, base: int, text: str) -> str:
    return f"BT /F1 10 Tf {left} {base} Td ({text}) Tj ET\n"


def _file(objects: list[bytes]) -> bytes:
    made = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        start,
    )
    return bytes(made)


if __name__ == "__main__":
    main()
