"""Writes the labelled checks of quotations, from sentences of real and of own sources.

    python -m evals.bench.make_quote_checks [--show CLASS]

Every third case, by the digest of its name, is held out. What it writes was read by hand; what did
not say what its label says is named in ``REFUSED``.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.sentences import shown_spans
from evals.bench import quote_words as own
from evals.quote_cases import ROOTS, Case, Edit, cut, quotation, read, save

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Editor = Callable[["Sentence"], "list[Edit] | None"]

REAL = (
    "corpus/articles/000_e8f31bac96de211f.txt",
    *(
        f"corpus/articles/{name}"
        for name in (
            "wh_2021-02-02-executive-order-creating-a-comprehensive-regional-framework-to-addres.md",
            "wh_2022-06-10-fact-sheet-the-los-angeles-declaration-on-migration-and-protection-u.md",
            "wh_2025-02-18-illegal-border-crossings-plummeted-in-january.md",
        )
    ),
    "corpus/agreements/refugee_convention_1951.md",
    "corpus/agreements/iom_constitution.md",
    "corpus/agreements/coe_transfer_of_responsibility_1980.md",
    "corpus/agreements/coe_abolition_of_visas_refugees_1959.md",
    "corpus/agreements/los_angeles_declaration_2022.md",
)
LEFT_OUT = ("channel-record", "where-reports", "release-retold")
"""Demo sources that tell what others tell as well: there sources differ by design."""

REFUSED: frozenset[str] = frozenset(own.REFUSED)
PER_CLASS = 24
CUT = "truncated_misleading"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a file, ``read(file)[start:end]``."""

    file: str
    start: int
    end: int
    text: str

    @property
    def words(self) -> list[str]:
        """Its words, between spaces."""
        return self.text.split(" ")


def sentences(*, own: bool = False) -> list[Sentence]:
    """Whole sentences without marks, headings or tables, in an order that is always the same.

    With ``own`` those of the demo sources alone.
    """
    files = [*(() if own else REAL), *(
        f"demo/{path.relative_to(ROOTS['demo'])}"
        for path in sorted(ROOTS["demo"].glob("a*/*.[mt][dx]*"))
        if not any(name in path.name for name in LEFT_OUT)
    )]  # fmt: skip
    found: list[Sentence] = []
    for file in files:
        text = read(file)
        first = text.find("\n---\n", 3) + 5 if text.startswith("---") else 0
        for line in re.finditer(r"[^\n]+", text[first:]):
            found += _of_line(file, line.group(), first + line.start())
    random.Random(11).shuffle(found)  # noqa: S311 - a sample, no secret
    return found


def _of_line(file: str, line: str, at: int) -> Iterator[Sentence]:
    if re.match(r"\s*(?:#|\||>|[-*•]\s|\d+[.)]|title:|\()", line):
        return
    for start, end in shown_spans(line):
        words = line[start:end]
        if "thousand" in words:
            continue  # a number in words, which an edit would break
        if re.search(r"[*_<>\[\]|“”\"‘()]|  ", words) or not words[:1].isupper():
            continue
        if not {"the", "a"} & set(words.split()) or words.endswith(("U.S.", "No.")):
            continue  # the IOM's file has its Dutch text as well
        if re.search(r"\b(?:[A-Z]\.|Art\.)\s*$", line[:start]):
            continue  # no beginning of a sentence
        if words.endswith(".") and 9 <= len(words.split()) <= 34:
            yield Sentence(file, at + start, at + end, words)


# One class after another: a name, the verdict, and the cases


def edited(
    about: str, expect: str, pool: Iterable[Sentence], edit: Editor, most: int = PER_CLASS
) -> list[Case]:
    """A case of each of the first sentences that ``edit`` finds something to change in."""
    made: list[Case] = []
    for sentence in pool:
        edits = edit(sentence)
        if edits is not None:
            made.append(_case(about, expect, len(made), [sentence], edits=edits))
        if len(made) == most:
            break
    return made


def _case(
    about: str,
    expect: str,
    number: int,
    parts: Sequence[Sentence],
    *,
    edits: Sequence[Edit] = (),
    join: str = " ",
) -> Case:
    return Case(
        id=f"{about}-{number:02}",
        about=about,
        expect=expect,
        held=False,
        slices=tuple(cut(one.file, one.start, one.end) for one in parts),
        edits=tuple(edits),
        join=join,
    )


def swapped(pairs: Sequence[tuple[str, str]]) -> Editor:
    """An edit that makes the first swap of whole words that a sentence allows."""

    def edit(sentence: Sentence) -> list[Edit] | None:
        for old, new in pairs:
            for place, word in enumerate(sentence.words):
                if word.strip(".,;:") == old:
                    return [("replace", place, 1, word.replace(old, new, 1))]
        return None

    return edit


def written(pairs: Sequence[tuple[str, str]]) -> Editor:
    """An edit that writes something otherwise, as ``old→new`` of characters."""

    def edit(sentence: Sentence) -> list[Edit] | None:
        for old, new in pairs:
            if old in sentence.text:
                return [("swap", 0, 0, f"{old}→{new}")]
        return None

    return edit


def denied(sentence: Sentence) -> list[Edit] | None:
    """A "not" after the first auxiliary."""
    for place, word in enumerate(sentence.words[:-1]):
        if word in own.AUXILIARIES and sentence.words[place + 1] not in {"not", "no", "only"}:
            return [("replace", place, 1, f"{word} not")]
    return None


def undenied(sentence: Sentence) -> list[Edit] | None:
    """The first "not" taken out."""
    for place, word in enumerate(sentence.words):
        if word == "not" and sentence.words[place + 1 : place + 2] != ["only"]:
            return [("replace", place, 1, "")]
    return None


def miscounted(sentence: Sentence) -> list[Edit] | None:
    """One digit of a number changed."""
    for place, word in enumerate(sentence.words):
        if re.search(r"\d{2}", word) and not re.search(r"(?:19|20)\d\d", word):
            digit = re.search(r"\d(?=\D*$)", word)
            if digit:
                other = str((int(digit.group()) + 3) % 10)
                return [("replace", place, 1, word[: digit.start()] + other + word[digit.end() :])]
    return None


def gap(mark: str, least: int = 5, most: int = 8) -> Editor:
    """Words from the middle left out, with a mark or without; none that turn the sentence."""

    def edit(sentence: Sentence) -> list[Edit] | None:
        words = sentence.words
        if len(words) < 16:
            return None
        first = len(words) // 2 - 3
        size = least + len(words) % (most - least)
        if own.TURNING & {w.strip(".,;:").casefold() for w in words[first - 4 : first + size + 4]}:
            return None
        return [("replace", first, size, mark)]

    return edit


def shortened(sentence: Sentence) -> list[Edit] | None:
    """Cut before a harmless end of the sentence, and given as a whole one."""
    words = sentence.words
    for place in range(len(words) - 3, 8, -1):
        if words[place] in {"and", "in", "at", "on", "from", "during", "to"}:
            rest = {w.strip(".,;:").casefold() for w in words[place:]}
            if not own.TURNING & rest:
                last = words[place - 1].rstrip(",;:")
                return [("replace", place - 1, len(words), f"{last}.")]
    return None


def cut_before_limit(sentence: Sentence) -> list[Edit] | None:
    """Cut right before what limits the sentence."""
    words = sentence.words
    for place in range(6, len(words) - 1):
        if words[place].strip(",") in own.LIMITS:
            last = words[place - 1].rstrip(",;:")
            return [("replace", place - 1, len(words), last)]
    return None


def cut_after_denial(sentence: Sentence) -> list[Edit] | None:
    """Cut right after what denies the rest."""
    words = sentence.words
    for place in range(1, len(words) - 5):
        if words[place] in {"not", "no", "never"} and words[place + 1] not in {
            "only",
            "later",
            "less",
        }:
            return [("replace", 0, place + 1, "")]
    return None


def hidden_limit(sentence: Sentence) -> list[Edit] | None:
    """An ellipsis over the words that deny or limit what stands after it."""
    words = sentence.words
    for place in range(2, len(words) - 4):
        if words[place] in {"not", "never", "without"} and words[place + 1] != "only":
            return [("replace", place, 1, "…")]
        if words[place].strip(",") in {"unless", "except", "if"} and place > 5:
            end = len(words) - 3
            return [("replace", place, end - place, "…")] if end > place else None
    return None


def joined(pool: Sequence[Sentence], count: int) -> list[Case]:
    """Two sentences of different places run together, the second in the middle of a line."""
    made: list[Case] = []
    for first, second in zip(pool[::2], pool[1::2], strict=False):
        if first.file == second.file and abs(first.start - second.start) < 1500:
            continue
        head = first.words[: max(7, len(first.words) // 2)]
        drop = len(first.words) - len(head)
        edits: list[Edit] = [("replace", len(head), drop, "")]
        made.append(_case("spliced", "spliced", len(made), [first, second], edits=edits))
        if len(made) == count:
            break
    return made


def reordered(pool: Sequence[Sentence], count: int) -> list[Case]:
    """Two sentences of one source in the other order, under an ellipsis."""
    of: dict[str, list[Sentence]] = defaultdict(list)
    for one in pool:
        of[one.file].append(one)
    made: list[Case] = []
    for group in of.values():
        group.sort(key=lambda one: one.start)
        for one, other in zip(group[::3], group[2::3], strict=False):
            case = _case("spliced", "spliced", len(made), [other, one], join=" … ")
            made.append(replace(case, id=f"reordered-{len(made):02}"))
    return made[:count]


def plain(about: str, expect: str, pool: Iterable[Sentence], most: int = PER_CLASS) -> list[Case]:
    """Sentences as they stand."""
    return edited(about, expect, pool, lambda _: [], most)


def worded() -> list[Case]:
    """The cases whose words are this project's own."""
    made: list[Case] = []
    numbers: dict[str, int] = defaultdict(int)
    for about, expect, speaker, quote in own.CASES:
        made.append(
            Case(
                id=f"own-{about}-{numbers[about]:02}",
                about=about,
                expect=expect,
                held=False,
                speaker=speaker,
                quote=quote,
                findings=() if about == expect else (about,),
            )
        )
        numbers[about] += 1
    return made


def cases() -> list[Case]:
    """All of them, every third held out."""
    pool = sentences()
    parts = [pool[start::8] for start in range(8)]
    made = [
        *plain("verbatim", "verbatim", parts[0] + parts[4]),
        *edited("normalised", "normalised", pool, written(own.SAME), 40),
        *edited("bracketed", "bracketed", parts[1] + parts[2], swapped(own.BRACKETS)),
        *edited("altered_minor", "altered_minor", parts[2] + parts[3], swapped(own.SMALL)),
        *edited("altered_meaning", "altered_meaning", parts[3], denied, 14),
        *(_named("undenied", edited("altered_meaning", "altered_meaning", pool, undenied, 12))),
        *(_named("digit", edited("altered_meaning", "altered_meaning", pool, miscounted, 14))),
        *_named("word", edited("altered_meaning", "altered_meaning", parts[4], swapped(own.OTHER))),
        *edited("omission_unmarked", "omission_unmarked", pool[::-1], gap(""), 26),
        *edited("ellipsis", "ellipsis", parts[6] + parts[7] + parts[0], gap("…")),
        *edited("ellipsis_misleading", "ellipsis_misleading", pool, hidden_limit, 30),
        *edited("truncated", "truncated", parts[7] + parts[1] + parts[3], shortened),
        *edited(CUT, CUT, pool, cut_before_limit, 26),
        *_named("denial", edited(CUT, CUT, pool, cut_after_denial, 16)),
        *joined(parts[4] + parts[5], 16),
        *reordered(parts[6] + parts[7], 8),
        *worded(),
    ]  # fmt: skip
    kept = [case for case in made if case.id not in REFUSED]
    return [replace(case, held=_aside(case.id)) for case in kept]


def _named(name: str, made: Sequence[Case]) -> Iterator[Case]:
    return (replace(case, id=f"{name}-{number:02}") for number, case in enumerate(made))


def _aside(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 0


def main() -> None:
    """Write the set, or print one class of it to be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--show", metavar="CLASS", help="print the cases of a class that are tuned on"
    )
    arguments = parser.parse_args()
    made = cases()
    if arguments.show:
        for case in made:
            if case.about.startswith(arguments.show) and not case.held:
                print(f"{case.id}\t{case.expect}\t{case.speaker}\t{quotation(case)}")
        return
    save(made)
    counts: dict[str, int] = defaultdict(int)
    for case in made:
        counts[case.about] += 1
    print(len(made), dict(counts), sum(case.held for case in made), "held out")


if __name__ == "__main__":
    main()
