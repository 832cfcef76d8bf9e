"""The Evaluate tab and the report, as an editor uses them in a browser."""

from __future__ import annotations

import csv
import io
import time
from threading import Event

import page_fakes as fakes
import pytest

from assistant.settings import load_settings
from evals.report.html import page as report_page
from evals.results import read_result
from ingest.run import ingest
from ui.page import build_page
from ui.question_desk import Desk
from ui.trials import runner
from vectorstore import Library
from vectorstore.testing import FakeEmbedder

pytestmark = pytest.mark.browser

ARRIVALS = """---
title: Arrivals in Ruritania
kind: article
---

Small boats brought 1,234 people to Ruritania in 2024, against 987 in 2023.

Minister Ana Ruiz said: “Returns must be lawful.”
"""
SET = (
    "id,question,number,number_unit,gold_sources,answerable\n"
    "arrivals,How many people did small boats bring to Ruritania in 2024?,1234,people,"
    '"arrivals.md | 1,234 people",yes\n'
    "wrong,How many people did small boats bring to Ruritania in 2023?,7,people,,yes\n"
    "moon,What did the Queen of Narnia say about visas?,,,,no\n"
)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluate")
    (folder / "arrivals.md").write_text(ARRIVALS, encoding="utf-8")
    with Library.open(folder / "index", FakeEmbedder(), write=True) as library:
        ingest([str(folder / "arrivals.md")], library)
        yield library


def served(library, serve, run):
    fake = fakes.demo_library()
    return serve(
        build_page(
            fakes.FakeAssistant(library),
            add_files=fake.add_files,
            remove=fake.remove,
            run_questions=run,
        )
    )


@pytest.fixture(scope="module")
def address(library, serve):
    return served(library, serve, runner(library, load_settings()))


@pytest.fixture
def tab(address, visit):
    def open_tab(*, phone=False, at=address):
        seen = visit(at, phone=phone)
        seen.page.get_by_role("tab", name="Evaluate").click()
        seen.page.wait_for_selector("#questions .empty")
        return seen

    return open_tab


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def upload(page, button, path):
    with page.expect_file_chooser() as chooser:
        press(page, button)
    chooser.value.set_files(path)


def download(page, name):
    with page.expect_download() as got:
        press(page, name)
    return got.value


@pytest.fixture
def spreadsheet(tmp_path):
    path = tmp_path / "desk.csv"
    path.write_text(SET, encoding="utf-8")
    return path


@pytest.mark.parametrize("phone", [False, True])
def test_drafts_are_corrected_approved_one_by_one_and_downloaded(tab, phone, tmp_path):
    seen = tab(phone=phone)
    page = seen.page
    press(page, "Draft from the sources")
    page.wait_for_selector(".question-row")
    assert page.locator(".question-row").count() == 2
    assert "2 questions, 0 approved" in page.locator("#question-count").inner_text()

    gold = page.locator(".question-rows [name=gold_sources]").first
    gold.fill("arrivals.md | words that nobody wrote")
    press(page, "Check")
    page.wait_for_selector("#problems .problem")
    assert "do not stand in arrivals.md" in page.locator("#problems").inner_text()
    page.locator("#problems .goto").click()
    assert page.evaluate("document.activeElement.id") == "q1-gold_sources"
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]

    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("arrivals.md")
    page.get_by_label("Read and approved").first.check()
    assert "2 questions, 1 approved" in page.locator("#question-count").inner_text()
    press(page, "Check")
    page.wait_for_selector("#problems .note")
    download(page, "Download the questions").save_as(tmp_path / "mine.csv")
    text = (tmp_path / "mine.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["tags"] for row in rows] == ["", "draft"]
    assert rows[0]["gold_sources"] == "arrivals.md"
    assert seen.complaints == []


def test_a_question_is_written_by_hand_with_the_keyboard(tab):
    page = tab().page
    press(page, "Write a question")
    page.keyboard.type("How many came?")
    page.get_by_label("Add a source by its name").fill("arrivals.md")
    page.keyboard.press("Tab")
    assert page.locator("[name=gold_sources]").input_value() == "arrivals.md | "
    press(page, "Remove")
    assert page.locator("#questions .empty").is_visible()


def test_what_is_written_before_the_server_has_answered_stays(library, serve, visit, monkeypatch):
    answer, names = Event(), Desk.names
    monkeypatch.setattr(Desk, "names", lambda desk: answer.wait(30) and names(desk))
    page = visit(served(library, serve, None)).page
    page.get_by_role("tab", name="Evaluate").click()
    page.wait_for_selector("#questions .empty")
    press(page, "Write a question")
    page.keyboard.type("How many came?")
    answer.set()
    page.wait_for_selector("#source-names option", state="attached")
    assert page.locator("[name=question]").input_value() == "How many came?"


def test_a_set_is_loaded_run_read_and_kept(tab, spreadsheet, tmp_path):
    seen = tab()
    page = seen.page
    upload(page, "Load a set", spreadsheet)
    page.wait_for_selector(".question-row")
    assert "3 questions loaded from desk.csv" in page.locator("#problems").inner_text()
    press(page, "Run the approved ones")
    page.wait_for_selector("#result .case")
    shown = page.locator("#result .case:not([hidden]) > summary")
    assert shown.count() == 3
    assert page.locator("#result svg").count() >= 2

    page.locator("#result [name=state]").select_option("notright")
    assert shown.count() == 1
    assert page.locator("#result .count").inner_text() == "1 shown"
    shown.first.click()
    case = page.locator("#case-wrong")
    assert "the figure that is expected is not in it" in case.inner_text()
    assert "7 people" in case.inner_text()
    case.get_by_role("button", name="Open the source").first.click()
    page.wait_for_selector("#source mark")
    assert page.locator("#source h2").inner_text() == "Arrivals in Ruritania"

    download(page, "Download result.json").save_as(tmp_path / "result.json")
    assert len(read_result(tmp_path / "result.json").cases) == 3
    upload(page, "Compare with an older one", tmp_path / "result.json")
    page.wait_for_selector("#result h2:has-text('Beside result.json')")
    assert seen.strangers() == []
    assert seen.complaints == []


def test_what_nobody_has_approved_is_not_run(tab):
    page = tab().page
    press(page, "Draft from the sources")
    page.wait_for_selector(".question-row")
    press(page, "Run the approved ones")
    page.wait_for_selector("#progress .problem")
    assert "No question is approved yet" in page.locator("#progress").inner_text()
    assert page.get_by_role("button", name="Run the approved ones").is_enabled()


def test_a_run_tells_how_far_it_is_and_can_be_stopped(library, serve, tab, spreadsheet):
    def slow(questions, progress):
        for done in range(1, 100):
            time.sleep(0.2)
            progress(done, 100)
        raise AssertionError("it was not stopped")

    page = tab(at=served(library, serve, slow)).page
    upload(page, "Load a set", spreadsheet)
    page.wait_for_selector(".question-row")
    press(page, "Run the approved ones")
    page.wait_for_selector("#progress p:has-text('of 100, about')")
    assert not page.get_by_role("button", name="Run the approved ones").is_enabled()
    press(page, "Stop")
    page.wait_for_selector("#progress p:has-text('Stopped.')")
    assert page.get_by_role("button", name="Run the approved ones").is_enabled()


def test_files_that_are_no_set_or_no_result_say_why_and_change_nothing(tab, tmp_path):
    page = tab().page
    (tmp_path / "bad.csv").write_text("id,question\na,\n", encoding="utf-8")
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    press(page, "Write a question")
    page.keyboard.type("Mine?")
    upload(page, "Load a set", tmp_path / "bad.csv")
    page.wait_for_selector("#problems .problem")
    assert "row 2 (a), question: Field required" in page.locator("#problems").inner_text()
    assert page.locator(".question-rows [name=question]").input_value() == "Mine?"
    upload(page, "Show a result.json", tmp_path / "bad.json")
    page.wait_for_selector("#progress .problem")
    assert "no result of" in page.locator("#progress").inner_text()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_opens_from_a_file_without_a_network(
    library, browser, tmp_path, spreadsheet, width, scheme
):
    from evals.reading import load_set

    result = runner(library, load_settings())(load_set(spreadsheet), lambda *_: None)
    path = tmp_path / "report.html"
    path.write_text(report_page(result), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    context.set_offline(True)
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.goto(f"{path.as_uri()}#case-wrong")
    assert page.locator("#case-wrong").get_attribute("open") is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("[name=words]").fill("narnia")
    assert page.locator(".case:not([hidden])").count() == 1
    page.locator("[name=words]").fill("nothing has these words")
    assert page.get_by_text("No case fits.").is_visible()
    ink, paper = page.evaluate(
        "[getComputedStyle(document.querySelector('.evaluation')).color,"
        " getComputedStyle(document.body).backgroundColor]"
    )
    assert ("236" in ink) == (scheme == "dark") == ("22, 22" in paper)
    assert not page.get_by_role("button", name="Open the source").count()
    assert complaints == []
    context.close()
