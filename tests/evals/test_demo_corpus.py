"""The demo sources are what their README says: true in form, in our own words, traceable."""

from __future__ import annotations

import csv
import itertools
import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml
from lxml import html
from python_calamine import CalamineWorkbook

from evals.corpora.build_demo_workbook import WORKBOOK, build

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "evals" / "corpora" / "demo"
OTHERS_TEXTS = ROOT.parent / "shared" / "corpus"
FOLDERS = {"articles": "article", "agreements": "agreement", "statistics": "statistics"}
TWINS = {"channel-record-coast-edition.md", "channel-record-city-edition.md"}

# Words that somebody is quoted with, and who: at most eight words each.
SPOKEN = {
    "a measly returns deal with Iraq": "Philp",
    "a sham designed to look tough": "Philp",
    "serious diplomacy that delivers real results": "Jarvis",
    "part of the jigsaw": "Jarvis",
    "dead and buried before it started": "Starmer",
    "most shocking waste of taxpayer money": "Cooper",
    "hyperbole and made-up numbers": "Cleverly",
    "humiliation for Brexit Britain": "Farage",
    "sold a lie": "Macron",
    "an important first step to securing our borders": "Mahmood",
    "the summit of our aspirations": "Norris",
    "not shouting from the sidelines": "Starmer",
    "hotels are the wrong answer": "Solomon",
    "few levers to control costs": "National Audit Office",
    "risks do not disappear": "Leijtens",
}
# Marked words that nobody says: a name that reports use, and a newspaper's title for a visitor.
LABELS = {"one in, one out", "deputy prime minister"}
PRONOUN_SPEAKERS = {"a sham designed to look tough", "most shocking waste of taxpayer money"}
ROLE_SPEAKERS = {"serious diplomacy that delivers real results"}
RELEASE = "uk-iraq-release-retold.md"
OF_CLEVERLY = "hyperbole and made-up numbers"


@dataclass(frozen=True)
class Source:
    """A demo document made of prose: what it says of itself, and its paragraphs."""

    path: Path
    facts: dict[str, object]
    paragraphs: list[str]

    @property
    def words(self) -> list[str]:
        return re.findall(r"[\w£€%]+", " ".join(self.paragraphs).lower())


def _markdown(path: Path) -> Source:
    _, front, body = path.read_text("utf-8").split("---\n", 2)
    paragraphs = [" ".join(block.split()) for block in body.split("\n\n") if block.strip()]
    return Source(path, yaml.safe_load(front), paragraphs)


def _plain(path: Path) -> Source:
    title, byline, *paragraphs = path.read_text("utf-8").strip().split("\n\n")
    publisher, day = byline.splitlines()
    when = datetime.strptime(day, "%d %B %Y").date()
    start = "Where the facts come from: "
    assert paragraphs[-1].startswith(start)
    facts = {"title": title, "publisher": publisher, "date": when, "kind": "article"}
    facts["sources"] = paragraphs[-1].removeprefix(start).split("; ")
    return Source(path, facts, paragraphs)


def _page(path: Path) -> Source:
    tree = html.fromstring(path.read_text("utf-8"))
    said = json.loads(tree.findtext(".//script"))
    facts = {
        "title": said["headline"],
        "publisher": said["publisher"]["name"],
        "date": date.fromisoformat(said["datePublished"]),
        "kind": said["genre"],
        "sources": said["isBasedOn"],
    }
    return Source(path, facts, [p.text_content() for p in tree.iterfind(".//article/p")])


READERS = {".md": _markdown, ".txt": _plain, ".html": _page}
PROSE = [
    READERS[path.suffix](path)
    for folder in FOLDERS
    for path in sorted((DEMO / folder).iterdir())
    if path.suffix in READERS
]


def _name(source: Source) -> str:
    return source.path.name


def _shingles(words: list[str], size: int) -> set[tuple[str, ...]]:
    return set(zip(*(words[start:] for start in range(size)), strict=False))


def _containment(one: Source, other: Source) -> float:
    """Share of the smaller document's five-word shingles that the other has as well."""
    a, b = _shingles(one.words, 5), _shingles(other.words, 5)
    return len(a & b) / min(len(a), len(b))


def _table(sheet: str) -> list[dict[object, object]]:
    """Rows of a table of the workbook; its header stands in row 5."""
    workbook = CalamineWorkbook.from_path(WORKBOOK)
    rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [dict(zip(rows[4], row, strict=True)) for row in rows[5:]]


@pytest.mark.parametrize("source", PROSE, ids=_name)
def test_a_document_says_what_it_is_and_where_its_facts_come_from(source: Source) -> None:
    facts = source.facts
    assert facts["title"]
    assert isinstance(facts["date"], date)
    assert str(facts["publisher"]).startswith("On Record demo sources")
    assert facts["kind"] == FOLDERS[source.path.parent.name]
    assert isinstance(facts["sources"], list)
    assert all(isinstance(entry, str) and entry for entry in facts["sources"])


@pytest.mark.parametrize("source", PROSE, ids=_name)
def test_a_document_is_short(source: Source) -> None:
    assert 100 <= len(" ".join(source.paragraphs).split()) <= 850


def test_each_kind_and_each_format_is_there() -> None:
    files = [path for folder in FOLDERS for path in (DEMO / folder).iterdir()]
    assert {path.parent.name for path in files} == set(FOLDERS)
    assert {path.suffix for path in files} == {".md", ".txt", ".html", ".xlsx", ".csv"}


def test_the_readme_lists_every_document() -> None:
    readme = (DEMO.parent / "README.md").read_text("utf-8")
    listed = set(re.findall(r"`((?:articles|agreements|statistics)/[^`]+)`", readme))
    assert listed == {
        f"{folder}/{path.name}" for folder in FOLDERS for path in (DEMO / folder).iterdir()
    }


def test_only_the_syndicated_pair_shares_its_sentences() -> None:
    for one, other in itertools.combinations(PROSE, 2):
        shared = _containment(one, other)
        if {_name(one), _name(other)} == TWINS:
            assert shared > 0.5
        else:
            assert shared < 0.2, (_name(one), _name(other))


def test_the_workbook_is_rebuilt_byte_for_byte() -> None:
    assert build() == WORKBOOK.read_bytes()


def test_the_week_of_the_iraq_agreement_adds_up_to_its_published_sum() -> None:
    week = [
        row["People"]
        for row in _table("Table_2")
        if date(2025, 8, 12) <= row["Date"] <= date(2025, 8, 18)
    ]
    published = [row["People"] for row in _table("Table_5") if "Seven days" in row["Period"]]
    assert len(week) == 7
    assert [sum(week)] == published == [968]


def test_people_per_boat_follows_from_people_and_boats() -> None:
    for row in _table("Table_1"):
        assert round(row["People"] / row["Boats"]) == row["People per boat"]


@pytest.mark.parametrize("path", sorted((DEMO / "statistics").glob("*.csv")), ids=str)
def test_every_row_of_a_table_names_its_source(path: Path) -> None:
    with path.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert rows
    for row in rows:
        assert row["source"]
        assert None not in row, row
        number = row.get("value") or row["first_published"]
        assert number.replace(",", "").isdigit()


def test_every_quoted_fragment_is_short_and_stands_beside_its_speaker() -> None:
    for source in PROSE:
        for before, paragraph in itertools.pairwise(["", *source.paragraphs]):
            for words in re.findall("“([^”]*)”", paragraph):
                if words in LABELS:
                    continue
                assert words in SPOKEN, (_name(source), words)
                assert len(words.split()) <= 8
                near = before + paragraph if words in PRONOUN_SPEAKERS else paragraph
                assert SPOKEN[words] in near or words in ROLE_SPEAKERS, (_name(source), words)


def test_all_fragments_are_used_and_the_release_sets_one_without_marks() -> None:
    text = "\n".join(paragraph for source in PROSE for paragraph in source.paragraphs)
    assert all(f"“{words}”" in text for words in SPOKEN)
    release = next(source for source in PROSE if _name(source) == RELEASE)
    assert "> serious diplomacy that delivers real results" in release.paragraphs
    assert not re.search("[“”]", " ".join(release.paragraphs))


def test_no_straight_quotation_marks_hide_a_quotation() -> None:
    for source in PROSE:
        if source.path.parent.name == "articles":
            assert '"' not in " ".join(source.paragraphs), _name(source)


def test_no_ten_words_in_a_row_come_from_the_texts_we_learned_from() -> None:
    if not OTHERS_TEXTS.is_dir():
        pytest.skip("the shared collection of real sources is not beside the repository")
    real: set[tuple[str, ...]] = set()
    for folder in ("articles", "agreements"):
        for path in (OTHERS_TEXTS / folder).iterdir():
            text = re.sub(r"<[^>]+>|\\[nu]\w*", " ", path.read_text("utf-8", errors="replace"))
            real |= _shingles(re.findall(r"[\w£€%]+", text.lower()), 10)
    for source in PROSE:
        assert not _shingles(source.words, 10) & real, _name(source)
