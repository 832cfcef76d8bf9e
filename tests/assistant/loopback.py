"""Servers on 127.0.0.1 that speak the chat protocols of OpenAI, Anthropic and Ollama."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Provider:
    """A fake provider: what it answers, and the requests that it was sent.

    ``fails`` is a status to fail with and ``error`` the body then; ``silent`` seconds pass before
    it answers; ``one_temperature`` makes it refuse any other than its own, as some models do.
    """

    reply: str = "NOT_FOUND"
    fails: int = 0
    error: str = "it is broken"
    silent: float = 0.0
    one_temperature: bool = False
    breaks_off: bool = False
    url: str = ""
    paths: list[str] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)

    def words(self) -> list[str]:
        """The reply in the pieces that are streamed."""
        return [self.reply[start : start + 9] for start in range(0, len(self.reply), 9)]


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
        if self.served.fails:
            self._fail(self.served.fails, self.served.error)
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
            message = {"role": "assistant", "content": self.served.reply}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
            body = {**head, "object": "chat.completion", "choices": [choice], "usage": usage}
            self._send("application/json", [json.dumps(body)])
            return
        chunk = {**head, "object": "chat.completion.chunk"}
        deltas: list[tuple[dict[str, str], str | None]] = [({"role": "assistant"}, None)]
        deltas += [({"content": word}, None) for word in self.served.words()] + [({}, "stop")]
        events = [
            {**chunk, "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}
            for delta, reason in deltas
        ]
        lines = [f"data: {json.dumps(event)}\n\n" for event in events]
        self._send("text/event-stream", [*lines, "data: [DONE]\n\n"])

    def _anthropic(self, request: dict[str, Any]) -> None:
        usage = {"input_tokens": 1, "output_tokens": 1}
        message = {
            "id": "m1", "type": "message", "role": "assistant", "model": request["model"],
            "content": [], "stop_reason": None, "stop_sequence": None, "usage": usage,
        }  # fmt: skip
        if not request.get("stream"):
            content = [{"type": "text", "text": self.served.reply}]
            self._send(
                "application/json",
                [json.dumps({**message, "content": content, "stop_reason": "end_turn"})],
            )
            return
        block = {"type": "text", "text": ""}
        texts = [{"type": "text_delta", "text": word} for word in self.served.words()]
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
            for word in self.served.words()
        ]
        end = {**head, "message": {"role": "assistant", "content": ""}, "done": True}
        lines.append({**end, "done_reason": "stop"})
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
