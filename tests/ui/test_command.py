"""The command line keeps its contract: outputs, exit codes, errors for people."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from evals.corpora import DEMO

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = "How many Iraqis arrived by small boat in the year to March 2025?"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("command") / "index"
    done = onrecord("ingest", str(DEMO), "--json", "--index", str(place))
    assert done.returncode == 0, done.stderr
    return place


def onrecord(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from ui.command import main; main()", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **options,
    )


def printed(done: subprocess.CompletedProcess[str]) -> Any:
    """The one JSON object on standard output."""
    assert done.returncode in {0, 1}, done.stderr
    return json.loads(done.stdout)


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys\nfrom ui.command import group\n"
        "group(['--help'], standalone_mode=False)\n"
        "heavy = {'torch', 'numpy', 'gradio', 'chromadb', 'langchain_core', 'spacy', 'pydantic'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "ingest" in done.stdout


@pytest.mark.parametrize(
    "command", ["ingest", "ask", "search", "sources list", "sources show", "serve", "doctor"]
)
def test_every_command_explains_itself(command: str) -> None:
    done = onrecord(*command.split(), "--help")
    assert done.returncode == 0
    assert "--index" in done.stdout


def test_listing_sources_loads_no_model_and_no_chroma(index: Path) -> None:
    program = (
        "import sys\nfrom ui.command import group\n"
        f"group(['sources', 'list', '--json', '--index', {str(index)!r}], standalone_mode=False)\n"
        "heavy = {'torch', 'onnxruntime', 'chromadb', 'gradio', 'langchain_core', 'spacy'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["sources"]) == 22


def test_ingest_reports_by_the_contract_and_names_each_failure(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("A title\n\nA paragraph that says something whole.")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 and no more")
    place = ["--index", str(tmp_path / "index")]
    done = onrecord(
        "ingest", str(tmp_path / "good.txt"), str(tmp_path / "bad.pdf"), "--json", *place
    )
    report = printed(done)
    assert done.returncode == 1
    assert (report["added"], report["updated"], report["duplicates"]) == (1, 0, 0)
    (failure,) = report["failed"]
    assert failure["path"].endswith("bad.pdf")
    assert failure["error"]
    assert failure["hint"]
    (document,) = report["documents"]
    assert {
        "id", "path", "kind", "title", "publisher", "published",
        "passages", "quotations", "observations",
    } <= document.keys()  # fmt: skip
    again = printed(onrecord("ingest", str(tmp_path / "good.txt"), "--json", *place))
    assert (again["added"], again["unchanged"]) == (0, 1)


def test_search_finds_passages_by_the_contract(index: Path) -> None:
    found = printed(onrecord("search", "asylum hotels", "-k", "3", "--json", "--index", str(index)))
    assert found["query"] == "asylum hotels"
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    for hit in found["hits"]:
        assert {
            "score", "document_id", "path", "title", "kind", "locator", "start", "end", "text",
        } <= hit.keys()  # fmt: skip


def test_ask_answers_by_the_contract_and_its_citations_are_exact(index: Path) -> None:
    answer = printed(onrecord("ask", QUESTION, "--json", "--index", str(index)))
    assert answer["status"] == "answered"
    assert "1,900" in answer["sentences"][0]["text"]
    assert answer["sentences"][0]["citations"] == [1]
    assert {"question", "standalone_question", "answer", "model", "seconds"} <= answer.keys()
    for citation in answer["citations"]:
        show = onrecord("sources", "show", citation["document_id"], "--json", "--index", str(index))
        text = printed(show)["text"]
        assert text[citation["start"] : citation["end"]] == citation["text"]


def test_ask_on_a_terminal_reads_well(index: Path) -> None:
    done = onrecord("ask", QUESTION, "--index", str(index))
    assert done.returncode == 0
    assert "[1]" in done.stdout
    assert "UK and Iraq sign an agreement on returns" in done.stdout
    assert done.stderr == ""


def test_what_is_not_said_is_not_found_and_no_failure(index: Path) -> None:
    done = onrecord("ask", "What is the capital of Peru?", "--index", str(index))
    assert done.returncode == 0
    assert "Not found" in done.stdout
    assert "Searched 22 documents" in done.stdout


def test_a_follow_up_reads_its_history_from_a_file(index: Path, tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    history.write_text(json.dumps([{"question": "How many Albanians came in 2022?", "answer": ""}]))
    answer = printed(
        onrecord("ask", "And in 2023?", "--history", str(history), "--json", "--index", str(index))
    )
    assert "Albanian" in answer["standalone_question"]
    history.write_text('[{"answer": "no question"}]')
    done = onrecord("ask", "And in 2023?", "--history", str(history), "--index", str(index))
    assert done.returncode == 2
    assert "turn 1" in done.stderr


def test_quotations_are_told_as_json_lines_and_table(index: Path) -> None:
    place = ["--index", str(index)]
    quotes = printed(onrecord("quotes", "--speaker", "Chris Philp", "--json", *place))["quotes"]
    assert any("sham designed to look tough" in quote["text"] for quote in quotes)
    assert {quote["speaker"] for quote in quotes} == {"Chris Philp"}
    lines = onrecord("quotes", "--format", "jsonl", *place).stdout.splitlines()
    assert len(lines) == 22
    for line in map(json.loads, lines):
        assert line.keys() == {"doc_id", "text", "quotes"}
        for quote in line["quotes"]:
            assert line["text"][quote["start"] : quote["end"]] == quote["quote"]
    table = onrecord("quotes", "--format", "csv", "--speaker", "Yvette Cooper", *place).stdout
    assert table.startswith("speaker,role,quote")
    assert "most shocking waste of taxpayer money" in table


def test_a_quotation_is_checked_by_the_contract(index: Path) -> None:
    words = "a sham designed to look tough"
    place = ["--json", "--index", str(index)]
    done = onrecord("check", words, "--speaker", "Chris Philp", *place)
    assert done.returncode == 0, done.stderr
    found = printed(done)
    assert found["verdict"] == "verbatim"
    assert "speaker_confirmed" in {finding["kind"] for finding in found["findings"]}
    assert found["searched"]["documents"] == 22
    (match,) = found["matches"]
    assert {
        "document_id", "path", "title", "publisher", "published", "start", "end", "text",
        "speaker", "cue", "locator", "similarity", "diff",
    } <= match.keys()  # fmt: skip
    assert match["diff"] == [["equal", words, words]]
    bent = onrecord("check", "a sham not designed to look tough", *place)
    assert bent.returncode == 1
    assert printed(bent)["verdict"] == "altered_meaning"


def test_filters_are_those_of_the_contract(index: Path) -> None:
    options = ["--kind", "statistics", "--since", "2026-01-01", "--json", "--index", str(index)]
    found = printed(onrecord("search", "small boats", *options))
    assert {hit["title"] for hit in found["hits"]} == {
        "People arriving in the United Kingdom by small boat: selected figures"
    }


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ask", ""], 2, "empty"),
        (["ask", "x" * 100_000], 2, "100,000 characters"),
        (["ask", "¿?"], 2, "empty"),
        (["ask", "Who?", "--llm", "nonsense:model"], 1, "nonsense"),
        (["search", "x", "--since", "yesterday"], 2, "yesterday"),
        (["search", "x", "--language", "dutch!"], 2, "such as en or nl"),
        (["check", "…"], 2, "no words"),
        (["search", "x", "--since", "2025-02-01", "--until", "2025-01-01"], 2, "later"),
        (["sources", "show", "no-such-id"], 1, "no-such-id"),
        (["nonsense"], 2, "No such command"),
        (["ingest"], 2, "PATH_OR_URL"),
    ],
)
def test_wrong_usage_is_told_in_a_line_or_two(
    index: Path, arguments: list[str], code: int, words: str
) -> None:
    place = ["--index", str(index)] if arguments[0] in {"ask", "check", "search", "sources"} else []
    done = onrecord(*arguments, *place)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


WATCHED = """
import socket, sys
reached = sys.argv[1]
real = socket.socket.connect
def connect(self, address):
    if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        open(reached, "a").write(f"{address}\\n")
    return real(self, address)
socket.socket.connect = connect
looked = socket.getaddrinfo
def getaddrinfo(host, *rest, **more):
    if host not in (None, "127.0.0.1", "::1", "localhost"):
        open(reached, "a").write(f"{host}\\n")
    return looked(host, *rest, **more)
socket.getaddrinfo = getaddrinfo
from ui.command import main
sys.argv = ["onrecord", *sys.argv[2:]]
main()
"""


def test_no_command_reaches_for_another_machine(index: Path, tmp_path: Path) -> None:
    reached = tmp_path / "reached"
    for arguments in (
        ["ingest", str(DEMO / "articles")],
        ["ask", QUESTION],
        ["check", "a sham designed to look tough"],
        ["doctor"],
    ):
        command = [sys.executable, "-c", WATCHED, str(reached), *arguments, "--index", str(index)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
    assert not reached.exists(), reached.read_text()


def test_a_missing_index_ends_with_3_and_the_command_that_makes_one(tmp_path: Path) -> None:
    for arguments in (["ask", "Who?"], ["search", "x"], ["sources", "list"]):
        done = onrecord(*arguments, "--index", str(tmp_path / "none"))
        assert done.returncode == 3
        assert "onrecord ingest" in done.stderr


def test_a_locked_index_ends_with_3_and_says_who_writes(tmp_path: Path) -> None:
    from vectorstore import Library
    from vectorstore.testing import FakeEmbedder

    with Library.open(tmp_path / "index", FakeEmbedder(), write=True):
        done = onrecord("ingest", str(DEMO), "--index", str(tmp_path / "index"))
    assert done.returncode == 3
    assert "writ" in done.stderr


def test_doctor_finds_a_healthy_index_and_mends_a_broken_one(index: Path, tmp_path: Path) -> None:
    import shutil

    place = tmp_path / "copy"
    shutil.copytree(index, place)
    health = printed(onrecord("doctor", "--json", "--index", str(place)))
    assert health["healthy"], health
    shutil.rmtree(place / "chroma")
    done = onrecord("doctor", "--index", str(place))
    assert done.returncode == 3
    assert "--repair" in done.stdout
    assert onrecord("doctor", "--repair", "--index", str(place)).returncode == 0
    answer = printed(onrecord("ask", QUESTION, "--json", "--index", str(place)))
    assert "1,900" in answer["answer"]


def test_copies_of_one_story_are_told_with_the_one_that_stands_for_them(index: Path) -> None:
    place = ["--index", str(index)]
    listed = printed(onrecord("sources", "list", "--json", *place))["sources"]
    editions = [one for one in listed if "channel-record-c" in one["path"] and one["copies"]]
    assert len(editions) == 2
    assert {one["witness"] for one in editions} <= {one["id"] for one in editions}
    assert all(one["witness"] == one["id"] for one in listed if not one["copies"])
    shown = onrecord("sources", "show", editions[0]["id"], *place).stdout
    assert f"copies: {editions[1]['id']}" in shown
    assert "Copy of" in onrecord("sources", "list", *place).stdout


def test_removing_a_source_removes_it_from_every_answer(index: Path, tmp_path: Path) -> None:
    import shutil

    place = tmp_path / "copy"
    shutil.copytree(index, place)
    listed = printed(onrecord("sources", "list", "--json", "--index", str(place)))["sources"]
    names = [s["id"] for s in listed if "Rwanda: from" in s["title"]]
    assert onrecord("sources", "remove", *names, "--index", str(place)).returncode == 0
    question = "When did the Supreme Court find the Rwanda policy unlawful?"
    answer = printed(onrecord("ask", question, "--json", "--index", str(place)))
    assert answer["status"] == "not_found"


@pytest.mark.parametrize(("lines", "words"), [("", "names nobody"), ("ana:secret\nbo\n", "line 2")])
def test_a_bad_file_of_users_is_named(tmp_path: Path, lines: str, words: str) -> None:
    users = tmp_path / "users"
    users.write_text(lines)
    done = onrecord("serve", "--auth", str(users), "--index", str(tmp_path / "index"))
    assert done.returncode == 2
    assert words in done.stderr


def test_while_a_model_reads_it_is_said_so_beside_the_results(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from assistant.answer import Answer, Sentence, Status
    from ui.terminal import show_stream

    reading = Answer(
        question="Who?",
        standalone_question="Who?",
        status=Status.NOT_FOUND,
        pending="ollama:llama3.1 is reading 3 passages of 2 documents",
    )
    said = (Sentence(text="Dan Jarvis signed it.", citations=(1,)),)
    whole = replace(reading, status=Status.ANSWERED, sentences=said, pending="")
    assert show_stream([reading, replace(whole, pending="it is writing"), whole]) == whole
    out, err = capsys.readouterr()
    assert out.split() == ["Dan", "Jarvis", "signed", "it.", "[1]"]
    assert err == "ollama:llama3.1 is reading 3 passages of 2 documents…\n"
