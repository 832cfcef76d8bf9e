"""The checks that a sentence has to pass against the words it cites, one function each.

A check yields what is wrong, in words for a reader, and nothing when all is well. To add one is to
write it and to name it in ``CHECKS``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

from assistant.agreement import bounds, clauses, negations, opposites, rivals
from assistant.binding import loose_figures, loose_moments, loose_names, loose_units
from assistant.claims import (
    Figure,
    Moment,
    figures,
    fold,
    moments,
    name_words,
    names,
    plain_quote,
    quoted,
    references,
    word_set,
)
from assistant.places import place_of
from assistant.reported import done_for_planned, facts_of_claims, other_speakers
from assistant.words import terms
from vectorstore.records import Hit, Kind

FLOOR = 0.5
"""Share of a sentence's words of sense that the cited words must have."""
CORE_FLOOR = 0.6
"""The same for those words that are no names: of two words both, of five three."""
NEAREST_FLOOR = 0.4
"""Share of them that one sentence must have: names alone bring together sentences of unlike
matters."""
CLAUSE_FLOOR = 0.4
"""Share for each clause that is long enough to claim something of its own."""
CLAUSE_WORDS = 3

SPEECH = re.compile(
    r"\b(?:sa(?:id|ys?)|saying|told|add(?:s|ed)|call(?:s|ed)|described?|describes|argue[sd]?|"
    r"claim(?:s|ed)|warn(?:s|ed)|insist(?:s|ed)|accus(?:es|ed|ing)|criticis(?:es|ed|ing)|"
    r"criticiz(?:es|ed)|stat(?:es|ed)|wrote|writes|announc(?:es|ed)|according to|report(?:s|ed)|"
    r"suggest(?:s|ed)|believes?|maintain(?:s|ed)|acknowledg(?:es|ed)|allege[sd]?|denie[sd]|denounced|"
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

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its words of sense."""
        return frozenset(terms(self.text))

    @cached_property
    def core(self) -> frozenset[str]:
        """The same without those of names and speech verbs."""
        named = " ".join(name.shown for name in names(self.text, self.known))
        return self.stems - frozenset(terms(named)) - SPEECH_STEMS


Check = Callable[[Claim, Sequence[Run]], Iterator[str]]
"""Yields what is wrong with a claim, given the runs that are to carry it together."""


def problems(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """Everything that is wrong with ``claim`` if ``runs`` are to carry it together."""
    return chain.from_iterable(check(claim, runs) for check in CHECKS)


def missing(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """What of ``claim`` is simply not there: figures, dates, names, quoted words, references."""
    return chain.from_iterable(check(claim, runs) for check in PRESENCE)


def _numbers_stand(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    there = [(figure, run) for run in runs for figure in figures(run.text)]
    years = {m.year for run in runs for m in moments(run.text)}
    for mine in figures(claim.text):
        dated = not mine.unit and int(mine.value) == mine.value and int(mine.value) in years
        if not dated and not any(_same_figure(mine, other, run) for other, run in there):
            yield f"the figure {mine.shown} is not in the cited words"


def _same_figure(mine: Figure, other: Figure, run: Run) -> bool:
    if mine.value != other.value:
        return False
    # A table gives its unit once, in a heading, and the bare numbers in its cells.
    stated = run.hit.entry.kind is Kind.STATISTICS and not other.unit
    return mine.unit == other.unit or stated


def _dates_stand(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    there = [moment for run in runs for moment in moments(run.text)]
    for mine in moments(claim.text):
        if not any(mine.within(other) for other in there) and not _as_published(claim, mine, runs):
            yield f"the date {mine.shown} is not in the cited words"


def _as_published(claim: Claim, mine: Moment, runs: Sequence[Run]) -> bool:
    """Whether the date is given as that of a publication which the sentence names."""
    return any(
        (on := run.hit.entry.published) is not None
        and mine.within(Moment(on.year, on.month, on.day, "", 0, 0))
        and bool(run.hit.entry.publisher)
        and run.hit.entry.publisher.lower() in claim.text.lower()
        for run in runs
    )


def _names_stand(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    there = frozenset().union(*(run.names for run in runs))
    for name in names(claim.text, claim.known):
        unseen = [word for word in name.words if not _is_named(word, there)]
        if unseen and not _completes(claim, name.words, there):
            yield f"the name {name.shown} is not in the cited words"
        elif any(_mixed(first, second, runs) for first, second in pairwise(name.words)):
            yield f"the cited words do not name {name.shown}"


def _is_named(word: str, there: frozenset[str]) -> bool:
    parts = word.replace("‑", "-").split("-")
    return word in there or (len(parts) > 1 and all(fold(part) in there for part in parts))


def _completes(claim: Claim, words: Sequence[str], there: frozenset[str]) -> bool:
    """Whether the cited words have the surname and their passage the whole name: "Mr Jarvis"."""
    *given, surname = words
    return (
        len(given) == 1
        and surname in there
        and {first for first, second in claim.full if second == surname} == set(given)
    )


def _mixed(first: str, second: str, runs: Sequence[Run]) -> bool:
    """Whether two words of a name only ever stand in names of other people: "Dan Philp"."""
    found = [name.words for run in runs for name in names(run.text, frozenset({first, second}))]
    after = [w[i + 1 : i + 2] for w in found for i, word in enumerate(w) if word == first]
    before = [w[:i] for w in found for i, word in enumerate(w) if word == second]
    return bool(after and before) and all(after) and all(before) and (second,) not in after


OPENING = re.compile(
    r"^\W*(?P<who>[A-Z][^\W\d_]+)\s+(?:(?!only|family)\w+ly\s+|also\s+|then\s+)?(?:said|says|told|was|were|is|"
    r"are|has|have|had|will|would|can|must|\w{2,}ed)\b"
)
ANYBODY = word_set(
    "he she they it this that these those who we there both many most some officials critics "
    "people numbers figures data another one two three none nobody all"
)
PASSIVE = re.compile(
    r"\b(?:was|were|is|are|been|be|being)\s+(?:\w+ly\s+)?(?P<done>\w{2,}(?:ed|en|wn))\b",
    re.IGNORECASE,
)
COLOURLESS = word_set(
    "recorded reported announced expected based called detected registered described named given "
    "published counted stated mentioned been seen taken shown known involved used concerned "
    "required supposed designed open even listed put"
)


def _who_did_what(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """What a sentence opens with, and what it says was done, are in the cited words.

    Similar sentences differ in just these two words: who signed, and whether it was signed or
    cancelled.
    """
    there = frozenset().union(*(run.stems | run.names for run in runs))
    opening, lower = OPENING.match(claim.text), claim.text.lower()
    who = opening["who"] if opening else ""
    named = who.lower() in ANYBODY or frozenset(terms(who)) <= there or fold(who) in there
    if who and not named:
        yield f"the cited words do not name {who}"
    for match in PASSIVE.finditer(lower):
        done = match["done"]
        if done not in COLOURLESS and not frozenset(terms(done)) <= there:
            yield f"the cited words do not say “{done}”"


def _speaker_is_last_named(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """Between a speaker's name and the words cited for them, nobody else is named."""
    if not SPEECH.search(claim.text):
        return
    for run in runs:
        nearest = _nearest(claim, run)
        before = run.hit.text[: run.hit.text.index(nearest, run.start)]
        for name in names(claim.text, claim.known):
            surname = name.words[-1]
            if surname in name_words(nearest) or place_of(surname):
                continue
            mentions = [other for other in names(before, claim.known) if surname in other.words]
            between = before[mentions[-1].end :] if mentions else ""
            if any(len(other.words) > 1 for other in names(between)):
                yield f"somebody else is named between {name.shown} and the cited words"


def _quotes_stand(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    there = [plain_quote(run.text) for run in runs]
    for quote in quoted(claim.text):
        parts = [plain_quote(p) for p in re.split(r"…|\.{3}|\[[^\]]*\]", quote)]
        if not any(_in_order([p for p in parts if p], text) for text in there):
            yield f"the quoted words “{quote}” are not in the cited words"


def _in_order(parts: Sequence[str], text: str) -> bool:
    position = 0
    for part in parts:
        match = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)").search(text, position)
        if match is None:
            return False
        position = match.end()
    return True


def _references_stand(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    there = " ".join(
        part for r in runs for part in (r.text, r.hit.passage.locator, *r.hit.passage.heading)
    )
    numbers = set(references(there)) | set(re.findall(r"\d+\w*", there))
    for mine in references(claim.text):
        if mine not in numbers and not set(re.findall(r"\d+\w*", mine)) <= numbers:
            yield f"“{mine}” is no part that the cited words are of"


def _words_stand(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    there = frozenset().union(*(run.stems for run in runs))
    there |= frozenset(terms(" ".join(run.hit.entry.publisher for run in runs)))
    nearest = frozenset(chain.from_iterable(terms(_nearest(claim, run)) for run in runs))
    shares = (_share(claim.stems, there), _share(claim.core, there), _share(claim.core, nearest))
    floors = (FLOOR, CORE_FLOOR, NEAREST_FLOOR)
    if any(share < floor for share, floor in zip(shares, floors, strict=True)):
        yield "the cited words hardly bear on it"
        return
    for clause in clauses(claim.text):
        stems = frozenset(terms(clause))
        if len(stems) >= CLAUSE_WORDS and _share(stems, there) < CLAUSE_FLOOR:
            yield f"nothing in the cited words says “{clause.strip(' .')}”"


def _share(wanted: frozenset[str], there: frozenset[str]) -> float:
    return len(wanted & there) / len(wanted) if wanted else 1.0


def _nearest(claim: Claim, run: Run) -> str:
    """The sentence of the run that shares most with the claim."""
    return max(run.sentences, key=lambda sentence: overlap(claim, sentence))


def _nothing_is_turned(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """Negation, opposites, bounds and owners of figures agree with the sentences relied on."""
    nearest = " ".join(_nearest(claim, run) for run in runs)
    everything = "\n".join(run.text for run in runs)
    yield from negations(claim.text, nearest)
    yield from opposites(claim.text, nearest)
    yield from bounds(claim.text, everything)
    yield from rivals(claim.text, [sentence for run in runs for sentence in run.sentences])


def overlap(claim: Claim, sentence: str) -> int:
    """How many words of sense the claim and a sentence share."""
    return len(claim.stems & frozenset(terms(sentence)))


def _speech_is_attributed(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """What a source only quotes is not stated as fact."""
    if SPEECH.search(claim.text):
        return
    for run in runs:
        start, end = max(run.spans, key=lambda s: overlap(claim, run.hit.text[s[0] : s[1]]))
        spoken = _spoken(run.hit.text, start, end)
        if spoken and overlap(claim, spoken) * 2 > overlap(claim, run.hit.text[start:end]):
            yield "it states as fact what the source only quotes"


def _spoken(text: str, start: int, end: int) -> str:
    """The part of ``text[start:end]`` that stands in quotation marks, if more than a few words."""
    paragraph = text.rfind("\n", 0, start) + 1
    inside, kept = False, []
    for position in range(paragraph, end):
        character = text[position]
        if character in '“”"':
            inside = character == "“" or (character == '"' and not inside)
        elif inside and position >= start:
            kept.append(character)
    return spoken if len((spoken := "".join(kept)).split()) > 4 else ""


LINK = re.compile(
    r"\w+://|\bwww\.|\bmailto:|\S+@\S+\.\w|\b[\w-]+\.(?:com|org|net|io|uk|eu|info)/", re.IGNORECASE
)


def _nothing_is_loose(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """Figures, dates and names are tied to what the cited words tie them to."""
    everything = "\n".join(run.text for run in runs)
    yield from loose_figures(claim.text, everything)
    yield from loose_units(claim.text, everything)
    if not any(_as_published(claim, moment, runs) for moment in moments(claim.text)):
        yield from loose_moments(claim.text, [s for run in runs for s in run.sentences])
    if len(runs) == 1:
        entry = runs[0].hit.entry
        own = name_words(f"{entry.publisher} {entry.author}")
        yield from loose_names(claim.text, _nearest(claim, runs[0]), claim.known, own)


def _who_says_so_is_kept(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """What is reported, planned or allowed is told as such, and of the same speaker."""
    for run in runs:
        if run.hit.entry.kind is not Kind.ARTICLE:
            continue
        nearest = _nearest(claim, run)
        yield from facts_of_claims(claim.text, nearest)
        yield from other_speakers(claim.text, nearest, claim.known)
    yield from done_for_planned(claim.text, " ".join(_nearest(claim, run) for run in runs))


NEW_WORDS = 1
NEW_SHARE = 0.15
"""How many words of sense, and what share of them, may be the writer's own."""


def _little_is_new(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """Nearly every word of sense is the source's, whatever the form of it."""
    there = frozenset().union(*(run.stems | run.names for run in runs))
    there |= frozenset(terms(" ".join(_around(run) for run in runs)))
    new = {word for word in claim.core - there if not word[0].isdigit()} - OWN
    if len(new) > NEW_WORDS and len(new) > NEW_SHARE * len(claim.core):
        yield f"the cited words say nothing of {', '.join(sorted(new))}"


def _around(run: Run) -> str:
    entry = run.hit.entry
    return " ".join((entry.title, entry.publisher, *run.hit.passage.heading))


OWN = frozenset(
    terms(
        "one ones two sum number figure total people person including include also however year "
        "according source official officials new later earlier same amount part share following"
    )
)
"""Words that a writer needs to put another's facts together."""


def _links_nowhere(claim: Claim, runs: Sequence[Run]) -> Iterator[str]:
    """An answer points to its sources by citations, and to nothing else."""
    del runs
    if LINK.search(claim.text):
        yield "it has a link of its own"


PRESENCE: tuple[Check, ...] = (
    _numbers_stand,
    _dates_stand,
    _names_stand,
    _quotes_stand,
    _references_stand,
)
CHECKS: tuple[Check, ...] = (
    *PRESENCE,
    _words_stand,
    _who_did_what,
    _speaker_is_last_named,
    _nothing_is_turned,
    _speech_is_attributed,
    _nothing_is_loose,
    _who_says_so_is_kept,
    _little_is_new,
    _links_nowhere,
)
