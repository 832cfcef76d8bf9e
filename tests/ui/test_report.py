"""The report of a draft: one page for a mail, a Word document with comments, Markdown, JSON."""

from __future__ import annotations

import io
import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from assistant.quotes.draft import check_draft, read_draft
from evals.corpora import DEMO
from ingest.run import ingest
from ui.report import draft_report
from ui.report_docx import draft_docx
from ui.report_markdown import draft_markdown
from ui.shapes import draft_json
from vectorstore import Library
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from assistant.quotes.draft import DraftCheck

DRAFT = DEMO.parent / "drafts" / "returns-week.md"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> DraftCheck:
    place = tmp_path_factory.mktemp("report")
    with Library.open(place, FakeEmbedder(), write=True) as library:
        ingest([str(DEMO / "articles")], library)
        return check_draft(read_draft(DRAFT.read_bytes(), DRAFT.name), library)


class Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        known = dict(attrs)
        self.links += [known[name] or "" for name in ("href", "src") if name in known]
        self.ids += [known["id"] or ""] if "id" in known else []


def test_the_page_fetches_nothing_and_every_mark_leads_to_its_card(found: DraftCheck) -> None:
    page = Page(draft_report(found))
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    inside = [link[1:] for link in page.links if link.startswith("#")]
    assert set(inside) <= set(page.ids)
    assert {f"q{number}" for number in range(1, 16)} <= set(inside)


def test_what_a_draft_says_is_escaped(tmp_path: Path) -> None:
    evil = "Ana Ruiz said: “<script>alert(1)</script> is what we have always wanted”."
    with Library.open(tmp_path, FakeEmbedder(), write=True) as library:
        checked = check_draft(read_draft(evil.encode(), "<b>.txt"), library)
    page = draft_report(checked)
    assert "<script" not in page
    assert "<b>.txt" not in page


def test_json_is_the_contract(found: DraftCheck) -> None:
    told = json.loads(json.dumps(draft_json(found)))
    assert set(told) >= {"draft", "quotes", "figures", "summary"}
    assert sum(told["summary"].values()) == len(told["quotes"])
    for quote in told["quotes"]:
        shown = told["text"][quote["draft_start"] : quote["draft_end"]]
        assert shown.split()[0] in quote["quote"]
        assert {"verdict", "findings", "matches", "searched", "explanation"} <= set(quote)


def test_markdown_names_every_quotation(found: DraftCheck) -> None:
    told = draft_markdown(found)
    assert told.count("\n## ") == 15
    assert "10 of 15 quotations must be mended" in told


def test_the_word_document_has_a_comment_at_the_words(found: DraftCheck) -> None:
    import docx

    made = docx.Document(io.BytesIO(draft_docx(found)))
    comments = list(made.comments)
    assert len(comments) == 15
    marked = [
        "".join(run.text for run in paragraph.runs if run.font.highlight_color is not None)
        for paragraph in made.paragraphs
    ]
    assert any("serious diplomacy that never delivers real results" in text for text in marked)
    assert not any("Security Minister" in text for text in marked)


def test_a_word_draft_keeps_its_own_looks(found: DraftCheck) -> None:
    import docx

    draft = docx.Document()
    draft.add_heading("A week of deals", 1)
    paragraph = draft.add_paragraph("Jarvis called it ")
    paragraph.add_run("“part of the ").bold = True
    paragraph.add_run("jigsaw” on Monday.")
    kept = io.BytesIO()
    draft.save(kept)
    read = read_draft(kept.getvalue(), "draft.docx")
    assert "“part of the jigsaw”" in read.text
    with_quotes = type(found)(
        draft=read,
        quotes=tuple(
            type(one)(
                start=read.text.index("part"),
                end=read.text.index("part") + len("part of the jigsaw"),
                form=one.form,
                check=one.check,
            )
            for one in found.quotes[:1]
        ),
        figures=(),
        profile=found.profile,
        documents=1,
        passages=1,
    )
    made = docx.Document(io.BytesIO(draft_docx(with_quotes, kept.getvalue())))
    runs = [(run.text, bool(run.bold)) for run in made.paragraphs[1].runs if run.text]
    lit = [run.text for run in made.paragraphs[1].runs if run.font.highlight_color is not None]
    assert "".join(text for text, _ in runs) == "Jarvis called it “part of the jigsaw” on Monday."
    assert "".join(lit) == "part of the jigsaw"
    assert ("part of the ", True) in runs


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_works_with_the_keyboard_and_on_a_phone(
    found: DraftCheck, browser: Browser, tmp_path: Path, width: int
) -> None:
    place = tmp_path / "report.html"
    place.write_text(draft_report(found), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 844})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(place.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("main, header, footer").count() == 3
    assert page.locator("article").count() == 15
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator("#q2 summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#q2 mark").first.is_visible()
    assert "never" in page.locator("#q2 ins").first.inner_text()
    assert asked == [place.as_uri()]
    page.close()
