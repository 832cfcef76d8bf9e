"""A page in a real browser: the fixtures that tests of the page share.

``serve(blocks)`` serves a page on a free port and gives its address; ``visit(address)`` opens it in
a new, empty browser profile that keeps every request, and every complaint of the browser's.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import gradio as gr
    from playwright.sync_api import Browser, Page

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def find_chromium() -> str | None:
    named = os.environ.get("ONRECORD_CHROMIUM")
    candidates = [named] if named else ["chromium", "chromium-browser", "google-chrome"]
    return next(filter(None, map(shutil.which, candidates)), None)


def give_up(reason: str) -> None:
    """Skips, saying so; fails where a browser is required."""
    if os.environ.get("ONRECORD_REQUIRE_BROWSER") == "1":
        pytest.fail(f"ONRECORD_REQUIRE_BROWSER=1, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        give_up("playwright is not installed")
    chromium = find_chromium()
    if chromium is None:
        give_up("no chromium or google-chrome was found (ONRECORD_CHROMIUM names one)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[gr.Blocks], str]]:
    from ui.page import launch

    served = []

    def start(page: gr.Blocks) -> str:
        served.append(page)
        return launch(page, port=free_port(), wait=False)

    yield start
    for page in served:
        page.close(verbose=False)


@dataclass
class Visit:
    """A person's look at a page."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """Errors in the browser's console: failed scripts, refused requests."""

    def ask(self, question: str) -> None:
        """Asks and waits until the answer, or the message in its place, is there."""
        asked = self.page.locator(".exchange").count()
        self.page.locator("#question textarea").fill(question)
        self.page.keyboard.press("Enter")
        self.page.wait_for_function(
            "count => document.querySelectorAll('.exchange[aria-busy=false]').length === count",
            arg=asked + 1,
        )

    def follow(self, number: int) -> None:
        """Follows a citation of the last answer and waits for its source."""
        last = self.page.locator(".exchange").last
        last.locator(".citation", has_text=str(number)).first.click()
        self.page.wait_for_selector("#source .source-text")

    def strangers(self) -> list[str]:
        """Every request that went elsewhere than to the page's own server."""
        home = urlsplit(self.page.url).netloc
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).netloc != home
        ]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    contexts = []

    def open_page(address: str, *, phone: bool = False) -> Visit:
        context = browser.new_context(viewport=PHONE if phone else DESKTOP)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        seen = Visit(page)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: message.type == "error" and seen.complaints.append(message.text),
        )
        page.goto(address)
        page.wait_for_selector("#conversation .welcome, #conversation .problem")
        return seen

    yield open_page
    for context in contexts:
        context.close()
