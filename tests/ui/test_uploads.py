from pathlib import Path

from ui.uploads import keep


def sent(folder, text, name="note.txt"):
    folder.mkdir()
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_file_keeps_its_name_and_outlives_the_upload(tmp_path):
    path = sent(tmp_path / "a", "A note.")
    (kept,) = keep([path], tmp_path / "kept")
    assert kept.endswith("note.txt")
    assert Path(kept).read_text("utf-8") == "A note."


def test_the_same_file_sent_again_has_the_same_path(tmp_path):
    first, second = sent(tmp_path / "a", "A note."), sent(tmp_path / "b", "A note.")
    assert keep([first], tmp_path / "kept") == keep([second], tmp_path / "kept")


def test_another_file_of_the_same_name_replaces_nothing(tmp_path):
    paths = [sent(tmp_path / "a", "One."), sent(tmp_path / "b", "Two.")]
    assert len(set(keep(paths, tmp_path / "kept"))) == 2
