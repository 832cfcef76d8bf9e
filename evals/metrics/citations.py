"""Whether an answer's citations hold, and whether they are the right ones."""

from __future__ import annotations

import re
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Protocol

from evals.metrics.base import Metric, Scorer, share
from evals.metrics.numbers import figures
from evals.metrics.words import stems
from evals.questions import Question
from evals.records import StoredAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.gold import Located
    from evals.metrics.base import Pairs, Subject
    from evals.metrics.numbers import Said
    from evals.records import AnswerSentence, CitedWords

SUPPORT_SHARE = 0.6
"""Share of a sentence's stems that the cited words must have, all its figures among them."""

MOST_PAIRED = 40
"""Figures of the cited words of which differences are taken."""

BRACKET = re.compile(r" \[[^\]\n]+\]")
"""What an editor puts in: "It [the agreement on returns] came into force"."""

ROUNDED = 0.051
"""Points by which a change in per cent, given to one decimal, may be off."""

ALCE = "Gao et al., Enabling Large Language Models to Generate Text with Citations, EMNLP 2023"

METRICS = (
    Metric(
        name="citation_recall",
        group="citations",
        definition="Mean over answers: share of sentences that the words they cite, taken "
        "together, support. A sentence that cites nothing, or only numbers that the answer "
        "does not have, is not supported. The title of a source and the headings above the "
        "words count with them, as titles do in the original; so does what follows from two of "
        "their figures by subtraction. Of a sentence that is theirs word for word, what stands in "
        "square brackets is an editor's and needs no support.",
        source=ALCE,
    ),
    Metric(
        name="citation_precision",
        group="citations",
        definition="Mean over answers: share of citations that are needed. One counts when its "
        "sentence is supported and it supports alone, or the others without it do not. A number "
        "that the answer does not have is wrong.",
        source=ALCE,
    ),
    Metric(
        name="citations_in_range",
        group="citations",
        definition="Share of the numbers cited that the answer has.",
        source="own",
    ),
    Metric(
        name="gold_cited",
        group="citations",
        definition="Share of the questions with a gold source whose answer cites words that "
        "overlap one of its spans.",
        source="own",
    ),
    Metric(
        name="cited_document_map",
        group="citations",
        definition="Mean average precision of the documents cited, in the order of their first "
        "citation, against the documents of the gold sources. A document that a gold source leaves "
        "unnamed counts as wrong, so alternatives should be listed.",
        source="Buckley and Voorhees, TREC (average precision)",
    ),
)


class Support(Protocol):
    """Says whether words support a sentence. Swap it for a model of entailment, or a judge."""

    def __call__(self, sentence: str, words: Sequence[str]) -> bool:
        """Whether ``words``, taken together, support ``sentence``."""


def stated(sentence: str, words: Sequence[str]) -> bool:
    """The deterministic check: verbatim, or all figures and most of the stems are there.

    A difference of two figures that are there, in number or in per cent, is there too. It knows
    nothing of negation or of who did what, so it is an upper bound; and it shares no code with the
    assistant's own check, which would otherwise judge itself.
    """
    there = " ".join(" ".join(words).split())
    said = " ".join(sentence.split()).rstrip(".")
    if said and (said in there or BRACKET.sub("", said) in there):
        return True
    wanted = stems(sentence)
    given = figures(there)
    if not all(_is_given(one, given) for one in figures(sentence)):
        return False
    return bool(wanted) and len(wanted & stems(there)) >= SUPPORT_SHARE * len(wanted)


def _is_given(figure: Said, given: Sequence[Said]) -> bool:
    if any((one.value, one.percent) == (figure.value, figure.percent) for one in given):
        return True
    counts = [one.value for one in given if not one.percent][:MOST_PAIRED]
    if not figure.percent:
        return any(abs(a - b) == figure.value for a, b in combinations(counts, 2))
    changes = (100 * abs(b - a) / abs(a) for a, b in permutations(counts, 2) if a)
    return any(abs(change - figure.value) <= ROUNDED for change in changes)


def scorer(support: Support = stated) -> Scorer:
    """The scorer, with the check of support that is to be used."""

    def score(subjects: Sequence[Subject]) -> dict[str, Pairs]:
        return {subject.case.id: _score(subject, support) for subject in subjects}

    return score


def _score(subject: Subject, support: Support) -> Pairs:
    case, record = subject.case, subject.record
    if not isinstance(case, Question) or not isinstance(record, StoredAnswer):
        return {}
    pairs: Pairs = {}
    if record.sentences and record.status != "not_found":
        by_number = {
            one.number: f"{one.title}\n{one.heading}\n{one.text}" for one in record.citations
        }
        pairs["citation_recall"] = share(recall(record.sentences, by_number, support))
        numbers = [number for one in record.sentences for number in one.citations]
        if numbers:
            pairs["citation_precision"] = share(precision(record.sentences, by_number, support))
            pairs["citations_in_range"] = (
                float(sum(number in by_number for number in numbers)),
                float(len(numbers)),
            )
    if subject.gold.places and case.answerable is True:
        cited = record.citations if record.status != "not_found" else ()
        pairs["gold_cited"] = share(cites_gold(cited, subject.gold))
        ranking = list(dict.fromkeys(citation.document for citation in cited))
        pairs["cited_document_map"] = share(average_precision(ranking, subject.gold.documents))
    return pairs


def recall(
    sentences: Sequence[AnswerSentence], words: dict[int, str], support: Support = stated
) -> float:
    """Share of ``sentences`` that their citations support; ``words`` are those of each number."""
    supported = sum(_supported(sentence, words, support) for sentence in sentences)
    return supported / len(sentences)


def precision(
    sentences: Sequence[AnswerSentence], words: dict[int, str], support: Support = stated
) -> float:
    """Share of the citations that their sentence needs."""
    needed = total = 0
    for sentence in sentences:
        total += len(sentence.citations)
        if _supported(sentence, words, support):
            needed += sum(_needed(sentence, n, words, support) for n in sentence.citations)
    return needed / total if total else 0.0


def _supported(sentence: AnswerSentence, words: dict[int, str], support: Support) -> bool:
    cited = [words[number] for number in sentence.citations if number in words]
    return bool(cited) and support(sentence.text, cited)


def _needed(sentence: AnswerSentence, number: int, words: dict[int, str], support: Support) -> bool:
    if number not in words:
        return False
    if support(sentence.text, [words[number]]):
        return True
    others = [words[n] for n in sentence.citations if n != number and n in words]
    return not (others and support(sentence.text, others))


def cites_gold(citations: Sequence[CitedWords], gold: Located) -> bool:
    """Whether a citation overlaps a place of the gold."""
    return any(
        citation.document == place.document
        and citation.start < place.end
        and place.start < citation.end
        for citation in citations
        for place in gold.places
    )


def average_precision(ranking: Sequence[str], relevant: frozenset[str]) -> float:
    """Mean, over the relevant items, of the precision at the rank of each; 0 for those missed."""
    found, total = 0, 0.0
    for rank, item in enumerate(ranking, start=1):
        if item in relevant:
            found += 1
            total += found / rank
    return total / len(relevant) if relevant else 0.0
