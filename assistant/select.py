"""Evidence first: what was found is held against the question before anything is written.

What is kept, and why the rest is not, is told passage by passage; if nothing is left there is
nothing to write an answer from, and no model is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.agreement import HOME
from assistant.answer import Considered
from assistant.cite import locator_at
from assistant.claims import places
from assistant.confidence import LEVEL as LEAST_CONFIDENCE
from assistant.confidence import confidence
from assistant.demands import COUNTED, is_place
from assistant.differ import differ, with_other_version, with_reason
from assistant.evidence import Evidence, tells_state, weigh
from assistant.plan import LATE, QuestionKind
from assistant.provisions import same_text
from assistant.question import Want, is_named
from assistant.reliance import of_itself, rested_on, whole_paragraphs
from assistant.words import terms, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.plan import Part, Plan
    from assistant.question import Asked
    from assistant.retrieve import Found
    from vectorstore.library import Library
    from vectorstore.records import Filters, Hit

MOST = 3
"""Sentences an answer to one question may have."""

MOST_PARAGRAPHS = 5
"""Paragraphs of a provision that is asked for by its number."""

MOST_OVER_TIME = 5
"""The same where a course of time or several things are asked about."""

CLOSE = 0.6
"""A further sentence must score at least this share of the best one's score."""

CLOSE_SPEECH = 0.05
"""The same for further words of the one whose words are asked for."""

TITLED = 0.4
"""The same for one that goes first because its document's title names more of the question."""

CLOSE_BESIDE = 0.3
"""The same for a sentence of the very passage that answers: people who choose sentences take the
two or three that stand together (measured on CLAPnq, ``evals/bench/abstention.py``)."""

CLOSE_RIVAL = 0.25
"""The same for a figure that another source gives for all the same words: both are shown."""

LEVEL = 0.9
"""Two figures that score so nearly the same are both shown."""

SAME = 0.6
"""Two sentences that share this part of their words say the same."""

PARTY = re.compile(r"\b(?:with|between) (?:the )?[A-Z]")
"""By what a sentence names those who made an agreement."""

BEARING = 0.02
"""The least score of a passage that a chat model is shown: it can use what is no sentence by
itself, and what it writes is verified."""


HOPELESS = LEAST_CONFIDENCE / 2
"""The confidence below which no model is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """What answers one part of a question, the best first, of all that was weighed."""

    part: Part
    evidence: tuple[Evidence, ...]
    chosen: tuple[Evidence, ...]
    confidence: float = 1.0
    """That the sources answer this part at all, between 0 and 1."""
    of_comparison: bool = False
    """Whether it is one of several things that the question compares and no passage does."""

    @property
    def bearing(self) -> list[Hit]:
        """The passages that bear on the question, in the order in which they were found."""
        if not self.chosen and self.confidence < HOPELESS:
            return []
        hits = {
            (one.hit.entry.id, one.hit.passage.start): one.hit
            for one in self.evidence
            if one.enough or (not one.unmet and one.score >= BEARING)
        }
        return sorted(hits.values(), key=lambda hit: hit.rank)


def select(
    plan: Plan, found: Sequence[Found], library: Library, filters: Filters
) -> tuple[Selected, ...]:
    """The evidence for each part of the question, chosen and not."""
    return tuple(
        selected
        for part, one in zip(plan.parts, found, strict=True)
        for selected in _whole_or_sides(part, one, library, filters)
    )


def _whole_or_sides(part: Part, found: Found, library: Library, filters: Filters) -> list[Selected]:
    """What answers a question; for each side, where no passage speaks of all that is compared."""
    whole = _selected(part, found, library, filters)
    if not found.sides:
        return [whole]
    apart = _own_terms(part.sides)
    if any(all(_bears(own, one) for own in apart) for one in whole.chosen):
        return [whole]
    sides = []
    for side, one, own in zip(part.sides, found.sides, apart, strict=True):
        selected = _selected(side, one, library, filters)
        chosen = tuple(item for item in selected.chosen if _bears(own, item))
        sides.append(replace(selected, chosen=chosen, of_comparison=True))
    if both := [one for side in sides for one in side.chosen if _tells_of_all(part.sides, one)]:
        told = replace(whole, chosen=tuple(dict.fromkeys(both)))
        return [told, *(replace(side, of_comparison=False) for side in sides if side.chosen)]
    return sides if any(side.chosen for side in sides) else [whole]


def _tells_of_all(sides: Sequence[Part], one: Evidence) -> bool:
    """Whether a sentence itself has what tells each thing from the others."""
    every = [frozenset(side.asked.terms) for side in sides]
    return frozenset.union(*every) - frozenset.intersection(*every) <= frozenset(terms(one.text))


def _own_terms(sides: Sequence[Part]) -> list[frozenset[str]]:
    """The terms by which each thing compared differs from the rest, names aside.

    Names are demanded of every sentence anyway (``assistant/demands.py``).
    """
    every = [frozenset(side.asked.terms) for side in sides]
    shared = frozenset.intersection(*every)
    return [
        own - shared - {term for name in side.asked.names for term in name}
        for side, own in zip(sides, every, strict=True)
    ]


def _bears(own: frozenset[str], one: Evidence) -> bool:
    """Whether these terms stand in the passage or in what heads it."""
    passage = one.hit.passage
    seen = (one.hit.entry.title, *passage.heading, passage.locator, one.hit.text)
    return own <= frozenset(terms(" ".join(seen)))


def _selected(part: Part, found: Found, library: Library, filters: Filters) -> Selected:
    weighed = weigh(part.asked, found.hits, library.embedder, library.quotations)
    confident = confidence(part.asked, weighed, library.prominence(part.asked.text, filters))
    fit = [
        one
        for one in weighed
        if one.fit
        and _in_time(part, one)
        and (one.sure or confident >= LEAST_CONFIDENCE)
        and (part.kind is not QuestionKind.STATE or _tells_state(part.asked, one.text))
    ]
    chosen = [of_itself(one) for one in found.stated]
    chosen = chosen or [with_other_version(one, part.asked) for one in choose(part, fit)]
    if len(chosen) == 1:
        chosen = [with_reason(chosen[0], part.asked)]
    chosen += rested_on(chosen, library)
    known = {(one.hit.entry.id, one.start, one.end) for one in weighed}
    added = [one for one in chosen if (one.hit.entry.id, one.start, one.end) not in known]
    return Selected(
        part=part,
        evidence=(*added, *weighed),
        chosen=tuple(chosen),
        confidence=confident,
    )


def choose(part: Part, fit: Sequence[Evidence]) -> list[Evidence]:
    """The fewest of the fit sentences that answer, the best first."""
    asked = part.asked
    fit = _of_type(fit)
    if asked.provisions and fit:
        return _provision(asked, fit)
    fit = _of_whole_years(fit)
    if part.newest:
        fit = _newest_first(fit)
    elif part.kind is QuestionKind.FACT:
        fit = _titled_first(asked, fit)
    most = MOST_OVER_TIME if part.kind in SPREAD else MOST
    chosen = _exact(fit)
    for item in fit:
        if len(chosen) == most:
            break
        if not chosen or (_goes_with(part, item, chosen) and not _repeats(item, chosen)):
            chosen.append(item)
    return _by_weight(part, chosen)


def _by_weight(part: Part, chosen: Sequence[Evidence]) -> list[Evidence]:
    """The documents in the order of what stands behind them, then the newest first.

    Words of one who is asked about stay in the order of how well they answer.
    """
    chosen = _in_reading_order(chosen)
    if part.kind is QuestionKind.SPEECH:
        return chosen
    best = {one.hit.entry.id: place for place, one in reversed(list(enumerate(chosen)))}

    def weight(one: Evidence) -> tuple[int, int, int]:
        entry = one.hit.entry
        return entry.source_class.weight, -_ordinal(one.hit), best[entry.id]

    return sorted(chosen, key=weight)


def _in_reading_order(chosen: Sequence[Evidence]) -> list[Evidence]:
    """What one voice says in one passage as it stands there, in the place of the best of it."""
    voices = [
        (one.hit.entry.id, one.hit.passage.start if one.speaker else one.start, one.speaker)
        for one in chosen
    ]
    place = {voice: number for number, voice in reversed(list(enumerate(voices)))}
    ranked = sorted(zip(voices, chosen, strict=True), key=lambda p: (place[p[0]], p[1].start))
    return [one for _, one in ranked]


def _ordinal(hit: Hit) -> int:
    day = hit.entry.updated or hit.entry.published
    return day.toordinal() if day else 0


def _goes_with(part: Part, item: Evidence, chosen: Sequence[Evidence]) -> bool:
    """Whether a sentence belongs to the answer besides those that were chosen."""
    best = chosen[0]
    if Want.DATE in part.asked.wants and not item.covered >= best.covered:
        return False  # one day answers; others are of what else happened
    if part.kind is QuestionKind.FACT and item.hit is best.hit:
        return item.score >= CLOSE_BESIDE * best.score
    rival = item.covered == best.covered and (
        bool(part.asked.wants & COUNTED) or _is_another_version(part.asked, item, chosen)
    )
    least = CLOSE_RIVAL if rival else _least(item)
    return item.score >= least * best.score and _adds(part.asked, item, chosen)


SPREAD = frozenset({QuestionKind.COURSE, QuestionKind.COMPARISON})


def _in_time(part: Part, one: Evidence) -> bool:
    """Whether a sentence may be of the time asked about: it says so, or appeared then."""
    published, period = one.hit.entry.published, part.period
    if period is None or published is None:
        return True
    return period.first <= published <= period.last + LATE or (
        bool(period.label) and period.label.lower() in one.hit.text.lower()
    )


def _newest_first(fit: Sequence[Evidence]) -> list[Evidence]:
    """Of what answers about equally well, the newest source's first; the rest after it."""
    if not fit:
        return []
    level = [one for one in fit if one.score >= CLOSE * fit[0].score]
    dated = sorted(level, key=lambda one: _day(one.hit), reverse=True)
    return [*dated, *(one for one in fit if one not in level)]


def _tells_state(asked: Asked, text: str) -> bool:
    """Whether a sentence tells the state of the agreement asked about: no other country's."""
    ours, told = places(asked.text) - HOME, places(text) - HOME
    stems = frozenset(terms(text))
    another = PARTY.search(text) and not any(is_named(name, stems) for name in asked.names)
    if (ours and told and not ours & told) or (asked.names and another):
        return False
    return tells_state(text)


def _of_type(fit: Sequence[Evidence]) -> Sequence[Evidence]:
    """Of what is fit, what holds the type of answer asked for, where that is not far behind.

    What surely answers is preferred however far: "X signed" to "it was announced".
    """
    typed = [one for one in fit if one.typed]
    near = bool(typed) and (typed[0].score >= CLOSE_BESIDE * fit[0].score or typed[0].sure)
    return typed if near else fit


def _of_whole_years(fit: Sequence[Evidence]) -> Sequence[Evidence]:
    """Of figures for a year, those of the whole of it, where there is one."""
    return [one for one in fit if not one.partial] or fit


def _titled_first(asked: Asked, fit: Sequence[Evidence]) -> list[Evidence]:
    """Of what says as much of the question, first what stands in the document about just that."""
    if not fit:
        return []
    best = fit[0]
    alike = [one for one in fit if one.score >= TITLED * best.score and one.covered >= best.covered]
    ranked = sorted(alike, key=lambda one: -_in_title(asked, one.hit))
    return [*ranked, *(one for one in fit if one not in alike)]


def _in_title(asked: Asked, hit: Hit) -> int:
    return len(set(asked.terms) & set(terms(hit.entry.title)))


def _day(hit: Hit) -> str:
    day = hit.entry.updated or hit.entry.published
    return day.isoformat() if day else ""


def _exact(fit: Sequence[Evidence]) -> list[Evidence]:
    """The exact figure that a document gives besides the rounded one which answers best."""
    if not fit or not fit[0].rounded:
        return []
    same = fit[0].hit.entry.id
    return [item for item in fit if not item.rounded and item.hit.entry.id == same][:1]


def _provision(asked: Asked, fit: Sequence[Evidence]) -> list[Evidence]:
    """The paragraphs of a provision, as its document has them in order, whole.

    What only speaks of the provision ("as in Article 1") answers where it is not there itself.
    """
    itself = [one for one in fit if any(is_place(place, one.hit) for place in asked.provisions)]
    fit = itself or fit
    title = fit[0].hit.entry.title.casefold()
    copies = [item for item in fit if item.hit.entry.title.casefold() == title]
    # Of copies of one treaty the one that tells its day is the better edition.
    best = min(copies, key=lambda item: (item.hit.entry.published is None, item.hit.rank))
    of_one = [item for item in fit if same_text(item.hit, best.hit)]
    return whole_paragraphs(of_one)[:MOST_PARAGRAPHS]


def _least(item: Evidence) -> float:
    return CLOSE_SPEECH if item.said else CLOSE


def _adds(asked: Asked, item: Evidence, chosen: Sequence[Evidence]) -> bool:
    """Whether a sentence says more: of the question, of a speech, or another figure."""
    if item.said or item.covered - frozenset().union(*(other.covered for other in chosen)):
        return True
    if _is_another_version(asked, item, chosen):
        return True
    other_source = all(item.hit.entry.id != other.hit.entry.id for other in chosen)
    return bool(asked.wants & COUNTED) and (other_source or item.score >= LEVEL * chosen[0].score)


def _is_another_version(asked: Asked, item: Evidence, chosen: Sequence[Evidence]) -> bool:
    """Whether a sentence gives otherwise what those that were chosen give."""
    return bool(chosen) and all(differ(item, other, asked) for other in chosen)


def _repeats(item: Evidence, chosen: Sequence[Evidence]) -> bool:
    """Whether a sentence is, in part or in sense, one that was chosen already."""
    ours = set(terms(item.text))
    for other in chosen:
        same = item.hit.entry.id == other.hit.entry.id
        if same and item.start < other.end and other.start < item.end:
            return True
        theirs = set(terms(other.text))
        if len(ours & theirs) >= SAME * min(len(ours), len(theirs)) and _figures(item) == _figures(
            other
        ):
            return True
    return False


def _figures(item: Evidence) -> set[str]:
    return {word for word in words(item.text) if word[0].isdigit()}


def considered(selected: Sequence[Selected]) -> tuple[Considered, ...]:
    """Every passage that was weighed, once, with the reason why it was kept or dropped."""
    told: dict[tuple[str, int], Considered] = {}
    for one in selected:
        for best in _best_of_each_passage(one.evidence):
            hit = best.hit
            key = (hit.entry.id, hit.passage.start)
            chosen = [c for c in one.chosen if c.hit.entry.id == key[0] and c.hit is hit]
            if key not in told or chosen:
                told[key] = Considered(
                    entry=hit.entry,
                    locator=locator_at(hit.passage, hit.text, best.start),
                    start=hit.passage.start,
                    end=hit.passage.end,
                    text=hit.text,
                    score=round(best.score, 4),
                    kept=bool(chosen),
                    why=_why(best, chosen, one),
                )
    return tuple(told.values())


def _best_of_each_passage(evidence: Iterable[Evidence]) -> list[Evidence]:
    best: dict[tuple[str, int], Evidence] = {}
    for one in evidence:
        best.setdefault((one.hit.entry.id, one.hit.passage.start), one)
    return sorted(best.values(), key=lambda one: one.hit.rank)


def _why(best: Evidence, chosen: Sequence[Evidence], of: Selected) -> str:
    if chosen:
        return "it answers"
    if best.unmet:
        return f"it lacks: {', '.join(dict.fromkeys(best.unmet))}"
    if not best.sure and of.confidence < LEAST_CONFIDENCE:
        return f"the sources hardly bear on the question (confidence {of.confidence:.2f})"
    if not best.enough:
        return "it is too little alike"
    if not _in_time(of.part, best):
        return "it is of another time"
    if _repeats(best, of.chosen):
        return "it says what another says"
    return "others answer better"
