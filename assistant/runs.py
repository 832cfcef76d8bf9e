"""A sentence to be verified, the words that may carry it, and which of them it relies on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.agreement import clauses
from assistant.claims import figures, name_words, names
from assistant.wording import light, said, sense
from assistant.words import terms
from vectorstore.records import Hit, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from assistant.thesaurus import Word
    from vectorstore.entailment import Entails

SPEECH = re.compile(
    r"\b(?:sa(?:id|ys?)|saying|told|add(?:s|ed)|call(?:s|ed)|described?|describes|argue[sd]?|"
    r"claim(?:s|ed)|warn(?:s|ed)|insist(?:s|ed)|accus(?:es|ed|ing)|criticis(?:es|ed|ing)|"
    r"criticiz(?:es|ed)|stat(?:es|ed)|wrote|writes|announc(?:es|ed)|according to|report(?:s|ed)|"
    r"suggest(?:s|ed)|believes?|maintain(?:s|ed)|acknowledg(?:es|ed)|allege[sd]?|denie[sd]|"
    r"denounced|"
    r"condemn(?:s|ed)|dismiss(?:es|ed)|in (?:his|her|their) (?:words|view))\b|[“\"]",
    re.IGNORECASE,
)

SPEECH_STEMS = frozenset(
    terms(
        "told adds added calls called describes described argues argued claims claimed warned "
        "insisted accused stated writes announced reported reports suggested believed"
    )
)


@dataclass(frozen=True)
class Run:
    """Sentences in a row of one passage, as evidence. Offsets count in ``hit.text``."""

    hit: Hit
    spans: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Where it starts in ``hit.text``."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where it ends in ``hit.text``."""
        return self.spans[-1][1]

    @cached_property
    def text(self) -> str:
        """Its words, as they stand."""
        return self.hit.text[self.start : self.end]

    @cached_property
    def sentences(self) -> list[str]:
        """Its sentences, one by one."""
        return [self.hit.text[start:end] for start, end in self.spans]

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its words of sense."""
        return frozenset(terms(self.text))

    @cached_property
    def names(self) -> frozenset[str]:
        """Words that a name may be made of: its own, and who published or wrote it.

        An agreement's passages seldom repeat what it is called, a table's never: there the title
        and the headings count, as they are shown with the citation.
        """
        entry = self.hit.entry
        shown = [self.text, entry.publisher, entry.author]
        if entry.kind is not Kind.ARTICLE:
            shown += [entry.title, *self.hit.passage.heading]
        return name_words(" \n ".join(shown))


@dataclass(frozen=True)
class Claim:
    """A sentence to be verified."""

    text: str
    known: frozenset[str] = frozenset()
    """Names of the passages found, lower-case: what makes a name of a sentence's first word."""
    full: frozenset[tuple[str, str]] = frozenset()
    """Neighbours in names of the cited documents: ("dan", "jarvis")."""
    entails: Entails | None = None
    """A model of inference to ask instead of the lists of words that say the same."""

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its words of sense."""
        return frozenset(terms(self.text))

    @cached_property
    def core(self) -> tuple[Word, ...]:
        """Its words of sense that are no names and no verbs of speech."""
        found = names(self.text, self.known)
        named = {part for name in found for word in name.words for part in word.split("-")}
        named |= set(terms(" ".join(name.shown for name in found)))
        kept = sense(self.text)
        return tuple(w for w in kept if not {w.stem, w.shown} & (named | SPEECH_STEMS))


ITEM = re.compile(r"\s*\(\w{1,3}\)\s")
"""A sentence that goes on one that ends in a colon: "(a) a war crime"."""


def relied(claim: Claim, runs: Sequence[Run]) -> str:
    """The sentences of all runs that a claim relies on."""
    return " ".join(relied_of(claim, run) for run in runs)


def relied_of(claim: Claim, run: Run) -> str:
    """The sentences of the run that share most with the claim and with each of its clauses."""
    kept = {nearest_of(claim, run)}
    for clause in clauses(claim.text):
        telling = claim.core if SPEECH.search(clause) else sense(clause)
        words = [w for w in sense(clause) if w in telling and w.stem not in light()]
        values = {figure.value for figure in figures(clause)}
        best = max(run.sentences, key=lambda s: _tells(s, words, values))
        has = [word for word in words if said(best).answers(word)]
        # A name alone brings in sentences of unlike matters.
        if len(has) >= max(min(2, len(words)), len(words) / 2) and set(has) & set(claim.core):
            kept.add(best)
    if any(ITEM.match(sentence) for sentence in kept):
        kept |= {sentence for sentence in run.sentences if sentence.rstrip().endswith(":")}
    return " ".join(sentence for sentence in run.sentences if sentence in kept)


def _tells(sentence: str, words: Sequence[Word], values: set[Decimal]) -> int:
    """How many of ``words`` and of ``values`` a sentence has."""
    return sum(map(said(sentence).answers, words)) + len(
        values & {figure.value for figure in figures(sentence)}
    )


def nearest_of(claim: Claim, run: Run) -> str:
    """The sentence of the run that shares most with the claim."""
    return max(run.sentences, key=lambda sentence: overlap(claim, sentence))


def overlap(claim: Claim, sentence: str) -> int:
    """How many words of sense the claim and a sentence share."""
    return len(claim.stems & frozenset(terms(sentence)))


def around(run: Run) -> str:
    """What stands around a run and tells of what it is: not an article's title, which says more."""
    entry = run.hit.entry
    headings = [part for part in run.hit.passage.heading if part != entry.title]
    title = () if entry.kind is Kind.ARTICLE else (entry.title,)
    return " ".join((*title, entry.publisher, *headings))
