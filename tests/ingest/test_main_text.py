"""Every word of the story and none of the page around it, on real files marked by hand.

What a file's story is stands here as the lines, or the stretch between two marks, that a person
took for it; its words are read from the corpus itself.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from ingest_files import understood

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORD = re.compile(r"\w+")
LEAST = 0.97

SEED = "000_e8f31bac96de211f.txt"
WHITE_HOUSE = [
    "wh_2021-02-02-executive-order-creating-a-comprehensive-regional-framework-to-addres.md",
    "wh_2021-03-01-u-s-mexico-joint-declaration.md",
    "wh_2022-06-10-fact-sheet-the-los-angeles-declaration-on-migration-and-protection-u.md",
    "wh_2024-09-30-memorandum-on-the-presidential-determination-on-refugee-admissions-fo.md",
    "wh_2025-02-18-illegal-border-crossings-plummeted-in-january.md",
    "wh_2025-08-03-icymi-negative-net-migration-for-the-first-time-in-at-least-50-years.md",
]
CONTENT_API = [
    "govuk_content_api_asylum-support-decision.json",
    "govuk_content_api_best-practice-national-statistics.json",
    "govuk_content_api_best-practice-press-release.json",
    "govuk_content_api_speech-oral-statement-parliament.json",
    "govuk_content_api_statistical_data_set_with_block_attachments.json",
]
OF_2022 = (("lead-paragraph", "</p>"), ('class="gem-c-govspeak', "app-c-published-dates"))
OF_2025 = (('class="gem-c-govspeak-html', "back-to-top-wrapper"),)
WEEKLY = (('class="gem-c-govspeak-html', "app-c-back-to-top"),)
PAGES = {
    "govuk_small_boats_daily_2022-05-24.html": OF_2022,
    "govuk_small_boats_daily_2022-08-23.html": OF_2022,
    "govuk_small_boats_daily_2022-09-04.html": OF_2022,
    "govuk_small_boats_daily_2022-09-05.html": OF_2022,
    "govuk_small_boats_daily_2025-12-31.html": OF_2025,
    "govuk_small_boats_daily_2026-07-11.html": OF_2025,
    "govuk_small_boats_daily_2026-07-13.html": OF_2025,
    "govuk_small_boats_weekly_11-july-to-17-july-2022.html": WEEKLY,
    "govuk_small_boats_weekly_12-december-to-18-december-2022.html": WEEKLY,
}
"""The stretches of each page's source that are its text: from after one mark to before another."""


def words(text: str) -> Counter[str]:
    return Counter(WORD.findall(text.casefold()))


def f1(found: Counter[str], expected: Counter[str]) -> float:
    shared = sum((found & expected).values())
    return 2 * shared / (sum(found.values()) + sum(expected.values()))


def plain(markup: str) -> str:
    """The words of HTML, tables left out (each of their rows is told with its headings)."""
    markup = re.sub(r"<table\b.*?</table>|<(script|style)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))


def of_lines(first: int, last: int) -> Callable[[str], str]:
    return lambda raw: "\n".join(raw.split("\n")[first - 1 : last])


def of_markdown(raw: str) -> str:
    """A White House text: from the end of its front matter to its end mark, without markup."""
    story = raw.split("\n---\n", 1)[1].split("\\###", maxsplit=1)[0]
    story = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<[^>]+>", " ", story))
    return html.unescape(re.sub(r"[\\*_]", "", story))


def of_content_api(raw: str) -> str:
    page = json.loads(raw)
    body = page["details"]["body"]
    body = body if isinstance(body, str) else body[-1]["content"]
    # What stands around a file to download is a site's, not the author's.
    furniture = r'<p class="metadata">.*?</p>|<div data-module="toggle".*?</div>'
    body = re.sub(furniture, "", body, flags=re.DOTALL)
    return f"{page['description']}\n{plain(body)}"


def stretches(*marks: tuple[str, str]) -> Callable[[str], str]:
    def taken(raw: str) -> str:
        text = ""
        for opening, closing in marks:
            start = raw.index(">", raw.index(opening)) + 1
            text += plain(raw[start : raw.rindex("<", start, raw.index(closing, start) + 1)]) + " "
        return text

    return taken


def scored(path: Path, expected: Callable[[str], str]) -> tuple[float, Counter[str]]:
    """The token F1 of what is read, and the story's words that are not in it."""
    raw = path.read_bytes()
    document, passages = understood(raw, path.name)
    tables = [(one.start, one.end) for one in passages if "table" in one.locator]
    text = document.text
    for start, end in reversed(tables):
        text = text[:start] + text[end:]
    wanted = words(expected(raw.decode("utf-8")))
    found = words(text)
    return f1(found, wanted), wanted - words(f"{document.text} {document.title}")


def test_the_seed_article_is_exact(corpus: Path) -> None:
    raw = (corpus / "articles" / SEED).read_bytes()
    document, _ = understood(raw, SEED)
    story = of_lines(10, 54)(raw.decode("utf-8"))
    assert words(f"{document.title}\n{document.text}") == words(story)


@pytest.mark.parametrize("name", WHITE_HOUSE)
def test_government_texts_in_markdown(corpus: Path, name: str) -> None:
    score, lost = scored(corpus / "articles" / name, of_markdown)
    assert score >= LEAST
    assert sum(lost.values()) <= 3, lost


@pytest.mark.parametrize("name", CONTENT_API)
def test_pages_of_the_content_api(corpus: Path, name: str) -> None:
    score, lost = scored(corpus / "articles" / name, of_content_api)
    assert score >= LEAST
    assert sum(lost.values()) <= 3, lost


@pytest.mark.parametrize("name", PAGES)
def test_whole_government_pages(corpus: Path, name: str) -> None:
    score, lost = scored(corpus / "statistics" / name, stretches(*PAGES[name]))
    assert score >= LEAST
    assert sum(lost.values()) <= 3, lost
