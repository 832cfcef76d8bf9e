"""Files that hold documents: messages with attachments, archives, saved pages."""

from __future__ import annotations

import io
import json
import plistlib
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest
from ingest_files import PAGE_OF_A_SITE, docx, package, pdf, understood
from office_files import message

from ingest.errors import ReadError
from ingest.readers import read, read_all
from ingest.run import ingest

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.reading import Reading
    from vectorstore.library import Library

STORY = "The minister for borders signed the plan on Tuesday, officials in the capital said."


def texts(readings: list[Reading]) -> dict[str, str]:
    return {one.member: " ".join(block.text for block in one.blocks) for one in readings}


def errors(readings: list[Reading]) -> dict[str, str]:
    return {one.member: str(one.error) for one in readings if one.error}


class TestMail:
    def test_a_message_is_a_document_of_its_sender_and_day(self) -> None:
        document, _ = understood(message(f"{STORY}\n\n-- \nAnn Ode\nPress officer\n"), "m.eml")
        assert document.title == "Border plan agreed"
        assert document.author == "Harbour Press Office"
        assert (document.published, document.dating) == (
            date(2025, 5, 6),
            "the day the e-mail was sent",
        )
        assert document.text == STORY

    def test_attachments_are_documents_of_their_own_and_bad_ones_are_named(self) -> None:
        data = message(
            STORY,
            attached={
                "plan.pdf": pdf([["The plan has one page with words on it."]]),
                "note.docx": docx([("Normal", "A note to editors.")]),
                "logo.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
            },
        )
        readings = read_all(data, "m.eml")
        assert texts(readings) | {"logo.png": ""} == {
            "": STORY,
            "plan.pdf": "The plan has one page with words on it.",
            "note.docx": "A note to editors.",
            "logo.png": "",
        }
        assert "picture" in errors(readings)["logo.png"]

    def test_the_page_is_read_where_there_is_one_as_well_as_text(self) -> None:
        page = (
            "<table><tr><td><img src='l.png'></td></tr>"
            f"<tr><td><h1>Plan</h1><p>{STORY}</p></td></tr></table>"
        )
        readings = read_all(message(f"Plan [https://x.example/t?u=1]\n{STORY}", page=page), "m.eml")
        assert texts(readings) == {"": f"Plan {STORY}"}

    def test_a_forwarded_message_is_read_with_its_own_attachments(self) -> None:
        inner = message(STORY, attached={"a.txt": b"Words of an attachment."}, Subject="Inner")
        readings = read_all(message("See below.", attached={"fwd.eml": inner}), "m.eml")
        assert texts(readings) == {
            "": "See below.",
            "fwd.eml": STORY,
            "fwd.eml/a.txt": "Words of an attachment.",
        }

    def test_encodings_and_encoded_fields_are_decoded(self) -> None:
        raw = (
            b"From: =?iso-8859-1?q?Jos=E9_Pires?= <j@x.example>\r\n"
            b"Subject: Re: =?utf-8?b?w4FndWE=?=\r\nDate: nonsense\r\nMIME-Version: 1.0\r\n"
            b"Content-Type: text/plain; charset=cp1252\r\n"
            b"Content-Transfer-Encoding: quoted-printable\r\n\r\nThe =93plan=94 =80 1m.\r\n"
        )
        document, _ = understood(raw, "m.eml")
        assert (document.title, document.author) == ("Água", "José Pires")
        assert document.text == "The “plan” € 1m."
        assert document.published is None


class TestSavedPages:
    def test_a_page_saved_as_one_file_is_read_as_the_page(self) -> None:
        raw = (
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/boats\r\n"
            "Subject: Boats fall\r\nDate: Tue, 6 May 2025 09:30:00 -0000\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
            "Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n"
            f"Content-Location: https://example.org/boats\r\n\r\n{PAGE_OF_A_SITE}\r\n--b\r\n"
            "Content-Type: text/html\r\n\r\n<p>An advertisement in a frame.</p>\r\n--b--\r\n"
        )
        document, _ = understood(raw, "boats.mhtml")
        assert document.title == "Boats fall"
        assert document.published == date(2025, 8, 20), "the day of saving is no date of it"
        assert "advertisement" not in document.text
        assert document.url == "https://example.org/boats"

    def test_a_web_archive_is_read_as_the_page(self) -> None:
        main = {
            "WebResourceData": PAGE_OF_A_SITE.encode(),
            "WebResourceURL": "https://example.org/boats",
            "WebResourceTextEncodingName": "UTF-8",
        }
        raw = plistlib.dumps({"WebMainResource": main}, fmt=plistlib.FMT_BINARY)
        assert understood(raw, "boats.webarchive")[0].title == "Boats fall"

    def test_the_folder_that_a_browser_saves_beside_a_page_is_passed_over(
        self, library: Library, tmp_path: Path
    ) -> None:
        (tmp_path / "in" / "boats_files").mkdir(parents=True)
        (tmp_path / "in" / "boats.html").write_text(PAGE_OF_A_SITE)
        (tmp_path / "in" / "boats_files" / "frame.html").write_text("<p>An advertisement.</p>")
        report = ingest([str(tmp_path / "in")], library)
        assert [one.title for one in report.documents] == ["Boats fall"]
        assert report.failed == []


class TestArchives:
    def test_each_file_of_it_is_a_document_and_bad_ones_are_named(self) -> None:
        data = package(
            {
                "clips/a.txt": STORY,
                "clips/b.pdf": b"%PDF-1.4 broken",
                "clips/.DS_Store": "x",
                "__MACOSX/clips/._a.txt": "x",
                "notes.jsonl": '{"id": "1", "title": "One", "text": "The text."}\n{bad}\n',
                "page.html": PAGE_OF_A_SITE,
                "page_files/frame.html": "<p>An advertisement.</p>",
                "pic.png": b"\x89PNG\r\n\x1a\n",
                "empty/": "",
            }
        )
        readings = read_all(data, "clips.zip")
        assert list(texts(readings)) == [
            "clips/a.txt", "clips/b.pdf", "notes.jsonl/1", "notes.jsonl/2", "page.html", "pic.png",
        ]  # fmt: skip
        assert set(errors(readings)) == {"clips/b.pdf", "notes.jsonl/2", "pic.png"}

    @pytest.mark.parametrize(
        "name", ["../a.txt", "/etc/a.txt", "a/../../b.txt", "C:\\a.txt", "..\\a.txt"]
    )
    def test_a_name_that_leads_out_of_it_is_refused(self, name: str) -> None:
        readings = read_all(package({"good.txt": STORY, name: STORY}), "a.zip")
        assert texts(readings)["good.txt"] == STORY
        assert list(errors(readings).values()) == [
            "Its name leads out of the archive, as attacks do."
        ]

    def test_archives_within_archives_are_read_to_a_bounded_depth(self) -> None:
        data = STORY.encode()
        name = "a.txt"
        for _ in range(3):
            data, name = package({name: data}), "a.zip"
        assert texts(read_all(data, "x.zip")) == {"a.zip/a.zip/a.txt": STORY}
        for _ in range(10):
            data = package({"a.zip": data})
        assert "archives deep" in next(iter(errors(read_all(data, "x.zip")).values()))

    def test_an_encrypted_file_in_it_is_named(self) -> None:
        data = bytearray(package({"good.txt": STORY, "a.txt": STORY}))
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = data.rindex(mark)
            data[at + offset] |= 1
        assert "encrypted" in errors(read_all(bytes(data), "a.zip"))["a.txt"]

    def test_one_that_unpacks_to_far_too_much_is_refused_before_it_is_unpacked(self) -> None:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(40):
                archive.writestr(f"{number}.txt", b"0" * 10_000_000)
        with pytest.raises(ReadError, match="unpacks to 400 MB"):
            read_all(made.getvalue(), "bomb.zip")

    def test_a_run_takes_in_what_can_be_read_and_names_the_rest(
        self, library: Library, tmp_path: Path
    ) -> None:
        path = tmp_path / "clips.zip"
        path.write_bytes(
            package({"one.txt": STORY, "two.md": f"# Two\n\n{STORY}", "x.png": b"\x89PNG1"})
        )
        report = ingest([str(path)], library)
        assert [one.title for one in report.documents] == ["One", "Two"]
        assert [one.path for one in report.failed] == [f"{path}#x.png"]
        again = ingest([str(path)], library)
        assert (again.added, again.updated) == (0, 0)

    def test_a_whole_archive_is_unchanged_the_second_time(
        self, library: Library, tmp_path: Path
    ) -> None:
        path = tmp_path / "clips.zip"
        path.write_bytes(package({"one.txt": STORY, "two.md": f"# Two\n\n{STORY} Again."}))
        assert ingest([str(path)], library).added == 2
        assert ingest([str(path)], library).unchanged == 2


def test_a_member_of_json_is_many_documents() -> None:
    records = json.dumps([{"title": "A", "text": STORY}, {"title": "B", "text": STORY}])
    assert list(texts(read_all(package({"all.json": records}), "a.zip"))) == [
        "all.json", "all.json/2",
    ]  # fmt: skip


def test_a_file_of_several_documents_is_not_read_as_one() -> None:
    with pytest.raises(ReadError, match="several"):
        read(package({"a.txt": STORY, "b.txt": STORY}), "a.zip")
