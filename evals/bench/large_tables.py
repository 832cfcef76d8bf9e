"""Tables of figures at scale: ten million of them asked, a million rows read.

    python -m evals.bench.large_tables [--rows 1000000]

Targets: a question over ten million observations in at most 300 ms (p95, once loaded) and no more
than 1 GiB of memory; a CSV file of a million rows ingested in at most 30 s of a processor's time,
the whole command; its text, and that of a workbook of a hundred sheets and as many rows, bounded.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import resource
import subprocess
import sys
import tempfile
import zipfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assistant.figures import answer
from evals.bench.measure import finish, resident_memory, seconds, verdict
from ingest.observations.periods import quarter
from vectorstore import Document, Item, Kind, Library, Passage
from vectorstore.observations import Dimension, FigureTable, Measure, Nature, TableHead
from vectorstore.records import Period
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

QUARTERS = [(year, number) for year in range(2000, 2025) for number in range(1, 5)]
NATIONALITIES = ("Iraq", "Iran", "Syria", "Albania", *(f"Land {n}" for n in range(196)))
SEXES = ("Female", "Male")
AGES = ("17 and under", "18 to 24", "25 to 39", "40 and over", "Unknown")
ROUTES = ("Air", "Port", "Lorry", "Small boat", "Other")
SUBJECTS = (
    "Arrivals", "Asylum applications", "Enforced returns", "Voluntary returns", "Grants",
    "Refusals", "Referrals", "Visits", "Withdrawals", "Resettlements",
)  # fmt: skip
PEOPLES = ("Iraqis", "Iranians", "Syrians", "Albanians")
SECONDS, MEMORY, TEXT, MILLISECONDS = 30.0, 1.0, 100_000, 300.0
WORKBOOK_MEMORY = 2.0
SHEETS = 100
GIB = 1024**3


class Cost(NamedTuple):
    """What a command took: seconds of a processor and by the clock, GiB at most, its answer."""

    processor: float
    clock: float
    memory: float
    told: dict[str, list[dict[str, int]]]


def main() -> None:
    """Build, ask, ingest; print each measure beside its target."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as scratch:
        finish(*_asked(Path(scratch), rows), *_ingested(Path(scratch), rows))


def _asked(scratch: Path, rows: int) -> Iterator[bool]:
    with Library.open(scratch / "asked", FakeEmbedder(), write=True) as library:
        for number, subject in enumerate(SUBJECTS):
            library.add([_release(number, subject, rows)])
    size = (scratch / "asked" / "catalogue.sqlite3").stat().st_size
    before = resident_memory()
    with Library.open(scratch / "asked", FakeEmbedder()) as library:
        loading = seconds(lambda: list(map(library.figure_table, library.figure_heads())))
        figures = sum(library.figure_table(kept).count for kept in library.figure_heads())
        asked = [
            f"How many {subject.lower()} of {people} were there in {when}?"
            for subject, people, when in itertools.product(
                SUBJECTS, PEOPLES, ("2019", "the year ending March 2023", "Q3 2021")
            )
        ]
        answered = [answer(question, library) for question in asked]
        waits = [1000 * seconds(partial(answer, question, library)) for question in asked]
        held = (resident_memory() - before) / GIB
    told = sum(found is not None and bool(found.statement) for found in answered)
    print(f"     {figures:,} figures in {size / GIB:.2f} GiB, loaded in {loading:.1f} s")
    print(f"     {told} of {len(asked)} answered, median {np.median(waits):.0f} ms")
    yield verdict("a question, p95", float(np.percentile(waits, 95)), MILLISECONDS, " ms")
    yield verdict("memory for the figures", held, MEMORY, " GiB")


def _release(number: int, subject: str, rows: int) -> Item:
    text = f"{subject} by quarter, nationality, sex, age group and route."
    document = Document(
        id=f"release-{number}",
        kind=Kind.STATISTICS,
        title=f"{subject}: quarterly figures",
        digest=str(number),
        published=date(2025, 2, 27),
        text=text,
    )
    passages = [Passage(start=0, end=len(text), locator="table")]
    return Item(document, passages, (), [_table(subject, len(text), rows)])


def _table(subject: str, end: int, rows: int) -> FigureTable:
    dims = [("Nationality", NATIONALITIES), ("Sex", SEXES), ("Age group", AGES), ("Route", ROUTES)]
    spans = [(quarter(year, part), f"{year} Q{part}") for year, part in QUARTERS]
    at = np.arange(rows)
    columns = {"row": at + 2, "m0": np.random.default_rng(rows).integers(0, 900, rows) * 1.0}
    for place, (_, members) in reversed(list(enumerate(dims))):
        columns[f"d{place}"] = at % len(members)
        at = at // len(members)
    columns["period"] = at % len(spans)
    head = TableHead(
        sheet="",
        title=f"{subject} by nationality",
        dimensions=tuple(Dimension(name=name, members=members) for name, members in dims),
        measures=(Measure(name=subject, nature=Nature.FLOW, unit="people", column=5),),
        periods=tuple(Period(first=span[0], last=span[1], label=label) for span, label in spans),
        rows=rows,
        end=end,
    )
    return FigureTable(head=head, columns=columns)


def _ingested(scratch: Path, rows: int) -> Iterator[bool]:
    table = scratch / "million.csv"
    with table.open("w", encoding="utf-8") as file:
        file.writelines(",".join(row) + "\n" for row in _rows(rows))
    cost = _command(table, scratch / "from-csv")
    yield verdict(f"ingest of {rows:,} rows of CSV, processor", cost.processor, SECONDS, " s")
    print(f"     {cost.clock:.1f} s by the clock, {_figures(cost):,} figures")
    yield verdict("its text", _length(scratch / "from-csv"), TEXT, " characters")
    yield verdict("its memory", cost.memory, WORKBOOK_MEMORY, " GiB")
    table.unlink()
    book = scratch / "book.xlsx"
    _write_workbook(book, SHEETS, max(2, rows // SHEETS))
    cost = _command(book, scratch / "from-book")
    print(
        f"     {cost.processor:.1f} s of processor, {_figures(cost):,} figures of {SHEETS} sheets"
    )
    yield verdict("text of the workbook", _length(scratch / "from-book"), 100 * TEXT, " characters")
    yield verdict("memory for the workbook", cost.memory, WORKBOOK_MEMORY, " GiB")


def _rows(count: int) -> Iterator[tuple[str, ...]]:
    draw = random.Random(1)  # noqa: S311 - figures, not secrets
    yield ("Quarter", "Nationality", "Sex", "Age group", "Route", "Arrivals", "Applications")
    kinds = itertools.product(QUARTERS, NATIONALITIES, SEXES, AGES, ROUTES)
    for (year, number), *members in itertools.islice(itertools.cycle(kinds), count):
        known = str(draw.randint(0, 99)) if draw.random() > 0.1 else ":"
        yield f"{year} Q{number}", *members, str(draw.randint(0, 899)), known


def _command(path: Path, index: Path) -> Cost:
    command = [str(Path(sys.executable).with_name("onrecord")), "ingest", str(path), "--json"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    outputs: list[str] = []
    clock = seconds(
        lambda: outputs.append(
            subprocess.run(  # noqa: S603 - our own command
                [*command, "--index", str(index)], capture_output=True, text=True, check=True
            ).stdout
        )
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(processor, clock, after.ru_maxrss * 1024 / GIB, json.loads(outputs[0]))


def _figures(cost: Cost) -> int:
    return sum(document["observations"] for document in cost.told["documents"])


def _length(index: Path) -> int:
    with Library.open(index) as library:
        return sum(len(library.document(one.entry.id).text) for one in library.entries())


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _write_workbook(path: Path, sheets: int, rows: int) -> None:
    """A workbook of ``sheets`` sheets of ``rows`` rows, written as it goes."""
    numbers = range(1, sheets + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/s{n}.xml" ContentType="{KIND}.worksheet+xml"/>'
        for n in numbers
    )
    listed = "".join(f'<sheet name="T_{n:03}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in numbers
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
        "</Relationships>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0"?>{text}')
        for number in numbers:
            with archive.open(f"xl/worksheets/s{number}.xml", "w", force_zip64=True) as part:
                part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
                for row in _rows(rows):
                    part.write(f"<row>{''.join(map(_cell, row))}</row>".encode())
                part.write(b"</sheetData></worksheet>")


def _cell(value: str) -> str:
    if value.isdigit():
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


if __name__ == "__main__":
    main()
