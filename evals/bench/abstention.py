"""When nothing answers, and which sentences do: CLAPnq through the whole assistant.

    python -m evals.bench.abstention --clapnq FOLDER [--index FOLDER] [--fit]

The folder is in BEIR layout, its queries with ``answerable`` and ``gold_sentences``. The set lists
its answerable questions first, so every other question of either sort calibrates and the rest
report. Without ``--fit`` the assistant is measured as it is on the questions that report: F1 of
``not_found``, the share of answerable questions refused, token F1 with the sentences that people
chose (0 for a refused one), and whether every citation is exact. With ``--fit`` the weights of
assistant/confidence.py are fitted on those that calibrate, and printed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant import Assistant, Status, build_chain, confidence
from assistant.evidence import weigh
from assistant.plan import plan
from assistant.retrieve import retrieve
from evals.bench.measure import finish, verdict
from ingest.run import ingest
from vectorstore.embedding import load_embedder
from vectorstore.library import Library
from vectorstore.records import Filters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LEAST_F1, MOST_REFUSED, LEAST_TOKENS = 0.80, 0.12, 0.55
REFUSED_WHEN_FITTED = 0.10
"""Of the answerable questions that calibrate: what the demands refuse besides comes on top."""
FOLDS = 5


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question, whether the collection answers it, and the sentences that each person chose."""

    text: str
    answerable: bool
    chosen: tuple[str, ...]


def load(folder: Path) -> tuple[list[Question], list[Question]]:
    """The questions that calibrate and those that report."""
    queries = [json.loads(line) for line in (folder / "queries.jsonl").open(encoding="utf-8")]
    sides: tuple[list[Question], list[Question]] = ([], [])
    for answerable in (True, False):
        alike = [query for query in queries if query["answerable"] is answerable]
        for number, query in enumerate(alike):
            chosen = tuple(" ".join(gold) for gold in query["gold_sentences"] if any(gold))
            question = Question(text=query["text"], answerable=answerable, chosen=chosen)
            sides[number % 2].append(question)
    return sides


def collect(folder: Path, place: Path) -> None:
    """Ingest the collection; what is at ``place`` already is not read again."""
    place.mkdir(parents=True, exist_ok=True)
    documents = place / "clapnq.jsonl"
    with documents.open("w", encoding="utf-8") as file:
        for line in (folder / "corpus.jsonl").open(encoding="utf-8"):
            record = json.loads(line)
            record["id"] = record.pop("_id")
            file.write(json.dumps({**record, "kind": "article"}) + "\n")
    with Library.open(place / "index", load_embedder(), write=True) as library:
        ingest([str(documents)], library)


def report(library: Library, questions: Sequence[Question]) -> None:
    """Ask every question and print the figures beside their targets; ends the process."""
    assistant = Assistant(library, build_chain(library))
    refused, overlaps, exact = [], [], True
    for question in questions:
        answer = assistant.ask(question.text)
        refused.append(answer.status is Status.NOT_FOUND)
        said = " ".join(sentence.text for sentence in answer.sentences)
        if question.answerable:
            overlaps.append(max(token_f1(said, chosen) for chosen in question.chosen))
        exact = exact and all(
            library.document(c.entry.id).text[c.start : c.end] == c.text for c in answer.citations
        )
    refuse = np.array(refused)
    can = np.array([question.answerable for question in questions])
    print(f"{len(questions)} questions; every citation exact: {exact}")
    finish(
        verdict("1 - F1 of not_found", 1 - f1(refuse, ~can), 1 - LEAST_F1),
        verdict("answerable refused", refuse[can].mean(), MOST_REFUSED),
        verdict("1 - token F1", 1 - float(np.mean(overlaps)), 1 - LEAST_TOKENS),
        exact,
    )


def fit(library: Library, questions: Sequence[Question]) -> None:
    """Fit the weights of the confidence on the questions, and print them with the level."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rows = np.array([_row(library, question.text) for question in questions])
    can = np.array([question.answerable for question in questions])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=3000))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    held_out = cross_val_predict(model, rows, can, cv=folds, method="predict_proba")[:, 1]
    model.fit(rows, can)
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    print(f"BIAS = {regression.intercept_[0] - weights @ scaler.mean_:.2f}")
    for name, weight in zip(confidence.FEATURES, weights, strict=True):
        print(f'    "{name}": {weight:.2f},')
    print(f"LEVEL = {_level(held_out, can):.2f}")


def _row(library: Library, question: str) -> list[float]:
    planned = plan(question)
    asked = planned.parts[0].asked
    hits = retrieve(library, planned, Filters())[0].hits
    evidence = weigh(asked, hits, library.embedder, library.quotations)
    told = confidence.features(asked, evidence, library.prominence(asked.text))
    return [told[name] for name in confidence.FEATURES]


def _level(scores: NDArray[np.float64], can: NDArray[np.bool_]) -> float:
    """The level of the best F1 at which few answerable questions are refused."""
    best = (0.0, 0.0)
    for level in np.unique(scores):
        refuse = scores < level
        if refuse[can].mean() <= REFUSED_WHEN_FITTED:
            best = max(best, (f1(refuse, ~can), float(level)))
    return best[1]


def f1(found: Any, true: Any) -> float:
    """The F1 of a set found with the true one, both as masks."""
    return float(2 * (found & true).sum() / max(1, found.sum() + true.sum()))


def token_f1(said: str, chosen: str) -> float:
    """The F1 of two texts' words without articles and marks, as SQuAD counts it."""
    ours, theirs = _tokens(said), _tokens(chosen)
    shared = sum((ours & theirs).values())
    return 2 * shared / (sum(ours.values()) + sum(theirs.values())) if shared else 0.0


def _tokens(text: str) -> Counter[str]:
    words = re.sub(r"[^\w\s]", " ", text.lower()).split()
    return Counter(word for word in words if word not in {"a", "an", "the"})


def main() -> None:
    """Measure, or fit."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--clapnq", type=Path, required=True, help="CLAPnq in BEIR layout")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--index", type=Path, help="where the collection is kept for the next run")
    arguments = parser.parse_args()
    if not (arguments.clapnq / "queries.jsonl").is_file():
        sys.exit(f"{arguments.clapnq} holds no queries.jsonl: name the CLAPnq folder.")
    calibrating, reporting = load(arguments.clapnq)
    with tempfile.TemporaryDirectory() as scratch:
        place = arguments.index or Path(scratch)
        collect(arguments.clapnq, place)
        with Library.open(place / "index", load_embedder()) as library:
            if arguments.fit:
                fit(library, calibrating)
            else:
                report(library, reporting)


if __name__ == "__main__":
    main()
