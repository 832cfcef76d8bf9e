"""A draft is pasted on the page, and every quotation in it is held against the sources."""

import page_fakes as fakes
import pytest

from evals.corpora import DEMO
from ingest.run import ingest
from ui.check import checked
from ui.page import build_page
from vectorstore import Library
from vectorstore.testing import FakeEmbedder

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(serve, tmp_path_factory):
    place = tmp_path_factory.mktemp("tab")
    with Library.open(place, FakeEmbedder(), write=True) as library:
        ingest([str(DEMO / "articles" / "uk-iraq-returns-agreement.md")], library)
        shown = fakes.demo_library()
        yield serve(
            build_page(
                fakes.FakeAssistant(shown),
                add_files=shown.add_files,
                remove=shown.remove,
                check=lambda text, rules: checked(library, text, rules),
            )
        )


@pytest.mark.parametrize("phone", [False, True])
def test_a_pasted_draft_is_checked(address, visit, phone):
    seen = visit(address, phone=phone)
    page = seen.page
    page.get_by_role("tab", name="Check").click()
    draft = "Jarvis called it “part of the jigsaw”. Philp saw “a sham designed not to look tough”."
    page.locator("#draft textarea").fill(draft)
    page.get_by_role("button", name="Check the quotations").click()
    page.wait_for_selector("#checked .card")
    assert page.locator("#checked .card").count() == 2
    assert "1 of 2 quotations must be mended" in page.locator("#checked .result").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert seen.strangers() == []


def test_an_empty_draft_gets_a_message(address, visit):
    page = visit(address).page
    page.get_by_role("tab", name="Check").click()
    page.get_by_role("button", name="Check the quotations").click()
    page.wait_for_selector("#checked .problem")
    assert "no text" in page.locator("#checked").inner_text()
