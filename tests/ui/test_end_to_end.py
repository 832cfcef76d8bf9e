"""The whole of it as a person meets it: `onrecord serve --demo`, a real index, a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Visit

pytestmark = pytest.mark.browser

MAIN = [sys.executable, "-c", "from ui.command import main; main()"]
QUESTION = "How many Iraqis arrived by small boat in the year to March 2025, and who says so?"
NOTE = """Elbonia opens a reception centre

Elbonia opened a reception centre for 412 people on 3 March 2025, its Interior Ministry said.
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def address(place: Path) -> Iterator[str]:
    port = free_port()
    env = {**os.environ, "XDG_DATA_HOME": str(place / "data")}
    serve = [*MAIN, "serve", "--demo", "--port", str(port), "--index", str(place / "index")]
    with (place / "log").open("w") as log:
        process = subprocess.Popen(serve, env=env, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, process, place / "log")
        yield url
    finally:
        process.terminate()  # SIGINT is ignored by what a shell runs in the background
        process.wait(20)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(2000):
        try:
            urlopen(url, timeout=5).close()  # noqa: S310 - our own server
        except (URLError, ConnectionError, TimeoutError):
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"no page within minutes: {log.read_text()}")


def test_ask_follow_a_citation_and_see_the_very_words(
    address: str, visit: Callable[..., Visit]
) -> None:
    seen = visit(address)
    seen.ask(QUESTION)
    answer = seen.page.locator(".exchange").last.inner_text()
    assert "1,900" in answer
    assert "Home Office" in answer
    seen.follow(2)  # the article; the first is the table's row
    mark = seen.page.locator("#source mark").first
    assert "About 1,900 Iraqis arrived by small boat" in mark.inner_text()
    assert mark.bounding_box()["y"] < seen.page.viewport_size["height"]
    assert seen.strangers() == []
    assert seen.complaints == []


def test_what_no_source_says_is_told_so(address: str, visit: Callable[..., Visit]) -> None:
    seen = visit(address)
    seen.ask("What is the capital of Peru?")
    answer = seen.page.locator(".exchange").last.inner_text()
    assert "22 documents" in answer
    assert seen.page.locator(".exchange .citation").count() == 0


def test_a_follow_up_is_understood(address: str, visit: Callable[..., Visit]) -> None:
    seen = visit(address)
    seen.ask("How many Albanians arrived by small boat in 2022?")
    seen.ask("And in 2023?")
    assert "924" in seen.page.locator(".exchange").last.inner_text()


def test_an_added_file_can_be_asked_while_another_process_ingests(
    address: str, place: Path, visit: Callable[..., Visit]
) -> None:
    seen = visit(address)
    other = place / "other.txt"
    other.write_text(NOTE.replace("Elbonia", "Ruritania").replace("412", "97"))
    ingest = [*MAIN, "ingest", str(other), "--index", str(place / "index")]
    done = subprocess.run(ingest, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seen.ask("How many people is the reception centre in Ruritania for?")
    assert "97 people" in seen.page.locator(".exchange").last.inner_text()

    mine = place / "note.txt"
    mine.write_text(NOTE)
    seen.page.get_by_role("tab", name="Sources").click()
    seen.page.locator("#upload input[type=file]").set_input_files([mine])
    seen.page.wait_for_selector("#outcome >> text=1 added")
    seen.page.get_by_role("tab", name="Chat").click()
    seen.ask("How many people is the reception centre in Elbonia for?")
    assert "412 people" in seen.page.locator(".exchange").last.inner_text()


def test_while_another_process_writes_adding_says_so(
    address: str, place: Path, visit: Callable[..., Visit]
) -> None:
    from assistant.build import open_library
    from assistant.settings import load_settings

    seen = visit(address)
    seen.page.get_by_role("tab", name="Sources").click()
    mine = place / "late.txt"
    mine.write_text(NOTE.replace("Elbonia", "Sylvania"))
    with open_library(load_settings(index=str(place / "index")), write=True):
        seen.page.locator("#upload input[type=file]").set_input_files([mine])
        seen.page.wait_for_selector("#outcome >> text=writing")


@pytest.mark.parametrize("phone", [False, True])
def test_the_examples_on_the_page_are_answered(
    address: str, visit: Callable[..., Visit], phone: bool
) -> None:
    seen = visit(address, phone=phone)
    for number in range(seen.page.locator(".example").count()):
        fresh = visit(address, phone=phone)
        fresh.page.locator(".example").nth(number).click()
        fresh.page.wait_for_selector(".exchange[aria-busy=false]")
        assert fresh.page.locator(".exchange .citation").count() > 0, number
        assert fresh.page.evaluate("document.body.scrollWidth <= window.innerWidth")
