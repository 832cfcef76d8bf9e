"""Scoring 10,000 stored answers with every deterministic metric.

    python -m evals.bench.scoring [--answers 10000]

The answers are made up over the demo sources' own paragraphs: one to three sentences, each with a
citation, twelve passages found. Target: at most 30 s.
"""

from __future__ import annotations

import argparse
import random
import time

from evals.bench.measure import finish, verdict
from evals.corpora import DEMO
from evals.gold import Located, Place
from evals.questions import Gold, Nugget, Number, Question
from evals.records import (
    AnswerSentence,
    CitedWords,
    RetrievedPassage,
    RunHeader,
    StoredAnswer,
)
from evals.score import score

TARGET = 30.0
PASSAGES = 12


def paragraphs() -> list[tuple[str, str]]:
    """Document and text of every paragraph of the demo articles."""
    return [
        (path.name, " ".join(block.split()))
        for path in sorted((DEMO / "articles").glob("*.md"))
        for block in path.read_text(encoding="utf-8").split("\n\n")
        if len(block.split()) > 8
    ]


def made_up(count: int) -> tuple[list[Question], dict[str, StoredAnswer], dict[str, Located]]:
    """Questions, answers and gold, the same every time."""
    rng = random.Random(7)  # noqa: S311 - a benchmark, not a secret
    texts = paragraphs()
    questions, answers, located = [], {}, {}
    for number in range(count):
        name = f"q{number}"
        chosen = rng.sample(texts, PASSAGES)
        document, gold = chosen[rng.randrange(PASSAGES)]
        said = [text for _, text in chosen[: rng.randint(1, 3)]]
        answerable = number % 5 > 0
        questions.append(
            Question(
                id=name,
                question=gold[:80],
                answerable=answerable,
                expected_answer=gold if answerable else "",
                number=Number(value=float(number), unit="people") if answerable else None,
                nuggets=(Nugget(text=gold[:40]),) if answerable else (),
                gold_sources=(Gold(document=document, span=gold[:40]),) if answerable else (),
                kind=rng.choice(["fact", "figure", "said"]),
            )
        )
        answers[name] = StoredAnswer(
            id=name,
            status="not_found" if number % 7 == 0 else "answered",
            sentences=tuple(
                AnswerSentence(text=text, citations=(n + 1,)) for n, text in enumerate(said)
            ),
            citations=tuple(
                CitedWords(number=n + 1, document=of, start=0, end=len(text), text=text)
                for n, (of, text) in enumerate(chosen[: len(said)])
            ),
            retrieved=tuple(
                RetrievedPassage(document=of, start=n * 10, end=n * 10 + len(text), text=text)
                for n, (of, text) in enumerate(chosen)
            ),
            confidence=rng.random(),
            seconds=rng.random(),
        )
        place = Place(document=document, path=document, start=5, end=45)
        located[name] = (
            Located(places=(place,), passages=((document, 0),)) if answerable else Located()
        )
    return questions, answers, located


def main() -> None:
    """Measure, and end with 1 when the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=10_000)
    count = parser.parse_args().answers
    questions, answers, located = made_up(count)
    score(questions[:50], answers, located, RunHeader())  # what is imported does not count
    wall, cpu = time.perf_counter(), time.process_time()
    result = score(questions, answers, located, RunHeader())
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{len(result.metrics)} metrics of {count:,} answers: {wall:.1f} s, {cpu:.1f} s of CPU")
    finish(verdict(f"scoring {count:,} answers", cpu, TARGET, " s of CPU"))


if __name__ == "__main__":
    main()
