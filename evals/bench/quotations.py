"""Quotations and their speakers against labelled texts, by construction, and how fast.

    python -m evals.bench.quotations                     # the project's own labelled texts
    python -m evals.bench.quotations --held              # the third that no rule was tuned on
    python -m evals.bench.quotations GOLD.jsonl          # others: doc_id, text, quotes
    python -m evals.bench.quotations --speed

``--found OUT.jsonl`` writes what was found, ``--labels OUT.jsonl`` what is labelled, a document a
line. Targets: span precision .96 at recall .95, speaker's name .88, both right F1 .87; 5 articles a
second on one core.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from evals.bench.measure import at_least, finish
from evals.quotations import Labelled, Text, from_lines, labelled_texts, lines_of, score
from ingest.quotations import extract
from vectorstore.records import Form

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


def _texts(given: Path | None, *, held: bool) -> list[Text]:
    if given:
        return list(from_lines(given))
    return labelled_texts(SETS / ("held.txt" if held else "tune.txt"))


def main() -> None:
    """Score, or time, and say whether the targets hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path)
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--errors", action="store_true", help="name every error")
    parser.add_argument("--found", type=Path)
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--speed", action="store_true")
    arguments = parser.parse_args()
    texts = _texts(arguments.gold, held=arguments.held)
    if arguments.speed:
        finish(at_least("articles a second", speed(texts), RATE))
    found = [found_in(text) for text in texts]
    for path, what in ((arguments.found, found), (arguments.labels, texts)):
        if path:
            path.write_text(lines_of(what), encoding="utf-8")
    tally, kinds = score(texts, found)
    show(str(arguments.gold or ("held out" if arguments.held else "tuned on")), tally, kinds)
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
