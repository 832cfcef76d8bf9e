"""Servers on 127.0.0.1 that speak the chat protocols of OpenAI, Anthropic and Ollama.

And what it takes to have the real integrations talk to them.
"""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from assistant.models import load_chat_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

NOT_SUPPORTED = "Invalid parameter: 'response_format' is not supported with this model."
SPECS = ["openai:gpt-4o-mini", "anthropic:claude-3-5-haiku-latest", "ollama:llama3.1"]


@dataclass
class Provider:
    """A fake provider: what it answers, and the requests that it was sent.

    ``fails`` is a status to fail with, ``after`` as many requests, and ``error`` the body then;
    ``silent`` seconds pass before it answers; ``one_temperature`` makes it refuse any other than
    its own, as some models do.
    Asked for structured output it answers ``typed``, or ``reply`` as if it had not noticed, or
    ``refuses`` with that status.
    """

    reply: str = "NOT_FOUND"
    typed: str = ""
    refuses: int = 0
    fails: int = 0
    after: int = 0
    error: str = "it is broken"
    silent: float = 0.0
    one_temperature: bool = False
    breaks_off: bool = False
    url: str = ""
    paths: list[str] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)

    def reply_to(self, request: dict[str, Any]) -> str:
        """The whole reply."""
        return self.typed if self.typed and structure(request) else self.reply

    def words(self, request: dict[str, Any]) -> list[str]:
        """The reply in the pieces that are streamed."""
        reply = self.reply_to(request)
        return [reply[start : start + 9] for start in range(0, len(reply), 9)]


def structure(request: dict[str, Any]) -> Any:
    """The schema that a request asks its reply to keep to, whichever protocol it is in."""
    asked = request.get("response_format") or request.get("output_config", {}).get("format")
    if asked:
        return asked.get("json_schema", asked)["schema"]
    return request.get("format")


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """Run ``provider`` on a free port until the block ends; ``provider.url`` says where."""

    class Handler(_Handler):
        served = provider

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    provider.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    served: Provider

    def do_POST(self) -> None:
        """Answer in the protocol that the path belongs to."""
        self.served.paths.append(self.path)
        length = int(self.headers.get("Content-Length", 0))
        request = json.loads(self.rfile.read(length))
        self.served.requests.append(request)
        time.sleep(self.served.silent)
        temperature = request.get("temperature", request.get("options", {}).get("temperature"))
        if self.served.fails and len(self.served.requests) > self.served.after:
            self._fail(self.served.fails, self.served.error)
        elif self.served.refuses and structure(request):
            self._fail(self.served.refuses, NOT_SUPPORTED)
        elif self.served.one_temperature and temperature not in (None, 1):
            self._fail(400, "Unsupported value: 'temperature' does not support 0 with this model.")
        elif self.path.endswith("/chat/completions"):
            self._openai(request)
        elif self.path.endswith("/v1/messages"):
            self._anthropic(request)
        elif self.path.endswith("/api/chat"):
            self._ollama(request)
        else:
            self._fail(404, "no such path")

    def do_GET(self) -> None:
        """No protocol here asks for anything by GET; who does is remembered."""
        self.served.paths.append(self.path)
        self._fail(404, "no such path")

    def _openai(self, request: dict[str, Any]) -> None:
        head = {"id": "c1", "created": 1, "model": request["model"]}
        if not request.get("stream"):
            message = {"role": "assistant", "content": self.served.reply_to(request)}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
            body = {**head, "object": "chat.completion", "choices": [choice], "usage": usage}
            self._send("application/json", [json.dumps(body)])
            return
        chunk = {**head, "object": "chat.completion.chunk"}
        deltas: list[tuple[dict[str, str], str | None]] = [({"role": "assistant"}, None)]
        deltas += [({"content": word}, None) for word in self.served.words(request)] + [
            ({}, "stop")
        ]
        events = [
            {**chunk, "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}
            for delta, reason in deltas
        ]
        if request.get("stream_options", {}).get("include_usage"):
            usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
            events.append({**chunk, "choices": [], "usage": usage})
        lines = [f"data: {json.dumps(event)}\n\n" for event in events]
        self._send("text/event-stream", [*lines, "data: [DONE]\n\n"])

    def _anthropic(self, request: dict[str, Any]) -> None:
        usage = {"input_tokens": 1, "output_tokens": 1}
        message = {
            "id": "m1", "type": "message", "role": "assistant", "model": request["model"],
            "content": [], "stop_reason": None, "stop_sequence": None, "usage": usage,
        }  # fmt: skip
        if not request.get("stream"):
            content = [{"type": "text", "text": self.served.reply_to(request)}]
            self._send(
                "application/json",
                [json.dumps({**message, "content": content, "stop_reason": "end_turn"})],
            )
            return
        block = {"type": "text", "text": ""}
        texts = [{"type": "text_delta", "text": word} for word in self.served.words(request)]
        events: list[dict[str, Any]] = [
            {"type": "message_start", "message": message},
            {"type": "content_block_start", "index": 0, "content_block": block},
            *({"type": "content_block_delta", "index": 0, "delta": text} for text in texts),
            {"type": "content_block_stop", "index": 0},
            {
                "type": "message_delta",
                "delta": {"stop_reason": "end_turn", "stop_sequence": None},
                "usage": usage,
            },
            {"type": "message_stop"},
        ]
        lines = [f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events]
        self._send("text/event-stream", lines)

    def _ollama(self, request: dict[str, Any]) -> None:
        head = {"model": request["model"], "created_at": "2025-08-20T00:00:00Z"}
        lines = [
            {**head, "message": {"role": "assistant", "content": word}, "done": False}
            for word in self.served.words(request)
        ]
        end = {**head, "message": {"role": "assistant", "content": ""}, "done": True}
        usage = {"prompt_eval_count": 1, "eval_count": 1}
        lines.append({**end, **usage, "done_reason": "stop"})
        if not request.get("stream"):
            message = {"role": "assistant", "content": self.served.reply_to(request)}
            lines = [{**lines[-1], "message": message}]
        self._send("application/x-ndjson", [json.dumps(line) + "\n" for line in lines])

    def _send(self, kind: str, pieces: list[str]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if self.served.breaks_off:
            self.send_header("Content-Length", "1000000")
            pieces = pieces[: len(pieces) // 2]
        self.end_headers()
        with suppress(ConnectionError):  # whoever asked gave up waiting
            for piece in pieces:
                self.wfile.write(piece.encode())
                self.wfile.flush()

    def _fail(self, status: int, why: str) -> None:
        body = {"error": {"message": why, "type": "error", "code": None, "param": None}}
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Retry-After-Ms", "1")
        self.send_header("X-Should-Retry", "false")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args: Any) -> None:
        """Say nothing on standard error."""


def point_to(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Set the variables that the providers' own libraries read."""
    for name in ("OPENAI_API_BASE", "ANTHROPIC_API_URL", "OPENAI_PROXY", "ANTHROPIC_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_BASE_URL", f"{url}/v1")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", url)
    monkeypatch.setenv("OLLAMA_HOST", url)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789abcdef")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test-0123456789")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def loaded(spec: str) -> Any:
    model = load_chat_model(spec)
    assert model is not None
    return model


def without_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the providers' libraries fail at once and not after their pauses."""
    import anthropic._base_client
    import openai._base_client

    for client in (anthropic._base_client, openai._base_client):
        monkeypatch.setattr(client.BaseClient, "_calculate_retry_timeout", lambda *_, **__: 0.0)
