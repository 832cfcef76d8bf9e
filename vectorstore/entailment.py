"""Whether words follow from others, by a cross-encoder for natural language inference.

No such model comes in a package, so none is bundled: a user names one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


@dataclass(frozen=True, slots=True)
class Inference:
    """How likely a hypothesis follows from a premise, and how likely it contradicts it."""

    entailed: float
    contradicted: float


class Entails(Protocol):
    """What a premise says of a hypothesis."""

    def __call__(self, premise: str, hypothesis: str, /) -> Inference:
        """The two probabilities."""


def load_entailment(spec: str) -> Entails:
    """The sentence-transformers CrossEncoder that ``spec`` names: a folder or a name on the hub.

    Raises ModelError where there is none or it does not tell entailment from contradiction.
    """
    from sentence_transformers import CrossEncoder

    try:
        model: Any = CrossEncoder(spec)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"No entailment model {spec!r}: no folder here, and the hub did not give it ({error}).",
            "Check ONRECORD_ENTAILMENT_MODEL: a name such as cross-encoder/nli-deberta-v3-base, or "
            "the folder of a sentence-transformers CrossEncoder.",
        ) from error
    entails, contradicts = _columns(model.model.config.id2label, spec)

    @lru_cache(maxsize=1024)
    def infer(premise: str, hypothesis: str) -> Inference:
        row = model.predict([(premise, hypothesis)], apply_softmax=True)[0]
        return Inference(float(row[entails]), float(row[contradicts]))

    return infer


def _columns(labels: Mapping[int, str], spec: str) -> tuple[int, int]:
    """Which outputs of a model mean "entailment" and "contradiction", by their names."""
    found = [
        next((int(n) for n, name in labels.items() if name.lower().startswith(part)), None)
        for part in ("entail", "contradict")
    ]
    entails, contradicts = found
    if entails is None or contradicts is None:
        raise ModelError(
            f"The model {spec!r} does not tell entailment from contradiction: its labels are "
            f"{', '.join(labels.values())}.",
            "Name a cross-encoder for natural language inference (NLI) in "
            "ONRECORD_ENTAILMENT_MODEL.",
        )
    return entails, contradicts
