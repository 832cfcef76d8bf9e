"""Answers are kept as they come, taken up again after a stop, and refused where they do not fit."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
import trial

from assistant.answer import Answer, Status
from assistant.chain import Assistant, QuestionError, build_chain, default_steps
from evals.compare import compare
from evals.errors import MetricError, RunError
from evals.gates import Floor, NoWorse
from evals.index_digest import corpus_digest, index_digest
from evals.questions import Extraction, Quoted
from evals.records import RunHeader, StoredFailure
from evals.report.words import why
from evals.results import read_result, write_result
from evals.run import Runner, asked_digest, header, tapped
from evals.score import score
from evals.store import AnswerFile, read_answers
from vectorstore.errors import IndexDamaged, OnRecordError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from evals.records import Record
    from evals.results import Result
    from vectorstore.library import Library

ASKED = trial.QUESTIONS[:4]


@dataclass
class Scripted:
    """An assistant that answers nothing, and raises where it is told to."""

    library: Library
    raises: dict[str, BaseException] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def ask(self, question: str, _history: Sequence[object] = ()) -> Answer:
        self.asked.append(question)
        if error := self.raises.get(question):
            raise error
        return Answer(question=question, standalone_question=question, status=Status.NOT_FOUND)


def kept(path: Path, header: RunHeader = trial.HEADER) -> AnswerFile:
    return AnswerFile.open(path, header)


def test_a_real_chain_is_listened_to(library: Library, tmp_path: Path) -> None:
    chain = build_chain(library, steps=tapped(default_steps(library)))
    runner = Runner(assistant=Assistant(library, chain))
    records = runner.over(trial.QUESTIONS, kept(tmp_path / "a.jsonl"))
    arrivals = records["arrivals"]
    assert [one.text for one in arrivals.retrieved]
    assert 0 <= arrivals.confidence <= 1
    assert arrivals.tokens_in is None
    assert records["quote"].verdict
    assert [one.speaker for one in records["said"].quotations] == ["Bo Lind"]
    # Scored again from the file, without the assistant, it is the same result.
    _, again = read_answers(tmp_path / "a.jsonl")
    assert trial.result_of(library, again) == trial.result_of(library, records)


@pytest.mark.parametrize("parallel", [1, 3])
def test_a_question_that_fails_is_a_failure_and_the_rest_goes_on(
    library: Library, tmp_path: Path, parallel: int
) -> None:
    errors = {
        ASKED[0].question: OnRecordError("The model does not answer.", "Name another."),
        ASKED[1].question: ZeroDivisionError("by zero"),
    }
    runner = Runner(assistant=Scripted(library, errors), parallel=parallel)
    records = runner.over(ASKED, kept(tmp_path / "a.jsonl"))
    assert records["arrivals"] == StoredFailure(
        id="arrivals",
        asked=asked_digest(ASKED[0]),
        error="The model does not answer.",
        remedy="Name another.",
        seconds=records["arrivals"].seconds,
    )
    assert records["days"].error == "ZeroDivisionError: by zero"
    assert records["moon"].status == "not_found"


def test_a_quotation_that_narration_breaks_is_scored_part_by_part(library: Library) -> None:
    case = Extraction(
        id="broken",
        text="“It is a waste,” Bo Lind said on Monday in the capital, “and it will not work.”",
        quotations=(
            Quoted(span="It is a waste,", speaker="Bo Lind"),
            Quoted(span="“and it will not work.”", speaker="Bo Lind"),
        ),
    )
    record = Runner(assistant=Scripted(library)).answer(case)
    result = score([case], {"broken": record}, {}, trial.HEADER)
    assert result.metrics["extraction_f1"].value == 1
    worse = case.model_copy(update={"quotations": case.quotations[:1]})
    (found,) = score([worse], {"broken": record}, {}, trial.HEADER).cases
    assert why(found) == (
        "0 of 1 labelled quotations were not found, and 1 of 2 that were found are not labelled."
    )


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), IndexDamaged("The index is damaged.")])
def test_a_run_that_is_stopped_goes_on_where_it_was(
    library: Library, tmp_path: Path, stop: BaseException
) -> None:
    path = tmp_path / "a.jsonl"
    first = Scripted(library, {ASKED[2].question: stop})
    with pytest.raises(type(stop)):
        Runner(assistant=first).over(ASKED, kept(path))
    with path.open("a", encoding="utf-8") as file:
        file.write('{"record": "answer", "id": "moo')  # killed while writing
    second = Scripted(library)
    records = Runner(assistant=second).over(ASKED, kept(path))
    assert second.asked == [case.question for case in ASKED[2:]]
    assert list(records) == [case.id for case in ASKED]
    assert read_answers(path)[1].keys() == records.keys()


def test_what_failed_is_asked_again(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    failing = Scripted(library, {ASKED[0].question: QuestionError("No.")})
    Runner(assistant=failing).over(ASKED, kept(path))
    again = Scripted(library)
    Runner(assistant=again).over(ASKED, kept(path))
    assert again.asked == [ASKED[0].question]


@pytest.mark.parametrize("field", ["index_digest", "llm", "embedding_fingerprint"])
def test_answers_of_another_index_or_model_are_refused(tmp_path: Path, field: str) -> None:
    path = tmp_path / "a.jsonl"
    kept(path)
    before = path.read_bytes()
    with pytest.raises(RunError, match=f"of another {field.replace('_', ' ')}"):
        kept(path, trial.HEADER.model_copy(update={field: "other"}))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "first line does not say"),
        ("{}\n", "line 1"),
        ("not json\n", "line 1: it is not JSON"),
        (trial.HEADER.model_dump_json() + '\n{"record": "answer", "id": "a", "seconds": NaN}\n',
         "line 2: it is not JSON with finite figures"),
        (trial.HEADER.model_dump_json() + '\n{"record": "answer", "id": "a", "seconds": 1e999}\n',
         "line 2, answer.seconds"),
        (trial.HEADER.model_copy(update={"format": 99}).model_dump_json() + "\n", "format 99"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_answers_says_where(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RunError) as caught:
        read_answers(path)
    assert told in str(caught.value)


def test_an_index_is_told_from_another_and_a_collection_from_where_it_lies(
    library: Library, tmp_path: Path
) -> None:
    from vectorstore.library import Library as Store
    from vectorstore.testing import FakeEmbedder

    made = header(library, llm="extractive", seed=3)
    assert (made.documents, made.seed, made.llm) == (2, 3, "extractive")
    elsewhere = trial.archive(tmp_path)
    with Store.open(elsewhere, FakeEmbedder()) as other:
        assert corpus_digest(other) == made.corpus_digest
    assert index_digest(library, "another model") != made.index_digest


def test_a_case_without_an_answer_is_named(library: Library, records: dict[str, Record]) -> None:
    del records["moon"]
    with pytest.raises(MetricError, match="no answer to “moon”"):
        trial.result_of(library, records)


def test_a_result_is_read_back_as_it_was_written(result: Result, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "result.json"
    write_result(result, path)
    assert read_result(path) == result
    assert [one.name for one in path.parent.iterdir()] == ["result.json"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"metrics": {"right": {"value": "NaN"}}}, "metrics.right.value"),
        ({"cases": [{"id": "a"}]}, "cases.0"),
    ],
)
def test_a_result_that_is_none_says_where(
    result: Result, tmp_path: Path, change: dict[str, object], told: str
) -> None:
    path = tmp_path / "old.json"
    path.write_text(json.dumps({**result.model_dump(mode="json"), **change}), encoding="utf-8")
    with pytest.raises(RunError) as caught:
        read_result(path)
    assert told in str(caught.value)
    path.write_text("[", encoding="utf-8")
    with pytest.raises(RunError, match="is not JSON"):
        read_result(path)


# Gates


def worse(result: Result, count: int, of: int = 40) -> tuple[Result, Result]:
    """Two runs over ``of`` cases: the older all right, the newer with ``count`` that are not."""
    from evals.score import measure

    (case,) = [one for one in result.cases if one.id == "moon"]

    def run(wrong: int) -> Result:
        cases = tuple(
            case.model_copy(
                update={
                    "id": f"c{n}",
                    "right": n >= wrong,
                    "cluster": "",
                    "scores": {"right": (float(n >= wrong), 1.0), "failed": (0.0, 1.0)},
                }
            )
            for n in range(of)
        )
        return result.model_copy(update={"cases": cases, "metrics": measure(cases, seed=0)})

    return run(0), run(count)


def held(new: Result, old: Result, demand: str) -> bool:
    compared = new.model_copy(update={"comparison": compare(new, old, "old.json")})
    return NoWorse.parse(demand).hold(compared).holds


def test_a_floor_holds_and_fails(result: Result) -> None:
    _, new = worse(result, 10)
    assert Floor.parse("right=0.75").hold(new).holds
    assert not Floor.parse("right=0.76").hold(new).holds
    assert Floor.parse("failed=0").hold(new).holds


def test_a_run_that_is_worse_fails_the_gate(result: Result) -> None:
    old, new = worse(result, 8)
    assert not held(new, old, "right:0.05")
    assert held(new, old, "right:0.25")
    assert held(old, new, "right:0")
    assert held(old, old, "right:0")


def test_a_change_that_may_be_chance_does_not_fail_the_gate(result: Result) -> None:
    old, new = worse(result, 1)
    assert held(new, old, "right:0")


def test_a_gate_over_a_metric_that_was_not_computed_fails(result: Result) -> None:
    old, new = worse(result, 0)
    gate = Floor.parse("citation_recall=0").hold(new)
    assert (gate.holds, gate.reason) == (False, "it was not computed")
    assert not held(new, old, "citation_recall:0.5")
    alone = NoWorse.parse("right:0.5").hold(new)
    assert (alone.holds, alone.reason) == (False, "there is no --compare")


@pytest.mark.parametrize("text", ["right", "right=", "right=high", "right=nan", "wright=0.5"])
def test_a_demand_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(MetricError):
        Floor.parse(text)


def test_a_margin_below_zero_is_refused() -> None:
    with pytest.raises(MetricError, match="below 0"):
        NoWorse.parse("right:-0.1")


# Comparing


def test_two_runs_are_compared_case_by_case(result: Result) -> None:
    old, new = worse(result, 2)
    found = compare(new, old, "old.json")
    assert found.lost == ("c0", "c1")
    assert (found.metrics["right"].worse, found.metrics["right"].better) == (2, 0)
    assert compare(old, new, "new.json").won == ("c0", "c1")


def test_what_differs_between_the_runs_is_said(result: Result) -> None:
    other = {"llm": "openai:x", "corpus_digest": "d", "index_digest": ""}
    run = result.run.model_copy(update=other)
    new = result.model_copy(update={"run": run, "set_digest": "x", "failed": 1})
    notes = " ".join(compare(new, result, "old.json").notes)
    for told in ("questions were changed", "sources are not the same", "Another model", "Failed"):
        assert told in notes


def test_runs_without_a_common_case_are_not_compared(result: Result) -> None:
    other = result.model_copy(update={"cases": ()})
    with pytest.raises(RunError, match="no question in common"):
        compare(result, other, "old.json")


def test_a_loss_that_is_all_in_one_document_fails_the_gate(result: Result) -> None:
    old, new = worse(result, 8)
    cases = tuple(
        case.model_copy(update={"cluster": "a" if n < 10 else f"d{n}"})
        for n, case in enumerate(new.cases)
    )
    assert not held(new.model_copy(update={"cases": cases}), old, "right:0.02")
