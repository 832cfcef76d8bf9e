"""Every metric against a reference or a case worked out by hand; bounds and invariances hold."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import trial
from hypothesis import given
from hypothesis import strategies as st

from evals.errors import MetricError, RunError
from evals.metrics import METRICS, SCORERS, metric, retrieval
from evals.metrics.base import Subject, checked
from evals.metrics.citations import average_precision, precision, recall, scorer, stated
from evals.metrics.content import common_subsequence, has_nugget, nugget_recall, rouge_l, token_f1
from evals.metrics.numbers import figures, matches
from evals.metrics.quotes import paired
from evals.questions import Gold, Nugget, Number, Question
from evals.records import AnswerSentence, FoundQuotation, StoredAnswer
from evals.report.metrics_page import page
from evals.score import contributions

WORDS = st.lists(st.sampled_from("a b c d e f".split()), max_size=12).map(" ".join)
NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


def sentence(text: str, *numbers: int) -> AnswerSentence:
    return AnswerSentence(text=text, citations=numbers)


# Retrieval


def test_ranked_metrics_are_those_of_the_textbook() -> None:
    found = retrieval.ranked({"q": list("abcd")}, {"q": ["b", "d", "z"]})["q"]
    ideal = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert found == pytest.approx(
        {
            "recall": 2 / 3,
            "precision": 2 / 10,
            "mrr": 1 / 2,
            "map": (1 / 2 + 2 / 4) / 3,
            "ndcg": (1 / math.log2(3) + 1 / math.log2(5)) / ideal,
            "hit": 1,
        }
    )


@given(ranking=NAMES, relevant=NAMES.filter(bool))
def test_ranked_metrics_agree_with_their_definitions(
    ranking: list[str], relevant: list[str]
) -> None:
    found = retrieval.ranked({"q": ranking}, {"q": relevant})["q"]
    gains = [1.0 / math.log2(rank + 2) for rank, one in enumerate(ranking) if one in relevant]
    ideal = sum(1.0 / math.log2(rank + 2) for rank in range(len(relevant)))
    ranks = [rank for rank, one in enumerate(ranking, 1) if one in relevant]
    assert found["ndcg"] == pytest.approx(sum(gains) / ideal, abs=1e-6)
    assert found["recall"] == pytest.approx(len(ranks) / len(relevant))
    assert found["mrr"] == pytest.approx(1 / ranks[0] if ranks else 0)
    assert found["map"] == pytest.approx(average_precision(ranking, frozenset(relevant)), abs=1e-6)
    assert all(0 <= value <= 1 for value in found.values())


@given(ranking=NAMES, relevant=NAMES.filter(bool))
def test_moving_a_relevant_item_up_lowers_no_ranked_metric(
    ranking: list[str], relevant: list[str]
) -> None:
    for place in range(1, len(ranking)):
        if ranking[place] in relevant and ranking[place - 1] not in relevant:
            better = [*ranking]
            better[place - 1 : place + 1] = better[place], better[place - 1]
            before = retrieval.ranked({"q": ranking}, {"q": relevant})["q"]
            after = retrieval.ranked({"q": better}, {"q": relevant})["q"]
            assert all(after[name] >= before[name] - 1e-9 for name in before)


def test_a_question_for_which_nothing_was_found_scores_0_and_is_not_left_out() -> None:
    found = retrieval.ranked({}, {"q": ["a"], "r": ["b"]})
    assert found == {name: dict.fromkeys(retrieval.RANKED, 0.0) for name in ("q", "r")}


# Content


@given(one=WORDS, other=WORDS)
def test_the_longest_common_subsequence_is_that_of_the_plain_algorithm(
    one: str, other: str
) -> None:
    a, b = one.split(), other.split()
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            same = table[i][j] + 1
            table[i + 1][j + 1] = same if x == y else max(table[i][j + 1], table[i + 1][j])
    assert common_subsequence(a, b) == table[-1][-1]


@given(one=WORDS, other=WORDS)
def test_overlap_scores_are_symmetric_and_between_0_and_1(one: str, other: str) -> None:
    for measure in (token_f1, rouge_l):
        assert 0 <= measure(one, other) <= 1
        assert measure(one, other) == measure(other, one)
        assert measure(one, one) == 1


@given(words=st.permutations("seven boats brought people here".split()))
def test_order_matters_to_rouge_and_not_to_token_f1(words: list[str]) -> None:
    told = "seven boats brought people here"
    assert token_f1(" ".join(words), told) == 1
    assert rouge_l(" ".join(words), told) == common_subsequence(words, told.split()) / 5


def test_token_f1_is_that_of_squad() -> None:
    # Worked out by hand: 3 of 4 and 3 of 5 words, the article left out.
    assert token_f1("The boats brought 1,234 people.", "1234 people came on boats") == (
        pytest.approx(2 * 3 / (4 + 5))
    )


def test_rouge_l_is_that_of_lin_s_example() -> None:
    # Lin 2004: "police killed the gunman" / "police kill the gunman": 3 of 4 both ways.
    assert rouge_l("police kill the gunman", "police killed the gunman") == 0.75
    assert rouge_l("the gunman kill police", "police killed the gunman") == 0.5


@pytest.mark.parametrize(
    ("value", "unit", "tolerance", "text", "there"),
    [
        (1234, "people", 0, "brought 1,234 people", True),
        (1234, "people", 0, "brought 1,235 people", False),
        (1234, "people", 1, "brought 1,235 people", True),
        (1234, "people", 0, "£1,234", False),
        (1234, "people", 0, "11,234 people", False),
        (33.6, "%", 0, "33.6% in 2024", True),
        (33.6, "%", 0, "33.6 per cent", True),
        (33.6, "%", 0, "33.6 people", False),
        (14, "days", 0, "within 14 days", True),
        (14, "days", 0, "within 14 months", False),
        (6, "months", 0, "within six months", True),
        (3.97e9, "£", 0, "£3.97 billion in 2022/23", True),
        (3.97e9, "£", 0, "3.97bn euros", False),
        (700e6, "£", 15e6, "up to £715 million", True),
        (2600, "", 0, "2,600", True),
    ],
)
def test_a_figure_is_there_within_its_tolerance_and_of_its_unit(
    value: float, unit: str, tolerance: float, text: str, there: bool
) -> None:
    assert matches(Number(value=value, unit=unit, tolerance=tolerance), text) is there


@given(value=st.integers(0, 10**9))
def test_a_figure_is_read_with_or_without_its_commas(value: int) -> None:
    assert figures(f"{value:,}")[0].value == figures(str(value))[0].value == value


def test_a_nugget_needs_all_its_figures_and_most_of_its_words() -> None:
    nugget = Nugget(text="1,900 Iraqis arrived", alternatives=("the number was 1,900",))
    assert has_nugget(nugget, "About 1,900 Iraqis had arrived by boat.")
    assert has_nugget(nugget, "The number was 1,900.")
    assert not has_nugget(nugget, "About 1,901 Iraqis arrived.")
    assert not has_nugget(nugget, "1,900 people left.")


@given(texts=st.lists(WORDS.filter(str.strip), min_size=1, max_size=4), more=WORDS)
def test_saying_more_loses_no_nugget(texts: list[str], more: str) -> None:
    nuggets = [Nugget(text=text) for text in texts]
    said = ". ".join(texts)
    assert nugget_recall(nuggets, said) == 1
    assert nugget_recall(nuggets, f"{said} {more}") == 1


# Citations


def test_citations_are_scored_as_in_alce() -> None:
    words = {1: "Boats brought 1,234 people.", 2: "Silence counts as consent.", 3: "Nothing."}
    answer = [
        sentence("Boats brought 1,234 people.", 1, 2),  # 2 is not needed
        sentence("Silence counts as consent.", 2),
        sentence("Boats brought 4,321 people.", 1),  # another figure
        sentence("Boats brought people."),  # cites nothing
    ]
    assert recall(answer, words) == 2 / 4
    assert precision(answer, words) == 2 / 4


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("People rose by 4,656, from 36,816 in 2024 to 41,472 in 2025.", True),
        ("People rose by 12.6%, from 36,816 in 2024 to 41,472 in 2025.", True),
        ("People rose by 4,665, from 36,816 in 2024 to 41,472 in 2025.", False),
        ("People rose by 16.2%, from 36,816 in 2024 to 41,472 in 2025.", False),
    ],
)
def test_a_difference_of_cited_figures_is_supported_by_them(said: str, holds: bool) -> None:
    assert stated(said, ["Year 2024: People 36,816", "Year 2025: People 41,472"]) is holds


def test_the_title_of_a_source_counts_with_its_words() -> None:
    citation = {"number": 1, "document": "d", "title": "People arriving by boat", "text": "2024: 9"}
    record = StoredAnswer(
        id="q",
        sentences=(sentence("9 in 2024, in the table “People arriving by boat”.", 1),),
        citations=(citation,),
    )
    subject = Subject(case=Question(id="q", question="How many?"), record=record)
    assert scorer()([subject])["q"]["citation_recall"] == (1.0, 1.0)


def test_a_citation_that_supports_only_together_with_others_is_needed() -> None:
    both = "Boats brought 1,234 people and lorries brought 56 people."
    words = {1: "Boats brought 1,234 people.", 2: "Lorries brought 56 people."}
    assert recall([sentence(both, 1, 2)], words) == 1
    assert precision([sentence(both, 1, 2)], words) == 1


def test_a_number_that_the_answer_does_not_have_is_a_wrong_citation() -> None:
    words = {1: "Boats brought 1,234 people."}
    assert precision([sentence("Boats brought 1,234 people.", 1, 9)], words) == 1 / 2
    assert recall([sentence("Boats brought 1,234 people.", 9)], words) == 0


def test_the_check_of_support_can_be_swapped() -> None:
    subject = Subject(
        case=Question(id="q", question="?"),
        record=StoredAnswer(
            id="q",
            sentences=(sentence("Anything.", 1),),
            citations=({"number": 1, "document": "d", "text": "Something else."},),
        ),
    )
    assert scorer()([subject])["q"]["citation_recall"] == (0.0, 1.0)
    assert scorer(lambda *_: True)([subject])["q"]["citation_recall"] == (1.0, 1.0)


def test_words_support_what_they_say_and_no_other_figure() -> None:
    assert stated("Boats brought 1,234 people.", ["In 2024 boats brought 1,234 people to it."])
    assert not stated("Boats brought 1,234 people.", ["In 2024 boats brought 1,235 people."])
    assert not stated("Boats brought 12 %.", ["Boats brought 12 people."])


def test_what_an_editor_puts_in_brackets_needs_no_support_where_the_rest_is_verbatim() -> None:
    words = ["It came into force on 6 August 2025."]
    assert stated("It [the agreement of 17 July 2025] came into force on 6 August 2025.", words)
    assert not stated("It [the agreement of 17 July 2025] came into force in August.", words)


# Quotations


def test_spans_are_paired_once_the_best_first() -> None:
    found = [FoundQuotation(start=a, end=b, text="") for a, b in ((0, 10), (0, 8), (40, 50))]
    assert paired([(0, 10), (2, 10), (60, 70)], found) == [(0, 0), (1, 1)]


@given(
    gold=st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=6),
    found=st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=6),
)
def test_no_span_is_paired_twice(gold: list[tuple[int, int]], found: list[tuple[int, int]]) -> None:
    pairs = paired(
        [(start, start + length) for start, length in gold],
        [FoundQuotation(start=start, end=start + length, text="") for start, length in found],
    )
    assert len({g for g, _ in pairs}) == len({f for _, f in pairs}) == len(pairs)


# All of them


def test_right_answers_score_fully(result: object) -> None:
    for name in (
        "right", "number_match", "nugget_recall_vital", "gold_cited", "citation_recall",
        "citation_precision", "abstention_f1", "asked_back", "verdict_accuracy", "extraction_f1",
        "speaker_accuracy", "document_hit@10", "passage_recall@10", "span_recall@10",
        "cited_document_map",
    ):  # fmt: skip
        assert result.metrics[name].value == 1, name  # type: ignore[attr-defined]


def test_a_failure_is_in_no_average(library: object, records: dict[str, object]) -> None:
    records["days"] = trial.failed("days")
    result = trial.result_of(library, records)  # type: ignore[arg-type]
    assert result.failed == 1
    assert not result.passes
    assert result.metrics["failed"].value == pytest.approx(1 / 6)
    assert result.metrics["number_match"].n == 1
    assert result.metrics["right"].n == 5
    (case,) = [case for case in result.cases if case.id == "days"]
    assert case.right is None
    assert "does not answer" in case.error


@pytest.mark.parametrize(
    ("answerable", "status", "expected"),
    [
        (True, "answered", {"answered_answerable": (1, 1), "abstention_f1": (0, 0)}),
        (True, "not_found", {"answered_answerable": (0, 1), "abstention_precision": (0, 1)}),
        (False, "answered", {"refused_unanswerable": (0, 1), "abstention_f1": (0, 1)}),
        (False, "not_found", {"refused_unanswerable": (1, 1), "abstention_f1": (2, 2)}),
        ("depends", "answered", {"asked_back": (0, 1)}),
    ],
)
def test_abstention_is_a_confusion_matrix_of_its_own(
    answerable: object, status: str, expected: dict[str, tuple[float, float]]
) -> None:
    case = Question(id="q", question="?", answerable=answerable)
    subject = Subject(case=case, record=StoredAnswer(id="q", status=status))
    pairs = contributions([subject], SCORERS)["q"]
    assert expected.items() <= pairs.items()
    assert not {"citation_recall", "citation_precision"} & pairs.keys()


@given(st.data())
def test_every_metric_stays_within_its_bounds(data: st.DataObject) -> None:
    text = data.draw(WORDS)
    case = Question(
        id="q",
        question="?",
        answerable=data.draw(st.sampled_from([True, "depends"])),
        expected_answer=data.draw(WORDS.filter(str.strip)),
        nuggets=(Nugget(text=data.draw(WORDS.filter(str.strip))),),
        number=Number(value=data.draw(st.integers(0, 9))),
        gold_sources=(Gold(document="d"),),
    )
    record = StoredAnswer(
        id="q",
        status=data.draw(st.sampled_from(["answered", "partly", "not_found"])),
        sentences=(sentence(text, *data.draw(st.lists(st.integers(0, 3), max_size=3))),),
        citations=({"number": 1, "document": "d", "text": data.draw(WORDS)},),
    )
    pairs = contributions([Subject(case=case, record=record)], SCORERS)["q"]
    for name, (above, below) in pairs.items():
        assert above >= 0, name
        assert below >= 0, name
        if not METRICS[name].unit:
            assert above <= below + 1e-9, name


def test_a_figure_that_is_none_is_named_and_nothing_is_scored() -> None:
    with pytest.raises(RunError, match="right is no figure for q"):
        checked("q", {"right": (math.nan, 1.0)})


def test_an_unknown_metric_is_named_with_those_like_it() -> None:
    with pytest.raises(MetricError) as caught:
        metric("citation_recal")
    assert "citation_recall" in caught.value.remedy


def test_the_page_of_metrics_is_the_one_in_force() -> None:
    docs = Path(__file__).parents[2] / "docs" / "metrics.md"
    assert docs.read_text(encoding="utf-8") == page()
