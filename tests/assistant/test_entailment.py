"""A model of inference, where one is named, is asked what the lists of words cannot say."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from sources import hit

from assistant.build import build_steps
from assistant.settings import load_settings
from assistant.verify import verify
from vectorstore.entailment import Inference, load_entailment
from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

LAW = hit("The asked Party answers within 21 days.")
BOLD = "The asked Party scribbles back within 21 days."


def judge(entailed: float, contradicted: float) -> object:
    return partial(verify, entails=lambda *_: Inference(entailed, contradicted))


def test_it_answers_for_words_that_no_list_has() -> None:
    assert not verify(BOLD, [LAW]).holds
    assert judge(0.9, 0.05)(BOLD, [LAW]).holds  # type: ignore[operator]


@pytest.mark.parametrize(
    ("entailed", "contradicted", "problem"), [(0.3, 0.1, "does not find"), (0.4, 0.5, "contradict")]
)
def test_what_it_does_not_find_is_refused(
    entailed: float, contradicted: float, problem: str
) -> None:
    verified = judge(entailed, contradicted)(LAW.text, [LAW])  # type: ignore[operator]
    assert problem in " ".join(verified.problems)


def test_it_never_overrules_another_check() -> None:
    wrong = "The asked Party answers within 12 days."
    assert "12" in " ".join(judge(1.0, 0.0)(wrong, [LAW]).problems)  # type: ignore[operator]


def test_any_cross_encoder_in_a_folder_can_be_named(tmp_path: Path) -> None:
    entails = load_entailment(str(_model(tmp_path, {0: "contradiction", 1: "entailment"})))
    found = entails("It rains.", "It is wet.")
    assert found.entailed + found.contradicted == pytest.approx(1.0, abs=1e-4)


def test_a_model_of_something_else_is_named_with_its_labels(tmp_path: Path) -> None:
    folder = _model(tmp_path, {0: "good", 1: "bad"})
    with pytest.raises(ModelError, match="good, bad") as caught:
        load_entailment(str(folder))
    assert "ONRECORD_ENTAILMENT_MODEL" in caught.value.remedy


def test_a_missing_model_says_where_it_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="no-such-model") as caught:
        load_entailment(str(tmp_path / "no-such-model"))
    assert "ONRECORD_ENTAILMENT_MODEL" in caught.value.remedy


def test_verbatim_answers_never_load_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vectorstore import Library
    from vectorstore.testing import FakeEmbedder

    monkeypatch.setenv("ONRECORD_ENTAILMENT_MODEL", str(tmp_path / "no-such-model"))
    with Library.open(tmp_path / "index", FakeEmbedder(), write=True) as library:
        assert build_steps(load_settings(), library).verify


def _model(folder: Path, labels: dict[int, str]) -> Path:
    """A BERT of a few random weights, saved as a CrossEncoder would be."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    (folder / "vocab.txt").write_text("\n".join("[PAD] [UNK] [CLS] [SEP] [MASK] it is wet".split()))
    config = BertConfig(
        vocab_size=8, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8
    )
    config.id2label = labels
    config.label2id = {name: number for number, name in labels.items()}
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    return folder
