"""What every test gets: a shut network, own settings, the real corpus when it is there."""

from __future__ import annotations

import ipaddress
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vectorstore.embedding import Embedder

CORPUS = Path(__file__).resolve().parents[1].parent / "shared" / "corpus"


class NetworkShut(Exception):
    """A test tried to reach another machine."""


def _is_loopback(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = str(address[0])
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session", autouse=True)
def _shut_network() -> Iterator[None]:
    """No test reaches another machine; one that tries fails, saying where it wanted to go."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            real = getattr(socket.socket, name)

            def guarded(self: socket.socket, address: Any, real: Any = real) -> Any:
                if not _is_loopback(address):
                    raise NetworkShut(f"a test tried to reach {address}")
                return real(self, address)

            patch.setattr(socket.socket, name, guarded)
        yield


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees or changes the settings, the index or the keys of whoever runs it."""
    for name in list(os.environ):
        if name.startswith("ONRECORD_") and name not in {
            "ONRECORD_REQUIRE_BROWSER",
            "ONRECORD_CHROMIUM",
        }:
            monkeypatch.delenv(name)
        if name.endswith("_API_KEY"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The real sources beside the repository."""
    if not CORPUS.is_dir():
        pytest.skip("the real sources (../shared/corpus) are not on this machine")
    return CORPUS


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The bundled embedding model; loading it takes seconds, so once a session."""
    from vectorstore.embedding import load_embedder

    return load_embedder()
