"""Main text: how much of each story is kept, and how much of the page around it.

python -m evals.bench.main_text CORPUS

A row for each file of the corpus of real sources that a person marked: token F1 (target: 0.97, the
seed article 1.00) and the words lost. What a file's story is stands here as the lines, or the
stretch between two marks, that the person took for it; its words are read from the corpus itself.
"""

from __future__ import annotations

import argparse
import html
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from evals.bench.measure import finish
from ingest.readers import read
from ingest.understand import Origin, understand
from vectorstore.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable

WORD = re.compile(r"\w+")
LEAST, LEAST_OF_SEED = 0.97, 1.0

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


def expectations() -> dict[str, Callable[[str], str]]:
    """By each file's place in the corpus: how its story is cut out of its source."""
    return {
        f"articles/{SEED}": of_lines(10, 54),
        **{f"articles/{name}": of_markdown for name in WHITE_HOUSE},
        **{f"articles/{name}": of_content_api for name in CONTENT_API},
        **{f"statistics/{name}": stretches(*marks) for name, marks in PAGES.items()},
    }


def words(text: str) -> Counter[str]:
    """How often each word stands in a text."""
    return Counter(WORD.findall(text.casefold()))


def f1(found: Counter[str], expected: Counter[str]) -> float:
    """Token F1, from 0 to 1: the harmonic mean of precision and recall over words."""
    shared = sum((found & expected).values())
    return 2 * shared / (sum(found.values()) + sum(expected.values()))


def plain(markup: str) -> str:
    """The words of HTML, tables left out (each of their rows is told with its headings)."""
    markup = re.sub(r"<table\b.*?</table>|<(script|style)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))


def of_lines(first: int, last: int) -> Callable[[str], str]:
    """The story that stands on these lines, counted from 1."""
    return lambda raw: "\n".join(raw.split("\n")[first - 1 : last])


def of_markdown(raw: str) -> str:
    """A White House text: from the end of its front matter to its end mark, without markup."""
    story = raw.split("\n---\n", 1)[1].split("\\###", maxsplit=1)[0]
    story = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<[^>]+>", " ", story))
    return html.unescape(re.sub(r"[\\*_]", "", story))


def of_content_api(raw: str) -> str:
    """The story of an answer of the GOV.UK Content API: its description and its body."""
    page = json.loads(raw)
    body = page["details"]["body"]
    body = body if isinstance(body, str) else body[-1]["content"]
    # What stands around a file to download is a site's, not the author's.
    furniture = r'<p class="metadata">.*?</p>|<div data-module="toggle".*?</div>'
    body = re.sub(furniture, "", body, flags=re.DOTALL)
    return f"{page['description']}\n{plain(body)}"


def stretches(*marks: tuple[str, str]) -> Callable[[str], str]:
    """The story that stands between pairs of marks in a page's source."""

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
    origin = Origin(uri=str(path), digest="", path=path.name)
    ((document, passages),) = understand(read(raw, path.name), origin, FakeEmbedder())
    tables = [(one.start, one.end) for one in passages if "table" in one.locator]
    text = document.text
    for start, end in reversed(tables):
        text = text[:start] + text[end:]
    wanted = words(expected(raw.decode("utf-8")))
    # A headline that the file prints is part of its story; where it is metadata only it is not.
    found = words(f"{document.title}\n{text}" if path.name == SEED else text)
    return f1(found, wanted), wanted - words(f"{document.text} {document.title}")


def main() -> None:
    """Print a row a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    corpus = parser.parse_args().corpus
    holds = []
    for place, expected in expectations().items():
        least = LEAST_OF_SEED if place.endswith(SEED) else LEAST
        score, lost = scored(corpus / place, expected)
        holds.append(score >= least)
        missing = f"  lost: {' '.join(lost.elements())[:60]}" if lost else ""
        print(
            f"{'ok  ' if holds[-1] else 'MISS'} {score:.4f} (at least {least:.2f}) {place}{missing}"
        )
    print(f"{sum(holds)} of {len(holds)} files within the target")
    finish(*holds)


if __name__ == "__main__":
    main()
