"""Settings come from flags, variables, the file and defaults, and an unknown one is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.settings import SettingsError, load_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_flags_go_before_variables_before_the_file_before_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings().llm == "extractive"
    assert load_settings().index.endswith("index")
    (tmp_path / "onrecord.toml").write_text('llm = "file"\nindex = "from-file"\n')
    assert load_settings().llm == "file"
    monkeypatch.setenv("ONRECORD_LLM", "variable")
    assert load_settings().llm == "variable"
    assert load_settings(llm="flag").llm == "flag"
    assert load_settings(llm=None).index == "from-file"


@pytest.mark.parametrize(
    ("file", "problem"),
    [('lllm = "x"', "lllm"), ("llm = [", "not valid TOML"), ("index = ''", "index")],
)
def test_what_does_not_hold_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, problem: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "onrecord.toml").write_text(file)
    with pytest.raises(SettingsError, match=problem) as caught:
        load_settings()
    assert "onrecord.toml" in f"{caught.value} {caught.value.remedy}"
