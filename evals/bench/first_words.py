"""First words on the page within 300 ms of the evidence being found, in a real browser.

    python -m evals.bench.first_words [--rounds 20]

`onrecord serve --demo` is asked in a headless Chromium (ONRECORD_CHROMIUM names one), once
extractive and once with a model: a server of OpenAI's protocol on this machine that writes its
first sentence at once, word for word from a passage, and then trickles. With a model the clock
starts when the request reaches it, for then the evidence is found; of the sentence it starts when
the model has written the whole of it. Extractive it starts with the question, the time of the steps
that come before the answer taken off, so that the way of the request to the page is counted in.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import httpx

from evals.bench.measure import finish, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

MOST_MS = 300
QUESTION = "What did the UK and Iraq agree?"
SPEC = "openai:first-words"
PASSAGE = re.compile(
    r"^PASSAGE (\d+) (\w+)$.*?^text:$\s*(.*?)^END \1 \2$", re.MULTILINE | re.DOTALL
)
TRICKLE = 0.02
"""Seconds between the later pieces."""
BURST = 8
"""Pieces in which the first sentence comes."""
WATCH = """
window.seen = {};
new MutationObserver(() => {
    const now = performance.timeOrigin + performance.now();
    const text = document.querySelector(".exchange .working")?.textContent ?? "";
    if (text.includes("is reading")) window.seen.reading ??= now;
    if (document.querySelector(".exchange .answer .sentence")) window.seen.words ??= now;
}).observe(document, {subtree: true, childList: true, characterData: true});
"""


class Model(ThreadingHTTPServer):
    """Answers every request alike, and remembers when it was asked and had written a sentence."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked = self.written = 0.0
        self.requests = 0

    @property
    def url(self) -> str:
        """Where OpenAI's clients find it."""
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        """Write a sentence of a passage, then more of the same."""
        self.server.asked = time.time()
        self.server.requests += 1
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        first, rest = _reply(str(request["messages"][-1]["content"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for piece in _pieces(first, BURST):
            self._say(piece)
        self.server.written = time.time()
        for piece in _pieces(rest, 30):
            time.sleep(TRICKLE)
            self._say(piece)
        self._say("", "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def _say(self, text: str, reason: str | None = None) -> None:
        choice = {
            "index": 0,
            "delta": {"role": "assistant", "content": text},
            "finish_reason": reason,
        }
        chunk = {"id": "c", "created": 1, "model": "m", "object": "chat.completion.chunk"}
        self.wfile.write(f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *args: Any) -> None:
        """Say nothing on standard error."""


def _reply(prompt: str) -> tuple[str, str]:
    """Typed sentences: up to the end of the first one, and the rest."""
    said = [
        json.dumps({"text": sentence[0], "passages": [int(number)]})
        for number, _, text in PASSAGE.findall(prompt)
        if (sentence := re.search(r"^[A-Z][^\n]{40,}?\.(?=\s)", text, re.MULTILINE))
    ]
    first, *others = said
    return '{"sentences": [' + first, "".join(f", {o}" for o in others) + '], "unanswered": ""}'


def _pieces(text: str, number: int) -> list[str]:
    size = -(-len(text) // number)
    return [text[start : start + size] for start in range(0, len(text), size)]


@contextmanager
def _serving(model: Model | None) -> Iterator[str]:
    """The page over the demo sources, and its address."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    known = {"ONRECORD_LLM": "extractive"}
    if model is not None:
        known = {"ONRECORD_LLM": SPEC, "OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": "any"}
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-c", "from ui.command import main; main()", "serve", "--demo"]
        command += ["--index", f"{scratch}/index", "--port", str(port)]
        page = subprocess.Popen(command, env={**os.environ, **known}, stderr=subprocess.DEVNULL)  # noqa: S603
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(address)
            yield address
        finally:
            page.terminate()
            page.wait()


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            httpx.get(address, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.5)
        else:
            return
    sys.exit(f"{address} did not come up.")


@contextmanager
def _browser() -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

    named = os.environ.get("ONRECORD_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=named, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(60_000)
        page.add_init_script(WATCH)
        yield page
        browser.close()


def _ask(page: Page, address: str) -> tuple[float, dict[str, float], float]:
    """When the question was put, when what was seen, and the seconds before the answer's step."""
    page.goto(address)
    page.wait_for_selector("#conversation .welcome")
    page.locator("#question textarea").fill(QUESTION)
    asked = time.time()
    page.keyboard.press("Enter")
    page.wait_for_selector(".exchange[aria-busy=false]")
    seen = {name: at / 1000 for name, at in page.evaluate("window.seen").items()}
    steps = page.locator(".steps li").all_text_contents()
    before = [step for step in steps if not step.startswith("answer:")]
    took = [int(re.findall(r"([\d,]+) ms", step)[-1].replace(",", "")) for step in before]
    return asked, seen, sum(took) / 1000


def _told(name: str, seconds: list[float]) -> bool:
    """Print the median and the 95th centile, the first question (a cold start) left out."""
    *_, last = cuts = statistics.quantiles([1000 * each for each in seconds[1:]], n=20)
    print(f"     {name}: p95 {last:.0f} ms, of {len(seconds) - 1}")
    return verdict(f"{name}, p50", cuts[9], MOST_MS, " ms")


def _extractive(rounds: int) -> list[bool]:
    waits = []
    with _serving(None) as address, _browser() as page:
        for _ in range(rounds + 1):
            asked, seen, before = _ask(page, address)
            waits.append(seen["words"] - asked - before)
    return [_told("extractive, first words", waits)]


def _written(rounds: int) -> list[bool]:
    reading, words = [], []
    model = Model()
    threading.Thread(target=model.serve_forever, daemon=True).start()
    with _serving(model) as address, _browser() as page:
        for _ in range(rounds + 1):
            before = model.requests
            _, seen, _ = _ask(page, address)
            if model.requests != before + 1:
                print("     a sentence of the model's did not stand")
            reading.append(seen["reading"] - model.asked)
            words.append(seen["words"] - model.written)
    return [
        _told("with a model, that it reads", reading),
        _told("with a model, first words after the first whole sentence", words),
    ]


def main() -> None:
    """Ask the page again and again, and tell how long its reader waits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    finish(*_extractive(rounds), *_written(rounds))


if __name__ == "__main__":
    main()
