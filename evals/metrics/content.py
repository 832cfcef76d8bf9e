"""What an answer says, held against what a good answer says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from evals.metrics.base import Metric, one_by_one, share
from evals.metrics.numbers import figures, matches
from evals.metrics.words import stems, tokens, words
from evals.questions import Question
from evals.records import StoredAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.metrics.base import Pairs, Subject
    from evals.questions import Nugget

NUGGET_SHARE = 0.8
"""Share of a nugget's stems that one answer must have, all its figures among them."""

SQUAD = "Rajpurkar et al., SQuAD, EMNLP 2016"
NUGGETS = "Voorhees, TREC 2003 QA track; Pradeep et al., Initial Nugget Evaluation, TREC 2024 RAG"

METRICS = (
    Metric(
        name="number_match",
        group="content",
        definition="Share of the questions with a figure whose answer has that figure, within its "
        "tolerance and of its unit. An answer that is not given has none.",
        source="own",
    ),
    Metric(
        name="nugget_recall_vital",
        group="content",
        definition="Mean share of a question's vital nuggets that its answer has. A nugget "
        "is there when the answer has all its figures and 80 % of the stems of its words, in "
        "one of its wordings.",
        source=NUGGETS,
    ),
    Metric(
        name="nugget_recall",
        group="content",
        definition="The same over all nuggets, vital or not.",
        source=NUGGETS,
    ),
    Metric(
        name="token_f1",
        group="content",
        definition="Mean harmonic mean of precision and recall of words, counted with repeats, "
        "without articles and punctuation, against the expected answer.",
        source=SQUAD,
    ),
    Metric(
        name="rouge_l",
        group="content",
        definition="Mean F1 of the longest common subsequence of words with the expected answer.",
        source="Lin, ROUGE, ACL workshop 2004",
    ),
)


def _score(subject: Subject) -> Pairs:
    case, record = subject.case, subject.record
    if not isinstance(case, Question) or not isinstance(record, StoredAnswer):
        return {}
    if case.answerable is False:
        return {}
    text = "" if record.status == "not_found" else record.text
    if case.answerable is not True and not text:
        return {}  # it depends, and was not answered: nothing to hold against anything
    pairs: Pairs = {}
    if case.number:
        pairs["number_match"] = share(matches(case.number, text))
    if case.nuggets:
        pairs["nugget_recall"] = share(nugget_recall(case.nuggets, text))
    if vital := [nugget for nugget in case.nuggets if nugget.vital]:
        pairs["nugget_recall_vital"] = share(nugget_recall(vital, text))
    if case.expected_answer:
        pairs["token_f1"] = share(token_f1(text, case.expected_answer))
        pairs["rouge_l"] = share(rouge_l(text, case.expected_answer))
    return pairs


def nugget_recall(nuggets: Sequence[Nugget], text: str) -> float:
    """Share of ``nuggets`` that ``text`` has."""
    return sum(has_nugget(nugget, text) for nugget in nuggets) / len(nuggets)


def has_nugget(nugget: Nugget, text: str) -> bool:
    """Whether ``text`` says ``nugget``, in one of its wordings."""
    return any(_says(wording, text) for wording in (nugget.text, *nugget.alternatives))


def _says(wording: str, text: str) -> bool:
    wanted = stems(wording)
    there = stems(text)
    said = {(one.value, one.sign, one.percent) for one in figures(text)}
    if any((one.value, one.sign, one.percent) not in said for one in figures(wording)):
        return False
    if not wanted:
        return set(words(wording)) <= set(words(text))
    return len(wanted & there) >= NUGGET_SHARE * len(wanted)


def token_f1(answer: str, expected: str) -> float:
    """F1 of words, with repeats; 1 when both have none."""
    ours, theirs = tokens(answer), tokens(expected)
    if not ours or not theirs:
        return float(ours == theirs)
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs))


def rouge_l(answer: str, expected: str) -> float:
    """F1 of the longest common subsequence of words; 1 when both have none."""
    ours, theirs = words(answer), words(expected)
    if not ours or not theirs:
        return float(ours == theirs)
    return 2 * common_subsequence(ours, theirs) / (len(ours) + len(theirs))


def common_subsequence(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence.

    Bit-parallel (Hyyrö, "Bit-parallel LCS-length computation revisited", 2004): one operation on
    a long integer a word of ``other``.
    """
    where: dict[str, int] = {}
    for position, word in enumerate(one):
        where[word] = where.get(word, 0) | (1 << position)
    full = (1 << len(one)) - 1
    row = full
    for word in other:
        hits = row & where.get(word, 0)
        row = ((row + hits) | (row - hits)) & full
    return len(one) - row.bit_count()


score = one_by_one(_score)
