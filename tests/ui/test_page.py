"""The page as a person meets it, in headless Chromium, over a library of four documents."""

import socket
import urllib.error
import urllib.request
from dataclasses import dataclass

import gradio as gr
import page_fakes as fakes
import pytest

from ui.page import build_page, launch
from vectorstore.errors import IndexLocked, OnRecordError

pytestmark = pytest.mark.browser


@dataclass
class Served:
    address: str
    library: fakes.FakeLibrary
    assistant: fakes.FakeAssistant


@pytest.fixture(scope="module")
def served(serve):
    library = fakes.demo_library()
    assistant = fakes.FakeAssistant(library, pause=0.3)
    page = build_page(assistant, add_files=library.add_files, remove=library.remove)
    return Served(serve(page), library, assistant)


@pytest.fixture(autouse=True)
def fresh_library(served):
    served.library.documents = fakes.demo_library().documents
    served.library.problem = served.library.locked = None


def in_view(page, selector):
    """Whether an element stands inside the window and, if it is in the source, inside its text."""
    return page.evaluate(
        """selector => {
          const box = document.querySelector(selector).getBoundingClientRect();
          const text = document.querySelector('#source .source-text').getBoundingClientRect();
          return box.top >= text.top && box.bottom <= Math.min(text.bottom, innerHeight)
            && box.left >= 0 && box.right <= innerWidth;
        }""",
        selector,
    )


def overflows(page):
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


class TestKeeping:
    @pytest.mark.parametrize(
        ("form", "begins"),
        [("Markdown", b"# Conversation"), ("Word", b"PK"), ("Sources as BibTeX", b"@")],
    )
    def test_a_conversation_is_downloaded_in_the_form_chosen(self, served, visit, form, begins):
        seen = visit(served.address)
        seen.ask("How many?")
        seen.page.locator("#keep > button").click()
        seen.page.locator("#keep input").click()
        seen.page.get_by_role("option", name=form, exact=True).click()
        seen.page.locator("#save").click()
        seen.page.wait_for_selector("#kept:visible")
        with seen.page.expect_download() as download:
            seen.page.locator("#kept").click()
        assert download.value.path().read_bytes().startswith(begins)
        assert seen.complaints == []
        assert not overflows(seen.page)


class TestAsking:
    def test_an_example_question_is_answered_sentence_by_sentence(self, served, visit):
        seen = visit(served.address)
        seen.page.locator(".example").first.click()
        seen.page.wait_for_selector("text=Searching 1,234 passages")
        seen.page.wait_for_function("document.querySelectorAll('.sentence').length === 1")
        seen.page.wait_for_selector(".exchange[aria-busy=false]")
        assert seen.page.locator(".sentence").count() == 2
        assert seen.page.locator(".citation").all_inner_texts() == ["1", "2", "3"]
        assert "Evening Standard, 20 August 2025" in seen.page.locator(".cited").inner_text()
        assert seen.complaints == []

    def test_a_citation_opens_the_source_at_the_highlighted_words(self, served, visit):
        seen = visit(served.address)
        seen.ask("How many?")
        seen.follow(1)
        mark = seen.page.locator("#source mark")
        assert mark.inner_text().startswith("1,900 Iraqis arrived by small boat")
        assert in_view(seen.page, "#source mark")
        panel = seen.page.locator("#source")
        assert panel.get_by_role("heading").inner_text() == fakes.ARTICLE.title
        for fact in ("Evening Standard", "20 August 2025", "Article", "paragraph 25"):
            assert fact in panel.inner_text()
        work = seen.page.locator("#work").bounding_box()
        assert panel.bounding_box()["x"] >= work["x"] + work["width"]  # beside, not over

    def test_the_citations_of_an_earlier_answer_go_on_working(self, served, visit):
        seen = visit(served.address)
        seen.ask("How many?")
        seen.ask("And about Rwanda?")
        seen.page.locator(".exchange").first.locator(".citation").nth(2).click()
        seen.page.wait_for_selector("#source mark")
        assert "answer within 14 days" in seen.page.locator("#source mark").inner_text()
        assert "date not stated" in seen.page.locator("#source").inner_text()

    def test_a_citation_is_followed_and_left_with_the_keyboard(self, served, visit):
        seen = visit(served.address)
        seen.ask("How many?")
        seen.page.locator(".citation").first.focus()
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_selector("#source mark")
        assert seen.page.evaluate("document.activeElement.tagName") == "H2"
        seen.page.keyboard.press("Escape")
        seen.page.wait_for_selector("#source", state="hidden")
        assert seen.page.evaluate("document.activeElement.className") == "citation"

    def test_what_the_sources_do_not_say_is_not_found_and_looks_it(self, served, visit):
        seen = visit(served.address)
        seen.ask("What did the Home Secretary say about Rwanda?")
        assert seen.page.get_by_text("Not found in these sources").is_visible()
        assert seen.page.get_by_text("Searched 1,234 passages").is_visible()
        assert seen.page.locator(".answer").count() == 0
        seen.page.locator(".nearest .source-line").click()
        seen.page.wait_for_selector("#source mark")
        assert seen.complaints == []

    def test_a_follow_up_reaches_the_assistant_with_the_conversation(self, served, visit):
        seen = visit(served.address)
        seen.ask("How many?")
        seen.ask("And who says so?")
        assert [turn.question for turn in served.assistant.histories[-1]] == ["How many?"]
        seen.page.get_by_role("button", name="New conversation").click()
        seen.page.wait_for_selector(".welcome")
        seen.ask("How many?")
        assert served.assistant.histories[-1] == ()

    def test_filters_reach_the_assistant_and_are_said(self, served, visit):
        seen = visit(served.address)
        seen.page.get_by_role("button", name="Filters").click()
        seen.page.get_by_label("Agreement").check()
        seen.page.get_by_label("Publisher").click()
        seen.page.get_by_role("option", name="Home Office").click()
        seen.page.get_by_label("Published since").fill("2025-03")
        seen.ask("How many?")
        said = "Searched only: agreements; Home Office; since 1 March 2025"
        assert seen.page.get_by_text(said).is_visible()
        _, filters = served.assistant.asked[-1]
        assert filters.publishers == ("Home Office",)
        assert [kind.value for kind in filters.kinds] == ["agreement"]


class TestWhatGoesWrong:
    def test_an_error_is_a_message_with_its_remedy_and_the_chat_goes_on(self, served, visit):
        seen = visit(served.address)
        seen.ask("please break")
        assert seen.page.get_by_text("The model did not answer.").is_visible()
        assert seen.page.get_by_text("ollama serve").is_visible()
        seen.ask("crash")
        assert "Traceback" not in seen.page.content()
        assert "nobody should see" not in seen.page.content()
        seen.ask("How many?")
        assert seen.page.locator(".sentence").count() == 2

    def test_an_empty_question_does_nothing(self, served, visit):
        seen = visit(served.address)
        asked = len(served.assistant.asked)
        seen.page.locator("#question textarea").fill("   ")
        seen.page.get_by_role("button", name="Ask", exact=True).click()
        seen.page.wait_for_timeout(500)
        assert seen.page.locator(".welcome").is_visible()
        assert len(served.assistant.asked) == asked

    def test_an_enormous_question_stays_in_its_box_beside_a_message(self, served, visit):
        seen = visit(served.address)
        seen.page.locator("#question textarea").fill("migration " * 10_000)
        seen.page.get_by_role("button", name="Ask", exact=True).click()
        seen.page.wait_for_selector("#notice .problem")
        assert "100,000 characters" in seen.page.locator("#notice").inner_text()
        assert len(seen.page.locator("#question textarea").input_value()) == 100_000

    def test_without_sources_it_says_what_to_do_and_notices_the_first(self, served, visit):
        kept, served.library.documents = served.library.documents, {}
        seen = visit(served.address)
        seen.page.get_by_role("button", name="Add files in Sources").click()
        seen.page.wait_for_selector("text=Drop files above to add the first")
        served.library.documents = kept  # as another process would add them
        seen.page.wait_for_selector("table.sources")
        seen.page.wait_for_selector("#masthead >> text=4 sources, 1,234 passages")
        seen.page.get_by_role("tab", name="Chat").click()
        seen.page.wait_for_selector(".example")

    def test_an_index_that_cannot_be_read_says_so(self, served, visit):
        served.library.problem = OnRecordError("The index is damaged.", "onrecord doctor --repair")
        seen = visit(served.address)
        seen.page.wait_for_selector("#conversation >> text=onrecord doctor --repair")


class TestSources:
    @pytest.fixture
    def seen(self, served, visit):
        seen = visit(served.address)
        seen.page.get_by_role("tab", name="Sources").click()
        seen.page.wait_for_selector("table.sources")
        return seen

    def test_files_are_added_with_a_report_and_can_be_opened(self, seen, tmp_path):
        good, bad = tmp_path / "note.txt", tmp_path / "junk.bin"
        good.write_text("A note on returns.", encoding="utf-8")
        bad.write_bytes(b"\x00\x01")
        seen.page.locator("#upload input[type=file]").set_input_files([good, bad])
        seen.page.wait_for_selector("text=1 added, 1 failed.")
        assert "Convert it to PDF." in seen.page.locator("#outcome").inner_text()
        seen.page.locator("button.title", has_text="note.txt").click()
        seen.page.wait_for_selector("#source >> text=A note on returns.")

    def test_a_source_is_removed_once_that_is_confirmed(self, served, seen):
        remove = seen.page.get_by_role("button", name="Remove Detected arrivals")
        remove.click()
        seen.page.get_by_role("button", name="Keep it").click()
        assert "arrivals" in served.library.documents
        remove.click()
        seen.page.get_by_role("dialog").get_by_role("button", name="Remove").click()
        seen.page.wait_for_selector("#outcome >> text=Removed.")
        remove.wait_for(state="detached")
        assert "arrivals" not in served.library.documents

    def test_while_another_process_writes_it_says_who(self, served, seen, tmp_path):
        served.library.locked = IndexLocked("Process 4711 is adding sources.", "Wait for it.")
        (tmp_path / "note.txt").write_text("A note.", encoding="utf-8")
        seen.page.locator("#upload input[type=file]").set_input_files([tmp_path / "note.txt"])
        seen.page.wait_for_selector("#outcome >> text=Process 4711 is adding sources.")

    def test_the_list_is_narrowed_as_one_types(self, seen):
        seen.page.get_by_label("Find a source").fill("home office")
        seen.page.wait_for_selector("text=1 of 4 sources")


class TestPrivacyAndSafety:
    def test_nothing_is_asked_of_any_other_machine(self, served, visit):
        seen = visit(served.address)
        seen.ask("How many?")
        seen.follow(1)
        seen.ask("hostile")
        seen.follow(1)
        seen.page.get_by_role("tab", name="Sources").click()
        seen.page.wait_for_timeout(1_000)
        assert seen.strangers() == []
        assert seen.complaints == []  # not even tried: the policy would have complained

    def test_a_hostile_source_changes_nothing_and_is_shown_as_its_words(self, served, visit):
        seen = visit(served.address)
        seen.ask("hostile")
        seen.follow(1)
        assert seen.page.locator("#source mark").inner_text() == fakes.HOSTILE
        seen.page.get_by_role("tab", name="Sources").click()
        seen.page.wait_for_selector("table.sources")
        inside = "#conversation, #source, #sources"
        assert seen.page.evaluate("window.hacked") is None
        assert seen.page.locator(inside).locator("script, img, iframe, strong, code").count() == 0
        assert seen.page.locator(inside).locator("a").count() == 0

    def test_the_browser_is_told_to_confine_the_page(self, served):
        with urllib.request.urlopen(served.address) as response:  # noqa: S310 - our own address
            policy = response.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "http" not in policy

    def test_no_file_of_this_machine_is_served(self, served):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"{served.address}gradio_api/file={__file__}")  # noqa: S310

    def test_another_name_for_this_machine_is_not_answered(self, served):
        request = urllib.request.Request(served.address, headers={"Host": "evil.example"})  # noqa: S310
        with pytest.raises(urllib.error.HTTPError, match="400"):
            urllib.request.urlopen(request)  # noqa: S310

    def test_a_port_that_is_taken_is_an_error_for_people(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with gr.Blocks() as page, pytest.raises(OnRecordError, match=str(port)) as caught:
                launch(page, port=port, wait=False)
        assert "--port" in caught.value.remedy


class TestOnAPhone:
    def test_nothing_scrolls_sideways_and_a_source_covers_the_page(self, served, visit):
        seen = visit(served.address, phone=True)
        assert not overflows(seen.page)
        seen.ask("hostile")
        assert not overflows(seen.page)
        seen.ask("How many?")
        seen.follow(1)
        assert not overflows(seen.page)
        assert in_view(seen.page, "#source mark")
        box = seen.page.locator("#source").bounding_box()
        assert (box["x"], box["y"], box["width"]) == (0, 0, 390)
        seen.page.get_by_role("button", name="Close the source").click()
        seen.page.wait_for_selector("#source", state="hidden")
        seen.page.get_by_role("tab", name="Sources").click()
        seen.page.wait_for_selector("table.sources")
        assert not overflows(seen.page)


class TestAccessibility:
    def test_the_page_names_its_language_parts_and_fields(self, served, visit):
        seen = visit(served.address)
        seen.ask("How many?")
        page = seen.page
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.get_by_role("log", name="Conversation").is_visible()
        assert page.get_by_label("Your question").is_visible()
        assert page.get_by_role("heading", level=1).inner_text() == "On Record"
        assert page.get_by_role("button", name="Source 1: UK signs").first.is_visible()
        assert page.get_by_role("list", name="Sources of this answer").is_visible()
        seen.follow(1)
        assert page.get_by_role("complementary", name="Source").is_visible()
