import subprocess
import sys
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import page_fakes as fakes
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Sentence, Status
from ui import listing, render
from vectorstore.errors import OnRecordError
from vectorstore.records import Filters, Hit, Instrument, Kind, Passage, Standing

NASTY = st.text(st.sampled_from("<>&\"'`/=$ {}()[]!\n\t\x00\u202e\ud800aé😀-"), max_size=40) | (
    st.sampled_from(
        [fakes.HOSTILE, "</mark><b onclick=x>", "\" onload='x'", "]]>", "<!--", "&#x3c;"]
    )
)


class Outline(HTMLParser):
    """The elements and attribute names of some HTML, its text, and the text of its marks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[tuple[str, str]] = []
        self.text = self.marked = ""
        self._in_mark = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.values += [(name, value or "") for name, value in attrs]
        self._in_mark = tag == "mark"

    def handle_endtag(self, _tag):
        self._in_mark = False

    def handle_data(self, data):
        self.text += data
        if self._in_mark:
            self.marked += data

    def handle_comment(self, _data):
        self.elements.append(("comment", ()))


def whole_answer(words: str, status: Status = Status.PARTLY) -> Answer:
    entry = fakes.entry_of(
        fakes.make_document(words, words, "text", publisher=words, url=words, path=words)
    )
    passage = Passage(start=0, end=4, locator=words)
    return Answer(
        question=words,
        standalone_question=f"other {words}",
        status=status,
        sentences=()
        if status is Status.NOT_FOUND
        else (Sentence(text=words, citations=(1,), attribution=f"by {words}"),),
        citations=(Citation(number=1, entry=entry, locator=words, start=0, end=4, text=words),),
        notes=(words,),
        nearest=(Hit(rank=1, score=1.0, entry=entry, passage=passage, text=words),),
        model=words,
        seconds=1.0,
    )


class TestWordsAreNeverHtml:
    @given(NASTY)
    @settings(deadline=None)
    def test_the_same_elements_stand_in_an_answer_whatever_its_words(self, words):
        plain, nasty = (
            Outline(
                render.exchange(
                    each,
                    "".join(render.answer(whole_answer(each, status)) for status in Status),
                    scope=each,
                )
                + render.error(OnRecordError(each, "x" + each))
            )
            for each in ("x", words or "x")
        )
        assert nasty.elements == plain.elements

    @given(NASTY)
    @settings(deadline=None)
    def test_the_same_elements_stand_in_a_list_of_sources_whatever_their_titles(self, words):
        def outline(each):
            document = fakes.make_document(each, each, "text", publisher=each or "x")
            failure = fakes.FakeFailure("/up/" + each, each, "x" + each)
            return Outline(
                listing.sources([fakes.FakeSummary(fakes.entry_of(document), 1)])
                + listing.report(fakes.FakeReport(failed=[failure]))
                + listing.progress(fakes.FakeProgress(1, 2, each))
            ).elements

        assert outline(words) == outline("x")

    @given(NASTY)
    @settings(deadline=None)
    def test_a_source_has_no_element_or_link_of_its_own(self, words):
        document = fakes.make_document(
            words, words, words, publisher=words, author=words, url=words, language=words
        )
        outline = Outline(render.source(document, 0, 0, locator=words))
        assert {tag for tag, _ in outline.elements} <= {
            *("header", "button", "p", "h2", "dl", "div", "dt", "dd", "span")
        }
        assert not any(name.startswith("on") for name, _ in outline.values)

    def test_half_a_surrogate_pair_does_not_break_the_page(self):
        assert render.escape("a\ud800b").encode() == "a\ufffdb".encode()


class TestLinks:
    @pytest.mark.parametrize(
        "url",
        [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,<script>1</script>",
            "vbscript:x",
            "file:///etc/passwd",
            "//news.example/a",
            "https:",
            "http://[",
            "",
        ],
    )
    def test_only_web_addresses_can_be_followed(self, url):
        assert render.web_address(url) == ""
        document = fakes.make_document("a", "A", "text", url=url)
        assert "<a" not in render.source(document, 0, 4)

    def test_a_web_address_opens_elsewhere_and_tells_nobody_where_from(self):
        html = render.source(fakes.ARTICLE, 0, 4)
        assert (
            '<a href="https://news.example/politics/iraq-deal" target="_blank" '
            'rel="noopener noreferrer">' in html
        )


class TestSource:
    @given(st.text(max_size=200), st.integers(-5, 210), st.integers(-5, 210))
    @settings(deadline=None)
    def test_its_text_is_shown_exactly_and_the_cited_words_are_marked(self, text, start, end):
        text = text.replace("\r", " ")  # HTML knows one line end
        start, end = sorted((max(start, 0), min(max(end, 0), len(text))))
        outline = Outline(render.marked(text, start, end, 0, len(text)))
        shown = render.escape(text)
        assert outline.text == Outline(shown).text
        assert outline.marked == Outline(render.escape(text[start:end])).text

    def test_it_says_what_is_known_and_what_is_not(self):
        html = render.source(fakes.AGREEMENT, 0, 9, locator="Article 1")
        for fact in ("Agreement", "date not stated", "Article 1", "sources/uk-iraq.txt"):
            assert fact in html
        assert "Foreign, Commonwealth &amp; Development Office" in html
        assert 'lang="en"' in html

    def test_an_agreement_tells_who_made_it_when_and_whether_it_binds(self):
        said = Instrument(
            parties=("Aland", "Borland <x>"),
            signed=date(2015, 3, 2),
            signed_at="Brussels",
            standing=Standing.NOT_IN_FORCE,
        )
        html = render.source(replace(fakes.AGREEMENT, instrument=said), 0, 9)
        assert "<dt>Parties</dt><dd>Aland; Borland &lt;x&gt;</dd>" in html
        assert "<dt>Signed</dt><dd>2 March 2015, Brussels</dd>" in html
        assert "<dt>Standing</dt><dd>not in force</dd>" in html

    def test_a_span_outside_the_text_marks_nothing(self):
        assert "<mark>" not in render.source(fakes.TABLE, 10_000, 20_000)
        assert "<mark>" not in render.source(fakes.TABLE, 9, 3)

    def test_a_long_source_is_shown_around_the_words_and_more_can_be_asked_for(self):
        text = "".join(f"line {n}\n" for n in range(10_000))
        document = fakes.make_document("long", "Long", text)
        start = text.index("line 5000\n")
        html = render.source(document, start, start + 9, reach=100)
        outline = Outline(html)
        assert outline.marked == "line 5000"
        assert "line 4990\n" in outline.text
        assert "line 4900\n" not in outline.text
        assert outline.values.count(("data-reach", "1000")) == 2
        assert "Show the" not in render.source(document, start, start + 9, reach=10**6)


class TestAnswer:
    def test_a_citation_says_where_it_leads_and_carries_the_exact_span(self):
        answer = fakes.answer_to("How many?")
        first = answer.citations[0]
        html = render.answer(answer)
        assert (
            f'data-document="iraq-deal" data-start="{first.start}" data-end="{first.end}"' in html
        )
        assert 'aria-label="Source 1: UK signs returns agreement' in html
        assert "20 August 2025" in html
        assert "row 3" in html

    def test_a_citation_that_leads_nowhere_is_not_shown(self):
        answer = Answer(
            question="q",
            standalone_question="q",
            status=Status.ANSWERED,
            sentences=(Sentence(text="A sentence.", citations=(7,)),),
        )
        assert "<button" not in render.answer(answer)

    def test_sentences_of_one_attribution_name_it_once(self):
        answer = fakes.answer_to("q")
        one, two = answer.sentences
        same = Sentence(text=two.text, citations=two.citations, attribution=one.attribution)
        html = render.answer(
            Answer(
                question="q",
                standalone_question="q",
                status=Status.ANSWERED,
                sentences=(one, same),
                citations=answer.citations,
            )
        )
        assert html.count(one.attribution) == 1
        assert html.count('class="sentence"') == 2

    def test_not_found_says_what_was_searched_and_what_came_nearest(self):
        html = render.answer(fakes.not_found("Rwanda?"))
        assert "Not found in these sources" in html
        assert "Searched 1,234 passages" in html
        assert 'data-document="iraq-deal"' in html
        assert 'class="answer' not in html

    def test_a_question_that_was_understood_otherwise_shows_how(self):
        answer = whole_answer("x")
        assert "Understood as: other x" in render.answer(answer)
        assert "Understood as" not in render.answer(fakes.answer_to("q"))


def test_filters_are_said_in_words():
    filters = Filters(
        kinds=(Kind.ARTICLE, Kind.AGREEMENT), publishers=("BBC", "PA"), since=date(2025, 3, 1)
    )
    assert render.scope(filters) == "articles and agreements; BBC or PA; since 1 March 2025"
    assert render.scope(Filters()) == ""


def test_one_is_not_many():
    assert render.holdings(fakes.FakeCounts(1, 1234)) == "1 source, 1,234 passages"


class TestListing:
    def test_it_is_narrowed_by_words_of_title_or_publisher(self):
        entries = fakes.demo_library().entries()
        html = listing.sources(entries, "HOME arrivals")
        assert "1 of 4 sources" in html
        assert "Detected arrivals" in html
        assert "Agreement between" not in html

    def test_a_very_long_one_says_how_to_find_the_rest(self):
        entries = fakes.demo_library().entries() * 100
        html = listing.sources(entries)
        assert html.count("<tr>") == listing.MOST_ROWS + 1
        assert "400 of 400 sources; the first 200 are shown" in html

    def test_an_empty_one_says_what_to_do(self):
        assert "No sources yet" in listing.sources([])

    def test_a_report_names_each_failure_with_its_remedy(self):
        made = fakes.FakeReport(
            added=2,
            failed=[fakes.FakeFailure("uploads/3f2a/scan.pdf", "It holds no text.", "Run OCR.")],
        )
        html = listing.report(made)
        assert "2 added, 1 failed." in html
        assert "<strong>scan.pdf</strong>: It holds no text.<br>Run OCR." in html


def test_rendering_does_not_load_gradio():
    code = "import sys, ui.render, ui.listing; sys.exit('gradio' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=root).returncode == 0
