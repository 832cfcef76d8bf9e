from dataclasses import replace
from datetime import date

import page_fakes as fakes
import pytest

from ui import render
from ui.chat import check_length, converse, read_filters
from ui.panel import opened
from ui.sources import adding, listed, removal
from vectorstore.errors import IndexLocked, OnRecordError
from vectorstore.records import Filters, Kind

LOCKED = IndexLocked("Another process is adding sources (since 14:02).", "Wait until it is done.")


@pytest.fixture
def library():
    return fakes.demo_library()


@pytest.fixture
def assistant(library):
    return fakes.FakeAssistant(library)


class TestConversation:
    def test_it_goes_from_searching_by_growing_answers_to_the_final_one(self, assistant):
        steps = list(converse(assistant, "How many?", (), Filters()))
        assert "Searching 1,234 passages" in steps[0].html
        assert [step.html.count('class="sentence"') for step in steps[1:]] == [1, 2, 2]
        assert [bool(step.turn) for step in steps] == [False, False, False, True]
        assert 'aria-busy="false"' in steps[-1].html

    def test_while_a_model_reads_the_page_says_so_and_not_that_nothing_was_found(self, assistant):
        steps = list(converse(assistant, "What does the model say?", (), Filters()))
        assert "a model is reading 3 passages" in steps[1].html
        assert "Not found" not in steps[1].html
        assert "a model is reading" not in steps[-1].html
        assert "working" not in steps[-1].html

    def test_while_a_model_writes_that_stands_under_its_sentences_and_no_summing_up(self):
        html = render.answer(replace(fakes.answer_to("How many?"), pending="<it> is writing"))
        assert html.index('class="sentence"') < html.index("&lt;it&gt; is writing")
        assert "How this answer was made" not in html
        assert "0.4 s" not in html

    def test_a_follow_up_knows_the_earlier_turns_but_not_the_failed_ones(self, assistant):
        past = []
        for question in ("How many?", "please break", "And who says so?"):
            past.append(list(converse(assistant, question, past, Filters()))[-1])
        (turn,) = assistant.histories[-1]
        assert turn.question == "How many?"
        assert "1,900 Iraqis" in turn.answer

    def test_an_error_is_shown_with_its_remedy(self, assistant):
        *_, last = converse(assistant, "please break", (), Filters())
        assert "The model did not answer." in last.html
        assert "ollama serve" in last.html

    def test_a_fault_of_ours_shows_no_traceback(self, assistant, caplog):
        *_, last = converse(assistant, "crash", (), Filters())
        assert "Something went wrong inside On Record." in last.html
        assert "nobody should see" not in last.html
        assert "nobody should see" in caplog.text

    def test_an_empty_index_says_what_to_do_and_asks_no_model(self):
        assistant = fakes.FakeAssistant(fakes.FakeLibrary())
        (only,) = converse(assistant, "How many?", (), Filters())
        assert "No sources yet" in only.html
        assert not assistant.asked

    def test_an_index_that_cannot_be_read_says_so(self, assistant, library):
        library.problem = OnRecordError("The index is damaged.", "onrecord doctor --repair")
        (only,) = converse(assistant, "How many?", (), Filters())
        assert "onrecord doctor --repair" in only.html

    def test_an_enormous_question_is_refused_with_its_length(self):
        with pytest.raises(OnRecordError, match="100,000 characters"):
            check_length("x" * 100_000)


class TestFilters:
    def test_a_year_and_a_month_reach_from_their_first_day_to_their_last(self):
        assert read_filters([], [], "2024", "2024-02") == Filters(
            since=date(2024, 1, 1), until=date(2024, 2, 29)
        )

    def test_kinds_and_publishers_are_taken_as_chosen(self):
        chosen = read_filters(["agreement"], ["Home Office"], "", " ", ["nl"])
        assert chosen == Filters(
            kinds=(Kind.AGREEMENT,), publishers=("Home Office",), languages=("nl",)
        )

    @pytest.mark.parametrize(
        "text", ["soon", "2025-13", "2025-02-30", "31/03/2025", "1-2-3-4", "0"]
    )
    def test_what_is_no_date_is_refused_with_examples(self, text):
        with pytest.raises(OnRecordError, match="is not a date") as caught:
            read_filters([], [], text, "")
        assert "2025-03-31" in caught.value.remedy

    def test_dates_the_wrong_way_round_are_refused(self):
        with pytest.raises(OnRecordError, match="since 1 January 2025"):
            read_filters([], [], "2025", "2024")


PLACE = {"document": "uk-iraq", "start": "10", "end": "22", "digest": fakes.AGREEMENT.digest}


class TestPanel:
    def test_it_opens_at_the_words_and_names_their_place(self, library):
        html = opened(library, PLACE)
        assert "<mark>Definitions.</mark>" in html
        assert "paragraph 1" in html

    def test_a_source_that_has_changed_since_is_not_marked(self, library):
        html = opened(library, {**PLACE, "digest": "0" * 64})
        assert "has been updated since" in html
        assert "<mark>" not in html

    def test_a_source_that_is_gone_says_so(self, library):
        html = opened(library, {**PLACE, "document": "gone"})
        assert "There is no such source." in html

    @pytest.mark.parametrize("nonsense", [{}, {"start": [1]}, {"start": "-1", "end": "9" * 99}])
    def test_nonsense_from_a_browser_breaks_nothing(self, library, nonsense):
        html = opened(library, {"document": "uk-iraq", **nonsense})
        assert "Definitions." in html
        assert "<mark>" not in html


class TestAdding:
    def test_it_tells_how_far_it_is_then_what_became_of_each(self, library, tmp_path):
        good, bad = tmp_path / "note.txt", tmp_path / "junk.bin"
        good.write_text("A note.", encoding="utf-8")
        bad.write_bytes(b"\x00")
        first, second, report = adding(library.add_files, [str(good), str(bad)])
        assert "Reading note.txt: 0 of 2" in first
        assert "Reading junk.bin: 1 of 2" in second
        assert "1 added, 1 failed." in report
        assert "note.txt" in listed(library, "")

    def test_while_another_process_writes_it_says_who_and_what_to_do(self, library):
        library.locked = LOCKED
        (only,) = adding(library.add_files, ["a.txt"])
        assert "since 14:02" in only
        assert "Wait until it is done." in only
        assert "since 14:02" in removal(library.remove, "uk-iraq")
        assert "uk-iraq" in library.documents

    def test_a_fault_of_ours_shows_no_traceback(self, caplog):
        def broken(paths, progress):
            raise RuntimeError("a traceback that nobody should see")

        (only,) = adding(broken, ["a.txt"])
        assert "Something went wrong inside On Record." in only
        assert "nobody should see" not in only
        assert "nobody should see" in caplog.text
