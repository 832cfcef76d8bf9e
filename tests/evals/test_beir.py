"""Retrieval over a data set in BEIR's layout: read, ingested, searched, measured, written out."""

from __future__ import annotations

import json
import math
from functools import partial
from typing import TYPE_CHECKING, Any

import ir_measures
import pytest
import retrieval_set
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evals.beir import DataSet, read
from evals.errors import RunError
from evals.legs import LEGS, MEASURES, ingested, measured, search, searched
from evals.plain_chain import plain_search
from evals.trec import read_run, write_run
from vectorstore.library import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evals.trec import Run

ROW = '{{"_id": "{}", "title": "{}", "text": "{}"}}\n'

RUN: dict[str, dict[str, float]] = {
    "q1": {"3": 9.0, "1": 8.0, "19": 7.0, "wire/2": 6.0},
    "q2": {"9": 1.0},
    "q3": {"4": 1.0},
}


def quiet(_done: int, _total: int) -> None:
    """Nobody looks at the progress."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    return read(retrieval_set.write(tmp_path_factory.mktemp("beir") / "policy"))


@pytest.fixture(scope="module")
def library(data: DataSet, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("index") / "policy"
    with Library.open(place, FakeEmbedder(dimensions=512), write=True) as library:
        assert ingested(data, place, library, quiet) == []
        yield library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return retrieval_set.write(tmp_path / "policy")


def found(library: Library, query: str, leg: str = "full text") -> list[str]:
    return [*search(library, query, weights=LEGS[leg])]


class TestReading:
    def test_the_judged_queries_and_the_documents_with_any_text_are_there(
        self, data: DataSet
    ) -> None:
        assert data.queries.keys() == retrieval_set.QRELS.keys()
        assert (data.name, data.split, len(data.lines)) == ("policy", "test", 26)
        assert data.notes == ()
        documents = {one.id: one for one in data.documents()}
        assert documents["22"].title == ""
        assert documents["23"].text == "Legal aid for appeals"

    @pytest.mark.parametrize("blank", ["", "  \\n\\t ", "\\u00a0"])
    def test_a_document_without_any_text_is_named_and_the_rest_goes_on(
        self, folder: Path, blank: str
    ) -> None:
        with (folder / "corpus.jsonl").open("a", encoding="utf-8") as file:
            file.write(ROW.format("empty", blank, blank) + '{"_id": "none", "text": null}\n')
        data = read(folder)
        assert len(data.lines) == 26
        assert data.notes == (
            "2 documents have no title and no text and cannot be found (“empty” is the first).",
        )

    def test_ids_that_come_twice_are_named_and_the_last_counts(self, folder: Path) -> None:
        with (folder / "corpus.jsonl").open("a", encoding="utf-8") as file:
            file.write(ROW.format("3", "Nurses again", "Nurses need no permit at all."))
        with (folder / "queries.jsonl").open("a", encoding="utf-8") as file:
            file.write('{"_id": "q3", "text": "permits of nurses"}\n')
        data = read(folder)
        assert [one.title for one in data.documents() if one.id == "3"] == ["Nurses again"]
        assert data.queries["q3"] == "permits of nurses"
        assert [note.split(" ", 1)[1] for note in data.notes] == [
            "id comes more than once in corpus.jsonl: the last counts (“3”).",
            "id comes more than once in queries.jsonl: the last counts (“q3”).",
        ]

    def test_a_byte_order_mark_line_ends_of_windows_and_blank_lines_make_no_difference(
        self, folder: Path, data: DataSet
    ) -> None:
        for path in (folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels/test.tsv"):
            text = path.read_text(encoding="utf-8").replace("\n", "\r\n") + "\r\n"
            path.write_text("\ufeff" + text, encoding="utf-8", newline="")
        again = read(folder)
        assert [*again.documents()] == [*data.documents()]
        assert (again.queries, again.qrels) == (data.queries, data.qrels)

    def test_grades_may_be_written_as_floats_and_without_a_header(
        self, folder: Path, data: DataSet
    ) -> None:
        path = folder / "qrels" / "test.tsv"
        _, *rows = path.read_text(encoding="utf-8").splitlines()
        path.write_text("".join(f"{row}.0\n" for row in rows), encoding="utf-8")
        assert read(folder).qrels == data.qrels

    def test_a_query_with_nothing_relevant_does_not_count_and_is_named(self, folder: Path) -> None:
        with (folder / "qrels" / "test.tsv").open("a", encoding="utf-8") as file:
            file.write("unjudged\t19\t0\n")
        data = read(folder)
        assert "unjudged" not in data.queries
        assert data.notes == (
            "1 judged query has no relevant document and does not count (“unjudged”).",
        )

    def test_a_relevant_document_that_is_not_there_is_named(self, folder: Path) -> None:
        with (folder / "qrels" / "test.tsv").open("a", encoding="utf-8") as file:
            file.write("q3\t404\t1\nq3\t405\t0\n")
        assert read(folder).notes == (
            "1 relevant document is not in corpus.jsonl and cannot be found (“404”).",
        )

    def test_numbers_are_ids_too(self, tmp_path: Path) -> None:
        folder = retrieval_set.write(tmp_path / "numbers")
        (folder / "corpus.jsonl").write_text('{"_id": 0, "text": "Boats"}\n', encoding="utf-8")
        (folder / "queries.jsonl").write_text('{"_id": 7, "text": "Boats"}\n', encoding="utf-8")
        (folder / "qrels" / "test.tsv").write_text("7\t0\t1\n", encoding="utf-8")
        data = read(folder)
        assert (data.qrels, [one.id for one in data.documents()]) == ({"7": {"0": 1}}, ["0"])

    def test_of_several_splits_test_is_taken_or_the_one_that_is_named(self, folder: Path) -> None:
        (folder / "qrels" / "dev.tsv").write_text("q3\t3\t1\n", encoding="utf-8")
        assert read(folder).split == "test"
        assert read(folder, "dev").queries.keys() == {"q3"}
        with pytest.raises(RunError, match=r"has no \*\.tsv") as told:
            read(folder, "*")
        assert told.value.remedy == "Name a split with --split: dev, test."
        (folder / "qrels" / "test.tsv").rename(folder / "qrels" / "train.tsv")
        with pytest.raises(RunError, match=r"has no test\.tsv"):
            read(folder)

    @pytest.mark.parametrize(
        ("file", "line", "told"),
        [
            ("corpus.jsonl", "{", "corpus.jsonl, line 27: it is no record with _id and text"),
            ("corpus.jsonl", "[]", "line 27"),
            ("corpus.jsonl", '{"_id": "x"}', "line 27"),
            ("corpus.jsonl", '{"text": "x"}', "line 27"),
            ("queries.jsonl", '{"_id": "", "text": "x"}', "queries.jsonl, line 13"),
            ("qrels/test.tsv", "q1 0 3 1", "test.tsv, line 18: it is not a query, a document and"),
            ("qrels/test.tsv", "q1\t3\t0.5", "a whole grade"),
            ("qrels/test.tsv", "q1\t3\tnan", "a whole grade"),
            ("qrels/test.tsv", "other\t3\t1", "the query “other”, which queries.jsonl does not"),
        ],
    )
    def test_a_line_that_is_wrong_is_named(
        self, folder: Path, file: str, line: str, told: str
    ) -> None:
        with (folder / file).open("a", encoding="utf-8") as out:
            out.write(line + "\n")
        with pytest.raises(RunError, match=told):
            read(folder)

    def test_what_is_no_data_set_says_so(self, folder: Path) -> None:
        (folder / "corpus.jsonl").write_bytes(b'{"_id": "1", "text": "caf\xe9"}\n')
        with pytest.raises(RunError, match=r"corpus\.jsonl, line 1: it is not UTF-8"):
            read(folder)
        (folder / "corpus.jsonl").write_text("", encoding="utf-8")
        with pytest.raises(RunError, match="holds no documents"):
            read(folder)
        (folder / "qrels" / "test.tsv").write_text("q1\t1\t0\n", encoding="utf-8")
        with pytest.raises(RunError, match="names no relevant document"):
            read(folder)
        (folder / "queries.jsonl").unlink()
        with pytest.raises(RunError, match=r"it has no queries\.jsonl"):
            read(folder)


class TestSearching:
    @pytest.mark.parametrize("leg", LEGS)
    def test_every_leg_finds_what_it_is_asked_for(
        self, library: Library, data: DataSet, leg: str
    ) -> None:
        run, seconds = searched(data, partial(search, library, weights=LEGS[leg]), quiet)
        assert run.keys() == data.queries.keys()
        assert seconds > 0
        result = measured(leg, run, data)
        assert result.measures["R@100"].value == 1
        assert result.measures["nDCG@10"].value > 0.8

    def test_a_document_ranks_by_its_best_passage_and_once(
        self, library: Library, data: DataSet
    ) -> None:
        assert len(library.passages("21")) > 2
        ranked = found(library, data.queries["q6"])
        assert ranked[0] == "21"
        assert len(ranked) == len(set(ranked))

    @pytest.mark.parametrize("leg", LEGS)
    def test_both_copies_of_one_story_are_ranked(
        self, library: Library, data: DataSet, leg: str
    ) -> None:
        assert any(hit.twins for hit in library.search(data.queries["q1"]))
        assert {*found(library, data.queries["q1"], leg)[:2]} == {"1", "wire/2"}

    @pytest.mark.parametrize(
        ("query", "document"), [("q/9 é", "ζ-24 §"), ("q10", "a b"), ("q11", "a  b")]
    )
    def test_ids_come_back_as_the_data_set_has_them(
        self, library: Library, data: DataSet, query: str, document: str
    ) -> None:
        assert found(library, data.queries[query])[0] == document

    def test_a_title_or_a_text_alone_is_enough(self, library: Library, data: DataSet) -> None:
        assert found(library, data.queries["q7"])[0] == "22"
        assert found(library, data.queries["q8"])[0] == "23"

    def test_a_query_without_a_word_finds_nothing(self, library: Library, data: DataSet) -> None:
        assert search(library, " ", weights=LEGS["hybrid"]) == {}
        run: Run = {query: {} for query in data.queries}
        assert measured("none", run, data).measures["nDCG@10"].value == 0


class TestIngesting:
    @pytest.fixture
    def place(self, tmp_path: Path) -> Path:
        return tmp_path / "index" / "policy"

    def counted(self, folder: Path, place: Path) -> tuple[int, list[str], set[str]]:
        """Texts embedded, ids that could not be read, and ids in the index."""
        embedder = FakeEmbedder()
        with Library.open(place, embedder, write=True) as library:
            missing = ingested(read(folder), place, library, quiet)
            return embedder.calls, missing, {one.entry.id for one in library.entries()}

    def test_the_second_time_nothing_is_read(
        self, folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        calls, _, ids = self.counted(folder, place)
        assert calls > 26
        monkeypatch.setattr("ingest.work.read_lines", lambda *_: pytest.fail("it was read"))
        assert self.counted(folder, place) == (0, [], ids)

    def test_a_corpus_that_changed_replaces_what_was_there(self, folder: Path, place: Path) -> None:
        _, _, ids = self.counted(folder, place)
        documents = [one for one in retrieval_set.DOCUMENTS if one[0] != "3"]
        documents[0] = ("1", "Carrier fines", "Fines for ferries were abolished.")
        retrieval_set.write(folder, documents=(*documents, ("new", "Boats", "Boats are counted.")))
        calls, _, later = self.counted(folder, place)
        assert calls == 2
        assert later == ids - {"3"} | {"new"}

    def test_a_stopped_run_is_taken_up(
        self, folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("ingest.run.BATCH", 4)
        data = read(folder)
        first = FakeEmbedder()

        def stop(done: int, _total: int) -> None:
            if done > 10:
                raise KeyboardInterrupt

        with Library.open(place, first, write=True) as library, pytest.raises(KeyboardInterrupt):
            ingested(data, place, library, stop)
        calls, missing, ids = self.counted(folder, place)
        assert (missing, len(ids)) == ([], 26)
        whole = FakeEmbedder()
        with Library.open(place.with_name("whole"), whole, write=True) as library:
            ingested(data, place.with_name("whole"), library, quiet)
        assert first.calls >= 4
        assert first.calls + calls == whole.calls

    def test_progress_counts_documents(self, folder: Path, place: Path) -> None:
        steps = []
        with Library.open(place, FakeEmbedder(), write=True) as library:
            ingested(read(folder), place, library, lambda *step: steps.append(step))
        assert steps[-1] == (26, 26)

    def test_a_text_that_cannot_be_read_is_named_and_the_rest_goes_on(
        self, folder: Path, place: Path
    ) -> None:
        documents = (*retrieval_set.DOCUMENTS, ("no words", "", "<p></p>"))
        retrieval_set.write(folder, documents=documents)
        _, missing, ids = self.counted(folder, place)
        assert (missing, len(ids)) == (["no words"], 26)

    def test_an_index_of_other_sources_is_refused_and_kept(
        self, folder: Path, tmp_path: Path, place: Path
    ) -> None:
        from ingest.run import ingest

        (tmp_path / "own.md").write_text("# Own\n\nMy own source.", encoding="utf-8")
        with Library.open(place, FakeEmbedder(), write=True) as library:
            ingest([str(tmp_path / "own.md")], library)
        with pytest.raises(RunError, match=r"holds other sources \(.*own\.md\)"):
            self.counted(folder, place)
        with Library.open(place, FakeEmbedder()) as library:
            assert library.counts().documents == 1


class TestMeasures:
    def test_ndcg_is_what_it_is_by_hand(self, data: DataSet) -> None:
        values = measured("by hand", RUN, data).values
        gained = 2 / math.log2(3) + 2 / math.log2(5)
        ideal = 2 / math.log2(2) + 2 / math.log2(3)
        assert values["nDCG@10"]["q1"] == (pytest.approx(gained / ideal), 1.0)
        assert values["RR@10"]["q1"][0] == 0.5
        assert values["P@10"]["q1"][0] == pytest.approx(0.2)
        assert values["AP@100"]["q1"][0] == pytest.approx((1 / 2 + 2 / 4) / 2)
        assert (values["nDCG@10"]["q2"][0], values["nDCG@10"]["q3"][0]) == (1.0, 0.0)
        assert values["nDCG@10"]["q4"][0] == 0.0  # not in the run at all

    def test_they_are_those_of_ir_measures(self, library: Library, data: DataSet) -> None:
        run, _ = searched(data, partial(search, library, weights=LEGS["dense"]), quiet)
        result = measured("dense", run, data)
        qrels = [
            ir_measures.Qrel(query, document, grade)
            for query, each in data.qrels.items()
            for document, grade in each.items()
        ]
        docs = [ir_measures.ScoredDoc(q, d, s) for q, each in run.items() for d, s in each.items()]
        measures = [ir_measures.parse_measure(name) for name in MEASURES]
        direct = ir_measures.calc_aggregate(measures, qrels, docs)
        assert {str(measure): pytest.approx(value) for measure, value in direct.items()} == {
            name: one.value for name, one in result.measures.items()
        }

    def test_a_leg_stands_beside_the_first(self, data: DataSet) -> None:
        first = measured("first", {}, data)
        second = measured("second", RUN, data, first)
        assert second.beside is not None
        assert second.beside.value == pytest.approx(second.measures["nDCG@10"].value)


class TestRuns:
    def test_a_run_read_back_has_the_same_measures(
        self, library: Library, data: DataSet, tmp_path: Path
    ) -> None:
        run, _ = searched(data, partial(search, library, weights=LEGS["hybrid"]), quiet)
        assert write_run(run, "our hybrid", tmp_path / "run.trec") == 4
        again = read_run(tmp_path / "run.trec", data)
        assert again == run
        assert measured("again", again, data).values == measured("first", run, data).values
        lines = (tmp_path / "run.trec").read_text(encoding="utf-8").splitlines()
        assert {len(line.split()) for line in lines} == {6}
        assert {line.split()[5] for line in lines} == {"our-hybrid"}
        assert lines[0].split()[:4] == ["q1", "Q0", next(iter(run["q1"])), "1"]
        other = {
            (one.query_id, one.doc_id)
            for one in ir_measures.read_trec_run(str(tmp_path / "run.trec"))
        }
        assert ("q1", "wire/2") in other
        assert ("q10", "a%20b") in other

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(
        st.dictionaries(
            st.sampled_from([*retrieval_set.QRELS]),
            st.dictionaries(
                st.sampled_from([name for name, _, _ in retrieval_set.DOCUMENTS]),
                st.floats(allow_nan=False, allow_infinity=False),
                min_size=1,
            ),
            min_size=1,
        )
    )
    def test_any_run_is_read_back_as_it_was(self, data: DataSet, tmp_path: Path, run: Run) -> None:
        write_run(run, "any", tmp_path / "any.trec")
        assert read_run(tmp_path / "any.trec", data) == run

    def test_tabs_a_byte_order_mark_and_other_queries_are_no_matter(
        self, data: DataSet, tmp_path: Path
    ) -> None:
        path = tmp_path / "other.trec"
        path.write_text("\ufeffq2\tQ0\t9\t1\t3e2\tx\r\n\r\nelse Q0 1 1 2 x\n", encoding="utf-8")
        assert read_run(path, data) == {"q2": {"9": 300.0}}

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ("q2 Q0 9 1 nan x", "line 2: the score “nan” cannot be ranked"),
            ("q2 Q0 9 1 -inf x", "line 2: the score “-inf”"),
            ("q2 Q0 9 1", "line 2: it is no line of a TREC run"),
            ("q2 Q0 9 1 first x", "line 2: it is no line of a TREC run"),
            ("q1 Q0 1 2 1.0 x", "line 2: “1” was found for this query already"),
        ],
    )
    def test_a_line_that_is_wrong_is_named(
        self, data: DataSet, tmp_path: Path, line: str, told: str
    ) -> None:
        (tmp_path / "run.trec").write_text(f"q1 Q0 1 1 2.0 x\n{line}\n", encoding="utf-8")
        with pytest.raises(RunError, match=told):
            read_run(tmp_path / "run.trec", data)

    def test_a_run_of_another_data_set_is_named(self, data: DataSet, tmp_path: Path) -> None:
        (tmp_path / "run.trec").write_text("77 Q0 1 1 2.0 x\n", encoding="utf-8")
        with pytest.raises(RunError, match=r"has no query of policy \(test\)"):
            read_run(tmp_path / "run.trec", data)


class TestPlainChain:
    def test_it_finds_whole_documents_and_embeds_each_once(
        self, data: DataSet, tmp_path: Path
    ) -> None:
        embedder = FakeEmbedder(dimensions=512)
        steps: list[tuple[int, int]] = []
        find = plain_search(data, embedder, tmp_path / "plain", lambda *step: steps.append(step))
        assert embedder.calls == 26
        assert steps[-1] == (26, 26)
        run, _ = searched(data, find, quiet)
        assert {*list(run["q1"])[:2]} == {"1", "wire/2"}
        assert measured("plain", run, data).measures["nDCG@10"].value > 0.7
        before = embedder.calls
        plain_search(data, embedder, tmp_path / "plain", quiet)
        assert embedder.calls == before

    def test_a_stopped_run_is_taken_up_and_a_changed_corpus_replaces(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("evals.plain_chain.BATCH", 10)
        embedder = FakeEmbedder()

        def stop(_done: int, _total: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            plain_search(read(folder), embedder, tmp_path / "plain", stop)
        assert embedder.calls == 10
        plain_search(read(folder), embedder, tmp_path / "plain", quiet)
        assert embedder.calls == 26
        documents = [one for one in retrieval_set.DOCUMENTS if one[0] != "3"]
        documents[0] = ("1", "Carrier fines", "Fines for ferries were abolished.")
        retrieval_set.write(folder, documents=tuple(documents))
        find = plain_search(read(folder), embedder, tmp_path / "plain", quiet)
        assert embedder.calls == 27
        assert find("fines abolished").keys() == {name for name, _, _ in documents}


def test_json_holds_figures_and_nothing_that_is_none(data: DataSet) -> None:
    from ui.commands.beir import _json

    told: dict[str, Any] = _json(data, [measured("first", RUN, data)], ["a note"])
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["legs"]["first"]["measures"].keys() == {*MEASURES}
    assert (told["data_set"], told["split"], told["documents"]) == ("policy", "test", 26)
