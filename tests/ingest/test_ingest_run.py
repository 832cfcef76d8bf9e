from __future__ import annotations

import hashlib
import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ingest_files import pdf, xlsx

from ingest import run as run_module
from ingest import work as work_module
from ingest.errors import FetchError
from ingest.fetch import fetch
from ingest.run import ingest
from vectorstore.errors import StoreError
from vectorstore.records import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.report import Progress
    from vectorstore.library import Library
    from vectorstore.testing import FakeEmbedder

STORY = "The minister for borders signed the plan on Tuesday, officials in the capital said."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(f"Plan signed in the capital today\n\n{STORY}\n")
    (folder / "b.csv").write_text("Year,People\n2023,120\n2024,130\n")
    (folder / "deep" / "c.pdf").write_bytes(
        pdf([["A sentence of a report stands on its only page."]])
    )
    (folder / ".hidden.txt").write_text("Hidden.")
    (folder / "~$lock.docx").write_text("Locked.")
    return folder


class TestFolders:
    def test_everything_in_it_is_read_in_order_and_junk_is_passed_over(
        self, library: Library, folder: Path
    ) -> None:
        report = ingest([str(folder)], library)
        assert [Path(one.path).name for one in report.documents] == [
            "a.txt",
            "b.csv",
            "c.pdf",
        ]
        assert report.failed == []
        assert (report.added, report.unchanged) == (3, 0)
        assert library.counts().documents == 3

    def test_the_second_time_nothing_changes_and_nothing_is_embedded(
        self, library: Library, folder: Path, fake: FakeEmbedder
    ) -> None:
        ingest([str(folder)], library)
        calls = fake.calls
        again = ingest([str(folder), str(folder / "a.txt")], library)
        assert (again.added, again.updated, again.unchanged) == (0, 0, 3)
        assert fake.calls == calls

    def test_a_touched_file_is_unchanged_and_an_edited_one_is_updated(
        self, library: Library, folder: Path
    ) -> None:
        first = ingest([str(folder)], library)
        os.utime(folder / "a.txt", ns=(1, 1))
        (folder / "b.csv").write_text("Year,People\n2023,121\n2024,130\n")
        again = ingest([str(folder)], library)
        assert (again.added, again.updated, again.unchanged) == (0, 1, 2)
        assert {one.id for one in again.documents} == {one.id for one in first.documents}
        identifier = next(one.id for one in again.documents if one.path.endswith("b.csv"))
        assert "People 121" in library.document(identifier).text
        assert "People 120" in library.history(identifier)[0].document.text

    def test_a_removed_document_is_read_again(self, library: Library, folder: Path) -> None:
        first = ingest([str(folder)], library)
        library.remove(first.documents[0].id)
        assert ingest([str(folder)], library).added == 1

    def test_the_same_bytes_under_another_name_are_a_duplicate(
        self, library: Library, folder: Path
    ) -> None:
        (folder / "z.txt").write_bytes((folder / "a.txt").read_bytes())
        assert ingest([str(folder)], library).duplicates == 1
        assert ingest([str(folder)], library).duplicates == 1

    def test_a_kind_that_is_asked_for_is_given_even_to_what_is_known(
        self, library: Library, folder: Path
    ) -> None:
        ingest([str(folder)], library)
        report = ingest([str(folder / "a.txt")], library, kind=Kind.AGREEMENT)
        assert [one.kind for one in report.documents] == ["agreement"]

    def test_an_id_is_made_of_the_path(self, library: Library, folder: Path) -> None:
        report = ingest([str(folder / "a.txt")], library)
        path = str(folder / "a.txt")
        assert report.documents[0].id == hashlib.sha256(path.encode()).hexdigest()[:12]
        assert library.document(report.documents[0].id).path == path


class TestWhatCannotBeRead:
    def test_each_failure_is_named_and_the_rest_goes_on(
        self, library: Library, folder: Path
    ) -> None:
        (folder / "aa.txt").write_bytes(b"")
        (folder / "bb.pdf").write_bytes(b"%PDF-1.4 cut")
        (folder / "cc.txt").write_bytes(bytes(range(256)) * 30)
        report = ingest([str(folder), str(folder / "nowhere.txt")], library)
        assert report.added == 3
        assert [Path(one.path).name for one in report.failed] == [
            "aa.txt",
            "bb.pdf",
            "cc.txt",
            "nowhere.txt",
        ]
        assert all(one.error and one.hint for one in report.failed)

    def test_a_folder_without_permission_is_named(
        self, library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Root may read everything, so that a permission taken away would not be felt.
        real = os.scandir

        def scandir(path: Any) -> Any:
            if str(path).endswith("deep"):
                raise PermissionError(13, "Permission denied", str(path))
            return real(path)

        monkeypatch.setattr(os, "scandir", scandir)
        report = ingest([str(folder)], library)
        assert report.added == 2
        assert [(one.path, one.error) for one in report.failed] == [
            (str(folder / "deep"), "It may not be read by this user.")
        ]

    def test_a_file_that_is_too_large_is_refused_before_it_is_read(
        self, library: Library, folder: Path
    ) -> None:
        with (folder / "huge.txt").open("wb") as file:
            file.write(b"plain words and more of them, again and again, for the head\n" * 2_000)
            file.truncate(200_000_000)
        report = ingest([str(folder / "huge.txt")], library)
        assert "200 MB" in report.failed[0].error
        assert report.seconds < 2

    def test_an_error_nobody_foresaw_does_not_end_the_run(
        self, library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = work_module.read_all

        def read_all(data: bytes, name: str, content_type: str = "") -> Any:
            if name == "a.txt":
                raise KeyError("surprise")
            return real(data, name, content_type)

        monkeypatch.setattr(work_module, "read_all", read_all)
        report = ingest([str(folder)], library)
        assert report.added == 2
        assert "KeyError" in report.failed[0].error

    def test_what_is_wrong_with_the_library_is_raised(
        self, library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise StoreError("The disk is full.", "Free some space.")

        monkeypatch.setattr(library, "add", full)
        with pytest.raises(StoreError):
            ingest([str(folder)], library)


class TestJsonLines:
    def lines(self, path: Path, *records: dict[str, Any] | str) -> str:
        path.write_text(
            "\n".join(one if isinstance(one, str) else json.dumps(one) for one in records)
        )
        return str(path)

    def test_records_keep_their_ids_and_bad_lines_are_named(
        self, library: Library, tmp_path: Path
    ) -> None:
        place = self.lines(
            tmp_path / "d.jsonl",
            {"id": "one", "title": "One", "text": STORY, "published": "2025-01-02"},
            "{broken",
            {"id": "two", "title": "Two", "text": f"{STORY} Twice."},
        )
        report = ingest([place], library)
        assert [one.id for one in report.documents] == ["one", "two"]
        assert report.documents[0].published == "2025-01-02"
        assert report.failed[0].error.startswith("Line 2:")
        again = ingest([place], library)
        assert (again.added, again.unchanged, len(again.failed)) == (0, 2, 1)

    def test_the_text_of_a_plain_record_is_kept_to_the_letter(
        self, library: Library, tmp_path: Path
    ) -> None:
        text = f"A headline\n\nBy Ana Ruiz\n\n{STORY}\n{STORY}  Twice.\n\n\n{STORY} Thrice.\n"
        place = self.lines(tmp_path / "d.jsonl", {"id": "x", "title": "A headline", "text": text})
        ingest([place], library)
        assert library.document("x").text == text
        held = [text[passage.start : passage.end] for passage in library.passages("x")]
        assert "Thrice." in held[-1]

    def test_an_id_that_another_file_has_is_made_different_and_said(
        self, library: Library, tmp_path: Path
    ) -> None:
        first = self.lines(tmp_path / "a.jsonl", {"id": "x", "title": "A", "text": STORY})
        second = self.lines(
            tmp_path / "b.jsonl", {"id": "x", "title": "B", "text": f"{STORY} New."}
        )
        ingest([first], library)
        report = ingest([second], library)
        assert report.added == 1
        assert report.documents[0].id.startswith("x-")
        assert "has the id x already" in report.documents[0].note
        assert library.document("x").title == "A"
        assert ingest([second], library).unchanged == 1

    def test_two_records_of_one_file_with_one_id_are_both_kept(
        self, library: Library, tmp_path: Path
    ) -> None:
        place = self.lines(
            tmp_path / "a.jsonl",
            {"id": "x", "title": "A", "text": STORY},
            {"id": "x", "title": "B", "text": f"{STORY} New."},
        )
        assert ingest([place], library).added == 2
        assert ingest([place], library).unchanged == 2

    def test_a_file_without_any_document_fails_once(self, library: Library, tmp_path: Path) -> None:
        place = self.lines(tmp_path / "m.jsonl", *({"path": f"{n}.txt"} for n in range(50)))
        report = ingest([place], library)
        assert len(report.failed) == 1
        assert "None of its 50 lines" in report.failed[0].error


class TestReporting:
    def test_the_report_is_the_contract(self, library: Library, folder: Path) -> None:
        (folder / "aa.txt").write_bytes(b"")
        told = json.loads(json.dumps(ingest([str(folder)], library).to_json()))
        assert set(told) == {
            "added", "updated", "unchanged", "duplicates", "failed", "removed", "documents",
            "seconds",
        }  # fmt: skip
        assert set(told["failed"][0]) == {"path", "error", "hint"}
        assert {
            "id", "path", "kind", "title", "publisher", "published", "passages", "quotations",
            "observations", "outcome",
        } <= set(told["documents"][0])  # fmt: skip
        assert told["documents"][0]["outcome"] == "added"

    def test_progress_is_told_before_each_source_and_at_the_end(
        self, library: Library, folder: Path
    ) -> None:
        heard: list[Progress] = []
        ingest([str(folder)], library, progress=heard.append)
        assert [(one.done, one.total) for one in heard] == [(0, 3), (1, 3), (2, 3), (3, 3)]
        assert heard[-1].documents == 3

    def test_an_interrupted_run_keeps_what_it_had_and_is_resumed(
        self, library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(run_module, "BATCH", 1)

        def interrupt(progress: Progress) -> None:
            if progress.done == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            ingest([str(folder)], library, progress=interrupt)
        assert library.counts().documents == 2
        report = ingest([str(folder)], library)
        assert (report.added, report.unchanged) == (1, 2)

    def test_many_small_files_reach_the_library_in_batches(
        self, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sizes: list[int] = []
        real = library.add

        def add(items: Any, source: Any = None) -> Any:
            sizes.append(sum(len(item.passages) for item in items))
            return real(items, source)

        monkeypatch.setattr(library, "add", add)
        for number in range(600):
            (tmp_path / f"{number:03}.txt").write_text(
                f"Story number {number}\n\n{STORY} {number}."
            )
        ingest([str(tmp_path / f"{number:03}.txt") for number in range(600)], library)
        assert max(sizes) <= 2 * run_module.BATCH
        assert len(sizes) >= 2


class Site(BaseHTTPRequestHandler):
    """Pages of a site on this machine, good and bad."""

    def do_GET(self) -> None:
        page = f"<title>A plan</title><body><main><p>{STORY}</p></main></body>"
        answers: dict[str, tuple[int, str, bytes]] = {
            "/page": (200, "text/html; charset=utf-8", page.encode()),
            "/latin": (
                200,
                "text/plain; charset=iso-8859-1",
                f"Café plan\n\n{STORY} Café.".encode("latin-1"),
            ),
            "/file": (
                200,
                "application/pdf",
                pdf([["A sentence that stands in a fetched report."]]),
            ),
            "/sheet": (
                200,
                "application/octet-stream",
                xlsx({"S": [["Year", "N"], [2023, 5], [2024, 6]]}),
            ),
            "/large": (200, "text/plain", b"words " * 1_000_000),
            "/moved": (302, "text/plain", b""),
            "/circle": (302, "text/plain", b""),
        }
        status, kind, body = answers.get(self.path, (404, "text/plain", b"nothing"))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", "/page" if self.path == "/moved" else "/circle")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class TestAddresses:
    def test_a_page_is_fetched_and_known_by_its_address(self, library: Library, site: str) -> None:
        report = ingest([f"{site}/page"], library)
        document = library.document(report.documents[0].id)
        assert (document.title, document.url, document.path) == ("A plan", f"{site}/page", "")
        assert ingest([f"{site}/page"], library).unchanged == 1

    def test_what_it_gives_is_read_as_what_it_is(self, library: Library, site: str) -> None:
        report = ingest([f"{site}/file", f"{site}/sheet", f"{site}/latin"], library)
        assert report.failed == []
        assert [one.kind for one in report.documents] == ["article", "statistics", "article"]
        assert "Café" in library.document(report.documents[2].id).text

    def test_redirects_are_followed(self, library: Library, site: str) -> None:
        report = ingest([f"{site}/moved"], library)
        assert library.document(report.documents[0].id).url == f"{site}/page"

    def test_what_fails_says_why(self, library: Library, site: str) -> None:
        report = ingest(
            [f"{site}/none", f"{site}/circle", "http://127.0.0.1:9/x", "http://a\x01b/"],
            library,
        )
        assert [one.error.split(" (")[0] for one in report.failed] == [
            "The site answered 404 Not Found.",
            "It redirects in a circle.",
            "No connection to the site",
            "It is no address",
        ]
        assert all(one.hint for one in report.failed)

    def test_a_page_without_end_is_given_up(self, site: str) -> None:
        with pytest.raises(FetchError, match="larger than"):
            fetch(f"{site}/large", most=1_000_000)
