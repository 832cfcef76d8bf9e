"""``onrecord eval beir`` as somebody who compares systems uses it, with the bundled model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import retrieval_set
from click.testing import CliRunner

from evals.errors import RunError
from ui.commands.beir import _lines
from ui.commands.evaluate import command

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result as Outcome

LEGS = ["full text", "dense", "hybrid", "plain LangChain"]


def run(*arguments: object) -> Outcome:
    return CliRunner().invoke(command, [str(one) for one in arguments], standalone_mode=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return retrieval_set.write(tmp_path_factory.mktemp("beir") / "policy")


@pytest.fixture(scope="module")
def index(folder: Path) -> Path:
    """The index, filled by the first run that names it."""
    return folder.with_name("index")


def test_every_leg_in_one_run_with_runs_written_and_one_read(
    folder: Path, index: Path, tmp_path: Path
) -> None:
    out, runs, other = tmp_path / "figures.json", tmp_path / "runs", tmp_path / "theirs.trec"
    other.write_text("q1 Q0 1 1 2.0 x\nq1 Q0 wire/2 2 1.0 x\n", encoding="utf-8")
    done = run("beir", folder, "--index", index, "--json", out, "--runs", runs, "--run", other)
    assert done.exception is None, done.exception
    assert done.return_value == 0
    told = json.loads(out.read_text(encoding="utf-8"))
    assert [*told["legs"]] == [*LEGS, "theirs"]
    assert (told["queries"], told["documents"], told["split"]) == (11, 26, "test")
    for leg in LEGS:
        assert told["legs"][leg]["measures"]["nDCG@10"]["value"] > 0.9
        assert told["legs"][leg]["seconds"] > 0
    theirs = told["legs"]["theirs"]
    assert theirs["measures"]["nDCG@10"]["value"] == pytest.approx(1 / 11)
    assert theirs["beside_first"]["value"] < -0.8
    assert f"{other} lacks 10 of the queries: they count as nothing found." in told["notes"]
    assert {path.stem for path in runs.iterdir()} == {leg.replace(" ", "-") for leg in LEGS}
    for shown in ("policy, test: 11 queries, 26 documents", "nDCG@10", *LEGS, "percent-encoded"):
        assert shown in done.stdout
    assert "Reading\n" in done.stderr
    assert "Searching, plain LangChain\n" in done.stderr


def test_a_run_that_was_written_stands_beside_as_it_was(
    folder: Path, index: Path, tmp_path: Path
) -> None:
    runs, out = tmp_path / "runs", tmp_path / "figures.json"
    assert run("beir", folder, "--index", index, "--runs", runs).return_value == 0
    read = [f"--run={path}" for path in sorted(runs.iterdir())]
    done = run("beir", folder, "--index", index, "--without-plain", *read, "--json", out)
    assert done.exception is None, done.exception
    legs = json.loads(out.read_text(encoding="utf-8"))["legs"]
    assert "plain LangChain" not in legs
    for name in LEGS[:3]:
        path = runs / f"{name.replace(' ', '-')}.trec"
        read_back = legs.get(str(path)) or legs[path.stem]  # no leg takes another's place
        assert read_back["measures"] == legs[name]["measures"]
    assert len(legs) == 3 + 4


def test_without_langchain_chroma_the_rest_is_measured_and_it_says_so(
    folder: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.plain_chain.installed", lambda: False)
    done = run("beir", folder, "--index", index)
    assert done.return_value == 0
    assert "No plain LangChain leg: langchain-chroma is not installed" in done.stdout
    assert 'pip install "onrecord[bench]"' in done.stdout
    assert "No plain" not in run("beir", folder, "--index", index, "--without-plain").stdout


def test_a_document_that_cannot_be_read_is_named_and_gives_exit_code_1(tmp_path: Path) -> None:
    documents = (*retrieval_set.DOCUMENTS[:9], ("no words", "", "<p></p>"))
    qrels = {"q2": {"9": 1}}
    folder = retrieval_set.write(tmp_path / "small", documents=documents, qrels=qrels)
    done = run("beir", folder, "--without-plain")
    assert done.exception is None, done.exception
    assert done.return_value == 1
    assert "1 document could not be read: “no words”." in done.stdout
    assert (tmp_path / "data" / "onrecord" / "beir" / "small").is_dir()


def test_a_folder_among_the_sets_is_measured(folder: Path, index: Path, tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    done = run(folder, "--index", index, "--json", out)
    assert done.exception is None, done.exception
    assert [*json.loads(out.read_text(encoding="utf-8"))["legs"]] == LEGS


@pytest.mark.parametrize(
    "more", [["--fail-under", "right=1"], ["--seed", "3"], ["--demo"], ["--llm", "extractive"]]
)
def test_options_that_do_not_go_with_a_folder_are_refused(folder: Path, more: list[str]) -> None:
    done = run(folder, *more)
    assert "only --index and --json go with it" in str(done.exception)


def test_a_run_of_another_data_set_is_refused_before_anything_is_read(
    folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.trec"
    other.write_text("77 Q0 1 1 2.0 x\n", encoding="utf-8")
    done = run("beir", folder, "--index", tmp_path / "none", "--run", other)
    assert isinstance(done.exception, RunError)
    assert not (tmp_path / "none").exists()


def test_off_a_terminal_a_line_at_times_tells_how_long_it_will_take(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [0.0]
    monkeypatch.setattr("ui.commands.beir.monotonic", lambda: now[0])
    tell = _lines("Reading")
    for second, done in ((0, 500), (10, 600), (60, 1100), (70, 1200), (120, 1700)):
        now[0] = second
        tell(done, 2900)
    assert capsys.readouterr().err.splitlines() == [
        "Reading",
        "Reading: 1,100 of 2,900, about 3 min left",
        "Reading: 1,700 of 2,900, about 2 min left",
    ]
