"""Quotations and their speakers against labelled texts, by construction, and how fast.

    python -m evals.bench.quotations                     # the project's own labelled texts
    python -m evals.bench.quotations --held              # the part that no rule was tuned on
    python -m evals.bench.quotations --sources --folder CORPUS  # demo and real sources
    python -m evals.bench.quotations GOLD.jsonl          # others: doc_id, text, quotes
    python -m evals.bench.quotations --speed

``--found OUT.jsonl`` writes what was found, ``--labels OUT.jsonl`` what is labelled, a document a
line. ``GOLD.jsonl`` may be LitBank's, which is a regression, not the goal. Targets: span precision
.96 at recall .95, speaker's name .88, both right F1 .87; 5 articles a second on one core.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from evals.bench.measure import at_least, finish
from evals.corpora import DEMO
from evals.quotations import (
    UNKNOWN,
    Labelled,
    Text,
    from_lines,
    labelled_texts,
    lines_of,
    score,
)
from ingest.quotations import extract
from ingest.readers import read
from ingest.reading import Reading
from ingest.understand import Origin, understand
from vectorstore.records import Form
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from evals.quotations import Tally

SETS = Path(__file__).parents[1] / "sets" / "quotations"
PRECISION, RECALL, NAMES, BOTH, RATE = 0.96, 0.95, 0.88, 0.87, 5.0
ROUNDS = 3


def found_in(text: Text) -> Text:
    """The stretches of speech in marks that the project finds, each with its speaker."""
    quotes = [
        Labelled(
            start,
            end,
            quotation.speaker,
            quotation.form.value,
            text.text[slice(*quotation.mention)] if quotation.mention else "",
        )
        for quotation in extract(text.text, title=text.title)
        if quotation.form is not Form.INDIRECT
        for start, end in quotation.parts
    ]
    return Text(text.name, text.text, tuple(quotes), text.title)


def show(name: str, tally: Tally, kinds: dict[str, Counter[str]]) -> None:
    """Print what a tally says."""
    print(f"{name}: {tally.labelled} labelled, {tally.found} found, {tally.exact} to the letter")
    for kind, counts in sorted(kinds.items(), key=lambda item: -item[1]["labelled"]):
        print(f"  {kind:18} {counts['labelled']:4}  found {counts['found']:4}  "
              f"named {counts['named']:4}")  # fmt: skip


def speed(texts: Sequence[Text]) -> float:
    """Articles a second of this process's CPU time, beside spaCy's parse of the bare text."""
    from ingest.quotations.english import english

    nlp = english()
    extract(texts[0].text)
    started = time.process_time()
    for _ in range(ROUNDS):
        for text in texts:
            extract(text.text, title=text.title)
    ours = (time.process_time() - started) / ROUNDS
    started = time.process_time()
    for _ in nlp.pipe(text.text for text in texts):
        pass
    bare = time.process_time() - started
    words = sum(len(text.text.split()) for text in texts)
    print(f"{len(texts)} articles of {words / len(texts):.0f} words a second of CPU:")
    print(
        f"{len(texts) / ours:.1f}; spaCy alone {len(texts) / bare:.1f}, so {ours / bare:.2f} of it"
    )
    return len(texts) / ours


def source_texts(folder: Path | None) -> list[Text]:
    """The demo sources, and those of ``folder``, as they are ingested, with their labels.

    The labels name places and digests, not words; a source that is not there, or is another
    version, is said and left out.
    """
    roots = {"demo": DEMO, "corpus": folder}
    texts = []
    for line in (SETS / "sources.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        place, _, name = row["source"].partition(":")
        root = roots[place]
        path = root / name if root else None
        text = _ingested(path) if path and path.is_file() else None
        labels = [(q, text[q["start"] : q["end"]] if text else "") for q in row["quotes"]]
        if text is None or any(_digest(words) != q["sha256"] for q, words in labels):
            print(f"left out: {row['source']} is not there as it was labelled")
            continue
        quotes = tuple(
            Labelled(
                q["start"], q["end"], "" if q["speaker"] == UNKNOWN else q["speaker"], q["kind"]
            )
            for q, _ in labels
        )
        texts.append(Text(row["source"], text, quotes))
    return texts


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _ingested(path: Path) -> str:
    reading = read(path.read_bytes(), path.name)
    first = reading if isinstance(reading, Reading) else reading[0]
    ((document, _), *_) = understand(first, Origin(uri=str(path), digest="0"), FakeEmbedder())
    return document.text


def _texts(given: Path | None, *, held: bool) -> list[Text]:
    if given:
        return list(from_lines(given))
    return labelled_texts(SETS / ("held.txt" if held else "tune.txt"))


def main() -> None:
    """Score, or time, and say whether the targets hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path)
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--sources", action="store_true", help="demo sources and --folder's")
    parser.add_argument("--folder", type=Path, help="where the real sources are")
    parser.add_argument("--errors", action="store_true", help="name every error")
    parser.add_argument("--found", type=Path)
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--speed", action="store_true")
    arguments = parser.parse_args()
    texts = (
        source_texts(arguments.folder)
        if arguments.sources
        else _texts(arguments.gold, held=arguments.held)
    )
    if arguments.speed:
        finish(at_least("articles a second", speed(texts), RATE))
    found = [found_in(text) for text in texts]
    for path, what in ((arguments.found, found), (arguments.labels, texts)):
        if path:
            path.write_text(lines_of(what), encoding="utf-8")
    tally, kinds = score(texts, found)
    show(
        str(
            arguments.gold
            or ("sources" if arguments.sources else "held out" if arguments.held else "tuned on")
        ),
        tally,
        kinds,
    )
    if arguments.errors:
        print(*tally.errors, sep="\n")
    finish(
        at_least("span precision", tally.precision, PRECISION),
        at_least("span recall", tally.recall, RECALL),
        at_least("speaker's name", tally.name_accuracy, NAMES),
        at_least("both right, F1", tally.both, BOTH),
    )


if __name__ == "__main__":
    main()
