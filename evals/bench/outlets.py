"""The same words in another outlet, found through its house style.

    python -m evals.bench.outlets [--misses]

232 sentences of the demo sources are printed by four invented outlets, each with its own style:
American spelling and straight marks; speech broken by narration; a caption in the middle of a
speech; words tidied in brackets and left out under an ellipsis. Each sentence as it first stood is
then checked. Found is: at the words of the outlet that printed it, with no worse a verdict than the
style explains. Target: 229 of 232. Word-normalised search for the whole is printed beside it.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.quotes import Verdict, check
from assistant.quotes.tokens import norms, tokenise
from evals.bench.make_quote_checks import sentences
from evals.bench.measure import finish
from ingest.run import ingest
from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT, LEAST = 232, 229
SPEAKERS = ("Ana Ruiz", "Bo Lind", "Marta Olsen", "Carlo Brand")
AMERICAN = (
    ("organised", "organized"), ("programme", "program"), ("labour", "labor"), ("’", "'"),
    (" per cent", "%"), (" is not ", " isn't "), (" did not ", " didn't "), ("centre", "center"),
    ("co-operation", "cooperation"), (" two ", " 2 "), (" three ", " 3 "), (" four ", " 4 "),
    ("small boat", "small-boat"), (" – ", " — "), (" million", "m"),
)  # fmt: skip
REST = (
    "The debate went on until the evening and ended without a vote.\n\n"
    "Members of the committee will meet again after the summer to hear from the ministry.\n\n"
    "Nobody expects a decision before the end of the year, and few would welcome one."
)
FINE = {Verdict.VERBATIM, Verdict.NORMALISED, Verdict.CONFLICTING}
EDITED = {*FINE, Verdict.OMISSION_UNMARKED, Verdict.ALTERED_MINOR, Verdict.ALTERED_MEANING}


def american(words: str, speaker: str) -> str:
    """The whole in straight marks and American spelling."""
    for old, new in AMERICAN:
        words = words.replace(old, new)
    return f'{speaker} said: "{words}"'


def broken(words: str, speaker: str) -> str:
    """Broken by narration at a comma, or in the middle."""
    parts = words.split(" ")
    places = [
        n + 1 for n, word in enumerate(parts) if word.endswith(",") and 2 < n < len(parts) - 3
    ]
    at = places[0] if places else len(parts) // 2
    first, rest = " ".join(parts[:at]).rstrip(","), " ".join(parts[at:])
    return f"“{first},” {speaker} told reporters on Monday, “{rest}”"


def captioned(words: str, speaker: str) -> str:
    """Over two paragraphs, with the caption of a picture between them."""
    parts = words.split(" ")
    at = len(parts) // 2
    return (
        f"{speaker} said: “{' '.join(parts[:at])}\n\nImage: The harbour at dawn. Getty Images\n\n"
        f"“{' '.join(parts[at:])}”"
    )


def edited(words: str, speaker: str) -> str:
    """A word in brackets, and two left out under an ellipsis near the end."""
    parts = words.split(" ")
    parts[0] = f"[{parts[0]}]"
    parts[-4:-2] = ["…"]
    return f"“{' '.join(parts)}” {speaker} said."


STYLES: tuple[tuple[str, Callable[[str, str], str], set[Verdict]], ...] = (
    ("American", american, FINE),
    ("broken", broken, FINE),
    ("captioned", captioned, FINE),
    ("edited", edited, EDITED),
)


def main() -> None:
    """Print the outlets' articles into an index, check, and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print what was not found")
    arguments = parser.parse_args()
    told = [one.text for one in sentences(own=True)]
    pool = list(dict.fromkeys(told))
    random.Random(5).shuffle(pool)  # noqa: S311 - a sample, no secret
    pool = [pool[n % len(pool)] for n in range(COUNT)]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "articles"
        folder.mkdir()
        for number, words in enumerate(pool):
            name, style, _ = STYLES[number % 4]
            said = style(words, SPEAKERS[number % 3])
            head = f"Report {number} by the {name} outlet\n\nIt was a day of speeches."
            text = f"{head}\n\n{said}\n\n{REST}\n"
            (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
        with Library.open(Path(scratch) / "index", FakeEmbedder(), write=True) as library:
            ingest([str(folder)], library)
            found = [_found(n, words, library) for n, words in enumerate(pool)]
        plain = sum(_plainly(words, folder / f"{n:03}.txt") for n, words in enumerate(pool))
    for place, (name, _, _) in enumerate(STYLES):
        here = found[place::4]
        print(f"{name}: {sum(hit for hit, _ in here)} of {len(here)}")
    if arguments.misses:
        for number, (hit, verdict) in enumerate(found):
            if not hit:
                print(f"  {STYLES[number % 4][0]} {verdict}: {pool[number]}")
    hits = sum(hit for hit, _ in found)
    print(f"word-normalised search for the whole: {plain} of {COUNT}")
    print(f"found: {hits} of {COUNT} (target {LEAST})")
    finish(hits >= LEAST)


def _found(number: int, words: str, library: Library) -> tuple[bool, str]:
    result = check(words, library)
    names = {Path(match.entry.path).stem for match in result.matches}
    right = f"{number:03}" in names or any(_same(words, match.text) for match in result.matches)
    return right and result.verdict in STYLES[number % 4][2], result.verdict.value


def _same(words: str, text: str) -> bool:
    """Whether another outlet printed the same sentence, where the pool has it twice."""
    return set(norms(tokenise(words))) <= set(norms(tokenise(text)))


def _plainly(words: str, path: Path) -> bool:
    wanted, text = (
        " ".join(norms(tokenise(one))) for one in (words, path.read_text(encoding="utf-8"))
    )
    return f" {wanted} " in f" {text} "


if __name__ == "__main__":
    main()
