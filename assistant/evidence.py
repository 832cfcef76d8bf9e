"""Which sentences of the passages found are evidence for a question, and how strong.

A sentence is weighed by what it shares with the question in sense (cosine of their embeddings) and
in words, then held against the question's demands (``assistant/demands.py``).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.candidates import Candidate, candidates
from assistant.demands import (
    COUNTED,
    CRITICISM,
    DEMANDED,
    OF_TYPE,
    asks_for_criticism,
    counted_people,
    counts_something_else,
    has,
    has_year_in_part_only,
    is_at,
    is_news,
    says,
    unmet,
)
from assistant.plan import QuestionKind, kind_of
from assistant.question import Asked, Want, is_named
from assistant.words import acronyms, terms
from vectorstore.records import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from assistant.candidates import Quotations
    from vectorstore.embedding import Embedder
    from vectorstore.records import Hit

CONSIDERED = 48
"""Candidates that are embedded for one question, the most promising by words and rank first."""

BIAS = -12.6
WEIGHTS = {
    "cosine": 3.0,
    "passage_cosine": 4.9,
    "focus": 2.5,
    "passage_coverage": 0.1,
    "named": 1.3,
    "rank": 4.6,
    "wanted": 0.1,
    "unwanted": -0.8,
}
"""A logistic regression, fitted by evals/bench/evidence.py on sentences that people chose."""

FEATURES = tuple(WEIGHTS)

ENOUGH = 0.02
"""The least score of a sentence that answers, once the question is answered at all."""

PRECISE = 0.02
"""The least score where a sentence itself has the names or nearly all the words of a question."""


ASKS_WHO = re.compile(r"^(?:and |so |but )?who\b", re.IGNORECASE)
"""How a question begins that names what was spoken of, not the one who spoke."""

ASIDE = re.compile(r"\([^)]*\)|:.*")
"""What a title adds that nobody would repeat in a question."""

FEW = 3
"""Words of a question without names that, all in one passage, are seldom of another matter."""

LEAST_TITLE = 3
"""Words of a title that all stand in a question that names it."""

DEED = re.compile(r"^(?:and |so |but )?who ([a-z]+(?:ed|s)?)\b", re.IGNORECASE)
"""The verb of a question who did something."""

CERTAIN = 0.75
"""The score at which a sentence answers however the rest of the collection looks: of CLAPnq's
unanswerable questions about one in fifty has such a sentence."""

DEMANDING = 0.15
"""The least score where a question names somebody, a place or a time: a sentence that meets such
demands is about the same matter, however the rest of the collection looks."""

STATE = re.compile(
    r"^(?:and |so |but )?(?:is|are|has|have|was|were|did|does|do|when)\b.*\b(?:in(?:to)? force|"
    r"take effect|still (?:apply|valid|binding)|repealed|terminated|suspended|expired?)\b",
    re.IGNORECASE,
)
"""A question for the state of an agreement or a law, and for nothing besides."""

STATE = re.compile(
    r"\b(?:in force|into force|(?:takes?|took|taken) effect|ratif\w+|"
    r"still (?:apply|applies|valid|stands?|binding)|"
    r"(?:terminat|suspend|repeal|expir|laps|denounc)(?:e|e?s|e?d|ing)?)\b",
    re.IGNORECASE,
)
"""By what a sentence tells whether an agreement or a law holds."""

LAW = re.compile(r"\b(?:Act|Treaty|Agreement|Convention|Protocol|Regulation|Bill)\b")
"""What a sentence has that names its law itself, and is of no other in view."""

ROUNDED = re.compile(
    r"\b(?:[Aa]lmost|[Nn]early|[Aa]round|[Rr]oughly|[Mm]ore than|[Oo]ver) [£€$]?\d"
)
"""How a figure is introduced that is not exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence, row or provision, and how well it answers the question.

    ``start`` and ``end`` are offsets into the document's text. ``score`` is between 0 and 1;
    ``enough`` says whether it suffices and ``sure`` whether it does so whatever else there is,
    for it meets a precise demand; ``unmet`` names what the question demands and it lacks.
    """

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    enough: bool
    sure: bool
    covered: frozenset[str]
    """The terms of the question that it says."""
    speaker: str
    """Who says it, where it is a quotation."""
    rounded: bool
    """Whether the figure asked for is given only roughly: "almost 1,000"."""
    partial: bool
    """Whether a year's figure is asked for and it gives those of parts of that year only."""
    typed: bool
    """Whether it holds what the question's form asks for: a person for "who"."""
    said: bool
    """Whether it is what the question asks for: words of the one asked about."""
    unmet: tuple[str, ...]
    referred: str = ""
    """The locator of the provision that refers to this one, which is why it is here."""

    @property
    def fit(self) -> bool:
        """Whether it may answer: it is like the question and lacks nothing that it demands."""
        return self.enough and not self.unmet


def weigh(
    asked: Asked, hits: Sequence[Hit], embedder: Embedder, quotations: Quotations
) -> list[Evidence]:
    """Everything worth considering in ``hits``, the strongest first.

    ``quotations`` gives those of a document, by its id.
    """
    found, rows = considered(asked, hits, embedder, quotations)
    weighed = [_evidence(asked, c, row) for c, row in zip(found, rows, strict=True)]
    return sorted(weighed, key=lambda e: (bool(e.unmet), -e.said, -e.score, e.hit.rank, e.start))


def considered(
    asked: Asked, hits: Sequence[Hit], embedder: Embedder, quotations: Quotations
) -> tuple[list[Candidate], list[dict[str, float]]]:
    """The candidates that are looked at, each with its features (``FEATURES``)."""
    found = _promising(asked, candidates(hits, quotations))
    if not found or not asked.terms:
        return [], []
    query = embedder.encode_query(asked.text)
    vectors = embedder.encode_passages([candidate.in_context for candidate in found])
    return found, _features(asked, found, vectors @ query)


def _promising(asked: Asked, found: list[Candidate]) -> list[Candidate]:
    wanted = frozenset(asked.terms)

    def promise(candidate: Candidate) -> tuple[float, int, int]:
        shared = len(wanted & candidate.stems) + 0.5 * len(wanted & candidate.around)
        return (-shared - 2.0 / candidate.hit.rank, candidate.hit.rank, candidate.start)

    return sorted(found, key=promise)[:CONSIDERED]


def _features(
    asked: Asked, found: Sequence[Candidate], cosines: NDArray[np.float32]
) -> list[dict[str, float]]:
    rarity = _rarity(asked.terms, found)
    best: dict[int, float] = {}
    for candidate, cosine in zip(found, cosines, strict=True):
        best[candidate.hit.rank] = max(best.get(candidate.hit.rank, -1.0), float(cosine))

    def covered(wanted: Sequence[str], stems: frozenset[str]) -> float:
        total = sum(rarity[term] for term in wanted)
        return sum(rarity[term] for term in wanted if term in stems) / total if total else 1.0

    rows = []
    for candidate, cosine in zip(found, cosines, strict=True):
        met = [has(want, asked, candidate) for want in asked.wants]
        rows.append(
            {
                "cosine": float(cosine),
                "passage_cosine": best[candidate.hit.rank],
                "focus": covered(asked.focus, candidate.told),
                "passage_coverage": covered(asked.terms, candidate.passage),
                "named": _share_named(asked, candidate.told),
                "rank": 3.0 / (candidate.hit.rank + 2),
                "wanted": float(bool(met) and all(met)),
                "unwanted": float(bool(met) and not all(met)),
            }
        )
    return rows


def _share_named(asked: Asked, stems: frozenset[str]) -> float:
    if not asked.names:
        return 1.0
    return sum(is_named(name, stems) for name in asked.names) / len(asked.names)


def _rarity(asked: Sequence[str], found: Sequence[Candidate]) -> dict[str, float]:
    """The weight of each term: its inverse document frequency among the candidates."""
    count = len(found)
    frequency = {term: sum(term in candidate.stems for candidate in found) for term in asked}
    return {term: math.log(1 + (count + 0.5) / (frequency[term] + 0.5)) for term in asked}


def _evidence(asked: Asked, candidate: Candidate, row: dict[str, float]) -> Evidence:
    score = 1 / (1 + math.exp(-BIAS - sum(WEIGHTS[name] * value for name, value in row.items())))
    score *= _doubt(asked, candidate)
    sure = _is_sure(asked, candidate, score)
    return Evidence(
        hit=candidate.hit,
        start=candidate.start,
        end=candidate.end,
        text=candidate.text,
        score=score,
        enough=sure or score >= (DEMANDING if asked.names else ENOUGH),
        sure=sure,
        covered=frozenset(term for term in asked.terms if term in candidate.told),
        speaker=candidate.speakers[0] if candidate.quoted else "",
        rounded=bool(asked.wants & COUNTED and ROUNDED.search(candidate.text)),
        partial=bool(asked.wants & COUNTED) and has_year_in_part_only(asked, candidate.text),
        typed=_is_typed(asked, candidate),
        said=Want.SPEECH in asked.wants and says(asked, candidate),
        unmet=tuple(unmet(asked, candidate)),
    )


def _is_typed(asked: Asked, candidate: Candidate) -> bool:
    """Whether it holds the type of answer asked for, and tells the deed where "who" did it."""
    deed = DEED.match(asked.text)
    told = deed is None or not terms(deed[1]) or terms(deed[1])[0] in candidate.told
    return told and all(has(want, asked, candidate) for want in asked.wants)


def _doubt(asked: Asked, candidate: Candidate) -> float:
    """What a score is multiplied by for what speaks against a sentence without ruling it out."""
    doubt = 1.0
    if asked.wants & COUNTED and has_year_in_part_only(asked, candidate.text):
        doubt /= 2
    if any(not has(want, asked, candidate) for want in asked.wants - DEMANDED):
        doubt /= 2
    return doubt * (0.9 if counts_something_else(asked, candidate) else 1.0)


def _is_sure(asked: Asked, candidate: Candidate, score: float) -> bool:
    """Whether a precise demand is met: what meets one need not be alike besides."""
    if asked.provisions and all(is_at(place, candidate) for place in asked.provisions):
        return True
    if Want.SPEECH in asked.wants and asked.names:
        whoever = ASKS_WHO.search(asked.text) is not None
        return (whoever and (score >= PRECISE or asks_for_criticism(asked))) or _is_speech_of(
            asked, candidate
        )
    if _tells_state_asked(asked, candidate) or _is_said_in_named(asked, candidate):
        return True
    if _tells_who_criticised(asked, candidate) or is_news(asked, candidate):
        return True
    if score >= CERTAIN or counted_people(asked) or _is_worded(asked, candidate):
        return True  # what it lacks is told by its unmet demands
    if (
        _is_precise(asked, candidate)
        or _tells_who_did(asked, candidate)
        or _is_whole(asked, candidate)
        or _dates_several(asked, candidate)
    ):
        return score >= PRECISE
    known = sum(term in candidate.passage for term in asked.focus)
    demanding = bool(asked.names or asked.days or asked.numbers or asked.wants & COUNTED)
    demanding = demanding or _is_of_titled(asked, candidate)
    # Every word of a question that names something is seldom said of anything else.
    least = DEMANDING / 2 if asked.names and known == len(asked.focus) > 1 else DEMANDING
    return demanding and score >= least and 2 * known >= len(asked.focus)


def tells_state(text: str) -> bool:
    """Whether a text tells that an agreement or a law holds, or does not."""
    return STATE.search(text) is not None


def _tells_state_asked(asked: Asked, candidate: Candidate) -> bool:
    """Whether the state of an agreement is asked for, and told where everything named is in view.

    Few sentences tell such a state, and what one lacks of the question is told by its demands.
    """
    if kind_of(asked) is not QuestionKind.STATE or not tells_state(candidate.text):
        return False
    seen = candidate.told if LAW.search(candidate.text) else candidate.passage
    named = bool(asked.names) and all(is_named(name, seen) for name in asked.names)
    known = sum(term in candidate.passage for term in asked.focus)
    if named or _is_of_titled(asked, candidate):
        return 2 * known >= len(asked.focus)
    return not asked.names and known == len(asked.focus) >= FEW


def _tells_who_criticised(asked: Asked, candidate: Candidate) -> bool:
    """Whether it tells itself who criticised something, beside most words for that."""
    if not (ASKS_WHO.search(asked.text) and asks_for_criticism(asked)):
        return False
    known = sum(term in candidate.passage for term in asked.focus)
    own = bool(CRITICISM & candidate.stems) and has(Want.PERSON, asked, candidate)
    return own and 3 * known >= 2 * len(asked.focus)


def _tells_who_did(asked: Asked, candidate: Candidate) -> bool:
    """Whether it tells who did the deed asked about, where everything that is named is in view."""
    named = bool(asked.names) and all(is_named(name, candidate.passage) for name in asked.names)
    return named and bool(DEED.match(asked.text)) and _is_typed(asked, candidate)


def _is_said_in_named(asked: Asked, candidate: Candidate) -> bool:
    """Whether the agreement that a question names has all that it asks in one provision."""
    if candidate.hit.entry.kind is not Kind.AGREEMENT or not asked.names:
        return False
    title = candidate.hit.entry.title
    titled = frozenset(terms(title)) | acronyms(title)
    told = candidate.stems | candidate.headed
    return (
        all(is_named(name, titled) for name in asked.names)
        and bool(asked.focus)
        and all(term in told for term in asked.focus)
        and _is_typed(asked, candidate)
    )


def _dates_several(asked: Asked, candidate: Candidate) -> bool:
    """Whether it has a time where two or more that the question names meet: an act and its assent.

    One of them it names itself, and no row does: a row tells a day of every matter.
    """
    if Want.DATE not in asked.wants or len(asked.names) < 2 or candidate.is_row:
        return False
    met = all(is_named(name, candidate.passage) for name in asked.names)
    return met and _share_named(asked, candidate.told) > 0 and _is_typed(asked, candidate)


def _is_of_titled(asked: Asked, candidate: Candidate) -> bool:
    """Whether a question names an agreement by its title: "the model readmission agreement"."""
    if candidate.hit.entry.kind is not Kind.AGREEMENT:
        return False
    title = set(terms(ASIDE.sub(" ", candidate.hit.entry.title)))
    return len(title) >= LEAST_TITLE and title <= set(asked.terms)


def _is_speech_of(asked: Asked, candidate: Candidate) -> bool:
    """Whether the one asked about says something here, and about what is asked."""
    known = sum(term in candidate.passage for term in asked.focus)
    speaks = says(asked, candidate) or is_named(asked.names[0], candidate.stems)
    return speaks and (2 * known >= len(asked.focus) or len(asked.names) > 1)


def _is_worded(asked: Asked, candidate: Candidate) -> bool:
    """Whether a sentence, under its heading, has every name and nearly all words of a question.

    A heading tells what its sentences are about, so it counts where some words are theirs.
    """
    told = candidate.stems | candidate.headed
    known = sum(term in told for term in asked.focus)
    own = sum(term in candidate.stems for term in asked.focus)
    named = bool(asked.names) and all(is_named(name, told) for name in asked.names)
    if not named or 2 * own < known:
        return False
    if len(asked.focus) < 3:
        return own == len(asked.focus) > 1 and _is_typed(asked, candidate)
    return 4 * known >= 3 * len(asked.focus)


def _is_whole(asked: Asked, candidate: Candidate) -> bool:
    """Whether a share or a sum stands with its year in a passage that has every word besides."""
    if not asked.names or not asked.wants & {Want.SHARE, Want.MONEY}:
        return False
    known = all(term in candidate.passage for term in asked.focus if term not in OF_TYPE)
    return known and asked.numbers <= candidate.told and _is_typed(asked, candidate)


def _is_precise(asked: Asked, candidate: Candidate) -> bool:
    """Whether a figure's own sentence has the question's numbers and nearly all of its words."""
    if not asked.wants & COUNTED or not asked.numbers <= candidate.told:
        return False
    named = bool(asked.names) and all(is_named(name, candidate.told) for name in asked.names)
    focus = [term for term in asked.focus if term not in asked.numbers]
    return named or 4 * sum(term in candidate.stems for term in focus) >= 3 * len(focus) > 0
