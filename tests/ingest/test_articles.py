"""Stories as aggregators and sites wrap them: the wrapping has to go, the story to stay whole."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_files import shown, understood

from ingest.furniture import is_furniture, without_furniture
from ingest.reading import Block
from vectorstore.records import Kind

STORY = [
    "Ministers will speed up the return of failed claimants under a plan agreed on Tuesday.",
    "The plan was signed in Lisbon by the minister for borders, Ana Pires, after a year of talks.",
    "Ms Pires said: “We have built something that lasts, and it will be judged by what it does.”",
    "She added: “Nobody should have to sign up to a smuggler’s boat.",
    "“That is why we act now, and why we act together with our neighbours.”",
    "Critics said so.",
    "Around 1,450 people made the crossing in the week to Sunday, the border force said.",
    "A free trial of the new scanners began in May, and officials called it a success.",
    "Most read of the documents that were released is a note on costs, which runs to £12m.",
    "The opposition’s spokesman, Jon Reed, said the plan would change “nothing at all”.",
]
HEAD = ["Border plan agreed in Lisbon after a year of talks", "A year of talks ends in a plan -"]

APP = ["Get all your news in one place.", "200’s of premium titles.", "One app.", "Start reading"]
PROMPTS = [
    "Sign up to read this article",
    "Read news from 200’s of titles, curated specifically for you.",
    "Already a member? Sign in here",
    "Related Stories",
    "Top stories on newsreel right now",
    "One subscription that gives you access to news from hundreds of sites",
    "Our Picks",
    "Thirty days free",
    "Download the app",
    "One app. One membership.",
    "100+ trusted global sources.",
    "[ad_1]",
    "Image source, Harbour Media",
    "A boat is brought in at Lisbon, Portugal. (Rui Ode/PA Wire)",
    "Ana Pires signs the plan / Getty Images",
    "Photo: Rui Ode",
    "View this email in your browser",
    "Unsubscribe from this list",
    "You are receiving this email because you signed up on our site.",
    "Enter your email address",
    "By signing up you agree to our terms and our privacy policy.",
    "Your browser does not support video.",
]


def page(*groups: list[str]) -> str:
    return "\n\n".join(line for group in groups for line in group)


def read_story(*groups: list[str]) -> tuple[str, str, str, str]:
    document, _ = understood(page(*groups), "story.txt")
    assert document.kind is Kind.ARTICLE
    return document.text, document.title, document.publisher, document.author


def assert_whole(text: str) -> None:
    assert [line for line in STORY if line not in text] == []


BYLINE = ["Harbour Gazette", "By Ann Ode"]
BOX = ["Related stories", "Ferry fares to rise again", "Port chief quits after row"]
TEASERS = [
    "Related stories",
    "Ferry fares to rise again this winter",
    "Passengers will pay a tenth more from December, the operator of the line has said.",
    "Port chief quits after long row",
    "The head of the port leaves after a dispute over the costs of a new and larger pier.",
]
MENU = ["Skip to main content", "Menu", "Home", "News"]
FOOT = ["Most read", "© 2025 Harbour Gazette", "All rights reserved"]

WRAPPED = {
    "an aggregator": [
        *(APP, ["Harbour Gazette", "Harbour Gazette", "Politics", "Ann Ode"]),
        *(HEAD, STORY, PROMPTS),
    ],
    "prompts in another order": [
        *(APP[1:], ["Harbour Gazette", "World", "By Ann Ode"]),
        *(HEAD, STORY, PROMPTS[::-1]),
    ],
    "a box amid the story": [BYLINE, HEAD, STORY[:3], BOX, STORY[3:], PROMPTS[3:6]],
    "prompts amid the story": [
        *(BYLINE, HEAD, STORY[:5], ["Sign up to our newsletter", "Advertisement"]),
        *(STORY[5:], ["Share this article", "Comments"]),
    ],
    "teasers at the end": [BYLINE, HEAD, STORY, TEASERS],
    "site furniture": [MENU, BYLINE, HEAD, ["3 min read", "Share"], STORY, FOOT],
}


@pytest.mark.parametrize("name", WRAPPED)
def test_the_story_is_whole_and_nothing_else_is_there(name: str) -> None:
    text, title, publisher, author = read_story(*WRAPPED[name])
    assert_whole(text)
    assert title == HEAD[0]
    assert publisher == "Harbour Gazette"
    assert author == "Ann Ode"
    rest = text
    for line in [*STORY, HEAD[1].rstrip(" -")]:
        rest = rest.replace(line, "")
    assert rest.split() == []


def test_sentences_that_resemble_prompts_are_kept_amid_prompts() -> None:
    tail = ["Related stories", "Ferry fares to rise", "Sign up", *PROMPTS[-3:]]
    text, *_ = read_story(
        HEAD, STORY[:4], ["Advertisement"], STORY[4:9], tail[:2], STORY[9:], tail[2:]
    )
    assert_whole(text)
    assert "Ferry fares" not in text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*PROMPTS, "Advertisement", "Share this article"]), max_size=6),
    st.data(),
)
def test_no_sentence_is_ever_lost_wherever_prompts_stand(
    prompts: list[str], data: st.DataObject
) -> None:
    lines = list(STORY)
    for prompt in prompts:
        lines.insert(data.draw(st.integers(0, len(lines))), prompt)
    kept = [block.text for block in without_furniture([Block(text=line) for line in lines])]
    assert [line for line in STORY if line not in kept] == []
    assert not set(kept) & set(prompts)


@pytest.mark.parametrize(
    "line",
    [
        "The government said it would sign up to the convention.",
        "Sign language was used at the meeting.",
        "One member of the group was 14.",
        "Home Office figures show a fall.",
        "Comment was declined.",
        "Top officials were told.",
        "More than 50,000 people came.",
        "Related charges were dropped, the court heard.",
        "“Already a member of the party, she joined the board.”",
        "Two months free of charge was the offer, said Mr Reed.",
        "The picture: a country that counts nobody.",
        "Photographs by the police were shown.",
        "“That is why we act now,” she told the Press Association (PA)",
        "The image, she said, was false.",
        "He unsubscribed from the party list in May.",
        "The minister spoke to Reuters.",
        "She was the image of calm, said Reuters",
    ],
)
def test_short_sentences_of_a_story_are_no_furniture(line: str) -> None:
    assert not is_furniture(Block(text=line))


def test_paragraphs_are_counted_as_a_reader_counts_them() -> None:
    document, passages = understood(
        page(APP, ["Harbour Gazette", "By Ann Ode"], HEAD, STORY), "s.txt"
    )
    located = shown(document, passages)
    assert "standfirst" in located
    first = next(text for locator, text in located.items() if locator.startswith("paragraph"))
    assert first.startswith(STORY[0])


def test_a_caption_that_interrupts_a_quotation_goes_and_the_quotation_stays() -> None:
    captions = ["A boat off the coast of Portugal (Rui Ode/PA)", "Image caption, Ana Pires in May"]
    story = [*STORY[:4], *captions, *STORY[4:]]
    text, *_ = read_story(HEAD, story)
    assert "\n\n".join(STORY[3:5]) in text
    assert "Rui Ode" not in text


def test_a_section_in_the_head_is_the_documents() -> None:
    document, _ = understood(
        page(["Harbour Gazette", "Politics", "By Ann Ode"], HEAD, STORY), "s.txt"
    )
    assert document.section == "Politics"


def test_a_date_is_taken_from_a_line_that_states_it_and_never_invented() -> None:
    stated, _ = understood(page(HEAD, ["Published 20 August 2025"], STORY), "a.txt")
    assert stated.published == date(2025, 8, 20)
    assert "Published 20" not in stated.text
    both, _ = understood(
        page(HEAD, ["Published: 1 May 2024", "Last updated 3 May 2024"], STORY), "b.txt"
    )
    assert (both.published, both.updated) == (date(2024, 5, 1), date(2024, 5, 3))
    none, _ = understood(
        page(HEAD, STORY, ["The law took effect on 1 May 2024, she said."]), "c.txt"
    )
    assert none.published is None


def test_lines_that_name_what_they_say_are_metadata() -> None:
    head = [
        "Title: A plan for borders",
        "Publisher: Border Office",
        "Date: 2 March 2025",
        "Author: Ann Ode",
    ]
    document, _ = understood(page(head, STORY), "a.txt")
    assert document.title == "A plan for borders"
    assert document.publisher == "Border Office"
    assert document.author == "Ann Ode"
    assert document.published == date(2025, 3, 2)
    assert "Publisher" not in document.text


def test_a_text_without_a_headline_is_named_after_its_file() -> None:
    document, _ = understood(" ".join(STORY), "lisbon_border-plan.txt")
    assert document.title == "Lisbon border plan"
    assert document.publisher == ""


def test_the_items_of_a_list_are_points_of_their_paragraph() -> None:
    items = "\n".join(
        f"- Point number {n} " + "is explained at some length here " * 6 for n in range(1, 9)
    )
    _, passages = understood(
        f"# Title\n\nThe minister named eight points on Monday, in this order.\n\n{items}", "a.md"
    )
    assert passages[-1].locator.startswith("paragraph 1, point")


def test_a_statement_in_another_language_is_known_as_such() -> None:
    text = "Le ministre a déclaré mardi que l’accord entrerait en vigueur cet automne."
    assert understood(text, "accord.txt")[0].language == "fr"
    assert understood(STORY[1], "plan.txt")[0].language == "en"


class TestADateThatIsNotStated:
    """It is unknown, or it says how it is known."""

    @pytest.mark.parametrize(
        ("url", "day"),
        [
            ("https://news.example/2025/08/20/plan", date(2025, 8, 20)),
            ("https://news.example/world/2025/aug/20/plan", date(2025, 8, 20)),
            ("https://news.example/story/2025-8-3-plan.html", date(2025, 8, 3)),
            ("https://news.example/2025/08/plan", None),
            ("https://news.example/2025/02/30/plan", None),
            ("https://news.example/20250820", None),
            ("https://news.example/1/2025/13/20/x?2025/08/20", None),
        ],
    )
    def test_it_may_be_inferred_from_the_address(self, url: str, day: date | None) -> None:
        document, _ = understood(f"---\ntitle: Plan\nurl: {url}\n---\n{page(STORY)}", "s.md")
        assert document.published == day
        assert document.dating == ("inferred from its address" if day else "")

    def test_it_may_be_inferred_from_the_name_of_its_file_if_that_has_one_day(self) -> None:
        one, _ = understood(page(HEAD, STORY), "gazette_2025-08-20_plan.txt")
        assert (one.published, one.dating) == (date(2025, 8, 20), "inferred from its file's name")
        for name in ("2025-08-20_2025-08-21.txt", "report-120250820.txt", "plan-2025-08.txt"):
            assert understood(page(HEAD, STORY), name)[0].published is None

    def test_a_dateline_gives_it(self) -> None:
        for line in ("LISBON, 3 May 2024 (Agency) – Ministers", "Lisbon, May 3, 2024 — Ministers"):
            told = [line + STORY[0].removeprefix("Ministers"), *STORY[1:]]
            document, _ = understood(page(HEAD, told), "s.txt")
            assert (document.published, document.dating) == (date(2024, 5, 3), "from its dateline")

    def test_a_day_that_the_story_tells_of_is_not_taken_for_it(self) -> None:
        story = [
            "On 3 May 2024 ministers met, and the law was agreed after a year of talks.",
            *STORY,
        ]
        document, _ = understood(page(HEAD, story), "s.txt")
        assert (document.published, document.dating) == (None, "")

    def test_a_stated_date_has_the_last_word(self) -> None:
        text = f"---\ntitle: Plan\ndate: 2025-08-21\n---\n{page(STORY)}"
        document, _ = understood(text, "2025-08-01-plan.md")
        assert (document.published, document.dating) == (date(2025, 8, 21), "")
