"""Whether what answers was found at all: ranked documents and passages, and characters.

The ranked metrics are ir_measures' (which runs trec_eval); only characters are counted here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.metrics.base import Metric, share
from evals.questions import Question
from evals.records import StoredAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evals.gold import Located
    from evals.metrics.base import Pairs, Subject
    from evals.records import RetrievedPassage

K = 10
"""How many of the best are looked at."""

TREC = "trec_eval, through ir_measures (MacAvaney et al., ECIR 2022)"
RANKED = {
    "recall": ("R", "share of the relevant ones among the first 10"),
    "precision": ("P", "share of the first 10 that are relevant"),
    "mrr": ("RR", "one over the rank of the first relevant one, 0 beyond 10"),
    "map": ("AP", "average precision over the first 10"),
    "ndcg": ("nDCG", "discounted cumulative gain over the first 10, normalised"),
    "hit": ("Success", "whether a relevant one is among the first 10"),
}
LEVELS = {
    "document": "documents of the gold sources, ranked by the first passage of each",
    "passage": "passages that overlap a gold span",
}
METRICS = (
    *(
        Metric(
            name=f"{level}_{name}@{K}",
            group="retrieval",
            definition=f"Mean over questions with a gold source: {told}; relevant are the {what}.",
            source=TREC,
        )
        for level, what in LEVELS.items()
        for name, (_, told) in RANKED.items()
    ),
    Metric(
        name=f"span_recall@{K}",
        group="retrieval",
        definition="Mean share of the characters of the gold span that the first 10 passages have; "
        "of several gold sources the one that is covered best.",
        source="Smith and Troynikov, Evaluating Chunking Strategies, Chroma 2024",
    ),
    Metric(
        name=f"span_precision@{K}",
        group="retrieval",
        definition="Share of the characters of the first 10 passages that belong to a gold span, "
        "pooled over questions.",
        source="Smith and Troynikov, Evaluating Chunking Strategies, Chroma 2024",
    ),
)


def score(subjects: Sequence[Subject]) -> dict[str, Pairs]:
    """The contributions of every question that has a gold source."""
    asked = {
        subject.case.id: (subject.record, subject.gold)
        for subject in subjects
        if isinstance(subject.case, Question)
        and isinstance(subject.record, StoredAnswer)
        and subject.gold.places
    }
    pairs: dict[str, Pairs] = {name: {} for name in asked}
    documents = {name: _documents(record.retrieved) for name, (record, _) in asked.items()}
    passages = {
        name: [_key(p.document, p.start) for p in record.retrieved]
        for name, (record, _) in asked.items()
    }
    levels = {
        "document": (documents, {name: set(gold.documents) for name, (_, gold) in asked.items()}),
        "passage": (
            passages,
            {name: {_key(*place) for place in gold.passages} for name, (_, gold) in asked.items()},
        ),
    }
    for level, (rankings, relevant) in levels.items():
        for one, values in ranked(rankings, relevant).items():
            for name, value in values.items():
                pairs[one][f"{level}_{name}@{K}"] = share(value)
    for name, (record, gold) in asked.items():
        pairs[name] |= _spans(record.retrieved[:K], gold)
    return pairs


def ranked(
    rankings: Mapping[str, Sequence[str]], relevant: Mapping[str, Iterable[str]]
) -> dict[str, dict[str, float]]:
    """Every ranked metric of each query that has a relevant item, by the query's name."""
    import ir_measures

    measures = {
        name: ir_measures.parse_measure(f"{measure}@{K}") for name, (measure, _) in RANKED.items()
    }
    names = {measure: name for name, measure in measures.items()}
    qrels = [
        ir_measures.Qrel(name, item, 1)
        for name, items in relevant.items()
        for item in sorted(set(items))
    ]
    run = [
        ir_measures.ScoredDoc(name, item, float(-rank))
        for name in relevant
        for rank, item in enumerate(dict.fromkeys(rankings.get(name, ())))
    ]
    values = {name: dict.fromkeys(RANKED, 0.0) for name, items in relevant.items() if set(items)}
    if qrels and run:
        for found in ir_measures.iter_calc(list(measures.values()), qrels, run):
            values[found.query_id][names[found.measure]] = float(found.value)
    return values


def _documents(passages: Sequence[RetrievedPassage]) -> list[str]:
    return list(dict.fromkeys(passage.document for passage in passages))


def _key(document: str, start: int) -> str:
    return f"{document}#{start}"


def _spans(passages: Sequence[RetrievedPassage], gold: Located) -> Pairs:
    covered = [
        (_overlap([(place.start, place.end)], passages, place.document), place.end - place.start)
        for place in gold.places
        if not place.whole
    ]
    if not covered:
        return {}
    best = max(length and characters / length for characters, length in covered)
    spans: dict[str, list[tuple[int, int]]] = {}
    for place in gold.places:
        if not place.whole:
            spans.setdefault(place.document, []).append((place.start, place.end))
    told = sum(_overlap(_merged(of), passages, document) for document, of in spans.items())
    shown = sum(
        end - start
        for document in {passage.document for passage in passages}
        for start, end in _merged([(p.start, p.end) for p in passages if p.document == document])
    )
    return {
        f"span_recall@{K}": share(best),
        f"span_precision@{K}": (float(told), float(shown)),
    }


def _overlap(
    spans: Sequence[tuple[int, int]], passages: Sequence[RetrievedPassage], document: str
) -> int:
    shown = _merged([(p.start, p.end) for p in passages if p.document == document])
    return sum(
        max(0, min(end, last) - max(start, first)) for start, end in spans for first, last in shown
    )


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
