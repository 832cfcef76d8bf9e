"""Questions about agreements, over the real texts: provisions, what they rest on, what they are."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from assistant import Assistant, Status, build_chain
from assistant.cite import locator_at
from assistant.editions import dated_edition, language_of, originals_first
from assistant.instruments import facts
from assistant.points import point_at
from assistant.provisions import named, referred
from assistant.question import understand
from ingest.readers import read
from ingest.understand import Origin
from ingest.understand import understand as read_source
from vectorstore import Filters, Library, Passage
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant.answer import Answer
    from vectorstore import Hit

NAMES = (
    "benelux_bosnia_readmission_protocol.md",
    "benelux_kazakhstan_readmission_2015.md",
    "coe_abolition_of_visas_refugees_1959.md",
    "iom_constitution.md",
    "refugee_convention_1951.md",
    "refugee_convention_open_treaties.json",
    "refugee_protocol_1967.md",
    "uk_immigration_rules_part-11-asylum.md",
    "benelux_albania_readmission_protocol_nl.md",
)


@pytest.fixture(scope="module")
def library(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    embedder = FakeEmbedder()
    folder = tmp_path_factory.mktemp("agreements")
    with Library.open(folder / "index", embedder, write=True) as library:
        for name in NAMES:
            data = (corpus / "agreements" / name).read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            origin = Origin(uri=f"/x/{name}", digest=digest, path=name)
            library.add(read_source(read(data, name), origin, embedder))
        yield library


@pytest.fixture(scope="module")
def assistant(library: Library) -> Assistant:
    return Assistant(library, build_chain(library))


def located(answer: Answer) -> list[str]:
    return [one.locator for one in answer.citations]


def at(library: Library, question: str, language: str = "en") -> list[str]:
    hits = named(library, understand(question), Filters(), language)
    return [hit.passage.locator for hit in hits]


class TestProvisions:
    def test_both_paragraphs_of_article_33_once_each_and_in_english(
        self, assistant: Assistant
    ) -> None:
        answer = assistant.ask(
            "What does Article 33 of the Refugee Convention say, and what is the exception?"
        )
        assert answer.status is Status.ANSWERED
        assert located(answer) == ["Article 33(1)", "Article 33(2)"]
        first, second = answer.citations
        assert first.text.startswith("1. No Contracting State shall expel or return")
        assert second.text.startswith("2. The benefit of the present provision")
        # Of two editions of the Convention the one that tells its day is quoted.
        assert first.entry.published is not None

    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            ("What does Article 1 A (2) of the Refugee Convention say?", ["Article 1A(2)"]),
            ("What does Article VII (4) of the Protocol say?", ["Article VII(4)"]),
            ("What does paragraph 345D of the Immigration Rules say?", ["para 345D"]),
            ("What does Article 12 of the protocol with Albania say?", []),
        ],
    )
    def test_a_provision_is_found_however_its_number_is_written(
        self, library: Library, question: str, expected: list[str]
    ) -> None:
        found = at(library, question)
        assert list(dict.fromkeys(found)) == expected or not expected

    def test_of_an_agreement_and_its_protocol_the_one_that_is_named(self, library: Library) -> None:
        of_agreement = at(library, "What does Article 7 of the agreement with Kazakhstan say?")
        protocol = at(
            library, "What does Article 7 of the implementing protocol with Kazakhstan say?"
        )
        assert {name.split("(")[0] for name in of_agreement} == {"Article 7"}
        assert len(of_agreement) == 5
        implementing = "Implementing protocol to the agreement, Article 7"
        assert {name.split("(")[0] for name in protocol} == {implementing}

    def test_a_text_that_is_only_in_dutch_is_found_by_an_english_question(
        self, library: Library
    ) -> None:
        filters = Filters(languages=("nl",))
        asked = understand("What does Article 12 say?")
        found = named(library, asked, filters, "en")
        assert "Artikel 12" in {hit.passage.locator for hit in found}

    def test_who_asks_in_dutch_gets_the_dutch_text(self, library: Library) -> None:
        found = at(library, "Wat zegt artikel 33 van het Refugee Convention?", "nl")
        dutch = "Verdrag betreffende de status van vluchtelingen (Dutch), Artikel 33"
        assert f"{dutch}(1)" in found

    def test_a_filter_by_language_holds_for_provisions(self, library: Library) -> None:
        asked = understand("What does Article 33 of the Refugee Convention say?")
        spoken = {
            hit.passage.language for hit in named(library, asked, Filters(languages=("nl",)), "en")
        }
        assert spoken == {"nl"}


class TestReferences:
    def hit(self, library: Library, title: str, place: str) -> Hit:
        return next(hit for hit in library.at(place) if title in hit.entry.title)

    def test_a_provision_brings_along_the_one_that_it_rests_on(self, assistant: Assistant) -> None:
        answer = assistant.ask("What does Article 2(4) of the agreement with Kazakhstan say?")
        assert located(answer) == ["Article 2(4)", "Article 7(5)"]
        assert "Article 7, paragraph 5" in answer.citations[0].text
        assert answer.citations[1].text.startswith("5. At the request of the requesting Party")
        assert answer.sentences[1].attribution.endswith("referred to in Article 2(4)")

    def test_what_is_shown_already_is_not_brought_again(self, assistant: Assistant) -> None:
        answer = assistant.ask("What does Article 16 of the Refugee Convention say?")
        assert located(answer) == ["Article 16(1)", "Article 16(2)", "Article 16(3)"]

    def test_a_protocol_refers_to_its_agreement(self, library: Library) -> None:
        hit = self.hit(library, "Kazakhstan", "Article 2(3)")
        assert hit.passage.locator.startswith("Article 2(3)")
        protocol = next(
            one
            for one in library.at("Implementing protocol to the agreement, Article 2(3)")
            if "Kazakhstan" in one.entry.title
        )
        assert [one.passage.locator for one in referred(library, protocol, protocol.text)] == [
            "Article 4(4)"
        ]

    def test_a_rule_refers_to_rules(self, library: Library) -> None:
        hit = self.hit(library, "part 11", "para 338A")
        found = [one.passage.locator for one in referred(library, hit, hit.text)]
        assert found[0].startswith("para 334")
        assert len(found) == 3

    def test_a_point_without_a_passage_of_its_own_is_found_in_its_paragraph(
        self, library: Library, assistant: Assistant
    ) -> None:
        assert self.hit(library, "part 11", "para 339O(ii)").passage.locator == "para 339O"
        answer = assistant.ask("What does paragraph 339O(ii) of the Immigration Rules say?")
        assert "para 339O" in located(answer)

    def test_every_target_is_the_text_of_its_document(self, library: Library) -> None:
        for hit in library.at("Article 7"):
            whole = library.document(hit.entry.id).text
            for one in referred(library, hit, hit.text):
                assert whole[one.passage.start : one.passage.end] == one.text
                assert one.entry.id == hit.entry.id


class TestInstruments:
    @pytest.mark.parametrize(
        ("question", "said", "words"),
        [
            (
                "When was the readmission agreement between the Benelux and Kazakhstan signed?",
                "It was signed at Brussels on 2 March 2015",
                "DONE at Brussels on the 2nd day of March 2015",
            ),
            (
                "Is the readmission agreement with Kazakhstan in force?",
                "Not in force",
                "Treedt in werking op een nader te bepalen tijdstip",
            ),
            (
                "Where was the Refugee Convention signed?",
                "It was signed at Geneva on 28 July 1951",
                "DONE at Geneva, this twenty-eighth day of July",
            ),
            (
                "When was the 1967 Protocol signed?",
                "It was signed on 31 January 1967",
                "have appended our signatures this thirty-first day of January",
            ),
            (
                "Is the Constitution of the International Organization for Migration in force?",
                "In force since 30 November 1954",
                "entry into force of the Constitution on 30 November 1954",
            ),
            (
                "Who are the parties to the protocol with Bosnia and Herzegovina?",
                "The parties are the States of the Benelux and Bosnia and Herzegovina.",
                "The States of the Benelux",
            ),
        ],
    )
    def test_what_it_says_of_itself_is_told_with_its_own_words(
        self, assistant: Assistant, library: Library, question: str, said: str, words: str
    ) -> None:
        answer = assistant.ask(question)
        assert answer.status is Status.ANSWERED
        assert answer.sentences[0].text.startswith(said)
        cited = answer.citations[0]
        assert cited.text.startswith(words)
        whole = library.document(cited.entry.id).text
        assert whole[cited.start : cited.end] == cited.text

    @pytest.mark.parametrize(
        "question",
        [
            "When was the agreement signed?",  # which?
            "When was the readmission agreement with Ruritania signed?",
            "When was the 1951 Protocol signed?",
            "Is the 1959 European Agreement on the Abolition of Visas for Refugees in force?",
            "How many people crossed when the Refugee Convention was in force?",
            "What does Article 43 of the Refugee Convention say on when it comes into force?",
        ],
    )
    def test_what_is_not_said_or_not_asked_for_is_no_fact(
        self, library: Library, question: str
    ) -> None:
        assert [one.text for one in facts(library, understand(question))] == []

    def test_a_filter_that_leaves_agreements_out_holds(self, library: Library) -> None:
        asked = understand("When was the Refugee Convention signed?")
        assert facts(library, asked)
        assert not facts(library, asked, Filters(documents=("another",)))


class TestLanguages:
    @pytest.mark.parametrize(
        ("question", "language"),
        [
            ("Is the Albania protocol in force, and since when?", "en"),
            ("What does Article 33 say?", "en"),
            ("Wat zegt artikel 33 van het verdrag over terugleiding van vluchtelingen?", "nl"),
            ("Que dit l’article 33 de la convention relative au statut des réfugiés ?", "fr"),
        ],
    )
    def test_the_language_of_a_question_is_known(self, question: str, language: str) -> None:
        assert language_of(question) == language

    def test_a_translation_comes_after_what_it_translates(self, library: Library) -> None:
        hits = [
            *library.at("Verdrag betreffende de status van vluchtelingen (Dutch), Artikel 33"),
            *library.at("Article 33"),
        ]
        ordered = originals_first(hits, "en")
        assert [hit.passage.language for hit in ordered][:1] == ["en"]
        assert {hit.passage.language for hit in ordered[-4:]} == {"nl", "zh"}
        only_dutch = [hit for hit in library.at("Artikel 12") if "Albanië" in hit.entry.title]
        assert originals_first([*only_dutch, *library.at("Article 33")], "en")[0] == only_dutch[0]

    def test_an_undated_edition_gives_way_to_its_dated_twin(self, library: Library) -> None:
        hits = library.search("refugee free access to the courts of law on the territory", 3)
        for hit in hits:
            chosen = dated_edition(hit)
            assert chosen.entry.published or not any(twin.entry.published for twin in hit.twins)
            assert len(chosen.twins) == len(hit.twins)


class TestPoints:
    @pytest.mark.parametrize(
        ("locator", "words", "expected"),
        [
            ("Objective 21(a)–(c)", "b. To return", "Objective 21(b)"),
            ("Objective 21(a)–(c)", "in dignity", "Objective 21(a)"),
            ("Article 6(2)(5)–(10)", "10. tickets", "Article 6(2)(10)"),
            ("para 344A(i)–(iv)", "iii) after", "para 344A(iii)"),
            ("Article 6(2)", "b. To return", None),
        ],
    )
    def test_words_of_a_run_of_points_stand_at_one_of_them(
        self, locator: str, words: str, expected: str | None
    ) -> None:
        text = (
            "Actions\n\na. To act,\nin dignity (see c.);\nb. To return people.\nc. To go on.\n"
            "5. tables\n10. tickets\ni) first\niii) after that"
        )
        passage = Passage(start=100, end=100 + len(text), locator=locator)
        point = point_at(passage, text, 100 + text.index(words))
        assert (point and point.locator) == expected
        if point:
            shown = text[point.start - 100 : point.end - 100]
            assert words in shown
            assert shown == shown.strip()

    def test_a_point_is_cited_without_its_neighbours(self, library: Library) -> None:
        bosnian = [hit for hit in library.at("Article 6(e)") if "Bosnia" in hit.entry.title]
        found = [hit for hit in bosnian if "e) Escorts" in hit.text]
        assert found
        for hit in found:
            at = hit.passage.start + hit.text.index("e) Escorts")
            assert locator_at(hit.passage, hit.text, at) == "Article 6(e)"

    def test_a_deleted_paragraph_is_shown_as_deleted(self, assistant: Assistant) -> None:
        answer = assistant.ask("What does paragraph 342 of the Immigration Rules say?")
        assert located(answer) == ["para 342 (deleted)"]
        assert answer.sentences[0].text == "342. DELETED"

    def test_an_article_in_sections_is_found_by_its_number(self, assistant: Assistant) -> None:
        answer = assistant.ask("What does Article 1 of the Refugee Convention say?")
        assert answer.status is Status.ANSWERED
        assert all(place.startswith("Article 1") for place in located(answer))

    def test_an_annex_with_a_letter_is_found(self, library: Library) -> None:
        found = at(library, "What does Annex 1 A of the protocol with Kazakhstan ask for?")
        assert found
        assert all("Annex 1 A" in place for place in found)
