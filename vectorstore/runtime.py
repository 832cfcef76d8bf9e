"""How a model's graph is run: sentence-transformers once, ONNX Runtime from then on."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import tempfile
import threading
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

BATCH = 8
"""Texts a batch: they are sorted by length, so more would only add padding (MODELS measured it)."""

PROBES = (
    "How many people arrived by small boat in 2024?",
    "Article 33. No Contracting State shall expel or return a refugee. " * 12,
    "x",
)
AGREEMENT = 0.9999
"""The least cosine between an export's vectors and the reference's for the export to be used."""

logger = logging.getLogger(__name__)


class Runtime(Protocol):
    """A loaded model."""

    dimensions: int
    window: int
    query_prompt: str
    passage_prompt: str

    def encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        """Unit vectors of ``texts``, each read with ``prompt`` before it."""

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Character spans of the word pieces of ``text``."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """What stands beside an exported graph: how to feed it, and its digest."""

    sha256: str
    dimensions: int
    window: int
    query_prompt: str
    passage_prompt: str


class OnnxRuntime:
    """An exported graph, run by ONNX Runtime with the model's own tokenizer."""

    def __init__(self, graph: Path, card: Card, tokenizer: Path) -> None:
        from tokenizers import Tokenizer

        self._graph = graph
        self._opened: Any = None
        self._turn = threading.Lock()
        self.dimensions = card.dimensions
        self.query_prompt = card.query_prompt
        self.passage_prompt = card.passage_prompt
        self._whole = Tokenizer.from_file(str(tokenizer))
        self._whole.no_truncation()
        self._whole.no_padding()
        self._cut = Tokenizer.from_file(str(tokenizer))
        self._cut.no_padding()
        special = self._cut.num_special_tokens_to_add(is_pair=False)
        self._cut.enable_truncation(card.window + special)
        # A prompt is read with every passage, so it takes its part of the window.
        self.window = card.window - len(self.token_spans(card.passage_prompt))

    def encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        """Unit vectors of ``texts``, shape ``(len(texts), dimensions)``."""
        encodings = self._cut.encode_batch([prompt + text for text in texts])
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda index: len(encodings[index].ids))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            vectors[batch] = self._run([encodings[index] for index in batch])
        return vectors

    @property
    def _session(self) -> Any:
        # 200 MB that a process which only splits texts does without.
        with self._turn:
            if self._opened is None:
                import onnxruntime

                options = onnxruntime.SessionOptions()
                options.log_severity_level = 3
                self._opened = onnxruntime.InferenceSession(
                    str(self._graph), options, providers=["CPUExecutionProvider"]
                )
            return self._opened

    def _run(self, encodings: Sequence[Any]) -> Vectors:
        shape = (len(encodings), max(len(encoding.ids) for encoding in encodings))
        session = self._session
        names = [node.name for node in session.get_inputs()]
        feed = {name: np.zeros(shape, dtype=np.int64) for name in names}
        for row, encoding in enumerate(encodings):
            count = len(encoding.ids)
            feed["input_ids"][row, :count] = encoding.ids
            feed["attention_mask"][row, :count] = 1
        output: Vectors = session.run(None, feed)[0]
        return output

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Character spans of the word pieces of ``text``."""
        spans: list[tuple[int, int]] = self._whole.encode(text, add_special_tokens=False).offsets
        return spans


class ReferenceRuntime:
    """The model as sentence-transformers runs it."""

    def __init__(self, folder: Path) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            with _quiet():
                self.model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError, AttributeError, TypeError) as error:
            raise ModelError(
                f"{folder} cannot be loaded as a sentence-transformers model: {error}",
                "Check ONRECORD_EMBEDDING_MODEL.",
            ) from error
        self.dimensions = int(self.model.get_embedding_dimension() or 0)
        self.query_prompt = _prompt(self.model.prompts, "query")
        self.passage_prompt = _prompt(self.model.prompts, "document", "passage")
        self.tokenizer = self.model.tokenizer
        special = int(self.tokenizer.num_special_tokens_to_add())
        self.pieces = int(self.model.max_seq_length or 512) - special
        self.window = self.pieces - len(self.token_spans(self.passage_prompt))

    def encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        """Unit vectors of ``texts``, shape ``(len(texts), dimensions)``."""
        vectors: Vectors = self.model.encode(
            list(texts),
            prompt=prompt or None,
            batch_size=BATCH,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return vectors

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Character spans of the word pieces of ``text``."""
        found = self.tokenizer(
            text,
            add_special_tokens=False,
            truncation=False,
            return_offsets_mapping=True,
            verbose=False,
        )
        return [(int(start), int(end)) for start, end in found["offset_mapping"]]


def load_runtime(folder: Path, fingerprint: str) -> Runtime:
    """The fastest runtime there is for the model in ``folder``; makes the export when it can."""
    cache = _cache(fingerprint)
    card = _read_card(cache)
    if card is not None:
        return OnnxRuntime(cache / "model.onnx", card, folder / "tokenizer.json")
    reference = ReferenceRuntime(folder)
    return _export(reference, folder, cache) or reference


def _cache(fingerprint: str) -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("onrecord")) / "models" / fingerprint[:16]


def _read_card(cache: Path) -> Card | None:
    """The card of a whole export; None where there is none, or not the file that was exported."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        card = Card(**json.loads((cache / "card.json").read_text(encoding="utf-8")))
        with (cache / "model.onnx").open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == card.sha256:
                return card
    return None


def _export(reference: ReferenceRuntime, folder: Path, cache: Path) -> Runtime | None:
    """Export the model for the next start; None, and no harm done, where that cannot be."""
    tokenizer = folder / "tokenizer.json"
    if not tokenizer.exists():
        return None
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            graph = Path(scratch) / "model.onnx"
            _trace(reference.model, graph)
            card = _card(reference, graph)
            if not _agrees(OnnxRuntime(graph, card, tokenizer), reference):
                logger.warning("The ONNX export of %s differs; it is not used.", folder)
                return None
            graph.replace(cache / "model.onnx")
            _write_card(card, cache)
        return OnnxRuntime(cache / "model.onnx", card, tokenizer)
    # The exporter raises whatever its passes raise; the reference runtime stands in for all of it.
    except Exception as error:  # noqa: BLE001
        logger.info("No ONNX export of %s: %s", folder, error)
        return None


def _trace(model: Any, graph: Path) -> None:
    import torch

    class Pipeline(torch.nn.Module):
        """The whole of the model, pooling and normalising included, over plain tensors."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            vectors: torch.Tensor = self.model(features)["sentence_embedding"]
            return torch.nn.functional.normalize(vectors, dim=1)

    example = torch.ones((2, 6), dtype=torch.int64)
    axes = {0: "texts", 1: "pieces"}
    with warnings.catch_warnings(), _quiet():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Pipeline().eval(),
            (example, example),
            str(graph),
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "vectors": {0: "texts"}},
            opset_version=17,
            dynamo=False,  # the new exporter wants onnxscript, and gains nothing for such a graph
        )


def _card(reference: ReferenceRuntime, graph: Path) -> Card:
    with graph.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Card(
        sha256=digest,
        dimensions=reference.dimensions,
        window=reference.pieces,
        query_prompt=reference.query_prompt,
        passage_prompt=reference.passage_prompt,
    )


def _write_card(card: Card, cache: Path) -> None:
    # Written last and in one step: a card means that the graph beside it is whole.
    scratch = cache / f"card.{os.getpid()}.json"
    scratch.write_text(json.dumps(asdict(card)), encoding="utf-8")
    scratch.replace(cache / "card.json")


def _agrees(export: Runtime, reference: Runtime) -> bool:
    ours = export.encode(PROBES, reference.passage_prompt)
    theirs = reference.encode(PROBES, reference.passage_prompt)
    return bool((np.sum(ours * theirs, axis=1) > AGREEMENT).all())


def _prompt(prompts: Mapping[str, str | None], *names: str) -> str:
    return next((found for name in names if (found := prompts.get(name))), "")


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the progress of loading and exporting off the terminal."""
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        yield
