"""Invariant 4: what is derived from the catalogue can be made again, without embedding."""

from __future__ import annotations

import os
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest
from shelf import contents, document, found, invented

from vectorstore import IndexDamaged, Library, ModelMismatch, OnRecordError, Severity, StoreError
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUERIES = ("asylum hotel backlog", "Report 77", "quota figure 100x0", "island patrol")
COUNT = 300


class Unwilling(FakeEmbedder):
    """Embeds questions, and no passages."""

    def encode_passages(self, texts):  # type: ignore[no-untyped-def]  # noqa: ARG002
        raise AssertionError("a passage was embedded")

    def encode_query(self, text):  # type: ignore[no-untyped-def]
        return FakeEmbedder().encode_query(text)


@pytest.fixture
def made(place: Path, embedder: FakeEmbedder) -> list[list[tuple[str, str, float]]]:
    """An index with several hundred passages, and what it finds."""
    with Library.open(place, embedder, write=True) as library:
        library.add([invented(number) for number in range(COUNT)])
        return [found(library, query) for query in QUERIES]


def hnsw_file(place: Path, name: str) -> Path:
    return next(path for path in (place / "chroma").glob(f"*/{name}"))


def delete_chroma(place: Path) -> None:
    shutil.rmtree(place / "chroma")


def overwrite_chroma(place: Path) -> None:
    path = place / "chroma" / "chroma.sqlite3"
    path.write_bytes(os.urandom(path.stat().st_size))


def overwrite_vectors(place: Path) -> None:
    # Chroma 1.5.9 loads this without a look, and the process dies of it.
    path = hnsw_file(place, "data_level0.bin")
    path.write_bytes(os.urandom(path.stat().st_size))


def cut_vectors_short(place: Path) -> None:
    # Chroma 1.5.9 answers from this, wrongly.
    path = hnsw_file(place, "data_level0.bin")
    os.truncate(path, path.stat().st_size // 2)


def lose_the_ids(place: Path) -> None:
    # Chroma 1.5.9 then answers from the last few records only.
    hnsw_file(place, "index_metadata.pickle").unlink()


def empty_the_full_text(place: Path) -> None:
    with sqlite3.connect(place / "catalogue.sqlite3") as connection:
        connection.execute("INSERT INTO fulltext (fulltext) VALUES ('delete-all')")
    connection.close()


def falsify_the_full_text(place: Path) -> None:
    with sqlite3.connect(place / "catalogue.sqlite3") as connection:
        connection.execute("UPDATE passages SET heading = '[\"x\"]' WHERE id = 3")
        connection.execute("INSERT INTO fulltext (fulltext) VALUES ('rebuild')")
        connection.execute("UPDATE passages SET heading = '[]' WHERE id = 3")
    connection.close()


def break_the_full_text(place: Path) -> None:
    with sqlite3.connect(place / "catalogue.sqlite3") as connection:
        connection.execute("UPDATE fulltext_data SET block = x'00' WHERE id > 10")
    connection.close()


DAMAGES = [
    delete_chroma,
    overwrite_chroma,
    overwrite_vectors,
    cut_vectors_short,
    lose_the_ids,
    empty_the_full_text,
    falsify_the_full_text,
    break_the_full_text,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_check_names_the_damage_and_a_repair_mends_it_without_embedding(
    damage: Callable[[Path], None], place: Path, made: object, embedder: FakeEmbedder
) -> None:
    damage(place)
    with Library.open(place, embedder) as library:
        findings = library.check()
    assert any(finding.severity is Severity.ERROR for finding in findings)
    assert all("onrecord doctor --repair" in finding.remedy for finding in findings)
    with Library.open(place, Unwilling(), write=True) as library:
        library.repair()
        assert library.check() == []
        assert [found(library, query) for query in QUERIES] == made
    with Library.open(place, Unwilling()) as library:
        assert [found(library, query) for query in QUERIES] == made


@pytest.mark.parametrize("damage", DAMAGES[:5])
def test_a_reader_of_damaged_vectors_is_told_what_to_do(
    damage: Callable[[Path], None], place: Path, made: object, embedder: FakeEmbedder
) -> None:
    damage(place)
    with Library.open(place, embedder) as library:
        with pytest.raises(IndexDamaged) as told:
            library.search("asylum")
        assert str(place) in str(told.value)
        assert "onrecord doctor --repair" in told.value.remedy


@pytest.mark.parametrize("damage", DAMAGES[:5])
def test_the_next_writer_mends_damaged_vectors_by_itself(
    damage: Callable[[Path], None], place: Path, made: object, embedder: FakeEmbedder
) -> None:
    with Library.open(place, embedder) as reader:
        reader.search("asylum")
        damage(place)
        with Library.open(place, embedder, write=True) as writer:
            writer.add([document("late", "A kumquat came late.")])
            assert writer.check() == []
        assert (
            reader.search("late A kumquat came late.", 1, weights=(1.0, 0.0))[0].entry.id == "late"
        )


def test_an_index_that_was_copied_elsewhere_is_not_taken_for_damaged(
    place: Path, tmp_path: Path, made: object, embedder: FakeEmbedder
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(place, copy, copy_function=shutil.copyfile)  # with new times
    with Library.open(copy, embedder) as library:
        assert library.check() == []
        assert [found(library, query) for query in QUERIES] == made


def test_a_passage_that_points_astray_is_found(
    place: Path, made: object, embedder: FakeEmbedder
) -> None:
    with sqlite3.connect(place / "catalogue.sqlite3") as connection:
        connection.execute("UPDATE passages SET start = start + 1 WHERE id = 5")
    connection.close()
    with Library.open(place, embedder) as library:
        messages = [finding.message for finding in library.check()]
    assert any("not what stands in their document" in message for message in messages)


def test_a_catalogue_that_is_no_catalogue_is_refused_by_name(
    place: Path, embedder: FakeEmbedder
) -> None:
    place.mkdir()
    (place / "catalogue.sqlite3").write_bytes(b"not a database at all" * 500)
    with pytest.raises(IndexDamaged, match=r"catalogue\.sqlite3"):
        Library.open(place, embedder)
    with pytest.raises(IndexDamaged, match=r"catalogue\.sqlite3"):
        Library.open(place, embedder, write=True)


def test_an_index_of_a_newer_program_is_refused_with_a_remedy(
    place: Path, embedder: FakeEmbedder
) -> None:
    Library.open(place, embedder, write=True).close()
    with sqlite3.connect(place / "catalogue.sqlite3") as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    connection.close()
    for write in (False, True):
        with pytest.raises(StoreError, match="newer On Record") as refused:
            Library.open(place, embedder, write=write)
        assert "upgrade" in refused.value.remedy.lower()


# Invariant 6: the index knows its model


def test_another_model_is_refused_with_the_command_that_embeds_again(
    place: Path, made: object
) -> None:
    for write in (False, True):
        with pytest.raises(ModelMismatch) as refused:
            Library.open(place, FakeEmbedder("other"), write=write)
        assert "fake" in str(refused.value)
        assert "other" in str(refused.value)
        assert "onrecord doctor --re-embed" in refused.value.remedy


def test_everything_can_be_embedded_again_with_another_model(
    place: Path, made: object, embedder: FakeEmbedder
) -> None:
    other = FakeEmbedder("other", dimensions=48)
    with Library.open(place, embedder) as reader:
        reader.search("asylum")
        with Library.open(place, write=True) as writer:
            before = contents(writer)
            writer.reembed(other)
            assert writer.check() == []
            assert contents(writer) == before
        with pytest.raises(ModelMismatch):
            reader.search("asylum")
    with Library.open(place, other) as library:
        assert library.search("quota figure 100x0")
    with pytest.raises(ModelMismatch):
        Library.open(place, embedder)


def test_missing_vectors_are_named_and_made_again(
    place: Path, made: object, embedder: FakeEmbedder
) -> None:
    with sqlite3.connect(place / "catalogue.sqlite3") as connection:
        connection.execute("DELETE FROM vectors WHERE rowid % 10 = 0")
    connection.close()
    embedder.calls = 0
    with Library.open(place, embedder, write=True) as library:
        assert any("--re-embed" in finding.remedy for finding in library.check())
        library.reembed(embedder)
        assert library.check() == []
        assert 0 < embedder.calls <= library.counts().passages // 10
        assert [found(library, query) for query in QUERIES] == made


def test_stopped_in_the_middle_of_embedding_again_the_old_vectors_still_serve(
    place: Path, made: object, embedder: FakeEmbedder
) -> None:
    class Interrupted(FakeEmbedder):
        def encode_passages(self, texts):  # type: ignore[no-untyped-def]
            if self.calls > 300:
                raise KeyboardInterrupt
            return super().encode_passages(texts)

    with Library.open(place, write=True) as library, pytest.raises(KeyboardInterrupt):
        library.reembed(Interrupted("other"))
    with Library.open(place, embedder) as library:
        assert library.check() == []
        assert [found(library, query) for query in QUERIES] == made
    resumed = FakeEmbedder("other")
    with Library.open(place, write=True) as library:
        library.reembed(resumed)
        assert library.check() == []
        assert 0 < resumed.calls < library.counts().passages


def test_a_model_that_would_cut_a_passage_short_is_refused(
    place: Path, made: object, embedder: FakeEmbedder
) -> None:
    with (
        Library.open(place, write=True) as library,
        pytest.raises(OnRecordError, match="longer than what"),
    ):
        library.reembed(FakeEmbedder("short", window=10))
    with Library.open(place, embedder) as library:
        assert [found(library, query) for query in QUERIES] == made
