"""A page that was edited in place: what it said stays on record, and the new text is preferred."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.run import ingest
from ui.shapes import history_json
from ui.versions import changes, version_of
from vectorstore.errors import OnRecordError

if TYPE_CHECKING:
    from pathlib import Path

    from vectorstore.library import Library

PAGE = """<html><head><title>Crossings of the strait</title></head><body><main>
<p>The coast guard counted 1,295 people who crossed the strait in boats on Sunday.</p>
<p>It is the highest number in a day since the counting began, four years ago.</p>
</main></body></html>"""
CORRECTED = PAGE.replace("1,295", "1,137")


def test_both_versions_can_be_shown_and_the_newer_one_answers(
    library: Library, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    first = ingest([str(page)], library).documents[0]
    cited = library.document(first.id)
    page.write_text(CORRECTED)
    report = ingest([str(page)], library)
    assert (report.updated, report.documents[0].id) == (1, first.id)

    hits = library.search("how many people crossed the strait")
    assert any("1,137" in hit.text for hit in hits)
    assert not any("1,295" in hit.text for hit in hits)

    document, earlier = library.document(first.id), library.history(first.id)
    number, version = version_of(document, earlier, cited.digest)
    assert (number, version.text) == (1, cited.text)
    assert version_of(document, earlier, "2") == (2, document)
    with pytest.raises(OnRecordError, match="no version 3"):
        version_of(document, earlier, "3")

    (told,) = history_json(document, earlier)
    assert told["version"] == 1
    (change,) = told["changes"]
    assert ["replace", "1,295 ", "1,137 "] in change["diff"]
    assert "highest number" not in change["before"]


def test_a_page_put_back_as_it_was_keeps_both_changes(library: Library, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    for text in (PAGE, CORRECTED, PAGE):
        page.write_text(text)
        name = ingest([str(page)], library).documents[0].id
    assert ["1,295" in one.document.text for one in library.history(name)] == [False, True]


def test_what_changed_is_told_by_paragraph_and_word() -> None:
    before = "One stays.\n\nTwo was here.\n\nThree stays too."
    after = "One stays.\n\nTwo is here.\n\nThree stays too.\n\nFour is new."
    first, second = changes(before, after)
    assert first.words == (
        ("equal", "Two ", "Two "),
        ("replace", "was ", "is "),
        ("equal", "here.", "here."),
    )
    assert second.words == (("insert", "", "Four is new."),)
    assert changes(before, before) == []
