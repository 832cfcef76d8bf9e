"""``onrecord eval --judge`` as people use it: real providers' protocols, reports, gates."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import judges
import pytest
import trial
from click.testing import CliRunner
from loopback import Provider, point_to, serving

from ui.commands.evaluate import command
from vectorstore.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result as Outcome


@pytest.fixture
def asked(place: Path, tmp_path: Path) -> tuple[object, ...]:
    """The arguments that every run here has."""
    path = tmp_path / "questions.csv"
    path.write_text(trial.SPREADSHEET, encoding="utf-8")
    return (path, "--index", place, "--answers", tmp_path / "answers.jsonl")


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A judge of whom everything is partly so."""
    with serving(Provider(reply=judges.reply("partly"))) as running:
        point_to(monkeypatch, running.url)
        yield running


def run(*arguments: object) -> Outcome:
    return CliRunner().invoke(command, [str(one) for one in arguments], standalone_mode=False)


@pytest.mark.parametrize("spec", ["openai:gpt-4o-mini", "anthropic:claude-x", "ollama:llama3.1"])
def test_a_judge_of_any_provider_is_calibrated_pinned_and_warned_of(
    asked: tuple[object, ...], provider: Provider, tmp_path: Path, spec: str
) -> None:
    out = tmp_path / "r.json"
    done = run(*asked, "--judge", spec, "--judge-times", 1, "--json", out)
    assert done.exception is None, done.exception
    assert done.return_value == 0
    judging = json.loads(out.read_text(encoding="utf-8"))["judged"]
    assert judging["reported"] == [spec.partition(":")[2]]
    assert judging["temperatures"] == [0]
    assert len(provider.requests) == judging["calls"] == len(judges.GOLD) + 3
    found = judging["metrics"]["judged_faithfulness"]
    assert found["measured"]["value"] == found["calibration"]["kappa"] == 0
    assert f"will be asked {judging['calls']} times" in done.output
    assert "agrees too little with the labels" in done.output
    again = run(*asked, "--judge", spec, "--judge-times", 1)
    assert "Every judgement" in again.output
    assert len(provider.requests) == judging["calls"]


def test_every_report_shows_the_judge_apart(
    asked: tuple[object, ...], provider: Provider, tmp_path: Path
) -> None:
    names = {"--report": "page.html", "--markdown": "summary.md", "--csv": "rows.csv"}
    written = [part for option, name in names.items() for part in (option, tmp_path / name)]
    done = run(*asked, "--judge", "openai:gpt-4o-mini", "--judge-times", 2, *written)
    assert done.return_value == 0, done.exception
    page, summary, rows = (
        (tmp_path / name).read_text(encoding="utf-8-sig") for name in names.values()
    )
    for text in (" ".join(done.output.split()), page, summary):
        for told in ("Judged by openai:gpt-4o-mini", "judged_faithfulness", "Prompts:", "kappa",
                     "0.000 0.000", "repeats agree", "tokens read", "unparsable"):  # fmt: skip
            assert told in text, told
    computed, _, rest = page.partition("Judged by a chat model")
    assert "judged_" not in computed
    assert "It is partly." in rest
    (row, _) = csv.DictReader(io.StringIO(rows))
    assert (row["judge"], row["judge_times"]) == ("openai:gpt-4o-mini", "2")
    assert (row["judged_faithfulness"], row["citation_recall"]) == ("0", "1")
    assert "partly, partly" in row["judged_faithfulness_labels"]


def test_a_judge_that_cannot_be_reached_leaves_the_computed_figures(
    asked: tuple[object, ...], provider: Provider, tmp_path: Path
) -> None:
    provider.fails = 503
    out = tmp_path / "r.json"
    done = run(*asked, "--judge", "openai:gpt-4o-mini", "--json", out)
    assert done.return_value == 1
    assert "The judging was stopped: openai:gpt-4o-mini failed at its provider." in done.output
    result = json.loads(out.read_text(encoding="utf-8"))
    assert result["metrics"]["right"]["value"] == 1
    assert result["judged"]["metrics"] == {}


def test_a_provider_that_gives_out_midway_is_taken_up_again(
    asked: tuple[object, ...], provider: Provider, tmp_path: Path
) -> None:
    provider.fails, provider.after = 429, 50
    common = (*asked, "--judge", "openai:gpt-4o-mini", "--judge-times", 1, "--parallel", 1)
    stopped = run(*common)
    assert stopped.return_value == 1
    assert "a limit of rate or of credit is reached" in " ".join(stopped.output.split())
    provider.fails = 0
    out = tmp_path / "r.json"
    assert run(*common, "--json", out).return_value == 0
    judging = json.loads(out.read_text(encoding="utf-8"))["judged"]
    assert judging["calls"] == len(judges.GOLD) + 3 - 50
    assert judging["metrics"].keys() == {
        "judged_faithfulness", "judged_correctness", "judged_relevance",
    }  # fmt: skip


def test_a_gate_over_a_judged_metric_is_refused_before_anything_is_asked(
    asked: tuple[object, ...], provider: Provider, tmp_path: Path
) -> None:
    done = run(*asked, "--judge", "openai:gpt-4o-mini", "--fail-under", "judged_faithfulness=0.1")
    assert "judged metrics do not gate" in str(done.exception)
    assert provider.requests == []
    assert not (tmp_path / "answers.jsonl").exists()


def test_a_judge_that_cannot_be_had_is_told_before_anything_is_asked(
    asked: tuple[object, ...], tmp_path: Path
) -> None:
    done = run(*asked, "--judge", "openai:gpt-4o-mini")
    assert isinstance(done.exception, ModelError)
    assert done.exception.remedy.endswith("or leave --judge out.")
    assert "names a chat model" in str(run(*asked, "--judge", "extractive").exception)
    assert not (tmp_path / "answers.jsonl").exists()
