"""Pictures of pages, recognised by Tesseract where it is installed.

The program is called with the picture on its standard input and a time limit; nothing is written.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import time
from dataclasses import dataclass
from functools import lru_cache
from statistics import mean
from typing import TYPE_CHECKING, Any

from ingest.normalise import one_line
from ingest.readers.pdf_layout import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

DOTS_PER_INCH = 300
POINTS_PER_INCH = 72
MOST_PIXELS = 30_000_000
"""A page is drawn in no more than this, about an A3 sheet at 400 dots per inch."""

MOST_PICTURE = 150_000_000
"""Pixels of one picture on a page: decoding it takes four times as many bytes."""

PAGE_SECONDS = 60
LEAST_SURE = 40.0
"""Words that the engine is less sure of (from 0 to 100), taken together, are noise, not a page."""

MOST_LANGUAGES = 4


@dataclass(slots=True)
class Budget:
    """How long the pages of one document may take; ``left`` counts down, in seconds."""

    left: float


def engine() -> str:
    """The path of Tesseract; "" where it is not installed."""
    return shutil.which("tesseract") or ""


def recognised(page: Any, budget: Budget) -> list[Line]:
    """The lines of a page that is a picture; [] where nothing is read, or no time is left.

    Paragraphs are parted by empty lines.
    """
    picture = _drawn(page)
    if not picture or budget.left <= 0:
        return []
    began = time.monotonic()
    try:
        # The name is looked up once more by the system: what is called is what the user installed.
        answer = subprocess.run(  # noqa: S603 - fixed arguments, the picture on standard input
            [engine(), "stdin", "stdout", "-l", _languages(engine()), "tsv"],
            input=picture,
            capture_output=True,
            timeout=min(PAGE_SECONDS, budget.left),
            check=True,
            env={"OMP_THREAD_LIMIT": "1", "PATH": "", "LC_ALL": "C.UTF-8"} | _data_folder(),
        ).stdout
    except (subprocess.SubprocessError, OSError):
        return []
    finally:
        budget.left -= time.monotonic() - began
    return list(_lines(answer.decode("utf-8", errors="replace")))


def _data_folder() -> dict[str, str]:
    import os

    folder = os.environ.get("TESSDATA_PREFIX")
    return {"TESSDATA_PREFIX": folder} if folder else {}


@lru_cache(maxsize=4)
def _languages(program: str) -> str:
    """The languages that are installed, English first, as Tesseract wants them named."""
    try:
        told = subprocess.run(  # noqa: S603 - fixed arguments
            [program, "--list-langs"], capture_output=True, timeout=20, check=True
        ).stdout.decode("utf-8", errors="replace")
    except (subprocess.SubprocessError, OSError):
        return "eng"
    names = [name for name in told.split("\n")[1:] if name.isalpha() and name != "osd"]
    names.sort(key=lambda name: name != "eng")
    return "+".join(names[:MOST_LANGUAGES]) or "eng"


def _drawn(page: Any) -> bytes:
    """The page as a grey picture (PGM); b"" where a picture on it is too large to be decoded."""
    import pypdfium2.raw as pdfium

    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        width, height = picture.get_px_size()
        if width * height > MOST_PICTURE:
            return b""
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        return b""
    scale = min(DOTS_PER_INCH / POINTS_PER_INCH, (MOST_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        rows = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width]
        head = f"P5\n{bitmap.width} {bitmap.height}\n255\n".encode()
        return head + bytes(rows.tobytes())
    finally:
        bitmap.close()


def _lines(answer: str) -> Iterator[Line]:
    """The lines of Tesseract's table of words, where it is sure enough of them."""
    words = [
        row
        for row in csv.DictReader(answer.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE)
        if (row.get("text") or "").strip() and float(row.get("conf") or -1) >= 0
    ]
    if not words or mean(float(word["conf"]) for word in words) < LEAST_SURE:
        return
    widest = max(int(word["left"]) + int(word["width"]) for word in words)
    paragraph, line = "", ""
    gathered: list[dict[str, str]] = []
    for word in [*words, None]:
        place = word and f"{word['block_num']}.{word['par_num']}"
        here = word and f"{place}.{word['line_num']}"
        if gathered and here != line:
            reach = max(int(one["left"]) + int(one["width"]) for one in gathered)
            yield Line(one_line(" ".join(one["text"] for one in gathered)), reach / widest)
            gathered = []
            if place != paragraph:
                yield Line("", 0.0)
        if word is not None:
            paragraph, line = str(place), str(here)
            gathered.append(word)
