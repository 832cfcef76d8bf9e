"""Whether a sentence stands in the words it cites, by checks that ask no model.

Similar wording is never enough: every figure, date, name and quoted string of the sentence has to
stand in the cited words, and nothing in them may say the opposite. What passes is narrowed to the
very sentences relied on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Protocol

from assistant.agreement import clauses
from assistant.checks import missing, problems
from assistant.claims import names
from assistant.injection import addressed_to_a_model, overlaps
from assistant.restated import restated
from assistant.runs import SPEECH, Claim, Run
from assistant.sentences import shown_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vectorstore.embedding import Embedder
    from vectorstore.entailment import Entails
    from vectorstore.records import Hit

LONGEST = 4
"""Sentences in a row that one citation may span: beyond, facts of unlike matters get mixed."""


class Verify(Protocol):
    """Holds a sentence against the passages it cites; ``found`` are all that the writer saw."""

    def __call__(self, text: str, cited: Sequence[Hit], found: Sequence[Hit] = (), /) -> Verified:
        """What carries the sentence, or what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """The words of a passage that carry a sentence: ``[start, end)`` of the document's text."""

    hit: Hit
    start: int
    end: int

    @property
    def within(self) -> tuple[int, int]:
        """The same span in ``hit.text``."""
        return self.start - self.hit.passage.start, self.end - self.hit.passage.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What the checks found: the words relied on, or what is wrong."""

    supports: tuple[Support, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the sentence may be shown."""
        return not self.problems


def verify(
    text: str,
    cited: Sequence[Hit],
    found: Sequence[Hit] = (),
    *,
    entails: Entails | None = None,
) -> Verified:
    """Hold ``text``, one sentence, against the passages it cites.

    ``found`` are all passages that the writer was shown. They never support: those of a cited
    document tell that its "Mr Jarvis" is Dan Jarvis, and all of them what is a name. What the
    sentence rounds or tells in another unit is first put as the passages have it (``restated``).

    Each passage that carries the sentence alone supports it; failing that, passages may carry it
    together when each of its clauses stands in one of them. A cited passage that carries nothing
    is left out of ``supports``. ``entails`` is asked in place of the lists of words that say the
    same, and only of what every other check lets pass.
    """
    runs = [of_hit for hit in cited if (of_hit := _runs(hit))]
    if not runs:
        return Verified(problems=("it cites no source" if not cited else "it cites no evidence",))
    claim = replace(_claim(text, cited, found), entails=entails)
    held = [run for of_hit in runs if (run := _smallest(claim, of_hit))]
    held = held or next((both for of_hit in runs if (both := _with_speaker(claim, of_hit))), [])
    if not held and len(cited) > 1:
        held = _together(claim, runs)
    if held:
        return Verified(supports=tuple(_support(run) for run in held))
    nearest = min(chain(*runs), key=lambda run: _lack(claim, run))
    return Verified(problems=tuple(problems(claim, [nearest])))


LEAST_COSINE = 0.2
"""Of a sentence and the words that carry it. Of sentences that people wrote from their source none
was below 0.3 (``evals/sets/bends.yaml``). It only ever refuses: a turned sentence is as near."""


def in_sense(hold: Verify, embedder: Embedder) -> Verify:
    """``hold``, which also refuses a sentence whose sense is far from the words that carry it."""

    def held(text: str, cited: Sequence[Hit], found: Sequence[Hit] = (), /) -> Verified:
        verified = hold(text, cited, found)
        if not verified.holds:
            return verified
        words = [one.hit.text[slice(*one.within)] for one in verified.supports]
        ours, *theirs = embedder.encode_passages([text, " ".join(words), *words])
        if max(float(ours @ other) for other in theirs) < LEAST_COSINE:
            return Verified(problems=("its sense is not that of the cited words",))
        return verified

    return held


def _runs(hit: Hit) -> list[Run]:
    """Every run of sentences of the passage that may be evidence, the shortest first."""
    orders = addressed_to_a_model(hit.text)
    spans = shown_spans(hit.text)
    runs = [
        Run(hit, tuple(spans[first : first + size]))
        for size in range(1, min(LONGEST, len(spans)) + 1)
        for first in range(len(spans) - size + 1)
    ]
    return [run for run in runs if not overlaps((run.start, run.end), orders)]


def _claim(text: str, cited: Sequence[Hit], found: Sequence[Hit]) -> Claim:
    known = frozenset(word for hit in (*cited, *found) for w in names(hit.text) for word in w.words)
    documents = {hit.entry.id for hit in cited}
    same = [hit for hit in (*cited, *found) if hit.entry.id in documents]
    texts = [text for hit in same for text in (hit.text, hit.entry.title)]
    named = [name.words for text in texts for name in names(text)]
    own = "\n".join(t for hit in cited for t in (hit.entry.title, *hit.passage.heading, hit.text))
    full = frozenset(pair for words in named for pair in pairwise(words))
    return Claim(restated(text, own), known, full)


def _smallest(claim: Claim, runs: Sequence[Run]) -> Run | None:
    """The run of fewest sentences that carries the claim; of several, the one nearest to it."""
    for size in range(1, LONGEST + 1):
        fit = [r for r in runs if len(r.spans) == size and not next(problems(claim, [r]), "")]
        if fit:
            return max(fit, key=lambda run: len(claim.stems & run.stems))
    return None


def _with_speaker(claim: Claim, runs: Sequence[Run]) -> list[Run]:
    """What was said and the earlier sentence that names who "he" is, if it names the last one."""
    if not SPEECH.search(claim.text):
        return []
    wanted = {word for name in names(claim.text, claim.known) for word in name.words}
    for said in (run for run in runs if len(run.spans) <= 2):
        unnamed = wanted - said.names
        for naming in (r for r in runs if len(r.spans) == 1 and r.end <= said.start):
            if not unnamed & naming.names:
                continue
            between = said.hit.text[naming.end : said.start]
            if any(len(name.words) > 1 for name in names(between)):
                continue
            if not any(problems(claim, [naming, said])):
                return [naming, said]
    return []


def _together(claim: Claim, runs: Sequence[Sequence[Run]]) -> list[Run]:
    """One run a passage that carry the claim between them, or none.

    Two passages must not be mixed into a fact that neither states: each clause needs one run
    that has all its figures, dates and names.
    """
    chosen = [min(of_hit, key=lambda run: _lack(claim, run)) for of_hit in runs]
    if any(problems(claim, chosen)):
        return []
    for clause in clauses(claim.text):
        part = Claim(clause, claim.known, claim.full)
        if not any(not any(missing(part, [run])) for run in chosen):
            return []
    kept = [r for r in chosen if any(problems(claim, [o for o in chosen if o is not r]))]
    return kept or chosen


def _lack(claim: Claim, run: Run) -> tuple[float, int, int]:
    """How far a run is from carrying a claim: the words shared come first, then what is missing."""
    shared = len(claim.stems & run.stems) / (len(claim.stems) or 1)
    return (-shared, sum(1 for _ in missing(claim, [run])), len(run.text))


def _support(run: Run) -> Support:
    offset = run.hit.passage.start
    return Support(hit=run.hit, start=offset + run.start, end=offset + run.end)
