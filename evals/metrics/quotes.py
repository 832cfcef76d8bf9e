"""Quotations: whether a check says what a person says, and whether those in a text are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.quotes.verdict import Verdict
from evals.gold import occurrences
from evals.metrics.base import Metric, one_by_one, share
from evals.questions import Extraction, QuoteCheck
from evals.quotations import Labelled, agrees
from evals.records import StoredCheck, StoredExtraction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.metrics.base import Pairs, Subject
    from evals.questions import Quoted
    from evals.records import FoundQuotation

OVERLAP = 0.5
"""Intersection over union of characters from which two spans are the same quotation."""

EDGES = "\"'`‘’‚‛“”„‟«»‹› \t\n\u00a0,.;:!?…-–—[]()"
PAIRING = (
    "Pavllo et al., Quootstrap, ICWSM 2018; Almeida et al., EACL 2014 (spans paired one to one)"
)

METRICS = (
    Metric(
        name="verdict_accuracy",
        group="quote checks",
        definition="Share of the quotations whose verdict is the one that a person gave.",
        source="own",
    ),
    Metric(
        name="print_accuracy",
        group="quote checks",
        definition="Share of the quotations for which the check and the person agree whether "
        "anything has to be mended before it goes to print.",
        source="own",
    ),
    Metric(
        name="bent_caught",
        group="quote checks",
        definition="Share of the quotations that must not go to print as they are which the check "
        "holds up.",
        source="own",
    ),
    Metric(
        name="findings_f1",
        group="quote checks",
        definition="F1, pooled, of the findings against those that a person listed.",
        source="own",
    ),
    Metric(
        name="extraction_precision",
        group="extraction",
        definition="Share of the quotations found that are labelled, over texts and forms that are "
        "labelled completely. Two are the same when their characters, outer marks left out, "
        "overlap by half of their union; each is paired once, the best pairs first.",
        source=PAIRING,
    ),
    Metric(
        name="extraction_recall",
        group="extraction",
        definition="Share of the labelled quotations that were found.",
        source=PAIRING,
    ),
    Metric(
        name="extraction_f1",
        group="extraction",
        definition="Harmonic mean of the two, pooled over texts.",
        source=PAIRING,
    ),
    Metric(
        name="speaker_accuracy",
        group="extraction",
        definition="Share of the quotations found whose speaker is the labelled person or body "
        "(none, where none is labelled).",
        source="own",
    ),
)


def _score(subject: Subject) -> Pairs:
    match subject.case, subject.record:
        case (QuoteCheck() as case, StoredCheck() as record):
            return _check(case, record)
        case (Extraction() as case, StoredExtraction() as record):
            return _extraction(case, record)
    return {}


def _check(case: QuoteCheck, record: StoredCheck) -> Pairs:
    found = Verdict(record.verdict)
    pairs: Pairs = {
        "verdict_accuracy": share(found is case.verdict),
        "print_accuracy": share(found.stands == case.verdict.stands),
    }
    if not case.verdict.stands:
        pairs["bent_caught"] = share(not found.stands)
    if case.findings:
        wanted, given = set(case.findings), {Verdict(kind) for kind in record.findings}
        pairs["findings_f1"] = (2.0 * len(wanted & given), float(len(wanted) + len(given)))
    return pairs


def _extraction(case: Extraction, record: StoredExtraction) -> Pairs:
    gold = [(span, quoted) for quoted in case.quotations if (span := _span(quoted, record.text))]
    pairs = paired([span for span, _ in gold], record.quotations)
    matched = {found for _, found in pairs}
    counted = [
        index
        for index, found in enumerate(record.quotations)
        if index in matched or found.form in case.forms
    ]
    hits, labelled = float(len(pairs)), float(len(case.quotations))
    contributions: Pairs = {
        "extraction_recall": (hits, labelled),
        "extraction_precision": (hits, float(len(counted))),
        "extraction_f1": (2 * hits, labelled + len(counted)),
    }
    if pairs:
        right = sum(_same(gold[g][1].speaker, record.quotations[f].speaker) for g, f in pairs)
        contributions["speaker_accuracy"] = (float(right), hits)
    return contributions


def _same(labelled: str, found: str) -> bool:
    if not labelled or not found:
        return labelled == found
    if labelled.casefold() == found.casefold():
        return True
    return agrees(Labelled(0, 0, labelled), Labelled(0, 0, found))


def _span(quoted: Quoted, text: str) -> tuple[int, int] | None:
    found = occurrences(quoted.span.strip(EDGES), text)
    return found[0] if found else None


def paired(
    gold: Sequence[tuple[int, int]], found: Sequence[FoundQuotation]
) -> list[tuple[int, int]]:
    """Pairs of indexes into ``gold`` and ``found``, each used once, the best overlap first."""
    ranked = sorted(
        (
            (-_overlap(span, (one.start, one.end)), g, f)
            for g, span in enumerate(gold)
            for f, one in enumerate(found)
        )
    )
    pairs: list[tuple[int, int]] = []
    for overlap, g, f in ranked:
        if -overlap >= OVERLAP and all(g != a and f != b for a, b in pairs):
            pairs.append((g, f))
    return pairs


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    common = min(one[1], other[1]) - max(one[0], other[0])
    union = max(one[1], other[1]) - min(one[0], other[0])
    return max(0, common) / union if union else 0.0


score = one_by_one(_score)
