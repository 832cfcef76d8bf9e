"""``onrecord check``: what is asked for wrongly is said, before anything is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from ui.commands.check import command

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Give a QUOTE to check, or --draft FILE"),
        (["words", "--draft", "-"], "and not both"),
        (["--draft", "-", "--speaker", "Ana Ruiz"], "a draft names its speakers itself"),
        (["words", "--report", "out.html"], "--report is for a draft"),
        (["--draft", "-", "--report", "out.exe"], ".html, .md, .docx, .json"),
        (["--draft", "nowhere.txt"], "There is no file 'nowhere.txt'"),
        (["words", "--profile", "loose"], "loose"),
    ],
)
def test_wrong_usage_is_said(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_where_there_is_no_index_that_is_said(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("Ana Ruiz said: “We will not look away.”", encoding="utf-8")
    arguments = ["--draft", str(draft), "--index", str(tmp_path / "none")]
    result = CliRunner().invoke(command, arguments)
    assert "There is no index" in str(result.exception)
