"""What holds of every store, whether Chroma runs in this process or on a server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from shelf import contents, digest, document, invented

from vectorstore import (
    Change,
    Counts,
    Document,
    Filters,
    IndexDamaged,
    Kind,
    Library,
    OnRecordError,
    SourceClass,
    SourceFile,
    StoreError,
)
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

DENSE, WORDED = (1.0, 0.0), (0.0, 1.0)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a Chroma server of this run's own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            str(Path(sys.executable).with_name("chroma")),
            *("run", "--host", "127.0.0.1", "--port", str(port)),
            *("--path", str(tmp_path_factory.mktemp("server"))),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the Chroma server ended"
        try:
            if httpx.get(f"{url}/api/v2/heartbeat", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail("the Chroma server does not answer")


@pytest.fixture(params=["embedded", "server"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path | str:
    if request.param == "embedded":
        return tmp_path / "index"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    url: str = request.getfixturevalue("server")
    return url


@pytest.fixture
def library(store: Path | str, embedder: FakeEmbedder) -> Iterator[Library]:
    with Library.open(store, embedder, write=True) as library:
        yield library
        assert library.check() == []


@pytest.fixture
def reader(store: Path | str, library: Library, embedder: FakeEmbedder) -> Iterator[Library]:
    with Library.open(store, embedder) as reader:
        yield reader


# Adding


def test_what_is_added_is_found_by_meaning_and_by_words(library: Library, reader: Library) -> None:
    assert library.add(
        [document("a", "Quinces were counted."), document("b", "Medlars fell.")]
    ) == [
        Change.ADDED,
        Change.ADDED,
    ]
    for weights in (DENSE, WORDED):
        hits = reader.search("a Quinces were counted.", 1, weights=weights)
        assert [(hit.rank, hit.entry.id, hit.text) for hit in hits] == [
            (1, "a", "Quinces were counted.")
        ]


def test_adding_the_same_again_changes_nothing(library: Library, embedder: FakeEmbedder) -> None:
    items = [invented(number) for number in range(20)]
    library.add(items)
    before, generation = contents(library), library._catalogue.generation
    embedder.calls = 0
    assert set(library.add(items)) == {Change.UNCHANGED}
    assert contents(library) == before
    assert library._catalogue.generation == generation
    assert embedder.calls == 0


def test_an_update_replaces_a_document_and_keeps_what_it_said(
    library: Library, reader: Library
) -> None:
    library.add([invented(7, 1)])
    assert library.add([invented(7, 2)]) == [Change.UPDATED]
    assert library.add([invented(7, 3)]) == [Change.UPDATED]
    assert reader.document("doc-00007") == invented(7, 3)[0]
    assert reader.passages("doc-00007") == invented(7, 3)[1]
    history = reader.history("doc-00007")
    assert [version.document for version in history] == [invented(7, 2)[0], invented(7, 1)[0]]
    assert history[0].replaced >= history[1].replaced
    assert reader.counts() == Counts(documents=1, passages=len(invented(7)[1]))
    texts = {hit.text for weights in (DENSE, WORDED) for hit in reader.search("Edition 2 corrects")}
    assert texts <= {reader.document("doc-00007").text[p.start : p.end] for p in invented(7, 3)[1]}


def test_two_versions_in_one_call_end_with_the_later(library: Library) -> None:
    assert library.add([invented(1, 1), invented(2), invented(1, 2)]) == [
        Change.ADDED,
        Change.ADDED,
        Change.UPDATED,
    ]
    assert library.document("doc-00001") == invented(1, 2)[0]
    assert len(library.history("doc-00001")) == 1


def test_a_better_title_for_the_same_words_is_taken_without_a_history(library: Library) -> None:
    library.add([document("a", "Quinces were counted.", title="Untitled")])
    assert library.add([document("a", "Quinces were counted.", title="The quince count")]) == [
        Change.UPDATED
    ]
    assert library.document("a").title == "The quince count"
    assert library.history("a") == []


def test_the_same_bytes_under_another_id_are_a_duplicate(library: Library) -> None:
    words = "Quinces were counted."
    library.add([document("a", words)])
    assert library.add(
        [document("b", words), document("c", "Other."), document("d", "Other.")]
    ) == [
        Change.DUPLICATE,
        Change.ADDED,
        Change.DUPLICATE,
    ]
    assert [summary.entry.id for summary in library.entries()] == ["a", "c"]


def test_two_documents_of_one_file_are_no_duplicates(library: Library) -> None:
    one, two = document("a", "First sheet."), document("b", "Second sheet.")
    shared = [(with_digest(item[0], digest("the file")), item[1]) for item in (one, two)]
    assert library.add(shared) == [Change.ADDED, Change.ADDED]


def with_digest(found: Document, value: str) -> Document:
    fields = {name: getattr(found, name) for name in ("id", "kind", "title", "path", "text")}
    return Document(**fields, digest=value)


def test_an_update_embeds_only_what_it_changed(library: Library, embedder: FakeEmbedder) -> None:
    paragraphs = [f"Paragraph {number} of the treaty." for number in range(12)]
    library.add([document("a", *paragraphs)])
    embedder.calls = 0
    paragraphs[5] = "Paragraph 5 was amended."
    library.add([document("a", *paragraphs)])
    assert embedder.calls == 1


def test_a_document_without_passages_is_kept(library: Library, reader: Library) -> None:
    library.add([document("empty")])
    assert reader.document("empty").text == ""
    assert reader.passages("empty") == []
    assert reader.search("empty") == []


def test_nothing_at_all_can_be_added(library: Library, reader: Library) -> None:
    assert library.add([]) == []
    assert reader.search("anything") == []
    assert reader.entries() == []
    assert reader.counts() == Counts(documents=0, passages=0)


def test_what_cannot_be_stored_is_refused_and_the_rest_of_the_index_untouched(
    library: Library,
) -> None:
    library.add([invented(1)])
    torn, passages = document("torn", "half \ud83d of a pair")
    with pytest.raises(OnRecordError, match=r"torn\.txt holds half a character at position 5"):
        library.add([invented(2), (torn, passages)])
    outside = document("outside", "short")[0]
    with pytest.raises(OnRecordError, match="outside its text"):
        library.add([(outside, document("x", "much longer than that")[1])])
    assert [summary.entry.id for summary in library.entries()] == ["doc-00001"]


# Removing


def test_what_is_removed_is_gone_with_its_history(library: Library, reader: Library) -> None:
    library.add([invented(1, 1), invented(2)])
    library.add([invented(1, 2)])
    assert reader.search("Report 1")
    library.remove("doc-00001")
    assert [summary.entry.id for summary in reader.entries()] == ["doc-00002"]
    assert {hit.entry.id for hit in reader.search("Report 1 Edition 2")} == {"doc-00002"}
    with pytest.raises(OnRecordError, match="no document 'doc-00001'"):
        reader.history("doc-00001")
    assert library.add([invented(1, 1)]) == [Change.ADDED]


def test_removing_needs_no_embedder(store: Path | str, embedder: FakeEmbedder) -> None:
    with Library.open(store, embedder, write=True) as library:
        library.add([invented(1), invented(2)])
    with Library.open(store, write=True) as library:
        library.remove("doc-00001")
        assert library.check() == []
    with Library.open(store, embedder) as library:
        assert {hit.entry.id for hit in library.search("Report")} == {"doc-00002"}


def test_an_unknown_document_is_named_with_a_remedy(library: Library) -> None:
    for ask in (library.document, library.passages, library.history, library.remove):
        with pytest.raises(OnRecordError, match="no document 'nobody'") as told:
            ask("nobody")
        assert "onrecord sources list" in told.value.remedy


def test_a_reader_cannot_write(reader: Library) -> None:
    source = SourceFile(uri="a", size=1, mtime_ns=1, digest="d", reader_version="1")
    for write in (
        lambda: reader.add([invented(1)]),
        lambda: reader.remove("a"),
        lambda: reader.record_sources([source]),
        reader.repair,
        lambda: reader.reembed(FakeEmbedder()),
    ):
        with pytest.raises(StoreError, match="reading only"):
            write()


# Sources


def test_a_source_is_remembered_as_it_was(library: Library, reader: Library) -> None:
    first = SourceFile(uri="a.txt", size=3, mtime_ns=2**60, digest="d", reader_version="1")
    later = SourceFile(uri="a.txt", size=4, mtime_ns=2**60 + 1, digest="e", reader_version="2")
    assert reader.source("a.txt") is None
    library.add([invented(1)], first)
    assert reader.source("a.txt") == first
    library.record_sources([later])
    assert reader.source("a.txt") == later


# Filters


@pytest.mark.parametrize("weights", [DENSE, WORDED, (1.0, 1.0)])
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), "abcd"),
        (Filters(kinds=(Kind.AGREEMENT,)), "b"),
        (Filters(kinds=(Kind.AGREEMENT, Kind.STATISTICS)), "bc"),
        (Filters(publishers=("home  OFFICE",)), "ac"),
        (Filters(publishers=("Home Office", "UN")), "abc"),
        (Filters(since=date(2023, 5, 5)), "bc"),
        (Filters(until=date(2023, 5, 5)), "ab"),
        (Filters(since=date(2023, 5, 5), until=date(2023, 5, 5)), "b"),
        (Filters(documents=("a", "d", "nobody")), "ad"),
        (Filters(documents=("a", "b"), publishers=("Home Office",)), "a"),
        (Filters(kinds=(Kind.ARTICLE,), since=date(2024, 1, 1)), ""),
        (Filters(classes=(SourceClass.LAW,)), "b"),
        (Filters(classes=(SourceClass.LAW, SourceClass.REPORTING)), "bd"),
    ],
)
def test_filters_hold_in_each_leg(
    library: Library, filters: Filters, expected: str, weights: tuple[float, float]
) -> None:
    library.add(
        [
            filed("a", Kind.ARTICLE, "Home Office", date(2022, 1, 31)),
            filed("b", Kind.AGREEMENT, "UN", date(2023, 5, 5)),
            filed("c", Kind.STATISTICS, "Home Office", date(2024, 12, 31)),
            filed("d", Kind.ARTICLE, "", None),
        ]
    )
    hits = library.search("asylum quota", 10, filters, weights=weights)
    assert "".join(sorted(hit.entry.id for hit in hits)) == expected
    listed = library.entries(filters)
    assert "".join(sorted(summary.entry.id for summary in listed)) == expected


def filed(name: str, kind: Kind, publisher: str, published: date | None) -> object:
    text = f"The asylum quota, as {name} tells it."
    classes = {"b": SourceClass.LAW, "d": SourceClass.REPORTING}
    return document(
        name,
        text,
        kind=kind,
        publisher=publisher,
        published=published,
        source_class=classes.get(name, SourceClass.UNKNOWN),
    )


@pytest.mark.parametrize("weights", [DENSE, WORDED, (1.0, 1.0)])
def test_of_a_treaty_in_two_languages_the_text_in_the_one_asked_for_passes(
    library: Library, weights: tuple[float, float]
) -> None:
    treaty, (english, dutch) = document("treaty", "The asylum quota.", "De asylum quota.")
    note, (untold,) = document("note", "An asylum quota.")
    spoken = [replace(english, language="en"), replace(dutch, language="nl")]
    library.add([(treaty, spoken), (note, [untold])])
    assert library.passages("treaty") == spoken
    assert library.languages() == ["en", "nl"]
    for codes, expected in ((("nl",), ["nl"]), (("EN", "nl"), ["en", "nl"]), (("fr",), [])):
        filters = Filters(languages=codes)
        hits = library.search("asylum quota", 10, filters, weights=weights)
        assert sorted(hit.passage.language for hit in hits) == expected
        listed = library.entries(filters)
        assert [summary.entry.id for summary in listed] == ["treaty"] * bool(expected)
    assert {hit.passage.language for hit in library.search("asylum quota", 10)} == {"en", "nl", ""}


def test_a_filter_finds_what_many_better_matches_would_crowd_out(library: Library) -> None:
    library.add([document(f"a{number}", f"asylum quota {number}") for number in range(300)])
    library.add([document("far", "Only the quota, among many other words, is in here.")])
    for weights in (DENSE, WORDED):
        hits = library.search("asylum quota", 3, Filters(documents=("far",)), weights=weights)
        assert [hit.entry.id for hit in hits] == ["far"]


# Searching


def test_syndicated_copies_are_shown_once_with_their_twins(library: Library) -> None:
    story = (
        "Small boats carrying several hundred people reached the coast on Sunday, officials said, "
        "and the ministry promised new patrols before the winter."
    )
    copy = story.replace("on Sunday, officials said", "on Sunday, according to officials")
    library.add([document("a", story), document("b", copy), document("c", "Patrols in winter.")])
    hits = library.search("small boats reached the coast")
    assert [hit.entry.id for hit in hits] == ["a", "c"]
    assert [twin.entry.id for twin in hits[0].twins] == ["b"]
    assert hits[0].twins[0].text == copy
    assert [hit.rank for hit in hits] == [1, 2]
    apart = library.search("small boats reached the coast", folded=False)
    assert [(hit.rank, hit.entry.id, hit.twins) for hit in apart] == [
        (1, "a", ()),
        (2, "b", ()),
        (3, "c", ()),
    ]
    assert len(library.search("small boats reached the coast", 2, folded=False)) == 2


def test_the_same_question_gets_the_same_hits(library: Library, reader: Library) -> None:
    library.add([invented(number) for number in range(60)])
    once = reader.search("quota asylum 7", 20)
    assert once == reader.search("quota asylum 7", 20) == library.search("quota asylum 7", 20)
    assert [hit.rank for hit in once] == list(range(1, len(once) + 1))
    assert [hit.score for hit in once] == sorted((hit.score for hit in once), reverse=True)


@pytest.mark.parametrize("k", [0, 1, 3, 500])
def test_no_more_hits_than_asked_for(library: Library, k: int) -> None:
    library.add([invented(number) for number in range(30)])
    assert len(library.search("asylum", k)) <= k


def test_a_query_without_words_finds_nothing(library: Library, embedder: FakeEmbedder) -> None:
    library.add([invented(1)])
    for query in ("", "   ", "\n\t"):
        assert library.search(query) == []


# Sharing, and being without


def test_two_catalogues_share_a_server_without_mixing(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, embedder: FakeEmbedder
) -> None:
    for name in ("one", "two"):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / name))
        with Library.open(server, embedder, write=True) as library:
            library.add([document(name, f"Said in {name}.")])
    for name in ("one", "two"):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / name))
        with Library.open(server, embedder) as library:
            assert [hit.entry.id for hit in library.search("Said in")] == [name]


def test_a_collection_lost_by_the_server_is_made_again_without_embedding(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, embedder: FakeEmbedder
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with Library.open(server, embedder, write=True) as library:
        library.add([invented(number) for number in range(20)])
        before = library.search("asylum")
        library._written_dense().drop()
    with Library.open(server, embedder) as library, pytest.raises(IndexDamaged):
        library.search("asylum")
    calls = embedder.calls
    with Library.open(server, embedder, write=True) as library:
        library.repair()
        assert embedder.calls == calls
        assert library.check() == []
        assert library.search("asylum") == before


def test_a_server_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, embedder: FakeEmbedder
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with (
            Library.open(url, embedder, write=True) as library,
            pytest.raises(StoreError, match=url) as told,
        ):
            library.add([invented(1)])
        assert "chroma run" in told.value.remedy
