"""Fit and measure which sentences count as evidence, and when nothing answers.

    python -m evals.bench.evidence [--clapnq FOLDER] [--fit]

Over the demo set (evals/sets/demo.yaml) and, where given, CLAPnq (BEIR layout with ``answerable``
and ``gold_sentences``), five-fold: how often the first sentence is one that a person chose, and the
F1 of ``not_found``. With ``--fit`` it prints the weights that assistant/evidence.py holds.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant import demands, evidence
from assistant.plan import plan
from assistant.question import understand
from assistant.retrieve import retrieve
from evals.corpora import DEMO
from evals.reading import load_set
from ingest.run import ingest
from vectorstore.embedding import load_embedder
from vectorstore.library import Library
from vectorstore.records import Filters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from vectorstore.records import Hit

SET = Path(__file__).parents[1] / "sets" / "demo.yaml"
FOLDS = 5
MOST_REFUSED = 0.12
"""Share of answerable questions that may be refused for the sake of abstention."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One part of a question: a row of features a candidate, which were chosen, which are unmet."""

    question: str
    features: NDArray[np.float64]
    chosen: NDArray[np.bool_]
    unmet: NDArray[np.bool_]
    answerable: bool


def samples(library: Library, questions: Sequence[dict[str, Any]]) -> Iterator[Sample]:
    """What the assistant sees for each question, with the sentences that people chose marked."""
    for question in questions:
        found = retrieve(library, plan(question["question"]), Filters())[0]
        asked = understand(found.question)
        candidates, rows = evidence.considered(
            asked, found.hits, library.embedder, library.quotations
        )
        if rows:
            yield Sample(
                question=question["question"],
                features=np.array([[row[name] for name in evidence.FEATURES] for row in rows]),
                chosen=np.array([_chosen(question, c.hit, c.text) for c in candidates]),
                unmet=np.array([bool(demands.unmet(asked, c)) for c in candidates]),
                answerable=question.get("answerable", True),
            )


def _chosen(question: dict[str, Any], hit: Hit, text: str) -> bool:
    if "sentences" in question:
        plain = _letters(text)
        return any(
            plain == gold or (len(plain) > 30 and (plain in gold or gold in plain))
            for gold in question["sentences"]
        )
    return any(
        hit.entry.path.endswith(gold["document"]) and _letters(gold["span"]) in _letters(text)
        for gold in question["gold_sources"]
    )


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text)


def demo(scratch: Path) -> list[Sample]:
    """The demo set over the demo sources."""
    with Library.open(scratch / "demo", load_embedder(), write=True) as library:
        ingest([str(DEMO)], library)
        return list(samples(library, [case.model_dump() for case in load_set(SET)]))


def clapnq(folder: Path, scratch: Path) -> list[Sample]:
    """CLAPnq's questions over its passages."""
    queries = [json.loads(line) for line in (folder / "queries.jsonl").open(encoding="utf-8")]
    documents = scratch / "clapnq.jsonl"
    with documents.open("w", encoding="utf-8") as file:
        for line in (folder / "corpus.jsonl").open(encoding="utf-8"):
            record = json.loads(line)
            record["id"] = record.pop("_id")
            file.write(json.dumps({**record, "kind": "article"}) + "\n")
    with Library.open(scratch / "clapnq", load_embedder(), write=True) as library:
        ingest([str(documents)], library)
        return list(
            samples(
                library,
                [
                    {
                        "question": query["text"],
                        "answerable": query["answerable"],
                        "sentences": {
                            _letters(s) for gold in query["gold_sentences"] for s in gold if s
                        },
                    }
                    for query in queries
                ],
            )
        )


def fit(training: Sequence[Sample]) -> Any:
    """A logistic regression over sentences: whether a person chose it."""
    from sklearn.linear_model import LogisticRegression

    features = np.vstack([sample.features for sample in training])
    chosen = np.concatenate([sample.chosen for sample in training])
    return LogisticRegression(C=3.0, max_iter=5000).fit(features, chosen)


def scores(model: Any, sample: Sample) -> NDArray[np.float64]:
    """The score of each candidate; 0 for one that a demand of the question rules out."""
    found: NDArray[np.float64] = model.predict_proba(sample.features)[:, 1]
    return np.where(sample.unmet, 0.0, found)


def threshold(model: Any, training: Sequence[Sample]) -> float:
    """The least score that answers: the best F1 of not_found while few answerable are refused."""
    best = (0.0, 0.0)
    tops = np.array([scores(model, sample).max() for sample in training])
    answerable = np.array([sample.answerable for sample in training])
    for level in np.unique(tops):
        refused = tops < level
        if (refused & answerable).sum() <= MOST_REFUSED * answerable.sum():
            best = max(best, (_f1(refused, ~answerable), float(level)))
    return best[1]


def _f1(found: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    return float(2 * (found & true).sum() / max(1, found.sum() + true.sum()))


def report(name: str, all_samples: Sequence[Sample], extra: Sequence[Sample] = ()) -> None:
    """Five-fold: fitted on four parts (and ``extra``), measured on the fifth."""
    order = np.random.default_rng(7).permutation(len(all_samples))
    refused, answerable, first = [], [], []
    for fold in range(FOLDS):
        held = [all_samples[i] for i in order[fold::FOLDS]]
        training = [all_samples[i] for k in range(FOLDS) if k != fold for i in order[k::FOLDS]]
        model = fit([*training, *extra])
        level = threshold(model, training)
        for sample in held:
            found = scores(model, sample)
            refused.append(found.max() < level)
            answerable.append(sample.answerable)
            if sample.answerable:
                first.append(bool(sample.chosen[found.argmax()]))
    refuse, can = np.array(refused), np.array(answerable)
    print(
        f"{name}: {len(can)} questions; first sentence chosen by a person {np.mean(first):.3f}; "
        f"not_found F1 {_f1(refuse, ~can):.3f}, answerable refused {refuse[can].mean():.3f}"
    )


def main() -> None:
    """Measure; with ``--fit`` print weights too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clapnq", type=Path, help="the CLAPnq folder in BEIR layout")
    parser.add_argument("--fit", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        ours = demo(Path(scratch))
        theirs = clapnq(arguments.clapnq, Path(scratch)) if arguments.clapnq else []
    report("demo", ours, theirs)
    if theirs:
        report("clapnq", theirs, ours)
    if arguments.fit:
        model = fit([*ours, *theirs])
        print(f"BIAS = {model.intercept_[0]:.2f}")
        for feature, weight in zip(evidence.FEATURES, model.coef_[0], strict=True):
            print(f'    "{feature}": {weight:.2f},')
        print(f"ENOUGH: demo {threshold(model, ours):.3f}", end="")
        print(f", clapnq {threshold(model, theirs):.3f}" if theirs else "")


if __name__ == "__main__":
    main()
