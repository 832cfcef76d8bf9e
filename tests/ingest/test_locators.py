"""Every article, paragraph and point of real agreements has its own locator: counted."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from ingest_files import composed, understood

from vectorstore.embedding import room
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.sections import Draft

CONVENTION = {
    "1A": "(1) (2)", "1B": "(1) (1)(a) (1)(b) (2)", "1C": "(1) (2) (3) (4) (5) (6)", "1D": "",
    "1E": "", "1F": "(a) (b) (c)", "7": "1-5", "10": "1-2", "12": "1-2", "16": "1-3",
    "17": "1-3 (2)(a) (2)(b) (2)(c)", "19": "1-2", "22": "1-2",
    "24": "1-4 (1)(a) (1)(b) (1)(b)(i) (1)(b)(ii)", "25": "1-5", "28": "1-2", "29": "1-2",
    "30": "1-2", "31": "1-2", "32": "1-3", "33": "1-2", "35": "1-2 (2)(a) (2)(b) (2)(c)",
    "39": "1-3", "40": "1-3", "41": "(a) (b) (c)", "42": "1-2", "43": "1-2", "44": "1-3",
    "45": "1-2", "46": "(a) (b) (c) (d) (e) (f) (g)",
    **dict.fromkeys("2 3 4 5 6 8 9 11 13 14 15 18 20 21 23 26 27 34 36 37 38".split(), ""),
}  # fmt: skip
SCHEDULE = {
    **dict.fromkeys("2 3 4 5 7 8 10 11 12 14 15 16".split(), ""),
    "1": "1-2", "6": "1-3", "9": "1-2", "13": "1-3",
}  # fmt: skip
PROTOCOL = {
    "I": "1-3", "II": "1-2 (2)(a) (2)(b) (2)(c)", "III": "", "IV": "", "V": "", "VI": "(a) (b) (c)",
    "VII": "1-4", "VIII": "1-2", "IX": "1-2", "X": "", "XI": "",
}  # fmt: skip
READMISSION = {
    "1": "1-9", "2": "1-4 3:1-2", "3": "1-2 1:1-4 2:1-2", "4": "1-5 2:1-2 3:1-2",
    "5": "1-3 1:1-6 2:1-7", "6": "1-2 1:1-6 2:1-10", "7": "1-5", "8": "1-2", "9": "",
    "10": "1-4 3:1-3", "11": "1-4 1:1-4", "12": "", "13": "1-9", "14": "", "15": "1-3", "16": "",
    "17": "", "18": "", "19": "", "20": "1-4", "21": "1-7",
}  # fmt: skip
IMPLEMENTING = {
    "1": "", "2": "1-4", "3": "1-2", "4": "1-2", "5": "1-3", "6": "1-3", "7": "1-2", "8": "1-3",
    "9": "", "10": "", "11": "", "12": "", "13": "", "14": "", "15": "1-3",
}  # fmt: skip
NUMBERED = re.compile(r"^(?P<unit>.*(?:Article|Artikel|paragraph|paragraaf)) (?P<path>[^ ,]+)$")


def spelled(unit: str, articles: dict[str, str]) -> set[str]:
    """ "1-2 3:1-2" is (1), (2), (3)(1) and (3)(2)."""
    return {
        f"{unit} {number}{path}" for number, paths in articles.items() for path in paths_of(paths)
    }


def paths_of(spec: str) -> set[str]:
    paths: set[str] = set()
    for one in spec.split():
        outer, _, span = one.rpartition(":")
        first, dash, last = span.partition("-")
        numbers = range(int(first), int(last) + 1) if dash else ()
        paths |= {f"({outer})({n})" if outer else f"({n})" for n in numbers} or {one}
    return paths or {""}


def locators(draft: Draft) -> list[str]:
    return [str(section.locator) for section in draft.sections]


def ambiguous(draft: Draft) -> set[str]:
    """Locators that stand for two stretches of the text that do not follow each other."""
    runs = Counter(name for name, _ in groupby(locators(draft)))
    # Text that follows the points of a paragraph belongs to the paragraph again.
    again = {name for name in runs if any(one.startswith(f"{name}(") for one in runs)}
    return {name for name, times in runs.items() if times > 1} - again


def missing(draft: Draft, expected: set[str]) -> set[str]:
    # A paragraph's own words may be no more than what its points begin with.
    return expected - set(locators(draft))


def begins_as_located(draft: Draft) -> list[str]:
    """The locators of sections whose text does not begin with the number they are named by."""
    wrong = []
    for section in draft.sections:
        label = section.locator.path[-1].strip("()") if section.locator.path else ""
        text = draft.text[section.start : section.end].split("\n")[-1]
        marked = re.match(r"^\(?(\w{1,4})[.)]", text)
        if marked and section.locator.unit in {"Article", "Artikel"} and marked[1] != label:
            wrong.append(f"{section.locator}: {text[:20]}")
    return wrong


class TestRefugeeConvention:
    @pytest.fixture(scope="class")
    def draft(self, corpus: Path) -> Draft:
        return composed(corpus / "agreements/refugee_convention_1951.md")

    def test_every_provision_is_there_once(self, draft: Draft) -> None:
        assert missing(draft, spelled("Article", CONVENTION)) == set()
        assert missing(draft, spelled("Schedule, paragraph", SCHEDULE)) == set()
        assert ambiguous(draft) == set()
        assert begins_as_located(draft) == []

    def test_an_article_stands_under_its_chapter(self, draft: Draft) -> None:
        of = {str(section.locator): section.heading for section in draft.sections}
        assert of["Article 1A"][0] == "CHAPTER I"
        assert of["Article 33(2)"][:2] == ("CHAPTER V", "Article 33")
        assert of["Schedule, paragraph 2"][0] == "SCHEDULE"

    def test_no_two_stretches_of_it_share_a_locator(self, draft: Draft) -> None:
        assert [name for name, times in Counter(locators(draft)).items() if times > 1] == []

    def test_nothing_is_located_that_is_not_there(self, draft: Draft) -> None:
        english = {name for name in locators(draft) if name.startswith("Article")}
        wholes = {"Article 1A", "Article 1B", "Article 1C", "Article 1F"}
        expected = spelled("Article", CONVENTION) | wholes
        assert english - expected == {"Article 41", "Article 46"}

    def test_the_dutch_text_has_the_same_provisions_under_its_own_name(self, draft: Draft) -> None:
        dutch = "Verdrag betreffende de status van vluchtelingen (Dutch), Artikel"
        assert missing(draft, spelled(dutch, CONVENTION)) == set()
        of_dutch = {section.language for section in draft.sections if dutch in str(section.locator)}
        assert of_dutch == {"nl"}


class TestProtocol:
    def test_every_provision_is_there_once_in_both_languages(self, corpus: Path) -> None:
        draft = composed(corpus / "agreements/refugee_protocol_1967.md")
        dutch = "Protocol betreffende de status van vluchtelingen (Dutch), Artikel"
        for unit in ("Article", dutch):
            assert missing(draft, spelled(unit, PROTOCOL)) == set()
            found = {name for name in locators(draft) if name.startswith(f"{unit} ")}
            assert found - spelled(unit, PROTOCOL) == {f"{unit} VI"}
        assert max(Counter(locators(draft)).values()) == 1
        assert begins_as_located(draft) == []


class TestReadmissionAgreement:
    NAMES = (
        ("Article", READMISSION),
        ("Implementing protocol to the agreement, Article", IMPLEMENTING),
        ("Overeenkomst (Dutch), Artikel", READMISSION),
        ("Uitvoeringsprotocol bij de Overeenkomst (Dutch), Artikel", IMPLEMENTING),
    )

    @pytest.fixture(scope="class")
    def draft(self, corpus: Path) -> Draft:
        return composed(corpus / "agreements/benelux_kazakhstan_readmission_2015.md")

    def test_every_provision_of_four_texts_is_there_once(self, draft: Draft) -> None:
        for unit, articles in self.NAMES:
            assert missing(draft, spelled(unit, articles)) == set()
            found = {name for name in locators(draft) if name.startswith(f"{unit} ")}
            # Paragraphs that open an article whose points are numbered are the article's own.
            own = {
                name
                for name in found - spelled(unit, articles)
                if "(" not in name[len(unit) :] or ", indent " in name
            }
            assert found - spelled(unit, articles) == own
        assert ambiguous(draft) == set()
        assert begins_as_located(draft) == []

    def test_items_without_a_number_are_indents_of_their_paragraph(self, draft: Draft) -> None:
        names = locators(draft)
        assert [name for name in names if name.startswith("Article 13(3), indent ")] == [
            f"Article 13(3), indent {n}" for n in range(1, 5)
        ]
        assert "Article 1(1), indent 2" in names
        assert "Implementing protocol to the agreement, Article 1, indent 2" in names

    def test_four_articles_are_numbered_seven(self, draft: Draft) -> None:
        sevens = {name.split("(1)")[0] for name in locators(draft) if re.search(r" 7\(1\)$", name)}
        assert sevens == {f"{unit} 7" for unit, _ in self.NAMES}

    def test_annexes_are_named_with_their_letters(self, draft: Draft) -> None:
        named = {
            match[0] for name in locators(draft) if (match := re.search(r"Annex \d( [AB])?", name))
        }
        assert named >= {"Annex 1 A", "Annex 1 B", "Annex 2", "Annex 3", "Annex 6"}


class TestImmigrationRules:
    @pytest.fixture(scope="class")
    def path(self, corpus: Path) -> Path:
        return corpus / "agreements/uk_immigration_rules_part-11-asylum.md"

    def test_every_paragraph_that_the_file_numbers_is_located(self, path: Path) -> None:
        raw = path.read_text(encoding="utf-8")
        numbers = set(
            re.findall(
                r"^\s*(?:\d+\.\s+)?\**(A?3[2-5]\d[A-Z]{0,3})(?:[.(]|\s+[A-Z(]|\s*$)",
                raw,
                re.MULTILINE,
            )
        )
        draft = composed(path)
        bare = {
            re.sub(r"\(.*| \(deleted\)", "", name.removeprefix("para ")) for name in locators(draft)
        }
        assert len(numbers) > 150
        assert numbers - bare == set()
        assert bare - numbers == set()
        assert ambiguous(draft) == set()

    def test_every_deleted_paragraph_is_known_as_deleted(self, path: Path) -> None:
        raw = path.read_text(encoding="utf-8")
        deleted = {name for name in locators(composed(path)) if name.endswith(" (deleted)")}
        assert len(deleted) == len(re.findall(r"\bDELETED\b", raw))

    def test_a_number_on_a_line_of_its_own_and_one_with_its_point_are_read(
        self, path: Path
    ) -> None:
        names = locators(composed(path))
        for name in ("para 339O(ii)(c)", "para 344A(i)", "para 345(2A) (deleted)", "para 339NB(i)"):
            assert name in names
        assert "para 352(second list)(a)" in names


class TestDefinitions:
    """The introduction to the Immigration Rules: two paragraphs, the second all definitions."""

    @pytest.fixture(scope="class")
    def path(self, corpus: Path) -> Path:
        return corpus / "agreements/uk_immigration_rules_introduction.md"

    def test_every_definition_is_located_by_its_term(self, path: Path) -> None:
        raw = path.read_text(encoding="utf-8")
        terms = re.findall(r"^\s*(?:\d+\.\s+)?\*\*[“\"]([^”\"]+)[”\"]\*\*", raw, re.MULTILINE)
        names = locators(composed(path))
        defined = {match[1] for name in names if (match := re.match(r"para 6\.2, “([^”]+)”", name))}
        assert len(terms) > 200
        assert {" ".join(term.split()) for term in terms} - defined == set()
        assert {"para 6.1", "para 6.2", "para 6.2(a)", "para 6.2, “Approved sponsor” [2]"} <= {
            *names
        }

    def test_points_of_definitions_bear_their_own_letters(self, path: Path) -> None:
        draft = composed(path)
        assert ambiguous(draft) == set()
        wrong = [
            name
            for section, name in zip(draft.sections, locators(draft), strict=True)
            if (mark := re.match(r"\(\w{1,4}\)", draft.text[section.start : section.end]))
            and not name.endswith(mark[0])
        ]
        assert wrong == []
        assert names_of_deleted(draft) == ["para 6.2 (deleted)"]


def names_of_deleted(draft: Draft) -> list[str]:
    return [name for name in locators(draft) if name.endswith(" (deleted)")]


class TestOtherAgreements:
    @pytest.mark.parametrize(
        "name",
        [
            "benelux_albania_readmission_protocol_nl.md",
            "benelux_bosnia_readmission_protocol.md",
            "coe_abolition_of_visas_refugees_1959.md",
            "coe_transfer_of_responsibility_1980.md",
            "global_compact_for_migration_objectives.md",
            "iom_constitution.md",
            "los_angeles_declaration_2022.md",
            "refugee_convention_open_treaties.html",
            "refugee_convention_open_treaties.json",
        ],
    )
    def test_no_two_provisions_share_a_locator(self, corpus: Path, name: str) -> None:
        draft = composed(corpus / "agreements" / name)
        assert ambiguous(draft) == set()
        # What was taken from a page of the web has a sentence that is broken off before "39."
        broken = {"Article 46: 39."}
        assert set(begins_as_located(draft)) <= broken

    def test_every_action_of_every_objective_is_there(self, corpus: Path) -> None:
        path = corpus / "agreements/global_compact_for_migration_objectives.md"
        expected, objective = set(), ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if heading := re.match(r"# Objective (\d+)", line):
                objective = heading[1]
            elif action := re.match(r"\s*- ([a-z])\. ", line):
                expected.add(f"Objective {objective}({action[1]})")
        found = {name for name in locators(composed(path)) if "(" in name}
        assert len(expected) > 180
        assert found == expected

    def test_a_statute_begun_anew_in_dutch_below_an_annex_is_no_part_of_the_annex(
        self, corpus: Path
    ) -> None:
        names = locators(composed(corpus / "agreements/iom_constitution.md"))
        statute = "Statuut van de Internationale Organisatie voor Migratie (Dutch)"
        assert f"{statute}, Artikel 31" in names
        assert f"{statute}, Preamble, paragraph 1" in names
        assert "Annex, Resolution No. 57, point (b)" in names
        assert names.count("Article 11") == 1
        assert "Chapter V, paragraph 1 (deleted)" in names

    def test_recommendations_of_a_final_act_are_cited_by_part_and_letter(
        self, corpus: Path
    ) -> None:
        names = locators(composed(corpus / "agreements/refugee_convention_1951.md"))
        for letter in "ABCDE":
            assert f"Final act, IV, point ({letter})" in names
            assert f"Slotakte (Dutch), IV, point ({letter})" in names
        assert "Final act, IV, point (B)(2)" in names


@pytest.mark.parametrize("name", ["html", "json"])
def test_a_translation_in_another_script_stands_apart(corpus: Path, name: str) -> None:
    draft = composed(corpus / f"agreements/refugee_convention_open_treaties.{name}")
    named = locators(draft)
    for locator in ("Article 33(1)", "Article 33(2)", "Article 16(3)"):
        assert named.count(locator) == 1, locator
    assert "Chinese text, Article 16(三)" in named
    spoken = {(one.language, "Chinese" in str(one.locator)) for one in draft.sections}
    assert spoken == {("zh", True), ("en", False)}


@pytest.mark.parametrize(
    "name",
    [
        "refugee_convention_1951.md",
        "benelux_kazakhstan_readmission_2015.md",
        "uk_immigration_rules_part-11-asylum.md",
        "global_compact_for_migration_objectives.md",
    ],
)
class TestPassages:
    def test_none_cuts_a_provision_that_fits_the_window(self, corpus: Path, name: str) -> None:
        path = corpus / "agreements" / name
        embedder = FakeEmbedder()
        document, passages = understood(path.read_bytes(), name)
        draft = composed(path)
        starts = sorted(passage.start for passage in passages)
        for section in draft.sections:
            space = room(embedder, document.title, section.heading)
            size = len(embedder.token_spans(draft.text[section.start : section.end]))
            cuts = [at for at in starts if section.start < at < section.end]
            assert not (size <= space and cuts), f"{section.locator} is cut at {cuts}"

    def test_each_knows_its_headings_and_its_language(self, corpus: Path, name: str) -> None:
        document, passages = understood((corpus / "agreements" / name).read_bytes(), name)
        assert all(passage.language in {"en", "nl"} for passage in passages)
        for passage in passages:
            if passage.locator.startswith("Article "):
                assert any(heading.startswith("Article") for heading in passage.heading)
            if "(Dutch)" in passage.locator:
                assert passage.language == "nl"
        assert document.language == "en"
