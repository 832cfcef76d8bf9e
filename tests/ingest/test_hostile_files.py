"""Damaged and hostile files beside good ones: each is named with its reason, none is fatal."""

from __future__ import annotations

import re
import resource
import shutil
import time
from typing import TYPE_CHECKING

import hostile_packages
import hostile_texts
import pytest
from hostile_files import EITHER, READ, made
from ingest_files import understood

from ingest.errors import ReadError
from ingest.observations import observe
from ingest.quotations import extract
from ingest.readers import read_all
from ingest.readers.identify import HEAD, identify
from ingest.readers.records import read_lines
from ingest.run import ingest
from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from pathlib import Path

SMALL = 60_000
"""Bytes of the files that every run of the tests reads; the rest are read by the slow test."""

QUICK = 5.0
MOST_MEMORY = 2_500_000_000
GOOD = 12


def told_of(data: bytes, name: str) -> tuple[int, list[str]]:
    """How many documents a file gives, and why what else it holds gives none."""
    try:
        if identify(data[:HEAD], name).name == "jsonl":
            found = [(one.reading, one.error) for one in read_lines(iter(data.splitlines()))]
        else:
            found = [(None if one.error else one, one.error) for one in read_all(data, name)]
    except ReadError as error:
        found = [(None, error)]
    errors = [error for _, error in found if error]
    assert all(error.remedy for error in errors), name
    reasons = [str(error) for error in errors]
    reasons += ["There is no text in it." for one, _ in found if one is not None and one.empty]
    return sum(one is not None and not one.empty for one, _ in found), reasons


def assert_came_of(outcome: str, documents: int, reasons: list[str], name: str) -> None:
    if outcome == READ:
        assert documents, (name, reasons)
    elif outcome != EITHER:
        assert any(re.search(outcome, reason) for reason in reasons), (name, outcome, reasons)


def test_there_are_many_over_every_format(tmp_path: Path) -> None:
    names = [name for module in (hostile_texts, hostile_packages) for name, *_ in module.cases()]
    assert len(names) == len(set(names)) >= 150
    endings = {name.rsplit(".", 1)[-1] for name in names}
    assert endings >= set(
        "txt md html csv xlsx xls ods docx odt rtf epub eml mhtml zip pdf".split()
    )


@pytest.mark.parametrize("family", ["texts", "packages"])
def test_small_ones_are_named_or_read_at_once(family: str) -> None:
    module = hostile_texts if family == "texts" else hostile_packages
    for name, data, outcome in module.cases():
        if len(data) > SMALL:
            continue
        began = time.process_time()
        documents, reasons = told_of(data, name)
        assert time.process_time() - began < QUICK, name
        assert_came_of(outcome, documents, reasons, name)


def test_a_word_without_end_is_gone_through_once() -> None:
    text = f"Figures of the week\n\n{'a' * 400_000}"
    reading = read_all(text.encode(), "word.txt")[0]
    document, _ = understood(text, "word.txt")
    began = time.process_time()
    observe(reading, document)
    extract(document.text, title=document.title, kind=document.kind)
    assert time.process_time() - began < QUICK


def peak(whose: int) -> int:
    """The most memory that this process, or any one child of it, has held so far, in bytes."""
    return resource.getrusage(whose).ru_maxrss * 1024


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_all_of_them_are_ingested_beside_good_ones(tmp_path: Path) -> None:
    before = {whose: peak(whose) for whose in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)}
    folder = tmp_path / "in"
    folder.mkdir()
    expected = made(folder)
    for number in range(GOOD):
        text = hostile_texts.STORY.replace("1,450", str(2_000 + number))
        (folder / f"zz-good-{number}.txt").write_text(f"Plan {number} is signed\n\n{text}")
    with Library.open(tmp_path / "index", FakeEmbedder(), write=True) as library:
        report = ingest([str(folder)], library)
        kept = {entry.path for entry in (one.entry for one in library.entries())}
    shutil.rmtree(folder)
    assert {f"{folder}/zz-good-{number}.txt" for number in range(GOOD)} <= kept
    failures: dict[str, list[str]] = {}
    for failure in report.failed:
        failures.setdefault(failure.path.split("#")[0], []).append(failure.error)
        assert failure.hint, failure
        assert "report this" not in failure.hint, failure
    documents = [one.path for one in report.documents]
    for path, outcome in expected.items():
        reasons = failures.get(str(path), [])
        assert reasons or str(path) in documents, f"{path.name} is neither in nor named"
        assert_came_of(outcome, documents.count(str(path)), reasons, path.name)
    # What this process and its earlier children once held is no doing of these files.
    for whose, earlier in before.items():
        assert peak(whose) < max(MOST_MEMORY, 1.2 * earlier)
